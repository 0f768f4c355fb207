"""States and blocs by the names that a language gives them: CLDR's names, and the everyday ones of the lexicon."""

from collections.abc import Mapping
from functools import cache, lru_cache

from babel import Locale
from babel.core import get_global

from claims.extraction.blocs import blocs
from claims.extraction.lexicon import lexicon, names_of

NO_STATES = frozenset({"EU", "EZ", "UN", "ZZ", "XA", "XB"})  # codes that CLDR gives to unions, the unknown and tests


@cache
def state_names(language: str) -> Mapping[str, str]:
    """Return {name: ISO 3166 alpha-2 code} of all states in one language, the lexicon's names last so that they win."""
    # English names first: newspapers of other languages print them, too
    names: dict[str, str] = {}
    for territories in (Locale.parse("en").territories, Locale.parse(language).territories):
        names |= {name: code for code, name in territories.items() if len(code) == len("XX") and code.isalpha() and code not in NO_STATES}
    for code, aliases in lexicon(language)["parties"]["aliases"].items():
        names |= dict.fromkeys(aliases, code)
    return names


@cache
def party_codes(language: str) -> Mapping[str, tuple[str, ...]]:
    """Return {name: codes} of states and of blocs, whose codes are their members'."""
    names = {name: (code,) for name, code in state_names(language).items()}
    for slug, aliases in lexicon(language)["parties"]["blocs"].items():
        names |= dict.fromkeys(aliases, blocs()[slug].members)
    return names


@cache
def cities(language: str) -> frozenset[str]:
    """Return the names of cities that CLDR gives to time zones: they stand beside names of people and are none."""
    zones = Locale.parse(language).time_zones
    local = {zone["city"] for zone in zones.values() if "city" in zone}
    return frozenset(local | {key.rsplit("/", 1)[-1].replace("_", " ") for key in get_global("zone_territories")})


@cache
def calendar_names(language: str) -> frozenset[str]:
    """Return the names of months and weekdays: capitalised in many languages, and no names of people."""
    locale = Locale.parse(language)
    return frozenset(name for names in (locale.months, locale.days) for name in names["format"]["wide"].values())


@cache
def _states_by_city(language: str) -> Mapping[str, str]:
    known = {key.rsplit("/", 1)[-1].replace("_", " ").lower(): code for key, code in get_global("zone_territories").items()}
    return known | _turned(lexicon(language)["parties"]["cities"])


@cache
def _states_by_paper(language: str) -> Mapping[str, str]:
    return _turned(lexicon(language)["parties"]["papers"])


def _turned(names_by_state: Mapping[str, list[str]]) -> dict[str, str]:
    return {name.lower(): code for code, names in names_by_state.items() for name in names}


def state_of_city(place: str | None, language: str) -> str | None:
    """Return the ISO code of the state that a city lies in, of those that CLDR names time zones after or the lexicon lists."""
    return _states_by_city(language).get(place.lower()) if place else None


def is_city(name: str, language: str) -> bool:
    """Tell whether a name is that of a city that CLDR names a time zone after or the lexicon lists."""
    return name in cities(language) or state_of_city(name, language) is not None


def is_region(name: str, language: str) -> bool:
    """Tell whether a name is that of a city, region or state: "Jayapura, Papua -"."""
    words = lexicon(language)
    if is_city(name, language) or name in state_names(language):
        return True
    return name in names_of(words, "parties", "regions") or name.lower() in names_of(words, "people", "places")


@cache
def _states_by_region(language: str) -> Mapping[str, str]:
    return _turned(lexicon(language)["parties"]["states_of_regions"])


def state_of_region(name: str | None, language: str) -> str | None:
    """Return the ISO code of a state by its name, or by that of a province that the lexicon lists: "KELFORD, Ontario -"."""
    return (state_names(language).get(name) or _states_by_region(language).get(name.lower())) if name else None


def state_of_paper(publisher: str | None, language: str) -> str | None:
    """Return the ISO code of the state whose news a paper or broadcaster tells first, of those that the lexicon lists."""
    if not publisher:
        return None
    known = _states_by_paper(language).get(publisher.lower())
    return known if known is not None else _state_in_name(publisher, language)


@lru_cache(maxsize=256)
def _state_in_name(publisher: str, language: str) -> str | None:
    """Return the state that a paper's own name names beside a word for papers: "Trinidad and Tobago Guardian", no "New Jersey Herald"."""
    rest = publisher.split()
    for words in (*lexicon(language)["layout"]["medium_words"], "the"):
        rest = [word for word in rest if word.lower() != words]
    name = " ".join(rest)
    return state_names(language).get(name) or state_names(language).get(name.replace(" and ", " & "))


@cache
def calendar_words(language: str) -> frozenset[str]:
    """Return the names of months and weekdays as a line above a text prints them: in full, or shortened ("Wed")."""
    locale = Locale.parse(language)
    short = frozenset(name.rstrip(".") for names in (locale.months, locale.days) for name in names["format"]["abbreviated"].values())
    return calendar_names(language) | short
