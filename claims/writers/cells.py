"""Cells of reports: how a column is called, and how its values are told to people."""

import re
from collections.abc import Iterable
from math import isfinite
from typing import Any, NamedTuple

from claims.views.evidence import FETCHED
from claims.wording import beyond, digits, length

EXACT = ("value", "upper_value")  # decimals as text
INSTANT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9.]+Z", re.ASCII)


class Head(NamedTuple):
    """The head of a column: its title, whether it holds numbers, and whether its values may break over lines."""

    title: str
    number: bool
    breaks: bool


def head_of(column: str, values: Iterable[Any]) -> Head:
    """Return the head of a column with these values: neither numbers nor days and names of records break."""
    number = column in EXACT or any(isinstance(value, int | float) for value in values)
    firm = number or column.endswith(("_on", "_id", "_since")) or column in ("year", "month", "holds_for")
    return Head("id" if column in FETCHED else column.removesuffix("_id").replace("_", " "), number, not firm)


def told(column: str, value: Any) -> str:
    """Return a value as people read it: digits in groups, a period in words, an instant to the minute; nothing for None."""
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:,.2f}" if isfinite(value) else beyond(value)
    if isinstance(value, int):
        return f"{value:,}"
    text = str(value)
    if column in EXACT:
        return digits(text)
    if column == "period":
        return length(text)
    return text[:16].replace("T", " ") + " UTC" if INSTANT.fullmatch(text) else text
