"""Lengths of time in words and figures: "three years", "setahun", "48 jam", as ISO 8601 periods."""

import re
from functools import cache
from typing import NamedTuple

from claims.extraction.number_words import WORD
from claims.extraction.numerals import numeral_reader
from claims.extraction.units import multiply_period, unit_reader
from claims.terms import QuantityKind

_WINDOW = 40
_LONGEST = 5  # words of a length of time that is read from its end
_WORDS = re.compile(r"\w+(?:[.,]\d+)*")


class Length(NamedTuple):
    """A length of time in `[start, end)`, as an ISO 8601 period."""

    start: int
    end: int
    period: str


class LengthReader:
    """The numbers and units of time of one language, ready to read."""

    def __init__(self, language: str) -> None:
        self.numerals, self.units = numeral_reader(language), unit_reader(language)

    def at(self, text: str, low: str, at: int) -> Length | None:
        """Return the length of time that begins at `at`, None if there is none."""
        first = low[at : at + 1]
        if not first.isdigit():
            match = WORD.match(low, at) if first.isalpha() else None
            if match is None:
                return None
            if match[1] in self.units.one_durations:
                return Length(at, match.end(), self.units.one_durations[match[1]].period or "")
            if match[1] not in self.numerals.roles:
                return None
        numeral = self.numerals.read(text, low, at)
        if numeral is None or numeral.ratio is not None:
            return None
        measure = self.units.measure(text, low, numeral.end)
        if measure is None or measure.unit.kind is not QuantityKind.DURATION or not measure.unit.period:
            return None
        period = multiply_period(measure.unit.period, numeral.value)
        return Length(at, measure.end, period) if period else None

    def before(self, text: str, low: str, end: int) -> Length | None:
        """Return the length of time that ends just before `end`, a possessive and space between."""
        window = max(0, end - _WINDOW)
        for word in list(_WORDS.finditer(low, window, end))[-_LONGEST:]:
            length = self.at(text, low, word.start())
            if length is not None and low[length.end : end].lstrip("'’") in (" ", "  "):
                return length
        return None


@cache
def length_reader(language: str) -> LengthReader:
    """Return the reader of a language; RejectedInput if it has no lexicon."""
    return LengthReader(language)
