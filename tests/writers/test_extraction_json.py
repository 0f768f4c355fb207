"""The JSON of an extraction: exactly the agreed keys, plain types, every span verbatim."""

import json
from datetime import date

from claims.extraction.candidates import NumericClaim, SourceDetails
from claims.terms import Act, Comparator, QuantityKind
from claims.writers.extraction_json import extraction_json
from tests.resolution.extractions import TEXT, commitment, extraction, numeric_claims, quantity, span, statement

PART = {"start", "end", "text"}


def parts(value):
    """Yield every object with start, end and text, at any depth."""
    if isinstance(value, dict):
        if value.keys() >= PART:
            yield value
        for inner in value.values():
            yield from parts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from parts(inner)


def test_whole_form():
    written = json.loads(json.dumps(extraction_json(extraction())))
    sentence = {"start": 2, "end": len(TEXT) - 10, "text": TEXT[2:-10]}

    def part(words):
        place = span(words)
        return {"start": place.start, "end": place.end, "text": words}

    assert written == {
        "source": {
            "path": "port-vell.txt",
            "sha256": extraction().document.sha256,
            "language": "en",
            "publisher": "WIRE",
            "agency": None,
            "reporter": None,
            "editor": None,
            "title": None,
            "place": "Port Vell",
            "event_on": "2022-01-24",
            "published_on": None,
            "url": None,
        },
        "statements": [
            {
                **sentence,
                "speaker": "Rana Velli",
                "content": part("Norrland will lend Kyrgyzstan 20 to 25 million dollars within three years"),
                "speaker_mention": part("President Rana Velli"),
                "cue": part("said"),
                "attribution": "explicit",
                "quotation": "indirect",
                "acts": ["commitment"],
                "addressees": [],
                "via": None,
                "said_on": "2022-01-25",
            }
        ],
        "commitments": [
            {
                **sentence,
                "statement": 0,
                "cue": part("will"),
                "committers": ["Norrland"],
                "counterparties": ["KG"],
                "strength": "pledge",
                "due_on": "2025-01-25",
                "period": "P3Y",
            }
        ],
        "numeric_claims": [
            {
                **part("20 to 25 million dollars"),
                "statement": 0,
                "value": "20000000",
                "upper_value": "25000000",
                "unit": "USD",
                "comparator": "range",
                "kind": "money",
                "metric": "loan",
                "as_of": None,
                "period": None,
            },
            {
                **part("three years"),
                "statement": 0,
                "value": "3",
                "upper_value": None,
                "unit": "year",
                "comparator": "=",
                "kind": "duration",
                "metric": None,
                "as_of": None,
                "period": "P3Y",
            },
        ],
    }


def test_every_span_is_verbatim():
    found = list(parts(extraction_json(extraction())))
    assert len(found) == 8
    assert all(TEXT[part["start"] : part["end"]] == part["text"] for part in found)


def test_what_is_absent_is_null():
    bare = extraction(
        source=SourceDetails("en"),
        statements=(statement(cue=None, speaker_mention=None, said_on=None),),
        commitments=(commitment(deadline=None, statement=None, counterparties=()),),
        numeric_claims=(),
        people=(),
    )
    written = extraction_json(bare)
    assert [written["statements"][0][key] for key in ("cue", "speaker_mention", "said_on", "via")] == [None] * 4
    assert [written["commitments"][0][key] for key in ("statement", "due_on", "period")] == [None] * 3
    assert written["source"]["event_on"] is None


def test_a_period_without_a_day_stays_a_period():
    written = extraction_json(extraction(source=SourceDetails("en"), statements=(statement(said_on=None),)))
    assert (written["commitments"][0]["due_on"], written["commitments"][0]["period"]) == (None, "P3Y")


def test_other_values():
    said = statement(acts=(Act.CALL, Act.POSITION), addressees=("Ota Brann",), via="Harbour Post")
    rate = NumericClaim(
        quantity("20", "20.50", QuantityKind.PERCENTAGE, unit="percent", comparator=Comparator.ABOUT), as_of="2021", period="P1Y"
    )
    written = extraction_json(
        extraction(
            source=SourceDetails("en", published_on=date(2022, 1, 26), url="https://wire.example/1"),
            statements=(said,),
            numeric_claims=(rate, numeric_claims()[0]._replace(quantity=quantity("25", "25", None))),
        )
    )
    assert written["source"]["published_on"] == "2022-01-26"
    assert written["statements"][0]["acts"] == ["call", "position"]
    assert (written["statements"][0]["addressees"], written["statements"][0]["via"]) == (["Ota Brann"], "Harbour Post")
    assert len(written["numeric_claims"]) == 1, "a bare number measures nothing"
    number = written["numeric_claims"][0]
    assert (number["value"], number["comparator"], number["as_of"], number["period"]) == ("20.5", "~", "2021", "P1Y")


def test_a_document_without_claims():
    written = extraction_json(extraction(statements=(), commitments=(), numeric_claims=(), people=()))
    assert (written["statements"], written["commitments"], written["numeric_claims"]) == ([], [], [])
