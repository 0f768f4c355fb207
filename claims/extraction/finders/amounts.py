"""Amounts: every number in a text that may be a quantity, with unit, bound, range and rate.

Dates are not known here: `claims.extraction.quantities` drops the amounts that lie in dates. Clock times, ordinals, scores, bare years,
and numbers inside names are dropped here. A number with no unit is an amount of kind None.

The text is scanned once for digits and number words (Aho-Corasick); each hit is then read in a bounded window, so the time is linear.
"""

from dataclasses import replace
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, MatchKind

from claims.extraction.bounds import Bound, bound_reader
from claims.extraction.candidates import Quantity
from claims.extraction.lexicon import lexicon
from claims.extraction.numerals import LETTERS, WORD, Numeral, numeral_reader, plain_decimal
from claims.extraction.units import Measure, Unit, multiply_period, unit_reader
from claims.terms import Comparator, QuantityKind

_PERCENT = Unit("percent", QuantityKind.PERCENTAGE)
_SPACES = " \u00a0\u202f\n"
_DASHES = "-–—‐‑"
_SENTENCE_MARKS = ".!?:\"“”'‘’\n-–—(*•"


class _Reading(NamedTuple):
    """One number with what belongs to it: `start` with its currency sign, `end` with its unit."""

    start: int
    end: int
    numeral: Numeral
    value: Decimal
    unit: Unit | None
    currency: bool


def find_amounts(text: str, low: str, language: str) -> list[Quantity]:
    """Return the amounts of a text in order; `low` is the text in lower case, of the same length.

    "tiga dari lima negara" gives two that overlap: three countries, and five.
    """
    return _finder(language).find(text, low)


@cache
def _finder(language: str) -> "_AmountFinder":
    return _AmountFinder(language)


class _AmountFinder:
    """The readers of one language, put together."""

    def __init__(self, language: str) -> None:
        self.numerals, self.units, self.bounds = numeral_reader(language), unit_reader(language), bound_reader(language)
        words = lexicon(language)["quantities"]
        self.words = {key: frozenset(value) for key, value in words.items() if isinstance(value, list) and all(isinstance(v, str) for v in value)}
        self.long_before = sorted((w for w in words["one_durations_before"]), key=len, reverse=True)
        connect = {key: sorted(words[key], key=len, reverse=True) for key in ("range_to", "range_and", "range_or", "partitives", "share_in")}
        self.range_to, self.range_and = connect["range_to"], connect["range_and"] + [w for w in connect["range_to"] if w in _DASHES]
        self.range_or, self.partitives, self.share_in = connect["range_or"], connect["partitives"], connect["share_in"]
        anchors = [*self.numerals.anchors(), *self.units.one_durations]
        articled = [f"{a} {name}" for a in self.numerals.articles for name, unit in self.units.measures.items() if unit.kind is QuantityKind.DURATION]
        self.automaton = AhoCorasick([*anchors, *dict.fromkeys(articled)], matchkind=MatchKind.LeftmostLongest)

    def find(self, text: str, low: str) -> list[Quantity]:
        """Return the amounts of a text in order."""
        found: list[Quantity] = []
        done = 0
        for _, start, _ in self.automaton.find_matches_as_indexes(low):
            if start < done:
                continue
            before = low[start - 1] if start else " "
            if before.isalnum() or before == "_":
                if not "0" <= low[start] <= "9" or not self.bounds.currency(text, start):
                    done = self._token_end(low, start) if "0" <= low[start] <= "9" else start + 1
                    continue
            quantities, done = self._read(text, low, start)
            found += quantities
        return found

    def _token_end(self, low: str, at: int) -> int:
        """Return the end of the run of figures and letters at `at`, which is no quantity."""
        end, _ = self.numerals.figures(low, at)
        letters = LETTERS.match(low, end)
        return max(letters.end() if letters else end, at + 1)

    def _read(self, text: str, low: str, start: int) -> tuple[list[Quantity], int]:
        """Read the amount that begins at `start`: what it is (nothing, one, or two that overlap), and where to go on."""
        digit = low[start].isdigit()
        first = self._reading(text, low, start)
        if first is None:
            return [], self._skip(low, start) if digit else start + 1
        numeral = first.numeral
        if numeral.figures and self._is_token(low, first):
            return [], self._skip(low, start)
        if not numeral.figures and self._is_word_only(text, low, first):
            return [], numeral.end
        if numeral.figures and self._is_clock(low, first):
            return [], self._skip(low, start)
        if first.unit is None and (partitive := self._partitive(text, low, first)):
            return [partitive], numeral.end
        bound = self.bounds.comparator_before(low, first.start)
        second = self._second(text, low, first, bound is not None and bound.comparator is Comparator.RANGE)
        if second is not None:
            return self._range(text, low, first, second, bound)
        if bound is not None and bound.comparator is Comparator.RANGE:
            bound = bound._replace(comparator=self.bounds.before[bound.phrase]) if bound.phrase in self.bounds.before else None
        end = first.end
        if self._is_score(low, end) and (first.unit is None or first.unit.name is None):
            return [], self._skip(low, start)
        if self.bounds.in_name(text, low, first.start, first.unit is None) or self._is_year(low, first):
            return [], end
        return [self._quantity(text, low, first, bound)], end

    def _reading(self, text: str, low: str, start: int) -> _Reading | None:
        """Read a number at `start` with its currency sign before and its unit after it."""
        sign = self.bounds.currency(text, start)
        one = self._one_duration(low, start)
        if one is not None:
            return one
        numeral = self.numerals.read(text, low, start, money=sign is not None)
        if numeral is None or numeral.end <= start:
            return None
        numeral = self._repeated(text, low, numeral)
        value, end = numeral.value, numeral.end
        begin = sign[0] if sign else start
        if text[begin - 1 : begin] in ("-", "−") and not text[begin - 2 : begin - 1].isalnum() and begin:
            begin, value = begin - 1, -value
        elif (words := self.bounds.words_before(low, begin, 1)) and words[0] in self.words["negative"]:
            begin, value = low.rfind(words[0], 0, begin), -value
        if sign:
            unit = Unit(sign[1], QuantityKind.MONEY)
            if text.startswith((",-", ".-", ",–"), end):
                end += 2
            after = self.units.measure(text, low, end)
            if after and after.unit.kind is QuantityKind.MONEY and after.unit.name == sign[1]:
                end = after.end
            return _Reading(begin, end, numeral, value, unit, True)
        plus = low[end : end + 1] == "+"
        measure = self._measure(text, low, end + plus, numeral)
        if measure is None:
            return _Reading(begin, end + plus, numeral, value, _PERCENT if numeral.ratio else None, False)
        if numeral.ratio is not None and measure.unit.kind is not QuantityKind.COUNT or numeral.ratio and measure.end - end < 12 and low[end] != "-":
            value = plain_decimal(numeral.ratio) if numeral.ratio is not None else value
        return _Reading(begin, measure.end, numeral, value, measure.unit, False)

    def _measure(self, text: str, low: str, at: int, numeral: Numeral) -> Measure | None:
        """Return the unit after a number; for a fraction, only one that can be divided ("half an hour", "setengah jam")."""
        following = low[at : at + 1]
        if not following or (following not in _SPACES and following not in "-‑%°º€£¥₹¢″" and not following.isalpha()):
            return None
        if numeral.ratio is not None:
            match = WORD.match(low, at)
            for _ in range(2):
                if match and (match[1] in self.numerals.articles or match[1] in self.words["partitives"]) and match.start(1) > at:
                    at = match.end()
                    match = WORD.match(low, at)
            return self.units.measure(text, low, at)
        return self.units.measure(text, low, at) or (None if following.isalpha() else self.units.noun(text, low, at, numeral))

    def _one_duration(self, low: str, start: int) -> _Reading | None:
        """Read "setahun", and "a decade" after a comparator, as one unit of time."""
        match = WORD.match(low, start)
        if not match:
            return None
        unit, end = self.units.one_durations.get(match[1]), match.end()
        if unit is None:
            if match[1] not in self.numerals.articles:
                return None
            after = WORD.match(low, end)
            unit = self.units.measures.get(after[1]) if after else None
            bound = self.bounds.comparator_before(low, start)
            if not after or unit is None or unit.kind is not QuantityKind.DURATION or bound is None or bound.phrase in self.words["duration_prepositions"]:
                return None
            end = after.end()
        else:
            before = self.bounds.words_before(low, start, 1)
            if not (before and before[0] in self.words["one_durations_after"]) and not low.startswith(tuple(f" {w}" for w in self.long_before), end):
                return None
            following = WORD.match(low, end)
            if (following and following[1] in self.words["not_durations_before"]) or low[end : end + 1] == "-":
                return None
        return _Reading(start, end, Numeral(start, end, Decimal(1)), Decimal(1), unit, False)

    def _repeated(self, text: str, low: str, numeral: Numeral) -> Numeral:
        """Take in a number said twice: "7 (tujuh) hari"."""
        at = numeral.end + 1 if low[numeral.end : numeral.end + 1] == " " else numeral.end
        if low[at : at + 1] != "(" or not low[at + 1 : at + 2].isalnum():
            return numeral
        again = self.numerals.read(text, low, at + 1)
        if again is None or again.value != numeral.value or low[again.end : again.end + 1] != ")":
            return numeral
        return numeral._replace(end=again.end + 1)

    def _is_token(self, low: str, reading: _Reading) -> bool:
        """Tell whether figures belong to a longer token: "21st", "1990s", "Covid-19", "10:30", "a/5", "#3", "20-an"."""
        end = reading.numeral.end
        before = low[reading.start - 1 : reading.start]
        if reading.unit is None:
            following = low[end : end + 1]
            if following.isalpha() or following in ("_", "@", "²", "³") or (following in (":", "/") and low[end + 1 : end + 2].isdigit()):
                return True
            if following in ("-", "‑") and low[end + 1 : end + 2].isalpha():
                return True
        if before in ("/", "@", "#", "_", "&", "=", "^", "\\") or (before in (":", ".", ",") and low[reading.start - 2 : reading.start - 1].isdigit()):
            return True
        return before in ("-", "‐", "‑", "'", "’") and (low[reading.start - 2 : reading.start - 1].isalnum() or before in "'’")

    def _skip(self, low: str, at: int) -> int:
        """Return the end of a run of digits with dashes, dots, colons and slashes (a phone number, score, time, address)."""
        end = at
        length = len(low)
        while end < length and (low[end].isalnum() or (low[end] in ".,:/-–—‑_@" and low[end + 1 : end + 2].isalnum())):
            end += 1
        return max(end, at + 1)

    def _is_word_only(self, text: str, low: str, reading: _Reading) -> bool:
        """Tell whether a number word is no quantity: a pronoun "one", a name ("Satu China"), an ordinal ("a third term"), "second half"."""
        numeral = reading.numeral
        start, end = numeral.start, numeral.end
        before = low[start - 1 : start]
        if before in ("-", "‑", "_", "@") and low[start - 2 : start - 1].isalnum():
            return True
        if low[end : end + 1] in ("-", "‑") and reading.unit is None:
            return True
        match = WORD.match(low, end)
        following = match[1] if match and match.start(1) > end else ""
        words = self.bounds.words_before(low, start, 1)
        if text[start].isupper() and start and not self._begins_sentence(text, start):
            return True
        if reading.value == 2 and words and words[0] in self.words["pair_before"] and reading.unit and reading.unit.kind is QuantityKind.COUNT:
            return True
        if any(low.startswith(name, start) for name in self.words["number_names"]):
            return True
        if numeral.single:
            if (words and words[0] in self.words["one_before"]) or (not following and reading.unit is None) or following in self.words["one_after"]:
                return True
            return reading.unit is None or (reading.unit.kind is QuantityKind.COUNT and text[end + 1 : end + 2].isupper())
        if numeral.ratio is not None and reading.unit is _PERCENT and low[reading.end - 1 : reading.end] not in ("%",):
            if (words and words[0] in self.words["share_before_not"]) or following in self.words["half_not_after"]:
                return True
            return bool(self.words["share_after"] and following and match and not self._shares(low, start, following))
        return False

    def _shares(self, low: str, start: int, following: str) -> bool:
        """Tell whether a fraction word is one by what follows ("a third of"), where it could be an ordinal ("a third term")."""
        return following in self.words["share_after"] or following in self.words["partitive_words"]

    def _begins_sentence(self, text: str, start: int) -> bool:
        before = text[max(0, start - 4) : start].rstrip(" \u00a0")
        return not before or before[-1] in _SENTENCE_MARKS or text[start - 1] == "\n"

    def _is_clock(self, low: str, reading: _Reading) -> bool:
        """Tell whether figures are a time of day: "pukul 10.00", "5 p.m.", "1400 GMT"."""
        words = self.bounds.words_before(low, reading.numeral.start, 1)
        if words and words[0] in self.words["clock_before"]:
            return reading.value < 25
        rest = low[reading.numeral.end : reading.numeral.end + 12].lstrip(" \u00a0")
        return any(rest.startswith(word) and not rest[len(word) : len(word) + 1].isalpha() for word in self.words["clock_after"])

    def _is_score(self, low: str, end: int) -> bool:
        """Tell whether figures go on as "2-1" or "021-555" do."""
        return low[end : end + 1] in tuple(_DASHES) and low[end + 1 : end + 2].isdigit()

    def _is_year(self, low: str, reading: _Reading) -> bool:
        """Tell whether four figures are a year: those without a unit, or with a noun where a word before them dates them."""
        numeral = reading.numeral
        if not numeral.figures or numeral.end - numeral.start != 4 or not 1900 <= numeral.value <= 2100 or reading.currency:
            return False
        if reading.unit is None:
            return True
        if reading.unit.kind is not QuantityKind.COUNT:
            return False
        words = self.bounds.words_before(low, numeral.start, 1)
        return bool(words and words[0] in self.words["year_before"]) or low[numeral.end : numeral.end + 1] == "-"

    def _connector(self, low: str, at: int, words: list[str]) -> int | None:
        """Return where a connecting word or dash after `at` ends, with the space behind it; None if there is none."""
        start = at + 1 if low[at : at + 1] in (" ", "\u00a0", "\n") else at
        for word in words:
            if low.startswith(word, start):
                end = start + len(word)
                if word in _DASHES:
                    return end + 1 if low[end : end + 1] == " " else end
                if start > at and low[end : end + 1] in (" ", "\u00a0", "\n"):
                    return end + 1
        return None

    def _second(self, text: str, low: str, first: _Reading, between: bool) -> _Reading | None:
        """Read the upper bound of a range that begins with `first`; None if there is none."""
        ends = (first.end,) if first.end == first.numeral.end else (first.end, first.numeral.end)
        for end in ends:
            at = self._connector(low, end, self.range_and if between else [*self.range_to, *self.range_or])
            if at is None or at >= len(low):
                continue
            choice = low[end:at].strip() in self.words["range_or"]
            for _ in range(2):
                bound = WORD.match(low, at)
                if bound and bound[1] in self.bounds.before:
                    at = bound.end() + 1
            start = self._number_at(text, low, at)
            second = self._reading(text, low, start) if start is not None else None
            if second is None or second.numeral.ratio or (second.start > at and not second.currency):
                continue
            if choice and (first.end > first.numeral.end or second.value - first.value > 5 or second.unit is None):
                continue
            return second
        return None

    def _number_at(self, text: str, low: str, at: int) -> int | None:
        """Return where the number begins that `at` opens, past a currency sign."""
        for position in range(at, min(at + 6, len(low))):
            if low[position].isdigit():
                return position if position == at or self.bounds.currency(text, position) else None
            if position == at and low[at].isalpha():
                match = WORD.match(low, at)
                if match and match[1] in self.numerals.roles:
                    return at
        return None

    def _range(self, text: str, low: str, first: _Reading, second: _Reading, bound: Bound | None) -> tuple[list[Quantity], int]:
        """Make one quantity of two bounds; or two of a change ("rose from 5 to 7"); or nothing of a score."""
        unit = second.unit or first.unit
        scale, lower = second.numeral.scale, first.value
        if scale and not first.numeral.scale and abs(lower) < 1000 and first.end == first.numeral.end:
            lower = plain_decimal(lower.scaleb(scale)) if abs(lower.scaleb(scale)) <= abs(second.value) else lower
        dashed = low[first.end : second.start].strip() in tuple(_DASHES) or first.end == first.numeral.end and low[first.end] in _DASHES
        between = bound is not None and bound.comparator is Comparator.RANGE
        if dashed and (unit is None or lower >= second.value) and not between:
            return [], self._skip(low, first.start)
        if self.bounds.in_name(text, low, first.start, unit is None):
            return [], second.end
        words = self.bounds.words_before(low, bound.at if bound else first.start, 1)
        start_word = bool(words) and words[0] in self.bounds.range_from
        both = first.unit is not None and second.unit is not None
        change = not dashed and not between and (start_word or both) and self.bounds.changes(low, first.start)
        if lower >= second.value or change or (not between and unit is None) or (both and not _same(first.unit, second.unit)):
            shared = first if first.unit or not second.unit else first._replace(unit=second.unit, value=lower)
            if unit is None and self._is_year(low, first):
                return [], first.end
            return [self._quantity(text, low, shared, None if between else bound)], first.end
        if unit is None and self._is_year(low, first):
            return [], second.end
        joined = first._replace(end=second.end, unit=unit, value=lower)
        quantity = self._quantity(text, low, joined, bound)
        period = quantity.period
        if unit is not None and unit.kind is QuantityKind.DURATION and unit.period:
            period = multiply_period(unit.period, second.value)
        return [replace(quantity, comparator=Comparator.RANGE, upper_value=second.value, period=period)], quantity.end

    def _partitive(self, text: str, low: str, first: _Reading) -> Quantity | None:
        """Read "tiga dari lima negara" as three countries, and "one in five" as a share."""
        at = self._connector(low, first.numeral.end, self.share_in)
        if at is not None and at < len(low) and not first.numeral.ratio:
            whole = self.numerals.read(text, low, at) if low[at].isalnum() else None
            if whole and whole.end > at and 0 < first.value < whole.value <= 1000 and (first.value == 1 or whole.value in (3, 4, 5, 10, 100)):
                after = self.units.measure(text, low, whole.end)
                if after is None and not low[whole.end : whole.end + 1].isalnum():
                    value = plain_decimal(Decimal(100) * first.value / whole.value)
                    reading = first._replace(end=whole.end, unit=_PERCENT, value=value.quantize(Decimal("0.01")) if value != int(value) else value)
                    return self._quantity(text, low, reading, self.bounds.comparator_before(low, first.start))
        at = self._connector(low, first.numeral.end, self.partitives)
        if at is None or at >= len(low) or first.numeral.single:
            return None
        for _ in range(2):
            word = WORD.match(low, at)
            if word and word[1] in self.words["partitive_words"] and low[word.end() : word.end() + 1] == " ":
                at = word.end() + 1
        if at >= len(low):
            return None
        whole = self.numerals.read(text, low, at) if low[at].isalnum() else None
        numeral = whole if whole and whole.end > at else Numeral(at, at, Decimal(2))
        measure = self.units.noun(text, low, numeral.end if whole else at - 1, numeral)
        if measure is None or (whole is None and not self.units.noun_last):
            return None
        return self._quantity(text, low, first._replace(end=measure.end, unit=measure.unit), self.bounds.comparator_before(low, first.start))

    def _quantity(self, text: str, low: str, reading: _Reading, bound: Bound | None) -> Quantity:
        """Make the quantity, with its comparator and rate."""
        start, end, unit = reading.start, reading.end, reading.unit
        duration = unit is not None and unit.kind is QuantityKind.DURATION
        comparator = Comparator.AT_LEAST if reading.numeral.vague else Comparator.EQUAL
        if low[reading.numeral.end : reading.numeral.end + 1] == "+":
            comparator = Comparator.AT_LEAST
        if bound is not None and not (duration and self._is_preposition(low, bound)):
            start, comparator = bound.at, bound.comparator if bound.comparator is not Comparator.RANGE else comparator
        elif after := self.bounds.comparator_after(low, end):
            end, comparator = after.at, after.comparator
        period = None
        if duration and unit is not None and unit.period:
            period = multiply_period(unit.period, reading.value)
        elif unit is not None and (rate := self.units.rate(low, end)):
            end, period = rate
        return Quantity(start, end, text[start:end], reading.value, unit and unit.name, unit and unit.kind, comparator, None, period)

    def _is_preposition(self, low: str, bound: Bound) -> bool:
        """Tell whether a comparator before a length of time is a preposition ("over five years")."""
        if bound.phrase not in self.words["duration_prepositions"]:
            return False
        words = self.bounds.words_before(low, bound.at, 1)
        return not words or words[0] not in self.words["duration_preposition_after"]



def _same(first: Unit | None, second: Unit | None) -> bool:
    return first is None or second is None or first.name == second.name
