"""Rows: a resolved document as the tuples that go into the tables, in the order of the tables' references."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from math import isfinite
from pathlib import PurePath

from claims.errors import RejectedInput
from claims.inputs import decimal_text
from claims.resolution.records import CommitmentRecord, NumericRecord, ResolvedDocument, StatementRecord
from claims.store.databases.database import Value
from claims.terms import Origin, Review

Row = tuple[Value, ...]
Record = StatementRecord | CommitmentRecord | NumericRecord

EVIDENCE = ("key", "span_start", "span_end", "text", "extractor", "source_id", "origin", "review")
DETAILS = ("title", "publisher", "agency", "reporter", "editor", "url", "language", "place", "event_on", "event_on_basis", "published_on")
COLUMNS: dict[str, tuple[str, ...]] = {
    "sources": ("source_id", "sha256", "file_name", "loaded_at", "media_type", "encoding", "text", *DETAILS),
    "statements": (
        *("statement_id", "speaker_id", "content_start", "content_end", "cue_start", "cue_end", "speaker_mention"),
        *("quotation", "attribution", "said_on", "via", "language", *EVIDENCE),
    ),
    "statement_acts": ("statement_id", "act"),
    "statement_addressees": ("statement_id", "speaker_id"),
    "statement_topics": ("statement_id", "topic"),
    "commitments": (
        *("commitment_id", "statement_id", "cue_start", "cue_end", "cue", "action", "strength"),
        *("announced_on", "due_on", "due_precision", "due_basis", "period", "condition", *EVIDENCE),
    ),
    "commitment_parties": ("commitment_id", "party_id", "role"),
    "commitment_topics": ("commitment_id", "topic"),
    "numeric_claims": (
        *("numeric_claim_id", "statement_id", "commitment_id", "value", "upper_value", "value_number"),
        *("unit", "kind", "comparator", "metric", "as_of", "period", *EVIDENCE),
    ),
}
STATED = (str(Origin.EXTRACTED), str(Review.PROPOSED))


@dataclass(frozen=True, slots=True)
class Names:
    """The ids of the speakers and parties that one document names."""

    speakers: Mapping[str, int]
    parties: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Placed:
    """A document, the id of its source, and the ids of the records that an earlier reading left there, by key."""

    source: int
    document: ResolvedDocument
    earlier: Mapping[str, int] = field(default_factory=dict)

    def evidence(self, record: Record) -> Row:
        """Return the values of the columns EVIDENCE."""
        return (record.key, record.span.start, record.span.end, record.text, self.document.extractor, self.source, *STATED)


@dataclass
class Rows:
    """The rows of one transaction. `ids` gives the next free id of each table of records."""

    ids: Mapping[str, Iterator[int]]
    tables: dict[str, list[Row]] = field(default_factory=lambda: {table: [] for table in COLUMNS})

    def add_source(self, identifier: int, document: ResolvedDocument, loaded_at: str) -> None:
        """Add the source itself."""
        read = document.document
        name = printable(PurePath(read.path).name) or None
        head = (identifier, read.sha256, name, loaded_at, read.media_type, read.encoding, read.text)
        self.tables["sources"].append(head + details(document))

    def add_records(self, placed: Placed, names: Names) -> None:
        """Add the statements, commitments and numeric claims; what was stored before under the same key keeps its number."""
        statements = [self._add_statement(placed, names, record) for record in placed.document.statements]
        commitments = [self._add_commitment(placed, names, record, statements) for record in placed.document.commitments]
        for record in placed.document.numeric_claims:
            self._add_numeric_claim(placed, record, statements, commitments)

    def _identifier(self, table: str, key: str, earlier: Mapping[str, int]) -> int:
        stored = earlier.get(key)
        return next(self.ids[table]) if stored is None else stored

    def _add_statement(self, placed: Placed, names: Names, record: StatementRecord) -> int:
        identifier = self._identifier("statements", record.key, placed.earlier)
        content = record.content
        cue = (None, None) if record.cue is None else (record.cue.start, record.cue.end)
        self.tables["statements"].append(
            (
                *(identifier, names.speakers[record.speaker], content.start, content.end, *cue, record.speaker_mention),
                *(str(record.quotation), str(record.attribution), day(record.said_on), record.via, placed.document.source.language),
                *placed.evidence(record),
            )
        )
        self.tables["statement_acts"] += [(identifier, act) for act in dict.fromkeys(map(str, record.acts))]
        addressees = dict.fromkeys(names.speakers[name] for name in record.addressees)
        self.tables["statement_addressees"] += [(identifier, addressee) for addressee in addressees]
        self.tables["statement_topics"] += [(identifier, topic) for topic in dict.fromkeys(record.topics)]
        return identifier

    def _add_commitment(self, placed: Placed, names: Names, record: CommitmentRecord, statements: list[int]) -> int:
        identifier = self._identifier("commitments", record.key, placed.earlier)
        statement = None if record.statement is None else statements[record.statement]
        precision = None if record.due_precision is None else str(record.due_precision)
        self.tables["commitments"].append(
            (
                *(identifier, statement, record.cue_span.start, record.cue_span.end, record.cue, record.action, str(record.strength)),
                *(day(record.announced_on), day(record.due_on), precision, record.due_basis, record.period, record.condition),
                *placed.evidence(record),
            )
        )
        parties = dict.fromkeys((names.parties[name], str(role)) for name, role in record.parties)
        self.tables["commitment_parties"] += [(identifier, party, role) for party, role in parties]
        self.tables["commitment_topics"] += [(identifier, topic) for topic in dict.fromkeys(record.topics)]
        return identifier

    def _add_numeric_claim(self, placed: Placed, record: NumericRecord, statements: list[int], commitments: list[int]) -> None:
        identifier = self._identifier("numeric_claims", record.key, placed.earlier)
        statement = None if record.statement is None else statements[record.statement]
        commitment = None if record.commitment is None else commitments[record.commitment]
        upper = None if record.upper_value is None else decimal_text(record.upper_value)
        self.tables["numeric_claims"].append(
            (
                *(identifier, statement, commitment, decimal_text(record.value), upper, float(record.value)),
                *(record.unit, str(record.kind), str(record.comparator), record.metric, record.as_of, record.period),
                *placed.evidence(record),
            )
        )


def details(document: ResolvedDocument) -> Row:
    """Return what the document tells of its origin, in the order of DETAILS."""
    told = (getattr(document.source, name) for name in DETAILS)
    return tuple(day(value) if isinstance(value, date) else value for value in told)


def printable(path: str) -> str:
    """Return a path as text that every database can keep: a byte that is not UTF-8 is written as its hexadecimal escape."""
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace").replace("\0", "\\x00")


def day(value: date | None) -> str | None:
    """Return an ISO day."""
    return None if value is None else value.isoformat()


def check_document(document: ResolvedDocument) -> None:
    """Raise RejectedInput, with the reason, for what no database can keep exactly: better before writing than in the middle."""
    text = document.document.text
    if "\0" in text:
        raise RejectedInput("the text holds a NUL character, which a text file does not; it may be another kind of file.")
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise RejectedInput(f"character {error.start} of the text is half of a surrogate pair; save the file as UTF-8.") from error
    records: tuple[Record, ...] = (*document.statements, *document.commitments, *document.numeric_claims)
    for record in records:
        if record.span.of(text) != record.text:
            raise RejectedInput(f"the evidence {record.text[:40]!r} does not stand at characters {record.span.start} to {record.span.end}.")
    for claim in document.numeric_claims:
        for value in (claim.value, claim.upper_value):
            if value is not None and not (value.is_finite() and isfinite(float(value))):
                raise RejectedInput(f"the number {claim.text[:40]!r} is beyond what can be kept; the greatest is about 1.8e308.")
    _check_names(document)


def _check_names(document: ResolvedDocument) -> None:
    speakers = {speaker.name for speaker in document.speakers}
    for statement in document.statements:
        for name in (statement.speaker, *statement.addressees):
            if name not in speakers:
                raise RejectedInput(f"a statement names the speaker {name!r}, whom the document does not list.")
    parties = {party.name for party in document.parties}
    for commitment in document.commitments:
        for name, _ in commitment.parties:
            if name not in parties:
                raise RejectedInput(f"a commitment names the party {name!r}, which the document does not list.")
