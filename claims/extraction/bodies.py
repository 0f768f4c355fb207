"""Bodies: which of the bodies that a text has named "the company", "the union" or "the ministry" points at."""

from collections.abc import Mapping, Sequence

from claims.extraction.lexicon import Lexicon


class BodyNouns:
    """The nouns of one language that point back at bodies, and the words by which names tell of what kind a body is."""

    def __init__(self, lexicon: Lexicon) -> None:
        people = lexicon["people"]
        self._nouns = frozenset(people["body_nouns"])
        self._general = frozenset(people["general_body_nouns"])
        self._companies = frozenset(people["company_forms"])
        self._kin = {noun: frozenset(row) for row in people["body_kinds"] for noun in row if noun in self._nouns}
        self._special = (self._nouns - self._general).union(*self._kin.values())

    def choose(self, noun: str, bodies: Sequence[str], told: Mapping[str, str]) -> str | None:
        """Return which of the bodies (the latest first) a noun points at: one whose name holds it or a word of its kind.

        `told` are the nouns that the text calls bodies by ("the charity Ovation"). A general noun ("the company") else points at
        the latest company by its name, or the latest whose name tells of no other kind; any other noun at the very latest if so.
        """
        wanted = self._kin.get(noun, frozenset()) | {noun}
        words = [[*body.lower().replace(",", " ").split(), *([told[body]] if body in told else [])] for body in bodies]
        general = noun in self._general
        if general and (not bodies or not self._special.isdisjoint(words[0])):
            named = (
                b for b, inside in zip(bodies, words, strict=True) if not self._companies.isdisjoint(inside) or inside[-1] in self._general
            )
            if (company := next(named, None)) is not None:
                return company
        for body, inside in zip(bodies, words, strict=True):
            if not wanted.isdisjoint(inside) and inside[-1] not in self._nouns - wanted:
                return body
        near = bodies if general else bodies[:1]
        return next((body for body, inside in zip(near, words, strict=False) if self._special.isdisjoint(inside)), None)
