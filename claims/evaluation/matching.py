"""Matching: when a name, a unit, a value or a length of time is the same as the annotated one, and which records belong together."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Any, TypeVar

from claims.documents.document import Span
from claims.terms import QuantityKind

Words = tuple[str, ...]
Annotated = TypeVar("Annotated")
Found = TypeVar("Found")

# A third is annotated as 33.33 percent.
ROUNDING = {QuantityKind.PERCENTAGE: Decimal("0.005")}
PERCENT = {"%", "per cent", "percentage", "percent"}
IRREGULAR = {
    "people": "person",
    "persons": "person",
    "children": "child",
    "schoolchildren": "schoolchild",
    "men": "man",
    "women": "woman",
    "feet": "foot",
    "crises": "crisis",
    "centuries": "century",
    "lives": "life",
}
# The first ending that fits gives the singular.
ENDINGS = ((re.compile(r"(?<=[^aeiou])ies$"), "y"), (re.compile(r"(?<=ss|ch|sh)es$|(?<=x)es$"), ""), (re.compile(r"(?<=[^siu])s$"), ""))
MARKS = re.compile(r"[\W_]")
PERIOD = re.compile(
    r"P(?:(?P<years>\d+)Y)?(?:(?P<months>\d+)M)?(?:(?P<weeks>\d+)W)?(?:(?P<days>\d+)D)?(?:T(?:(?P<hours>\d+)H)?(?:(?P<minutes>\d+)M)?)?"
)


def shared(one: Span, other: Span) -> int:
    """Return how many characters two spans share."""
    return max(0, min(one.end, other.end) - max(one.start, other.start))


def covered(spans: Iterable[Span], within: Span) -> int:
    """Return how many characters of `within` the spans cover together."""
    count, reached = 0, within.start
    for span in sorted(spans):
        start, end = max(span.start, reached), min(span.end, within.end)
        if start < end:
            count, reached = count + end - start, end
    return count


def is_half(characters: int, of: Span) -> bool:
    """Tell whether so many characters are at least half of a span."""
    return 2 * characters >= of.end - of.start


@lru_cache(maxsize=4096)
def plain_words(text: str) -> Words:
    """Return the words of a text without case, accents and punctuation."""
    letters = (letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter))
    return tuple(re.findall(r"\w+", "".join(letters).casefold()))


def names_in(speaker: str) -> frozenset[Words]:
    """Return the names of a speaker; two that speak together are joined by a semicolon."""
    return frozenset(words for part in speaker.split(";") if (words := plain_words(part)))


class Speakers:
    """The annotated speakers of a document, and when a found one is the same."""

    def __init__(self, speakers: Iterable[str]) -> None:
        self._names = frozenset(name for speaker in speakers for name in names_in(speaker))

    def same(self, found: str, annotated: str) -> bool:
        """Tell whether two speakers bear the same names."""
        names = names_in(annotated)
        return bool(names) and names_in(found) == names

    def akin(self, found: str, annotated: str) -> bool:
        """Tell whether two speakers share a name, whole or the first or last part of it, that fits no other speaker of the document."""
        names = names_in(annotated)
        others = self._names - names
        return any(
            name in names or (any(is_part(name, one) for one in names) and not any(name == one or is_part(name, one) for one in others))
            for name in names_in(found)
        )


def is_part(one: Words, other: Words) -> bool:
    """Tell whether one name is a part of the other with its first or last word, such as a surname alone."""
    short, long = sorted((one, other), key=len)
    part, whole = set(short), set(long)
    return bool(part) and part < whole and (long[0] in part or long[-1] in part)


def same_value(annotated: Decimal, found: Decimal, kind: QuantityKind) -> bool:
    """Tell whether two values are equal, up to the rounding that annotations of this kind have."""
    return found.is_finite() and abs(annotated - found) <= ROUNDING.get(kind, 0)


def same_unit(annotated: str | None, found: str | None) -> bool:
    """Tell whether two units are equal, whatever their number, case and punctuation."""
    return plain_unit(annotated or "") == plain_unit(found or "")


def plain_unit(unit: str) -> str:
    """Return the form in which units are compared."""
    name = unit.strip().casefold()
    *rest, noun = ("percent" if name in PERCENT else name).split(" ")
    return MARKS.sub("", "".join([*rest, singular(noun)]))


def singular(noun: str) -> str:
    """Return the singular of an English noun, well enough to compare units."""
    if noun in IRREGULAR:
        return IRREGULAR[noun]
    return next((ending.sub(instead, noun) for ending, instead in ENDINGS if ending.search(noun)), noun)


def length_of(period: str | None) -> object:
    """Return what is equal for equal ISO 8601 durations (P12M and P1Y, P1W and P7D); the text itself if it is none."""
    match = PERIOD.fullmatch(period or "")
    if match is None:
        return period
    part = {name: int(digits or 0) for name, digits in match.groupdict().items()}
    return 12 * part["years"] + part["months"], 7 * part["weeks"] + part["days"], part["hours"], part["minutes"]


def pair(
    annotated: Sequence[Annotated], found: Sequence[Found], likeness: Callable[[Annotated, Found], tuple[Any, ...] | None]
) -> list[tuple[int, int]]:
    """Return pairs of indices, each record in one pair at most, the likest first taken, the earlier first among equals.

    `likeness` is what pairs are ordered by, None for two that cannot be a pair.
    """
    candidates = [
        (like, -i, -j) for i, one in enumerate(annotated) for j, other in enumerate(found) if (like := likeness(one, other)) is not None
    ]
    partner: dict[int, int] = {}
    taken: set[int] = set()
    for _, i, j in sorted(candidates, reverse=True):
        if -i not in partner and -j not in taken:
            partner[-i] = -j
            taken.add(-j)
    return sorted(partner.items())
