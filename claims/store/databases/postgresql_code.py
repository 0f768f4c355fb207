"""The code inside a PostgreSQL database: history triggers, full-text indexes, views; all made from code at the head of the schema."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from sqlalchemy.dialects import postgresql

from claims.store.databases.database import Code

if TYPE_CHECKING:
    import sqlalchemy as sa

# SQLite has group_concat built in and PostgreSQL string_agg alone: with this, a view is the same text on both.
GROUP_CONCAT = (
    "CREATE OR REPLACE FUNCTION group_concat_add(text, text, text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS "
    "$$ SELECT CASE WHEN $2 IS NULL THEN $1 WHEN $1 IS NULL THEN $2 ELSE $1 || $3 || $2 END $$",
    "CREATE OR REPLACE FUNCTION group_concat_add(text, text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS "
    "$$ SELECT group_concat_add($1, $2, ',') $$",
    "CREATE OR REPLACE AGGREGATE group_concat(text, text) (SFUNC = group_concat_add, STYPE = text)",
    "CREATE OR REPLACE AGGREGATE group_concat(text) (SFUNC = group_concat_add, STYPE = text)",
)
REFUSALS = (
    "CREATE OR REPLACE FUNCTION changes_refuse() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$",
    "CREATE OR REPLACE FUNCTION changes_refuse_truncate() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'TRUNCATE of % would leave no history; use DELETE', TG_TABLE_NAME; END $$",
    "CREATE TRIGGER changes_no_update BEFORE UPDATE OR DELETE OR TRUNCATE ON changes EXECUTE FUNCTION changes_refuse()",
    # These have no history, but they are a part of it: who loaded what.
    "CREATE TRIGGER changes_loads_truncate BEFORE TRUNCATE ON loads EXECUTE FUNCTION changes_refuse_truncate()",
    "CREATE TRIGGER changes_load_documents_truncate BEFORE TRUNCATE ON load_documents EXECUTE FUNCTION changes_refuse_truncate()",
)
TRIGGERS = """
    SELECT t.tgname, c.relname FROM pg_trigger AS t JOIN pg_class AS c ON c.oid = t.tgrelid JOIN pg_namespace AS n ON n.oid = c.relnamespace
    WHERE n.nspname = current_schema() AND NOT t.tgisinternal AND starts_with(t.tgname, 'changes_')
"""
SETTINGS = (("actor", "text"), ("reason", "text"), ("changeset", "bigint"))
BY_WHOM = "clock_timestamp(), " + ", ".join(f"nullif(current_setting('claims.{name}', true), '')::{kind}" for name, kind in SETTINGS)
DIALECT = postgresql.dialect()  # type: ignore[no-untyped-call]
COLUMNS = "table_name, row_key, operation, old, new, changed_at, changed_by, reason, changeset"


def drop(connection: "sa.Connection", code: Code) -> None:
    """Drop our views and triggers."""
    for name in reversed(list(code.views)):  # those that ask others first
        connection.exec_driver_sql(f'DROP VIEW IF EXISTS "{name}"')
    for trigger, table in connection.exec_driver_sql(TRIGGERS).fetchall():
        connection.exec_driver_sql(f'DROP TRIGGER "{trigger}" ON "{table}"')


def statements(code: Code) -> Iterator[str]:
    """Yield what creates it all, in order."""
    yield from GROUP_CONCAT
    yield from REFUSALS
    for table in code.tables:
        yield from _history(table)
        if table.name in code.full_text:
            words = search_vector(code.full_text[table.name])
            yield f'DROP INDEX IF EXISTS "{table.name}_fts"'
            yield f'CREATE INDEX "{table.name}_fts" ON "{table.name}" USING gin (({words}))'
    for name, select in code.views.items():
        yield f'CREATE VIEW "{name}" AS\n{select}'


def search_vector(columns: Sequence[str]) -> str:
    """Return the expression that the full-text index of these columns holds; a query must use the same to find it."""
    words = " || ' ' || ".join(f"coalesce({column}, '')" for column in columns)
    return f"to_tsvector('simple', {words})"


def _history(table: "sa.Table") -> Iterator[str]:
    """Yield the functions and triggers that write a table's history.

    Inserts are written once a statement, from its transition table; an update holds the columns that changed, a delete all of them.
    """
    name = table.name
    keys = {row: " || ',' || ".join(f'{row}."{key.name}"::text' for key in table.primary_key.columns) for row in ("NEW", "OLD", "inserted")}
    pairs = ", ".join(f"('{column.name}', {_json(column, 'OLD')}, {_json(column, 'NEW')})" for column in table.columns)
    whole = ", ".join(f"('{column.name}', {_json(column, 'OLD')})" for column in table.columns)
    yield _function(
        f"changes_{name}_insert",
        f"INSERT INTO changes ({COLUMNS}) SELECT '{name}', {keys['inserted']}, 'insert', NULL, NULL, {BY_WHOM} FROM inserted;",
    )
    yield _function(
        f"changes_{name}_update",
        f"INSERT INTO changes ({COLUMNS}) "
        f"SELECT '{name}', {keys['OLD']}, 'update', jsonb_object_agg(name, was), jsonb_object_agg(name, is_now), {BY_WHOM} "
        f"FROM (VALUES {pairs}) AS pair (name, was, is_now) WHERE was IS DISTINCT FROM is_now HAVING count(*) > 0;",
    )
    yield _function(
        f"changes_{name}_delete",
        f"INSERT INTO changes ({COLUMNS}) SELECT '{name}', {keys['OLD']}, 'delete', jsonb_object_agg(name, was), NULL, {BY_WHOM} "
        f"FROM (VALUES {whole}) AS pair (name, was);",
    )
    event = f"CREATE TRIGGER changes_{name}"
    yield f'{event}_insert AFTER INSERT ON "{name}" REFERENCING NEW TABLE AS inserted EXECUTE FUNCTION changes_{name}_insert()'
    yield f'{event}_update AFTER UPDATE ON "{name}" FOR EACH ROW EXECUTE FUNCTION changes_{name}_update()'
    yield f'{event}_delete AFTER DELETE ON "{name}" FOR EACH ROW EXECUTE FUNCTION changes_{name}_delete()'
    yield f'{event}_truncate BEFORE TRUNCATE ON "{name}" EXECUTE FUNCTION changes_refuse_truncate()'


def _function(name: str, body: str) -> str:
    return f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} RETURN NULL; END $$"


def _json(column: "sa.Column[object]", row: str) -> str:
    """Return a column's value as JSON, written as SQLite writes it: exact decimals and instants are texts."""
    value = f'{row}."{column.name}"'
    match column.type.compile(DIALECT):
        case "NUMERIC":
            value += "::text"
        case "TIMESTAMP WITH TIME ZONE":
            value = f"""to_char({value} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')"""
    return f"to_jsonb({value})"
