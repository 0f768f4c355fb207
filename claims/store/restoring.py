"""Restoring: an export goes into a database, whole or not at all; where some of it is there already, what is new is added, no more.

Into an empty database an export with history goes as it is: the history is the one that was exported. Otherwise the rows are written
like all others, signed, with a history of their own.
"""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from hashlib import sha256
from itertools import groupby, islice
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from claims.documents.files import RejectedFile
from claims.errors import Refused
from claims.store import migrations
from claims.store.databases.database import Database, Value, check_current, find_database
from claims.store.exports import Line, read_export
from claims.store.ledger.judging import DERIVED, JUDGED, settle
from claims.store.matching import Holdings, Incoming, differing
from claims.store.natural import TABLES, References, mark, read_column, target_of
from claims.store.recorded import Recorded
from claims.store.session import changeset, writing
from claims.store.shapes import HISTORY, OF_OWNER, SHAPES, Shape, natural_name
from claims.store.signatures import load_reason, undo_reason
from claims.terms import Operation

BATCH = 500
FAULTS = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError, RecursionError)
LAST_COUNTS = {"assessments"}  # of rows that agree in their identity, the one entered last


class Absent(LookupError):
    """A row refers to one that is not in the database, since it was left out."""


def restore(path: Path, location: str, *, actor: str) -> Recorded:
    """Put the rows of an export into the database at `location`, which is made if there is none.

    Raises RejectedFile, with nothing changed, for an export that is damaged, cut off, or of another version; Refused and StoreError
    as loading does.
    """
    header = read_export(path).header
    database = find_database(location)
    if database.revision() is None:
        migrations.upgrade(location)
    check_current(database)
    engine = database.engine()
    try:
        with engine.connect() as connection:
            whole = bool(header["history"]) and _is_empty(connection)
        with _writing_whole(database) if whole else writing(database, engine, actor=actor, reason=f"export {path.name}") as connection:
            database.lock_loaders(connection)
            restorer = _Restorer(database, connection, path, history=whole)
            if whole and not restorer.empty:
                raise Refused(f"Somebody else has written into {database.name} meanwhile; nothing was changed. Try again.")
            restorer.take(read_export(path).lines)
            if not restorer.empty:
                for kind in JUDGED:
                    settle(connection, kind)  # who stands for whom follows from the judgements of both
            if not whole and restorer.result.added and "load_documents" not in restorer.result.added:
                restorer.result.changeset = changeset(connection)  # what a load read stays: with its loads, none of it is taken back
            return restorer.result
    except sa.exc.DBAPIError as error:
        told = str(error.orig).splitlines()[0]
        raise RejectedFile(path, f"its rows break a rule of the database ({told}); nothing of it was kept.") from error
    finally:
        engine.dispose()


def _is_empty(connection: sa.Connection) -> bool:
    return not any(connection.execute(sa.select(sa.literal(1)).select_from(table).limit(1)).first() for table in TABLES.values())


@contextmanager
def _writing_whole(database: Database) -> Iterator[sa.Connection]:
    """Yield a connection that writes no history of its own; views and triggers are made anew at the end, as after a migration."""
    with migrations.migrating(database) as connection:
        try:
            yield connection
        except sa.exc.DBAPIError as error:
            raise database.fault(error) or Refused(
                f"Nothing was changed: the rows break a rule of the database ({str(error.orig).splitlines()[0]})."
            ) from error


class _Restorer:
    """One export on its way into one database."""

    def __init__(self, database: Database, connection: sa.Connection, path: Path, *, history: bool) -> None:
        self._database = database
        self._connection = connection
        self._path = path
        self._history = history
        self.empty = _is_empty(connection)
        self.result = Recorded(str(path))
        self._greatest = {name: self._greatest_number(name) for name, shape in SHAPES.items() if shape.numbered}
        self._references = References(database, connection, empty=self.empty)
        self._holdings = Holdings(connection, self._references, empty=self.empty)
        self._met: dict[str, Counter[str]] = {}
        self._waiting: list[Incoming] = []
        self._later: list[tuple[str, str, int, Any, int]] = []
        self._changesets: dict[int, int] = {}  # by the place of the first change in the file, the number that takes it back
        self._changes = 0

    def take(self, lines: Iterator[Line]) -> None:
        """Write all rows."""
        for table, group in groupby(lines, key=lambda line: line.table):
            while batch := list(islice(group, BATCH)):
                try:
                    self._take_batch(table, batch)
                except FAULTS as error:
                    fault = " ".join(f"{type(error).__name__}: {error}".split())[:120]
                    sentence = f"line {batch[0].number} or one of the {len(batch) - 1} after it is no row as `claims export` writes it"
                    raise RejectedFile(self._path, f"{sentence} ({fault}); nothing of it was kept.") from error
            if self._waiting:
                self._take_numbered(table, SHAPES[table], self._waiting, last=True)
                self._waiting = []
        self._write_later()

    def _take_batch(self, table: str, batch: Sequence[Line]) -> None:
        if table == HISTORY:
            if self._history:
                self._take_changes(batch)
            else:
                self.result.history_left += len(batch)
            return
        shape = SHAPES[table]
        rows = self._columns(table, [line.values for line in batch])
        sound = []
        for line, row in zip(batch, rows, strict=True):
            repeat = self._count(table, shape, line)
            absent = [value.args[0] for value in row.values() if isinstance(value, Absent)]
            if any(isinstance(line.values[name], dict) for name in absent):
                self.result.unchanged += 1
            elif absent:
                self._name(table, line, f"its {absent[0]} is not in this database; left out.")
            else:
                sound.append(Incoming(line, row, repeat))
        if shape.numbered:
            self._take_numbered(table, shape, sound)
        else:
            self._take_links(table, shape, sound)

    def _take_numbered(self, table: str, shape: Shape, rows: Sequence[Incoming], *, last: bool = False) -> None:
        """Write the rows that are not here. Several of one identity are told apart by all that they say, so others wait for the `last`."""
        candidates = self._holdings.candidates(table, [each.row for each in rows])
        stored = self._holdings.rows(table, (number for numbers in candidates for number in numbers))
        fresh: list[Incoming] = []
        for incoming, numbers in zip(rows, candidates, strict=True):
            equal = next((number for number in numbers if not differing(table, incoming.row, stored[number])), None)
            if equal is None and numbers and not (last or shape.named):
                self._waiting.append(incoming)
            elif numbers:
                number = numbers[0] if equal is None else equal
                numbers.remove(number)
                self._compare(table, incoming, stored[number])
                self._meet(table, shape, incoming, number)
            elif (refusal := self._refusal(table, incoming, last=last)) is not None:
                self._name(table, incoming.line, refusal)
            else:
                fresh.append(incoming)
        for incoming, number in zip(fresh, self._database.reserve_ids(self._connection, TABLES[table], len(fresh)), strict=True):
            incoming.row[shape.key[0]] = number
            self._meet(table, shape, incoming, number)
        self._insert(table, [each.row for each in fresh])

    def _refusal(self, table: str, incoming: Incoming, *, last: bool) -> str | None:
        """Return why a row that is not here is left out; None where it is taken."""
        if last and table in LAST_COUNTS:
            return "here stands one of the same day by the same person that comes after it in the file, and would count no more; left out."
        return self._holdings.refusal(table, incoming.row)

    def _meet(self, table: str, shape: Shape, incoming: Incoming, number: int) -> None:
        """Know under which number a row of the export stands here, for those that refer to it."""
        if not shape.named:
            self._references.index_of(table)[*(incoming.row[name] for name in shape.identity), incoming.repeat] = number
        self._postpone(table, shape, number, incoming.line)

    def _count(self, table: str, shape: Shape, line: Line) -> int:
        """Return how many rows of a line's identity the file has up to it, as whoever wrote it counts them."""
        if shape.named or not shape.numbered:
            return 1
        identity = mark([line.values[natural_name(shape, name)] for name in shape.identity])
        met = self._met.setdefault(table, Counter())
        met[identity] += 1
        return met[identity]

    def _take_links(self, table: str, shape: Shape, rows: Sequence[Incoming]) -> None:
        columns = [TABLES[table].c[name] for name in shape.key]
        owner, owners = columns[0], {each.row[shape.key[0]] for each in rows}
        known = self._greatest[shape.refers[shape.key[0]]]
        query = sa.select(*columns).where(owner.in_([number for number in owners if number <= known]))
        stored = {tuple(str(value) for value in row) for row in self._connection.execute(query)}
        fresh = []
        for line, row in ((each.line, each.row) for each in rows):
            if tuple(str(row[name]) for name in shape.key) in stored:
                self.result.unchanged += 1
            elif row[shape.key[0]] <= known and table in OF_OWNER:
                told = ", ".join(f"{natural_name(shape, name)} {line.values[natural_name(shape, name)]}" for name in shape.key)
                self._name(table, line, f"{told} is not so here; left as it is here.")
            elif (refusal := self._holdings.refusal(table, row)) is not None:
                self._name(table, line, refusal)
            else:
                fresh.append(row)
        self._insert(table, fresh)

    def _insert(self, table: str, rows: Sequence[Mapping[str, Any]]) -> None:
        if rows:
            columns = tuple(rows[0])
            values: list[tuple[Value, ...]] = [tuple(row[column] for column in columns) for row in rows]
            self._database.insert(self._connection, table, columns, values)
            self.result.added[table] += len(rows)

    def _columns(self, table: str, rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
        """Return rows as the columns take them; a reference to a row that was left out is an Absent in its place."""
        shape, columns = SHAPES[table], TABLES[table].columns
        own = shape.key[0] if shape.numbered else None
        names = {column.name: natural_name(shape, column.name) for column in columns if column.name != own}
        for row in rows:
            if row.keys() != set(names.values()):
                raise ValueError(f"it has the columns {', '.join(row)}")
        wanted: dict[str, list[Any]] = {}
        for row in rows:
            for column, name in names.items():
                target = target_of(shape, column, row.get("kind"))
                if target and row[name] is not None and column not in shape.later:
                    wanted.setdefault(target, []).append(row[name])
        numbers = {target: self._references.numbers(target, references) for target, references in wanted.items()}
        result = []
        for row in rows:
            told: dict[str, Any] = {}
            for column, name in names.items():
                target, value = target_of(shape, column, row.get("kind")), row[name]
                if column in shape.later:
                    told[column] = None
                elif target and value is not None:
                    told[column] = numbers[target].get(mark(value), Absent(name))
                else:
                    told[column] = read_column(columns[column], value)
            result.append(told)
        if table == "sources":
            for told in result:
                if sha256(told["text"].encode()).hexdigest() != told["sha256"]:
                    raise ValueError(f"its text is not that of {told['sha256']}")
        return result

    def _compare(self, table: str, incoming: Incoming, stored: Mapping[str, Any]) -> None:
        names = differing(table, incoming.row, stored)
        if not names:
            self.result.unchanged += 1
            return
        told = "; ".join(f"{name} is {_shown(stored[name])} here, {_shown(incoming.row[name])} in the file" for name in names[:5])
        self._name(table, incoming.line, f"{told}; left as it is here.")

    def _name(self, table: str, line: Line, sentence: str) -> None:
        self.result.name(f"{self._path}, line {line.number} ({table}): {sentence}")

    def _postpone(self, table: str, shape: Shape, number: int, line: Line) -> None:
        for column in shape.later:
            if column == DERIVED and not self.empty:
                continue
            if (reference := line.values[natural_name(shape, column)]) is not None:
                self._later.append((table, column, number, reference, line.number))

    def _write_later(self) -> None:
        """Write the references to rows of the same table, now that all are there; of rows that were there, only compare them."""
        for table, column, number, reference, line in self._later:
            (key,) = SHAPES[table].key
            target = self._references.numbers(table, [reference]).get(mark(reference))
            condition = TABLES[table].c[key] == number
            if number > self._greatest[table] and target is not None:
                self._connection.execute(sa.update(TABLES[table]).where(condition).values({column: target}))
            elif target is None or self._connection.execute(sa.select(TABLES[table].c[column]).where(condition)).scalar() != target:
                self.result.name(f"{self._path}, line {line} ({table}): {column} is another one here; left as it is here.")

    def _take_changes(self, batch: Sequence[Line]) -> None:
        numbers = self._database.reserve_ids(self._connection, TABLES[HISTORY], len(batch))
        keys: list[str] = [""] * len(batch)
        values: list[dict[str, str | None]] = [{"old": None, "new": None} for _ in batch]
        by_table: dict[str, list[int]] = {}
        for place, line in enumerate(batch):
            by_table.setdefault(line.values["of"], []).append(place)
        for table, places in by_table.items():
            shape = SHAPES[table]
            for place, key in zip(places, self._row_keys(table, shape, [batch[place].values["row"] for place in places]), strict=True):
                keys[place] = key
                for name in ("old", "new"):
                    change = batch[place].values
                    values[place][name] = self._changed(table, shape, change[name], change, key)
        loads = [line.values["load"] for line in batch if line.values["load"] is not None]
        load_numbers = self._references.numbers("loads", loads)
        rows = []
        for place, (line, number) in enumerate(zip(batch, numbers, strict=True)):
            change = line.values
            self._changes += 1
            shared = change["changeset"]
            if shared in (None, self._changes):
                self._changesets[self._changes] = number
            reason = read_column(TABLES[HISTORY].columns.reason, change["reason"])
            if change["load"] is not None:
                reason = load_reason(load_numbers[mark(change["load"])])
            if (undone := change.get("undo")) is not None:  # exports had none before
                reason = undo_reason(self._changesets[undone], reason or "")
            rows.append(
                {
                    "change_id": number,
                    "table_name": change["of"],
                    "row_key": keys[place],
                    "operation": Operation(change["operation"]).value,
                    **values[place],
                    "changed_at": read_column(TABLES[HISTORY].columns.changed_at, change["changed_at"]),
                    "changed_by": read_column(TABLES[HISTORY].columns.changed_by, change["changed_by"]),
                    "reason": reason,
                    "changeset": None if shared is None else self._changesets[shared],
                }
            )
        self._insert(HISTORY, rows)

    def _row_keys(self, table: str, shape: Shape, references: Sequence[Any]) -> list[str]:
        """Return the keys that the history writes for rows."""
        if shape.numbered:
            numbers = self._references.numbers(table, references)
            return [str(numbers[mark(reference)]) for reference in references]
        keys = []
        for identity in self._references.identities(table, shape, references):
            if identity is None:
                raise Absent(table)
            keys.append(",".join(map(str, identity)))
        return keys

    def _changed(self, table: str, shape: Shape, values: Mapping[str, Any] | None, change: Mapping[str, Any], key: str) -> str | None:
        """Return the columns before or after a change as the history keeps them."""
        if values is None:
            return None
        columns = {natural_name(shape, column.name): column for column in TABLES[table].columns}
        told: dict[str, Any] = {}
        for name, value in values.items():
            column = columns[name]
            target = target_of(shape, column.name, values.get("kind") or self._kind(table, shape, key))
            if target and value is not None:
                told[column.name] = self._references.numbers(target, [value])[mark(value)]
            else:
                told[column.name] = read_column(column, value)
        if shape.numbered and change["operation"] == Operation.DELETE:
            told[shape.key[0]] = int(key)
        return json.dumps(told, ensure_ascii=False)

    def _kind(self, table: str, shape: Shape, key: str) -> str | None:
        if not shape.of_kind:
            return None
        columns = TABLES[table].c
        return self._connection.execute(sa.select(columns.kind).where(columns[shape.key[0]] == int(key))).scalar()

    def _greatest_number(self, table: str) -> int:
        (key,) = SHAPES[table].key
        return int(self._connection.execute(sa.select(sa.func.max(TABLES[table].c[key]))).scalar() or 0)


def _shown(value: Any) -> str:
    """Return a value for a sentence."""
    text = "empty" if value is None else str(value)
    return text if len(text) <= 60 else text[:59] + "…"
