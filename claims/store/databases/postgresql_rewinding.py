"""A PostgreSQL database as it stood at a moment: temporary views that bear the names of the tables, found before them."""

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from psycopg import IsolationLevel
from psycopg.rows import dict_row
from psycopg.sql import SQL, Composed, Identifier, Literal

from claims.store.databases.postgresql_sql import at_day, translate
from claims.store.rewinding import DATED, FIRST_CHANGE, LAST_CHANGE, SINCE, TABLES_SINCE, Changed, before_the_first, changed_since

if TYPE_CHECKING:
    import psycopg

KEYS = f"""
    SELECT c.relname, array_agg(a.attname::text ORDER BY array_position(i.indkey::int2[], a.attnum)) FROM pg_class AS c
    JOIN pg_namespace AS n ON n.oid = c.relnamespace JOIN pg_index AS i ON i.indrelid = c.oid AND i.indisprimary
    JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum = ANY (i.indkey)
    WHERE n.nspname = current_schema() AND c.relname IN ({TABLES_SINCE})
    GROUP BY c.relname
"""
# Views can only ask views that were there before them. What they say is taken while the tables' names still mean the tables.
VIEWS = """
    SELECT c.relname, pg_get_viewdef(c.oid) FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
    WHERE n.nspname = current_schema() AND c.relkind = 'v'
      AND NOT EXISTS (SELECT 1 FROM pg_depend AS d WHERE d.objid = c.oid AND d.deptype = 'e') ORDER BY c.oid
"""


def rewind(connection: "psycopg.Connection[Any]", moment: str | None, today: str) -> None:
    """Let the connection see, until it is closed, what the database held at an instant (`2026-01-31T12:00:00.000000Z`), else holds now.

    What its views call the current date is `today`. It is left inside a transaction that can only read: one snapshot, to the end. What
    it costs is in proportion to the changes since. UsageError if nothing was there at that time.
    """
    connection.isolation_level = IsolationLevel.REPEATABLE_READ
    views = connection.execute(VIEWS).fetchall()
    if moment is not None:
        _rewind_tables(connection, moment)
    for name, select in views:
        connection.execute(SQL("CREATE TEMP VIEW {} AS {}").format(Identifier(name), SQL(at_day(select, today))))
    connection.execute("SET TRANSACTION READ ONLY")


def _rewind_tables(connection: "psycopg.Connection[Any]", moment: str) -> None:
    """Put a view before each table that has changed since."""
    found = connection.execute(translate(LAST_CHANGE)[0], {"moment": moment}).fetchone()
    if found is None:
        raise before_the_first(moment, [first.isoformat() for (first,) in connection.execute(FIRST_CHANGE)])
    since = {"cut": found[0]}
    keys: dict[str, list[str]] = dict(connection.execute(translate(KEYS)[0], since).fetchall())
    schema = Identifier(connection.execute("SELECT current_schema()").fetchone()[0])  # type: ignore[index]  # always one row
    with connection.cursor(name="changes", row_factory=dict_row) as cursor:
        changes = changed_since(cursor.execute(translate(SINCE)[0], since), keys)
    for name, changed in changes.items():
        _shadow(connection, schema, name, keys[name], changed)
    for name, select in DATED.items():
        sql = SQL(select).format(main=schema, cut=Literal(found[0]), moment=Literal(moment))
        connection.execute(SQL("CREATE TEMP VIEW {} AS {}").format(Identifier(name), sql))


def _shadow(connection: "psycopg.Connection[Any]", schema: Identifier, name: str, key: Sequence[str], changed: Changed) -> None:
    """Put a view before a table: its rows that did not change since, and those that did as they stood."""
    names = {
        "table": SQL("{}.{}").format(schema, Identifier(name)),
        "changed": Identifier("pg_temp", f"changed_{name}"),
        "earlier": Identifier("pg_temp", f"earlier_{name}"),
        "view": Identifier("pg_temp", name),
        "key": SQL(", ").join(map(Identifier, key)),
        "marks": SQL(", ").join([SQL("%s")] * len(key)),
        "here": SQL(" AND ").join(SQL("t.{} = %s").format(Identifier(column)) for column in key),
        "same": SQL(" AND ").join(SQL("t.{0} = c.{0}").format(Identifier(column)) for column in key),
    }

    def run(sql: str, rows: Sequence[Sequence[object]] | None = None) -> None:
        statement: Composed = SQL(sql).format(**names)
        with connection.cursor() as cursor:
            if rows is None:
                cursor.execute(statement)
            else:
                cursor.executemany(statement, rows)

    run("CREATE TEMP TABLE {changed} AS SELECT {key} FROM {table} LIMIT 0")
    run("INSERT INTO {changed} VALUES ({marks})", sorted(changed.keys))
    run("CREATE TEMP TABLE {earlier} AS SELECT * FROM {table} LIMIT 0")
    whole = [(json.dumps(row.columns),) for row in changed.earlier if row.whole]
    run("INSERT INTO {earlier} SELECT * FROM jsonb_populate_record(NULL::{table}, %s::jsonb)", whole)
    parts = [(json.dumps(row.columns), *row.key) for row in changed.earlier if not row.whole]
    run("INSERT INTO {earlier} SELECT r.* FROM {table} AS t, LATERAL jsonb_populate_record(t, %s::jsonb) AS r WHERE {here}", parts)
    run("ANALYZE {changed}")
    run("ANALYZE {earlier}")
    run(
        "CREATE TEMP VIEW {view} AS SELECT t.* FROM {table} AS t WHERE NOT EXISTS (SELECT 1 FROM {changed} AS c WHERE {same}) "
        "UNION ALL SELECT * FROM {earlier}"
    )
