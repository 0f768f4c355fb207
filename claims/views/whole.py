"""The whole database as lines of JSON: one object a row, which names other rows as every database knows them, never by number.

The first line says what it is, the last how many rows there are and the SHA-256 of all lines before it. Rows come in an order in which
they can be inserted, those of one table by number; a few hundred are held at a time, beside the names of what recurs.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from hashlib import sha256
from typing import Any

from claims.store.access import Reader
from claims.store.revision import HEAD
from claims.store.shapes import FORMAT, HISTORY, JSON_COLUMNS, KIND_TABLES, REAL_COLUMNS, SHAPES, Shape, natural_name
from claims.store.signatures import signing_load, signing_undo, told_of_undo
from claims.terms import RecordKind
from claims.views.selection import rows_of

Json = dict[str, Any]
BATCH = 500
CHANGE = ("of", "row", "operation", "old", "new", "changed_at", "changed_by", "reason", "load", "undo", "changeset")


def export_lines(reader: Reader, *, history: bool = False, spell: Callable[[str], str] = str) -> Iterator[str]:
    """Yield the lines of an export, each without its end; with `history` every change too. Read them inside a snapshot.

    `spell` may write characters of a line as JSON's escapes.
    """
    digest, rows = sha256(), 0
    for row in _objects(reader, history):
        line = spell(json.dumps(row, ensure_ascii=False, separators=(",", ":")))
        digest.update(f"{line}\n".encode())
        rows += "table" in row
        yield line
    yield json.dumps({"end": rows, "sha256": digest.hexdigest()}, separators=(",", ":"))


def export_tables(reader: Reader, *, history: bool = False) -> Iterator[tuple[str, list[Json]]]:
    """Yield batches of rows with the name of their table; every table at least once, so that an empty one is known, too."""
    writer = _Writer(reader)
    for table in SHAPES:
        yield table, []
        for rows in writer.rows(table):
            yield table, rows
    if history:
        yield HISTORY, []
        for changes in writer.changes():
            yield HISTORY, changes


def stored_rows(reader: Reader, table: str) -> Iterator[list[Json]]:
    """Yield the rows of a table, or of the history, as they are stored, in batches and in the order of their keys."""
    owner, numbered = ("change_id", True) if table == HISTORY else (SHAPES[table].key[0], SHAPES[table].numbered)
    after = 0
    if numbered:
        while rows := reader.rows(f"SELECT * FROM {table} WHERE {owner} > :after ORDER BY {owner} LIMIT {BATCH}", {"after": after}):
            yield rows
            after = rows[-1][owner]
        return
    while owners := reader.rows(
        f"SELECT DISTINCT {owner} AS id FROM {table} WHERE {owner} > :after ORDER BY {owner} LIMIT {BATCH}", {"after": after}
    ):
        last, order = owners[-1]["id"], ", ".join(SHAPES[table].key)
        between = f"SELECT * FROM {table} WHERE {owner} > :after AND {owner} <= :last ORDER BY {order}"
        yield reader.rows(between, {"after": after, "last": last})
        after = last


def columns_of(reader: Reader, table: str) -> list[str]:
    """Return the names of the values of a table's rows, in their order."""
    if table == HISTORY:
        return list(CHANGE)
    shape = SHAPES[table]
    columns = reader.table(f"SELECT * FROM {table} WHERE 1 = 0")[0]
    return sorted(natural_name(shape, column) for column in columns if not (shape.numbered and column == shape.key[0]))


def _objects(reader: Reader, history: bool) -> Iterator[Json]:
    yield {"claims": "export", "format": FORMAT, "schema": HEAD, "history": history}
    for table, rows in export_tables(reader, history=history):
        for row in rows:
            yield {"table": table, **row}


class _Writer:
    """One export: remembers which rows agree in their identity, and which are gone."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._met: dict[str, Counter[int]] = {}  # of each table, how often an identity was met, by its hash
        self._repeats: dict[tuple[str, int], int] = {}
        self._gone: dict[str, dict[int, int]] = {}

    def rows(self, table: str) -> Iterator[list[Json]]:
        """Yield the rows of a table in batches."""
        shape = SHAPES[table]
        for batch in stored_rows(self._reader, table):
            for row in batch:
                for column in JSON_COLUMNS & row.keys():
                    row[column] = None if row[column] is None else json.loads(row[column])
            natural = self._naturalised(table, batch)
            if shape.numbered:
                if not shape.named:
                    self._count(table, shape, batch, natural)
            else:
                owner, others = shape.key[0], [natural_name(shape, column) for column in shape.key[1:]]
                pairs = zip(batch, natural, strict=True)
                natural = [told for _, told in sorted(pairs, key=lambda pair: (pair[0][owner], [str(pair[1][name]) for name in others]))]
            yield natural

    def changes(self) -> Iterator[list[Json]]:
        """Yield the history in batches, in the order in which it happened."""
        first: dict[int, int] = {}  # the number that takes changes back: the place of the first of them
        done = 0
        for batch in stored_rows(self._reader, HISTORY):
            rows = self._rows_changed(batch)
            loads = self._loads(batch)
            values = {name: self._values_changed(batch, name) for name in ("old", "new")}
            told = []
            for place, change in enumerate(batch):
                done += 1
                changeset = change["changeset"]
                shared = first.setdefault(change["change_id"] if changeset is None else changeset, done)
                reason = None if place in loads else change["reason"]
                if undone := first.get(signing_undo(reason) or 0):
                    reason = told_of_undo(reason)
                seen = (rows[place], change["operation"], values["old"][place], values["new"][place])
                signed = (change["changed_at"], change["changed_by"], reason, loads.get(place), undone)
                told.append(dict(zip(CHANGE, (change["table_name"], *seen, *signed, changeset and shared), strict=True)))
            yield told

    def references(self, table: str, numbers: Sequence[int]) -> dict[int, Any]:
        """Return the natural references of rows by number."""
        shape = SHAPES[table]
        (key,) = shape.key
        columns = ", ".join(dict.fromkeys((key, *shape.identity, *(("kind",) if shape.of_kind else ()))))
        found = list(rows_of(self._reader, f"SELECT {columns} FROM {table} WHERE {key} IN {{ids}}", sorted(set(numbers))))
        references: dict[int, Any] = {}
        for row, natural in zip(found, self._naturalised(table, found), strict=True):
            identity = [natural[natural_name(shape, column)] for column in shape.identity]
            repeat = self._repeats.get((table, row[key]))
            references[row[key]] = identity[0] if shape.named else [*identity, *([repeat] if repeat else [])]
        gone = self._gone.setdefault(table, {})
        for number in numbers:
            if number not in references:
                references[number] = {"gone": gone.setdefault(number, len(gone) + 1)}
        return references

    def _naturalised(self, table: str, rows: Sequence[Mapping[str, Any]], kinds: Mapping[int, str] = {}) -> list[Json]:
        """Return rows, or parts of rows, with references in place of numbers, their own left out, the columns in order of their names.

        `kinds` gives the kind that a part of a row does not hold, by its place.
        """
        shape = SHAPES[table]
        wanted: dict[str, set[int]] = {}
        for place, row in enumerate(rows):
            for column, value in row.items():
                target = self._target(shape, column, row.get("kind") or kinds.get(place))
                if target and value is not None:
                    wanted.setdefault(target, set()).add(value)
        references = {target: self.references(target, sorted(numbers)) for target, numbers in wanted.items()}
        own = shape.key[0] if shape.numbered else None
        natural = []
        for place, row in enumerate(rows):
            told: Json = {}
            for column, value in row.items():
                target = self._target(shape, column, row.get("kind") or kinds.get(place))
                if column in REAL_COLUMNS and value is not None:
                    told[column] = float(value)
                elif column != own:
                    told[natural_name(shape, column)] = references[target][value] if target and value is not None else value
            natural.append(dict(sorted(told.items())))
        return natural

    def _target(self, shape: Shape, column: str, kind: str | None) -> str | None:
        """Return the table that the number in a column belongs to; None where it is no number of a row."""
        if column in shape.of_kind:
            return KIND_TABLES.get(RecordKind(kind)) if kind else None
        return shape.refers.get(column)

    def _count(self, table: str, shape: Shape, batch: Sequence[Mapping[str, Any]], natural: Sequence[Json]) -> None:
        """Note which rows agree with an earlier one in their identity."""
        met = self._met.setdefault(table, Counter())
        for row, told in zip(batch, natural, strict=True):
            identity = json.dumps([told[natural_name(shape, column)] for column in shape.identity])
            mark = int.from_bytes(sha256(identity.encode()).digest()[:8], "big")
            met[mark] += 1
            if met[mark] > 1:
                self._repeats[table, row[shape.key[0]]] = met[mark]

    def _rows_changed(self, batch: Sequence[Mapping[str, Any]]) -> list[Any]:
        """Return the natural reference of the row that each change is about."""
        found: list[Any] = [None] * len(batch)
        for table, places in _by_table(batch).items():
            shape = SHAPES[table]
            if shape.numbered:
                references = self.references(table, [int(batch[place]["row_key"]) for place in places])
                for place in places:
                    found[place] = references[int(batch[place]["row_key"])]
            else:
                keys = [_key_values(shape, batch[place]["row_key"]) for place in places]
                for place, natural in zip(places, self._naturalised(table, keys), strict=True):
                    found[place] = [natural[natural_name(shape, column)] for column in shape.key]
        return found

    def _values_changed(self, batch: Sequence[Mapping[str, Any]], name: str) -> list[Json | None]:
        """Return the columns before or after each change."""
        found: list[Json | None] = [None] * len(batch)
        for table, places in _by_table(batch).items():
            filled = [place for place in places if batch[place][name] is not None]
            values = [_columns(batch[place][name]) for place in filled]
            kinds = self._kinds(table, [batch[place]["row_key"] for place in filled]) if SHAPES[table].of_kind else {}
            for place, natural in zip(filled, self._naturalised(table, values, kinds), strict=True):
                found[place] = natural
        return found

    def _kinds(self, table: str, keys: Sequence[str]) -> dict[int, str]:
        """Return the kind of record that each row speaks of, by its place."""
        (key,) = SHAPES[table].key
        rows = rows_of(self._reader, f"SELECT {key} AS id, kind FROM {table} WHERE {key} IN {{ids}}", sorted({int(each) for each in keys}))
        kinds = {row["id"]: row["kind"] for row in rows}
        return {place: kinds[int(each)] for place, each in enumerate(keys) if int(each) in kinds}

    def _loads(self, batch: Sequence[Mapping[str, Any]]) -> dict[int, Any]:
        """Return the load that signed each change, by place; a reason that only looks so stays a reason."""
        numbers = {place: number for place, change in enumerate(batch) if (number := signing_load(change["reason"])) is not None}
        references = self.references("loads", sorted(set(numbers.values()))) if numbers else {}
        return {place: references[number] for place, number in numbers.items()}


def _by_table(batch: Sequence[Mapping[str, Any]]) -> dict[str, list[int]]:
    places: dict[str, list[int]] = {}
    for place, change in enumerate(batch):
        if change["table_name"] in SHAPES:
            places.setdefault(change["table_name"], []).append(place)
    return places


def _key_values(shape: Shape, key: str) -> Json:
    """Return the columns of a key as the history writes it."""
    parts = key.split(",", len(shape.key) - 1)
    return {column: int(part) if column in shape.refers else part for column, part in zip(shape.key, parts, strict=True)}


def _columns(value: Any) -> Json:
    """Return the columns that a change holds, those of JSON read."""
    columns: Json = json.loads(value)
    for name in JSON_COLUMNS & columns.keys():
        if isinstance(columns[name], str):
            columns[name] = json.loads(columns[name])
    return columns
