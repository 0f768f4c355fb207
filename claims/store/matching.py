"""Matching: which rows of an export a database holds already, and which it does not take, since people here decided otherwise."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from claims.references import Reference
from claims.store.exports import Line
from claims.store.ledger.judging import JUDGED, read_judged
from claims.store.models.base import Json
from claims.store.natural import TABLES, References, mark, plain
from claims.store.session import PROGRAM
from claims.store.shapes import SHAPES
from claims.store.touched import IDENTITY, withdrawn
from claims.terms import Judgement, RecordKind, Relation

# How a text came here and when it was read anew, not what it says.
NO_CLASH = {"loaded_at", "retrieved_at", "file_name", "media_type", "encoding", "found_at"}
NOUNS = {"aliases": "name", "roles": "office", "party_members": "member", "assessments": "verdict", "instalments": "payment"}
ENDS = {"left_id", "right_id"}

Columns = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Incoming:
    """One row of an export: its line, its columns as the table takes them, and how many rows of its identity the file has up to it."""

    line: Line
    row: dict[str, Any]
    repeat: int


class Holdings:
    """The rows that stood before an export came, and what people here had decided about them."""

    def __init__(self, connection: sa.Connection, references: References, *, empty: bool) -> None:
        self._connection = connection
        self._references = references
        self._left: dict[str, dict[tuple[Any, ...], list[int]]] = {}
        self._empty = empty
        self._withdrawn = {} if empty else {table: withdrawn(connection, table) for table in IDENTITY}
        self._judged = {} if empty else {kind: read_judged(connection, kind) for kind in JUDGED}

    def candidates(self, table: str, rows: Sequence[Columns]) -> list[list[int]]:
        """Return the numbers of the rows that each row may be: those of its identity that no other row of the export is yet."""
        shape = SHAPES[table]
        if self._empty:
            return [[] for _ in rows]
        if shape.named:
            names = [row[shape.identity[0]] for row in rows]
            found = self._references.numbers(table, names)
            return [[found[mark(name)]] if mark(name) in found else [] for name in names]
        left = self._unmatched(table)
        return [left.setdefault(_identity(table, row), []) for row in rows]

    def rows(self, table: str, numbers: Iterable[int]) -> dict[int, Columns]:
        """Return stored rows by number, their values as an export's are read."""
        (key,) = SHAPES[table].key
        wanted = sorted(set(numbers))
        if not wanted:
            return {}
        rows = self._connection.execute(sa.select(TABLES[table]).where(TABLES[table].c[key].in_(wanted))).mappings()
        return {row[key]: {name: plain(value) for name, value in row.items()} for row in rows}

    def refusal(self, table: str, row: Columns) -> str | None:
        """Return why a row that does not stand here is left out; None where it is taken."""
        if table in self._withdrawn and tuple(row[name] for name in IDENTITY[table]) in self._withdrawn[table]:
            return f"this {NOUNS.get(table, 'record')} was withdrawn here, and stays so."
        if table == "relations" and _joins(row) and (kind := RecordKind(row["kind"])) in self._judged:
            apart = self._judged[kind].parted(row["left_id"], row["right_id"])
            if apart is not None:
                return f"{' and '.join(str(Reference(kind, each)) for each in apart)} were judged not to be the same here; left out."
            self._judged[kind].rows.append(row)
        return None

    def _unmatched(self, table: str) -> dict[tuple[Any, ...], list[int]]:
        if table not in self._left:
            shape, left = SHAPES[table], dict[tuple[Any, ...], list[int]]()
            columns = [TABLES[table].c[name] for name in (*shape.key, *shape.identity)]
            for number, *values in self._connection.execute(sa.select(*columns).order_by(columns[0])):
                row = dict(zip(shape.identity, map(plain, values), strict=True))
                left.setdefault(_identity(table, row), []).append(number)
            self._left[table] = left
        return self._left[table]


def differing(table: str, row: Columns, stored: Columns) -> list[str]:
    """Return the columns in which a row of an export and one that stands here do not agree."""
    columns, skipped = TABLES[table].columns, NO_CLASH | set(SHAPES[table].later)
    if table == "relations" and not (_joins(row) and _joins(stored)):
        skipped |= ENDS  # which of two stays is said by those alone who say that they are one
    if table == "relations" and row["judged_by"] == stored["judged_by"] == PROGRAM:
        skipped |= {"judged_at"}  # the program finds the same whenever it looks
    return [name for name, value in row.items() if name not in skipped and not _same(columns[name], value, stored[name])]


def _identity(table: str, row: Columns) -> tuple[Any, ...]:
    """Return what makes a row the same row in every database; two who are the same are so in both directions."""
    identity = tuple(row[name] for name in SHAPES[table].identity)
    if table == "relations" and row["relation"] == Relation.SAME_AS:
        return row["kind"], *sorted((row["left_id"], row["right_id"])), row["relation"]
    return identity


def _joins(row: Columns) -> bool:
    return bool(row["relation"] == Relation.SAME_AS and row["judgement"] == Judgement.POSITIVE)


def _same(column: sa.Column[Any], value: Any, stored: Any) -> bool:
    if isinstance(column.type, Json) and value is not None and stored is not None:
        return bool(json.loads(value) == (json.loads(stored) if isinstance(stored, str) else stored))
    return bool(value == stored)
