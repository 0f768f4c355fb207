"""A document as read, and the spans that point into it."""

from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import NamedTuple


class Span(NamedTuple):  # made so often that a data class, three times slower to make, is felt
    """A half-open run of characters `[start, end)`; offsets are Unicode code points into a document's text."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """Return the characters of `text` that the span covers."""
        return text[self.start : self.end]

    def overlaps(self, other: "Span") -> bool:
        """Tell whether the two spans share a character."""
        return self.start < other.end and other.start < self.end

    def holds(self, other: "Span") -> bool:
        """Tell whether `other` lies wholly inside this span."""
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True)
class PrintedDetails:
    """What a file tells of its origin beside its text, as a web page does in its head; None where it tells nothing.

    `agency` is an organisation that is named as the author and is not the publisher; several reporters are joined by commas.
    `published_on` is the day in the time zone that is printed with it. `language` is what the page declares (an ISO 639 code), which
    templates often get wrong.
    """

    title: str | None = None
    publisher: str | None = None
    agency: str | None = None
    reporter: str | None = None
    editor: str | None = None
    url: str | None = None
    published_on: date | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """One text as it was decoded, unchanged; of a web page, the text of its article.

    `path` is the name it was read under, `text` the characters that all offsets count, `encoding` how they were decoded,
    `media_type` what the file was, `language` a declared language code or None (to be recognised).
    `read_on` is the day it was read: no date in it can lie after that day. `printed` is what the file tells beside its text.
    """

    path: str
    text: str
    encoding: str = "utf-8"
    media_type: str = "text/plain"
    language: str | None = None
    read_on: date | None = None
    printed: PrintedDetails | None = None

    @property
    def sha256(self) -> str:
        """The hexadecimal digest of the text in UTF-8: the document's identity."""
        return sha256(self.text.encode("utf-8")).hexdigest()
