"""Stored texts, to be read again: the documents as they were at loading, without their files."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from claims.documents.document import Document, PrintedDetails
from claims.documents.files import RejectedFile
from claims.references import name
from claims.store.access import Reader
from claims.terms import Origin, RecordKind
from claims.views.binding import Conditions
from claims.views.names import source_clause
from claims.views.selection import Row, rows_of

AT_ONCE = 50  # texts in memory
PLAIN = "text/plain"
PRINTED = ("title", "publisher", "agency", "reporter", "editor", "url")
TEXTS = f"""
    SELECT source_id, text, encoding, media_type, language, loaded_at, published_on, {", ".join(PRINTED)} FROM sources
    WHERE source_id IN {{ids}}
"""


@dataclass(frozen=True, slots=True)
class StoredText:
    """One source as it is stored: its number, its short name, and the digest of its text."""

    source_id: int
    name: str
    sha256: str


def find_texts(reader: Reader, sources: Sequence[str] = ()) -> list[StoredText]:
    """Return the sources that the names mean (publisher, agency, file, title, `src1`); of all, those that an extractor is to read.

    Those are not sources whose records people wrote in files of their own. UsageError for a name that there is not.
    """
    where = Conditions()
    if sources:
        where.clauses.append(" OR ".join(source_clause(reader, source, where.bind) for source in sources))
    else:
        where.clauses.append(f"NOT ({_gave(Origin.RECORDED)}) OR {_gave(Origin.EXTRACTED)}")
    rows = reader.rows(f"SELECT source_id, sha256 FROM sources WHERE {where.sql} ORDER BY source_id", where.values)
    return [StoredText(row["source_id"], name(RecordKind.SOURCE, row["source_id"]), row["sha256"]) for row in rows]


def read_texts(reader: Reader, texts: Sequence[StoredText], language: str | None = None) -> Iterator[Document | RejectedFile]:
    """Yield the documents as they were when they were loaded, in this order, or why one cannot be read; a few at a time.

    `language` takes the place of the one that is stored.
    """
    for start in range(0, len(texts), AT_ONCE):
        part = texts[start : start + AT_ONCE]
        rows = {row["source_id"]: row for row in rows_of(reader, TEXTS, [text.source_id for text in part])}
        for text in part:
            row = rows.get(text.source_id)
            yield _document(text, row, language) if row is not None else RejectedFile(text.name, "it was withdrawn just now.")


def _document(text: StoredText, row: Row, language: str | None) -> Document | RejectedFile:
    """Return one document; the head of a web page is not kept, but what it told is."""
    printed = None
    if row["media_type"] != PLAIN:
        published = date.fromisoformat(row["published_on"]) if row["published_on"] else None
        printed = PrintedDetails(**{field: row[field] for field in PRINTED}, published_on=published)
    read_on = datetime.fromisoformat(row["loaded_at"]).astimezone().date()
    document = Document(text.name, row["text"], row["encoding"], row["media_type"], language or row["language"], read_on, printed)
    if document.sha256 != text.sha256:
        return RejectedFile(text.name, "the stored text is not the one its sha256 was made of; `claims verify` says more.")
    return document


def _gave(origin: Origin) -> str:
    """Return the condition that a source has a record of this origin."""
    tables = ("statements", "commitments", "numeric_claims")
    return " OR ".join(f"source_id IN (SELECT source_id FROM {table} WHERE origin = '{origin}')" for table in tables)
