"""Clusters: which records are one, computed from the judgements that two of them are the same; never edited."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TypeVar

T = TypeVar("T")
Pair = tuple[int, int]
"""Two records that are judged to be the same: the right one is the left one, which stays."""


def latest(judgements: Iterable[tuple[Pair, T]]) -> list[tuple[Pair, T]]:
    """Return the last judgement about each two records, whichever of them it names first; they come and go the oldest first."""
    found: dict[frozenset[int], tuple[Pair, T]] = {}
    for pair, judgement in judgements:
        found.pop(frozenset(pair), None)
        found[frozenset(pair)] = pair, judgement
    return list(found.values())


def stand_for(pairs: Sequence[Pair]) -> dict[int, int]:
    """Return whom each record stands for, where that is not itself; `pairs` are the positive judgements, the oldest first.

    Of each cluster one record stands for all: one that no judgement merges into another; of several, or where they go round in a
    circle, the one that the latest judgement lets stay.
    """
    clusters = gather(pairs)
    merged = {right for _, right in pairs}
    canonical: dict[int, int] = {}
    # The cluster is named by its smallest record. Later judgements win, and records that stay win over those that were merged.
    for stays in (False, True):
        for left, _ in pairs:
            if (left not in merged) == stays:
                canonical[clusters[left]] = left
    return {record: canonical[cluster] for record, cluster in clusters.items() if record != canonical[cluster]}


def gather(pairs: Iterable[Pair]) -> dict[int, int]:
    """Return the smallest record of the cluster of each record that a pair names."""
    neighbours: dict[int, list[int]] = defaultdict(list)
    for left, right in pairs:
        neighbours[left].append(right)
        neighbours[right].append(left)
    found: dict[int, int] = {}
    for first in sorted(neighbours):
        waiting = [] if first in found else [first]
        while waiting:
            record = waiting.pop()
            if record not in found:
                found[record] = first
                waiting += neighbours[record]
    return found


def cuts(pairs: Sequence[Pair], record: int, other: int) -> list[Pair]:
    """Return the judgements about `record` that hold it in the cluster of `other`; what hangs on `record` alone stays with it."""
    clusters = gather(pair for pair in pairs if record not in pair)
    beside = clusters.get(other, other)
    return [pair for pair in pairs if record in pair and clusters.get(sum(pair) - record, sum(pair) - record) == beside]
