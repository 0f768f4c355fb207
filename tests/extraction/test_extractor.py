"""The extractor takes any text there is, and points at nothing that is not in it."""

from collections.abc import Iterator
from datetime import date
from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.documents.document import Document, Span
from claims.errors import RejectedInput
from claims.extraction.candidates import Extraction
from claims.extraction.extractor import RuleExtractor
from claims.extraction.lexicon import languages, lexicon
from claims.samples.library import sample_paths

MARKS = ['"', "“", "”", "‘", "’", "'", '\\"', "\n", "\n\n", "\u2028", "1", "2,5", "Rp", "US$", "2030", *".,:;?!…—-()"]


def extract(language: str, text: str) -> Extraction:
    return RuleExtractor().extract(Document("any.txt", text, language=language, read_on=date(2026, 1, 31)))


def words_of(language: str) -> list[str]:
    """Words that rules hang on, so that random texts reach the rules."""
    words = lexicon(language)
    attribution, commitments = words["attribution"], words["commitments"]
    found = attribution["verbs_before"][:25] + attribution["verbs_after"][:15] + attribution["prepositions"] + attribution["passives"]
    found += attribution["via"] + attribution["complementisers"] + attribution["obliques"][:10] + attribution["own_pronoun"][:5]
    found += commitments["pledge"][:10] + commitments["willing"][:5] + commitments["aspiration"][:8] + commitments["conditions"]
    people, parties = words["people"], words["parties"]
    found += people["offices"][:12] + people["bodies"][:8] + people["pronouns"] + people["conjunctions"]
    found += parties["both"] + parties["own_side"] + words["continuation"]["heads"][:10] + words["layout"]["furniture"][:5]
    return [*found, "Omar Halim", "Halim", "Élodie", "Jepang", "Japan", "PT", "J.", "Larkfield Energy"]


def spans(found: Extraction) -> Iterator[Span]:
    for statement in found.statements:
        yield statement.span
        yield statement.content
        yield from (span for span in (statement.speaker_mention, statement.cue) if span is not None)
    for commitment in found.commitments:
        yield commitment.span
        yield commitment.cue
        yield from (span for span in (commitment.action, commitment.condition) if span is not None)
        if commitment.deadline is not None:
            yield commitment.deadline.span
    for claim in found.numeric_claims:
        yield Span(claim.quantity.start, claim.quantity.end)
    yield from (person.mention for person in found.people if person.mention is not None)
    yield from found.source.body


def assert_sound(found: Extraction, text: str) -> None:
    """Every span lies in the text and is not empty, every index points somewhere, every name has letters."""
    for span in spans(found):
        assert 0 <= span.start < span.end <= len(text)
        assert span.of(text).strip()
    for statement in found.statements:
        assert statement.span.holds(statement.content)
        assert statement.speaker.strip()
        assert statement.acts
    for commitment in found.commitments:
        assert commitment.span.holds(commitment.cue)
        assert commitment.committers
        assert commitment.statement is None or commitment.statement < len(found.statements)
        assert not set(commitment.committers) & set(commitment.counterparties)
    for claim in found.numeric_claims:
        assert claim.quantity.text == text[claim.quantity.start : claim.quantity.end]
        assert claim.statement is None or claim.statement < len(found.statements)
        assert claim.commitment is None or claim.commitment < len(found.commitments)


@pytest.mark.parametrize("language", languages())
@settings(max_examples=150, deadline=None)
@given(text=st.text(max_size=300))
def test_any_text_is_taken(language: str, text: str) -> None:
    assert_sound(extract(language, text), text)


@pytest.mark.parametrize("language", languages())
@settings(max_examples=200, deadline=None)
@given(data=st.data())
def test_any_order_of_telling_words_is_taken(language: str, data: st.DataObject) -> None:
    pieces = data.draw(st.lists(st.sampled_from(words_of(language) + MARKS * 3), max_size=60))
    text = " ".join(piece.capitalize() if data.draw(st.booleans()) else piece for piece in pieces)
    assert_sound(extract(language, text), text)


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        "\ufeff",
        "\x00",
        "“",
        '"' * 50,
        "(" * 500,
        "a" * 5000,
        "A. " * 400,
        "\u202e\u0301" * 40,
        "𝔊𝔬𝔳 said 🏛️ will",
        "İ said. ǅ will. ß",
    ],
    ids=lambda text: repr(text[:8]),
)
def test_odd_texts_are_taken(language: str, text: str) -> None:
    assert_sound(extract(language, text), text)


@pytest.mark.parametrize("language", languages())
def test_the_same_text_gives_the_same_extraction(language: str) -> None:
    text = 'Omar Halim said: "We will pay 5 million dollars." Menteri Omar Halim mengatakan akan membayar 5 juta dolar.'
    assert extract(language, text) == extract(language, text)


def test_a_text_keeps_its_offsets_behind_marks_of_any_plane() -> None:
    text = "🏛️ “Halo,” kata Menteri Kesehatan Laras Widyastuti."
    found = extract("id", text)
    mentions = [statement.speaker_mention for statement in found.statements]
    assert [mention.of(text) for mention in mentions if mention is not None] == ["Menteri Kesehatan Laras Widyastuti"]


def test_a_language_without_a_lexicon_is_refused() -> None:
    with pytest.raises(RejectedInput):
        extract("tlh", "Qapla'.")


@pytest.mark.parametrize("language", languages())
def test_a_longer_page_holds_as_much_more(language: str) -> None:
    """What is found in a page printed four times over is four times what is found in one: nothing piles up across paragraphs."""
    page = {
        "id": "Presiden Omar Halim mengatakan Kazakhstan akan membayar 5 juta dolar.\n\n",
        "en": "President Omar Halim said Kazakhstan will pay 5 million dollars.\n\n",
    }[language]
    once, four = extract(language, page * 5), extract(language, page * 20)
    assert len(four.statements) == 4 * len(once.statements) == 20
    assert len(four.commitments) == 4 * len(once.commitments)
    assert len(four.numeric_claims) == 4 * len(once.numeric_claims)


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("id", "Pada semester I 2022, galangan itu melepas 40 kapal, naik 12 persen.", ["2022", "2022"]),
        ("id", "Hingga 7 Mei 2018 museum itu mencatat 900 tamu.", ["2018-05-07"]),
        ("id", "Tunggakannya Rp 3 miliar dari tagihan Rp 9 miliar pada 2011.", ["2011", "2011"]),
        ("id", "Koperasi itu menyewa dua kapal sejak 2011.", [None]),
        ("id", "Pabrik itu dibuka, Rabu (5/2/2020). Produksi tahun lalu mencapai 300 ton.", ["2019"]),
        ("id", "Ambon, 3 Maret 2019 – PT Surya Agung menyewa enam kapal.", [None]),
        ("id", '"Harganya 13 persen lebih murah," kata Direktur Lukas Manurung, Selasa (15/8/2017).', [None]),
        ("en", "Output reached 300 tonnes in 2019.", ["2019"]),
        ("en", "As of March 31, 2019, the club had 300 members.", ["2019-03-31"]),
    ],
)
def test_the_year_or_day_that_a_number_holds_for(language: str, text: str, expected: list[str | None]) -> None:
    assert [claim.as_of for claim in extract(language, text).numeric_claims] == expected


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        # of what is said, each once; not of the words that tell who says it
        ("en", "Energy Minister Omar Halim said exports and imports were up, and the port was full.", ("trade", "infrastructure")),
        ("en", "Omar Halim said the weather was fine.", ()),
        ("id", "Menteri Energi Omar Halim mengatakan ekspor naik dan pelabuhan penuh.", ("trade", "infrastructure")),
    ],
)
def test_the_topics_of_a_statement_are_those_of_its_words(language: str, text: str, expected: tuple[str, ...]) -> None:
    assert [statement.topics for statement in extract(language, text).statements] == [expected]


# the samples' readings, by the name that is stored with them; a load skips what the same name has read
READINGS = {"rules 0.13.0": "20ac45e62f053d87"}


def test_other_readings_have_another_name() -> None:
    digest = sha256()
    for path in sample_paths():
        found = extract(path.name[:2], path.read_text(encoding="utf-8"))
        digest.update(repr((found.source, found.people, found.statements, found.commitments, found.numeric_claims)).encode())
    assert READINGS.get(RuleExtractor.name) == digest.hexdigest()[:16], (
        "the samples read otherwise: raise RuleExtractor.name, and write the digest here"
    )
