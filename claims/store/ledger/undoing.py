"""Undoing: taking back what was changed together, in a new change of its own."""

from collections.abc import Iterator, Sequence

import sqlalchemy as sa

from claims.errors import Refused, UsageError
from claims.references import Reference
from claims.store.ledger.amending import Deed
from claims.store.ledger.judging import DERIVED, JUDGED, settle
from claims.store.ledger.ledger import Ledger, changed_together
from claims.store.ledger.originals import why_not
from claims.store.ledger.resting import obstacle, withdraw_proposals
from claims.store.ledger.rows import RECORDS, TABLES, Row, at_key, from_history, key_after, read_json, row_key
from claims.store.models import Change
from claims.store.models.base import unique_keys
from claims.store.session import changeset
from claims.store.signatures import signing_load, signing_undo
from claims.terms import Operation

GREATEST = 2**63 - 1  # what both databases can number changes with
KINDS = {records.table.name: kind for kind, records in RECORDS.items()}


class InTheWay(Exception):
    """What keeps a change from being taken back, as the middle of a sentence."""


def undo(ledger: Ledger, number: int, *, reason: str | None = None) -> Deed:
    """Take back the changes that share this number, the last first; the history keeps both. The deed names the rows that it wrote.

    UsageError where there is no such number. Refused, with nothing changed, for what a load read, and where something stands in the way:
    a later change of the same that nobody took back, or what rests on a record that would go.
    """
    with ledger.changing(reason, undone=number) as connection:
        rows = _changes(connection, number)
        load = next((row["reason"] for row in rows if signing_load(row["reason"]) is not None), None)
        if load is not None:
            raise Refused(f"{number} is what {load} read; a load is not undone. Reject or remove the records that are wrong.")
        judged = any(row["table_name"] == "relations" or DERIVED in _columns(row) for row in rows)
        if judged:
            ledger.database.lock_loaders(connection)
        try:
            for row in rows:
                _take_back(connection, row, number)
        except InTheWay as error:
            raise Refused(f"{number} cannot be undone as things stand: {error}. Nothing was changed.") from error
        if judged:
            for kind in JUDGED:
                settle(connection, kind)
        written = sa.select(Change.table_name, Change.row_key).where(Change.changeset == changeset(connection)).distinct()
        records = [f"{table} {key}" for table, key in connection.execute(written)]
        return Deed(changed_together(connection), records, [])


def _changes(connection: sa.Connection, number: int) -> list[Row]:
    """Return the changes that share a number, the last first; UsageError where there are none."""
    together = sa.or_(Change.changeset == number, sa.and_(Change.changeset.is_(None), Change.change_id == number))
    query = sa.select(Change.__table__).where(together).order_by(Change.change_id.desc())
    rows: list[Row] = [dict(row) for row in connection.execute(query).mappings()] if 0 < number <= GREATEST else []
    if not rows:
        raise UsageError(f"There is no change {number}; `claims history` lists them with their numbers.")
    return rows


def _take_back(connection: sa.Connection, change: Row, number: int) -> None:
    """Take back one change to one row; InTheWay where something hinders it."""
    table = TABLES[change["table_name"]]
    old, new = (from_history(table, read_json(change[name])) for name in ("old", "new"))
    if change["operation"] == Operation.UPDATE:
        # Whom a record stands for follows from the judgements, and is worked out anew once they are taken back.
        old, new = ({name: value for name, value in values.items() if name != DERIVED} for values in (old, new))
        if not old:
            return
    here = at_key(table, key_after(table, change))
    stored = connection.execute(sa.select(table).where(here).with_for_update()).mappings().one_or_none()
    now = None if stored is None else dict(stored)
    _require_unchanged(connection, change, number, now, new)
    if change["operation"] == Operation.INSERT:
        if table.name in KINDS:
            _require_unused(connection, Reference(KINDS[table.name], int(change["row_key"])))
        connection.execute(sa.delete(table).where(here))
        return
    whole = {**(now or {}), **old}
    if old.get("derived_from_id") is not None:
        _require_no_circle(connection, whole)
    _require_targets(connection, table, whole)
    _require_free(connection, table, whole, here)
    connection.execute(sa.insert(table).values(old) if now is None else sa.update(table).where(here).values(old))


def _require_unchanged(connection: sa.Connection, change: Row, number: int, now: Row | None, new: Row) -> None:
    """Raise InTheWay unless the row is as this change left it, and no later change of the same stands."""
    what = _named(TABLES[change["table_name"]], change["row_key"])
    later = _later(connection, change)
    undone = _undone(later)
    standing = [each for each in later if _number(each) not in undone and _touch(each, change)]
    if standing:
        last = standing[-1]
        if signing_load(last["reason"]) is not None:
            raise InTheWay(f"{what} was changed since by {last['reason']}")
        by = f" by {last['changed_by']}" if last["changed_by"] else ""
        raise InTheWay(f"{what} was changed since{by}; undo {_number(last)} first")
    left = {Operation.INSERT: now is not None, Operation.DELETE: now is None}
    if left.get(change["operation"], now is not None and new.items() <= now.items()):
        return
    by_whom = undone.get(number, changeset(connection))
    raise InTheWay(f"{what} is no longer as it left it" if by_whom == changeset(connection) else f"{by_whom} took it back already")


def _later(connection: sa.Connection, change: Row) -> list[Row]:
    """Return the later changes to the same row, the oldest first, also where raw SQL gave it another key."""
    table, found = TABLES[change["table_name"]], list[Row]()
    key, since = key_after(table, change), change["change_id"]
    while True:
        same_row = (Change.table_name == table.name, Change.row_key == key, Change.change_id > since)
        for row in connection.execute(sa.select(Change.__table__).where(*same_row).order_by(Change.change_id)).mappings():
            found.append(dict(row))
            moved = key_after(table, found[-1])
            if moved != key:
                key, since = moved, row["change_id"]
                break
        else:
            return found


def _undone(changes: Sequence[Row]) -> dict[int, int]:
    """Return which undo took back each of these changes. Of an undo that stands, that is itself: it brought back what was before."""
    undone: dict[int, int] = {}
    for change in reversed(changes):
        taken_back, number = signing_undo(change["reason"]), _number(change)
        if taken_back is not None and number not in undone:
            undone |= {number: number, taken_back: number}
    return undone


def _number(change: Row) -> int:
    """Return the number that takes a change back."""
    return int(change["changeset"] or change["change_id"])


def _touch(later: Row, change: Row) -> bool:
    """Tell whether a later change to a row changed anything that an earlier one did."""
    if later["operation"] != Operation.UPDATE:
        return True
    columns = _columns(later) - {DERIVED}
    return bool(columns if change["operation"] != Operation.UPDATE else columns & _columns(change))


def _columns(change: Row) -> set[str]:
    """Return the columns that the history keeps of a change; of an insert there are none."""
    return set(read_json(change["old"]))


def _require_unused(connection: sa.Connection, reference: Reference) -> None:
    """Raise InTheWay where a record that was added may not go; what the program proposed of it goes before it."""
    records = RECORDS[reference.kind]
    told = obstacle(connection, reference)
    if told:
        raise InTheWay(told)
    for links in records.links:
        owned = sa.select(sa.literal(1)).select_from(links).where(records.number_in(links) == reference.number).limit(1)
        if connection.execute(owned).first():
            raise InTheWay(f"{reference} has got rows of {links.name} since; `claims remove {reference}` withdraws it with them")
    withdraw_proposals(connection, reference)


def _require_no_circle(connection: sa.Connection, source: Row) -> None:
    """Raise InTheWay where a source would become a copy of itself, over however many others."""
    fault = why_not(connection, source["source_id"], source["derived_from_id"])
    if fault:
        raise InTheWay(fault)


def _require_targets(connection: sa.Connection, table: sa.Table, values: Row) -> None:
    """Raise InTheWay where a row that this one refers to is not there any more; say what took it away."""
    for target, number in _targets(table, values):
        (key,) = target.primary_key.columns
        if connection.execute(sa.select(key).where(key == number)).first() is None:
            gone = (Change.table_name == target.name, Change.row_key == str(number), Change.operation == Operation.DELETE)
            query = sa.select(Change.__table__).where(*gone).order_by(Change.change_id.desc()).limit(1)
            last = connection.execute(query).mappings().first()
            first = f"; undo {_number(dict(last))} first" if last else ""
            raise InTheWay(f"{_named(target, str(number))} is not there any more{first}")


def _targets(table: sa.Table, values: Row) -> Iterator[tuple[sa.Table, int]]:
    """Yield the tables and numbers that a row refers to, other than itself."""
    for column in table.columns:
        for foreign in column.foreign_keys:
            number = values.get(column.name)
            if number is not None and (foreign.column.table is not table or number != values.get(foreign.column.name)):
                yield foreign.column.table, number
    if table.name == "relations":
        yield from ((RECORDS[values["kind"]].table, values[end]) for end in ("left_id", "right_id"))


def _require_free(connection: sa.Connection, table: sa.Table, values: Row, here: sa.ColumnElement[bool]) -> None:
    """Raise InTheWay where another row has got what no two rows may have."""
    for columns in unique_keys(table):
        same = [column == values[column.name] for column in columns if values.get(column.name) is not None]
        if len(same) < len(columns):
            continue  # nothing is the same as what is empty
        row = connection.execute(sa.select(*table.primary_key.columns).where(*same, sa.not_(here)).limit(1)).mappings().first()
        if row is not None:
            told = ", ".join(column.name for column in columns)
            raise InTheWay(f"{_named(table, row_key(table, dict(row)))} has the same {told}")


def _named(table: sa.Table, key: str) -> str:
    """Return how a row is told of: a record by its short name."""
    return str(Reference(KINDS[table.name], int(key))) if table.name in KINDS else f"the row {key} of {table.name}"
