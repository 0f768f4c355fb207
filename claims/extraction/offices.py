"""Offices: whom the holder of a title speaks for, as far as its words tell.

Words are compared whole: "sen" is no senior manager, "king" no banking director.
"""

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Any

from claims.extraction.lexicon import lexicon

KEPT = 4096  # titles whose words were compared last
WORD = re.compile(r"[^\W_]+")


class Offices:
    """The offices of one language, by whom their holders bind: a state, a region, a place, the body that they belong to, or themselves."""

    def __init__(self, people: Mapping[str, Any]) -> None:
        self._possessives = tuple(people["possessives"])
        self._honorifics = frozenset(people["honorifics"])
        self._head_first: bool = people["head"] == "first"
        self._state, self._body = self._all(people["state_offices"]), self._all(people["body_offices"])
        self._longer = [name for name in self._body if name not in self._state and any(office in name for office in self._state)]
        self._local, self._regional = self._all(people["local_offices"]), self._all(people["regional_offices"])
        self._shared, self._kinds = self._all(people["shared_offices"]), [self._all(row) for row in people["local_kinds"]]
        self._whole = self._all(people["whole_offices"])
        self._national, self._own = self._all(people["national_offices"]), self._all(people["own_offices"])
        self._past, self._elect = frozenset(people["past_offices"]), frozenset(people["elect_words"])
        # a text asks the same of each title again and again
        self.is_of_state, self.is_of_body = lru_cache(KEPT)(self._is_of_state), lru_cache(KEPT)(self._is_of_body)
        self.is_local = lru_cache(KEPT)(self._is_local)

    def _is_of_state(self, title: str) -> bool:
        """Tell whether a title holds the name of an office of state that is no part of a longer one of a body ("senior vice president")."""
        words = self._plain(title)
        for name in self._longer:
            words = words.replace(name, " ")
        return any(name in words for name in self._state)

    def _is_of_body(self, title: str) -> bool:
        """Tell whether a title holds that of an office in a company, a union or the like."""
        words = self._plain(title)
        return any(name in words for name in self._body)

    def _is_local(self, title: str) -> bool:
        """Tell whether a title is that of an office of a town or province: where heads stand first, it begins so ("wali kota Solo")."""
        words = self._plain(title)
        return words.startswith(self._local) if self._head_first else any(name in words for name in self._local)

    def place_in(self, title: str) -> str | None:
        """Return the place that stands behind a local office: "Solo" of "Wali Kota Solo"; None where heads stand last, or there is none."""
        names = [name for name in self._local if self._plain(title).startswith(name)] if self._head_first else []
        words = title.split()[max(len(name.split()) for name in names) :] if names else []
        end = next((n for n, word in enumerate(words) if word.endswith(".") or word.lower() in self._honorifics), len(words))
        return " ".join(words[:end]) if words[:end] and words[0][0].isupper() else None

    def is_shared(self, title: str) -> bool:
        """Tell whether a title holds an office of state that other bodies have too: a president, a chancellor."""
        words = self._plain(title)
        return any(name in words for name in self._shared)

    def fits(self, title: str, government: str) -> bool:
        """Tell whether the holder of a local office may head a local government: a mayor heads no county, "sekda" tells of no kind."""
        office, name = self._plain(title), self._plain(government)
        rows = [row for row in self._kinds if any(word in name for word in row)]
        told = any(word in office for row in self._kinds for word in row)
        return not (rows and told) or any(word in office for row in rows for word in row)

    def is_regional(self, title: str) -> bool:
        """Tell whether a title begins with an office that only regions have."""
        return self._plain(title).startswith(self._regional)

    def is_national(self, title: str) -> bool:
        """Tell whether a title begins with an office that no region has."""
        return self._plain(title).startswith(self._national)

    def is_whole(self, title: str) -> bool:
        """Tell whether a title ends with an office whose holder looks after no part of a body but heads it: "Acme chief executive"."""
        return self._plain(title).endswith(self._whole)

    def is_own(self, title: str) -> bool:
        """Tell whether a title is of people who act for themselves alone: a candidate, a former minister, a president-elect."""
        words = self._plain(title)
        if words.startswith(self._own) or words.endswith(self._own):
            return True
        single = words.replace("-", " ").split()
        if not self._elect.isdisjoint(single):
            return True
        past = next((n for n, word in enumerate(single) if word in self._past), None)
        held = f" {' '.join(single[:past])} "  # "chief executive and former minister" holds an office
        return past is not None and not any(name in held for name in (*self._state, *self._body))

    def _all(self, phrases: list[str]) -> tuple[str, ...]:
        return tuple(self._plain(phrase) for phrase in phrases)

    def _plain(self, phrase: str) -> str:
        return _plain(phrase, self._possessives)


@lru_cache(KEPT)
def _plain(phrase: str, possessives: tuple[str, ...]) -> str:
    """Return the words of a phrase in small letters, without possessives ("ketua umumnya"), each between spaces."""
    words = (_without_possessive(word, possessives) for word in WORD.findall(phrase.lower()))
    return f" {' '.join(words)} "


def _without_possessive(word: str, possessives: tuple[str, ...]) -> str:
    return next((word[: -len(ending)] for ending in possessives if word.endswith(ending) and len(word) > len(ending)), word)


@cache
def offices(language: str) -> Offices:
    """Return the offices of one language, made once."""
    return Offices(lexicon(language)["people"])
