"""Spans without the white space at their ends."""

from claims.documents.document import Span


def trimmed(text: str, start: int, end: int) -> Span:
    """Return the span of a text without white space at either end; of nothing but white space, an empty one."""
    words = text[start:end].lstrip()
    start = end - len(words)
    return Span(start, start + len(words.rstrip()))
