"""One annotated article about a fictional harbour, and what a perfect extractor would find in it; tests bend either."""

import json
from copy import deepcopy
from datetime import date
from decimal import Decimal

from claims.documents.document import Span
from claims.extraction.candidates import Commitment, Extraction, NumericClaim, Quantity, SourceDetails, Statement
from claims.terms import Act, Attribution, Comparator, QuantityKind, Quotation, Strength

TITLE = "Belov opens harbour with 2 cranes"
SENTENCES = (
    "PORT SAMAR (VLN) - President Ana Belov said Velmora will lend Torvia 20 million US dollars.",
    "The harbour is the pride of the coast.",
    '"We hope to run 5 to 7 ferries within 12 months," minister Ilya Gantz and Ana Belov said.',
    "Rain fell on about 300 people.",
    "Gantz will be ready to pay 3 percent in 2021, and will be ready again.",
)
TEXT = TITLE + "\n\n" + "\n".join(SENTENCES) + "\n\nEditor: Mira Sand\n"


def span(words: str, after: str = "") -> Span:
    start = TEXT.index(words, TEXT.index(after))
    return Span(start, start + len(words))


def number(text, value, unit, kind, comparator="=", as_of=None, period=None):
    return {"text": text, "value": value, "unit": unit, "kind": kind, "comparator": comparator, "as_of": as_of, "period": period}


def commitment(cue, strength, committers, counterparties=()):
    return {"cue": cue, "strength": strength, "committers": list(committers), "counterparties": list(counterparties), "action": "..."}


def sentence(index, speaker=None, attribution=None, quote=None, acts=(), commitments=(), numbers=()):
    place = span(SENTENCES[index])
    return {
        "start": place.start,
        "end": place.end,
        "text": SENTENCES[index],
        "speaker": speaker,
        "attribution": attribution,
        "quote": quote,
        "via": None,
        "acts": list(acts),
        "commitments": list(commitments),
        "numbers": list(numbers),
    }


ANNOTATION = {
    "source": {
        "file": "ferries.txt",
        "language": "en",
        "publisher": "VLN",
        "agency": None,
        "reporter": None,
        "editor": "Mira Sand",
        "place": "Port Samar",
        "event_date": "2022-03-04",
        "title": TITLE,
    },
    "sentences": [
        sentence(
            0,
            "Ana Belov",
            "explicit",
            "indirect",
            ["commitment"],
            [commitment("will", "pledge", ["Velmora"], ["Torvia"])],
            [number("20 million US dollars", "20000000", "USD", "money")],
        ),
        sentence(1, "Ana Belov", "implicit", "indirect", ["assessment"]),
        sentence(
            2,
            "Ilya Gantz; Ana Belov",
            "explicit",
            "direct",
            ["commitment"],
            [commitment("hope to", "aspiration", ["Velmora"])],
            [
                number("5 to 7 ferries", "5", "ferry", "count", ">="),
                number("5 to 7 ferries", "7", "ferry", "count", "<="),
                number("12 months", "12", "month", "duration", period="P12M"),
            ],
        ),
        sentence(3, numbers=[number("about 300 people", "300", "person", "count", "~")]),
        sentence(
            4,
            commitments=[commitment("will be ready", "willing", ["Ilya Gantz"]), commitment("will be ready", "willing", ["Ilya Gantz"])],
            numbers=[number("3 percent", "3", "percent", "percentage", as_of="2021")],
        ),
    ],
}


def statement(index, speaker, attribution, quotation, act):
    place = span(SENTENCES[index])
    return Statement(place, place, speaker, attribution, quotation, acts=(act,))


def promise(cue, strength, committers, counterparties=(), after=""):
    place = next(place for text in SENTENCES if (place := span(text)).holds(span(cue, after)))
    return Commitment(place, span(cue, after), strength, committers, counterparties)


def claim(text, value, unit, kind, comparator=Comparator.EQUAL, upper=None, as_of=None, period=None):
    place = span(text)
    quantity = Quantity(place.start, place.end, text, Decimal(value), unit, kind, comparator, upper, period)
    return NumericClaim(quantity, as_of=as_of)


STATEMENTS = (
    statement(0, "Ana Belov", Attribution.EXPLICIT, Quotation.INDIRECT, Act.COMMITMENT),
    statement(1, "Ana Belov", Attribution.IMPLICIT, Quotation.INDIRECT, Act.ASSESSMENT),
    statement(2, "Ana Belov; Ilya Gantz", Attribution.EXPLICIT, Quotation.DIRECT, Act.COMMITMENT),
)
COMMITMENTS = (
    promise("will", Strength.PLEDGE, ("Velmora",), ("Torvia",)),
    promise("hope to", Strength.ASPIRATION, ("Velmora",)),
    promise("will be ready", Strength.WILLING, ("Ilya Gantz",)),
    promise("will be ready", Strength.WILLING, ("Ilya Gantz",), after="and will be ready again"),
)
CLAIMS = (
    claim("20 million US dollars", 20_000_000, "USD", QuantityKind.MONEY),
    claim("5 to 7 ferries", 5, "ferries", QuantityKind.COUNT, Comparator.RANGE, Decimal(7)),
    claim("12 months", 12, "month", QuantityKind.DURATION, period="P1Y"),
    claim("about 300 people", 300, "people", QuantityKind.COUNT, Comparator.ABOUT),
    claim("3 percent", 3, "%", QuantityKind.PERCENTAGE, as_of="2021"),
    claim("2 cranes", 2, "crane", QuantityKind.COUNT),  # in the headline: not judged
)
SOURCE = SourceDetails("en", TITLE, "VLN", None, None, "Mira Sand", "Port Samar", event_on=date(2022, 3, 4))


class Reader:
    """An extractor that finds what it is told to find."""

    name = "told 1"

    def __init__(self, source=SOURCE, statements=STATEMENTS, commitments=COMMITMENTS, numeric_claims=CLAIMS):
        self.told = {"source": source, "statements": statements, "commitments": commitments, "numeric_claims": numeric_claims}

    def extract(self, document):
        return Extraction(document, **self.told)


def annotate(folder, change=None, text=TEXT, name="ferries"):
    """Write the article and its annotation, changed by a function, into a folder; return the folder."""
    annotation = deepcopy(ANNOTATION)
    if change:
        change(annotation)
    (folder / "ferries.txt").write_bytes(text.encode("utf-8"))
    (folder / f"{name}.gold.json").write_text(json.dumps(annotation), "utf-8")
    return folder


def without(records, *indices):
    return tuple(record for index, record in enumerate(records) if index not in indices)


def changed(records, index, **values):
    """Return records of which one has other values; those of a quantity are given as `quantity={...}`."""
    if isinstance(values.get("quantity"), dict):
        values["quantity"] = records[index].quantity._replace(**values["quantity"])
    return (*records[:index], records[index]._replace(**values), *records[index + 1 :])
