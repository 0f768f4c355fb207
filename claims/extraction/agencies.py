"""News agencies: who tells the news to papers. The data stand in agencies.toml."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files


@cache
def _lists() -> Mapping[str, list[str]]:
    return tomllib.loads((files("claims.extraction") / "agencies.toml").read_text("utf-8"))


@cache
def agencies() -> Mapping[str, str]:
    """Return the news agencies, each as it is printed, by its name in small letters: those that a dateline or credit may print."""
    return {name.lower(): name for names in _lists().values() for name in names}


def agencies_told() -> list[str]:
    """Return the names of agencies that mean nothing else, so that people may "tell" them things in running text."""
    return _lists()["names"]
