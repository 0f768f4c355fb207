"""Bodies: which of the bodies that a text has named "the company", "the union" or "the ministry" points at."""

from collections.abc import Mapping, Sequence
from functools import cache
from itertools import pairwise
from typing import Any

from claims.extraction.lexicon import lexicon


class BodyNouns:
    """The nouns of one language that point back at bodies, and the words by which names tell of what kind a body is."""

    def __init__(self, people: Mapping[str, Any]) -> None:
        self._nouns = frozenset(people["body_nouns"])
        self._general = frozenset(people["general_body_nouns"])
        self._companies = frozenset(people["company_forms"])
        self._kin: dict[str, set[str]] = {}
        self._head_first, self._links = people["head"] == "first", frozenset(people["connectors"])
        self._told_by = {noun: {noun, *rest} for noun, *rest in people["general_kinds"]}
        for row in people["body_kinds"]:
            for noun in self._nouns.intersection(row):
                self._kin.setdefault(noun, set()).update(row)
        self._special = (self._nouns - self._general).union(*self._kin.values())

    def choose(self, noun: str, bodies: Sequence[str], told: Mapping[str, str]) -> str | None:
        """Return which of the bodies (the latest first) a noun points at: one whose name holds it or a word of its kind.

        `told` are the nouns that the text calls bodies by ("the charity Ovation"). A general noun ("the company") else points at
        the latest company by its name, or the latest whose name tells of no other kind; any other noun at the very latest if so.
        """
        wanted = self._kin.get(noun, set()) | {noun}
        words = [[*body.lower().replace(",", " ").split(), *([told[body]] if body in told else [])] for body in bodies]
        general = noun in self._general
        if noun in self._told_by and (
            found := next((b for b, inside in zip(bodies, words, strict=True) if self._tells(noun, inside)), None)
        ):
            return found
        if general and (not bodies or not self._special.isdisjoint(self._kind_words(words[0]))):
            named = (
                b for b, inside in zip(bodies, words, strict=True) if not self._companies.isdisjoint(inside) or inside[-1] in self._general
            )
            if (company := next(named, None)) is not None:
                return company
        for body, inside in zip(bodies, words, strict=True):
            if not wanted.isdisjoint(inside) and inside[-1] not in self._nouns - wanted:
                return body
        if not general and words and (words[0][-1] in self._general or not self._companies.isdisjoint(words[0])):
            return None  # "the council" is no Holt Group
        near = bodies if general else bodies[:1]
        return next((body for body, inside in zip(near, words, strict=False) if self._special.isdisjoint(self._kind_words(inside))), None)

    def is_general(self, noun: str) -> bool:
        """Tell whether any body may be meant by a noun: "company", "group"."""
        return noun in self._general

    def _tells(self, noun: str, inside: list[str]) -> bool:
        """Tell whether the words of a name tell of a kind that a general noun may point at: "the agency", of a commission."""
        return not self._told_by[noun].isdisjoint(self._kind_words(inside))

    def _kind_words(self, inside: list[str]) -> list[str]:
        """Return the words of a name that tell its kind: where heads stand last, the last and the one before "of"."""
        if self._head_first:
            return inside
        return [word for word, after in pairwise([*inside, ""]) if not after or after in self._links]


class BodyNames:
    """What the names of bodies are made of in one language: companies' words, parts of bodies, bodies of one place."""

    def __init__(self, people: Mapping[str, Any]) -> None:
        self.short_form_links = frozenset(people["short_form_links"])
        self._links = frozenset(people["connectors"])
        self._companies = frozenset(people["company_words"]).union(people["company_forms"])
        self._departments = frozenset(people["departments"])
        self.headed: dict[str, str] = dict(people["headed_bodies"])
        self._local_bodies = frozenset(people["local_bodies"])
        self._organs, self._possessives = frozenset(people["organs"]), tuple(people["possessives"])
        self._agents = frozenset(people["agents_of_bodies"])
        self.sizes = tuple(people["sizes"])

    def is_local(self, body: str) -> bool:
        """Tell whether a body is one of many of its kind, each of a place ("Polda Jambi"), that its first word stands for."""
        return body.split(maxsplit=1)[0].lower() in self._local_bodies

    def whole_of(self, name: str) -> str:
        """Return the body that an organ or member of it speaks for: "Arden Council" of "Arden Council's cabinet"; else the name itself."""
        member, _, body = name.partition(" ")
        if member in self._agents and body[:1].isupper():
            return body  # "anggota Serikat Pelaut"
        owner, _, organ = name.rpartition(" ")
        mark = next((mark for mark in self._possessives if owner.endswith(mark)), "") if organ.lower() in self._organs else ""
        return owner.removesuffix(mark) if mark else name

    def is_part(self, parts: list[str], name: str) -> bool:
        """Tell whether a longer name is only that of a part of a body: "Badan Legislasi DPR" of "DPR", "Panitia Liga" of "Liga"."""
        return name.isupper() or parts[0].lower() in self._departments

    def before_short_form(self, printed: str, body: str, short: str) -> str:
        """Return a body's name up to its short form, or the end of it that has these letters.

        "PT Kereta Nusa" of "PT Kereta Nusa (KN) Daerah Operasi 1", "Ikatan Bidan Desa" of "Satgas Gizi Ikatan Bidan Desa (IBD)".
        """
        words = body.split()
        own = next((n for n in range(1, len(words)) if "".join(word[0] for word in words[n:]) == short), None)
        if own is not None:
            return " ".join(words[own:])
        start = printed.rfind(words[0])
        goes_on = words[0].lower() in self._companies or any(
            f" {link} " in body.removeprefix(printed[start:].strip()) for link in self._links
        )
        return printed[start:].strip() if goes_on and start >= 0 else body


@cache
def body_names(language: str) -> BodyNames:
    """Return what the names of bodies are made of in one language, made once."""
    return BodyNames(lexicon(language)["people"])


@cache
def body_nouns(language: str) -> BodyNouns:
    """Return the nouns of one language that point back at bodies, made once."""
    return BodyNouns(lexicon(language)["people"])
