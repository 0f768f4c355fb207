"""The reporting views as SQL: the .sql files of claims/views, each a bare SELECT under a comment that says what it shows."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from graphlib import TopologicalSorter
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Described:
    """What a view's comment says of it: its title, and what one row is, how things are counted, what is left out."""

    title: str
    description: str


@cache
def view_selects() -> Mapping[str, str]:
    """Return each view's name and its SELECT with the comment, each after those it asks, else by name."""
    folder = files("claims.views")
    found = {entry.name.removesuffix(".sql"): entry.read_text("utf-8") for entry in folder.iterdir() if entry.name.endswith(".sql")}
    selects = {name: found[name].strip().rstrip(";") for name in sorted(found)}
    asked = {name: [other for other in asked_by(select, selects) if other != name] for name, select in selects.items()}
    return {name: selects[name] for name in TopologicalSorter(asked).static_order()}


def asked_by(sql: str, names: Iterable[str]) -> list[str]:
    """Return those of the views that a SQL text reads from."""
    return [name for name in names if re.search(rf"\b(FROM|JOIN) {name}\b", sql)]


def describe_view(name: str) -> Described:
    """Return what the leading comment of a view says: its first words, up to a colon, are the title."""
    title, _, description = " ".join(leading_comment(view_selects()[name])).partition(": ")
    return Described(title, description[:1].upper() + description[1:])


def leading_comment(sql: str) -> list[str]:
    """Return the lines of the `--` comment that a SQL text begins with, without the dashes."""
    lines: list[str] = []
    for line in sql.lstrip("\ufeff \n").splitlines():
        if not line.startswith("--"):
            break
        lines.append(line.removeprefix("--").strip())
    return lines
