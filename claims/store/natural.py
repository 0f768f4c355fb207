"""Natural references read: the numbers that rows have in this database, and values as its columns take them."""

import json
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from math import isfinite
from typing import Any

import sqlalchemy as sa

from claims.inputs import decimal_text
from claims.store.databases.database import Database
from claims.store.models import Base
from claims.store.models.base import Day, Exact, Instant, Json, Term, instant_text
from claims.store.shapes import KIND_TABLES, REAL_COLUMNS, SHAPES, Shape

TABLES = Base.metadata.tables
BATCH = 500


class References:
    """The rows of one database by natural reference, while an export goes into it; `empty` says that nothing was there before."""

    def __init__(self, database: Database, connection: sa.Connection, *, empty: bool) -> None:
        self._database = database
        self._connection = connection
        self.empty = empty
        self._index: dict[str, dict[tuple[Any, ...], int]] = {}
        self._gone: dict[tuple[str, int], int] = {}

    def numbers(self, table: str, references: Sequence[Any]) -> dict[str, int]:
        """Return the numbers of rows by the marks of their natural references; those that are not there are left out."""
        shape = SHAPES[table]
        found: dict[str, int] = {}
        names: list[Any] = []
        listed: list[list[Any]] = []
        for reference in references:
            if isinstance(reference, dict):
                if not self.empty:
                    continue  # whatever was withdrawn elsewhere is unknown here
                found[mark(reference)] = self._number_gone(table, int(reference["gone"]))
            elif shape.named:
                names.append(reference)
            else:
                listed.append(list(reference))
        if names:
            (key,) = shape.key
            identity = TABLES[table].c[shape.identity[0]]
            unique = list(dict.fromkeys(map(str, names)))
            for start in range(0, len(unique), BATCH):
                query = sa.select(identity, TABLES[table].c[key]).where(identity.in_(unique[start : start + BATCH]))
                found |= {mark(name): number for name, number in self._connection.execute(query)}
        if listed:
            index, width = self.index_of(table), len(shape.identity)
            for reference, values in zip(listed, self.identities(table, shape, listed), strict=True):
                repeat = int(reference[width]) if len(reference) > width else 1
                if values is not None and (number := index.get((*values, repeat))) is not None:
                    found[mark(reference)] = number
        return found

    def identities(self, table: str, shape: Shape, references: Sequence[Sequence[Any]]) -> list[tuple[Any, ...] | None]:
        """Return identities in the numbers of this database; None where one refers to a row that is not there."""
        columns = [TABLES[table].c[name] for name in shape.identity]
        kinds = [
            reference[shape.identity.index("kind")] if shape.of_kind and "kind" in shape.identity else None for reference in references
        ]
        wanted: dict[str, list[Any]] = {}
        for reference, kind in zip(references, kinds, strict=True):
            for column, value in zip(columns, reference, strict=False):
                target = target_of(shape, column.name, kind)
                if target and value is not None:
                    wanted.setdefault(target, []).append(value)
        numbers = {target: self.numbers(target, values) for target, values in wanted.items()}
        result: list[tuple[Any, ...] | None] = []
        for reference, kind in zip(references, kinds, strict=True):
            identity = []
            for column, value in zip(columns, reference, strict=False):
                target = target_of(shape, column.name, kind)
                identity.append(numbers[target].get(mark(value), -1) if target and value is not None else read_column(column, value))
            result.append(None if -1 in identity else tuple(identity))
        return result

    def index_of(self, table: str) -> dict[tuple[Any, ...], int]:
        """Return the numbers of the rows of an export by identity and repetition, in a table where several may agree in their identity."""
        return self._index.setdefault(table, {})

    def _number_gone(self, table: str, place: int) -> int:
        """Return a number that no row has or will have, the same for the same row."""
        if (table, place) not in self._gone:
            (number,) = self._database.reserve_ids(self._connection, TABLES[table], 1)
            self._database.retire_ids(self._connection, TABLES[table], number)
            self._gone[table, place] = number
        return self._gone[table, place]


def read_column(column: sa.Column[Any], value: Any) -> Any:
    """Return a value of an export as its column takes it in bulk; ValueError or TypeError for what no export holds."""
    if value is None:
        if not column.nullable:
            raise ValueError(f"{column.name} is empty")
        return None
    match column.type:
        case Json():
            return json.dumps(value, ensure_ascii=False)
        case Day():
            return date.fromisoformat(value).isoformat()
        case Instant():
            return instant_text(datetime.fromisoformat(value))
        case Exact():
            exact = Decimal(value)
            if not (exact.is_finite() and isfinite(float(exact))):
                raise ValueError(f"{column.name} is {value}")
            return decimal_text(exact)
        case Term(terms=terms):
            return terms(value).value
        case sa.Integer():
            if not isinstance(value, int) or isinstance(value, bool) or abs(value) >= 2**31:
                raise ValueError(f"{column.name} is {value}")
            return value
    if column.name in REAL_COLUMNS:
        if not isfinite(value):
            raise ValueError(f"{column.name} is {value}")
        return float(value)
    if not isinstance(value, str) or "\0" in value:
        raise ValueError(f"{column.name} is no text")
    value.encode()
    return value


def target_of(shape: Shape, column: str, kind: Any) -> str | None:
    """Return the table that a reference in a column names; None where the column holds none."""
    if column in shape.of_kind:
        return KIND_TABLES.get(kind)
    return shape.refers.get(column)


def mark(reference: Any) -> str:
    """Return a reference as a key of a dict."""
    return json.dumps(reference)


def plain(value: Any) -> Any:
    """Return a stored value as `read_column` writes it."""
    match value:
        case datetime():
            return instant_text(value)
        case date():
            return value.isoformat()
        case Decimal():
            return decimal_text(value)
    return str(value) if isinstance(value, str) else value
