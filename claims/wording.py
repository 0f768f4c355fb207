"""Numbers and periods as people write them, for terminals and pages alike."""

import re
from collections.abc import Sequence
from math import isnan

SINGULAR = {"parties": "party", "aliases": "alias", "event_parties": "event party", "commitment_parties": "commitment party"}
PERIODS = {"Y": "year", "M": "month", "W": "week", "D": "day", "h": "hour", "m": "minute"}


def quantity(value: str, upper_value: str | None, unit: str | None, comparator: str) -> str:
    """Return a number as people write it: grouped by thousands, with its comparator, range and unit."""
    sign = "" if comparator in ("=", "range") else f"{comparator} "
    upper = f" to {digits(upper_value)}" if upper_value else ""
    return f"{sign}{digits(value)}{upper} {unit or ''}".strip()


def digits(value: str) -> str:
    """Return exact digits with a comma between thousands."""
    whole, point, rest = value.partition(".")
    sign, whole = ("-", whole[1:]) if whole.startswith("-") else ("", whole)
    return f"{sign}{int(whole):,}{point}{rest}" if whole.isdecimal() and len(whole) < 1000 else value


def beyond(value: float) -> str:
    """Return in words a number that is none of the finite ones: a sum beyond what a float holds, or what is no number."""
    if isnan(value):
        return "not a number"
    return "more than 10^308" if value > 0 else "less than -10^308"


def length(period: str) -> str:
    """Return an ISO 8601 period in words: `P1Y6M` is `1 year 6 months`; a period of another form stays as it is."""
    parts = re.fullmatch(r"P(?:[0-9]{1,9}[YMWD])*(?:T(?:[0-9]{1,9}[HM])+)?", period, re.ASCII)
    days, _, hours = period.partition("T")
    found = [*re.findall("([0-9]+)([YMWD])", days), *((number, unit.lower()) for number, unit in re.findall("([0-9]+)([HM])", hours))]
    return " ".join(counted(int(number), PERIODS[unit]) for number, unit in found) if parts and found else period


def between(first: str | None, last: str | None) -> str:
    """Return from which day to which in words, nothing where neither is known: a year's first and last day stand for the year."""
    begun = first.removesuffix("-01-01") if first else ""
    ended = last.removesuffix("-12-31") if last else ""
    if begun and ended:
        return begun if begun == ended else f"{begun} to {ended}"
    return f"since {begun}" if begun else f"until {ended}" if ended else ""


def counted(number: int, noun: str) -> str:
    """Return a number with its noun, in the plural unless it is one."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def listed(words: Sequence[str]) -> str:
    """Return words as a sentence lists them: `a, b and c`."""
    *first, last = words
    return f"{', '.join(first)} and {last}" if first else last


def a(noun: str) -> str:
    """Return a noun with its article: `a party`, `an assessment`."""
    return f"{'an' if noun[0] in 'aeio' else 'a'} {noun}"


def table_words(table: str, count: int) -> str:
    """Return what so many rows of a table are called."""
    one = SINGULAR.get(table, table.removesuffix("s")) if count == 1 else table
    return one.replace("_", " ")
