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
HALF = Decimal(50)  # percent
_BEFORE_HALF = re.compile(r"(?:(?<!\w)an? )?(?P<space> ?)(?P<unit>[^\W\d_]+) (?P<joiner>[^\W\d_]+) (?:an? )?$", re.IGNORECASE)
_NEAR = 40  # characters before "a half"


def join_lengths(quantities: Sequence[Quantity], text: str, language: str) -> list[Quantity]:
    """Return the quantities with those that are two parts of one length of time made one, in the smaller unit."""
    joined: list[Quantity] = []
    for quantity in quantities:
        if quantity.kind is QuantityKind.DURATION and joined and (whole := _whole(joined[-1], quantity, text, language)) is not None:
            joined[-1] = whole
        else:
            joined.append(_and_a_half(quantity, text, language) or quantity)
    return joined


def _joiners(language: str) -> frozenset[str]:
    return names_of(lexicon(language), "people", "conjunctions")


@cache
def _links(language: str) -> frozenset[str]:
    return frozenset([" ", ", ", *(f" {word} " for word in _joiners(language))])


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


def _and_a_half(quantity: Quantity, text: str, language: str) -> Quantity | None:
    """Return a unit of time and the half of it that follows as one length: "the past [year and a half]"."""
    if quantity.kind is not QuantityKind.PERCENTAGE or quantity.value != HALF or not quantity.text[-1].isalpha():
        return None
    begin = max(0, quantity.start - _NEAR)
    match = _BEFORE_HALF.search(text[begin : quantity.start])
    if match is None or match["joiner"].lower() not in _joiners(language):
        return None
    measure = length_reader(language).units.measure(text, lower_case(text), begin + match.start("unit") - 1)
    if measure is None or measure.unit.kind is not QuantityKind.DURATION or not measure.unit.period:
        return None
    value, start = Decimal("1.5"), begin + match.start()
    start += text[start] == " "
    period = multiply_period(measure.unit.period, value)
    return quantity._replace(
        start=start, text=text[start : quantity.end], value=value, unit=measure.unit.name, kind=QuantityKind.DURATION, period=period
    )
