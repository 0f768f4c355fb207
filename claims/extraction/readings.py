"""Readings: one number with what belongs to it, its currency sign before and its unit after, "7 (tujuh)" and "setahun" included."""

import re
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from claims.extraction.bounds import Bound, bound_reader
from claims.extraction.lexicon import lexicon
from claims.extraction.number_words import WORD
from claims.extraction.numerals import Numeral, numeral_reader, plain_decimal
from claims.extraction.units import Measure, Unit, unit_reader
from claims.terms import QuantityKind

PERCENT = Unit("percent", QuantityKind.PERCENTAGE)
_TIME = Unit("time", QuantityKind.COUNT)
_PERSON = Unit("person", QuantityKind.COUNT)
_BY_ARTICLE = (QuantityKind.DURATION, QuantityKind.COUNT)  # "nearly an hour", "less than a metre"
_CLAUSE = 90
FEWEST_DIGITS = 3
_CROSSES = ("x", "×")
TIMES = re.compile(r" ?[x×] ?(?=[0-9])")
_OPENS_FIGURES = " \u00a0\n(-−$£€¥"
_OPENS_UNIT = " \u00a0\u202f\n-‑%°º$€£¥₹¢″"


class Reading(NamedTuple):
    """A number in a text: `start` with its sign, `end` with its unit, `bound` a comparator between the two ("5 or more cases")."""

    start: int
    end: int
    numeral: Numeral
    value: Decimal
    unit: Unit | None
    currency: bool = False
    bound: Bound | None = None


class QuantityReader:
    """The numbers, units and bounds of one language, put together."""

    def __init__(self, language: str, home: str | None) -> None:
        words = lexicon(language)["quantities"]
        self.numerals, self.units, self.bounds = numeral_reader(language), unit_reader(language, home), bound_reader(language, home)
        ones = [name for name, unit in self.units.measures.items() if unit.kind in _BY_ARTICLE and len(name) > 3 and self.numerals.articles]
        self.led = frozenset([*self.numerals.led_by_article(), *ones])
        self.own = frozenset([*self.numerals.anchors(), *self.units.one_durations])
        self.negative_words, self.negative = tuple(words["negative"]), tuple(f" {word} " for word in words["negative"])
        self.weights = {word: name for name, *names in words["weights"] for word in names}
        self.weight_cues = frozenset(words["weight_cues"])
        self.money_joiners = frozenset(words["money_joiners"])
        self.of = tuple(f" {word} " for word in lexicon(language)["numbers"]["of"])
        self.partitives = frozenset(words["partitives"])
        self.subject_cues, self.population_cues = tuple(words["subject_cues"]), tuple(f" {cue} " for cue in words["population_cues"])
        self.people_links = frozenset(words["people_links"])
        self.not_negative_after = frozenset(words["not_negative_after"])
        self.people_words, self.people_verbs = frozenset(words["people_words"]), frozenset(words["people_verbs"])
        self.times = {word: Decimal(value) for value, *names in words["times"] for word in names}
        self.duration_prepositions = frozenset(words["duration_prepositions"])
        self.befalls = self.people_verbs | self.bounds.last_words
        self.not_durations_before = frozenset(words["not_durations_before"])
        self.one_durations_after = frozenset(words["one_durations_after"])
        self.one_durations_before = tuple(f" {word}" for word in words["one_durations_before"])

    def anchors(self) -> list[str]:
        """Return the strings at which a reading can begin, or whose article it can begin with."""
        return list(dict.fromkeys([*self.numerals.anchors(), *self.units.one_durations, *self.times, *self.led]))

    def begin(self, low: str, at: int) -> int | None:
        """Return where the reading of the anchor `at` begins, an article or point taken in; None if it lacks its article."""
        if not low[at].isalpha():
            led = low[at - 1 : at] == self.numerals.decimal and (at == 1 or low[at - 2] in _OPENS_FIGURES)
            return at - 1 if led else at
        word = WORD.match(low, at)
        if word is None or word[1] not in self.led:
            return at
        for article in self.numerals.articles:
            start = at - 1 - len(article)
            if start >= 0 and low.startswith(article, start) and low[at - 1] in " \u00a0\n-" and not low[start - 1 : start].isalnum():
                return start
        return at if word[1] in self.own else None

    def read(self, text: str, low: str, start: int) -> Reading | None:
        """Read the number that begins at `start`; None if there is none."""
        if low[start].isalpha() and (word := self._read_word(low, start)):
            return word
        sign = self.bounds.currency(text, start)
        numeral = self.numerals.read(text, low, start, money=sign is not None)
        if numeral is None or numeral.end <= start:
            return None
        if sign is not None and not self._is_sum(text, text[sign[0] : start].strip(), numeral):
            return None
        numeral = self._repeated(text, low, numeral)
        if low[numeral.end : numeral.end + 2].lstrip(" ")[:1] in _CROSSES:
            numeral = self._multiplied(text, low, numeral)
        begin, value = self._signed(low, sign[0] if sign else start, numeral.value)
        if sign:
            end = self._money_end(text, low, numeral.end, sign[1])
            end, value = self._with_subunits(text, low, end, value)
            return Reading(begin, end, numeral, value, Unit(sign[1], QuantityKind.MONEY), currency=True)
        end = numeral.end + (low[numeral.end : numeral.end + 1] == "+")
        measure = self._measure(text, low, end, numeral)
        bound = None
        if measure is None and numeral.ratio is None and (bound := self.bounds.comparator_after(low, end)):
            measure = self._measure(text, low, bound.at, numeral)
            end = bound.at
        if measure is None:
            unit = PERCENT if numeral.ratio else self._people(low, begin, end) or self._subject(text, low, begin)
            return Reading(begin, end, numeral, value, unit, bound=bound)
        if numeral.ratio is not None:
            value = plain_decimal(numeral.ratio)
        if measure.unit.kind is QuantityKind.MONEY and measure.unit.name not in self.units.subunits:
            end, value = self._with_subunits(text, low, measure.end, value)
            return Reading(begin, end, numeral, value, self._weight(low, begin, numeral, measure) or measure.unit, bound=bound)
        return Reading(begin, measure.end, numeral, value, self._weight(low, begin, numeral, measure) or measure.unit, bound=bound)

    def _is_sum(self, text: str, sign: str, numeral: Numeral) -> bool:
        """Tell whether a number behind a sign is a sum of money: behind a letter, one of three digits, a point or a word for its size."""
        printed = text[numeral.start : numeral.end]
        if sign in self.bounds.scaled:
            return printed[-1].isalpha()
        return sign not in self.bounds.letters or (len(printed) >= FEWEST_DIGITS and not text[numeral.end : numeral.end + 1].isalpha())

    def _weight(self, low: str, begin: int, numeral: Numeral, measure: Measure) -> Unit | None:
        """Return the weight that a currency's name means in "a 200-pound man", "12 pounds of rice", "weighs 3 pounds"."""
        name = low[numeral.end + 1 : measure.end]
        if name not in self.weights or numeral.scale:
            return None
        hyphened, followed = low[numeral.end] == "-", low.startswith(self.of, measure.end)
        told = hyphened or followed or not self.weight_cues.isdisjoint(self.bounds.words_before(low, begin, 4))
        return Unit(self.weights[name], QuantityKind.COUNT) if told else None

    def _signed(self, low: str, begin: int, value: Decimal) -> tuple[int, Decimal]:
        """Take in a minus before a number, as a sign or a word."""
        if begin and low[begin - 1] in "-−" and low[begin - 2 : begin - 1] in ("", " ", "\n", "\u00a0", "(", '"', "“"):
            return begin - 1, -value
        near = begin > 1 and low[begin - 1] in " (" and low.endswith(self.negative_words, 0, begin - 1)
        if near and f" {low[max(0, begin - 10) : begin]}".replace("(", " ").endswith(self.negative):
            words = self.bounds.words_before(low, begin)
            if words and words[0] not in self.not_negative_after:
                return low.rfind(words[-1], 0, begin), -value
        return begin, value

    def _money_end(self, text: str, low: str, end: int, code: str) -> int:
        """Take in what Indonesian prices close with (",-"), and the currency's name where it is said twice ("$5 million dollars")."""
        if text.startswith((",-", ".-", ",–"), end):
            end += 2
        after = self.units.measure(text, low, end)
        return after.end if after and after.unit.kind is QuantityKind.MONEY and after.unit.name == code else end

    def _with_subunits(self, text: str, low: str, at: int, value: Decimal) -> tuple[int, Decimal]:
        """Take in the cents after a whole amount of money: "two dollars and fifty cents"."""
        if low[at : at + 1] != " " or value != int(value) or value < 0:
            return at, value
        match = WORD.match(low, at)
        start = match.end() if match and match[1] in self.money_joiners else at
        word = WORD.match(low, start)
        if not low[start + 1 : start + 2].isdigit() and not (word and word[1] in self.numerals.roles):
            return at, value
        part = self.numerals.read(text, low, start + 1)
        measure = self.units.measure(text, low, part.end) if part is not None else None
        whole = self.units.subunits.get(measure.unit.name) if measure else None
        if part is None or measure is None or whole is None or not 0 < part.value < whole:
            return at, value
        return measure.end, value + part.value / whole

    def _measure(self, text: str, low: str, at: int, numeral: Numeral) -> Measure | None:
        """Return the unit after a number; for a fraction, only one that can be divided ("half an hour", "setengah jam")."""
        following = low[at : at + 1]
        if not following or (following not in _OPENS_UNIT and not following.isalpha()):
            return None
        if low[at : at + 2].lstrip(" ")[:1] in _CROSSES and TIMES.match(low, at):
            return None  # "1920 x 1080 pixels"
        if following in "-‑" and (word := WORD.match(low, at)) and word[1] in self.numerals.roles:
            return None
        if numeral.ratio is None:
            found = self.units.measure(text, low, at) or (None if following.isalpha() else self.units.noun(text, low, at, numeral))
            if found is not None or not 0 < numeral.value < 1:
                return found
        for _ in range(2):
            match = WORD.match(low, at)
            if not match or match.start(1) == at or (match[1] not in self.numerals.articles and match[1] not in self.partitives):
                break
            at = match.end()
        return self.units.measure(text, low, at)

    def _people(self, low: str, begin: int, at: int) -> Unit | None:
        """Return the unit person where the words around a number tell what befell those counted ("12 were killed", "arrested 12")."""
        before = self.bounds.words_before(low, begin, 3)
        if not self.people_verbs.isdisjoint(before) and before[-1] in self.befalls:
            return _PERSON
        for _ in range(4):
            match = WORD.match(low, at)
            if not match or match.start(1) == at:
                return None
            if match[1] in self.people_words:
                return _PERSON
            if match[1] not in self.people_links:
                return None
            at = match.end()
        return None

    def _read_word(self, low: str, start: int) -> Reading | None:
        """Read "twice", "setahun", and "a decade" or "a mile" after a comparator."""
        match = WORD.match(low, start)
        if not match:
            return None
        end = match.end()
        if match[1] in self.times:
            return Reading(start, end, Numeral(start, end, self.times[match[1]]), self.times[match[1]], _TIME)
        unit = self.units.one_durations.get(match[1])
        if unit is not None:
            words = self.bounds.words_before(low, start, 1)
            if not (words and words[0] in self.one_durations_after) and not low.startswith(self.one_durations_before, end):
                return None
            following = WORD.match(low, end)
            if low[end : end + 1] == "-" or (following and following[1] in self.not_durations_before):
                return None
        elif match[1] in self.numerals.articles:
            after = WORD.match(low, end)
            unit = self.units.measures.get(after[1]) if after else None
            bound = self.bounds.comparator_before(low, start) if unit and unit.kind in _BY_ARTICLE else None
            if after is None or unit is None or bound is None or self._compares(low, bound.at):
                return None
            if unit.kind is QuantityKind.DURATION and bound.phrase in self.duration_prepositions:
                return None
            end = after.end()
        return Reading(start, end, Numeral(start, end, Decimal(1)), Decimal(1), unit) if unit else None

    def _compares(self, low: str, at: int) -> bool:
        """Tell whether a comparator at `at` goes on from a number: "40% more than a year earlier"."""
        words = self.bounds.words_before(low, at, 1)
        unit = self.units.measures.get(words[0]) if words else None
        return bool(words) and (words[0][-1] in "%0123456789" or (unit is not None and unit.kind is QuantityKind.PERCENTAGE))

    def _subject(self, text: str, low: str, at: int) -> Unit | None:
        """Return the unit of a bare number that its clause names before it: "the number of cases rose to 40"."""
        window = max(0, at - _CLAUSE)
        window = max(window, *(low.rfind(mark, window, at) for mark in (". ", "; ", "\n", "! ", "? ")))
        for cue in self.subject_cues:
            found = low.rfind(cue, window, at)
            if found >= 0 and not low[found - 1 : found].isalnum():
                noun = self.units.noun(text, low, found + len(cue), Numeral(at, at, Decimal(2)))
                return noun.unit if noun and noun.end < at else None
        clause = low[window:at]
        return _PERSON if any(cue in clause for cue in self.population_cues) else None

    def _multiplied(self, text: str, low: str, numeral: Numeral) -> Numeral:
        """Take in a length of time that is told as so many times another: "3 x 24 jam" is 72 hours."""
        match = TIMES.match(low, numeral.end)
        second = self.numerals.read(text, low, match.end()) if match and numeral.figures else None
        measure = self.units.measure(text, low, second.end) if second is not None else None
        if second is None or measure is None or measure.unit.kind is not QuantityKind.DURATION:
            return numeral
        return numeral._replace(end=second.end, value=numeral.value * second.value)

    def _repeated(self, text: str, low: str, numeral: Numeral) -> Numeral:
        """Take in a number said twice: "7 (tujuh) hari"."""
        at = numeral.end + (low[numeral.end : numeral.end + 1] == " ")
        if low[at : at + 1] != "(" or not low[at + 1 : at + 2].isalnum():
            return numeral
        again = self.numerals.read(text, low, at + 1)
        if again is None or again.value != numeral.value or low[again.end : again.end + 1] != ")":
            return numeral
        return numeral._replace(end=again.end + 1)


@cache
def quantity_reader(language: str, home: str | None = None) -> QuantityReader:
    """Return the reader of a language, with the currency of `home`; RejectedInput if it has no lexicon."""
    return QuantityReader(language, home)
