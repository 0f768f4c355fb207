"""Renewal: an extractor reads texts that are stored already, many at a time.

What nobody touched becomes as it is read now, under the same numbers. Human work wins: a record that people touched, or that one of
those rests upon, stays as it is; one that they withdrew stays away, with what would rest upon it; where the reading says otherwise,
that is kept as a disagreement. Speakers, parties and aliases that nothing names any more stay.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from claims.store.databases.database import Value
from claims.store.known_again import Former, former
from claims.store.ledger.rows import RECORDS, TABLES
from claims.store.readings import KINDS, READ, Reading, Teller, Told, parts
from claims.store.rows import COLUMNS
from claims.store.session import PROGRAM
from claims.terms import Judgement, Origin, RecordKind, Review

RESTS_ON = {"statement_id": RecordKind.STATEMENT, "commitment_id": RecordKind.COMMITMENT}
FIXED = ("sha256", "key", "origin", "review")  # columns that no later reading changes

Numbers = dict[RecordKind, set[int]]
Gone = Mapping[RecordKind, Mapping[str, Mapping[str, Any]]]
"""What people withdrew, by kind and key, as it stood."""
Found = tuple[RecordKind, int, str, int | None, Told | None]
"""A disagreement: kind, source_id, key, number of the record (None where it was withdrawn), the reading (None where there is none)."""


class Renewal:
    """What becomes of the records of some sources: `stored` is how they stand, `read` how the extractor reads them.

    In both, the same key has the same number; what is read for the first time has a new one.
    """

    def __init__(self, stored: Reading, read: Reading, touched: Numbers, withdrawn: Collection[str]) -> None:
        self.stored = stored
        self.read = read
        self._held = self._held_back(withdrawn)
        self._kept = self._staying(touched)

    def fresh(self) -> dict[str, list[tuple[Value, ...]]]:
        """Return the rows of the records that are read for the first time, by table in the order of COLUMNS."""
        rows: dict[str, list[tuple[Value, ...]]] = {}
        for kind in KINDS[1:]:
            numbers = self._read(kind) - self._stored(kind) - self._held[kind]
            name = RECORDS[kind].table.name
            rows[name] = [tuple(self.read.rows[kind][number][column] for column in COLUMNS[name]) for number in sorted(numbers)]
            for links in RECORDS[kind].links:
                rows[links.name] = [(number, *link) for number in sorted(numbers) for link in sorted(self.read.linked(links.name, number))]
        return rows

    def apply(self, connection: sa.Connection, extractor: str) -> dict[str, list[tuple[Value, ...]]]:
        """Make the records that nobody touched as they are read; return the links that they gain, by table. Insert what is fresh first."""
        gained: dict[str, list[tuple[Value, ...]]] = {}
        for kind in KINDS:
            both = self._read(kind) & self._stored(kind) - self._kept[kind]
            changed = sorted(number for number in both if not self.read.equals(self.stored, kind, number))
            _set_extractor(connection, kind, sorted(both.difference(changed)), extractor)
            _update(connection, kind, [self.read.rows[kind][number] for number in changed])
            for links in RECORDS[kind].links if kind in KINDS[1:] else ():
                before, now = ({(n, *link) for n in changed for link in each.linked(links.name, n)} for each in (self.stored, self.read))
                _delete_links(connection, links, sorted(before - now))
                gained[links.name] = sorted(now - before)
        for kind in reversed(KINDS[1:]):
            _delete(connection, kind, sorted(self._stored(kind) - self._read(kind) - self._kept[kind]))
        return gained

    def disagreements(self, teller: Teller) -> Iterator[Found]:
        """Yield where the reading differs from what people touched, and what it would bring back that they withdrew."""
        for kind in KINDS:
            for number in sorted(self._kept[kind]):
                row = self.stored.rows[kind][number]
                source, key = int(row["source_id"] or 0), self.stored.key(kind, number)
                if number in self.read.rows[kind]:
                    now, before = teller.tell(self.read, kind, number), teller.tell(self.stored, kind, number)
                    if now != before and (row.get("review") != Review.REJECTED or _apart_from_places(now) != _apart_from_places(before)):
                        yield kind, source, key, number, now
                elif row["origin"] == Origin.EXTRACTED and row["review"] != Review.REJECTED:
                    yield kind, source, key, number, None
            for number in sorted(self._held[kind]):
                source = int(self.read.rows[kind][number]["source_id"] or 0)
                yield kind, source, self.read.key(kind, number), None, teller.tell(self.read, kind, number)

    def keys(self) -> dict[str, dict[int, str]]:
        """Return the keys of all statements and commitments, read and stored, by the column that refers to them."""
        return {
            column: {number: reading.key(kind, number) for reading in (self.read, self.stored) for number in reading.rows[kind]}
            for column, kind in RESTS_ON.items()
        }

    def _read(self, kind: RecordKind) -> set[int]:
        return set(self.read.rows[kind])

    def _stored(self, kind: RecordKind) -> set[int]:
        return set(self.stored.rows[kind])

    def _held_back(self, withdrawn: Collection[str]) -> Numbers:
        """Return what is read and was withdrawn, or rests on a statement that was; an amount of a commitment that was is a number alone."""
        held: Numbers = {kind: set() for kind in KINDS}
        for kind in KINDS[1:]:
            for number in self._read(kind) - self._stored(kind):
                if self.read.key(kind, number) in withdrawn or self.read.rows[kind][number]["statement_id"] in held[RecordKind.STATEMENT]:
                    held[kind].add(number)
        for number in self._read(RecordKind.NUMERIC_CLAIM) - held[RecordKind.NUMERIC_CLAIM]:
            row = self.read.rows[RecordKind.NUMERIC_CLAIM][number]
            if row["commitment_id"] in held[RecordKind.COMMITMENT]:
                row["commitment_id"] = None
        return held

    def _staying(self, touched: Numbers) -> Numbers:
        """Return what stays as it is: what people touched, what the reading would rest on something withdrawn, and what those rest upon."""
        staying = {kind: touched[kind] & self._stored(kind) for kind in KINDS}
        for kind in KINDS[1:]:
            rows = self.read.rows[kind]
            held = self._held[RecordKind.STATEMENT]
            staying[kind] |= {number for number in self._stored(kind) & set(rows) if rows[number]["statement_id"] in held}
        return with_below(self.stored, staying)


def with_below(stored: Reading, numbers: Numbers) -> Numbers:
    """Return these records with those that they rest upon."""
    found = {kind: set(numbers[kind]) for kind in KINDS}
    for kind in reversed(KINDS[1:]):
        for number in found[kind]:
            for column, other in RESTS_ON.items():
                below = stored.rows[kind][number].get(column) if other is not kind else None
                if below in stored.rows[other]:
                    found[other].add(int(below))
    return found


def former_records(stored: Reading, staying: Numbers, withdrawn: Gone) -> dict[int, dict[RecordKind, list[Former]]]:
    """Return what stands of each source, and what people withdrew and does not stand, in the order in which it was read."""
    found: dict[int, dict[RecordKind, list[Former]]] = {}
    for kind in KINDS[1:]:
        keys = {stored.key(kind, number) for number in stored.rows[kind]}
        gone = {int(row[RECORDS[kind].key.name]): row for key, row in withdrawn[kind].items() if key not in keys}
        for number, row in sorted((stored.rows[kind] | gone).items()):
            stays = number in gone or number in staying[kind]
            found.setdefault(int(row["source_id"] or 0), {}).setdefault(kind, []).append(former(row, stays=stays))
    return found


def _apart_from_places(told: Told) -> Told:
    return {name: value for name, value in told.items() if not name.endswith(("_start", "_end"))}


def _set_extractor(connection: sa.Connection, kind: RecordKind, numbers: Sequence[int], extractor: str) -> None:
    """Note on records that are read as they stood who has read them now."""
    if kind is RecordKind.SOURCE:
        return
    records = RECORDS[kind]
    for part in parts(numbers):
        connection.execute(sa.update(records.table).where(records.key.in_(part)).values(extractor=extractor))


def _update(connection: sa.Connection, kind: RecordKind, rows: Sequence[dict[str, Value]]) -> None:
    if not rows:
        return
    records = RECORDS[kind]
    names = [name for name in READ[records.table.name] if name not in FIXED]
    changing = ", ".join(f"{name} = :{name}" for name in names if name != records.key.name)
    # As text, since the values are written already as both databases take them.
    statement = sa.text(f"UPDATE {records.table.name} SET {changing} WHERE {records.key.name} = :{records.key.name}")
    connection.execute(statement, [{name: row[name] for name in names} for row in rows])


def _delete(connection: sa.Connection, kind: RecordKind, numbers: Sequence[int]) -> None:
    """Delete records with their links, and what no person decided of their relations to others."""
    records, relations = RECORDS[kind], TABLES["relations"]
    undecided = sa.or_(relations.c.judgement == Judgement.UNDECIDED, relations.c.judged_by == PROGRAM)
    for part in parts(numbers):
        either = sa.or_(relations.c.left_id.in_(part), relations.c.right_id.in_(part))
        connection.execute(sa.delete(relations).where(relations.c.kind == kind, undecided, either))
        for table in (*records.links, records.table):
            connection.execute(sa.delete(table).where(table.c[records.key.name].in_(part)))


def _delete_links(connection: sa.Connection, table: sa.Table, links: Sequence[tuple[Value, ...]]) -> None:
    if links:
        names = COLUMNS[table.name]
        condition = " AND ".join(f"{name} = :{name}" for name in names)
        statement = sa.text(f"DELETE FROM {table.name} WHERE {condition}")
        connection.execute(statement, [dict(zip(names, link, strict=True)) for link in links])
