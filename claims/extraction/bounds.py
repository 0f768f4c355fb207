"""What stands around a number: the comparator before or after it, its currency sign, its minus, and the words that make it a name.

All words come from the section `[quantities]` of a lexicon. Everything looks at a bounded window, so a scan over a text stays linear.
"""

import re
from functools import cache
from typing import Any, NamedTuple

from claims.extraction.currencies import home_letters, quantity_words
from claims.terms import Comparator

_WINDOW = 48
_ENDS = ".!?:;"
_POSSESSIVE = ("'s", "’s")
_MARKS = frozenset('.,;:!?"“”()')
_WORDS_AFTER = re.compile(r"[ \u00a0\u202f-][^\W\d_]+(?: [^\W\d_]+){0,2}")
_COMPARATORS = {
    "more": Comparator.MORE,
    "at_least": Comparator.AT_LEAST,
    "less": Comparator.LESS,
    "at_most": Comparator.AT_MOST,
    "about": Comparator.ABOUT,
    "exact": Comparator.EQUAL,
}
BETWEEN = "between"


class Bound(NamedTuple):
    """A comparator in words, and where the words begin (before a number) or end (after it)."""

    at: int
    comparator: Comparator
    phrase: str


class BoundReader:
    """The words of one language that bound numbers, ready to read around them."""

    def __init__(self, words: dict[str, Any], codes: frozenset[str], letters: frozenset[str]) -> None:
        self.before = {phrase: _COMPARATORS[key] for key, phrases in words["comparators"].items() for phrase in phrases}
        self.between = frozenset(words["range_between"])
        self.last_words = frozenset(phrase.rsplit(" ", 1)[-1] for phrase in [*self.before, *self.between])
        self.fillers = frozenset(words["fillers"])
        self.filler_words = frozenset(filler.rsplit(" ", 1)[-1] for filler in self.fillers)
        self.after = {phrase: _COMPARATORS[key] for key, phrases in words["comparators_after"].items() for phrase in phrases}
        self.after_openings = frozenset(phrase.split(" ")[0] for phrase in self.after)
        self.duration_prepositions = frozenset(words["duration_prepositions"])
        self.duration_preposition_after = frozenset(words["duration_preposition_after"])
        self.negative = frozenset(words["negative"])
        self.numbering, self.name_words = frozenset(words["numbering"]), frozenset(words["name_words"])
        self.change_words = frozenset(words["change_words"])
        self.range_from = frozenset(phrase.rsplit(" ", 1)[-1] for phrase in words["range_from"])
        self.age_words = frozenset(words["age_words"])
        self.symbols = {symbol: code for code, *symbols in words["currency_symbols"] for symbol in symbols}
        scaled = {symbol: code for code, *symbols in words["scaled_symbols"] for symbol in symbols if symbol not in self.symbols}
        self.symbols |= scaled
        self.scaled = frozenset(scaled)  # signs of sums that a word for their size follows
        self.codes = codes - frozenset(words["not_currency_codes"])
        self.letters = letters  # signs of currencies that codes and names have, too
        self.not_nouns = frozenset(words["not_nouns"])
        lettered = sorted((re.escape(s) for s in self.symbols), key=len, reverse=True)
        self._sign = re.compile(rf"(?:(?<![^\W\d_])(?:{'|'.join(lettered)})|[$£€¥₹₩₱₽₺₦]|(?<![^\W\d_])[A-Z]{{3}})\.?[ \u00a0\u202f]?$")
        self._tails = frozenset(symbol[-1] for symbol in self.symbols) | frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ.")

    def currency(self, text: str, at: int) -> tuple[int, str] | None:
        """Return the start and ISO 4217 code of the currency sign or code that ends at `at`, one space allowed."""
        last = text[at - 1 : at]
        if last in (" ", "\u00a0", "\u202f"):
            last = text[at - 2 : at - 1]
        if not last or last not in self._tails:
            return None
        start = max(0, at - 8)
        match = self._sign.search(text[start:at])
        if not match:
            return None
        sign = match[0].rstrip(" \u00a0\u202f")
        code = self.symbols.get(sign) or self.symbols.get(sign.rstrip(".")) or (sign if sign in self.codes else None)
        return (start + match.start(), code) if code else None

    def comparator_before(self, low: str, at: int) -> Bound | None:
        """Return the comparator or "between" whose words end just before `at`, a filler word or opening bracket allowed between."""
        window = low[max(0, at - _WINDOW) : at]
        if not window[-1:].isspace():
            return None
        words = window.replace("(", " ").split()
        if not words:
            return None
        if words[-1] in self.filler_words:
            count = next((n for n in (4, 3, 2, 1) if " ".join(words[-n:]) in self.fillers), 0)
            del words[len(words) - count :]
        if not words or words[-1] not in self.last_words:
            return None
        for count in range(min(5, len(words)), 0, -1):
            phrase = " ".join(words[-count:])
            comparator = Comparator.RANGE if phrase in self.between else self.before.get(phrase)
            if comparator:
                return Bound(self._start_of(words[-count:], low, at), comparator, phrase)
        return None

    def _start_of(self, words: list[str], low: str, at: int) -> int:
        """Return where the last run of these words before `at` begins."""
        for word in reversed(words):
            at = low.rfind(word, 0, at)
        return at

    def comparator_after(self, low: str, at: int) -> Bound | None:
        """Return the comparator whose words begin just after `at` ("or more", "lebih")."""
        match = _WORDS_AFTER.match(low, at)
        words = match[0][1:].split(" ") if match else []
        if not words or words[0] not in self.after_openings:
            return None
        for count in range(len(words), 0, -1):
            phrase = " ".join(words[:count])
            comparator = self.after.get(phrase)
            if comparator and self._goes_on(words, count):
                return None
            if comparator and (count > 1 or low[at] == "-" or self._ends_phrase(low, at + 1 + len(phrase))):
                return Bound(at + 1 + len(phrase), comparator, phrase)
        return None

    def _goes_on(self, words: list[str], count: int) -> bool:
        """Tell whether the last of `count` words belongs to a comparator of the next number: "two cups and more than 10 medals"."""
        return f"{words[count - 1]} {words[count]}" in self.before if count < len(words) else False

    def _ends_phrase(self, low: str, at: int) -> bool:
        """Tell whether a phrase can end at `at`: "10 orang lebih," but not "5 persen lebih tinggi"."""
        return not low[at : at + 1] or low[at] in '.,;:)"”’\n!?' or not (low[at + 1 : at + 2].isalpha())

    def words_before(self, low: str, at: int, count: int = 2) -> list[str]:
        """Return up to `count` words before `at` inside its clause, the nearest last."""
        found: list[str] = []
        for word in reversed(low[max(0, at - _WINDOW) : at].split()[-count:]):
            if word[-1] in _MARKS:
                break
            opening = max(word.rfind("("), word.rfind('"'), word.rfind("“")) if not word.isalpha() else -1
            found.insert(0, word[opening + 1 :])
            if opening >= 0:
                break
        return found

    def in_name(self, text: str, low: str, at: int, bare: bool) -> bool:
        """Tell whether the word before a number makes it part of a name: "Pasal 33", "Boeing 737", "the S&P 500"."""
        window = text[max(0, at - 24) : at]
        if not window or window[-1] not in " \u00a0.-#":
            return False
        words = window.rstrip(" \u00a0.-#(").split()
        if not words:
            return False
        word = words[-1].rpartition("/")[2].lstrip("(\"“'")
        lower = word.lower()
        if lower in self.numbering:
            return True
        capital = word[:1].isupper()
        if lower in self.name_words and (capital or bare):
            return True
        if not (bare and capital and word[-1].isalnum() and window[-1] == " " and len(words) > 1 and words[-2][-1] not in _ENDS):
            return False
        return not word.endswith(_POSSESSIVE) and lower not in self.not_nouns and lower not in self.last_words

    def is_preposition(self, low: str, bound: Bound) -> bool:
        """Tell whether a comparator before a length of time is a preposition ("over five years")."""
        if bound.phrase not in self.duration_prepositions:
            return False
        words = self.words_before(low, bound.at, 1)
        return not words or words[0] not in self.duration_preposition_after

    def are_ages(self, low: str, at: int) -> bool:
        """Tell whether the word before `at` tells that bare numbers are ages ("aged 5-11"), so that two of them are a range."""
        words = self.words_before(low, at, 1)
        return bool(words) and words[0] in self.age_words

    def changes(self, low: str, at: int) -> bool:
        """Tell whether the clause before `at` speaks of a change, so that "from 5 to 7" is no range."""
        start = max(0, at - 80)
        window = low[start:at]
        cut = max(window.rfind(mark) for mark in ".;:!?\n")
        return not self.change_words.isdisjoint(window[cut + 1 :].replace(",", " ").split())


@cache
def bound_reader(language: str, home: str | None = None) -> BoundReader:
    """Return the reader of a language, with the signs of currencies of `home`; RejectedInput if it has no lexicon."""
    from babel import Locale

    codes = frozenset(Locale.parse(language).currencies)
    return BoundReader(quantity_words(language, home), codes, home_letters(language, home))
