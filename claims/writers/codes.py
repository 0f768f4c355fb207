"""Codes of other standards: currencies, countries and languages."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

PLACE = Path(__file__).with_name("codes.toml")


@cache
def currencies() -> frozenset[str]:
    """Return the codes of ISO 4217 that are money."""
    return frozenset(_read()["currencies"].split())


@cache
def countries() -> frozenset[str]:
    """Return the alpha-2 codes of ISO 3166-1."""
    return frozenset(_read()["countries"].split())


@cache
def languages() -> dict[str, str]:
    """Return the code of ISO 639-3 of each language that ISO 639-1 has a code of."""
    return dict(_read()["languages"])


@cache
def _read() -> dict[str, Any]:
    return tomllib.loads(PLACE.read_text("utf-8"))
