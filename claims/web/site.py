"""What the site shows, and in which order: site.toml."""

import tomllib
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

DATABASE = "claims"  # the database's name in every address, whatever its file is called


@cache
def read_site() -> dict[str, Any]:
    """Return the content of site.toml."""
    return tomllib.loads(files("claims.web").joinpath("site.toml").read_text("utf-8"))


def visible_name(path: Path) -> str:
    """Return the file's name as a page or a terminal may show it: control characters and bytes that are no text stand escaped."""
    return path.name if path.name.isprintable() else ascii(path.name)
