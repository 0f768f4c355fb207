"""Calendar dates in figures: which days there are, and which of two numbers is the day."""

import re
from functools import cache

_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
NUMERIC = re.compile(r"([0-9]{1,2})([/-])([0-9]{1,2})(?:\2([0-9]{4}))?(?![0-9/])")
NUMERIC_BEFORE_YEAR = re.compile(r"(?<![0-9/.-])([0-9]{1,2})([/.-])([0-9]{1,2})\2$")
ISO = re.compile(r"((?:19|20)[0-9]{2})-([01][0-9])-([0-3][0-9])(?![0-9-])")
YEARS = re.compile(r"((?:1[6-9]|20)[0-9]{2})(?:[-–/]((?:19|20)[0-9]{2}|[0-9]{2}))?(?![\w/]|[.,:][0-9]|-[\w])")
YEAR = r"((?:1[6-9]|20)[0-9]{2})(?![\w%]|[.,][0-9])"


def exists(year: int | None, month: int, day: int | None) -> bool:
    """Tell whether the calendar has such a date; 29 February without a year does exist."""
    if not 1 <= month <= 12 or (day is not None and not 1 <= day <= _DAYS[month - 1]):
        return False
    leap = year is None or (year % 4 == 0 and (year % 100 != 0 or year % 400 == 0))
    return not (month == 2 and day == 29 and not leap)


def month_and_day(one: str, two: str, year: int | None, order: str) -> tuple[int, int] | None:
    """Return month and day of two numbers; None if no calendar has them, or if either could be the day and `order` is not "dmy"."""
    first, second = int(one), int(two)
    day_first, month_first = exists(year, second, first), exists(year, first, second)
    if day_first and (order == "dmy" or not month_first or first == second):
        return second, first
    return (first, second) if month_first and not day_first and order != "dmy" else None


def last_year(match: re.Match[str]) -> int | None:
    """Return the year that a match of YEARS stands for: the last of "2025-2030" and "2003-04"; None if they do not ascend."""
    year = int(match[1])
    if match[2] is None:
        return year
    later = int(match[2]) if len(match[2]) == 4 else year // 100 * 100 + int(match[2])
    return later if later > year else None


@cache
def alternatives(words: tuple[str, ...]) -> str:
    """Return a pattern for any of the words, the longest first."""
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
