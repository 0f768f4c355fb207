"""Blocs: groups of states that act, or are addressed, together. The data stand in blocs.toml."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Bloc:
    """A group of states.

    `slug` is its key in blocs.toml, `name` its everyday English name, `members` the ISO 3166 alpha-2 codes of its states.
    `region` is true of a group without organs of its own (Central Asia): who names it names its members.
    `other_names` are further names and abbreviations in any language.
    """

    slug: str
    name: str
    members: tuple[str, ...]
    region: bool = False
    other_names: tuple[str, ...] = ()


@cache
def blocs() -> dict[str, Bloc]:
    """Return all blocs by slug, in the order of the file."""
    content = tomllib.loads((files("claims.extraction") / "blocs.toml").read_text("utf-8"))
    return {
        slug: Bloc(slug, entry["name"], tuple(entry["members"]), entry.get("region", False), tuple(entry.get("other_names", ())))
        for slug, entry in content.items()
    }


@cache
def acting_blocs() -> frozenset[tuple[str, ...]]:
    """Return the members of each bloc that has organs of its own: who names it names the bloc, not its members."""
    return frozenset(bloc.members for bloc in blocs().values() if not bloc.region)
