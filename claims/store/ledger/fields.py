"""Fields: what of each kind of record people may amend, how a written value is read, and how it is shown."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import partial
from typing import Any, Protocol

import sqlalchemy as sa

from claims.errors import UsageError
from claims.inputs import decimal_text, read_day, read_decimal, read_past_day, read_term, read_whole, require_text, unknown
from claims.references import Reference
from claims.store.ledger.lookups import find_party, find_record, find_speaker, find_unit
from claims.store.ledger.originals import why_not
from claims.store.ledger.rows import RECORDS, TABLES, Row
from claims.store.ledger.supporting import Supporting
from claims.store.models.base import Day, Exact, Term
from claims.terms import Act, DatePrecision, PartyRole, RecordKind

SCORES = ("-1", "0", "1")
AMENDED = "amended"  # what `due_basis` and `event_on_basis` say of a day that somebody wrote


class Field(Protocol):
    """One field of a kind of record, by the name that people write."""

    @property
    def name(self) -> str:
        """The name of the field."""

    def shown(self, connection: sa.Connection, row: Row) -> str | None:
        """Return the field's value as people see it; None where it is empty."""

    def columns(self, connection: sa.Connection, row: Row, value: str) -> dict[str, Any]:
        """Return the columns of the record's own table that a written value sets; UsageError says what would be right."""

    def write_links(self, connection: sa.Connection, row: Row, value: str) -> None:
        """Write the rows of other tables that the value sets."""


@dataclass(frozen=True, slots=True)
class Plain:
    """A field that is one column: a text, a day, a number, a term or an exact decimal."""

    column: sa.Column[Any]

    @property
    def name(self) -> str:
        """The column's name."""
        return self.column.name

    def shown(self, connection: sa.Connection, row: Row) -> str | None:
        """Return the value as text."""
        return shown_value(row[self.name])

    def columns(self, connection: sa.Connection, row: Row, value: str) -> dict[str, Any]:
        """Read the value by the column's type."""
        return {self.name: read_value(self.column, value)}

    def write_links(self, connection: sa.Connection, row: Row, value: str) -> None:
        """Write nothing: the column holds it all."""


@dataclass(frozen=True, slots=True)
class DueDay(Plain):
    """The day by which a commitment is due; a year or month stands for its last day."""

    def columns(self, connection: sa.Connection, row: Row, value: str) -> dict[str, Any]:
        """Set the day, how exact it is, and that somebody wrote it."""
        if not value.strip():
            return {self.name: None, "due_precision": None, "due_basis": None}
        precision = {4: DatePrecision.YEAR, 7: DatePrecision.MONTH}.get(len(value.strip()), DatePrecision.DAY)
        day = date.fromisoformat(read_day(self.name, value, last=True))
        return {self.name: day, "due_precision": precision, "due_basis": AMENDED}


@dataclass(frozen=True, slots=True)
class EventDay(Plain):
    """The day of a source's events."""

    def columns(self, connection: sa.Connection, row: Row, value: str) -> dict[str, Any]:
        """Set the day, and that somebody wrote it."""
        day = read_value(self.column, value)
        return {self.name: day, "event_on_basis": AMENDED if day else None}


@dataclass(frozen=True, slots=True)
class ExactValue(Plain):
    """The exact value of a numeric claim, with the number that sorts and sums."""

    def columns(self, connection: sa.Connection, row: Row, value: str) -> dict[str, Any]:
        """Set both."""
        exact = read_value(self.column, value)
        return {self.name: exact, "value_number": float(exact)}


@dataclass(frozen=True, slots=True)
class Checked(Plain):
    """A column that takes less than its type would."""

    read: Callable[[sa.Connection, str, str], Any]

    def columns(self, connection: sa.Connection, row: Row, value: str) -> dict[str, Any]:
        """Read the value more strictly than by the column's type."""
        return {self.name: self.read(connection, self.name, value)} if value.strip() else Plain.columns(self, connection, row, value)


@dataclass(frozen=True, slots=True)
class Referring:
    """A field that names another record; its column holds that one's number."""

    name: str
    column: sa.Column[Any]
    find: Callable[[sa.Connection, str, str], int]
    kind: RecordKind

    def shown(self, connection: sa.Connection, row: Row) -> str | None:
        """Return the other record's name, else its short name."""
        number = row[self.column.name]
        return None if number is None else name_of(connection, Reference(self.kind, number))

    def columns(self, connection: sa.Connection, row: Row, value: str) -> dict[str, Any]:
        """Look up the other record."""
        if not value.strip():
            if not self.column.nullable:
                raise UsageError(f"{self.name} cannot be empty.")
            return {self.column.name: None}
        return {self.column.name: self.find(connection, self.name, value)}

    def write_links(self, connection: sa.Connection, row: Row, value: str) -> None:
        """Write nothing: the column holds it all."""


@dataclass(frozen=True, slots=True)
class Quoted:
    """A field that is a run of the record's own evidence, written as the words themselves: the cue, or the attributed words."""

    name: str
    start: str
    end: str
    verbatim: str | None = None
    required: bool = True

    def shown(self, connection: sa.Connection, row: Row) -> str | None:
        """Return the words."""
        return self.words(row)

    def words(self, row: Row) -> str | None:
        """Return the words that a row points at, None where it points at none."""
        if row[self.start] is None:
            return None
        first = row["span_start"]
        return str(row["text"])[row[self.start] - first : row[self.end] - first]

    def columns(self, connection: sa.Connection, row: Row, value: str) -> dict[str, Any]:
        """Find the words in the evidence: they must stand there, once."""
        if not value.strip():
            if self.required:
                raise UsageError(f"{self.name} cannot be empty; write words of the evidence.")
            return {self.start: None, self.end: None}
        at = place_in(str(row["text"]), value, self.name, "evidence")
        start = row["span_start"] + at
        found: dict[str, Any] = {self.start: start, self.end: start + len(value)}
        return found | ({self.verbatim: value} if self.verbatim else {})

    def write_links(self, connection: sa.Connection, row: Row, value: str) -> None:
        """Write nothing: the columns hold it all."""


@dataclass(frozen=True, slots=True)
class Linked:
    """A field of several values, parted by semicolons, which are rows of another table: parties, acts, topics, aliases."""

    name: str
    table: sa.Table
    owner: str
    column: str
    find: Callable[[sa.Connection, str, str], Any]
    show: Callable[[sa.Connection, Any], str]
    fixed: Mapping[str, Any] = field(default_factory=dict)

    def shown(self, connection: sa.Connection, row: Row) -> str | None:
        """Return the values, in order, parted by semicolons."""
        return "; ".join(sorted(self.show(connection, value) for value in self._values(connection, row))) or None

    def columns(self, connection: sa.Connection, row: Row, value: str) -> dict[str, Any]:
        """Read the values, so that a wrong one is told before anything is written; the record's own columns stay."""
        self._read(connection, value)
        return {}

    def write_links(self, connection: sa.Connection, row: Row, value: str) -> None:
        """Delete the rows that are no longer wanted, and insert the new ones."""
        wanted, stored = self._read(connection, value), self._values(connection, row)
        gone = [value for value in stored if value not in wanted]
        if gone:
            connection.execute(sa.delete(self.table).where(*self._own(row), self.table.c[self.column].in_(gone)))
        rows = [{self.owner: self._number(row), self.column: value, **self.fixed} for value in wanted if value not in stored]
        if rows:
            connection.execute(sa.insert(self.table), rows)

    def _read(self, connection: sa.Connection, value: str) -> list[Any]:
        return list(dict.fromkeys(self.find(connection, self.name, part.strip()) for part in value.split(";") if part.strip()))

    def _values(self, connection: sa.Connection, row: Row) -> list[Any]:
        return list(connection.execute(sa.select(self.table.c[self.column]).where(*self._own(row))).scalars())

    def _own(self, row: Row) -> list[sa.ColumnElement[bool]]:
        fixed = [self.table.c[column] == value for column, value in self.fixed.items()]
        return [self.table.c[self.owner] == self._number(row), *fixed]

    def _number(self, row: Row) -> Any:
        (key,) = next(iter(self.table.c[self.owner].foreign_keys)).column.table.primary_key.columns
        return row[key.name]


@dataclass(frozen=True, slots=True)
class Original(Referring):
    """The source that another one copies or translates."""

    def columns(self, connection: sa.Connection, row: Row, value: str) -> dict[str, Any]:
        """Look it up: it must be another one, which is no copy of this one in its turn."""
        found = Referring.columns(self, connection, row, value)
        original, copy = found[self.column.name], row.get("source_id")
        fault = why_not(connection, copy, original) if copy is not None and original is not None else None
        if fault:
            raise UsageError(f"{self.name}: {fault}.")
        return found


def shown_value(value: Any) -> str | None:
    """Return a value of a column as people write it."""
    if value is None:
        return None
    if isinstance(value, Decimal):
        return decimal_text(value)
    return str(value)


def read_value(column: sa.Column[Any], value: str) -> Any:
    """Read a written value by the type of its column; an empty one clears a column that may be empty."""
    require_text(column.name, value)
    if not value.strip():
        if not column.nullable:
            raise UsageError(f"{column.name} cannot be empty.")
        return None
    match column.type:
        case Day():
            return date.fromisoformat(read_day(column.name, value))
        case Exact():
            return read_decimal(column.name, value)
        case Term(terms=terms):
            return terms(read_term(terms, column.name, value))
        case sa.Integer():
            return read_whole(column.name, value)
    return value.strip()


def read_score(_: sa.Connection, name: str, value: str) -> int:
    """Return the score of a verdict."""
    if value.strip() not in SCORES:
        raise UsageError(f"{name} takes {', '.join(SCORES[:-1])} or {SCORES[-1]}, not “{value}”.")
    return int(value)


def past_day(_: sa.Connection, name: str, value: str) -> date:
    """Return the day of something that has happened."""
    return read_past_day(name, value)


def place_in(text: str, words: str, name: str, what: str) -> int:
    """Return where `words` begin in `text`; UsageError unless they stand there exactly once."""
    at = text.find(words)
    if at < 0:
        raise UsageError(f"{name}: the {what} does not hold “{words}”. It must be copied as it stands there.")
    if text.find(words, at + 1) >= 0:
        raise UsageError(f"{name}: the {what} holds “{words}” more than once. Give more of the words around it.")
    return at


def name_of(connection: sa.Connection, reference: Reference) -> str:
    """Return the name of a speaker, party or event; of any other record the short name."""
    records = RECORDS[reference.kind]
    if "name" not in records.table.c:
        return str(reference)
    name = connection.execute(sa.select(records.table.c.name).where(records.key == reference.number)).scalar()
    return str(name)


def plain(kind: RecordKind, *names: str) -> list[Field]:
    """Return fields that are columns."""
    return [Plain(RECORDS[kind].table.c[name]) for name in names]


def record_field(name: str, column: sa.Column[Any], kind: RecordKind, make: type[Referring] = Referring) -> Referring:
    """Return a field that takes a short name."""

    def find(connection: sa.Connection, field: str, value: str) -> int:
        return find_record(connection, kind, field, value)

    return make(name, column, find, kind)


def term_list(name: str, table: sa.Table, owner: str, column: str, terms: type[StrEnum]) -> Linked:
    """Return a field of several terms."""
    return Linked(name, table, owner, column, lambda _, field, value: terms(read_term(terms, field, value)), lambda _, value: str(value))


def text_list(name: str, table: sa.Table, owner: str, column: str) -> Linked:
    """Return a field of several texts."""
    return Linked(name, table, owner, column, lambda _, __, value: value, lambda _, value: str(value))


def named_list(name: str, table: sa.Table, owner: str, column: str, kind: RecordKind, **fixed: Any) -> Linked:
    """Return a field of several speakers or parties."""
    find = find_speaker if kind is RecordKind.SPEAKER else find_party

    def show(connection: sa.Connection, value: Any) -> str:
        return name_of(connection, Reference(kind, value))

    return Linked(name, table, owner, column, find, show, fixed)


def _fields() -> dict[RecordKind, list[Field]]:
    kinds = RecordKind
    statements, commitments, numbers = TABLES["statements"].c, TABLES["commitments"].c, TABLES["numeric_claims"].c
    assessments, instalments = TABLES["assessments"].c, TABLES["instalments"].c
    parties = partial(named_list, table=TABLES["commitment_parties"], owner="commitment_id", column="party_id", kind=kinds.PARTY)
    return {
        kinds.STATEMENT: [
            Referring("speaker", statements.speaker_id, find_speaker, kinds.SPEAKER),
            Quoted("content", "content_start", "content_end"),
            Quoted("cue", "cue_start", "cue_end", required=False),
            *plain(kinds.STATEMENT, "speaker_mention", "quotation", "attribution", "said_on", "via", "language", "review"),
            record_field("event", statements.event_id, kinds.EVENT),
            term_list("acts", TABLES["statement_acts"], "statement_id", "act", Act),
            named_list("addressees", TABLES["statement_addressees"], "statement_id", "speaker_id", kinds.SPEAKER),
            text_list("topics", TABLES["statement_topics"], "statement_id", "topic"),
        ],
        kinds.COMMITMENT: [
            record_field("statement", commitments.statement_id, kinds.STATEMENT),
            Quoted("cue", "cue_start", "cue_end", "cue"),
            *plain(kinds.COMMITMENT, "action", "strength", "announced_on"),
            DueDay(commitments.due_on),
            *plain(kinds.COMMITMENT, "due_precision", "due_basis", "period", "condition", "review"),
            *(parties(name, role=role) for name, role in zip(PARTY_FIELDS, PartyRole, strict=True)),
            text_list("topics", TABLES["commitment_topics"], "commitment_id", "topic"),
        ],
        kinds.NUMERIC_CLAIM: [
            record_field("statement", numbers.statement_id, kinds.STATEMENT),
            record_field("commitment", numbers.commitment_id, kinds.COMMITMENT),
            ExactValue(numbers.value),
            *plain(kinds.NUMERIC_CLAIM, "upper_value", "unit", "kind", "comparator", "metric", "as_of", "period", "review"),
        ],
        kinds.SPEAKER: [
            *plain(kinds.SPEAKER, "name", "kind", "wikidata_id"),
            text_list("aliases", TABLES["aliases"], "speaker_id", "name"),
        ],
        kinds.PARTY: [
            *plain(kinds.PARTY, "name", "kind", "iso_code", "wikidata_id"),
            text_list("aliases", TABLES["aliases"], "party_id", "name"),
            named_list("members", TABLES["party_members"], "bloc_id", "member_id", kinds.PARTY),
        ],
        kinds.SOURCE: [
            *plain(kinds.SOURCE, "title", "publisher", "agency", "reporter", "editor", "language", "place", "url", "published_on"),
            EventDay(TABLES["sources"].c.event_on),
            record_field("derived_from", TABLES["sources"].c.derived_from_id, kinds.SOURCE, Original),
        ],
        kinds.ROLE: [
            Referring("speaker", TABLES["roles"].c.speaker_id, find_speaker, kinds.SPEAKER),
            Referring("party", TABLES["roles"].c.party_id, find_party, kinds.PARTY),
            *plain(kinds.ROLE, "title", "started_on", "ended_on"),
            record_field("source", TABLES["roles"].c.source_id, kinds.SOURCE),
        ],
        kinds.EVENT: [
            *plain(kinds.EVENT, "name", "kind", "place", "started_on", "ended_on"),
            named_list("parties", TABLES["event_parties"], "event_id", "party_id", kinds.PARTY),
        ],
        kinds.ASSESSMENT: [
            *plain(kinds.ASSESSMENT, "status"),
            Checked(assessments.score, read_score),
            Checked(assessments.assessed_on, past_day),
            *plain(kinds.ASSESSMENT, "assessor", "rubric"),
            Supporting("evidence"),
            *plain(kinds.ASSESSMENT, "note"),
        ],
        kinds.INSTALMENT: [
            *plain(kinds.INSTALMENT, "type", "value"),
            Checked(instalments.unit, find_unit),
            Checked(instalments.transacted_on, past_day),
            Referring("provider", instalments.provider_id, find_party, kinds.PARTY),
            Referring("receiver", instalments.receiver_id, find_party, kinds.PARTY),
            Supporting("evidence"),
            *plain(kinds.INSTALMENT, "note"),
        ],
    }


PARTY_FIELDS = ("committers", "counterparties", "beneficiaries", "implementers")  # in the order of PartyRole
FIELDS = {kind: {field.name: field for field in fields} for kind, fields in _fields().items()}
REVIEWED = tuple(kind for kind, fields in FIELDS.items() if "review" in fields)


def find_field(kind: RecordKind, name: str) -> Field:
    """Return the field of this name; UsageError names those there are."""
    fields = FIELDS[kind]
    if name not in fields:
        raise unknown(f"A {kind.value} has the fields {', '.join(fields)}; none is", name, fields)
    return fields[name]


def read_assignments(written: Sequence[str]) -> dict[str, str]:
    """Return field and value of each `field=value`; UsageError for another form, or a field that is given twice."""
    found: dict[str, str] = {}
    for text in written:
        name, sign, value = text.partition("=")
        name = name.strip().replace("-", "_")
        if not sign or not name:
            raise UsageError(f"Write field=value, such as due_on=2025-06-30, not “{text}”.")
        if name in found:
            raise UsageError(f"{name} is given twice; give it once, several values parted by semicolons.")
        require_text(name, value)
        found[name] = value
    return found
