"""Rows: the tables behind the short names, rows by number, and values as the history writes them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from claims.errors import NoSuchRecord
from claims.references import Reference
from claims.store.models import Base
from claims.store.models.base import Day, Exact, Instant, Json
from claims.terms import RecordKind

Row = Mapping[str, Any]
TABLES = Base.metadata.tables


@dataclass(frozen=True, slots=True)
class Records:
    """The table of one kind of record, and the tables of its links."""

    table: sa.Table
    links: tuple[sa.Table, ...] = ()

    @property
    def key(self) -> sa.Column[Any]:
        """The column that numbers the records."""
        (column,) = self.table.primary_key.columns
        return column

    def number_in(self, table: sa.Table) -> sa.Column[Any]:
        """Return the column of the records' own table, or of one of their links, that holds their number: the first one that may."""
        return next(column for column in table.columns if column is self.key or column.references(self.key))


RECORDS = {
    RecordKind.STATEMENT: Records(
        TABLES["statements"], (TABLES["statement_acts"], TABLES["statement_addressees"], TABLES["statement_topics"])
    ),
    RecordKind.COMMITMENT: Records(TABLES["commitments"], (TABLES["commitment_parties"], TABLES["commitment_topics"])),
    RecordKind.NUMERIC_CLAIM: Records(TABLES["numeric_claims"]),
    RecordKind.SPEAKER: Records(TABLES["speakers"], (TABLES["aliases"],)),
    RecordKind.PARTY: Records(TABLES["parties"], (TABLES["aliases"], TABLES["party_members"])),
    RecordKind.SOURCE: Records(TABLES["sources"]),
    RecordKind.ROLE: Records(TABLES["roles"]),
    RecordKind.EVENT: Records(TABLES["events"], (TABLES["event_parties"],)),
    RecordKind.ASSESSMENT: Records(TABLES["assessments"]),
    RecordKind.INSTALMENT: Records(TABLES["instalments"]),
}


def fetch(connection: sa.Connection, reference: Reference) -> Row:
    """Return a record's row and hold it until the transaction ends; NoSuchRecord where there is none."""
    records = RECORDS[reference.kind]
    query = sa.select(records.table).where(records.key == reference.number).with_for_update()
    row = connection.execute(query).mappings().one_or_none()
    if row is None:
        raise NoSuchRecord(f"There is no {reference.kind.value} {reference} in this database.")
    return dict(row)


def row_key(table: sa.Table, values: Row) -> str:
    """Return the key of a row as `changes` writes it: the primary key, joined by commas."""
    return ",".join(str(values[column.name]) for column in table.primary_key.columns)


def key_values(table: sa.Table, key: str) -> dict[str, Any]:
    """Return the columns of a key as `changes` writes it."""
    columns = list(table.primary_key.columns)
    parts = key.split(",", len(columns) - 1)
    return {column.name: _typed(column, part) for column, part in zip(columns, parts, strict=True)}


def key_after(table: sa.Table, change: Mapping[str, Any]) -> str:
    """Return the key of the row that a change left, which raw SQL may have changed."""
    return row_key(table, key_values(table, change["row_key"]) | read_json(change["new"]))


def at_key(table: sa.Table, key: str) -> sa.ColumnElement[bool]:
    """Return the condition that picks the row with this key."""
    return sa.and_(*(table.c[name] == value for name, value in key_values(table, key).items()))


def _typed(column: sa.Column[Any], text: str) -> Any:
    return int(text) if isinstance(column.type, sa.Integer) else text


def from_history(table: sa.Table, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return values that the history wrote as JSON, as the columns take them."""
    return {name: _from_json(table.columns[name], value) for name, value in values.items()}


def _from_json(column: sa.Column[Any], value: Any) -> Any:
    if value is None:
        return None
    match column.type:
        case Day():
            return date.fromisoformat(value)
        case Instant():
            return datetime.fromisoformat(value)
        case Exact():
            return Decimal(value)
        case sa.Float():  # a whole number is written without a point, and is then no float for Python, which compares the two exactly
            return float(value)
        case Json():
            return value if isinstance(value, str) else json.dumps(value)
    return value


def read_json(value: Any) -> dict[str, Any]:
    """Return the columns that `changes.old` or `changes.new` holds: text on SQLite, an object on PostgreSQL."""
    found = json.loads(value) if isinstance(value, str) else value
    return dict(found or {})
