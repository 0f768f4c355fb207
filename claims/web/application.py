"""Datasette over one database file, opened read-only, with everything it shows taken from this package."""

import asyncio
import contextlib
import sqlite3
import threading
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from typing import Any, TypeVar

from datasette.app import Datasette
from datasette.database import Database, QueryInterrupted
from datasette.plugins import pm
from datasette.utils import sqlite_timelimit

from claims.store.access import Reader
from claims.store.databases.sqlite import SqliteDatabase
from claims.store.databases.sqlite_reader import SqliteReader
from claims.web import plugin
from claims.web.lookups import remembered
from claims.web.metadata import describe_site
from claims.web.site import DATABASE, visible_name

SETTINGS = {
    "default_page_size": 50,
    "max_returned_rows": 1000,
    "sql_time_limit_ms": 5000,
    "facet_time_limit_ms": 300,
    "default_facet_size": 12,
    "suggest_facets": False,  # the limit on large tables: 0.8 requests a second against 78
    "allow_download": False,  # a copy of a live WAL file would be torn; `claims backup` and `claims publish` make whole ones
    "default_cache_ttl": 0,  # somebody may be loading: a reload shows what is there now
    "truncate_cells_html": 400,
}


T = TypeVar("T")


def once(ask: Callable[..., Awaitable[T]]) -> Callable[..., Awaitable[T]]:
    """Return a question of Datasette's about a table that is asked again only when the database has changed since."""

    async def answer(database: "ReadOnlyDatabase", *named: str) -> T:
        return await remembered(database.ds, (ask.__name__, *named), lambda: ask(database, *named))

    return answer


class ReadOnlyDatabase(Database):  # type: ignore[misc]
    """A database file whose every connection is read-only, whatever characters its path holds.

    Datasette is told the file's name alone: it shows it, and cannot keep names that are no text.
    """

    # A page asks all of these, several times, and each answer comes from a thread.
    table_exists = once(Database.table_exists)
    table_columns = once(Database.table_columns)
    table_column_details = once(Database.table_column_details)
    primary_keys = once(Database.primary_keys)
    fts_table = once(Database.fts_table)
    label_column_for_table = once(Database.label_column_for_table)
    foreign_keys_for_table = once(Database.foreign_keys_for_table)
    get_table_definition = once(Database.get_table_definition)

    def __init__(self, site: Datasette, file: Path, *, published: bool) -> None:
        super().__init__(site, path=visible_name(file), is_mutable=not published)
        self.file = file
        self.memory: dict[object, tuple[object, Any]] = {}
        self._own = threading.local()

    @property
    def size(self) -> int:
        """The size of the file in bytes."""
        return self.file.stat().st_size

    def state(self) -> object:
        """Return what is another after every change of the database, and every day, since what is due becomes overdue.

        It is the day, as SQL's CURRENT_DATE, with the times and sizes of its file and of its log; None of what was published.
        """
        if not self.is_mutable:
            return None
        found: list[object] = [datetime.now(UTC).date()]
        for suffix in ("", "-wal"):
            with contextlib.suppress(FileNotFoundError):
                seen = self.file.with_name(self.file.name + suffix).stat()
                found.append((seen.st_mtime_ns, seen.st_size, seen.st_ino))
        return found

    @property
    def hash(self) -> None:
        """None: a digest of a large file takes long, and no page shows it."""

    async def table_counts(self, limit: int = 10) -> dict[str, int | None]:
        """Return how many rows each table has, None where counting took too long; what publishing counted holds views, too."""
        counts = await super().table_counts(limit)
        return {name: counts.get(name) for name in await self.table_names()}

    def connect(self, write: bool = False) -> sqlite3.Connection:
        """Open the file for reading, also where Datasette would write; one that was published cannot change, so nothing looks for locks."""
        how = "mode=ro" if self.is_mutable else "mode=ro&immutable=1"
        connection = sqlite3.connect(f"{self.file.as_uri()}?{how}", uri=True, check_same_thread=False)
        self._all_file_connections.append(connection)
        return connection

    async def ask(self, question: Callable[[Reader], T]) -> T:
        """Return what `question` makes of a reader of this database, in a thread of Datasette's and within its limit of time.

        Raises QueryInterrupted where it took longer.
        """

        def answer() -> T:
            if not hasattr(self._own, "reader"):
                self._own.connection = self.connect()
                self._own.reader = SqliteReader(self._own.connection, SqliteDatabase(str(self.file)).fault)
            with sqlite_timelimit(self._own.connection, self.ds.sql_time_limit_ms):
                try:
                    return question(self._own.reader)
                except KeyboardInterrupt as error:  # what the reader makes of a query that was interrupted
                    raise QueryInterrupted(error, "", {}) from None

        return await asyncio.get_running_loop().run_in_executor(self.ds.executor, answer)


def build_application(path: Path, *, large_tables: frozenset[str], hosts: list[str], allow_sql: bool) -> Any:
    """Return the Datasette instance over the SQLite database at `path` (absolute).

    On `large_tables` facets are offered, not counted by default. `hosts` are the names under which it answers (empty: any).
    `allow_sql` lets readers write SELECTs of their own.
    """
    load_plugin()
    assets = files("claims.web")
    metadata = describe_site(large_tables) | {"plugins": {"claims": {"hosts": hosts}}}
    metadata["databases"][DATABASE]["title"] = visible_name(path)
    published = SqliteDatabase(str(path)).is_published()
    site = Datasette(
        memory=False,
        inspect_data=count_published(path) if published else None,
        metadata=metadata,
        settings=SETTINGS | {"default_allow_sql": allow_sql},
        template_dir=str(assets / "templates"),
        static_mounts=[("assets", str(assets / "static"))],
    )
    site.remove_database("_memory")
    site.add_database(ReadOnlyDatabase(site, path, published=published), name=DATABASE)
    return site


def count_published(path: Path) -> dict[str, Any]:
    """Return how many rows a published file has in each table and view, as publishing counted them: Datasette then counts none."""
    with contextlib.closing(sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
        counts = connection.execute("SELECT name, rows FROM publication_counts").fetchall()
    return {DATABASE: {"hash": None, "size": path.stat().st_size, "tables": {name: {"count": rows} for name, rows in counts}}}


def load_plugin() -> None:
    """Leave Datasette with its own plugins and ours alone: what else is installed was not tested against hostile texts.

    Datasette's handler of exceptions prints tracebacks with the values of variables, and its rules of who may see what copy all metadata
    for every table that is asked for; ours take their place.
    """
    for other, _ in pm.list_plugin_distinfo():
        pm.unregister(other)
    if not pm.is_registered(plugin):
        pm.unregister(name="datasette.handle_exception")
        pm.unregister(name="datasette.default_permissions")
        pm.register(plugin, "claims")
