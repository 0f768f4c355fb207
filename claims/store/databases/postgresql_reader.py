"""Reading PostgreSQL: one cursor over one SELECT in a read-only transaction; values as SQLite would give them."""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, Self

import psycopg
from psycopg.adapt import Loader

from claims.errors import ClaimsError, NoSuchTable, UsageError
from claims.store.databases.postgresql_sql import at_day, translate

QUOTED = re.compile('["«“]([^"»”]+)["»”]')  # the one name in what a server says of a table that it does not have, in its language
NUMBERS = {"int2", "int4", "int8", "float4", "float8"}


class PostgresqlReader:
    """A PostgreSQL database, open for reading."""

    kind = "postgresql"

    def __init__(
        self,
        connection: "psycopg.Connection[Any]",
        fault: Callable[[BaseException], ClaimsError | None],
        as_of: str | None = None,
        today: str | None = None,
    ) -> None:
        self._connection = connection
        self._fault = fault
        self.rewound = frozenset[str]()
        self._today = today or (as_of and as_of[:10])
        if self._today:
            from claims.store.databases.postgresql_rewinding import rewind

            rewind(connection, as_of, self._today)
        else:
            connection.read_only = True
        for known in connection.adapters.types:
            if known.name not in NUMBERS:
                connection.adapters.register_loader(known.oid, LOADERS.get(known.name, TextLoader))

    def rows(self, sql: str, parameters: Mapping[str, object] = {}) -> list[dict[str, Any]]:
        """Run one SELECT; return its rows as dicts."""
        columns, rows = self.table(sql, parameters)
        return [dict(zip(columns, row, strict=True)) for row in rows]

    def table(self, sql: str, parameters: Mapping[str, object] = {}) -> tuple[list[str], list[tuple[Any, ...]]]:
        """Run one SELECT; return the names of its columns, and its rows.

        DECLARE CURSOR takes one SELECT, VALUES or WITH and nothing else, so no COMMIT, SET or COPY gets past the read-only transaction.
        """
        dated = sql if self._today is None else at_day(sql, self._today)
        text, names = translate(dated) if parameters else (dated, set())
        missing = names - parameters.keys()
        if missing:
            raise UsageError(f"The SQL asks for :{min(missing)}, for which no value was given.")
        try:
            # Inside the transaction of a rewound database this is a savepoint.
            with self._connection.transaction(force_rollback=True), self._connection.cursor(name="reading") as cursor:
                cursor.execute(text, parameters or None)
                rows = cursor.fetchall()
                return [column.name for column in cursor.description or ()], rows
        except psycopg.errors.ReadOnlySqlTransaction as error:
            raise UsageError("Only reading is possible here: one SELECT, which writes nothing.") from error
        except (psycopg.Error, UnicodeError) as error:
            told = f"The database cannot run this SQL: {_sentence(error)}."
            if isinstance(error, psycopg.errors.UndefinedTable) and (quoted := QUOTED.search(told)):
                raise NoSuchTable(told, quoted[1]) from error
            raise self._fault(error) or UsageError(told) from error

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Read inside one transaction that sees one state; a rewound database is inside one already."""
        if self._connection.info.transaction_status is not psycopg.pq.TransactionStatus.IDLE:
            yield
            return
        self._connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        with self._connection.transaction(force_rollback=True):
            yield

    def damage(self) -> list[str]:
        """Return nothing: the server holds constraints and references at all times, and offers no check of its pages by SQL."""
        return []

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()


class TextLoader(Loader):
    """Any value as the text that PostgreSQL prints."""

    def load(self, data: Any) -> str:
        """Decode the text."""
        return bytes(data).decode()


class InstantLoader(Loader):
    """An instant as `2026-01-31T12:00:00.000000Z`, as SQLite keeps it."""

    def load(self, data: Any) -> str:
        """Rewrite the server's text; what Python has no date for stays as it is."""
        text = bytes(data).decode()
        try:
            return datetime.fromisoformat(text).astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
        except ValueError:
            return text


class TruthLoader(Loader):
    """A truth value as 1 or 0, as SQLite gives it."""

    def load(self, data: Any) -> int:
        """Read t or f."""
        return int(bytes(data) == b"t")


LOADERS: dict[str, type[Loader]] = {"timestamptz": InstantLoader, "bool": TruthLoader}


def _sentence(error: Exception) -> str:
    message = getattr(getattr(error, "diag", None), "message_primary", None) or str(error)
    return message.strip().splitlines()[0].rstrip(".") if message.strip() else type(error).__name__
