"""One document as people annotated it and as an extractor read it, and the misses between the two."""

from dataclasses import dataclass

from claims.documents.document import Span
from claims.evaluation.annotations import AnnotatedDocument
from claims.evaluation.figures import Figures
from claims.evaluation.matching import shared
from claims.extraction.candidates import Extraction

# Characters of a sentence that are shown on each side of what was missed.
ROOM = 100


@dataclass(frozen=True, slots=True)
class Miss:
    """A difference: its kind, where it is (`line` counts from 1), what was found and what is annotated, and the words around it.

    `start` and `end` are None for what concerns the whole document. In `context` the words meant stand in brackets, if they are a
    part of their sentence.
    """

    kind: str
    file: str
    line: int | None
    start: int | None
    end: int | None
    found: str | None
    annotated: str | None
    context: str


@dataclass(frozen=True, slots=True)
class Judgement:
    """Figures by name, and the misses behind them."""

    figures: Figures
    misses: list[Miss]


class Comparison:
    """A document with both readings; tells where a span lies, and whether it counts."""

    def __init__(self, annotated: AnnotatedDocument, found: Extraction) -> None:
        self.annotated = annotated
        self.sentences = annotated.sentences
        self.found = found
        self.text = annotated.document.text
        # Quantities that measure nothing are never given out.
        self.claims = [claim for claim in found.numeric_claims if claim.quantity.kind]
        title = annotated.source["title"]
        at = self.text.find(title) if title else -1
        self._title = Span(at, at + len(title)) if title and at >= 0 else None

    def sentence_at(self, span: Span) -> int | None:
        """Return the index of the sentence that shares most with a span (the first among equals), None if none shares anything."""
        best, most = None, 0
        for index, sentence in enumerate(self.sentences):
            if (count := shared(sentence.span, span)) > most:
                best, most = index, count
        return best

    def counts(self, span: Span) -> bool:
        """Tell whether what was found in a span is judged: all is, except in the headline, which is not annotated."""
        return self._title is None or not shared(self._title, span) or self.sentence_at(span) is not None

    def miss(self, kind: str, span: Span | None, found: object, annotated: object) -> Miss:
        """Return a miss with its words in context."""
        told = [None if value in (None, "") else str(value) for value in (found, annotated)]
        if span is None:
            return Miss(kind, self.annotated.name, None, None, None, told[0], told[1], "")
        line = self.text.count("\n", 0, max(span.start, 0)) + 1
        return Miss(kind, self.annotated.name, line, span.start, span.end, told[0], told[1], self._context(span))

    def _context(self, span: Span) -> str:
        index = self.sentence_at(span)
        around = span if index is None else self.sentences[index].span
        if span.holds(around):
            return " ".join(span.of(self.text).split())
        first, last = max(around.start, span.start - ROOM), min(around.end, span.end + ROOM)
        before, after = self.text[first : span.start], self.text[span.end : last]
        cut = ("…" if first > around.start else "", "…" if last < around.end else "")
        return " ".join(f"{cut[0]}{before}[{span.of(self.text)}]{after}{cut[1]}".split())
