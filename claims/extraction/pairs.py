"""Pairs: the two parties that "both cities", "the two companies" or "the companies" point at, those that "and" joined last."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import pairwise

from claims.extraction.lexicon import Lexicon
from claims.extraction.mentions import Mention, MentionKind
from claims.extraction.people import People
from claims.extraction.tokens import Tokens

NOT_OWNED = frozenset({"verbs_before", "strength", "obliques", "fillers"})  # kinds of words that no phrase holds
APPOSITION = 6  # words that tell what a body is
PAIR = 2
MOST_LISTED = 10  # parties that one noun points at
NEAR = 3  # words between "both" and its noun, or "and" and the name that it joins
JOINED = (MentionKind.BODY, MentionKind.NAME, MentionKind.STATE)


@cache
def _counts(lexicon: Lexicon) -> Mapping[str, int]:
    """Return the number words that tell how many a list names."""
    return {word: value for value, *words in lexicon["numbers"]["units"] if PAIR < value <= MOST_LISTED for word in words}


class Pairs:
    """The pairs of parties that one document names, each by the token behind it."""

    def __init__(self, tokens: Tokens, mentions: Sequence[Mention], people: People, lexicon: Lexicon) -> None:
        self.tokens, self.people = tokens, people
        self._plural: bool = bool(lexicon["people"]["plural_endings"])
        self._found = [(b.last, a, b) for a, b in pairwise(mentions) if a.kind in JOINED and b.kind in JOINED and is_joined(tokens, a, b)]
        self._lists = self._read_lists(mentions)
        self._counts = _counts(lexicon)
        bodies = [m for m in mentions if m.kind is MentionKind.BODY and people.is_named(m)]
        self._bodies, self._companies = self._first_of(bodies), self._first_of([m for m in bodies if people.is_company(m)])

    def at(self, j: int) -> tuple[str, ...]:
        """Return the two bodies or towns that the noun at token j points at, () for none: "both clubs", "the two big firms"."""
        if "pair_nouns" in self.tokens.kinds[j] and (listed := self._listed(j)):
            return listed
        if "pair_nouns" not in self.tokens.kinds[j] or not self._is_both(j):
            return ()
        for a, b in self._before(j):
            if MentionKind.STATE not in (a.kind, b.kind) and (names := self._names(a, b)):
                return names
        return self._only_two(self._companies, j) or (self._only_two(self._bodies, j) if self._is_counted(j) else ())

    def _first_of(self, bodies: list[Mention]) -> list[tuple[str, int]]:
        """Return the first names of some bodies, one more than a pair, each with the token behind it where it is first printed."""
        found: dict[str, int] = {}
        for mention in bodies:
            found.setdefault(self.people.canonical(mention.name), mention.last)
            if len(found) > PAIR:
                break
        return list(found.items())

    @staticmethod
    def _only_two(bodies: list[tuple[str, int]], j: int) -> tuple[str, ...]:
        """Return the names of the only two of some bodies that are named before token j; () where they are fewer or more."""
        named = tuple(name for name, last in bodies if last <= j)
        return named if len(named) == PAIR else ()

    def _listed(self, j: int) -> tuple[str, ...]:
        """Return the bodies that "the three companies" at token j points at: those of the latest list of as many."""
        before = self.tokens.lower[max(0, j - NEAR) : j]
        count = next((self._counts[word] for word in reversed(before) if word in self._counts), None)
        if count is None:
            return ()
        names = next((names for last, names in reversed(self._lists) if last <= j and len(names) == count), ())
        return tuple(self.people.canonical(name) for name in names)

    def _read_lists(self, mentions: Sequence[Mention]) -> list[tuple[int, tuple[str, ...]]]:
        """Return the lists of three names and more that commas and "and" join, each with the token behind it."""
        found: list[tuple[int, tuple[str, ...]]] = []
        run: list[Mention] = []
        for mention in mentions:
            named = mention.kind in (MentionKind.BODY, MentionKind.NAME)
            if named and run and mention.first == run[-1].last + 1 and self.tokens.words[run[-1].last] == ",":
                run.append(mention)
                continue
            if named and len(run) >= PAIR and is_joined(self.tokens, run[-1], mention, listed=True):
                found.append((mention.last, tuple(m.name for m in (*run, mention))))
            run = [mention] if named else []
        return found

    def sides_before(self, j: int) -> tuple[str, ...]:
        """Return the two bodies that "both sides" at token j points at: joined before, or the only two named there; () for none."""
        for a, b in self._before(j):
            names = self._names(a, b)
            if MentionKind.STATE not in (a.kind, b.kind) and names:
                return names
        return self._only_two(self._bodies, j)

    def _names(self, a: Mention, b: Mention) -> tuple[str, ...]:
        """Return the names of a pair, () where it is one of persons or twice the same."""
        names = tuple(self.people.canonical(m.name) for m in (a, b))
        bodies = all(" " not in name or self.people.may_be_body(name) for name in names)
        return names if bodies and names[0] != names[1] else ()

    def states_before(self, j: int) -> tuple[str, ...]:
        """Return the names of the two states that "the two countries" at token j points at; () for none."""
        pair = next(((a, b) for a, b in self._before(j) if a.kind is MentionKind.STATE is b.kind), ())
        return tuple(m.name for m in pair)

    def _before(self, j: int) -> list[tuple[Mention, Mention]]:
        stop = bisect_left(self._found, j + 1, key=lambda found: found[0])
        return [(a, b) for _, a, b in reversed(self._found[max(0, stop - NEAR) : stop])]

    def _is_both(self, j: int) -> bool:
        """Tell whether "both" or "two" stands near before a noun, or "the" right before a plural."""
        return self._is_counted(j) or (self._plural and j > 0 and "definite" in self.tokens.kinds[j - 1])

    def _is_counted(self, j: int) -> bool:
        """Tell whether "both" or "two" stands near before a noun."""
        tokens = self.tokens
        for k in range(j - 1, max(-1, j - 1 - NEAR), -1):
            if "pair_words" in tokens.kinds[k]:
                return True
            if not tokens.words[k].islower() or tokens.kinds[k].get("part") == "determiners":
                break
        return False


def is_joined(tokens: Tokens, first: Mention, second: Mention, *, listed: bool = False) -> bool:
    """Tell whether "and" joins two phrases: "Acme and Bolt", "Acme and its Danish rival Bolt", "Acme, a toymaker, and Bolt".

    Of a list, a comma may stand before "and"; "together with" joins as well.
    """
    between = range(apposition_end(tokens, first) or first.last + (listed and tokens.words[first.last] == ","), second.first)
    if not 1 <= len(between) <= 1 + NEAR:
        return False
    if "together" in tokens.kinds[between[0]]:
        return tokens.marks[between[0]].length == len(between)
    if second.oblique or "conjunctions" not in tokens.kinds[between[0]]:
        return False
    if len(between) == 1:
        return True
    owned = tokens.kinds[between[1]].get("part") == "determiners"
    return owned and all(tokens.words[k][0].isalpha() and NOT_OWNED.isdisjoint(tokens.kinds[k]) for k in between[2:])


def apposition_end(tokens: Tokens, mention: Mention) -> int | None:
    """Return the token behind the comma that closes what is told of a name ("Acme, a toymaker, and ..."); None without such."""
    first = mention.last
    if first + 1 >= len(tokens.words) or tokens.words[first] != "," or tokens.kinds[first + 1].get("part") != "determiners":
        return None
    near = range(first + 2, min(first + 2 + APPOSITION, len(tokens.words)))
    closing = next((k for k in near if not tokens.words[k][0].islower()), None)
    return closing + 1 if closing is not None and tokens.words[closing] == "," else None
