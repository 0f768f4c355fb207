"""The resolver: one extraction, all its records, and nothing that contradicts the text."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.documents.document import Document, Span
from claims.errors import RejectedInput
from claims.extraction.candidates import SourceDetails
from claims.inputs import decimal_text
from claims.resolution.resolver import resolve
from claims.terms import Act, Comparator, DatePrecision, PartyRole, QuantityKind
from tests.resolution.extractions import NOBODY, TEXT, commitment, extraction, numeric_claims, quantity, span, statement


def test_a_document_with_all_its_records():
    resolved = resolve(extraction(), NOBODY)
    assert resolved.document.text == TEXT
    assert (resolved.source.publisher, resolved.extractor) == ("WIRE", "by hand 1")
    assert [speaker.name for speaker in resolved.speakers] == ["Rana Velli"]
    assert {party.name for party in resolved.parties} == {"Norrland", "Kyrgyzstan"}

    (said,) = resolved.statements
    assert (said.text, said.speaker, said.speaker_mention) == (TEXT[2:-10], "Rana Velli", "President Rana Velli")
    assert (said.acts, said.said_on, said.topics) == ((Act.COMMITMENT,), date(2022, 1, 25), ("finance",))

    (promise,) = resolved.commitments
    assert (promise.cue, promise.action) == ("will", "lend Kyrgyzstan 20 to 25 million dollars")
    assert promise.parties == (("Norrland", PartyRole.COMMITTER), ("Kyrgyzstan", PartyRole.COUNTERPARTY))
    assert (promise.announced_on, promise.due_on, promise.due_precision) == (date(2022, 1, 25), date(2025, 1, 25), DatePrecision.DAY)
    assert (promise.period, promise.due_basis) == ("P3Y", "the period is counted from the day it was said")

    money, years = resolved.numeric_claims
    assert (money.value, money.upper_value, money.unit, money.comparator) == (20_000_000, 25_000_000, "USD", Comparator.RANGE)
    assert (money.statement, money.commitment) == (0, 0)
    assert (years.commitment, years.period) == (None, "P3Y"), "the deadline of a commitment is not its amount"
    assert len({record.key for kind in (resolved.statements, resolved.commitments, resolved.numeric_claims) for record in kind}) == 4


def test_the_same_text_makes_the_same_keys_wherever_it_lies():
    one, other = (
        resolve(extraction(document=Document(path, TEXT), source=SourceDetails("en")), NOBODY) for path in ("a.txt", "/elsewhere/b.txt")
    )
    assert [record.key for record in one.commitments] == [record.key for record in other.commitments]


def test_two_commitments_of_one_sentence_with_one_cue_are_two_records():
    resolved = resolve(extraction(commitments=(commitment(), commitment(committers=("TJ",)))), NOBODY)
    assert len({record.key for record in resolved.commitments}) == 2


def test_bare_numbers_measure_nothing_and_are_left_out():
    bare = numeric_claims()[0]._replace(quantity=quantity("20", "20", None))
    assert [record.text for record in resolve(extraction(numeric_claims=(bare, *numeric_claims())), NOBODY).numeric_claims] == [
        "20 to 25 million dollars",
        "three years",
    ]


def test_a_duration_that_is_no_deadline_may_be_the_amount():
    held = numeric_claims()[1]._replace(commitment=0)
    assert resolve(extraction(commitments=(commitment(deadline=None),), numeric_claims=(held,)), NOBODY).numeric_claims[0].commitment == 0


BEYOND = Span(len(TEXT) - 1, len(TEXT) + 1)


@pytest.mark.parametrize(
    ("changes", "what"),
    [
        ({"statements": (statement(span=BEYOND, content=BEYOND),)}, "(statement)"),
        ({"statements": (statement(content=span("She left")),)}, "(words of a statement)"),
        ({"statements": (statement(content=Span(5, 5)),)}, "(words of a statement)"),
        ({"statements": (statement(cue=BEYOND),)}, "(cue of a statement)"),
        ({"statements": (statement(" "),)}, "(speaker of a statement)"),
        ({"commitments": (commitment(cue=span("She")),)}, "(cue of a commitment)"),
        ({"commitments": (commitment(statement=1),)}, "(statement of a commitment)"),
        ({"commitments": (commitment(committers=("",)),)}, "(parties of a commitment)"),
        ({"commitments": (commitment(action=BEYOND),)}, "(action or condition of a commitment)"),
        ({"commitments": ()}, "(commitment of a number)"),
        ({"numeric_claims": (numeric_claims()[0]._replace(statement=-1),)}, "(statement of a number)"),
        ({"document": Document("a.txt", TEXT.replace("three", "3 3 3"))}, "(number)"),
        ({"numeric_claims": (numeric_claims()[1]._replace(quantity=quantity("three", "NaN", QuantityKind.COUNT)),)}, "(value of a number)"),
        (
            {
                "numeric_claims": (
                    numeric_claims()[1]._replace(quantity=quantity("20", "20", QuantityKind.COUNT, comparator=Comparator.RANGE)),
                )
            },
            "(range of a number)",
        ),
    ],
)
def test_an_extraction_that_contradicts_itself_is_rejected(changes, what):
    with pytest.raises(RejectedInput, match="the extractor by hand 1 contradicts itself at characters ") as caught:
        resolve(extraction(**changes), NOBODY)
    assert what in str(caught.value)


@pytest.mark.parametrize(
    ("value", "text"),
    [("2.0E+7", "20000000"), ("50.10", "50.1"), ("-0.00", "0"), ("0", "0"), ("1E-3", "0.001"), ("-5.5", "-5.5"), ("100", "100")],
)
def test_decimals_have_one_spelling(value, text):
    assert decimal_text(Decimal(value)) == text


@given(st.decimals(allow_nan=False, allow_infinity=False))
def test_decimals_are_spelled_exactly(value):
    assert Decimal(decimal_text(value)) == value
    assert "E" not in decimal_text(value)
