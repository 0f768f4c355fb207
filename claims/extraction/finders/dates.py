"""Dates: full and partial, relative, and the periods and deadlines that are set by them.

What each `basis` of a DateMention fills:

- full: year, month, day (weekday where one is printed).   - month: month, year or None (relative_years for "June next year").
- day-month: month, day.   - weekday-day-month: weekday, month, day.   - weekday: weekday.   - year: year (the last of "2025-2030").
- quarter: month (the quarter's first), year or None; precision quarter.
- relative: one of relative_days, relative_months, relative_years ("two weeks ago": relative_days -14).
- period: period ("within three years": P3Y), bound "within".

`bound` is the deadline word before it; "in" is told only of months, quarters and years, since "on 5 June" is a plain date.
A date that no calendar has (31 February) is not returned. All words come from the section `[dates]` of a lexicon, numbers from `[numbers]`.
"""

import re
from functools import cache
from typing import Any

from ahocorasick_rs import AhoCorasick, MatchKind

from claims.documents.document import Span
from claims.extraction.calendars import ISO, NUMERIC, NUMERIC_BEFORE_YEAR, YEAR, YEARS, alternatives, exists, last_year, month_and_day
from claims.extraction.candidates import DateMention
from claims.extraction.lengths import length_reader
from claims.extraction.lexicon import lexicon
from claims.extraction.number_words import WORD
from claims.extraction.numerals import lower_case
from claims.extraction.units import unit_reader
from claims.terms import DatePrecision

_WINDOW = 40
_TOKEN = re.compile(r"\s?[-–]?\s?([^\W_]+)\.?")
_MARK = re.compile(r"[.,;:!?\n()]")
_WHOLE_PERIOD = re.compile(r"P(\d{1,5})([YMWD])")
_AGO = {
    "Y": ("relative_years", DatePrecision.YEAR, 1),
    "M": ("relative_months", DatePrecision.MONTH, 1),
    "W": ("relative_days", DatePrecision.DAY, 7),
    "D": ("relative_days", DatePrecision.DAY, 1),
}
_RELATIVE = {"days": DatePrecision.DAY, "months": DatePrecision.MONTH, "years": DatePrecision.YEAR}


def find_dates(text: str, language: str) -> list[DateMention]:
    """Return the dates of a text in order of their spans, none overlapping; RejectedInput for a language without lexicon."""
    return _finder(language).find(text)


@cache
def _finder(language: str) -> "_DateFinder":
    return _DateFinder(language)


class _DateFinder:
    """The date words of one language, ready to read. Each reader below takes the text, the same in lower case, and the span of a hit."""

    def __init__(self, language: str) -> None:
        words: dict[str, Any] = lexicon(language)["dates"]
        self.units, self.lengths = unit_reader(language), length_reader(language)
        self.months: dict[str, int] = {name: number for number, *names in words["months"] for name in names}
        self.full_months = frozenset(row[1] for row in words["months"]) | {name for name in self.months if len(name) > 5}
        self.weekdays: dict[str, int] = {name: number for number, *names in words["weekdays"] for name in names}
        self.relative = {phrase: (unit, count) for unit, count, *phrases in words["relative"] for phrase in phrases}
        self.quarters: dict[str, int] = {phrase: 3 * number - 2 for number, *phrases in words["quarters"] for phrase in phrases}
        self.bounds: dict[str, str] = {phrase: bound for bound, phrases in words["bounds"].items() for phrase in phrases}
        self.bound_last = frozenset(phrase.rpartition(" ")[2] for phrase in self.bounds)
        lists = {key: value for key, value in words.items() if isinstance(value, list)}
        self.sets = {key: frozenset(value) for key, value in lists.items() if all(isinstance(entry, str) for entry in value)}
        self.edges = tuple(sorted(words["edges"], key=len, reverse=True))
        self.order: str = words["numeric_order"]
        self._compile(words)
        roles = [
            (self._month, self.months),
            (self._weekday, self.weekdays),
            (self._relative, self.relative),
            (self._quarter, self.quarters),
            (self._year, ["16", "17", "18", "19", "20"]),
            (self._bracketed, ["("] if self.order else []),
            (self._counted, [*words["ago"], *words["ahead"]]),
            (self._period, words["within"]),
            (self._next, words["ahead_before"]),
        ]
        readers = {phrase: reader for reader, phrases in reversed(roles) for phrase in phrases}
        self.readers = list(readers.values())
        self.automaton = AhoCorasick(list(readers), matchkind=MatchKind.LeftmostLongest)

    def _compile(self, words: dict[str, Any]) -> None:
        suffix = f"(?:{alternatives(tuple(words['day_suffixes']))})?" if words["day_suffixes"] else ""
        joiners = f"(?:(?:{alternatives(tuple(words['edge_joiners']))})\\s)?" if words["edge_joiners"] else ""
        led = alternatives((*words["year_words"], *words["edge_joiners"]))
        day = rf"([0-9]{{1,2}}){suffix}"
        self._day_before = re.compile(rf"(?<![0-9.,:/]){day}(?:\s?[-–]\s?{day})?\s{joiners}$")
        self._day_after = re.compile(rf"\.?\s{day}(?!\w|[.:,][0-9]{{1,2}}(?![0-9])|\s?%)(?:\s?[-–]\s?[0-9]{{1,2}}(?![0-9]))?")
        parts, names = alternatives(tuple(words["day_parts"])), alternatives(tuple(self.months))
        self._after_weekday = re.compile(rf"(?:\s(?:{parts}))?,?\s?\(?\s?(?=[0-9]|(?:{names})\b)")
        self._year_after = re.compile(rf",?\s(?:(?:{led})\s)?{YEAR}")
        self._year_of_quarter = re.compile(rf"[,-]?\s?(?:(?:{led})\s)?{YEAR}")

    def find(self, text: str) -> list[DateMention]:
        """Return the dates of a text in order."""
        low = lower_case(text)
        found: list[DateMention] = []
        done = 0
        for pattern, start, end in self.automaton.find_matches_as_indexes(low):
            first = low[start]
            if start < done or (first != "(" and start and low[start - 1].isalnum()) or (first.isalpha() and low[end : end + 1].isalnum()):
                continue
            mention = self.readers[pattern](text, low, start, end)
            if mention is None:
                continue
            while found and mention.span.start <= found[-1].span.start:  # "June 5" holds what was read before it
                found.pop()
            if not found or found[-1].span.end <= mention.span.start:
                found.append(mention)
                done = mention.span.end
        return found

    # --- calendar dates ---------------------------------------------------------------------------------------------

    def _month(self, text: str, low: str, start: int, end: int) -> DateMention | None:
        if not text[start].isupper():
            return None
        name, month, window = low[start:end], self.months[low[start:end]], max(0, start - 16)
        day, first, last = None, start, end
        if left := self._day_before.search(low[window:start]):
            day, first = int(left[2] or left[1]), window + left.start()
        elif (right := self._day_after.match(low, end)) and int(right[1]) <= 31 and not self.units.measure(text, low, right.end()):
            day, last = int(right[1]), right.end()
        if (day is None or left) and name not in self.full_months and low[last : last + 1] == ".":
            last += 1
        year = relative_years = None
        if after := self._year_after.match(low, last):
            year, last = int(after[1]), after.end()
        elif phrase := self._relative_year(low, last):
            last, relative_years = phrase
        if day is None and year is None and relative_years is None:
            return self._bare_month(low, start, end, month) if name in self.full_months else None
        if not exists(year, month, day):
            return None
        fields: dict[str, int | None] = {"year": year, "month": month, "day": day, "relative_years": relative_years}
        if day is None:
            return self._mention(low, (first, last), "month", DatePrecision.MONTH, **fields)
        week = self._weekday_before(low, first)
        if week:
            fields["weekday"], first = week
        return self._mention(low, (first, last), _basis(fields), DatePrecision.DAY, **fields)

    def _bare_month(self, low: str, start: int, end: int, month: int) -> DateMention | None:
        """Read a month without day and year, where a word before or after it says that it is no name."""
        before, following = _words_before(low, start), WORD.match(low, end)
        dated = bool(before) and (before[-1] in self.sets["month_before"] or before[-1] in self.sets["month_words"])
        after = following is not None and following.start(1) > end and following[1] in self.sets["month_after"]
        return self._mention(low, (start, end), "month", DatePrecision.MONTH, month=month) if dated or after else None

    def _relative_year(self, low: str, at: int) -> tuple[int, int] | None:
        """Read "this year" or "tahun depan" after a month or quarter: its end, and the number of years from now."""
        if low[at : at + 1] not in (" ", ","):
            return None
        for phrase, (unit, count) in self.relative.items():
            end = at + 1 + len(phrase)
            if unit == "years" and low.startswith(phrase, at + 1) and not low[end : end + 1].isalnum():
                return end, count
        return None

    def _weekday_before(self, low: str, at: int) -> tuple[int, int] | None:
        """Return the number and start of a weekday just before a date, "the", a comma or a bracket between."""
        words = low[max(0, at - 24) : at].rstrip(" ,(").split()
        if words and words[-1] in self.sets["day_words"]:
            words.pop()
        name = words[-1].strip("(,") if words else ""
        return (self.weekdays[name], low.rfind(name, 0, at)) if name in self.weekdays else None

    def _weekday(self, text: str, low: str, start: int, end: int) -> DateMention | None:
        if not text[start].isupper():
            return None
        weekday = self.weekdays[low[start:end]]
        if opening := self._after_weekday.match(low, end):
            dated = self._day_at(text, low, opening.end())
            if dated is not None:
                last, fields = dated
                last += low[last : last + 1] == ")" and "(" in opening[0]
                fields["weekday"] = weekday
                return self._mention(low, (start, last), _basis(fields), DatePrecision.DAY, **fields)
        before = low[max(0, start - _WINDOW) : start].split()
        if before and before[-1] in self.sets["not_weekday_before"]:
            return None
        return self._mention(low, (start, end), "weekday", DatePrecision.DAY, weekday=weekday)

    def _day_at(self, text: str, low: str, at: int) -> tuple[int, dict[str, int | None]] | None:
        """Return the end and parts of the date that begins at `at`, after a weekday: "25/1", "12 Juni 2025", "June 17"."""
        if numeric := NUMERIC.match(low, at):
            year = int(numeric[4]) if numeric[4] else None
            parts = month_and_day(numeric[1], numeric[3], year, self.order)
            return (numeric.end(), {"year": year, "month": parts[0], "day": parts[1]}) if parts else None
        position = at
        for _ in range(3):
            match = _TOKEN.match(low, position)
            if match and match[1] in self.months:
                mention = self._month(text, low, match.start(1), match.end(1))
                if mention is None or mention.day is None:
                    return None
                return mention.span.end, {"year": mention.year, "month": mention.month, "day": mention.day}
            if not match or not match[1][0].isdigit():
                return None
            position = match.end(1)
        return None

    def _bracketed(self, _text: str, low: str, _start: int, end: int) -> DateMention | None:
        """Read "(25/1)"."""
        numeric = NUMERIC.match(low, end)
        if not numeric or numeric[2] != "/" or low[numeric.end() : numeric.end() + 1] != ")":
            return None
        year = int(numeric[4]) if numeric[4] else None
        parts = month_and_day(numeric[1], numeric[3], year, self.order)
        fields = {"year": year, "month": parts[0], "day": parts[1]} if parts else None
        return self._mention(low, numeric.span(), _basis(fields), DatePrecision.DAY, **fields) if fields else None

    def _year(self, text: str, low: str, start: int, _end: int) -> DateMention | None:
        if (iso := ISO.match(low, start)) and exists(int(iso[1]), int(iso[2]), int(iso[3])):
            return self._mention(low, iso.span(), "full", DatePrecision.DAY, year=int(iso[1]), month=int(iso[2]), day=int(iso[3]))
        match = YEARS.match(low, start)
        year = last_year(match) if match else None
        if not match or year is None:
            return None
        before = low[start - 1 : start]
        edged = low.endswith(self.edges, 0, start - 1)
        if before in ("/", "-", ".") and not edged:
            return self._numeric_before(low, start, match.end(1), int(match[1]))
        if before and before not in " \u00a0\n(\"“'‘,–—-":
            return None
        words = low[max(0, start - _WINDOW) : start].split()
        last = words[-1].strip("(\"“'‘") if words else ""
        named = last in self.sets["year_words"]
        first = low.rfind(last, 0, start) if named else start
        dated = named or edged or match[2] is not None or last in self.sets["year_before"]
        if not dated or (not named and self._counts(text, low, match.end())):
            return None
        return self._mention(low, (first, match.end()), "year", DatePrecision.YEAR, year=year)

    def _counts(self, text: str, low: str, at: int) -> bool:
        """Tell whether a known unit or counted noun follows, so that four figures are a number."""
        if self.units.measure(text, low, at):
            return True
        following = WORD.match(low, at)
        noun = self.units.nouns.get(following[1]) if following and following.start(1) > at else None
        return noun == "person" or (noun is not None and self.units.noun_last and following is not None and noun != following[1])

    def _numeric_before(self, low: str, start: int, end: int, year: int) -> DateMention | None:
        """Read the year of "31/3/2026" with the day and month before it; the year alone where either could be the day."""
        window = max(0, start - 8)
        left = NUMERIC_BEFORE_YEAR.search(low[window:start])
        if not left:
            return None
        place, parts = (window + left.start(), end), month_and_day(left[1], left[3], year, self.order)
        if parts:
            return self._mention(low, place, "full", DatePrecision.DAY, year=year, month=parts[0], day=parts[1])
        if exists(year, int(left[1]), int(left[3])) or exists(year, int(left[3]), int(left[1])):
            return self._mention(low, place, "year", DatePrecision.YEAR, year=year)
        return None

    def _quarter(self, _text: str, low: str, start: int, end: int) -> DateMention | None:
        month, last, year, relative_years = self.quarters[low[start:end]], end, None, None
        if after := self._year_of_quarter.match(low, end):
            year, last = int(after[1]), after.end()
        elif phrase := self._relative_year(low, end):
            last, relative_years = phrase
        return self._mention(low, (start, last), "quarter", DatePrecision.QUARTER, year=year, month=month, relative_years=relative_years)

    # --- relative dates and lengths of time -------------------------------------------------------------------------

    def _relative(self, text: str, low: str, start: int, end: int) -> DateMention | None:
        unit, count = self.relative[low[start:end]]
        rest = low[start:end].partition(" ")[2]
        if rest in self.sets["ago"] or rest in self.sets["ahead"]:  # "lima tahun mendatang" is no "tahun mendatang"
            counted = self._counted(text, low, end - len(rest), end)
            if counted is not None:
                return counted
        if unit != "days" and self._year_after.match(low, end):
            return None
        return self._mention(low, (start, end), "relative", _RELATIVE[unit], **{f"relative_{unit}": count})

    def _counted(self, text: str, low: str, start: int, end: int) -> DateMention | None:
        """Read "three years ago" and "lima tahun mendatang" from their last words."""
        length = self.lengths.before(text, low, start)
        if length is None:
            return None
        if low[start:end] in self.sets["ahead"]:
            return self._mention(low, (length.start, end), "period", DatePrecision.DAY, period=length.period)
        match = _WHOLE_PERIOD.fullmatch(length.period)
        if not match:
            return None
        field, precision, days = _AGO[match[2]]
        return self._mention(low, (length.start, end), "relative", precision, **{field: -int(match[1]) * days})

    def _period(self, text: str, low: str, start: int, end: int) -> DateMention | None:
        """Read "within three years" and "dalam tiga tahun ke depan"; "in three years" only where its last word sets it ahead."""
        length = self.lengths.at(text, low, end + 1)
        if length is None:
            return None
        ahead = next((w for w in self.sets["ahead"] if low.startswith(w, length.end + 1) and low[length.end] in " '’"), None)
        if ahead is None and low[length.end : length.end + 1] in ("'", "’"):
            ahead = next((w for w in self.sets["ahead"] if low.startswith(w, length.end + 2)), None)
        phrase, following = low[start:end], WORD.match(low, length.end)
        bound = self.bounds.get(phrase) or self.bounds.get(phrase.partition(" ")[0])
        if ahead is None and (bound not in ("within", "by") or (following and following[1] in self.sets["past"])):
            return None
        last = length.end if ahead is None else low.index(ahead, length.end) + len(ahead)
        return self._mention(low, (end + 1, last), "period", DatePrecision.DAY, period=length.period)

    def _next(self, text: str, low: str, start: int, end: int) -> DateMention | None:
        """Read "the next five years"."""
        length = self.lengths.at(text, low, end + 1)
        return self._mention(low, (start, length.end), "period", DatePrecision.DAY, period=length.period) if length else None

    # --- what stands before a date ----------------------------------------------------------------------------------

    def _mention(self, low: str, place: tuple[int, int], basis: str, precision: DatePrecision, **fields: Any) -> DateMention:
        """Make the mention, with the edge before it ("akhir 2027") in its span, and the bound that holds it."""
        start, end = place
        if precision is not DatePrecision.DAY:
            for edge in self.edges if low.endswith(self.edges, 0, max(0, start - 1)) and low[start - 1] in " -" else ():
                at = start - 1 - len(edge)
                if at >= 0 and low.startswith(edge, at) and not low[at - 1 : at].isalnum():
                    start = at
                    break
        bound = "within" if basis == "period" else self._bound(low, start)
        if bound == "in" and precision is DatePrecision.DAY:
            bound = None
        if bound == "before" and any(low.startswith(end_of, start) for end_of in self.sets["ends"]):
            bound = "by"  # "before the end of 2027" is no year before
        return DateMention(Span(start, end), basis, bound=bound, precision=precision, **fields)

    def _bound(self, low: str, start: int) -> str | None:
        words = _words_before(low, start)
        if words and (words[-1] in self.sets["day_words"] or words[-1] in self.sets["month_words"]):
            words.pop()
        if not words or words[-1] not in self.bound_last:
            return None
        return next((bound for n in range(min(4, len(words)), 0, -1) if (bound := self.bounds.get(" ".join(words[-n:])))), None)


def _basis(fields: dict[str, int | None]) -> str:
    """Name the rule that read a day, by what it filled."""
    if fields.get("year") is not None:
        return "full"
    return "day-month" if fields.get("weekday") is None else "weekday-day-month"


def _words_before(low: str, at: int) -> list[str]:
    """Return the words before `at` in its clause, at most as many as stand in a short window."""
    return _MARK.split(low[max(0, at - _WINDOW) : at])[-1].split()
