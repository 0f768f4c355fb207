"""Numbers as a language writes them: figures with its separators, number words, magnitudes, and both in one phrase.

All words come from the section `[numbers]` of a lexicon; a `NumeralReader` is that section compiled. Reading is local: it looks
at a bounded run of words after the place where it starts, so a scan over a text stays linear.
"""

import re
from decimal import Context, Decimal
from fractions import Fraction
from functools import cache
from typing import Any, NamedTuple

from claims.extraction.lexicon import lexicon
from claims.extraction.number_words import WORD, WordSum, sum_words

LONGEST = 60  # figures of more digits than this are no quantity of the world
FIGURES = re.compile(r"[0-9]*(?:[.,][0-9]+)*")
SPACED = re.compile(r"[0-9]{1,3}(?:[ \u00a0\u202f\u2009][0-9]{3})+(?![0-9])")
NAMED_MODEL = re.compile(r" [A-Z][a-z]+ [a-z]")  # behind a number that is a name: "400 737 Max jets"
SLASHED = re.compile(r"([0-9]{1,3})\s?[/⁄]\s?([0-9]{1,3})(?![0-9/⁄]|[.,][0-9])")
EXPONENT = re.compile(r"[eE][+-]?[0-9]")
AFTER_EXPONENT = re.compile(r"[0-9][eE][+-]?$")
YEAR = re.compile(r"(?:1[5-9]|20)\d\d")  # "1990-an" is a decade
LETTERS = re.compile(r"[^\W\d_]+")
VULGAR = {"½": Fraction(1, 2), "¼": Fraction(1, 4), "¾": Fraction(3, 4), "⅓": Fraction(1, 3), "⅔": Fraction(2, 3), "⅛": Fraction(1, 8)}
THOUSAND = 1000
EXACT = Context(prec=200)


class Numeral(NamedTuple):
    """A number read in `[start, end)`: `value` is exact but for thirds and the like, which are rounded to two places of a percentage.

    `scale` is the power of ten of its last magnitude word (0: none). `vague` marks "dozens" and "puluhan", whose value is the least
    that they say. `ratio` is set for a fraction without magnitude ("a third"): `value` is then its percentage. `figures` tells digits
    from words. `single` marks a lone word that is often no number: "one", "a pair". `about` tells of an ending that makes figures
    approximate ("200-an").
    """

    start: int
    end: int
    value: Decimal
    scale: int = 0
    vague: bool = False
    ratio: Fraction | None = None
    figures: bool = False
    single: bool = False
    about: bool = False


def lower_case(text: str) -> str:
    """Return the text in lower case, character for character: a letter whose lower case is longer stays as it is."""
    low = text.lower()
    return low if len(low) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def plain_decimal(value: Fraction | Decimal, places: int = 6) -> Decimal:
    """Return a number as a Decimal without exponent or needless zeros, rounded to `places` where it has no finite form."""
    if isinstance(value, Fraction):
        if value.denominator == 1:
            return Decimal(value.numerator)
        quotient = EXACT.divide(Decimal(value.numerator), Decimal(value.denominator))
        value = quotient if value.denominator in (2, 4, 5, 8, 10, 16, 20, 25, 50, 100) else quotient.quantize(Decimal(1).scaleb(-places))
    whole = int(value)
    return Decimal(whole) if value == whole else value


class NumeralReader:
    """The number words and separators of one language, ready to read."""

    def __init__(self, numbers: dict[str, Any]) -> None:
        self.group, self.decimal, self.zeros_group = numbers["group"], numbers["decimal"], numbers["zeros_group"]
        self.roles: dict[str, tuple[str, int]] = {}
        endings = numbers["about_endings"]
        self.about = re.compile(rf"[- ]?(?:{'|'.join(map(re.escape, endings))})(?!\w)") if endings else None
        for role in ("units", "teens", "multipliers", "dozens", "magnitudes", "implied", "vague", "halves", "lones", "pairs"):
            for value, *words in numbers[role]:
                self.roles |= dict.fromkeys(words, (role, int(value)))
        for role in ("articles", "joiners", "of", "several", "points"):
            self.roles |= dict.fromkeys(numbers[role], (role, 1))
        self.denominators = {word: int(value) for value, *words in numbers["denominators"] for word in words}
        self.shares = {word: Fraction(value) for value, *words in numbers["shares"] for word in words}
        self.suffixes = {word: int(value) for value, *words in numbers["suffixes"] for word in words}
        self.money_suffixes = self.suffixes | {word: int(value) for value, *words in numbers["money_suffixes"] for word in words}
        self.count_suffixes = {word: int(value) for value, *words in numbers["count_suffixes"] for word in words}
        self.not_counted_before = frozenset(numbers["not_counted_before"])
        self.fraction_joiners = frozenset(numbers["fraction_joiners"])
        self.articles = frozenset(numbers["articles"])
        native, foreign = re.escape(self.group), re.escape(self.decimal)
        grouped = "[1-9][0-9]{{0,2}}(?:{0}[0-9]{{3}})+(?:{1}[0-9]+)?|[0-9]*{1}[0-9]+"
        self._native = re.compile(grouped.format(native, foreign))
        self._foreign = re.compile(grouped.format(foreign, native))
        self._indian = re.compile(rf"[1-9][0-9]?(?:{native}[0-9]{{2}})+{native}[0-9]{{3}}")

    def anchors(self) -> list[str]:
        """Return the strings at which a number can begin but for an article: digits and number words."""
        starting = ("units", "implied", "vague", "halves", "dozens", "lones", "several")
        words = [word for word, (role, _) in self.roles.items() if role in starting]
        return [*"0123456789", *VULGAR, *dict.fromkeys([*words, *self.shares])]

    def led_by_article(self) -> list[str]:
        """Return the words that make a number with an article before them: "a million", "a third"."""
        roles = ("multipliers", "dozens", "magnitudes", "halves", "pairs", "several")
        led = [word for word, (role, _) in self.roles.items() if role in roles]
        return [*led, *self.denominators] if self.articles else []

    def read(self, text: str, low: str, at: int, money: bool = False) -> Numeral | None:
        """Read the number that begins at `at`; None if there is none.

        `low` is `text` in lower case, `money` tells of a currency sign before the number.
        """
        first = low[at]
        if "0" <= first <= "9" or first in VULGAR or first in ".,":
            return self._read_figures(text, low, at, money)
        return self._read_fraction(low, at) or self._read_words(low, at)

    def figures(self, text: str, at: int) -> tuple[int, Decimal | None]:
        """Return where the run of figures at `at` ends, and its value; None where it is no number of this language ("1.2.3")."""
        match = FIGURES.match(text, at)
        end = match.end() if match else at
        raw = text[at:end]
        spaced = SPACED.match(text, at) if text[end : end + 1] in (" ", "\u00a0", "\u202f", "\u2009") else None
        if spaced and spaced.end() > end and not NAMED_MODEL.match(text, spaced.end()):
            end, raw = spaced.end(), re.sub(r"[^0-9]", "", spaced[0])
        if len(raw) > LONGEST:
            return end, None
        if raw.isdigit():
            return end, Decimal(raw)
        whole, point, part = raw.partition(self.decimal)
        if self.zeros_group and point and part == "000" and raw[0] != "0" and whole.isdigit():
            return end, Decimal(whole + part)
        if self._native.fullmatch(raw) or self._indian.fullmatch(raw):
            return end, plain_decimal(Decimal(raw.replace(self.group, "").replace(self.decimal, ".")))
        if self._foreign.fullmatch(raw):
            return end, plain_decimal(Decimal(raw.replace(self.decimal, "").replace(self.group, ".")))
        return end, None

    def _read_figures(self, text: str, low: str, at: int, money: bool) -> Numeral | None:
        end, value = self.figures(text, at)
        if end > at and (value is None or _is_in_exponent(text, at, end)):
            return None  # "1E+400" is no number of the kind that papers print: nothing is better than a part of it
        following = low[end : end + 1]
        if end == at or following in VULGAR or following in "/⁄ " or following == "-":
            end, value = _with_fraction(low, at, end, value)
        if value is None:
            return None
        letters = LETTERS.match(text, end)
        table = self.money_suffixes if money else self.suffixes
        scale = 0
        if letters or (money and text[end : end + 1] == " "):
            letters = letters or LETTERS.match(text, end + 1)
            if letters and letters[0] in table:
                scale, end = table[letters[0]], letters.end()
            elif letters and letters[0] in self.count_suffixes and self._counts(low, letters.end()):
                scale, end = self.count_suffixes[letters[0]], letters.end()
        about = self.about.match(low, end) if self.about is not None and not scale and not YEAR.fullmatch(text, at, end) else None
        value, end, scale = self._with_magnitudes(text, low, value, about.end() if about else end, scale)
        if about is None and scale and self.about is not None and (about := self.about.match(low, end)) is not None:
            end = about.end()  # "5 juta-an"
        if not scale and value < THOUSAND and (vague := self._vague_size(low, end)) is not None:
            size, end = vague  # "3 ribuan"
            return Numeral(at, end, plain_decimal(EXACT.multiply(value, Decimal(size))), len(str(size)) - 1, figures=True, about=True)
        return Numeral(at, end, value, scale, figures=True, about=about is not None)

    def _vague_size(self, low: str, end: int) -> tuple[int, int] | None:
        """Return the size, and the end, of a magnitude with an ending that makes figures before it approximate: "3 [ribuan]"."""
        match = WORD.match(low, end) if self.about is not None else None
        role, size = self.roles.get(match[1], ("", 0)) if match else ("", 0)
        return (size, match.end()) if match and role == "vague" and size >= THOUSAND and match.start(1) > end else None

    def _counts(self, low: str, at: int) -> bool:
        """Tell whether the word after "5m" is what is counted."""
        following = WORD.match(low, at)
        return bool(following and following.start(1) > at and low[at] == " " and following[1] not in self.not_counted_before)

    def _with_magnitudes(self, text: str, low: str, value: Decimal, end: int, scale: int) -> tuple[Decimal, int, int]:
        """Multiply by the magnitude words after figures, and add a lower part in figures ("2 juta 300 ribu")."""
        factor = 10**scale
        for _ in range(2):
            match = WORD.match(low, end)
            role, size = self.roles.get(match[1], ("", 0)) if match else ("", 0)
            if not match or match.start(1) == end or role not in ("magnitudes", "multipliers", "dozens"):
                break
            factor *= 10**size if role == "magnitudes" else size
            scale += size if role == "magnitudes" else 0
            end = match.end()
        value = plain_decimal(EXACT.multiply(value, Decimal(factor))) if factor > 1 else value
        if scale > 3 and "0" <= low[end + 1 : end + 2] <= "9" and low[end] == " ":
            lower_end, lower = self.figures(text, end + 1)
            match = WORD.match(low, lower_end) if lower is not None and lower < 1000 else None
            role, size = self.roles.get(match[1], ("", 0)) if match else ("", 0)
            if match and lower is not None and role == "magnitudes" and size < scale and match.start(1) > lower_end:
                value = EXACT.add(value, EXACT.multiply(lower, Decimal(10**size)))
                end = match.end()
        return value, end, scale

    def _read_fraction(self, low: str, at: int) -> Numeral | None:
        """Read "a third", "two-thirds", "separuh", "half a million": a share of a whole, or of the magnitude that follows."""
        match = WORD.match(low, at)
        if not match:
            return None
        ratio, end = self.shares.get(match[1]), match.end()
        if ratio is None:
            role, count = self.roles.get(match[1], ("", 0))
            second = WORD.match(low, end) if role in ("units", "articles") else None
            if not second or second.start(1) == end:
                return None
            under = self.denominators.get(second[1], 0)
            if second[1] in self.fraction_joiners and (third := WORD.match(low, second.end())):
                (role, under), second = self.roles.get(third[1], ("", 0)), third
                under = under if role == "units" else 0
            if not under:
                return None
            ratio, end = Fraction(count, under), second.end()
        if ratio >= 1:
            return None
        size_end, size = self._magnitude_after(low, end)
        if size:
            return Numeral(at, size_end, plain_decimal(ratio * size), len(str(size)) - 1)
        return Numeral(at, end, plain_decimal(ratio * 100, 2), ratio=ratio)

    def _magnitude_after(self, low: str, at: int) -> tuple[int, int]:
        """Return the end and size of a magnitude after a fraction, past "of" and an article ("a quarter of a million"); size 0: none."""
        for _ in range(3):
            match = WORD.match(low, at)
            role, size = self.roles.get(match[1], ("", 0)) if match else ("", 0)
            if not match or role == "":
                break
            if role in ("magnitudes", "dozens", "multipliers"):
                return match.end(), 10**size if role == "magnitudes" else size
            if role not in ("of", "articles"):
                break
            at = match.end()
        return at, 0

    def _read_words(self, low: str, at: int) -> Numeral | None:
        words = sum_words(self.roles, low, at)
        if not words.words:
            return None
        if words.point and (decimal := self._read_decimals(low, at, words)):
            return decimal
        single = words.words == 1 and (words.quarters == 4 or words.lone)
        whole, quarters = divmod(words.quarters, 4)
        value = plain_decimal(Fraction(words.quarters, 4)) if quarters else Decimal(whole)
        return Numeral(at, words.end, value, words.scale, words.vague, single=single)

    def _read_decimals(self, low: str, at: int, whole: WordSum) -> Numeral | None:
        """Read the decimals in words after a whole number, and its magnitude: "satu koma dua lima juta"; None if there are none."""
        part = sum_words(self.roles, low, whole.point)
        if not part.words or part.vague or whole.quarters % 4:
            return None
        digits, end = str(part.quarters // 4 // 10**part.scale), part.end
        while not part.scale and (match := WORD.match(low, end)):
            role, size = self.roles.get(match[1], ("", 0))
            if role != "units" or size > 9:
                break
            digits, end = f"{digits}{size}", match.end()
        value, end, scale = self._with_magnitudes(low, low, Decimal(f"{whole.quarters // 4}.{digits}"), end, part.scale)
        return Numeral(at, end, value, scale)


def _is_in_exponent(text: str, at: int, end: int) -> bool:
    """Tell whether figures are part of a number such as "1E+400"."""
    if text[end : end + 1] in ("e", "E") and EXPONENT.match(text, end):
        return True
    return text[at - 1 : at] in ("e", "E", "+", "-") and AFTER_EXPONENT.search(text, max(0, at - 3), at) is not None


def _with_fraction(low: str, at: int, end: int, value: Decimal | None) -> tuple[int, Decimal | None]:
    """Read "1/2", "3 1/4", "2½" at or after figures; the value is None for what looks like a fraction and is none ("24/7")."""
    if low[end : end + 1] in ("/", "⁄"):
        match = SLASHED.match(low, at)
        ratio = _ratio(match)
        return (match.end(), plain_decimal(ratio)) if match and ratio else (end, None if low[end + 1 : end + 2].isdigit() else value)
    after = end + 1 if low[end : end + 1] in (" ", "-") and value is not None else end
    vulgar = VULGAR.get(low[after : after + 1])
    match = SLASHED.match(low, after) if vulgar is None and after > end else None
    ratio = vulgar if vulgar is not None else _ratio(match)
    if ratio is None:
        return end, value
    if value is not None and value != int(value):
        if value.as_tuple().exponent != -2 or not match:
            return end, value
        ratio /= 100  # "$5.87-1/2" adds half a cent
    return (match.end() if match else after + 1), plain_decimal(Fraction(value or 0) + ratio)


def _ratio(match: re.Match[str] | None) -> Fraction | None:
    """Return the fraction that a match of SLASHED prints, if it is one that news prints."""
    if not match:
        return None
    over, under = int(match[1]), int(match[2])
    return Fraction(over, under) if 0 < over < under and under in (2, 3, 4, 5, 6, 8, 10, 16, 32, 64, 100) else None


@cache
def numeral_reader(language: str) -> NumeralReader:
    """Return the reader of a language; RejectedInput if it has no lexicon."""
    return NumeralReader(lexicon(language)["numbers"])
