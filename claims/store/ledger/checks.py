"""Checks: how fields are read that take less than their columns would."""

import re
from datetime import date

import sqlalchemy as sa

from claims.errors import UsageError
from claims.inputs import read_address, read_day, read_decimal, read_past_day, require_text
from claims.resolution.deadlines import is_period
from claims.resolution.states import states

SCORES = ("-1", "0", "1")
CODES = {"wikidata_id": (re.compile(r"Q[1-9][0-9]{0,17}", re.ASCII), "Q148"), "iso_code": (re.compile(r"[A-Z]{2}", re.ASCII), "CN")}
FREE_CODE = re.compile(r"Q[M-Z]|X[A-Z]", re.ASCII)  # what ISO 3166-1 leaves to its users, such as XK for Kosovo
UNIT = re.compile(r"[^\W_](?:[\w .,'’/²³°%()&-]{0,58}[\w.²³%)])?|[%°º″‰]\w{0,3}")


def read_score(_: sa.Connection, name: str, value: str) -> int:
    """Return the score of a verdict."""
    if value.strip() not in SCORES:
        raise UsageError(f"{name} takes {', '.join(SCORES[:-1])} or {SCORES[-1]}, not “{value}”.")
    return int(value)


def past_day(_: sa.Connection, name: str, value: str) -> date:
    """Return the day of something that has happened."""
    return read_past_day(name, value)


def address(_: sa.Connection, name: str, value: str) -> str:
    """Return an address on the web."""
    return read_address(name, value)


def amount(_: sa.Connection, name: str, value: str) -> object:
    """Return an exact decimal above nothing."""
    found = read_decimal(name, value)
    if found <= 0:
        raise UsageError(f"{name}: an amount is more than 0, not “{value}”.")
    return found


def when(_: sa.Connection, name: str, value: str) -> str:
    """Return the year, month or day that a number holds for."""
    read_day(name, value)
    return value.strip()


def period(_: sa.Connection, name: str, value: str) -> str:
    """Return an ISO 8601 period."""
    if not is_period(value.strip()):
        raise UsageError(f"{name} takes an ISO 8601 period, such as P3Y (three years), P6M (six months) or P10D (ten days), not “{value}”.")
    return value.strip()


def unit(_: sa.Connection, name: str, value: str) -> str:
    """Return a unit: words without signs that no unit has."""
    require_text(name, value)
    if not UNIT.fullmatch(value.strip()):
        raise UsageError(
            f"{name} takes an ISO 4217 code, percent, or a noun such as megawatt, of at most 60 characters, not “{value[:80]}”."
        )
    return value.strip()


def code(_: sa.Connection, name: str, value: str) -> str:
    """Return the identifier of the kind that `name` says, `wikidata_id` or `iso_code`, in capitals."""
    form, example = CODES[name]
    found = value.strip().upper()
    if not form.fullmatch(found):
        raise UsageError(f"{name} looks like {example}, not like “{value.strip()[:60]}”.")
    if name == "iso_code" and found not in states() and not FREE_CODE.fullmatch(found):
        raise UsageError(f"{name}: ISO 3166-1 has no state “{found}”; its codes of two letters look like {example}.")
    return found
