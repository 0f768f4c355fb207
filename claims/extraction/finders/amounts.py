"""Amounts: every number in a text that may be a quantity, with unit, bound, range and rate.

Dates are not known here: `claims.extraction.quantities` drops the amounts that lie in dates. Clock times, ordinals, scores, bare years,
and numbers inside names are dropped here. A number with no unit is an amount of kind None.

The text is scanned once for digits and number words (Aho-Corasick); each hit is then read in a bounded window, so the time is linear.
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import cache

from ahocorasick_rs import AhoCorasick, MatchKind

from claims.extraction.bounds import Bound
from claims.extraction.candidates import Quantity
from claims.extraction.exclusions import DASHES, Exclusions, end_of_run
from claims.extraction.lexicon import lexicon
from claims.extraction.number_words import WORD
from claims.extraction.numerals import LETTERS, Numeral, plain_decimal
from claims.extraction.readings import PERCENT, Reading, quantity_reader
from claims.extraction.units import HYPHENED, Measure, Unit, multiply_period
from claims.terms import Comparator, QuantityKind

AGE = Unit("year", QuantityKind.DURATION)
_SPACES = (" ", "\u00a0", "\n")
_WHOLES = (3, 4, 5, 10, 20, 100, 1000)  # "nine in 10" is a share, "four in two days" is none


def find_amounts(text: str, low: str, language: str, taken: Sequence[tuple[int, int]] = (), home: str | None = None) -> list[Quantity]:
    """Return the amounts of a text in order; `low` is the text in lower case, of the same length, `taken` the spans of its dates, in order.

    `home` is the state whose currency is meant by names that states share, one that the lexicon lists.

    "tiga dari lima negara" gives two that overlap, three countries and five; so does "two 75-megawatt turbines".
    """
    return _finder(language, home).find(text, low, taken)


@cache
def _finder(language: str, home: str | None) -> "_AmountFinder":
    return _AmountFinder(language, home)


class _AmountFinder:
    """The readers of one language, put together."""

    def __init__(self, language: str, home: str | None) -> None:
        words = lexicon(language)["quantities"]
        self.reader = quantity_reader(language, home)
        self.units, self.bounds = self.reader.units, self.reader.bounds
        self.exclusions = Exclusions(language, self.bounds, self.reader.numerals.roles)
        self.range_or = frozenset(words["range_or"])
        dashes = [dash for dash in words["range_to"] if dash in DASHES]
        self.change_to = frozenset(words["change_to"])
        self.range_to = _longest_first([*words["range_to"], *words["range_or"], *self.change_to])
        self.range_and = _longest_first([*words["range_and"], *dashes])
        self.partitives, self.share_in = _longest_first(words["partitives"]), _longest_first(words["share_in"])
        connectors = (self.range_to, self.range_and, self.partitives, self.share_in)
        self.openings = frozenset(word[0] for words in connectors for word in words)
        self.partitive_words = frozenset(words["partitive_words"])
        self.automaton = AhoCorasick(self.reader.anchors(), matchkind=MatchKind.LeftmostLongest)

    def find(self, text: str, low: str, taken: Sequence[tuple[int, int]]) -> list[Quantity]:
        """Return the amounts of a text in order."""
        found: list[Quantity] = []
        done = 0
        spans = iter((*taken, (len(text), len(text))))
        first, last = next(spans)
        for _, start, _ in self.automaton.find_matches_as_indexes(low):
            if start < done:
                continue
            while last <= start:
                first, last = next(spans)
            if first <= start:
                done = last
                continue
            if start and (low[start - 1].isalnum() or low[start - 1] == "_"):
                digit = "0" <= low[start] <= "9"
                if not digit or not self.bounds.currency(text, start):
                    done = self._token_end(low, start) if digit else start + 1
                    continue
            begin = self.reader.begin(low, start)
            if begin is None or begin < done:
                continue
            quantity, done = self._read(text, low, begin)
            if quantity is not None:
                found.append(quantity)
        return found

    def _token_end(self, low: str, at: int) -> int:
        """Return the end of the figures and letters at `at`, which are part of a name."""
        end, _ = self.reader.numerals.figures(low, at)
        letters = LETTERS.match(low, end)
        return max(letters.end() if letters else end, at + 1)

    def _read(self, text: str, low: str, start: int) -> tuple[Quantity | None, int]:
        """Read the amount that begins at `start`, None if it is none, and where to go on."""
        first = self.reader.read(text, low, start)
        if first is None:
            return None, end_of_run(low, start) if low[start].isdigit() else start + 1
        numeral = first.numeral
        if numeral.about and first.unit is None:
            return None, first.end  # "era 80-an"
        if first.unit is None and (share := self._share(text, low, first)):
            return share, share.end
        if self.exclusions.holds(text, low, first) and not self._opens_range(text, low, first):
            return None, end_of_run(low, start) if numeral.figures else numeral.end
        named = first.unit is None and self.bounds.in_name(text, low, first.start, True)
        if first.unit is None and not named and (part := self._part(text, low, first)):
            return part, numeral.end
        bound = self.bounds.comparator_before(low, first.start)
        second = self._second(text, low, first, bound is not None and bound.comparator is Comparator.RANGE)
        if second is not None:
            return self._range(text, low, first, second, bound)
        if first.unit is None and self.exclusions.is_score(low, first.end):
            return None, end_of_run(low, start)
        if named or (first.unit and self.bounds.in_name(text, low, first.start, False)) or self.exclusions.is_year(low, first):
            return None, first.end
        quantity = self._quantity(text, low, first, bound)
        inner = HYPHENED.search(low, numeral.end, first.end) if "-" in low[numeral.end : first.end] else None
        return quantity, inner.start() + 1 if inner else max(quantity.end, first.end)

    # --- two numbers that belong together ---------------------------------------------------------------------------

    def _connector(self, low: str, at: int, words: tuple[str, ...]) -> int | None:
        """Return where a connecting word or dash after `at` ends, with the space behind it; None if there is none."""
        start = at + 1 if low[at : at + 1] in _SPACES else at
        if low[start : start + 1] not in self.openings or not low.startswith(words, start):
            return None
        for word in words:
            if low.startswith(word, start):
                end = start + len(word)
                if word in DASHES:
                    return end + 1 if low[end : end + 1] == " " else end
                if start > at and low[end : end + 1] in _SPACES:
                    return end + 1
        return None

    def _second(self, text: str, low: str, first: Reading, between: bool) -> Reading | None:
        """Read the upper bound of a range that begins with `first`; None if there is none."""
        for end in dict.fromkeys((first.end, first.numeral.end)):
            at = self._connector(low, end, self.range_and if between else self.range_to)
            if at is None:
                continue
            choice = low[end:at].strip() in self.range_or
            word = WORD.match(low, at)
            if word and word[1] in self.bounds.before and low[word.end() : word.end() + 1] == " ":
                at = word.end() + 1
            start = self._number_at(text, low, at)
            second = self.reader.read(text, low, start) if start is not None else None
            if second is None or second.numeral.ratio or (second.start > at and not second.currency):
                continue
            if choice and (first.end > first.numeral.end or not 0 < second.value - first.value <= 5 or second.unit is None):
                continue
            return second
        return None

    def _opens_range(self, text: str, low: str, first: Reading) -> bool:
        """Tell whether a lone "one", by itself no quantity, is the lower bound of a range: "one to two metres"."""
        if not first.numeral.single or first.unit is not None or first.value != 1:
            return False
        second = self._second(text, low, first, between=False)
        return second is not None and second.unit is not None and low[first.end : second.start].strip() not in self.range_or

    def _number_at(self, text: str, low: str, at: int) -> int | None:
        """Return where the number begins that `at` opens, past a currency sign."""
        if at < len(low) and low[at].isdigit():
            return at
        for position in range(at + 1, min(at + 6, len(low))):
            if low[position].isdigit():
                return position if self.bounds.currency(text, position) else None
        match = WORD.match(low, at)
        return at if match and match.start(1) == at and match[1] in self.reader.numerals.roles else None

    def _range(self, text: str, low: str, first: Reading, second: Reading, bound: Bound | None) -> tuple[Quantity | None, int]:
        """Make one quantity of two bounds; or the first alone of a change ("rose from 5 to 7"); or nothing of a score."""
        between = bound is not None and bound.comparator is Comparator.RANGE
        bare = first.end == first.numeral.end
        changed = low[first.end : second.start].strip() in self.change_to
        dashed = low[first.end : second.start].strip() in tuple(DASHES) or (bare and low[first.end] in DASHES)
        unit = second.unit or first.unit
        lower = _scaled(first, second) if bare else first.value
        ages = unit is None and self.bounds.are_ages(low, first.start)
        if ages:
            unit = AGE
        if dashed and not between and (unit is None or lower >= second.value):
            return None, end_of_run(low, first.start)
        if self.bounds.in_name(text, low, first.start, unit is None or ages):
            return None, first.end
        if unit is None and self.exclusions.is_year(low, first):
            return None, second.end if between or dashed else first.end
        ranged = between or dashed or ages or (not changed and self._is_range(low, first, second))
        if lower >= second.value or not ranged or not _same_unit(first, second):
            alone = first if first.unit or (second.value <= lower and not changed) else first._replace(unit=second.unit, value=lower)
            quantity = self._quantity(text, low, alone, None if between else bound)
            return quantity, quantity.end
        quantity = self._quantity(text, low, first._replace(end=second.end, unit=unit, value=lower), bound)
        period = quantity.period
        if unit is not None and unit.kind is QuantityKind.DURATION and unit.period:
            period = multiply_period(unit.period, second.value)
        return quantity._replace(comparator=Comparator.RANGE, upper_value=second.value, period=period), quantity.end

    def _is_range(self, low: str, first: Reading, second: Reading) -> bool:
        """Tell whether two numbers with a word between are bounds of one quantity, and not the steps of a change."""
        if second.unit is None and not first.currency:
            return False
        words = self.bounds.words_before(low, first.start, 1)
        opened = bool(words) and words[0] in self.bounds.range_from
        return not ((opened or first.unit is not None) and self.bounds.changes(low, first.start))

    def _share(self, text: str, low: str, first: Reading) -> Quantity | None:
        """Read "one in five" as a percentage."""
        at = self._connector(low, first.numeral.end, self.share_in)
        if at is None or at >= len(low) or not low[at].isalnum() or first.numeral.ratio is not None:
            return None
        whole = self.reader.numerals.read(text, low, at)
        if whole is None or not 0 < first.value < whole.value or (first.value != 1 and whole.value not in _WHOLES):
            return None
        if low[whole.end : whole.end + 1].isalnum() or self.units.measure(text, low, whole.end):
            return None
        if not first.numeral.single and self.exclusions.holds(text, low, first._replace(unit=PERCENT)):
            return None
        value = plain_decimal(100 * Fraction(first.value) / Fraction(whole.value), 2)
        reading = first._replace(end=whole.end, unit=PERCENT, value=value)
        return self._quantity(text, low, reading, self.bounds.comparator_before(low, first.start))

    def _part(self, text: str, low: str, first: Reading) -> Quantity | None:
        """Read "tiga dari lima negara" as three countries, "four of its ships" as four ships."""
        at = self._connector(low, first.numeral.end, self.partitives)
        for _ in range(2):
            word = WORD.match(low, at) if at is not None else None
            if word and word[1] in self.partitive_words and low[word.end() : word.end() + 1] == " ":
                at = word.end() + 1
        if at is None or at >= len(low):
            return None
        whole = self.reader.numerals.read(text, low, at) if low[at].isalnum() else None
        if whole is None and not self.units.noun_last:
            return None
        plural = Numeral(at, at, Decimal(2))
        sum_of = self.units.measure(text, low, at - 1) if whole is None else None
        if sum_of is not None and sum_of.unit.kind is QuantityKind.MONEY:  # "tens of millions of dollars"
            measure: Measure | None = sum_of
        else:
            measure = self.units.noun(text, low, whole.end, whole) if whole else self.units.noun(text, low, at - 1, plural)
        if measure is None:
            return None
        reading = first._replace(end=measure.end, unit=measure.unit)
        return self._quantity(text, low, reading, self.bounds.comparator_before(low, first.start))

    # --- the quantity -----------------------------------------------------------------------------------------------

    def _quantity(self, text: str, low: str, reading: Reading, bound: Bound | None) -> Quantity:
        """Make the quantity, with its comparator and rate."""
        start, end, unit = reading.start, reading.end, reading.unit
        duration = unit is not None and unit.kind is QuantityKind.DURATION
        vague = reading.numeral.vague or low[reading.numeral.end : reading.numeral.end + 1] == "+"
        comparator = Comparator.AT_LEAST if vague else Comparator.ABOUT if reading.numeral.about else Comparator.EQUAL
        if bound is not None and not (duration and self.bounds.is_preposition(low, bound)):
            start, comparator = bound.at, self.bounds.before.get(bound.phrase, comparator)
        elif reading.bound is not None:
            comparator = reading.bound.comparator
        elif after := self.bounds.comparator_after(low, end):
            end, comparator = after.at, after.comparator
        period = None
        if duration and unit is not None and unit.period:
            period = multiply_period(unit.period, reading.value)
        elif unit is not None and (rate := self.units.rate(low, end)) and not low.endswith(self.units.not_rated, start, end):
            end, period = rate
        return Quantity(start, end, text[start:end], reading.value, unit and unit.name, unit and unit.kind, comparator, None, period)


def _longest_first(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(words, key=len, reverse=True))


def _scaled(first: Reading, second: Reading) -> Decimal:
    """Return the lower bound with the magnitude that its upper bound prints for both ("2 sampai 2,2 juta")."""
    scale = second.numeral.scale
    if not scale or first.numeral.scale:
        return first.value
    scaled = plain_decimal(first.value.scaleb(scale))
    return scaled if abs(scaled) <= abs(second.value) else first.value


def _same_unit(first: Reading, second: Reading) -> bool:
    return first.unit is None or second.unit is None or first.unit.name == second.unit.name
