"""Taken keys: which keys the records of a file bear. Those of the same words have one each; what is rejected has none."""

from collections.abc import Iterator
from itertools import count
from typing import NamedTuple

from claims.documents.document import Span
from claims.resolution.keys import nth_key
from claims.terms import RecordKind


class Place(NamedTuple):
    """What records of the same words have in common: the SHA-256 of their source, their kind, span and cue."""

    source: str
    kind: RecordKind
    span: Span
    cue: Span | None


class TakenKeys:
    """The keys that the records of one file have taken so far."""

    def __init__(self) -> None:
        self._taken: dict[str, tuple[Place, int]] = {}
        self._first: dict[Place, int] = {}  # the first number at a place that may be free

    def free(self, place: Place) -> Iterator[tuple[int, str]]:
        """Yield the keys that a record of this place may still take, each with its number there."""
        first = self._first.get(place, 1)
        while nth_key(*place, first) in self._taken:
            first += 1
        self._first[place] = first
        for number in count(first):
            key = nth_key(*place, number)
            if key not in self._taken:
                yield number, key

    def take(self, place: Place, number: int) -> str:
        """Take the key of this number; return it."""
        key = nth_key(*place, number)
        self._taken[key] = place, number
        return key

    def __len__(self) -> int:
        return len(self._taken)

    def give_back(self, kept: int) -> None:
        """Free all keys but the first that were taken, as many as are `kept`."""
        while len(self._taken) > kept:
            _, (place, number) = self._taken.popitem()
            self._first[place] = min(self._first[place], number)
