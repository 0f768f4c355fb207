"""Source details: what a document's own text tells of its origin and of the day on which its main statements were made."""

import re
from datetime import date, timedelta

from claims.documents.document import Document, Span
from claims.extraction.candidates import DateMention, SourceDetails
from claims.extraction.finders.layout import Layout
from claims.extraction.lexicon import Lexicon

YEAR = re.compile(r"\b(?:19|20)\d\d\b")
OLDEST = 1900


def read_source(document: Document, layout: Layout, dates: list[DateMention], lexicon: Lexicon) -> SourceDetails:
    """Return the document's details; what the text does not tell stays None."""
    agencies = {name.lower(): name for name in lexicon["layout"]["agencies"]}
    reporter: str | None = layout.bylines.get("reporter")
    editor: str | None = layout.bylines.get("editor")
    publisher: str | None = layout.medium
    agency: str | None = layout.tag
    if publisher is not None and publisher.lower() in agencies:
        agency, publisher = agencies[publisher.lower()], None
    if reporter is not None and reporter.lower() in agencies:
        agency, reporter = agencies[reporter.lower()], None
    year = None
    if layout.copyright is not None:
        found = YEAR.search(layout.copyright)
        year = int(found.group()) if found else None
        publisher = publisher or YEAR.sub("", layout.copyright).strip(" ,.") or None
    event_on, basis = _event(layout, dates, document.read_on, year)
    return SourceDetails(
        language=lexicon.code,
        title=layout.title.of(document.text) if layout.title else None,
        publisher=publisher,
        agency=agency,
        reporter=reporter,
        editor=editor,
        place=layout.place.title() if layout.place and layout.place.isupper() else layout.place,
        event_on=event_on,
        event_on_basis=basis,
        body=tuple(layout.paragraphs),
    )


def _event(layout: Layout, dates: list[DateMention], read_on: date | None, year: int | None) -> tuple[date | None, str | None]:
    """Return the day of the events: the first weekday with a date in the text, a date in the dateline, or a date that stands alone."""
    inside = [d for d in dates if d.bound is None and d.day is not None and d.month is not None]
    for mention in inside:
        if mention.weekday is not None and _in_text(mention.span, layout):
            day, how = _settle(mention, read_on, year)
            if day is not None:
                return day, how
    for mention in inside:
        if layout.dateline is not None and layout.dateline.holds(mention.span):
            return _settle(mention, read_on, year)
    for mention in inside:
        if any(line.holds(mention.span) for line in layout.date_lines):
            return _settle(mention, read_on, year)
    return None, None


def _in_text(span: Span, layout: Layout) -> bool:
    return any(paragraph.holds(span) for paragraph in layout.paragraphs)


def _settle(mention: DateMention, read_on: date | None, year: int | None) -> tuple[date | None, str | None]:
    """Return the day that a mention stands for, and how it was found.

    Without a year: the latest year, not after the day of reading nor the printed year of publication, that fits the weekday.
    """
    if mention.month is None or mention.day is None:
        return None, None
    if mention.year is not None:
        return date(mention.year, mention.month, mention.day), "printed in full"
    newest = year if year is not None else (read_on.year if read_on is not None else None)
    if newest is None:
        return None, None
    for candidate in range(newest, max(OLDEST, newest - 28), -1):
        try:
            day = date(candidate, mention.month, mention.day)
        except ValueError:
            continue
        if read_on is not None and day > read_on + timedelta(days=1):
            continue
        if mention.weekday is None or day.weekday() == mention.weekday:
            return day, "weekday and day; year of publication printed" if year is not None else "weekday and day; latest year that fits"
    return None, None
