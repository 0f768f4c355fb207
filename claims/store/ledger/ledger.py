"""The ledger: a database opened for the work of one person."""

from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Self

import sqlalchemy as sa

from claims.errors import Refused, UsageError
from claims.inputs import require_text
from claims.store.databases.database import check_current, find_database
from claims.store.models import Change
from claims.store.session import PROGRAM, changeset, writing
from claims.store.signatures import signing_load, signing_undo, undo_reason


class Ledger:
    """One database and who works on it, as a context manager.

    Raises UsageError for an actor without a name, or with the program's own; Refused where there is no database, or one that is foreign,
    older or newer; StoreError where it cannot be reached.
    """

    def __init__(self, location: str, *, actor: str) -> None:
        require_text("--by", actor)
        if not actor.strip():
            raise UsageError("--by takes the name of who does this; it was given nothing.")
        if actor.strip().casefold() == PROGRAM:
            raise UsageError(f"“{actor.strip()}” is how the program signs its own judgements; say who does this, by --by or CLAIMS_ACTOR.")
        self.database = find_database(location)
        self.actor = actor.strip()
        check_current(self.database)
        self._engine = self.database.engine()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._engine.dispose()

    @contextmanager
    def changing(self, reason: str | None, *, undone: int | None = None) -> Iterator[sa.Connection]:
        """Yield the connection of one write transaction, signed with the actor and the reason, and with the change that is `undone`.

        Raises Refused, and keeps nothing, where a row would break a rule of the database; UsageError for a reason that loads or undoing
        sign with.
        """
        require_text("--reason", reason)
        told = (reason or "").strip()
        for signed, who in ((signing_load(told), "loads sign"), (signing_undo(told), "`claims undo` signs")):
            if signed is not None:
                raise UsageError(f"“{told}” is how {who} what is written; give the reason in other words.")
        told = told if undone is None else undo_reason(undone, told)
        try:
            with writing(self.database, self._engine, actor=self.actor, reason=told or None) as connection:
                yield connection
        except sa.exc.DBAPIError as error:
            rule = "a record would be left that refers to one that is not there"
            if not self.database.is_broken_reference(error):
                rule = f"the database's rules forbid it ({str(error.orig).splitlines()[0]})"
            raise Refused(f"Nothing was changed: {rule}.") from error


def required_reason(reason: str | None) -> str:
    """Return the reason; UsageError where none was given."""
    if reason is None or not reason.strip():
        raise UsageError('Say why with --reason "…": the history keeps it beside the change.')
    return reason


def changed_together(connection: sa.Connection) -> int | None:
    """Return the number that takes back what this transaction has changed so far; None where nothing has come of it."""
    number = changeset(connection)
    changed = sa.select(Change.change_id).where(Change.changeset == number).limit(1)
    return None if connection.execute(changed).first() is None else number
