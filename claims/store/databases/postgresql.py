"""PostgreSQL 15 or later, through psycopg 3."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from claims.errors import ClaimsError, Refused, StoreError, UsageError
from claims.store import waiting
from claims.store.databases.database import Code, Value
from claims.store.revision import APPLICATION_ID, OWNER

if TYPE_CHECKING:
    import psycopg
    import sqlalchemy as sa

    from claims.store.databases.postgresql_reader import PostgresqlReader

WAIT = "60s"  # for a lock
# Compiling what a view asks takes longer than asking it: the states of 100,000 commitments 4.8 s with it, 1.5 s without (PostgreSQL 15).
SETTINGS = f"SET TIME ZONE 'UTC'; SET datestyle = 'ISO'; SET lock_timeout = '{WAIT}'; SET jit = off"
LOADERS = APPLICATION_ID + 1  # keys of the advisory locks
MIGRATIONS = APPLICATION_ID
OBJECTS = """
    SELECT c.relname, obj_description(c.oid, 'pg_class')
    FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
    WHERE n.nspname = current_schema() AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
      AND NOT EXISTS (SELECT 1 FROM pg_depend AS d WHERE d.objid = c.oid AND d.deptype = 'e')
"""

# Classes and codes of https://www.postgresql.org/docs/current/errcodes-appendix.html
_BUSY = ("40001", "40P01", "55P03")
_BARRED = ("25006", "42501")
_TOO_MUCH = "54"
_GONE = ("08", "53", "57P", "58", "XX")


class PostgresqlDatabase:
    """The database in one schema of a PostgreSQL database: the first of the role's search path."""

    kind = "postgresql"

    def __init__(self, url: str) -> None:
        self._url = url
        try:
            parts = urlsplit(url)
        except ValueError as error:
            raise UsageError("The database URL cannot be read; write postgresql://user:password@host:port/name.") from error
        self.name = f"postgresql://{parts.netloc.rpartition('@')[2]}{parts.path}"

    def revision(self) -> str | None:
        """Return the schema revision, None where the schema is empty; Refused where it holds the tables of somebody else."""
        with self._connect() as connection:
            try:
                connection.read_only = True
                found: dict[str, str | None] = dict(connection.execute(OBJECTS).fetchall())
                if not found:
                    return None
                if found.get("alembic_version") != OWNER:
                    raise Refused(f"{self.name} holds tables that claims did not make; name an empty database with --db.")
                row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
            except _psycopg().Error as error:
                raise self.fault(error) or StoreError(f"{self.name} cannot be read: {_first_line(error)}.") from error
        return str(row[0]) if row else ""

    def reader(self, as_of: str | None = None, today: str | None = None) -> "PostgresqlReader":
        """Open it for reading alone."""
        from claims.store.databases.postgresql_reader import PostgresqlReader

        connection = self._connect()
        try:
            return PostgresqlReader(connection, self.fault, as_of, today)
        except ClaimsError:
            connection.close()
            raise
        except _psycopg().Error as error:
            connection.close()
            raise self.fault(error) or StoreError(f"{self.name} cannot be read as of {as_of or today}: {_first_line(error)}.") from error

    def engine(self) -> "sa.Engine":
        """Return an engine whose connections wait a minute for a lock, and no longer; who is to be told that they wait is told."""
        import sqlalchemy as sa

        engine = sa.create_engine("postgresql+psycopg://", creator=self._connect, hide_parameters=True)
        if waiting.tellers:
            from claims.store.databases.postgresql_waiting import Watch

            Watch(engine, self._connect, partial(waiting.tell_waiting, self.name))
        return engine

    migration_engine = engine

    @contextmanager
    def birthplace(self) -> Iterator["PostgresqlDatabase"]:
        """Yield the database itself: schema changes are transactional here."""
        yield self

    def fault(self, error: BaseException) -> ClaimsError | None:
        """Return the sentence for a busy, full, barred or lost server, else None."""
        cause = getattr(error, "orig", None) or error
        if not isinstance(cause, _psycopg().Error):
            return None
        code = cause.sqlstate or ""
        if code in _BUSY:
            return StoreError(f"The database {self.name} is busy: another program is writing. Nothing of this unit was kept; try again.")
        if code in _BARRED:
            return Refused(f"The database {self.name} may not be written by this role: {_first_line(cause)}.")
        if code.startswith(_GONE) or (not code and isinstance(cause, _psycopg().OperationalError)):
            return StoreError(f"The database {self.name} is full or gone: {_first_line(cause)}. Nothing of this unit was kept.")
        return None

    def is_broken_rule(self, error: BaseException) -> bool:
        """Tell whether the rows that were written are at fault: a constraint, or a value that is too long (for full text, too)."""
        cause = getattr(error, "orig", None) or error
        driver = _psycopg()
        return isinstance(cause, driver.IntegrityError | driver.DataError) or (getattr(cause, "sqlstate", None) or "").startswith(_TOO_MUCH)

    def is_broken_reference(self, error: BaseException) -> bool:
        """Tell it by the class of the driver's error."""
        return isinstance(getattr(error, "orig", error), _psycopg().errors.ForeignKeyViolation)

    def sign(self, connection: "sa.Connection", actor: str | None, reason: str | None) -> int:
        """Keep actor and reason in settings that end with the transaction; the triggers read an empty one as none.

        The number is taken from those of the changes, so that it is nobody else's.
        """
        number = connection.exec_driver_sql("SELECT nextval(pg_get_serial_sequence('changes', 'change_id'))").scalar_one()
        self._set(connection, actor or "", reason or "", str(number))
        return int(number)

    def end_signing(self, connection: "sa.Connection") -> None:
        """Empty the settings."""
        self._set(connection, "", "", "")

    def _set(self, connection: "sa.Connection", actor: str, reason: str, changeset: str) -> None:
        names = ("actor", "reason", "changeset")
        settings = ", ".join(f"set_config('claims.{name}', %s, true)" for name in names)
        connection.exec_driver_sql(f"SELECT {settings}", (actor, reason, changeset))

    def lock_loaders(self, connection: "sa.Connection") -> None:
        """Let one loader at a time write, as SQLite does: they look up names before they insert them."""
        connection.exec_driver_sql("SELECT pg_advisory_xact_lock(%s)", (LOADERS,))

    def reserve_ids(self, connection: "sa.Connection", table: "sa.Table", count: int) -> Sequence[int]:
        """Take a block from the identity sequence."""
        (key,) = table.primary_key.columns
        block = "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)"
        return connection.exec_driver_sql(block, (table.name, key.name, count)).scalars().all()

    def retire_ids(self, connection: "sa.Connection", table: "sa.Table", last: int) -> None:
        """Do nothing: keys are taken from a sequence, which gives none twice."""

    def insert(self, connection: "sa.Connection", table: str, columns: Sequence[str], rows: Sequence[tuple[Value, ...]]) -> None:
        """Insert with COPY."""
        if not rows:
            return
        import sqlalchemy as sa

        listed = ", ".join(f'"{column}"' for column in columns)
        command = f'COPY "{table}" ({listed}) FROM STDIN'
        driver: Any = connection.connection.driver_connection
        try:
            with driver.cursor() as cursor, cursor.copy(command) as copy:
                for row in rows:
                    copy.write_row(row)
        except _psycopg().Error as error:
            raise sa.exc.DBAPIError(command, None, error, hide_parameters=True) from error

    def begin_migration(self, connection: "sa.Connection") -> None:
        """Hold off the other migrations."""
        connection.exec_driver_sql("SELECT pg_advisory_xact_lock(%s)", (MIGRATIONS,))

    def drop_code(self, connection: "sa.Connection", code: Code) -> list[str]:
        """Drop our views and triggers; what users added stays, and where it is in the way of a migration the server refuses."""
        from claims.store.databases import postgresql_code

        postgresql_code.drop(connection, code)
        return []

    def create_code(self, connection: "sa.Connection", code: Code) -> None:
        """Create history triggers, full-text indexes and views."""
        from claims.store.databases import postgresql_code

        for statement in postgresql_code.statements(code):
            connection.exec_driver_sql(statement.replace("%", "%%"))  # a lone percent sign would be read as a parameter

    def end_migration(self, connection: "sa.Connection") -> None:
        """Do nothing: the server holds references at all times."""

    def mark(self, connection: "sa.Connection") -> None:
        """Write the owner's name beside the revision."""
        connection.exec_driver_sql(f"COMMENT ON TABLE alembic_version IS '{OWNER}'")

    def _connect(self) -> "psycopg.Connection[Any]":
        driver = _psycopg()
        try:
            connection: psycopg.Connection[Any] = driver.connect(self._url, client_encoding="utf8", application_name="claims")
            connection.autocommit = True
            connection.execute(SETTINGS)
            connection.autocommit = False
        except driver.OperationalError as error:
            raise StoreError(f"The database {self.name} cannot be reached: {_first_line(error)}.") from error
        except driver.Error as error:
            raise UsageError(f"The URL of the database {self.name} cannot be used; write postgresql://user:password@host/name.") from error
        return connection


def _psycopg() -> Any:
    try:
        import psycopg
    except ImportError as error:
        raise Refused("A PostgreSQL database needs the package psycopg; install it with: pip install 'claims[postgresql]'") from error
    return psycopg


def _first_line(error: BaseException) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0].rstrip(".")
