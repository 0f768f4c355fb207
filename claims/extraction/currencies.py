"""Currencies of home: what "$", "crowns" or "R" mean in the news of one state. The data stand in the lexicons."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from claims.extraction.lexicon import lexicon

SHORT_SIGN = 2  # letters of a sign that codes and names have too: "N95", "P2P"


@cache
def home_currencies(language: str) -> Mapping[str, tuple[str, ...]]:
    """Return the currencies that a language's names are also used for, by ISO 3166 codes of states: the ISO 4217 code, names, signs."""
    return {state: tuple(names) for state, *names in lexicon(language)["quantities"]["home_currencies"]}


@cache
def quantity_words(language: str, home: str | None = None) -> dict[str, Any]:
    """Return the words of quantities in a language; names of currencies mean those of `home`, one of the states that have a row."""
    words = lexicon(language)["quantities"]
    if home is None:
        return words
    code, *names = home_currencies(language)[home]
    return words | {
        "currency_symbols": [*words["currency_symbols"], [code, *(name for name in names if not name.islower())]],
        "currencies": [*words["currencies"], [code, *(name for name in names if name.islower())]],
    }


def home_letters(language: str, home: str | None) -> frozenset[str]:
    """Return the signs of a state's currency that are letters, so few that codes and names have them, too: "N" of the naira."""
    names = home_currencies(language)[home] if home is not None else ()
    return frozenset(name for name in names[1:] if name.isalpha() and not name.islower() and len(name) <= SHORT_SIGN)
