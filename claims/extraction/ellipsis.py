"""Numbers whose unit stands with a number before them: "6,000 ewes ... to 400", "62 complaints ... 50 of them"."""

import re
from collections.abc import Sequence
from decimal import Decimal
from functools import cache
from itertools import islice, takewhile
from typing import NamedTuple

from claims.documents.document import Span
from claims.extraction.candidates import Quantity
from claims.extraction.lexicon import lexicon
from claims.extraction.numerals import Numeral, lower_case
from claims.extraction.units import unit_reader
from claims.terms import Comparator, QuantityKind

LARGE = 1000  # what is printed so, with its thousands set off or a word for them, is an amount
LISTED = frozenset({QuantityKind.PERCENTAGE, QuantityKind.DURATION})  # kinds whose unit the last of a list prints
NEARBY = 8  # quantities before one that are looked at
WINDOW = 24  # characters around a number
FAR = 80  # characters from what is counted to how much it changed
SENTENCE_ENDS = (". ", "! ", "? ", "; ")


class _Words(NamedTuple):
    """The words of one language around a bare number: before it anywhere, before it in a change, behind it; what parts thousands."""

    before: tuple[str, ...]
    change: tuple[str, ...]
    behind: tuple[str, ...]
    group: str


@cache
def _words(language: str) -> _Words:
    words = lexicon(language)["quantities"]
    before, change = (tuple(f" {word} " for word in words[key]) for key in ("elliptic_before", "elliptic_change"))
    return _Words(before, change, tuple(f" {word}" for word in words["elliptic_after"]), lexicon(language)["numbers"]["group"])


@cache
def _counting(language: str) -> re.Pattern[str]:
    """Return a pattern for what is counted: "the number of passengers", "passenger numbers"."""
    words = lexicon(language)["quantities"]
    before, nouns, after = (f"(?:{'|'.join(map(re.escape, words[key]))})" for key in ("count_words", "counted_nouns", "count_endings"))
    return re.compile(rf"\b{before} (?P<behind>\w)" + (rf"|\b(?P<before>{nouns}) {after}\b" if words["counted_nouns"] else "(?P<before>)"))


@cache
def _list_ends(language: str) -> frozenset[str]:
    joiners = (*lexicon(language)["numbers"]["joiners"], *lexicon(language)["quantities"]["range_or"])
    return frozenset([*(f" {word} " for word in joiners), *(f", {word} " for word in joiners)])


def complete(quantities: Sequence[Quantity], text: str, paragraphs: Sequence[Span], language: str) -> list[Quantity]:
    """Return the quantities of a text, in order, with the units of bare numbers that one before them in their paragraph tells.

    A number between a name and a comma, or in brackets, is an age and stays bare.
    """
    completed: list[Quantity] = []
    spans = iter(paragraphs)
    paragraph = next(spans, Span(0, 0))
    for quantity in quantities:
        while quantity.start >= paragraph.end and (following := next(spans, None)) is not None:
            paragraph = following
        bare = quantity.kind is None and paragraph.start <= quantity.start < paragraph.end
        completed.append(_completed(quantity, completed, text, paragraph.start, language) if bare else quantity)
    listed = False
    for n in range(len(completed) - 2, -1, -1):
        quantity, after = completed[n], completed[n + 1]
        link = text[quantity.end : after.start]
        listed = quantity.kind is None and after.kind in LISTED and (link in _list_ends(language) or (listed and link == ", "))
        if listed:
            completed[n] = quantity._replace(unit=after.unit, kind=after.kind)  # "12, 15 and 20 percent"
    return completed


def _completed(quantity: Quantity, before: Sequence[Quantity], text: str, start: int, language: str) -> Quantity:
    words = _words(language)
    ahead = f" {text[max(start, quantity.start - WINDOW) : quantity.start].lower()}"
    behind = text[quantity.end : quantity.end + WINDOW].lower()
    if ahead.endswith(("(", ", ")) and behind[:1] in (")", ","):
        return quantity  # "Jane Doe, 58, ...", "Sarjono (47)"
    printed = text[quantity.start : quantity.end]
    large = quantity.value >= LARGE and (words.group in printed or any(map(str.isalpha, printed)))
    changed = ahead.endswith(words.change) and not _is_score(quantity, before, text)
    shared = behind.startswith(words.behind) or ahead.endswith(words.before)
    bound = quantity.comparator is not Comparator.EQUAL
    for other in takewhile(lambda other: other.start >= start, islice(reversed(before), NEARBY)):
        if other.kind is None or text[other.start - 1 : other.start] == "(":
            continue
        same = not any(end in text[other.end : quantity.start] for end in SENTENCE_ENDS)
        count = other.kind is QuantityKind.COUNT
        if same and changed and large and other.kind is QuantityKind.PERCENTAGE:
            before_it = text[max(start, other.start - WINDOW) : other.start].lower()
            if not before_it.endswith(words.change):  # "fell 4 percent to 1.8 million", not "rose from 800 percent to 1,200"
                return quantity._replace(unit=_counted(text, start, other.start, language), kind=QuantityKind.COUNT)
        if (shared and count) or (same and (changed or (bound and count))):
            fits = count or other.kind is not QuantityKind.MONEY or large
            return quantity._replace(unit=other.unit, kind=other.kind) if fits else quantity
    unit = _counted(text, start, quantity.start, language) if large else None
    return quantity if unit is None else quantity._replace(unit=unit, kind=QuantityKind.COUNT)  # "the number of visitors reached 1,200"


def _counted(text: str, start: int, end: int, language: str) -> str | None:
    """Return the unit of what the words before a change say is counted; None where they do not."""
    near = text[max(start, end - FAR) : end]
    near = near[max(near.rfind(stop) for stop in SENTENCE_ENDS) + 1 :]
    low = lower_case(near)
    match = _counting(language).search(low)
    if match is None:
        return None
    units = unit_reader(language)
    if match["behind"] is None:
        return units.singular(match["before"])
    at = match.start("behind") - 1
    noun = units.noun(near, low, at, Numeral(at, at, Decimal(2)))
    return noun.unit.name if noun is not None else None


def _is_score(quantity: Quantity, before: Sequence[Quantity], text: str) -> bool:
    """Tell whether one word stands between two bare numbers: "voted 5 to 2"."""
    last = before[-1] if before else None
    return last is not None and last.kind is None and len(text[last.end : quantity.start].split()) == 1
