"""Lexicons: what a language is, as data. One TOML file a language, the same sections and keys in each."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from claims.errors import RejectedInput


@dataclass(frozen=True, eq=False)
class Lexicon:
    """One language: its ISO 639 code, and the sections of its file as read."""

    code: str
    sections: dict[str, Any]

    def __getitem__(self, section: str) -> dict[str, Any]:
        """Return one section of the file; the file's shape is held by a test."""
        content: dict[str, Any] = self.sections[section]
        return content


@cache
def languages() -> tuple[str, ...]:
    """Return the codes of the languages that have a lexicon, sorted."""
    folder = files("claims.extraction") / "lexicons"
    return tuple(sorted(entry.name.removesuffix(".toml") for entry in folder.iterdir() if entry.name.endswith(".toml")))


@cache
def lexicon(code: str) -> Lexicon:
    """Return the lexicon of a language; RejectedInput if there is none."""
    if code not in languages():
        raise RejectedInput(f"There is no lexicon for the language {code!r}; there are: {', '.join(languages())}.")
    text = (files("claims.extraction") / "lexicons" / f"{code}.toml").read_text("utf-8")
    return Lexicon(code, tomllib.loads(text))


@cache
def names_of(lexicon: Lexicon, section: str, key: str) -> frozenset[str]:
    """Return the names in one list of a section, made once."""
    return frozenset(lexicon[section][key])


@cache
def short_months(lexicon: Lexicon) -> frozenset[str]:
    """Return the months as papers shorten them, in lower case."""
    return frozenset(name for _, _, *shortened in lexicon["dates"]["months"] for name in shortened)


@cache
def reporting_verbs(language: str) -> frozenset[str]:
    """Return the verbs that say who said something, single words in lower case."""
    words = lexicon(language)["attribution"]
    return frozenset(word for key in ("verbs_before", "verbs_after") for word in words[key] if " " not in word)
