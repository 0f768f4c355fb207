"""Kinds of field: how a written value of each is read, what it sets, and how it is shown."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Protocol

import sqlalchemy as sa

from claims.errors import UsageError
from claims.inputs import decimal_text, read_day, read_decimal, read_exact_day, read_term, read_whole, require_text
from claims.references import Reference
from claims.store.ledger.blocs import why_no_member
from claims.store.ledger.lookups import IDENTIFIERS, own_names, refuse_meant
from claims.store.ledger.originals import why_not
from claims.store.ledger.rows import RECORDS, TABLES, Row
from claims.store.models.base import Day, Exact, Term
from claims.terms import DatePrecision, RecordKind

AMENDED = "amended"  # what `due_basis` and `event_on_basis` say of a day that somebody wrote


class Field(Protocol):
    """One field of a kind of record, by the name that people write."""

    @property
    def name(self) -> str:
        """The name of the field."""

    def shown(self, connection: sa.Connection, row: Row) -> str | None:
        """Return the field's value as people see it; None where it is empty."""

    def read(self, connection: sa.Connection, row: Row, value: str) -> Any:
        """Return what a written value means for the record of which `row` is known; UsageError says what would be right."""

    def columns(self, row: Row, read: Any) -> dict[str, Any]:
        """Return the columns of the record's own table that a value sets which was read."""

    def write_links(self, connection: sa.Connection, row: Row, read: Any) -> None:
        """Write the rows of other tables that the value sets; `row` is the record as it stood."""


class Unlinked:
    """A field whose columns hold it all."""

    __slots__ = ()

    def write_links(self, connection: sa.Connection, row: Row, read: Any) -> None:
        """Write nothing."""


@dataclass(frozen=True, slots=True)
class Plain(Unlinked):
    """A field that is one column: a text, a day, a number, a term or an exact decimal."""

    column: sa.Column[Any]

    @property
    def name(self) -> str:
        """The column's name."""
        return self.column.name

    def shown(self, connection: sa.Connection, row: Row) -> str | None:
        """Return the value as text."""
        return shown_value(row[self.name])

    def read(self, connection: sa.Connection, row: Row, value: str) -> Any:
        """Read the value by the column's type."""
        return read_value(self.column, value)

    def columns(self, row: Row, read: Any) -> dict[str, Any]:
        """Set the column."""
        return {self.name: read}


@dataclass(frozen=True, slots=True)
class DueDay(Plain):
    """The day by which a commitment is due; a year or month stands for its last day."""

    def read(self, connection: sa.Connection, row: Row, value: str) -> Any:
        """Return the day, and how exact it is."""
        if not value.strip():
            return None, None
        precision = {4: DatePrecision.YEAR, 7: DatePrecision.MONTH}.get(len(value.strip()), DatePrecision.DAY)
        return date.fromisoformat(read_day(self.name, value, last=True)), precision

    def columns(self, row: Row, read: Any) -> dict[str, Any]:
        """Set both, and that somebody wrote it."""
        day, precision = read
        return with_what_follows(row, {self.name: day, "due_precision": precision}, {"due_basis": AMENDED if day else None})


@dataclass(frozen=True, slots=True)
class OfficeDay(Plain):
    """The first or the last day of an office; a year or month stands for all of it, from its first day to its last."""

    last: bool

    def read(self, connection: sa.Connection, row: Row, value: str) -> Any:
        """Return the day."""
        return date.fromisoformat(read_day(self.name, value, last=self.last)) if value.strip() else None


@dataclass(frozen=True, slots=True)
class EventDay(Plain):
    """The day of a source's events."""

    def columns(self, row: Row, read: Any) -> dict[str, Any]:
        """Set the day, and that somebody wrote it."""
        return with_what_follows(row, {self.name: read}, {"event_on_basis": AMENDED if read else None})


@dataclass(frozen=True, slots=True)
class ExactValue(Plain):
    """The exact value of a numeric claim, with the number that sorts and sums."""

    def columns(self, row: Row, read: Any) -> dict[str, Any]:
        """Set both."""
        return with_what_follows(row, {self.name: read}, {"value_number": float(read)})


@dataclass(frozen=True, slots=True)
class Checked(Plain):
    """A column that takes less than its type would."""

    check: Callable[[sa.Connection, str, str], Any]

    def read(self, connection: sa.Connection, row: Row, value: str) -> Any:
        """Read the value more strictly than by the column's type; the one that stands is right, however it came there."""
        stands = value.strip() == shown_value(row.get(self.name))
        return self.check(connection, self.name, value) if value.strip() and not stands else read_value(self.column, value)


@dataclass(frozen=True, slots=True)
class Name(Plain):
    """The name of a speaker or party. One that is given up stays as an alias, so that whatever bears it still means the same one."""

    owner: str

    def write_links(self, connection: sa.Connection, row: Row, read: Any) -> None:
        """Keep the name that stood there among the aliases, and the new one no more."""
        if row[self.name] == read:
            return
        aliases = TABLES["aliases"]
        own = aliases.c[self.owner] == row[self.owner]
        connection.execute(sa.delete(aliases).where(own, aliases.c.name == read))
        if connection.execute(sa.select(aliases.c.alias_id).where(own, aliases.c.name == row[self.name])).first() is None:
            connection.execute(sa.insert(aliases).values({self.owner: row[self.owner], "name": row[self.name]}))


@dataclass(frozen=True, slots=True)
class Referring(Unlinked):
    """A field that names another record; its column holds that one's number."""

    name: str
    column: sa.Column[Any]
    find: Callable[[sa.Connection, str, str], int]
    kind: RecordKind

    def shown(self, connection: sa.Connection, row: Row) -> str | None:
        """Return the other record's name, else its short name."""
        number = row[self.column.name]
        return None if number is None else name_of(connection, Reference(self.kind, number))

    def read(self, connection: sa.Connection, row: Row, value: str) -> Any:
        """Look up the other record."""
        if value.strip():
            return self.find(connection, self.name, value)
        if not self.column.nullable:
            raise UsageError(f"{self.name} cannot be empty.")
        return None

    def columns(self, row: Row, read: Any) -> dict[str, Any]:
        """Set the column."""
        return {self.column.name: read}


@dataclass(frozen=True, slots=True)
class Original(Referring):
    """The source that another one copies or translates."""

    def read(self, connection: sa.Connection, row: Row, value: str) -> Any:
        """Look it up: it must be another one, which is no copy of this one in its turn."""
        original, copy = Referring.read(self, connection, row, value), row.get("source_id")
        fault = why_not(connection, copy, original) if copy is not None and original is not None else None
        if fault:
            raise UsageError(f"{self.name}: {fault}.")
        return original


@dataclass(frozen=True, slots=True)
class Quoted(Unlinked):
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

    def read(self, connection: sa.Connection, row: Row, value: str) -> Any:
        """Return where the words stand in the source, and the words: the evidence must hold them, once."""
        if value.strip():
            start = row["span_start"] + place_in(str(row["text"]), value, self.name, "evidence")
            return start, start + len(value), value
        if self.required:
            raise UsageError(f"{self.name} cannot be empty; write words of the evidence.")
        return None, None, None

    def columns(self, row: Row, read: Any) -> dict[str, Any]:
        """Set their place, and the words themselves where a column holds them."""
        start, end, words = read
        return {self.start: start, self.end: end} | ({self.verbatim: words} if self.verbatim else {})


@dataclass(frozen=True, slots=True)
class Linked:
    """A field of several values, parted by semicolons, which are rows of another table: parties, acts, topics, aliases."""

    name: str
    table: sa.Table
    owner: str
    column: str
    find: Callable[[sa.Connection, str, Sequence[str]], Sequence[Any]]
    show: Callable[[sa.Connection, Any], str]
    fixed: Mapping[str, Any] = field(default_factory=dict)

    def shown(self, connection: sa.Connection, row: Row) -> str | None:
        """Return the values, in order, parted by semicolons."""
        return "; ".join(sorted(self.show(connection, value) for value in self._values(connection, row))) or None

    def read(self, connection: sa.Connection, row: Row, value: str) -> Any:
        """Return the values, each once."""
        return list(dict.fromkeys(self.find(connection, self.name, [part.strip() for part in value.split(";") if part.strip()])))

    def columns(self, row: Row, read: Any) -> dict[str, Any]:
        """Set none: the values are rows of their own."""
        return {}

    def write_links(self, connection: sa.Connection, row: Row, read: Any) -> None:
        """Delete the rows that are no longer wanted, and insert the new ones."""
        stored = self._values(connection, row)
        gone = [value for value in stored if value not in read]
        if gone:
            connection.execute(sa.delete(self.table).where(*self._own(row), self.table.c[self.column].in_(gone)))
        rows = [{self.owner: self._number(row), self.column: value, **self.fixed} for value in read if value not in stored]
        if rows:
            connection.execute(sa.insert(self.table), rows)

    def _values(self, connection: sa.Connection, row: Row) -> list[Any]:
        return list(connection.execute(sa.select(self.table.c[self.column]).where(*self._own(row))).scalars())

    def _own(self, row: Row) -> list[sa.ColumnElement[bool]]:
        fixed = [self.table.c[column] == value for column, value in self.fixed.items()]
        return [self.table.c[self.owner] == self._number(row), *fixed]

    def _number(self, row: Row) -> Any:
        (key,) = next(iter(self.table.c[self.owner].foreign_keys)).column.table.primary_key.columns
        return row[key.name]


@dataclass(frozen=True, slots=True)
class Aliases(Linked):
    """The other names of a speaker or party; none is the own name, or a code, of another one, for that one is always meant by it."""

    def read(self, connection: sa.Connection, row: Row, value: str) -> Any:
        """Return the names; UsageError where another one is meant by one that is new."""
        names = Linked.read(self, connection, row, value)
        fresh = [name for name in names if name not in self._standing(connection, row)]
        if fresh:
            kind = next(kind for kind in IDENTIFIERS if RECORDS[kind].key.name == self.owner)
            refuse_meant(kind, row.get("same_as_id") or row.get(self.owner), fresh, own_names(connection, kind, fresh))
        return names

    def _standing(self, connection: sa.Connection, row: Row) -> list[Any]:
        return self._values(connection, row) if self.owner in row else []


@dataclass(frozen=True, slots=True)
class Members(Linked):
    """The members of a bloc; it is none of its own, over however many others."""

    def read(self, connection: sa.Connection, row: Row, value: str) -> Any:
        """Return the members; UsageError where the bloc would come to be its own."""
        members = Linked.read(self, connection, row, value)
        fault = why_no_member(connection, row["party_id"], members) if "party_id" in row else None
        if fault:
            raise UsageError(f"{self.name}: {fault}.")
        return members


def with_what_follows(row: Row, own: Mapping[str, Any], following: Mapping[str, Any]) -> dict[str, Any]:
    """Return columns with those that follow from them; where they stand so already, what follows stays as it is, too."""
    if all(name in row and row[name] == value for name, value in own.items()):
        return {}
    return {**own, **following}


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
            return read_exact_day(column.name, value)
        case Exact():
            return read_decimal(column.name, value)
        case Term(terms=terms):
            return terms(read_term(terms, column.name, value))
        case sa.Integer():
            return read_whole(column.name, value)
    return value.strip()


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
