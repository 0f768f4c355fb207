"""What a user writes, read: terms, days and numbers, with their one spelling; and the nearest right word where it is wrong."""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from math import isinf

from claims.errors import UsageError

NUMBER = re.compile(r"[+-]?[0-9]{1,40}(\.[0-9]{1,40})?([eE][+-]?[0-9]{1,3})?", re.ASCII)
ADDRESS = re.compile(r"https?://[^\s/?#<>\"]+(?:[/?#][^\s<>\"]*)?", re.IGNORECASE)
INSTANT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?(Z|[+-][0-9]{2}:[0-9]{2})?", re.ASCII)
DAY = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?", re.ASCII)


def require_text(option: str, value: object) -> None:
    """Raise UsageError unless `value` is text that can be written as UTF-8 (or is no text at all)."""
    if isinstance(value, str) and ("\0" in value or any("\ud800" <= character <= "\udfff" for character in value)):
        raise UsageError(f"{option} takes text in UTF-8; what was given is not.")


def nearest(value: str, known: Iterable[str]) -> list[str]:
    """Return at most five of `known`, those that hold `value` first, then those spelled most like it."""
    import difflib

    wanted = value.casefold()
    names = list(dict.fromkeys(known))
    holding = [name for name in names if wanted in name.casefold()]
    by_folded = {name.casefold(): name for name in names[:20_000]}
    alike = [by_folded[name] for name in difflib.get_close_matches(wanted, by_folded, n=5, cutoff=0.6)]
    return list(dict.fromkeys([*holding, *alike]))[:5]


def unknown(what: str, value: str, known: Iterable[str], meant: Iterable[str] = ()) -> UsageError:
    """Return the error for a value that does not exist: `what` begins the sentence, those that may be `meant` or are nearest end it."""
    names = list(dict.fromkeys(known))
    found = list(meant) or nearest(value, names)
    if found:
        hint = f"Nearest: {', '.join(found)}."
    elif names and all(name in what for name in names):
        return UsageError(f"{what} “{value}”.")
    elif names:
        hint = f"Known are, for example: {', '.join(sorted(names)[:10])}."
    else:
        hint = "The database holds none yet; `claims load PATH` adds articles."
    return UsageError(f"{what} “{value}”. {hint}")


def read_term(terms: type[StrEnum], option: str, value: str) -> str:
    """Return the term that `value` names in any case; UsageError lists the allowed ones."""
    folded = value.strip().casefold().replace("-", " ")
    for term in terms:
        if term.value == folded:
            return term.value
    allowed = ", ".join(term.value for term in terms)
    alike = nearest(folded, [term.value for term in terms])
    hint = f" Did you mean {alike[0]}?" if alike else ""
    raise UsageError(f"{option} knows no “{value}”; it takes one of: {allowed}.{hint}")


def read_number(option: str, value: str) -> float:
    """Return a decimal as a number to compare with; UsageError unless it is plain ASCII digits within a double's range."""
    number = float(value) if NUMBER.fullmatch(value.strip()) else float("inf")
    if isinf(number):
        raise UsageError(f"{option} takes a number in plain digits, such as 100000000 or 2.5, not “{value}”.")
    return number


def read_day(option: str, value: str, *, last: bool = False) -> str:
    """Return the first (or `last`) ISO day of the year, month or day that `value` names; UsageError says the forms."""
    match = DAY.fullmatch(value.strip())
    try:
        if match is None:
            raise ValueError
        year, month, day = int(match[1]), match[2], match[3]
        first = date(year, int(month or 1), int(day or 1))
        if not last or day:
            return first.isoformat()
        if month is None or month == "12":
            return date(year, 12, 31).isoformat()
        return (date(year, int(month) + 1, 1) - timedelta(days=1)).isoformat()
    except ValueError:
        raise UsageError(f"{option} takes a year, month or day, such as 2022, 2022-01 or 2022-01-25, not “{value}”.") from None


def read_days(since: str | None, until: str | None, options: tuple[str, str] = ("--since", "--until")) -> tuple[str | None, str | None]:
    """Return the first ISO day of `since` and the last one of `until`, None where it is not given.

    UsageError for what is no year, month or day, and where the first day comes after the last, so that nothing could be between them.
    """
    first = read_day(options[0], since) if since else None
    last = read_day(options[1], until, last=True) if until else None
    if first and last and first > last:
        raise UsageError(
            f"{options[0]} {since} comes after {options[1]} {until}, and no day is both; give the earlier one as {options[0]}."
        )
    return first, last


def read_bounds(low: str | None, high: str | None, options: tuple[str, str] = ("--min", "--max")) -> tuple[float | None, float | None]:
    """Return the least and the greatest number that are meant, None where one is not given.

    UsageError for what is no number, and where the least is above the greatest, so that nothing could be between them.
    """
    least = read_number(options[0], low) if low else None
    most = read_number(options[1], high) if high else None
    if least is not None and most is not None and least > most:
        raise UsageError(f"{options[0]} {low} is above {options[1]} {high}, and no number is both; give the smaller one as {options[0]}.")
    return least, most


def read_decimal(option: str, value: str) -> Decimal:
    """Return an exact decimal; UsageError unless it is plain ASCII digits with a point."""
    if not NUMBER.fullmatch(value.strip()):
        raise UsageError(f"{option} takes a number in plain digits, such as 100000000 or 2.5, not “{value}”.")
    number = Decimal(value.strip())
    if isinf(float(number)):
        raise UsageError(f"{option}: {value} is beyond what can be kept; the greatest number is about 1.8e308.")
    return number


def read_whole(option: str, value: str) -> int:
    """Return a whole number; UsageError unless it is one in plain ASCII digits."""
    number = read_decimal(option, value)
    if number != number.to_integral_value():
        raise UsageError(f"{option} takes a whole number, such as 12, not “{value}”.")
    return int(number)


def read_exact_day(option: str, value: str) -> date:
    """Return the ISO day that `value` names; UsageError for anything else, a month or a year included."""
    text = value.strip()
    try:
        if (match := DAY.fullmatch(text)) is not None and match[3]:
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise UsageError(f"{option} takes a day, such as 2025-01-25, not “{value}”.")


def read_past_day(option: str, value: str) -> date:
    """Return a day that is not to come; UsageError for anything else, a month or a year included."""
    day = read_exact_day(option, value)
    if day > date.today():
        raise UsageError(f"{option}: {day} is still to come; today is {date.today()}.")
    return day


def read_address(option: str, value: str) -> str:
    """Return an address on the web; UsageError unless it begins with http:// or https:// and names a host, without spaces."""
    if not ADDRESS.fullmatch(value.strip()):
        raise UsageError(f"{option} takes an address such as https://example.org/report, not “{value}”.")
    return value.strip()


def decimal_text(value: Decimal) -> str:
    """Return the canonical spelling of a finite decimal: no exponent, no zeros at the end of a fraction, no negative zero."""
    text = format(value, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def read_moment(option: str, value: str) -> str:
    """Return a past instant as `2026-01-31T12:00:00.000000Z`: the one written (in UTC unless it says otherwise), or the end of a day.

    Of a month or year, its last day. UsageError for other words, and for a day or instant that is still to come.
    """
    text, now = value.strip(), datetime.now(UTC)
    if INSTANT.fullmatch(text):
        try:
            written = datetime.fromisoformat(text)
            moment = written.astimezone(UTC) if written.tzinfo else written.replace(tzinfo=UTC)
        except (ValueError, OverflowError):
            raise UsageError(f"{option}: “{value}” is no instant of the calendar; write it like 2022-01-25T12:30:00Z.") from None
        to_come = moment > now
    elif DAY.fullmatch(text):
        day = read_day(option, text, last=True)
        moment, to_come = datetime.fromisoformat(f"{day}T23:59:59.999999+00:00"), day > now.date().isoformat()
    else:
        raise UsageError(f"{option} takes a day or an instant, such as 2022-01-25 or 2022-01-25T12:30:00Z, not “{value}”.")
    if to_come:
        raise UsageError(f"{option}: {value} is still to come; give a day or an instant that has been.")
    return moment.isoformat(timespec="microseconds").replace("+00:00", "Z")
