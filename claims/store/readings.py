"""Readings: the records of some sources as an extractor reads them, or as they stand, in one form that can be compared and told."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from claims.store.databases.database import Value
from claims.store.ledger.field_kinds import Field, Linked, Quoted, Referring
from claims.store.ledger.fields import FIELDS
from claims.store.ledger.rows import RECORDS
from claims.store.natural import plain
from claims.store.rows import COLUMNS, DETAILS
from claims.terms import RecordKind

Row = dict[str, Value]
Told = dict[str, Any]
"""One record by the names of its fields: texts, lists of texts, None; offsets as numbers; other records by key, names as they are."""

KINDS = (RecordKind.SOURCE, RecordKind.STATEMENT, RecordKind.COMMITMENT, RecordKind.NUMERIC_CLAIM)  # in the order of their references
KEYS = {kind: "sha256" if kind is RecordKind.SOURCE else "key" for kind in KINDS}
READ = {**COLUMNS, "sources": ("source_id", "sha256", *DETAILS)}  # what is compared; the text itself is never read anew
MOST = 10_000  # values a statement; both databases bind no more than some 32,000
PEOPLES = ("review", "event", "derived_from")  # fields that no extractor fills
PLACES = {RecordKind.SOURCE: ("event_on_basis",)} | dict.fromkeys(KINDS[1:], ("span_start", "span_end"))  # told beside the fields
TOLD: dict[RecordKind, list[Field]] = {kind: [each for each in FIELDS[kind].values() if each.name not in PEOPLES] for kind in KINDS}


@dataclass
class Reading:
    """Records by kind and number, each a row of its table; and the rows of their links, without the number, by table and number."""

    rows: dict[RecordKind, dict[int, Row]] = field(default_factory=lambda: {kind: {} for kind in KINDS})
    links: dict[str, dict[int, set[tuple[Value, ...]]]] = field(default_factory=dict)

    def key(self, kind: RecordKind, number: int) -> str:
        """Return the key of a record."""
        return str(self.rows[kind][number][KEYS[kind]])

    def linked(self, table: str, number: int) -> set[tuple[Value, ...]]:
        """Return the links of one record in one table."""
        return self.links.get(table, {}).get(number, set())

    def equals(self, other: "Reading", kind: RecordKind, number: int) -> bool:
        """Tell whether both give the same of a record, whoever read it."""
        mine, theirs = (reading.rows[kind][number] | {"extractor": None} for reading in (self, other))
        return mine == theirs and all(self.linked(links.name, number) == other.linked(links.name, number) for links in RECORDS[kind].links)


def reading_of(tables: Mapping[str, Iterable[tuple[Value, ...]]]) -> Reading:
    """Return rows that are ready to be inserted, by table in the order of COLUMNS, as a reading."""
    reading = Reading()
    for kind in KINDS:
        name = RECORDS[kind].table.name
        for values in tables.get(name, ()):
            reading.rows[kind][int(values[0] or 0)] = dict(zip(READ[name], values, strict=True))
        for links in RECORDS[kind].links:
            reading.links[links.name] = _grouped(tables.get(links.name, ()))
    return reading


def stored_reading(connection: sa.Connection, sources: Sequence[int]) -> Reading:
    """Return what stands of these sources, and hold it until the transaction ends, so that nobody changes it meanwhile."""
    tables: dict[str, list[tuple[Value, ...]]] = {}
    for kind in KINDS:
        records = RECORDS[kind]
        for part in parts(sources):
            ours = records.table.c.source_id.in_(part)
            tables.setdefault(records.table.name, []).extend(
                _rows(connection, sa.select(*_columns(records.table)).where(ours).with_for_update())
            )
            for links in records.links:
                query = sa.select(*_columns(links)).join(records.table, records.key == links.c[records.key.name]).where(ours)
                tables.setdefault(links.name, []).extend(_rows(connection, query))
    return reading_of(tables)


@dataclass(frozen=True, slots=True)
class Teller:
    """Tells records by the names of their fields: other records by their keys, speakers and parties by their names."""

    names: Mapping[str, Mapping[int, str]]
    """By the column that refers to it, the name or key of every record that is referred to."""

    def tell(self, reading: Reading, kind: RecordKind, number: int) -> Told:
        """Return one record of a reading."""
        row = reading.rows[kind][number]
        told: Told = {name: row[name] for name in PLACES[kind]}
        for each in TOLD[kind]:
            match each:
                case Quoted(name=name, start=start, end=end):
                    told |= {name: each.words(row), start: row[start], end: row[end]}
                case Referring(name=name, column=column):
                    told[name] = self._named(column.name, row[column.name])
                case Linked(name=name, table=table, column=column):
                    told[name] = sorted(str(self._named(column, value)) for value in _chosen(each, reading.linked(table.name, number)))
                case _:
                    told[each.name] = row[each.name]
        return told

    def _named(self, column: str, value: Value) -> Value:
        return self.names[column].get(int(value)) if column in self.names and value is not None else value


def parts(values: Sequence[Any]) -> Iterator[Sequence[Any]]:
    """Yield values in runs that one statement can bind."""
    for start in range(0, len(values), MOST):
        yield values[start : start + MOST]


def _chosen(field: Linked, links: Iterable[tuple[Value, ...]]) -> Iterator[Value]:
    """Yield the values of one field among the links of a record: of the parties, those with the field's role."""
    names = COLUMNS[field.table.name][1:]
    for link in links:
        values = dict(zip(names, link, strict=True))
        if all(values[column] == str(value) for column, value in field.fixed.items()):
            yield values[field.column]


def _columns(table: sa.Table) -> list[sa.Column[Any]]:
    return [table.c[name] for name in READ[table.name]]


def _rows(connection: sa.Connection, query: sa.Select[Any]) -> Iterator[tuple[Value, ...]]:
    for row in connection.execute(query):
        yield tuple(map(plain, row))


def _grouped(rows: Iterable[tuple[Value, ...]]) -> dict[int, set[tuple[Value, ...]]]:
    grouped: dict[int, set[tuple[Value, ...]]] = {}
    for number, *rest in rows:
        grouped.setdefault(int(number or 0), set()).add(tuple(rest))
    return grouped
