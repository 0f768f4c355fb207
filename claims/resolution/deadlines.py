"""Deadlines: from a date as printed, and the day on which it was said, to the last day on which the commitment is due.

A deadline is the last day of the interval that its words name: "by June 2027" is 2027-06-30 to the month, "before June 2027" is
2027-05-31. Nothing is guessed: where the day cannot be known, it is None and `basis` says why.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from claims.extraction.candidates import Commitment, DateMention, Extraction
from claims.terms import DatePrecision


class DueBasis(StrEnum):
    """How a due day was found, or why there is none; these sentences stand in `commitments.due_basis`."""

    PRINTED = "the date is printed in full"
    NEXT = "the next such date from the day it was said"
    RELATIVE = "counted in days, months or years from the day it was said"
    PERIOD = "the period is counted from the day it was said"
    UNKNOWN_DAY = "not known: the day it was said is not known"
    BEGINNING = "not known: the date is when it begins"
    NO_SUCH_DATE = "not known: the calendar has no such date"
    OTHER_WEEKDAY = "not known: the next such date is another weekday"
    NOT_READ = "not known: the words name no date"


@dataclass(frozen=True, slots=True)
class Deadline:
    """The last day on which something is due, how exact that day is, how it was found, and the period as printed (ISO 8601)."""

    due_on: date | None
    precision: DatePrecision | None
    basis: DueBasis
    period: str | None = None


class _UnknownError(Exception):
    """The day cannot be known; holds the reason."""

    def __init__(self, basis: DueBasis) -> None:
        self.basis = basis


_PERIOD = re.compile(
    r"P(?:(\d{1,6})Y)?(?:(\d{1,6})M)?(?:(\d{1,6})W)?(?:(\d{1,7})D)?(?:T(?:(\d{1,8})H)?(?:(\d{1,9})M)?(?:\d{1,9}S)?)?", re.ASCII
)
_YEARS_UNTIL_29_FEBRUARY = 8


def announced_on(extraction: Extraction, commitment: Commitment) -> date | None:
    """Return the day on which a commitment was made: that of its statement, else that of the document's events, else None."""
    statement = None if commitment.statement is None else extraction.statements[commitment.statement]
    return (statement and statement.said_on) or extraction.source.event_on


def deadline_of(extraction: Extraction, commitment: Commitment) -> Deadline | None:
    """Return the deadline of a commitment; None if its words bound it by none."""
    return None if commitment.deadline is None else due(commitment.deadline, announced_on(extraction, commitment))


def due(mention: DateMention, said_on: date | None) -> Deadline:
    """Return the deadline that `mention` sets for what was said on `said_on` (None: not known)."""
    if mention.bound in ("from", "after"):
        return Deadline(None, None, DueBasis.BEGINNING, mention.period)
    try:
        first, precision, basis = _first_day(mention, said_on)
        day = first - timedelta(1) if mention.bound == "before" else last_day(first, precision)
    except _UnknownError as unknown:
        return Deadline(None, None, unknown.basis, mention.period)
    except (ValueError, OverflowError):  # 31 February, the year 10000
        return Deadline(None, None, DueBasis.NO_SUCH_DATE, mention.period)
    return Deadline(day, precision, basis, mention.period)


def _first_day(mention: DateMention, said_on: date | None) -> tuple[date, DatePrecision, DueBasis]:
    """Return the first day of the interval that the words name, its precision, and the rule that found it."""
    relative = any(amount is not None for amount in (mention.relative_days, mention.relative_months, mention.relative_years))
    if mention.year is not None and (mention.month or mention.day is None):
        return date(mention.year, mention.month or 1, mention.day or 1), _precision(mention), DueBasis.PRINTED
    if said_on is None:
        known = relative or mention.period or mention.month or mention.weekday is not None
        raise _UnknownError(DueBasis.UNKNOWN_DAY if known else DueBasis.NOT_READ)
    if mention.month is not None and mention.relative_years is not None:
        year = said_on.year + mention.relative_years
        return date(year, mention.month, mention.day or 1), _precision(mention), DueBasis.RELATIVE
    if mention.month is not None:
        return _next_date(mention, said_on), _precision(mention), DueBasis.NEXT
    if relative:
        months = 12 * (mention.relative_years or 0) + (mention.relative_months or 0)
        moved = add_months(said_on, months) + timedelta(mention.relative_days or 0)
        return _beginning(moved, mention.precision), mention.precision, DueBasis.RELATIVE
    if mention.period is not None:
        return add_period(said_on, mention.period), DatePrecision.DAY, DueBasis.PERIOD
    if mention.weekday is not None and mention.day is None:
        return said_on + timedelta((mention.weekday - said_on.weekday()) % 7), DatePrecision.DAY, DueBasis.NEXT
    raise _UnknownError(DueBasis.NOT_READ)


def _precision(mention: DateMention) -> DatePrecision:
    """Return how exact the printed parts of a date are."""
    if mention.precision == DatePrecision.QUARTER and mention.month:
        return DatePrecision.QUARTER
    if mention.day:
        return DatePrecision.DAY
    return DatePrecision.MONTH if mention.month else DatePrecision.YEAR


def _next_date(mention: DateMention, said_on: date) -> date:
    """Return the first such day, month or quarter, without a year in print, that does not end before the day it was said."""
    assert mention.month is not None
    for year in range(said_on.year, min(said_on.year + _YEARS_UNTIL_29_FEBRUARY, date.max.year) + 1):
        try:
            first = date(year, mention.month, mention.day or 1)
        except ValueError:  # 29 February in a common year; 31 February in any
            continue
        if last_day(first, _precision(mention)) >= said_on:
            if mention.weekday is not None and mention.day and first.weekday() != mention.weekday:
                raise _UnknownError(DueBasis.OTHER_WEEKDAY)
            return first
    raise _UnknownError(DueBasis.NO_SUCH_DATE)


def _beginning(day: date, precision: DatePrecision) -> date:
    """Return the first day of the month, quarter or year that holds `day`."""
    match precision:
        case DatePrecision.YEAR:
            return day.replace(month=1, day=1)
        case DatePrecision.QUARTER:
            return day.replace(month=3 * ((day.month - 1) // 3) + 1, day=1)
        case DatePrecision.MONTH:
            return day.replace(day=1)
        case DatePrecision.DAY:
            return day


def last_day(day: date, precision: DatePrecision) -> date:
    """Return the last day of the month, quarter or year that holds `day`; `day` itself if it is exact."""
    if precision == DatePrecision.DAY:
        return day
    months = {DatePrecision.MONTH: 1, DatePrecision.QUARTER: 3, DatePrecision.YEAR: 12}[precision]
    final = add_months(_beginning(day, precision), months - 1)
    return final.replace(day=_length(final.year, final.month))


def add_months(day: date, months: int) -> date:
    """Return the same day of the month `months` later, or the last of that month if it is shorter. ValueError outside years 1 to 9999."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, _length(year, month + 1)))


def is_period(text: str) -> bool:
    """Tell whether a text is an ISO 8601 period as `add_period` takes it, such as P3Y."""
    match = _PERIOD.fullmatch(text)
    return match is not None and text[-1] not in "PT"


def add_period(day: date, period: str) -> date:
    """Return the day on which an ISO 8601 period ends that begins on `day`; hours, which begin at no known hour, are whole days.

    Unknown, with its reason, if the period is not one of whole numbers of years, months, weeks, days, hours or minutes.
    """
    match = _PERIOD.fullmatch(period)
    if match is None or not any(match.groups()):
        raise _UnknownError(DueBasis.NOT_READ)
    years, months, weeks, days, hours, minutes = (int(part or 0) for part in match.groups())
    return add_months(day, 12 * years + months) + timedelta(7 * weeks + days + -(-(60 * hours + minutes) // 1440))


def _length(year: int, month: int) -> int:
    """Return the number of days of a month. ValueError outside years 1 to 9999."""
    return 31 if month == 12 else (date(year, month + 1, 1) - timedelta(1)).day
