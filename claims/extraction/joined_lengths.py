"""Lengths of time of two parts: "3 years and 2 months" is one of 38 months, "a year and a half" one of a year and six months."""

import re
from collections.abc import Sequence
from decimal import Decimal
from functools import cache

from claims.extraction.candidates import Quantity
from claims.extraction.lengths import length_reader
from claims.extraction.lexicon import lexicon, names_of
from claims.extraction.numerals import lower_case
from claims.extraction.units import multiply_period
from claims.terms import Comparator, QuantityKind

SMALLER = {("year", "month"): 12, ("hour", "minute"): 60, ("minute", "second"): 60}
ONE_AND_A_HALF = Decimal("1.5")
_WORDS = re.compile(r"[^\W\d_]+")
_NEAR = 40  # characters before "a half"
_LINK = 2  # words of "year and"


def join_lengths(quantities: Sequence[Quantity], text: str, language: str) -> list[Quantity]:
    """Return the quantities with those that are two parts of one length of time made one, in the smaller unit."""
    joined: list[Quantity] = []
    for quantity in quantities:
        if quantity.kind is QuantityKind.DURATION and joined and (whole := _whole(joined[-1], quantity, text, language)) is not None:
            joined[-1] = whole
        else:
            joined.append(_and_a_half(quantity, joined[-1] if joined else None, text, language) or quantity)
    return joined


def _joiners(language: str) -> frozenset[str]:
    return names_of(lexicon(language), "people", "conjunctions")


def _partitives(language: str) -> frozenset[str]:
    return names_of(lexicon(language), "quantities", "partitives") | names_of(lexicon(language), "quantities", "partitive_words")


@cache
def _links(language: str) -> frozenset[str]:
    return frozenset([" ", *(f" {word} " for word in _joiners(language))])


def _whole(larger: Quantity, smaller: Quantity, text: str, language: str) -> Quantity | None:
    """Return one length of time of two neighbours, None if they are two: "5 years, 3 months"."""
    each = SMALLER.get((larger.unit or "", smaller.unit or ""))
    if each is None or text[larger.end : smaller.start] not in _links(language) or smaller.value >= each:
        return None
    exact = larger.value == int(larger.value) and larger.comparator is not Comparator.RANGE and smaller.comparator is Comparator.EQUAL
    if not exact or larger.period is None or smaller.period is None:
        return None
    tail = smaller.period.removeprefix("PT" if larger.period.startswith("PT") else "P")
    return smaller._replace(
        start=larger.start,
        text=text[larger.start : smaller.end],
        value=larger.value * each + smaller.value,
        comparator=larger.comparator,
        period=larger.period + tail,
    )


def _and_a_half(quantity: Quantity, before: Quantity | None, text: str, language: str) -> Quantity | None:
    """Return a unit of time and the half of it that follows as one: "the past [year and a half]", not "a year and half of it"."""
    words, determiners = quantity.text.lower().split(), names_of(lexicon(language), "people", "determiners")
    halves = {word for _, *names in lexicon(language)["numbers"]["halves"] for word in names}
    following = _WORDS.match(text, quantity.end + 1)
    of_something = following is not None and following[0].lower() in determiners | _partitives(language)
    if quantity.kind is not QuantityKind.PERCENTAGE or words[-1] not in halves or words[0] not in determiners or of_something:
        return None
    begin = max(before.end if before is not None else 0, quantity.start - _NEAR)
    near = text[begin : quantity.start]
    found = list(_WORDS.finditer(near))
    if len(found) < _LINK or found[-1][0].lower() not in _joiners(language) or near[found[-2].end() : found[-1].start()] != " ":
        return None
    measure = length_reader(language).units.measure(near, lower_case(near), found[-2].start())
    if measure is None or measure.unit.kind is not QuantityKind.DURATION or not measure.unit.period:
        return None
    opens = len(found) > _LINK and found[-3][0].lower() in determiners - names_of(lexicon(language), "people", "definite")
    start = begin + found[-3 if opens else -2].start()
    period = multiply_period(measure.unit.period, ONE_AND_A_HALF)
    return quantity._replace(
        start=start,
        text=text[start : quantity.end],
        value=ONE_AND_A_HALF,
        unit=measure.unit.name,
        kind=QuantityKind.DURATION,
        period=period,
    )
