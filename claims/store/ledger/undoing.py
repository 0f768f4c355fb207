"""Undoing: taking back what was changed together, in a new change of its own."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from claims.errors import Refused, UsageError
from claims.store.ledger.amending import Deed
from claims.store.ledger.judging import DERIVED, JUDGED, settle
from claims.store.ledger.ledger import Ledger
from claims.store.ledger.rows import TABLES, at_key, from_history, read_json
from claims.store.models import Change
from claims.store.session import changeset
from claims.store.signatures import signing_load
from claims.terms import Operation

Stored = dict[str, Any]


def undo(ledger: Ledger, number: int, *, reason: str | None = None) -> Deed:
    """Take back the changes that share this number, the last first; the history keeps both.

    UsageError where there is no such number. Refused, with nothing changed, for what a load read, and where a later change stands in
    the way: that one is to be undone first.
    """
    with ledger.changing(reason or f"undo of {number}") as connection:
        together = sa.or_(Change.changeset == number, sa.and_(Change.changeset.is_(None), Change.change_id == number))
        rows = connection.execute(sa.select(Change.__table__).where(together).order_by(Change.change_id.desc())).mappings().all()
        if not rows:
            raise UsageError(f"There is no change {number}; `claims history` lists them with their numbers.")
        load = next((row["reason"] for row in rows if signing_load(row["reason"]) is not None), None)
        if load is not None:
            raise Refused(f"{number} is what {load} read; a load is not undone. Reject or remove the records that are wrong.")
        judged = any(row["table_name"] == "relations" for row in rows)
        if judged:
            ledger.database.lock_loaders(connection)
        for row in rows:
            _take_back(connection, row, number)
        if judged:
            for kind in JUDGED:
                settle(connection, kind)
        return Deed(changeset(connection), [f"{row['table_name']} {row['row_key']}" for row in rows], [])


def _take_back(connection: sa.Connection, change: Any, number: int) -> None:
    table, key = TABLES[change["table_name"]], change["row_key"]
    old, new = (from_history(table, read_json(change[name])) for name in ("old", "new"))
    if change["operation"] == Operation.UPDATE:
        # Whom a record stands for follows from the judgements, and is worked out anew once they are taken back.
        old, new = ({name: value for name, value in values.items() if name != DERIVED} for values in (old, new))
        if not old:
            return
    condition = at_key(table, key)
    stored = connection.execute(sa.select(table).where(condition).with_for_update()).mappings().one_or_none()
    now = None if stored is None else dict(stored)
    match change["operation"]:
        case Operation.UPDATE:
            if now is None or any(now[name] != value for name, value in new.items()):
                raise _in_the_way(connection, change, number)
            key_changed = {name: value for name, value in old.items() if name in table.primary_key.columns}
            connection.execute(sa.update(table).where(condition).values(old | key_changed))
        case Operation.INSERT:
            if now is None or now != _state_after(connection, change, now):
                raise _in_the_way(connection, change, number)
            connection.execute(sa.delete(table).where(condition))
        case Operation.DELETE:
            if now is not None:
                raise _in_the_way(connection, change, number)
            connection.execute(sa.insert(table).values(old))


def _state_after(connection: sa.Connection, change: Any, now: Stored) -> Stored | None:
    """Return the row as it stood right after a change, worked back from now; None if it was not there."""
    state: Stored | None = now
    for later in reversed(_later(connection, change)):
        table = TABLES[later["table_name"]]
        old = from_history(table, read_json(later["old"]))
        match later["operation"]:
            case Operation.UPDATE if state is not None:
                state = state | old
            case Operation.DELETE:
                state = old
            case Operation.INSERT:
                state = None
    return state


def _later(connection: sa.Connection, change: Any) -> Sequence[Any]:
    same_row = (Change.table_name == change["table_name"], Change.row_key == change["row_key"], Change.change_id > change["change_id"])
    return connection.execute(sa.select(Change.__table__).where(*same_row).order_by(Change.change_id)).mappings().all()


def _in_the_way(connection: sa.Connection, change: Any, number: int) -> Refused:
    later = [row["changeset"] or row["change_id"] for row in _later(connection, change)]
    what = f"the row {change['row_key']} of {change['table_name']}"
    first = f"undo {later[-1]} first" if later and later[-1] != number else "it is no longer as that change left it"
    return Refused(f"{number} cannot be undone as things stand: {what} was changed since; {first}. Nothing was changed.")
