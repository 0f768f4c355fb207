"""Likeness of texts: how much of one stands in another, and which of very many are worth comparing. Pure, and in proportion to the texts.

A text is the set of its runs of five words, folded and without punctuation. Its sketch, the smallest of their digests, meets the sketch
of a text that shares many runs (Broder, On the resemblance and containment of documents, 1997).
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from hashlib import blake2b
from itertools import combinations

RUN = 5  # words
SKETCH = 64  # digests of one text
COMMON = 40  # texts that share a digest: from there on it is furniture, such as a publisher's notice, and tells nothing

_WORD = re.compile(r"\w+")


def words(text: str) -> list[str]:
    """Return the words of a text in the form in which they are compared: without case, accents of width and punctuation."""
    return _WORD.findall(unicodedata.normalize("NFKC", text).casefold())


def runs(text: str) -> frozenset[int]:
    """Return digests of a text's runs of five words; of a shorter text, of the whole."""
    found = words(text)
    starts = range(max(1, len(found) - RUN + 1))
    return frozenset(_digest(" ".join(found[start : start + RUN])) for start in starts) if found else frozenset()


def sketch(parts: frozenset[int]) -> list[int]:
    """Return the digests by which a text is found among others."""
    return sorted(parts)[:SKETCH]


def likely_pairs(sketches: Iterable[tuple[int, Sequence[int]]], *, least: int) -> Iterator[tuple[int, int]]:
    """Yield each two texts, by their numbers, whose sketches share at least so many digests; the earlier of `sketches` first."""
    holders: dict[int, list[int]] = defaultdict(list)
    order: dict[int, int] = {}
    for number, digests in sketches:
        order[number] = len(order)
        for digest in digests:
            holders[digest].append(number)
    shared: dict[tuple[int, int], int] = defaultdict(int)
    for numbers in holders.values():
        if len(numbers) <= COMMON:
            for pair in combinations(numbers, 2):
                shared[pair] += 1
    yield from sorted((pair for pair, count in shared.items() if count >= least), key=lambda pair: (order[pair[0]], order[pair[1]]))


def resemblance(one: frozenset[object], other: frozenset[object]) -> float:
    """Return how much two sets share of what either holds, from 0 to 1."""
    return len(one & other) / len(one | other) if one or other else 0.0


def containment(one: frozenset[object], other: frozenset[object]) -> float:
    """Return how much of the smaller set stands in the other, from 0 to 1."""
    return len(one & other) / min(len(one), len(other)) if one and other else 0.0


def _digest(text: str) -> int:
    return int.from_bytes(blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")
