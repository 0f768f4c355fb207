"""Publishing: a compact copy of a database to be read alone, by `claims serve`, by plain Datasette, by whoever it is given to.

The copy is a database of ours at this revision, so every command that reads can ask it. What makes pages fast is made once: the views of
site.toml that count over all records are tables, with indexes. Nobody who reviewed is named in it unless that is asked for.
"""

import json
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from claims.errors import Refused, StoreError
from claims.store.access import Reader, open_reader
from claims.store.databases.database import Database, find_database
from claims.store.databases.sqlite import SqliteDatabase
from claims.store.migrations import upgrade
from claims.store.revision import PUBLISHED
from claims.store.selects import view_selects
from claims.store.session import PROGRAM
from claims.store.shapes import HISTORY, OF_OWNER, SHAPES
from claims.store.signatures import BY_HAND
from claims.web.queries import read_listings
from claims.web.site import read_site
from claims.whole_files import beside, put

BATCH = 5_000
MOSTLY_FULL = 1_000  # of so many pages one may be free
TEXTS = 100  # sources at once: each may be long
# Where people sign, in the tables and in what the history tells of their rows
SIGNED = {
    "changes": "changed_by",
    "loads": "loaded_by",
    "relations": "judged_by",
    "disagreements": "judged_by",
    "assessments": "assessor",
}
LEFT_OUT = ("load_documents",)  # they name the files and folders of whoever loaded
# What a load inserted says nothing that the row does not say, and is most of the history.
KEPT_CHANGES = f"(operation <> 'insert' OR {BY_HAND})"
PUBLICATION = (
    "CREATE TABLE publication (published_at TEXT NOT NULL, version TEXT NOT NULL, reviewers TEXT NOT NULL) STRICT",
    "CREATE TABLE publication_counts (name TEXT PRIMARY KEY, rows INTEGER NOT NULL) STRICT",
)
FULL_TEXT = "SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL TABLE%USING FTS5%'"
COUNTED = (
    "SELECT name FROM sqlite_master "
    "WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite!_%' ESCAPE '!' AND name NOT LIKE '%!_fts%' ESCAPE '!'"
)
Row = tuple[Any, ...]
Change = Callable[[list[str], list[Row]], list[Row]]


@dataclass(frozen=True, slots=True)
class Publication:
    """What was published: where, how many bytes, how many rows of each table."""

    path: Path
    size: int
    rows: dict[str, int]


@dataclass
class Masks:
    """Stands in for the names of people who reviewed: each is one number, in the order in which they are met."""

    known: dict[str, str] = field(default_factory=dict)

    def of(self, name: str | None) -> str | None:
        """Return what stands for a name; the program's own stays."""
        if name is None or name.strip().casefold() == PROGRAM:
            return name
        return self.known.setdefault(name, f"reviewer {len(self.known) + 1}")


def publish(location: str, out: Path, *, reviewers: bool = False, force: bool = False) -> Publication:
    """Write a published copy of the database at `location` to `out`, whole or not at all.

    `reviewers` leaves the names of those who loaded, changed, judged and assessed; else they are numbered. `force` replaces a file that is
    there. Refused where `out` is taken or cannot be written, or where the database is missing or at another revision.
    """
    check_place(location, out, force=force)
    work = beside(out)
    try:
        with open_reader(location) as reader, told(out, find_database(location)):
            upgrade(str(work))
            with closing(sqlite3.connect(work, uri=True, isolation_level=None)) as connection:
                rows = fill(connection, origin(connection, location, reader), Masks() if not reviewers else None)
            if not put(work, out, over=force):
                raise Refused(f"{out} is there already; --force replaces it.")
    finally:
        for suffix in ("", "-wal", "-shm", "-journal"):
            with suppress(OSError):
                Path(f"{work}{suffix}").unlink()
    return Publication(out, out.stat().st_size, rows)


def check_place(location: str, out: Path, *, force: bool) -> None:
    """Raise Refused where nothing may be written to `out`."""
    database = find_database(location)
    if out.is_dir():
        raise Refused(f"{out} is a folder; name a file in it, such as {out / 'published.db'}.")
    if not out.exists():
        return
    if isinstance(database, SqliteDatabase) and database.path.exists() and out.samefile(database.path):
        raise Refused(f"{out} is the database itself; name another file.")
    if not force:
        raise Refused(f"{out} is there already; --force replaces it.")
    if not out.is_file():
        raise Refused(f"{out} is not a regular file, and is not replaced.")


@contextmanager
def told(out: Path, database: Database) -> Iterator[None]:
    """Tell what the operating system or SQLite says of the new file, or of the one that is read, as a sentence."""
    try:
        yield
    except OSError as error:
        raise Refused(f"{out} cannot be written: {error.strerror or error}.") from error
    except sqlite3.Error as error:
        at_fault = database if isinstance(database, SqliteDatabase) and database.is_unreadable(error) else SqliteDatabase(str(out))
        raise at_fault.fault(error) or StoreError(f"{out} cannot be made: {error}.") from error


class Attached:
    """The SQLite file that is published, attached to its copy: rows go from one to the other without coming here."""

    name = "origin"

    def __init__(self, connection: sqlite3.Connection, database: SqliteDatabase) -> None:
        self._connection = connection
        database.attach_to(connection, self.name)

    def table(self, sql: str, parameters: Mapping[str, object]) -> tuple[list[str], list[Row]]:
        """Run one SELECT; return the names of its columns, and its rows."""
        cursor = self._connection.execute(sql, parameters)
        return [column[0] for column in cursor.description], cursor.fetchall()

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Read inside the transaction of the copy; it is over at the end, and the file is let go."""
        yield
        self._connection.execute(f"DETACH {self.name}")


def origin(connection: sqlite3.Connection, location: str, reader: Reader) -> Reader | Attached:
    """Return what to read the database at `location` through: its reader, or where it is a file of SQLite's, the copy's own connection."""
    database = find_database(location)
    return Attached(connection, database) if isinstance(database, SqliteDatabase) else reader


def fill(connection: sqlite3.Connection, reader: Reader | Attached, masks: Masks | None) -> dict[str, int]:
    """Copy all rows and make what pages need; return how many rows there are of each table and view."""
    # What the rows were checked for where they come from need not be checked again.
    for pragma in (
        *("main.journal_mode=DELETE", "main.journal_mode=OFF", "main.synchronous=OFF", "main.cache_size=-200000"),
        *("foreign_keys=OFF", "ignore_check_constraints=ON"),
    ):
        connection.execute(f"PRAGMA {pragma}")
    connection.execute("BEGIN")
    made_later = take_away(connection)
    with reader.snapshot():
        for table, shape in SHAPES.items():
            if table not in LEFT_OUT:
                copy(connection, reader, table, shape.key[0], masking(table, masks))
        copy_history(connection, reader, masks)
        connection.execute("COMMIT")
    connection.execute("BEGIN")
    for sql in made_later:
        connection.execute(sql)
    for (name,) in connection.execute(FULL_TEXT).fetchall():
        for command in ("rebuild", "optimize"):
            connection.execute(f"INSERT INTO {name} ({name}) VALUES (?)", (command,))
    connection.execute("ANALYZE")
    make_tables(connection)
    names = [name for (name,) in connection.execute(COUNTED).fetchall()]
    counts: dict[str, int] = {name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in names}
    for sql in PUBLICATION:
        connection.execute(sql)
    now = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    connection.execute("INSERT INTO publication VALUES (?, ?, ?)", (now, version("claims"), "numbered" if masks else "named"))
    connection.executemany("INSERT INTO publication_counts VALUES (?, ?)", counts.items())
    connection.execute(f"PRAGMA user_version = {PUBLISHED}")
    connection.execute("COMMIT")
    connection.execute("ANALYZE")
    (free,), (pages,) = (connection.execute(f"PRAGMA {counted}").fetchone() for counted in ("freelist_count", "page_count"))
    if free > pages // MOSTLY_FULL:  # a large file is written in order as it is, and writing it again takes long
        connection.execute("VACUUM")
    return counts


def take_away(connection: sqlite3.Connection) -> list[str]:
    """Drop triggers, which nothing sets off in a copy, and indexes; return the SQL of these, which are made when the rows are there."""
    indexes = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL").fetchall()
    for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        connection.execute(f'DROP TRIGGER "{name}"')
    for name, _ in indexes:
        connection.execute(f'DROP INDEX "{name}"')
    return [sql for _, sql in indexes]


def copy(
    connection: sqlite3.Connection, reader: Reader | Attached, table: str, key: str, change: Change | None, condition: str = ""
) -> None:
    """Copy a table in the order of its first key, some rows at a time, each batch through `change` if there is one."""
    if change is None and isinstance(reader, Attached):
        columns = listed([name for (name,) in connection.execute("SELECT name FROM pragma_table_info(?)", (table,))])
        connection.execute(f'INSERT INTO main."{table}" ({columns}) SELECT {columns} FROM {reader.name}."{table}" ORDER BY {key}')
        return
    for names, rows in batches(reader, table, key, condition):
        marks = ", ".join("?" * len(names))
        connection.executemany(
            f'INSERT INTO main."{table}" ({listed(names)}) VALUES ({marks})', change(names, rows) if change is not None else rows
        )


def listed(columns: Sequence[str]) -> str:
    """Return columns as SQL lists them."""
    return ", ".join(f'"{column}"' for column in columns)


def batches(reader: Reader | Attached, table: str, key: str, condition: str) -> Iterator[tuple[list[str], list[Row]]]:
    """Yield the columns and the rows of a table; rows of one key stay together."""
    after, size, kept = 0, TEXTS if table == "sources" else BATCH, f" AND {condition}" if condition else ""
    place = f"{reader.name}.{table}" if isinstance(reader, Attached) else table
    ahead = f"SELECT max(k) AS last FROM (SELECT {key} AS k FROM {place} WHERE {key} > :after ORDER BY {key} LIMIT {size}) AS ahead"
    between = f"SELECT * FROM {place} WHERE {key} > :after AND {key} <= :last{kept} ORDER BY {key}"
    while (last := reader.table(ahead, {"after": after})[1][0][0]) is not None:
        yield reader.table(between, {"after": after, "last": last})
        after = last


def masking(table: str, masks: Masks | None) -> Change | None:
    """Return what puts numbers in the place of names in the rows of a table; None where none have to be."""
    if masks is None or table not in SIGNED:
        return None

    def masked(columns: list[str], rows: list[Row]) -> list[Row]:
        place = columns.index(SIGNED[table])
        return [(*row[:place], masks.of(row[place]), *row[place + 1 :]) for row in rows]

    return masked


def copy_history(connection: sqlite3.Connection, reader: Reader | Attached, masks: Masks | None) -> None:
    """Copy what was changed about the rows that are there: what was withdrawn is not published."""

    def change(columns: list[str], rows: list[Row]) -> list[Row]:
        table, key, old, new = (columns.index(name) for name in ("table_name", "row_key", "old", "new"))
        kept = of_rows_there(connection, [(row[table], row[key]) for row in rows])
        rows = [row for row in rows if (row[table], row[key]) in kept]
        if masks is not None:
            rows = [
                tuple(mask_values(row[table], value, masks) if place in (old, new) else value for place, value in enumerate(row))
                for row in rows
            ]
        masked = masking(HISTORY, masks)
        return rows if masked is None else masked(columns, rows)

    copy(connection, reader, HISTORY, "change_id", change, KEPT_CHANGES)


def of_rows_there(connection: sqlite3.Connection, changes: Sequence[tuple[str, str]]) -> set[tuple[str, str]]:
    """Return the tables and keys, of these, whose record is in the copy; a link is part of the record that it begins with."""
    by_table: dict[str, set[tuple[str, str]]] = {}
    for table, key in changes:
        if table in SHAPES and table not in LEFT_OUT:
            by_table.setdefault(table, set()).add((table, key))
    kept = set()
    for table, keys in by_table.items():
        column = SHAPES[table].key[0]
        owner = SHAPES[table].refers[column] if table in OF_OWNER else table
        found = SHAPES[owner].key[0] if table in OF_OWNER else column
        wanted = sorted({int(key.partition(",")[0]) for _, key in keys})
        there = {
            number
            for start in range(0, len(wanted), 500)
            for (number,) in connection.execute(
                f"SELECT {found} FROM main.{owner} WHERE {found} IN ({', '.join(map(str, wanted[start : start + 500]))})"
            )
        }
        kept |= {(table, key) for table, key in keys if int(key.partition(",")[0]) in there}
    return kept


def mask_values(table: str, values: str | None, masks: Masks) -> str | None:
    """Return the columns before or after a change, as JSON, with numbers in the place of names."""
    if values is None or table not in SIGNED:
        return values
    columns = json.loads(values)
    if SIGNED[table] not in columns:
        return values
    return json.dumps(columns | {SIGNED[table]: masks.of(columns[SIGNED[table]])}, ensure_ascii=False)


def make_tables(connection: sqlite3.Connection) -> None:
    """Put tables in the place of the views and listings that site.toml names, each after those it asks: what asks them asks the tables."""
    connection.execute("PRAGMA legacy_alter_table = ON")  # other views ask for a view by its name while a table takes its place
    tables: dict[str, dict[str, Any]] = read_site()["published"]
    for name, select in {**view_selects(), **read_listings()}.items():
        if name in tables and tables[name].get("full_text"):
            connection.execute(f"CREATE VIRTUAL TABLE \"{name}\" USING fts5(words, content='')")
            connection.execute(f'INSERT INTO "{name}" (rowid, words) {select}')
        elif name in tables:
            make_table(connection, name, select, **tables[name])


def make_table(
    connection: sqlite3.Connection, name: str, select: str, *, key: Sequence[str] = (), indexes: Sequence[Sequence[str]] = ()
) -> None:
    """Make a table of the rows of a SELECT, without those whose key is there already; a view of that name makes room."""
    connection.execute(f"CREATE VIEW selected AS {select}")
    columns = [f'"{column}" {kind}' for column, kind in connection.execute("SELECT name, type FROM pragma_table_info('selected')")]
    keys = ", ".join(key)
    if keys:
        connection.execute(f"CREATE TABLE made ({', '.join(columns)}, PRIMARY KEY ({keys})) WITHOUT ROWID")
        connection.execute(f"INSERT OR IGNORE INTO made SELECT * FROM selected ORDER BY {keys}")
    else:
        connection.execute(f"CREATE TABLE made ({', '.join(columns)})")
        connection.execute("INSERT INTO made SELECT * FROM selected")
    connection.execute("DROP VIEW selected")
    connection.execute(f'DROP VIEW IF EXISTS "{name}"')
    connection.execute(f'ALTER TABLE made RENAME TO "{name}"')
    for number, index in enumerate(indexes, 1):
        connection.execute(f'CREATE INDEX "ix_{name}_{number}" ON "{name}" ({", ".join(index)})')
    connection.execute(f'ANALYZE "{name}"')
