"""Annotated documents: what people say that a text holds. One `NAME.gold.json` a document; each phrase is found again in its sentence.

A gold file is an object with `source` (`file`, the name of the text; `language`; where known also `publisher`, `agency`, `editor`, `place`,
`title`, `event_date`) and `sentences`, one object each, in order: `start`, `end` (code points, half-open), `text`, `speaker`,
`attribution`, `quote`, `acts`, `commitments` (`cue`, `committers`, `counterparties`, `strength`) and `numbers` (`text`, `value`, `unit`,
`comparator`, `kind`, `as_of`, `period`). Fields beyond these are left alone.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TypeVar

from claims.documents.document import Document, Span
from claims.documents.files import RejectedFile, has_shown_name, told
from claims.documents.reading import ANNOTATION, read_document
from claims.evaluation.fields import Field, read_fields, shown
from claims.terms import Act, Attribution, Comparator, QuantityKind, Quotation, Strength

# `all` is the heading of the figures over all languages.
LANGUAGE = re.compile(r"(?!all$)[a-z]{2,3}")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True, slots=True)
class AnnotatedCommitment:
    """A commitment of a sentence. `places` are the spans in the document where its cue may stand: one, if it is known which."""

    cue: str
    places: tuple[Span, ...]
    committers: tuple[str, ...]
    counterparties: tuple[str, ...]
    strength: Strength


@dataclass(frozen=True, slots=True)
class AnnotatedNumber:
    """A quantity of a sentence; a range is two of them, one for each bound. `places` as in AnnotatedCommitment."""

    text: str
    places: tuple[Span, ...]
    value: Decimal
    unit: str | None
    comparator: Comparator
    kind: QuantityKind
    as_of: str | None
    period: str | None


@dataclass(frozen=True, slots=True)
class AnnotatedSentence:
    """A sentence of the body; `speaker` None are the reporter's own words."""

    span: Span
    speaker: str | None
    attribution: Attribution | None
    quotation: Quotation | None
    acts: frozenset[Act]
    commitments: tuple[AnnotatedCommitment, ...]
    numbers: tuple[AnnotatedNumber, ...]


@dataclass(frozen=True, slots=True)
class AnnotatedDocument:
    """A document as read, with what people found in it. `source` holds texts by field name, None where there is nothing to find."""

    document: Document
    name: str
    language: str
    source: dict[str, str | None]
    sentences: tuple[AnnotatedSentence, ...]


Phrase = TypeVar("Phrase", AnnotatedCommitment, AnnotatedNumber)


def read_annotations(folder: Path, texts: Path | None = None) -> Iterator[AnnotatedDocument]:
    """Yield the annotated documents of a folder, by name; their texts lie in the folder `texts`, or beside them.

    RejectedFile (a RejectedInput) names the file and the place in it that is wrong.
    """
    try:
        files = sorted(path for path in folder.iterdir() if path.name.endswith(ANNOTATION))
    except OSError as error:
        raise told(folder, error) from None
    if not files:
        raise RejectedFile(folder, f"the folder holds no annotated documents; their names end in {ANNOTATION}.")
    for file in files:
        yield read_annotation(file, texts or folder)


def read_annotation(file: Path, texts: Path) -> AnnotatedDocument:
    """Return one annotated document, whose text lies in the folder `texts`; RejectedFile as for read_annotations."""
    root = read_fields(file)
    source = root.field("source")
    document = _document(source.field("file"), texts)
    language = source.field("language")
    if not LANGUAGE.fullmatch(language.text()):
        raise language.wrong(f"is {shown(language.value)}, not the code of a language, such as id or en.")
    details = {name: _text_of(source, name) for name in ("publisher", "agency", "editor", "place", "title", "event_date")}
    if details["event_date"] is not None and not _is_day(details["event_date"]):
        raise source.field("event_date").wrong(f"is {shown(details['event_date'])}, not a day written as YYYY-MM-DD.")
    sentences = tuple(_sentence(item, document.text) for item in root.field("sentences").items())
    return AnnotatedDocument(document, Path(document.path).name, language.text(), {**details, "language": language.text()}, sentences)


def _document(file: Field, texts: Path) -> Document:
    name = Path(file.text())
    if name.is_absolute() or ".." in name.parts or not has_shown_name(name):
        raise file.wrong(f"is {shown(file.value)}; it may only name a file inside the folder of texts.")
    try:
        return read_document(texts / name)
    except RejectedFile as error:
        raise file.wrong(f"is {shown(file.value)}, which cannot be used: {error}") from None


def _text_of(record: Field, name: str) -> str | None:
    found = record.optional(name)
    return found.text_or_none() if found else None


def _is_day(text: str) -> bool:
    try:
        return bool(DAY.fullmatch(text) and date.fromisoformat(text))
    except ValueError:
        return False


def _sentence(record: Field, text: str) -> AnnotatedSentence:
    span = Span(record.field("start").offset(), record.field("end").offset())
    if not span.start < span.end <= len(text):
        raise record.wrong(f"runs from {span.start} to {span.end}, which is no part of a text of {len(text)} characters.")
    words = record.field("text")
    if words.text() != span.of(text):
        raise words.wrong(f"is {shown(words.value)}, but at {span.start} to {span.end} the document has {shown(span.of(text))}.")
    numbers = [_number(item, text, span) for item in record.field("numbers").items()]
    # The bounds of a range share one phrase, so each sort of bound has its own count of it.
    upper = [number for number in numbers if number.comparator is Comparator.AT_MOST]
    lower = [number for number in numbers if number.comparator is not Comparator.AT_MOST]
    return AnnotatedSentence(
        span,
        record.field("speaker").text_or_none(),
        record.field("attribution").term_or_none(Attribution),
        record.field("quote").term_or_none(Quotation),
        frozenset(item.term(Act) for item in record.field("acts").items()),
        _settle([_commitment(item, text, span) for item in record.field("commitments").items()], lambda one: one.cue),
        _settle(upper, lambda one: one.text) + _settle(lower, lambda one: one.text),
    )


def _commitment(record: Field, text: str, sentence: Span) -> AnnotatedCommitment:
    return AnnotatedCommitment(
        record.field("cue").text(),
        _places(record.field("cue"), text, sentence),
        tuple(item.text() for item in record.field("committers").items()),
        tuple(item.text() for item in record.field("counterparties").items()),
        record.field("strength").term(Strength),
    )


def _number(record: Field, text: str, sentence: Span) -> AnnotatedNumber:
    return AnnotatedNumber(
        record.field("text").text(),
        _places(record.field("text"), text, sentence),
        _decimal(record.field("value")),
        record.field("unit").text_or_none(),
        record.field("comparator").term(Comparator, but=(Comparator.RANGE,)),
        record.field("kind").term(QuantityKind),
        record.field("as_of").text_or_none(),
        record.field("period").text_or_none(),
    )


def _decimal(field: Field) -> Decimal:
    try:
        if isinstance(field.value, str | int | float) and not isinstance(field.value, bool):
            value = Decimal(str(field.value))
            if value.is_finite():
                return value
    except InvalidOperation:
        pass
    raise field.wrong(f"is {shown(field.value)}, not a number in plain digits, such as 1500 or 2.5.")


def _places(phrase: Field, text: str, sentence: Span) -> tuple[Span, ...]:
    """Return where a phrase stands in its sentence: as whole words, or, if it never does, as a part of words."""
    words = re.escape(phrase.text())
    for pattern in (rf"(?<!\w){words}(?!\w)", words):
        found = re.finditer(pattern, sentence.of(text))
        if places := tuple(Span(sentence.start + match.start(), sentence.start + match.end()) for match in found):
            return places
    raise phrase.wrong(f"is {shown(phrase.value)}, which is not in its sentence as printed: {shown(sentence.of(text))}.")


def _settle(records: Sequence[Phrase], phrase_of: Callable[[Phrase], str]) -> tuple[Phrase, ...]:
    """Give the n-th record of a phrase its n-th place where there are as many of both, and put the records of a phrase together."""
    groups: dict[str, list[Phrase]] = {}
    for record in records:
        groups.setdefault(phrase_of(record), []).append(record)
    settled: list[Phrase] = []
    for group in groups.values():
        places = group[0].places
        if len(places) == len(group):
            settled += [replace(record, places=(place,)) for record, place in zip(group, places, strict=True)]
        else:
            settled += group
    return tuple(settled)
