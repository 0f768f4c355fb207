"""What a database must be able to do for us. The modules beside this one are the only place that knows how databases differ.

Nothing here imports SQLAlchemy: reading commands pass through this module.
"""

import re
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from types import TracebackType
from typing import TYPE_CHECKING, Any, Protocol, Self

from claims.errors import ClaimsError, Refused, UsageError
from claims.store.revision import HEAD, REVISIONS

if TYPE_CHECKING:
    import sqlalchemy as sa

Value = str | int | float | None

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")


@dataclass(frozen=True, slots=True)
class Code:
    """What lives inside a database and is made from code at the head of the schema.

    `tables` are those whose history is kept, `full_text` maps a table to the columns that can be searched by words, `views` a
    view's name to its SELECT.
    """

    tables: "Sequence[sa.Table]"
    full_text: Mapping[str, Sequence[str]]
    views: Mapping[str, str]


class Reader(Protocol):
    """An open database that can be asked and cannot be changed."""

    kind: str
    """`sqlite` or `postgresql`, for the few queries that cannot be the same on both (full text)."""
    rewound: frozenset[str]
    """Tables that stand as they stood earlier and whose full text is in two parts for that (see claims.views.fulltext)."""

    def rows(self, sql: str, parameters: Mapping[str, object] = {}) -> list[dict[str, Any]]:
        """Run one SELECT with `:name` parameters; return a row as a dict, with str, int, float or None as values.

        Dates, instants and decimals come as text. Raises UsageError where the SQL is wrong or would write, StoreError where the
        database is busy or damaged.
        """

    def table(self, sql: str, parameters: Mapping[str, object] = {}) -> tuple[list[str], list[tuple[Any, ...]]]:
        """Run one SELECT as `rows` does; return the names of the columns, and the rows as tuples."""

    def snapshot(self) -> AbstractContextManager[None]:
        """Hold still what is read inside: whatever others write meanwhile, every query answers from one state."""

    def damage(self) -> list[str]:
        """Return what the database's own checks of its pages and references find: a sentence each, none if it is sound."""

    def close(self) -> None:
        """Close the connection."""

    def __enter__(self) -> Self: ...

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None: ...


class Database(Protocol):
    """One database at one place, open or not."""

    kind: str
    name: str
    """The place as people may see it: a path, or a URL without its password."""

    def revision(self) -> str | None:
        """Return the schema revision, or None where nothing is there yet; nothing is created or changed.

        Raises Refused where something foreign is there or it may not be read, StoreError where it cannot be reached.
        """

    def reader(self, as_of: str | None = None, today: str | None = None) -> Reader:
        """Open it for reading alone; the caller has checked the revision.

        What SQL calls the current date is `today`, an ISO day; without one, the day of `as_of`, else the calendar's.

        With `as_of`, an instant such as `2026-01-31T12:00:00.000000Z`, it holds what it held then: every table and view, under its own
        name; UsageError where it held nothing yet.
        """

    def engine(self) -> "sa.Engine":
        """Return an engine whose every transaction is a write transaction, made by the recipes of the database."""

    def birthplace(self) -> AbstractContextManager["Database"]:
        """Yield the database to run the first migration in; at a clean end, it stands at its place, whole."""

    def fault(self, error: BaseException) -> ClaimsError | None:
        """Return what an error of the driver means to a user, or None where the error is not of the database's making."""

    def is_broken_rule(self, error: BaseException) -> bool:
        """Tell whether an error of the driver is the fault of the rows that were written."""

    def is_broken_reference(self, error: BaseException) -> bool:
        """Tell whether an error of the driver says that a row refers, or would be left to refer, to one that is not there."""

    def sign(self, connection: "sa.Connection", actor: str | None, reason: str | None) -> int:
        """Tell the history who acts in this transaction and why; return the number that its changes share, which nobody else gets."""

    def end_signing(self, connection: "sa.Connection") -> None:
        """Forget who acts; this must precede the commit."""

    def lock_loaders(self, connection: "sa.Connection") -> None:
        """Hold off the other loaders until this transaction ends."""

    def reserve_ids(self, connection: "sa.Connection", table: "sa.Table", count: int) -> Sequence[int]:
        """Return `count` primary keys that nobody else will get."""

    def retire_ids(self, connection: "sa.Connection", table: "sa.Table", last: int) -> None:
        """See to it that no row gets a key up to `last`, which the history knows as that of a row that is gone."""

    def insert(self, connection: "sa.Connection", table: str, columns: Sequence[str], rows: Sequence[tuple[Value, ...]]) -> None:
        """Insert rows in bulk, so that indexes, history and full text are written once a batch."""

    def migration_engine(self) -> "sa.Engine":
        """Return an engine as `engine`, but with foreign keys off where that is needed to rebuild a table."""

    def begin_migration(self, connection: "sa.Connection") -> None:
        """Make the open transaction of `connection` the only writer; on SQLite, foreign keys are off already."""

    def drop_code(self, connection: "sa.Connection", code: Code) -> list[str]:
        """Drop views, triggers and full text; return the statements that restore what users themselves had added."""

    def create_code(self, connection: "sa.Connection", code: Code) -> None:
        """Create history triggers, full text and views."""

    def end_migration(self, connection: "sa.Connection") -> None:
        """Put right what rebuilding tables forgets; raise Refused if a row refers to one that is not there."""

    def mark(self, connection: "sa.Connection") -> None:
        """Mark the database as ours."""


def find_database(location: str) -> Database:
    """Return the database that a path or a database URL names; UsageError for a URL of another kind."""
    scheme = _SCHEME.match(location)
    if scheme is None:
        return _sqlite(location)
    name = scheme.group().lower()
    if name == "sqlite://":
        if not location.startswith("sqlite:///") or len(location) == len("sqlite:///"):
            raise UsageError(f"{location} names no file; write sqlite:///claims.db, or the path alone.")
        return _sqlite(location[len("sqlite:///") :])
    if name in ("postgresql://", "postgresql+psycopg://"):
        from claims.store.databases.postgresql import PostgresqlDatabase

        return PostgresqlDatabase("postgresql://" + location[scheme.end() :])
    raise UsageError(f"{scheme.group()} is no kind of database that claims can use; give a path, sqlite:///PATH or postgresql://...")


def check_current(database: Database) -> None:
    """Raise Refused, with what to do about it, unless the database is there and its schema is the one this program knows."""
    revision = database.revision()
    if revision is None:
        raise Refused(f"There is no database at {database.name} yet; make one with: claims load PATH")
    if revision == HEAD:
        return
    if revision in REVISIONS:
        raise Refused(
            f"The database {database.name} has an older schema ({revision}; this program needs {HEAD}); "
            "bring it up to date with: claims db upgrade"
        )
    raise Refused(
        f"The database {database.name} was made by a newer version of claims (schema {revision}); install that version to use it."
    )


def _sqlite(path: str) -> Database:
    from claims.store.databases.sqlite import SqliteDatabase

    if not path.strip() or "\0" in path or path == ":memory:" or path.startswith("file:"):
        raise UsageError(f"{path!r} names no file; give the path of a database, such as claims.db.")
    return SqliteDatabase(path)
