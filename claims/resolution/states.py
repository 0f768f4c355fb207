"""States and territories: their everyday English names, and how the languages call them, by ISO 3166-1 alpha-2 code."""

import tomllib
from collections import defaultdict
from functools import cache
from importlib.resources import files

from babel import Locale
from babel.localedata import locale_identifiers

from claims.extraction.gazetteer import state_names
from claims.extraction.lexicon import languages
from claims.resolution.names import clean, fold
from claims.resolution.records import Alias, PartyRecord
from claims.terms import PartyKind

CANONICAL_LANGUAGE = "en"


@cache
def states() -> dict[str, PartyRecord]:
    """Return every state and territory by code, named in everyday English, with the names of all languages that have a lexicon."""
    data = tomllib.loads((files("claims.resolution") / "states.toml").read_text("utf-8"))
    everyday, others = data["names"], set(data["others"]["codes"])
    english = _territories(CANONICAL_LANGUAGE)
    codes = sorted(code for code in english if len(code) == 2 and code.isalpha() and code not in others)
    return {code: _record(code, everyday.get(code) or english[code].replace(" & ", " and ")) for code in codes}


@cache
def codes_by_name(language: str) -> dict[str, str]:
    """Return the codes by folded name: the canonical names, and those of one language (of none that has no lexicon)."""
    found = {fold(record.name): code for code, record in states().items()}
    for name, code in (state_names(language) if language in languages() else {}).items():
        found.setdefault(fold(name), code)
    return found


def _record(code: str, name: str) -> PartyRecord:
    """Return the party record of one state; every other name once, under the first language that has it."""
    met = {name}
    aliases: list[Alias] = []
    for language in dict.fromkeys((CANONICAL_LANGUAGE, *languages())):
        for other in _names(language).get(code, ()):
            if other not in met:
                met.add(other)
                aliases.append(Alias(other, language))
    return PartyRecord(name, PartyKind.STATE, code, tuple(aliases))


@cache
def _names(language: str) -> dict[str, tuple[str, ...]]:
    """Return the names of one language by code: CLDR's, and those of the lexicon where there is one."""
    names: dict[str, tuple[str, ...]] = {code: (clean(name),) for code, name in _territories(language).items()}
    for name, code in (state_names(language) if language in languages() else {}).items():
        names[code] = (*names.get(code, ()), clean(name))
    return names


@cache
def _territories(language: str) -> dict[str, str]:
    return dict(Locale(language).territories)


@cache
def codes_in_any_language() -> dict[str, str]:
    """Return the codes of states by folded name in all the languages of CLDR and of the lexicons; a name of several states is left out."""
    found: dict[str, set[str]] = defaultdict(set)
    for language in locale_identifiers():
        if "_" not in language:
            for code, name in _territories(language).items():
                if code in states():
                    found[fold(name)].add(code)
    known = {name: next(iter(codes)) for name, codes in found.items() if len(codes) == 1}
    for language in languages():
        known |= {name: code for name, code in codes_by_name(language).items() if code in states()}
    return known
