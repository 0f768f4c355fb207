"""Finds sentences: runs of text that end at a terminator, inside one paragraph."""

import re
from functools import cache

from claims.documents.document import Span
from claims.extraction.lexicon import lexicon

CLOSERS = "\"”’'»)]\\"
BOUNDARY = re.compile(r"[.!?…][.!?…]*[\"”’'»)\]\\]*(?=\s+[\"“”‘'«(\[\\]*[^\W_a-z])")
LAST_WORD = re.compile(r"[\w.'’-]+$")


@cache
def abbreviations(language: str) -> frozenset[str]:
    """Return the words, in lower case and without their final stop, after which a stop ends no sentence."""
    return frozenset(lexicon(language)["sentences"]["abbreviations"])


def find_sentences(text: str, paragraph: Span, language: str) -> list[Span]:
    """Return the sentences of one paragraph in order, without white space at their ends."""
    short = abbreviations(language)
    found, start = [], paragraph.start
    for match in BOUNDARY.finditer(text, paragraph.start, paragraph.end):
        stop = match.start()
        if text[stop] == "." and match.end() == stop + 1 and text[match.end()].isspace() and not _ends(text, start, stop, short):
            continue
        if text[match.end() : match.end() + 3].lstrip()[:1].islower():
            continue
        found.append(_trim(text, start, match.end()))
        start = match.end()
    found.append(_trim(text, start, paragraph.end))
    return [span for span in found if span.start < span.end]


def _ends(text: str, start: int, stop: int, short: frozenset[str]) -> bool:
    """Tell whether the stop at `stop` ends a sentence, rather than an abbreviation or an initial."""
    match = LAST_WORD.search(text, max(start, stop - 24), stop)
    if match is None:
        return True
    word = match.group().lower()
    return word not in short and not (len(word) == 1 and word.isalpha())


def _trim(text: str, start: int, end: int) -> Span:
    """Return the span without white space at either end."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)
