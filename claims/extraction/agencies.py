"""News agencies: who tells the news to papers. The data stand in agencies.toml."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files


@cache
def agencies() -> Mapping[str, str]:
    """Return the news agencies, each as it is printed, by its name in small letters."""
    names = tomllib.loads((files("claims.extraction") / "agencies.toml").read_text("utf-8"))["names"]
    return {name.lower(): name for name in names}
