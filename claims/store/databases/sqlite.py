"""SQLite: one file, one writer at a time."""

import os
import sqlite3
import stat
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from claims.errors import ClaimsError, Refused, StoreError
from claims.store import waiting
from claims.store.databases.database import Code, Value
from claims.store.databases.sqlite_reader import SqliteReader, lower
from claims.store.revision import APPLICATION_ID, PUBLISHED
from claims.whole_files import beside, put

if TYPE_CHECKING:
    import sqlalchemy as sa

WAIT = 60.0  # seconds to wait for another writer
# Not trusted_schema=OFF, which is for readers: up to SQLite 3.40 it forbids the triggers that keep the full text.
PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "recursive_triggers=ON")
MOST_VARIABLES = 32_000  # SQLite's own limit is 32,766 a statement
MOST_ROWS = 250  # a statement; more rows cost memory and gain nothing
# sqlite_sequence knows no keys of its own, so no upsert: https://www.sqlite.org/autoinc.html
KEYS_GIVEN = (
    "INSERT INTO given SELECT name, seq FROM sqlite_sequence",
    "DELETE FROM sqlite_sequence",
    "INSERT INTO sqlite_sequence (name, seq) SELECT name, max(seq) FROM given WHERE name IN (SELECT name FROM sqlite_master) GROUP BY name",
    "DROP TABLE temp.given",
)

_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
_FULL = {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR}
_BARRED = {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH}
_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}


class SqliteDatabase:
    """The database in one SQLite file."""

    kind = "sqlite"

    def __init__(self, path: str) -> None:
        self.path = Path(path)
        self.name = path.encode("utf-8", "backslashreplace").decode()

    def revision(self) -> str | None:
        """Return the schema revision of the file, None where there is no file; Refused where it is not ours or may not be read."""
        try:
            if not self._is_ours():
                return None
            with closing(self._connect_to_read()) as connection:
                rows = connection.execute("SELECT version_num FROM alembic_version").fetchall()
        except OSError as error:
            raise Refused(f"{self.name} may not be read: {error.strerror}.") from error
        except sqlite3.Error as error:
            raise self.fault(error) or self._damaged(error) from error
        return str(rows[0][0]) if rows else ""

    def is_published(self) -> bool:
        """Tell whether `claims publish` made the file: it holds no whole history, and nothing may be changed in it."""
        return self.path.exists() and self._header("user_version") == PUBLISHED

    def reader(self, as_of: str | None = None, today: str | None = None) -> SqliteReader:
        """Open the file for reading alone."""
        if as_of is not None and self.is_published():
            raise Refused(f"{self.name} was published, without the whole history; ask the database that it was made of how it stood then.")
        if today is not None and self.is_published():
            raise Refused(
                f"{self.name} was published, with what was overdue on that day; ask the database that it was made of for another."
            )
        try:
            connection = self._connect_to_read()
        except sqlite3.Error as error:
            raise self.fault(error) or self._damaged(error) from error
        try:
            return SqliteReader(connection, self.fault, as_of, today)
        except ClaimsError:
            connection.close()
            raise
        except sqlite3.Error as error:
            connection.close()
            raise self.fault(error) or self._damaged(error) from error

    def engine(self) -> "sa.Engine":
        """Return an engine that begins every transaction with BEGIN IMMEDIATE, on a journal that outlives a power cut."""
        return self._engine(PRAGMAS)

    @contextmanager
    def birthplace(self) -> Iterator["SqliteDatabase"]:
        """Yield a file beside the place; at a clean end it is put there, unless another process was first.

        A database that was half made is therefore never seen at its place, whatever kills the process.
        """
        place = beside(self.path)
        newborn = SqliteDatabase(os.fspath(place))
        try:
            try:
                os.close(os.open(place, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666))
            except OSError as error:
                raise Refused(f"The database {self.name} cannot be made: {error.strerror}.") from error
            yield newborn
            put(place, self.path)
        finally:
            for suffix in ("", "-wal", "-shm", "-journal"):
                with suppress(OSError):
                    Path(f"{place}{suffix}").unlink()

    def fault(self, error: BaseException) -> ClaimsError | None:
        """Return the sentence for a busy, full, barred or damaged file, else None."""
        cause = getattr(error, "orig", None) or error
        code = getattr(cause, "sqlite_errorcode", None)
        if not isinstance(cause, sqlite3.Error) or code is None:
            return None
        primary = code & 0xFF
        if primary in _BUSY:
            return StoreError(
                f"The database {self.name} is busy: another program is writing to it. Nothing of this unit was kept; try again."
            )
        if primary in _FULL:
            return StoreError(
                f"The database {self.name} cannot grow: the disk is full or failing ({cause}). Nothing of this unit was kept."
            )
        if primary in _BARRED:
            return Refused(
                f"The database {self.name} cannot be opened or written here ({cause}); see to the rights of the file and its folder."
            )
        return self._damaged(cause) if primary in _DAMAGED else None

    def is_unreadable(self, error: BaseException) -> bool:
        """Tell whether an error of the driver is the fault of what is read, which is busy or damaged, rather than of what is written."""
        return isinstance(error, sqlite3.Error) and getattr(error, "sqlite_errorcode", 0) & 0xFF in (*_BUSY, *_DAMAGED)

    def attach_to(self, connection: sqlite3.Connection, name: str) -> None:
        """Attach the file, for reading alone, to another connection of SQLite's, one that takes URIs."""
        connection.execute(f"ATTACH ? AS {name}", (f"{self._uri}?mode=ro",))

    def is_broken_rule(self, error: BaseException) -> bool:
        """Tell whether the rows that were written are at fault: a constraint, or a value that is too long."""
        return isinstance(getattr(error, "orig", error), sqlite3.IntegrityError | sqlite3.DataError)

    def is_broken_reference(self, error: BaseException) -> bool:
        """Tell it by SQLite's own code."""
        return getattr(getattr(error, "orig", error), "sqlite_errorcode", None) == sqlite3.SQLITE_CONSTRAINT_FOREIGNKEY

    def sign(self, connection: "sa.Connection", actor: str | None, reason: str | None) -> int:
        """Keep actor and reason in a table that holds them for the length of one transaction: only one can write at a time.

        The number is that of the transaction's first change.
        """
        last = connection.exec_driver_sql("SELECT seq FROM sqlite_sequence WHERE name = 'changes'").scalar()
        changeset = int(last or 0) + 1
        connection.exec_driver_sql("DELETE FROM change_actor")
        connection.exec_driver_sql("INSERT INTO change_actor (actor, reason, changeset) VALUES (?, ?, ?)", (actor, reason, changeset))
        return changeset

    def end_signing(self, connection: "sa.Connection") -> None:
        """Empty the table."""
        connection.exec_driver_sql("DELETE FROM change_actor")

    def lock_loaders(self, connection: "sa.Connection") -> None:
        """Do nothing: BEGIN IMMEDIATE has done it."""

    def reserve_ids(self, connection: "sa.Connection", table: "sa.Table", count: int) -> Sequence[int]:
        """Return the keys after the greatest that was ever given: nobody else can write until this transaction ends."""
        given: int | None = connection.exec_driver_sql("SELECT seq FROM sqlite_sequence WHERE name = ?", (table.name,)).scalar()
        first = (given or 0) + 1
        return range(first, first + count)

    def retire_ids(self, connection: "sa.Connection", table: "sa.Table", last: int) -> None:
        """Raise the greatest key ever given; the table of these keys knows no upsert."""
        raised = connection.exec_driver_sql("UPDATE sqlite_sequence SET seq = max(seq, ?) WHERE name = ?", (last, table.name)).rowcount
        if not raised:
            connection.exec_driver_sql("INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", (table.name, last))

    def insert(self, connection: "sa.Connection", table: str, columns: Sequence[str], rows: Sequence[tuple[Value, ...]]) -> None:
        """Insert with many rows a statement: full text is flushed once a statement, not once a row."""
        size = max(1, min(MOST_ROWS, MOST_VARIABLES // len(columns)))
        listed = ", ".join(f'"{column}"' for column in columns)
        head = f'INSERT INTO "{table}" ({listed}) VALUES '
        marks = f"({', '.join('?' * len(columns))})"
        for start in range(0, len(rows), size):
            part = rows[start : start + size]
            connection.exec_driver_sql(head + ", ".join([marks] * len(part)), tuple(value for row in part for value in row))

    def begin_migration(self, connection: "sa.Connection") -> None:
        """Keep the greatest keys ever given: a table that is rebuilt forgets its own. BEGIN IMMEDIATE has made it the only writer."""
        if connection.exec_driver_sql("SELECT 1 FROM sqlite_master WHERE name = 'sqlite_sequence'").scalar():
            connection.exec_driver_sql("CREATE TEMP TABLE given AS SELECT name, seq FROM sqlite_sequence")

    def drop_code(self, connection: "sa.Connection", code: Code) -> list[str]:
        """Drop every view, trigger and full-text table; return the statements of those that are not ours."""
        from claims.store.databases import sqlite_code

        return sqlite_code.drop(connection, code)

    def create_code(self, connection: "sa.Connection", code: Code) -> None:
        """Create history triggers, full text and views."""
        from claims.store.databases import sqlite_code

        for statement in sqlite_code.statements(code):
            connection.exec_driver_sql(statement)

    def end_migration(self, connection: "sa.Connection") -> None:
        """Raise Refused if foreign_key_check finds a row; give rebuilt tables back the greatest keys ever given."""
        if connection.exec_driver_sql("SELECT 1 FROM sqlite_temp_master WHERE name = 'given'").scalar():
            for statement in KEYS_GIVEN:
                connection.exec_driver_sql(statement)
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
        if broken:
            raise Refused(
                f"The upgrade of {self.name} would leave {len(broken)} rows of {broken[0][0]} that refer to nothing; nothing was changed."
            )

    def mark(self, connection: "sa.Connection") -> None:
        """Write the application id into the header."""
        connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")

    def migration_engine(self) -> "sa.Engine":
        """Return an engine as `engine`, but with foreign keys off: a table that is rebuilt would take its children along."""
        return self._engine(tuple(pragma for pragma in PRAGMAS if not pragma.startswith("foreign_keys")))

    def _engine(self, pragmas: Sequence[str]) -> "sa.Engine":
        import sqlalchemy as sa

        if self.is_published():
            raise Refused(f"{self.name} was published, to be read alone; change the database that it was made of, and publish it anew.")

        def connect() -> sqlite3.Connection:
            return sqlite3.connect(self.path, timeout=WAIT, isolation_level=None)

        engine = sa.create_engine("sqlite://", creator=connect, poolclass=sa.QueuePool, hide_parameters=True)

        @sa.event.listens_for(engine, "connect")
        def _(connection: sqlite3.Connection, _record: Any) -> None:
            for pragma in pragmas:
                connection.execute("PRAGMA " + pragma)
            connection.create_function("lower", 1, lower, deterministic=True)

        @sa.event.listens_for(engine, "begin")
        def _(connection: "sa.Connection") -> None:
            if not self._begin_soon(connection):
                connection.exec_driver_sql("BEGIN IMMEDIATE")

        return engine

    def _begin_soon(self, connection: "sa.Connection") -> bool:
        """Begin a write transaction, if no other one lasts longer than a moment; say that it does, where it does."""
        driver: Any = connection.connection.driver_connection
        driver.execute(f"PRAGMA busy_timeout = {int(1000 * min(waiting.SILENT, WAIT))}")
        try:
            driver.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF in _BUSY and waiting.SILENT < WAIT:
                waiting.tell_waiting(self.name)
            return False
        finally:
            driver.execute(f"PRAGMA busy_timeout = {int(1000 * WAIT)}")
        return True

    def _connect_to_read(self) -> sqlite3.Connection:
        return sqlite3.connect(f"{self._uri}?mode=ro", uri=True, timeout=WAIT, isolation_level=None)

    @property
    def _uri(self) -> str:
        return self.path.absolute().as_uri()

    def _is_ours(self) -> bool:
        """Tell whether there is a file; Refused if it is not ours."""
        try:
            found = self.path.stat()
        except (FileNotFoundError, NotADirectoryError):
            return False
        if stat.S_ISDIR(found.st_mode):
            raise Refused(f"{self.name} is a folder; name a file in it, such as {Path(self.name) / 'claims.db'}.")
        if not stat.S_ISREG(found.st_mode):
            raise Refused(f"{self.name} is not a regular file, so it cannot be a database.")
        if found.st_size == 0:
            raise Refused(f"{self.name} is an empty file and no database; remove it, or name another path.")
        try:
            application = self._header("application_id")
        except sqlite3.Error as error:
            if error.sqlite_errorcode == sqlite3.SQLITE_NOTADB:
                raise Refused(f"{self.name} is not an SQLite database; name another path with --db.") from error
            raise
        if application != APPLICATION_ID:
            raise Refused(f"{self.name} is an SQLite database that claims did not make; name another path with --db.")
        return True

    def _header(self, name: str) -> int:
        """Return a number of the file's header, without a lock and whatever else is in the file.

        SQLite itself must open the file: closing it otherwise gives up every lock that this process has on it.
        https://www.sqlite.org/howtocorrupt.html#_posix_advisory_locks_canceled_by_a_separate_thread_doing_close_
        """
        with closing(sqlite3.connect(f"{self._uri}?mode=ro&immutable=1", uri=True)) as connection:
            return int(connection.execute(f"PRAGMA {name}").fetchone()[0])

    def _damaged(self, error: BaseException) -> StoreError:
        return StoreError(f"The database {self.name} is damaged ({error}); restore it from a backup.")
