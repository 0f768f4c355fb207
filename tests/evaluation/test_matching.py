"""When a name, unit, value or length is the same, and which records are paired."""

from decimal import Decimal

import pytest

from claims.documents.document import Span
from claims.evaluation.matching import Speakers, covered, length_of, pair, plain_words, same_unit, same_value, singular
from claims.terms import QuantityKind


def test_words_have_no_case_accents_or_punctuation():
    assert plain_words("José  da SILVA-Ruíz (42)") == ("jose", "da", "silva", "ruiz", "42")


@pytest.mark.parametrize(
    ("found", "annotated", "same", "akin"),
    [
        ("ANA BELOV", "Ana Belov", True, True),
        ("Belov", "Ana Belov", False, True),
        ("Ana", "Ana Belov", False, True),
        ("President Ana Belov", "Ana Belov", False, True),
        ("Maria", "Ana Maria Belov", False, False),
        ("Gantz", "Ilya Gantz", False, False),  # another speaker bears it too
        ("Ana Belov", "Ana Belov; Ilya Gantz", False, True),
        ("Ilya Gantz; Ana Belov", "Ana Belov; Ilya Gantz", True, True),
        ("Nobody", "Ana Belov", False, False),
        (";", "-", False, False),
    ],
)
def test_speakers(found, annotated, same, akin):
    speakers = Speakers(["Ana Belov", "Ilya Gantz", "Nina Gantz"])
    assert (speakers.same(found, annotated), speakers.akin(found, annotated)) == (same, akin)


@pytest.mark.parametrize(
    ("plural", "one"),
    [
        ("ferries", "ferry"),
        ("movies", "movy"),  # both sides are treated alike, so no comparison suffers
        ("boxes", "box"),
        ("matches", "match"),
        ("losses", "loss"),
        ("houses", "house"),
        ("people", "person"),
        ("crisis", "crisis"),
        ("status", "status"),
        ("glass", "glass"),
        ("ties", "ty"),
    ],
)
def test_singulars(plural, one):
    assert singular(plural) == one


@pytest.mark.parametrize(
    ("annotated", "found", "same"),
    [
        ("percent", "%", True),
        ("percentage", "per cent", True),
        ("basis point", "Basis-points", True),
        ("USD", "usd", True),
        ("USD", "EUR", False),
        (None, "", True),
        (None, "ferry", False),
    ],
)
def test_units(annotated, found, same):
    assert same_unit(annotated, found) is same


def test_values_are_exact_but_for_rounded_percentages():
    third = Decimal(100) / 3
    assert same_value(Decimal("33.33"), third, QuantityKind.PERCENTAGE)
    assert not same_value(Decimal("33.33"), third, QuantityKind.COUNT)
    assert not same_value(Decimal(1), Decimal("NaN"), QuantityKind.COUNT)


def test_lengths_of_time():
    assert length_of("P12M") == length_of("P1Y") and length_of("P2W") == length_of("P14D")
    assert length_of("PT5M") != length_of("P5M")
    assert (length_of(None), length_of("soon")) == (None, "soon")


def test_what_spans_cover_together():
    assert covered([Span(8, 20), Span(0, 5), Span(3, 6), Span(4, 5), Span(40, 50)], Span(2, 10)) == 6


def test_the_likest_are_paired_first_and_the_earlier_among_equals():
    def likeness(one, other):
        return None if abs(one - other) > 3 else (-abs(one - other),)

    assert pair([1, 5, 5], [4, 5, 9], likeness) == [(1, 1), (2, 0)]
    assert pair([5, 5], [5], likeness) == [(0, 0)]
    assert pair([], [1], likeness) == []
