"""Reading SQLite through the standard library: nothing can be written or attached, and Ctrl-C ends a query."""

import re
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from types import TracebackType
from typing import Any, Self

from claims.errors import ClaimsError, NoSuchTable, UsageError

NO_TABLE = re.compile(r"no such table: (?:\w+\.)?(.+)")
TICK = 20_000  # instructions of SQLite's machine between two looks at pending signals
PRAGMAS_TO_READ = {
    "collation_list",
    "compile_options",
    "data_version",
    "foreign_key_check",
    "foreign_key_list",
    "function_list",
    "index_info",
    "index_list",
    "index_xinfo",
    "integrity_check",
    "quick_check",
    "table_info",
    "table_list",
    "table_xinfo",
}
_ALLOWED = {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_RECURSIVE}


class SqliteReader:
    """An SQLite database, open for reading."""

    kind = "sqlite"

    def __init__(
        self,
        connection: sqlite3.Connection,
        fault: Callable[[BaseException], ClaimsError | None],
        as_of: str | None = None,
        today: str | None = None,
    ) -> None:
        self._connection = connection
        self._fault = fault
        self.rewound = frozenset[str]()
        # SQLite's own knows ASCII letters alone. It takes no function any more once full text was read.
        connection.create_function("lower", 1, lower, deterministic=True)
        connection.execute("PRAGMA trusted_schema=OFF")
        day = today or (as_of and as_of[:10])
        if day:
            from claims.store.databases.sqlite_rewinding import make_views, rewind

            connection.create_function("current_date", 0, lambda: day)
            if as_of is not None:
                self.rewound = rewind(connection, as_of)
            make_views(connection)
        connection.execute("PRAGMA query_only=ON")
        connection.set_authorizer(_authorize)
        # A Python function that SQLite calls now and then: it is there that Python sees Ctrl-C.
        connection.set_progress_handler(lambda: 0, TICK)

    def rows(self, sql: str, parameters: Mapping[str, object] = {}) -> list[dict[str, Any]]:
        """Run one SELECT; return its rows as dicts."""
        columns, rows = self.table(sql, parameters)
        return [dict(zip(columns, row, strict=True)) for row in rows]

    def table(self, sql: str, parameters: Mapping[str, object] = {}) -> tuple[list[str], list[tuple[Any, ...]]]:
        """Run one SELECT; return the names of its columns, and its rows."""
        try:
            cursor = self._connection.execute(sql, parameters)
            rows = cursor.fetchall()
        except (sqlite3.Error, sqlite3.Warning, ValueError, OverflowError) as error:
            raise self._meaning(error) from error
        return [column[0] for column in cursor.description or ()], rows

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Read inside one transaction; a rewound database is inside one already."""
        if self._connection.in_transaction:
            yield
            return
        self._run("BEGIN")
        try:
            yield
        finally:
            self._run("ROLLBACK")

    def _run(self, statement: str) -> None:
        """Run a statement of our own, which readers may not."""
        self._connection.set_authorizer(None)
        try:
            self._connection.execute(statement)
        except sqlite3.Error as error:
            raise self._meaning(error) from error
        finally:
            self._connection.set_authorizer(_authorize)

    def damage(self) -> list[str]:
        """Return what SQLite's own checks of pages, indexes and references find; opened for reading alone, it checks no CHECKs."""
        found = [text for (text,) in self.table("PRAGMA integrity_check")[1] if text != "ok"]
        orphans = {(table, parent) for table, _, parent, _ in self.table("PRAGMA foreign_key_check")[1]}
        return found + [f"a row of {table} refers to a row of {parent} that is not there" for table, parent in sorted(orphans)]

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def _meaning(self, error: Exception) -> BaseException:
        code = getattr(error, "sqlite_errorcode", None)
        if code == sqlite3.SQLITE_INTERRUPT:
            return KeyboardInterrupt()
        if code == sqlite3.SQLITE_AUTH or "not authorized" in str(error):
            return UsageError("Only reading is possible here: one SELECT, which neither writes nor attaches another database.")
        told = f"The database cannot run this SQL: {str(error).rstrip('.')}."
        if missing := NO_TABLE.fullmatch(str(error)):
            return NoSuchTable(told, missing[1])
        return self._fault(error) or UsageError(told)


def lower(value: object) -> str | None:
    """Return a text in lower case, as PostgreSQL does; SQLite itself knows the letters of ASCII alone."""
    return None if value is None else str(value).lower()


def _authorize(action: int, first: str | None, second: str | None, _database: str | None, _trigger: str | None) -> int:
    """Allow what reads, and nothing else: https://www.sqlite.org/c3ref/c_alter_table.html lists the actions."""
    if action in _ALLOWED:
        return sqlite3.SQLITE_OK
    if action == sqlite3.SQLITE_FUNCTION:
        return sqlite3.SQLITE_DENY if second == "load_extension" else sqlite3.SQLITE_OK
    if action == sqlite3.SQLITE_PRAGMA and first in PRAGMAS_TO_READ:
        return sqlite3.SQLITE_OK
    if action == sqlite3.SQLITE_UPDATE and first == "sqlite_master":
        # What SQLite asks when it first opens a full-text table; the file itself is open for reading only.
        return sqlite3.SQLITE_OK
    return sqlite3.SQLITE_DENY
