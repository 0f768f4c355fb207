"""An SQLite database as it stood at a moment: temporary views that bear the names of the tables, found before them."""

import sqlite3
from collections.abc import Mapping, Sequence
from itertools import groupby

from claims.store.databases.sqlite_code import quoted
from claims.store.rewinding import DATED, FIRST_CHANGE, LAST_CHANGE, SINCE, TABLES_SINCE, Changed, Earlier, before_the_first, changed_since

TABLES = f"SELECT name FROM main.sqlite_master WHERE type = 'table' AND name IN ({TABLES_SINCE})"
VIEWS = "SELECT sql FROM main.sqlite_master WHERE type = 'view'"
INDEXED = "SELECT 1 FROM main.sqlite_master WHERE type = 'table' AND name = :name"


def rewind(connection: sqlite3.Connection, moment: str) -> frozenset[str]:
    """Let the connection see, until it is closed, what the database held at an instant (`2026-01-31T12:00:00.000000Z`).

    Return the tables whose full text of then is in two: `NAME_fts` without the keys in `changed_NAME`, and `earlier_NAME_fts`. What it
    costs is in proportion to the changes since. UsageError if nothing was there at that time.
    """
    connection.execute("BEGIN")  # one snapshot of the file, to the end: what is written meanwhile was not there either
    found = connection.execute(LAST_CHANGE, {"moment": moment}).fetchall()
    if not found:
        raise before_the_first(moment, [first for (first,) in connection.execute(FIRST_CHANGE).fetchall()])
    since = {"cut": found[0][0]}
    columns = {name: _columns(connection, name) for (name,) in connection.execute(TABLES, since).fetchall()}
    keys = {name: _key(connection, name) for name in columns}
    cursor = connection.cursor()
    cursor.row_factory = sqlite3.Row
    changed = changed_since(cursor.execute(SINCE, since), keys)
    for name, rows in changed.items():
        _shadow(connection, name, columns[name], keys[name], rows)
    for name, select in DATED.items():
        sql = select.format(main="main", cut=since["cut"], moment=f"'{moment}'")
        connection.execute(f"CREATE TEMP VIEW {quoted(name)} AS {sql}")
    indexed = [name for name, rows in changed.items() if connection.execute(INDEXED, {"name": f"{name}_fts"}).fetchall()]
    for name in indexed:
        _index(connection, name, columns[name], keys[name])
    return frozenset(indexed)


def make_views(connection: sqlite3.Connection) -> None:
    """Put temporary views before those of the file: they ask what bears the tables' names now, and may call functions of ours."""
    for (sql,) in connection.execute(VIEWS).fetchall():
        connection.execute(sql.replace("CREATE VIEW", "CREATE TEMP VIEW", 1))


def _shadow(connection: sqlite3.Connection, name: str, columns: Mapping[str, str], key: Sequence[str], changed: Changed) -> None:
    """Put a view before a table: its rows that did not change since, and those that did as they stood."""
    declared = ", ".join(f"{quoted(column)} {columns[column]} NOT NULL" for column in key)
    primary = f"PRIMARY KEY ({', '.join(map(quoted, key))})"
    connection.execute(f"CREATE TEMP TABLE {quoted('changed_' + name)} ({declared}, {primary}) STRICT, WITHOUT ROWID")
    marks = ", ".join("?" * len(key))
    connection.executemany(f"INSERT INTO {quoted('changed_' + name)} VALUES ({marks})", sorted(changed.keys))
    same = " AND ".join(f"changed.{quoted(column)} = stored.{quoted(column)}" for column in key)
    select = (
        f"SELECT * FROM main.{quoted(name)} AS stored "
        f"WHERE NOT EXISTS (SELECT 1 FROM temp.{quoted('changed_' + name)} AS changed WHERE {same})"
    )
    typed = ", ".join(f"{quoted(column)} {kind}" for column, kind in columns.items())
    connection.execute(f"CREATE TEMP TABLE {quoted('earlier_' + name)} ({typed}, {primary}) STRICT")
    if changed.earlier:  # without it, the view is of one table, which SQLite takes for the table itself
        _fill(connection, name, columns, key, changed.earlier)
        select += f" UNION ALL SELECT * FROM temp.{quoted('earlier_' + name)}"
    connection.execute(f"CREATE TEMP VIEW {quoted(name)} AS {select}")


def _fill(connection: sqlite3.Connection, name: str, columns: Mapping[str, str], key: Sequence[str], rows: Sequence[Earlier]) -> None:
    """Insert the rows as they stood: columns that changed from the history, the others from the row as it is."""

    def known(row: Earlier) -> tuple[bool, list[str]]:
        return row.whole, [column for column in columns if column in row.columns]

    here = " AND ".join(f"{quoted(column)} = ?" for column in key)
    for (whole, given), alike in groupby(sorted(rows, key=known), key=known):
        values = ", ".join("?" if column in given else "NULL" if whole else quoted(column) for column in columns)
        sql = f"INSERT INTO temp.{quoted('earlier_' + name)} SELECT {values}"
        if not whole:
            sql += f" FROM main.{quoted(name)} WHERE {here}"
        connection.executemany(sql, ([*(row.columns[column] for column in given), *(() if whole else row.key)] for row in alike))


def _index(connection: sqlite3.Connection, name: str, columns: Mapping[str, str], key: Sequence[str]) -> None:
    """Make the full text of the rows as they stood, of the same columns as that of the table."""
    searched = [column for column in _columns(connection, f"{name}_fts") if column in columns]
    earlier = f"earlier_{name}"
    connection.execute(
        f"CREATE VIRTUAL TABLE temp.{quoted(earlier + '_fts')} USING FTS5 "
        f"({', '.join(map(quoted, searched))}, content={quoted(earlier)}, content_rowid={quoted(key[0])})"
    )
    connection.execute(f"INSERT INTO temp.{quoted(earlier + '_fts')} ({quoted(earlier + '_fts')}) VALUES ('rebuild')")


def _columns(connection: sqlite3.Connection, table: str) -> dict[str, str]:
    return {row[1]: row[2] for row in connection.execute(f"PRAGMA main.table_info({quoted(table)})")}


def _key(connection: sqlite3.Connection, table: str) -> list[str]:
    rows = connection.execute(f"PRAGMA main.table_info({quoted(table)})").fetchall()
    return [row[1] for row in sorted(rows, key=lambda row: int(row[5])) if row[5]]
