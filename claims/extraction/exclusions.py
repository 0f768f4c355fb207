"""Exclusions: numbers that claim no quantity, such as clock times, ordinals, scores, years, and numbers inside names."""

import re
from collections.abc import Collection

from claims.extraction.bounds import BoundReader
from claims.extraction.lexicon import lexicon
from claims.extraction.number_words import WORD
from claims.extraction.readings import PERCENT, Reading
from claims.terms import QuantityKind

DASHES = "-–—‐‑"
_TIE_BREAK = re.compile(r"[0-9][-–][0-9]{1,2} ?\($")
_SENTENCE_MARKS = ".!?:\"“”'‘’\n-–—(*•"


def end_of_run(low: str, at: int) -> int:
    """Return the end of a run of letters and digits with dashes, dots, colons and slashes between (a phone number, score, address)."""
    end, length = at, len(low)
    while end < length and (low[end].isalnum() or (low[end] in ".,:/-–—‑_@" and low[end + 1 : end + 2].isalnum())):
        end += 1
    return max(end, at + 1)


class Exclusions:
    """What makes a number no quantity, in the words of one language."""

    def __init__(self, language: str, bounds: BoundReader, number_words: Collection[str]) -> None:
        words = lexicon(language)["quantities"]
        self.bounds, self.number_words = bounds, number_words
        self.one_before_joined = frozenset(words["one_before_joined"])
        self.one_before, self.one_after = frozenset(words["one_before"]), frozenset(words["one_after"])
        self.share_before_not, self.share_after = frozenset(words["share_before_not"]), frozenset(words["share_after"])
        self.half_not_after, self.partitive_words = frozenset(words["half_not_after"]), frozenset(words["partitive_words"])
        self.figure_names = frozenset(words["figure_names"])
        self.pair_before, self.number_names = frozenset(words["pair_before"]), tuple(words["number_names"])
        self.clock_before, self.clock_after = tuple(f" {word} " for word in words["clock_before"]), tuple(words["clock_after"])
        self.clock_letters = frozenset(word[0] for word in self.clock_after)
        self.year_units = frozenset(words["year_units"])
        self.year_before = frozenset(words["year_before"])

    def holds(self, text: str, low: str, reading: Reading) -> bool:
        """Tell whether a number is no quantity by itself or by its neighbours. Names and years are for `is_name` and `is_year`."""
        if reading.numeral.figures:
            return self._is_token(text, low, reading) or self._is_clock(low, reading)
        return self._is_word_only(text, low, reading)

    def _is_token(self, text: str, low: str, reading: Reading) -> bool:
        """Tell whether figures belong to a longer token: "21st", "1990s", "Covid-19", "10:30", "a/5", "#3", "20-an", "4K", "7-6 (5)"."""
        end = reading.numeral.end
        if text[reading.start : end] in self.figure_names:
            return True
        before, farther = low[reading.start - 1 : reading.start], low[reading.start - 2 : reading.start - 1]
        if reading.unit is None or (reading.end == end and not reading.currency):
            following, beyond = low[end : end + 1], low[end + 1 : end + 2]
            if following.isalpha() or following in ("_", "@", "²", "³"):
                return True
            if (following in (":", "/") and beyond.isdigit()) or (following in ("-", "‑") and beyond.isalpha()):
                return True
        if before in ("/", "@", "#", "_", "&", "=", "^", "\\", "'", "’") or (before in (":", ".", ",") and farther.isdigit()):
            return True
        if before == "(" and low[end : end + 1] == ")" and _TIE_BREAK.search(low, max(0, reading.start - 9), reading.start):
            return True
        return before in ("-", "‐", "‑") and farther.isalnum()

    def _is_word_only(self, text: str, low: str, reading: Reading) -> bool:
        """Tell whether a number word is no quantity: a pronoun "one", a name ("Satu China"), an ordinal ("a third term"), "second half"."""
        start, end = reading.numeral.start, reading.numeral.end
        if low[start - 1 : start] in ("-", "‑", "@") and low[start - 2 : start - 1].isalnum():
            return True
        match = WORD.match(low, end)
        following = match[1] if match and match.start(1) > end else ""
        hyphened = low[end : end + 1] in ("-", "‑") and reading.unit is None and following not in self.number_words
        if hyphened or low.startswith(self.number_names, start):
            return True
        if text[start].isupper() and not text[start : start + 2].isupper() and not self._begins_sentence(text, start):
            return True
        words = self.bounds.words_before(low, start, 1)
        before = words[0] if words else ""
        counted = reading.unit is not None and reading.unit.kind is QuantityKind.COUNT
        if reading.value == 2 and counted and before in self.pair_before:
            return True
        if reading.numeral.single:
            if reading.unit is None:
                return not self._is_line(low, start, end)
            joined = low[end : end + 1] in ("-", "‑")
            if (before in self.one_before and not (joined and before in self.one_before_joined)) or following in self.one_after:
                return True
            return counted and text[end + 1 : end + 2].isupper()
        if reading.numeral.ratio is not None and reading.unit is PERCENT:
            if before in self.share_before_not or following in self.half_not_after:
                return True
            return bool(self.share_after and following) and following not in self.share_after and following not in self.partitive_words
        return False

    def _is_line(self, low: str, start: int, end: int) -> bool:
        """Tell whether a number is all that its line holds."""
        return (start == 0 or low[start - 1] == "\n") and low[end : end + 1] in ("", "\n")

    def _begins_sentence(self, text: str, start: int) -> bool:
        before = text[max(0, start - 4) : start].rstrip(" \u00a0")
        return not before or before[-1] in _SENTENCE_MARKS or text[start - 1] == "\n"

    def _is_clock(self, low: str, reading: Reading) -> bool:
        """Tell whether figures are a time of day: "pukul 10.00", "5 p.m.", "1400 GMT"."""
        start = reading.numeral.start
        if self.clock_before and f" {low[max(0, start - 10) : start]}".endswith(self.clock_before):
            return reading.value < 25
        at = reading.numeral.end + (low[reading.numeral.end : reading.numeral.end + 1] in (" ", "\u00a0"))
        if low[at : at + 1] not in self.clock_letters or not low.startswith(self.clock_after, at):
            return False
        return any(low.startswith(word, at) and not low[at + len(word) : at + len(word) + 1].isalpha() for word in self.clock_after)

    def is_score(self, low: str, end: int) -> bool:
        """Tell whether figures that end at `end` go on as "2-1" or "021-555" do."""
        return low[end : end + 1] in tuple(DASHES) and low[end + 1 : end + 2].isdigit()

    def is_year(self, low: str, reading: Reading) -> bool:
        """Tell whether four figures are a year: those without a unit, or with a noun where a word before them dates them."""
        numeral = reading.numeral
        if not numeral.figures or numeral.end - numeral.start != 4 or not 1900 <= numeral.value <= 2100 or reading.currency:
            return False
        if reading.unit is None or low[numeral.end : numeral.end + 1] == "-":
            return True
        words = self.bounds.words_before(low, numeral.start, 1)
        dated = bool(words and words[0] in self.year_before) or reading.unit.name in self.year_units
        return reading.unit.kind is QuantityKind.COUNT and dated
