"""Dates: full and partial, relative, and the periods and deadlines that are set by them.

What each `basis` of a DateMention fills:

- full: year, month, day (weekday where one is printed).   - month: month, year or None (relative_years for "June next year").
- day-month: month, day.   - weekday-day-month: weekday, month, day.   - weekday: weekday alone.   - year: year (the last of "2025-2030").
- quarter: month (the quarter's first), year or None; precision quarter.
- relative: one of relative_days, relative_months, relative_years ("two weeks ago": relative_days -14).
- period: period ("within three years": P3Y), bound "within".

`bound` is the deadline word before it; "in" and "on" are told only for months, quarters, years and periods, since "on 5 June" is a plain date.
A date that no calendar has (31 February) is not returned. All words come from the section `[dates]` of a lexicon, numbers from `[numbers]`.
"""

import re
from collections.abc import Callable
from decimal import Decimal
from functools import cache
from typing import Any

from ahocorasick_rs import AhoCorasick, MatchKind

from claims.documents.document import Span
from claims.extraction.candidates import DateMention
from claims.extraction.lexicon import lexicon
from claims.extraction.numerals import WORD, numeral_reader
from claims.extraction.units import multiply_period, unit_reader
from claims.terms import DatePrecision, QuantityKind

_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_NUMERIC = re.compile(r"([0-9]{1,2})([/.-])([0-9]{1,2})(?:\2([0-9]{4}))?(?![0-9/])")
_NUMERIC_LEFT = re.compile(r"(?<![0-9/.-])([0-9]{1,2})([/.-])([0-9]{1,2})\2$")
_ISO = re.compile(r"((?:19|20)[0-9]{2})-([01][0-9])-([0-3][0-9])(?![0-9-])")
_YEARS = re.compile(r"((?:1[6-9]|20)[0-9]{2})(?:[-–/]((?:19|20)[0-9]{2}|[0-9]{2}))?(?![\w/]|[.,:][0-9]|-[\w])")
_YEAR_AFTER = re.compile(r"\s{0,2}((?:1[6-9]|20)[0-9]{2})(?![\w%]|[.,][0-9])")
_WINDOW = 40


def find_dates(text: str, language: str) -> list[DateMention]:
    """Return the dates of a text in order of their spans, none overlapping; RejectedInput for a language without lexicon."""
    return _finder(language).find(text)


@cache
def _finder(language: str) -> "_DateFinder":
    return _DateFinder(language)


class _DateFinder:
    """The date words of one language, ready to read."""

    def __init__(self, language: str) -> None:
        words: dict[str, Any] = lexicon(language)["dates"]
        self.numerals, self.units = numeral_reader(language), unit_reader(language)
        self.months = {name: number for number, *names in words["months"] for name in names}
        self.full_months = frozenset(row[1] for row in words["months"]) | {n for row in words["months"] for n in row[1:] if len(n) > 5}
        self.weekdays = {name: number for number, *names in words["weekdays"] for name in names}
        self.relative = {phrase: (unit, count) for unit, count, *phrases in words["relative"] for phrase in phrases}
        self.quarters = {phrase: 3 * number - 2 for number, *phrases in words["quarters"] for phrase in phrases}
        self.bounds = {phrase: bound for bound, phrases in words["bounds"].items() for phrase in phrases}
        self.bound_last = frozenset(phrase.rsplit(" ", 1)[-1] for phrase in self.bounds)
        self.ago, self.ahead = frozenset(words["ago"]), frozenset(words["ahead"])
        self.sets = {key: frozenset(value) for key, value in words.items() if isinstance(value, list) and all(isinstance(v, str) for v in value)}
        self.edges = sorted(words["edges"], key=len, reverse=True)
        self.order = words["numeric_order"]
        suffix = f"(?:{'|'.join(map(re.escape, words['day_suffixes']))})?" if words["day_suffixes"] else ""
        names = "|".join(sorted(map(re.escape, self.months), key=len, reverse=True))
        parts = "|".join(map(re.escape, words["day_parts"]))
        joiner = "(?:of )?" if False else "(?:[^\\W\\d_]{2} )?"
        self._day_before = re.compile(rf"(?<![0-9.,:/])([0-9]{{1,2}}){suffix}(?:\s?[-–]\s?([0-9]{{1,2}}){suffix})?\s{joiner}$")
        self._day_after = re.compile(rf"\.?\s([0-9]{{1,2}}){suffix}(?!\w|[.:][0-9]|\s?%)(?:\s?[-–]\s?[0-9]{{1,2}}(?![0-9])){{0,1}}")
        self._after_weekday = re.compile(rf"(?:\s(?:{parts}))?,?\s?\(?\s?(?=[0-9]|(?:{names})\b)")
        self._year_after = re.compile(rf",?\s(?:(?:{'|'.join(map(re.escape, [*words['year_words'], *words['edge_joiners']]))})\s)?((?:1[6-9]|20)[0-9]{{2}})(?![\w%]|[.,][0-9])")
        self._rows: list[Callable[[str, str, int, int], DateMention | None]] = []
        patterns: list[str] = []
        roles: list[tuple[Callable[[str, str, int, int], DateMention | None], list[str]]] = [
            (self._month, list(self.months)),
            (self._weekday, list(self.weekdays)),
            (self._relative, list(self.relative)),
            (self._quarter, list(self.quarters)),
            (self._year, ["16", "17", "18", "19", "20"]),
            (self._bracketed, ["("]),
            (self._counted, [*self.ago, *self.ahead]),
            (self._period, words["within"]),
            (self._next, words["ahead_before"]),
        ]
        for role, phrases in roles:
            for phrase in phrases:
                if phrase not in patterns:
                    patterns.append(phrase)
                    self._rows.append(role)
        self.automaton = AhoCorasick(patterns, matchkind=MatchKind.LeftmostLongest)

    def find(self, text: str) -> list[DateMention]:
        """Return the dates of a text in order."""
        low = text.lower()
        if len(low) != len(text):
            low = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
        found: list[DateMention] = []
        done = 0
        for pattern, start, end in self.automaton.find_matches_as_indexes(low):
            if start < done:
                continue
            role = self._rows[pattern]
            if low[start] != "(":
                if start and (low[start - 1].isalnum() or low[start - 1] == "_"):
                    continue
                if low[start].isalpha() and low[end : end + 1].isalnum():
                    continue
            mention = role(text, low, start, end)
            if mention is None or (found and mention.span.start < found[-1].span.end and not self._outdone(found, mention)):
                continue
            found.append(mention)
            done = mention.span.end
        return found

    def _outdone(self, found: list[DateMention], mention: DateMention) -> bool:
        """Drop the date found last where the new one holds it."""
        if mention.span.start <= found[-1].span.start:
            found.pop()
            return not found or found[-1].span.end <= mention.span.start
        return False

    # --- one reader for each kind of word that a date can be found by ---------------------------------------------

    def _month(self, text: str, low: str, start: int, end: int) -> DateMention | None:
        name, month = low[start:end], self.months[low[start:end]]
        if not text[start].isupper():
            return None
        day, first = None, start
        left = self._day_before.search(low[max(0, start - 16) : start])
        if left:
            day, first = int(left[2] or left[1]), max(0, start - 16) + left.start()
        last = end
        if day is None and (right := self._day_after.match(low, end)) and int(right[1]) <= 31 and not self._counts(text, low, right.end()):
            day, last = int(right[1]), right.end()
        elif low[end : end + 1] == "." and name not in self.full_months:
            last += 1
        year = None
        if after := self._year_after.match(low, last):
            year, last = int(after[1]), after.end()
        relative_years = None
        if year is None and (phrase := self._relative_year(low, last)):
            last, relative_years = phrase
        if day is None and year is None and relative_years is None:
            return self._bare_month(low, start, end, month) if name in self.full_months else None
        if not _exists(year, month, day):
            return None
        weekday = None
        if day is not None and (week := self._weekday_before(text, low, first)):
            weekday, first = week
        basis = "month" if day is None else "full" if year is not None else "day-month" if weekday is None else "weekday-day-month"
        precision = DatePrecision.DAY if day else DatePrecision.MONTH
        return self._mention(low, first, last, basis, precision, year=year, month=month, day=day, weekday=weekday, relative_years=relative_years)

    def _counts(self, text: str, low: str, at: int) -> bool:
        """Tell whether a number at whose end `at` stands counts something ("in May 20 people")."""
        return self.units.measure(text, low, at) is not None

    def _bare_month(self, low: str, start: int, end: int, month: int) -> DateMention | None:
        before = _words_before(low, start)
        following = WORD.match(low, end)
        dated = before and (before[-1] in self.sets["month_before"] or before[-1] in self.sets["month_words"])
        after = following and following.start(1) > end and following[1] in self.sets["month_after"]
        return self._mention(low, start, end, "month", DatePrecision.MONTH, month=month) if dated or after else None

    def _relative_year(self, low: str, at: int) -> tuple[int, int] | None:
        """Read "this year" or "tahun depan" after a month."""
        for phrase, (unit, count) in self.relative.items():
            if unit == "years" and low.startswith(phrase, at + 1) and low[at] in " ," and not low[at + 1 + len(phrase) : at + 2 + len(phrase)].isalnum():
                return at + 1 + len(phrase), count
        return None

    def _weekday_before(self, text: str, low: str, at: int) -> tuple[int, int] | None:
        """Return the number and start of a weekday just before a date, with "the", a comma or a bracket between."""
        words = low[max(0, at - 24) : at].rstrip(" ,(").split()
        if words and words[-1] in self.sets["day_words"]:
            words.pop()
        if not words or words[-1].strip("(,") not in self.weekdays:
            return None
        name = words[-1].strip("(,")
        return self.weekdays[name], low.rfind(name, 0, at)

    def _weekday(self, text: str, low: str, start: int, end: int) -> DateMention | None:
        weekday = self.weekdays[low[start:end]]
        if not text[start].isupper():
            return None
        opening = self._after_weekday.match(low, end)
        if opening:
            at = opening.end()
            numeric = _NUMERIC.match(low, at)
            if numeric and numeric[2] != "." and (date := self._numeric(numeric[1], numeric[3], numeric[4], bool(numeric[4] is None))):
                year, month, day = date
                closing = numeric.end() + (low[numeric.end() : numeric.end() + 1] == ")" and "(" in opening[0])
                basis = "full" if year is not None else "weekday-day-month"
                return self._mention(low, start, closing, basis, DatePrecision.DAY, year=year, month=month, day=day, weekday=weekday)
            month_at = self._month_at(low, at)
            if month_at:
                mention = self._month(text, low, *month_at)
                if mention is not None and mention.day is not None:
                    last = mention.span.end + (low[mention.span.end : mention.span.end + 1] == ")" and "(" in opening[0])
                    basis = "full" if mention.year is not None else "weekday-day-month"
                    return self._mention(low, start, last, basis, DatePrecision.DAY, year=mention.year, month=mention.month, day=mention.day, weekday=weekday)
        before = _words_before(low, start, raw=True)
        if before and before[-1] in self.sets["not_weekday_before"]:
            return None
        return self._mention(low, start, end, "weekday", DatePrecision.DAY, weekday=weekday)

    def _month_at(self, low: str, at: int) -> tuple[int, int] | None:
        """Return the span of the month of the textual date that begins at `at`."""
        position = at
        for _ in range(3):
            match = re.compile(r"\s?[-–]?\s?([^\W_]+)\.?").match(low, position)
            if not match:
                return None
            if match[1] in self.months:
                return match.start(1), match.end(1)
            if not match[1][0].isdigit():
                return None
            position = match.end(1)
        return None

    def _numeric(self, one: str, two: str, year: str | None, ordered: bool) -> tuple[int | None, int, int] | None:
        """Return year, month and day of a date in figures; None if it is none, or if either order would do and the language has none."""
        first, second = int(one), int(two)
        whole = int(year) if year else None
        day_first = _exists(whole, second, first)
        month_first = _exists(whole, first, second)
        if day_first and (self.order == "dmy" or not month_first or first == second):
            return whole, second, first
        if month_first and not day_first and self.order != "dmy":
            return whole, first, second
        return None

    def _bracketed(self, text: str, low: str, start: int, end: int) -> DateMention | None:
        """Read "(25/1)" where the language has an order of day and month."""
        numeric = _NUMERIC.match(low, end)
        if not self.order or not numeric or numeric[2] != "/" or low[numeric.end() : numeric.end() + 1] != ")":
            return None
        date = self._numeric(numeric[1], numeric[3], numeric[4], True)
        if date is None:
            return None
        basis = "day-month" if date[0] is None else "full"
        return self._mention(low, numeric.start(), numeric.end(), basis, DatePrecision.DAY, year=date[0], month=date[1], day=date[2])

    def _year(self, text: str, low: str, start: int, end: int) -> DateMention | None:
        if (iso := _ISO.match(low, start)) and _exists(int(iso[1]), int(iso[2]), int(iso[3])):
            return self._mention(low, start, iso.end(), "full", DatePrecision.DAY, year=int(iso[1]), month=int(iso[2]), day=int(iso[3]))
        match = _YEARS.match(low, start)
        if not match:
            return None
        before = low[start - 1 : start]
        edged = any(low.endswith(edge, 0, start - 1) for edge in self.edges)
        if before in ("/", "-", ".") and not edged:
            return self._numeric_before(low, start, match.end(1), int(match[1]))
        if before and before not in " \u00a0\n(\"“'‘,–—-":
            return None
        words = _words_before(low, start, raw=True)
        last = words[-1].strip("(\"“'‘") if words else ""
        second = match[2]
        year = int(match[1])
        if second is not None:
            later = int(second) if len(second) == 4 else year // 100 * 100 + int(second)
            if later <= year:
                return None
            return self._mention(low, self._with_word(low, start, last), match.end(), "year", DatePrecision.YEAR, year=later)
        if last in self.sets["year_words"]:
            return self._mention(low, self._with_word(low, start, last), match.end(), "year", DatePrecision.YEAR, year=year)
        if not (edged or last in self.sets["year_before"]) or self._counted_noun(text, low, match.end()):
            return None
        return self._mention(low, start, match.end(), "year", DatePrecision.YEAR, year=year)

    def _counted_noun(self, text: str, low: str, at: int) -> bool:
        """Tell whether a known unit or noun follows, so that four figures are a number."""
        if self.units.measure(text, low, at):
            return True
        following = WORD.match(low, at)
        return bool(following and following.start(1) > at and following[1] in self.units.nouns and self.units.nouns[following[1]] != following[1])

    def _with_word(self, low: str, start: int, word: str) -> int:
        return low.rfind(word, 0, start) if word in self.sets["year_words"] else start

    def _numeric_before(self, low: str, start: int, end: int, year: int) -> DateMention | None:
        """Read the year of "31/3/2026" with the day and month before it."""
        window = max(0, start - 8)
        left = _NUMERIC_LEFT.search(low[window:start])
        if not left:
            return None
        date = self._numeric(left[1], left[3], str(year), True)
        begin = window + left.start()
        if date is None:
            both = _exists(year, int(left[1]), int(left[3])) or _exists(year, int(left[3]), int(left[1]))
            return self._mention(low, begin, end, "year", DatePrecision.YEAR, year=year) if both else None
        return self._mention(low, begin, end, "full", DatePrecision.DAY, year=year, month=date[1], day=date[2])

    def _relative(self, text: str, low: str, start: int, end: int) -> DateMention | None:
        unit, count = self.relative[low[start:end]]
        first, _, rest = low[start:end].partition(" ")
        if rest in self.ago or rest in self.ahead:  # "lima tahun mendatang" is no "tahun mendatang"
            counted = self._counted(text, low, end - len(rest), end)
            if counted is not None:
                return counted
        if _YEAR_AFTER.match(low, end) and unit != "days":
            return None
        precision = {"days": DatePrecision.DAY, "months": DatePrecision.MONTH, "years": DatePrecision.YEAR}[unit]
        return self._mention(low, start, end, "relative", precision, **{f"relative_{unit}": count})

    def _quarter(self, text: str, low: str, start: int, end: int) -> DateMention | None:
        month, last, year, relative_years = self.quarters[low[start:end]], end, None, None
        if after := re.compile(r"(?:,|-|\s(?:[^\W\d_]{2,5}))?\s?((?:19|20)[0-9]{2})(?!\w)").match(low, end):
            year, last = int(after[1]), after.end()
        elif phrase := self._relative_year(low, end):
            last, relative_years = phrase
        return self._mention(low, start, last, "quarter", DatePrecision.QUARTER, year=year, month=month, relative_years=relative_years)

    # --- lengths of time ------------------------------------------------------------------------------------------

    def _length(self, text: str, low: str, at: int) -> tuple[int, str, Decimal, str] | None:
        """Read a number and a unit of time at `at`: end, ISO period of one unit, how many, and the unit's name."""
        if at >= len(low) or not low[at].isalnum():
            return None
        if (match := WORD.match(low, at)) and match[1] in self.units.one_durations:
            unit = self.units.one_durations[match[1]]
            return match.end(), unit.period or "", Decimal(1), unit.name
        numeral = self.numerals.read(text, low, at)
        if numeral is None or numeral.ratio is not None:
            return None
        measure = self.units.measure(text, low, numeral.end)
        if measure is None or measure.unit.kind is not QuantityKind.DURATION or not measure.unit.period:
            return None
        return measure.end, measure.unit.period, numeral.value, measure.unit.name

    def _counted(self, text: str, low: str, start: int, end: int) -> DateMention | None:
        """Read "three years ago" and "lima tahun mendatang" from their last words."""
        window = max(0, start - _WINDOW)
        words = list(re.finditer(r"\w+(?:[.,]\d+)*", low[window:start]))[-5:]
        for word in words:
            length = self._length(text, low, window + word.start())
            if length is None or not re.fullmatch(r"['’]?\s{1,2}", low[length[0] : start]):
                continue
            period = multiply_period(length[1], length[2])
            if period is None:
                return None
            phrase = low[start:end]
            if phrase in self.ahead:
                return self._mention(low, window + word.start(), end, "period", DatePrecision.DAY, period=period, default_bound="within")
            return self._ago(low, window + word.start(), end, period)
        return None

    def _ago(self, low: str, start: int, end: int, period: str) -> DateMention | None:
        match = re.fullmatch(r"P(\d{1,5})([YMWD])", period)
        if not match:
            return None
        count, unit = -int(match[1]), match[2]
        precision = {"Y": DatePrecision.YEAR, "M": DatePrecision.MONTH}.get(unit, DatePrecision.DAY)
        field = {"Y": "relative_years", "M": "relative_months"}.get(unit, "relative_days")
        return self._mention(low, start, end, "relative", precision, **{field: count * (7 if unit == "W" else 1)})

    def _period(self, text: str, low: str, start: int, end: int) -> DateMention | None:
        """Read "within three years" and "dalam tiga tahun" where the language dates by them; what follows may be "ke depan"."""
        at = end + 1
        bound = self.bounds.get(low[start:end]) or self.bounds.get(low[start:end].split(" ")[0])
        if not low[at : at + 1].isdigit():
            following = WORD.match(low, at)
            if following is None or (following[1] not in self.numerals.roles and following[1] not in self.units.one_durations):
                return None
        length = self._length(text, low, at)
        if length is None:
            return None
        period = multiply_period(length[1], length[2])
        last = next((length[0] + 1 + len(w) for w in self.ahead if low.startswith(w, length[0] + 1) and low[length[0]] in " '’"), None)
        if period is None or (last is None and bound != "within") or (last is None and self._past(low, length[0])):
            return None
        return self._mention(low, at, last or length[0], "period", DatePrecision.DAY, period=period, default_bound="within")

    def _past(self, low: str, at: int) -> bool:
        """Tell whether the words after a length of time set it in the past."""
        following = WORD.match(low, at)
        return bool(following and following[1] in self.ago)

    def _next(self, text: str, low: str, start: int, end: int) -> DateMention | None:
        """Read "the next five years"."""
        length = self._length(text, low, end + 1)
        period = multiply_period(length[1], length[2]) if length else None
        if length is None or period is None:
            return None
        return self._mention(low, start, length[0], "period", DatePrecision.DAY, period=period, default_bound="within")

    # --- what stands before a date ---------------------------------------------------------------------------------

    def _mention(self, low: str, start: int, end: int, basis: str, precision: DatePrecision, default_bound: str | None = None, **fields: Any) -> DateMention:
        """Make the mention, with the edge before it ("akhir 2027") in its span, and the bound that holds it."""
        if precision is not DatePrecision.DAY:
            for edge in self.edges:
                at = start - 1 - len(edge)
                if at >= 0 and low[start - 1] in " -" and low.startswith(edge, at) and not low[at - 1 : at].isalnum():
                    start = at
                    break
        bound = self._bound(low, start)
        if bound == "in" and precision is DatePrecision.DAY and basis != "period":
            bound = None
        if basis == "period":
            bound = default_bound
        return DateMention(Span(start, end), basis, bound=bound, precision=precision, **fields)

    def _bound(self, low: str, start: int) -> str | None:
        words = _words_before(low, start)
        if words and words[-1] in self.sets["day_words"] | self.sets["month_words"]:
            words.pop()
        if not words or words[-1] not in self.bound_last:
            return None
        for count in range(min(4, len(words)), 0, -1):
            if bound := self.bounds.get(" ".join(words[-count:])):
                return bound
        return None


def _words_before(low: str, at: int, raw: bool = False) -> list[str]:
    """Return the words before `at` in its clause, at most as many as stand in a short window."""
    window = low[max(0, at - _WINDOW) : at]
    cut = -1 if raw else max(window.rfind(mark) for mark in ".,;:!?\n()")
    return window[cut + 1 :].split()


def _exists(year: int | None, month: int, day: int | None) -> bool:
    """Tell whether the calendar has such a date; 29 February without a year does exist."""
    if not 1 <= month <= 12 or (day is not None and not 1 <= day <= _DAYS[month - 1]):
        return False
    leap = year is None or (year % 4 == 0 and (year % 100 != 0 or year % 400 == 0))
    return not (month == 2 and day == 29 and not leap)
