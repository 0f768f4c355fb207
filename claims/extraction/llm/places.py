"""Places: where words that somebody proposes stand in a text, character by character."""

from collections.abc import Iterator, Sequence
from itertools import combinations, product

from claims.documents.document import Span

MOST_PLACES = 8  # of one phrase in one sentence


def find_places(text: str, words: str, inside: Span) -> list[Span]:
    """Return the first places inside a span at which whole words stand exactly as given, without the white space at their ends."""
    bare = words.strip()
    if not bare:
        return []
    lead = words.index(bare)
    found: list[Span] = []
    at = text.find(words, inside.start, inside.end)
    while at >= 0 and len(found) < MOST_PLACES:
        place = Span(at + lead, at + lead + len(bare))
        if not (_cuts(text, place.start) or _cuts(text, place.end)):
            found.append(place)
        at = text.find(words, at + 1, inside.end)
    return found


def stands(text: str, words: str) -> bool:
    """Tell whether whole words stand anywhere in a text exactly as given."""
    return bool(find_places(text, words, Span(0, len(text))))


def closest(choices: Sequence[Sequence[Span]]) -> tuple[Span, ...]:
    """Return one place of each phrase: those that overlap least and lie closest together, of equals the first. None may be empty."""
    return min(product(*choices), key=_spread)


def _spread(places: tuple[Span, ...]) -> tuple[int, int]:
    overlaps = sum(one.overlaps(other) for one, other in combinations(places, 2))
    return overlaps, sum(_gaps(places))


def _gaps(places: tuple[Span, ...]) -> Iterator[int]:
    for one, other in combinations(places, 2):
        yield max(0, other.start - one.end, one.start - other.end)


def _cuts(text: str, at: int) -> bool:
    """Tell whether an offset lies inside a word or a number."""
    return 0 < at < len(text) and text[at - 1].isalnum() and text[at].isalnum()
