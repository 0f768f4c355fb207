"""The code inside an SQLite database: history triggers, full text, views; all made from code at the head of the schema."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from claims.store.databases.database import Code
from claims.store.models.base import unique_keys

if TYPE_CHECKING:
    import sqlalchemy as sa

OWN_TABLES = {  # beside those of the models; they hold nothing between transactions that anybody needs
    "change_actor": "CREATE TABLE change_actor (actor TEXT, reason TEXT, changeset INTEGER) STRICT",
    "change_replaced": "CREATE TABLE change_replaced (table_name TEXT NOT NULL) STRICT",
}
APPEND_ONLY = (
    "CREATE TRIGGER changes_no_update BEFORE UPDATE ON changes BEGIN SELECT RAISE(ABORT, 'changes is append-only'); END",
    "CREATE TRIGGER changes_no_delete BEFORE DELETE ON changes BEGIN SELECT RAISE(ABORT, 'changes is append-only'); END",
    "CREATE TRIGGER changes_no_replace BEFORE INSERT ON changes WHEN EXISTS (SELECT 1 FROM changes WHERE change_id = NEW.change_id)"
    " BEGIN SELECT RAISE(ABORT, 'changes is append-only'); END",
)
NOW = "strftime('%Y-%m-%dT%H:%M:%f000Z', 'now')"  # SQLite's clock has milliseconds; instants are written with six digits
BY_WHOM = "(SELECT actor FROM change_actor), (SELECT reason FROM change_actor), (SELECT changeset FROM change_actor)"
COLUMNS = "table_name, row_key, operation, old, new, changed_at, changed_by, reason, changeset"


def drop(connection: "sa.Connection", code: Code) -> list[str]:
    """Drop every view and trigger, our full-text tables and the actor table; return the SQL of the views and triggers that are not ours."""
    ours = {*code.views, *(statement.split(maxsplit=3)[2] for statement in _triggers(code))}
    found = connection.exec_driver_sql("SELECT type, name, sql FROM sqlite_master WHERE type IN ('view', 'trigger')").fetchall()
    for kind, name, _ in found:
        connection.exec_driver_sql(f"DROP {kind} {quoted(name)}")
    for name in (*(f"{table}_fts" for table in code.full_text), *OWN_TABLES):
        connection.exec_driver_sql(f"DROP TABLE IF EXISTS {name}")
    return [sql for _, name, sql in found if name not in ours]


def statements(code: Code) -> Iterator[str]:
    """Yield what creates it all, in order."""
    yield from OWN_TABLES.values()
    for table in code.tables:
        if table.name in code.full_text:
            yield from _index(table, code.full_text[table.name])
    yield from _triggers(code)
    for name, select in code.views.items():
        yield f"CREATE VIEW {quoted(name)} AS\n{select}"


def _triggers(code: Code) -> Iterator[str]:
    yield from APPEND_ONLY
    for table in code.tables:
        yield from _history(table)
        yield from _no_replacing(table)
        if table.name in code.full_text:
            yield from _upkeep(table, code.full_text[table.name])


def _history(table: "sa.Table") -> Iterator[str]:
    """Yield the three triggers that write a table's history.

    An insert leaves old and new empty, an update holds the columns that changed, a delete holds them all. The unary plus takes
    a column's affinity away, so that text that looks like a number stays text in the JSON.
    """
    names = [column.name for column in table.columns]
    new_key, old_key = (" || ',' || ".join(f"{row}.{quoted(key.name)}" for key in table.primary_key.columns) for row in ("NEW", "OLD"))
    changed = " OR ".join(f"NEW.{quoted(name)} IS NOT OLD.{quoted(name)}" for name in names)
    pairs = " UNION ALL ".join(f"SELECT '{name}' AS name, +OLD.{quoted(name)} AS old, +NEW.{quoted(name)} AS new" for name in names)
    whole = ", ".join(f"'{name}', {_json('OLD.' + quoted(name))}" for name in names)
    insert = f"BEGIN INSERT INTO changes ({COLUMNS})"
    yield (
        f"CREATE TRIGGER changes_{table.name}_insert AFTER INSERT ON {quoted(table.name)} {insert} "
        f"VALUES ('{table.name}', {new_key}, 'insert', NULL, NULL, {NOW}, {BY_WHOM}); END"
    )
    yield (
        f"CREATE TRIGGER changes_{table.name}_update AFTER UPDATE ON {quoted(table.name)} WHEN {changed} {insert} "
        f"SELECT '{table.name}', {old_key}, 'update', "
        f"json_group_object(name, {_json('old')}), json_group_object(name, {_json('new')}), {NOW}, {BY_WHOM} "
        f"FROM ({pairs}) WHERE old IS NOT new; END"
    )
    yield (
        f"CREATE TRIGGER changes_{table.name}_delete AFTER DELETE ON {quoted(table.name)} {insert} "
        f"VALUES ('{table.name}', {old_key}, 'delete', json_object({whole}), NULL, {NOW}, {BY_WHOM}); END"
    )


def _no_replacing(table: "sa.Table") -> Iterator[str]:
    """Yield the triggers that refuse REPLACE, which deletes rows without a trigger wherever recursive_triggers is off, as it mostly is.

    Nothing tells a trigger of REPLACE. But where a row that a new one cannot stand beside was there before, and the new one is there
    after, it has been replaced; where the statement ignores or updates instead, nothing is inserted, and the note is forgotten.
    """
    name, note = table.name, f"change_replaced WHERE table_name = '{table.name}'"
    keys = [["rowid"], *([quoted(column.name) for column in columns] for columns in unique_keys(table))]
    same = " OR ".join("(" + " AND ".join(f"{column} = NEW.{column}" for column in columns) + ")" for columns in keys)
    changed = " OR ".join(f"NEW.{column} IS NOT OLD.{column}" for column in dict.fromkeys(column for columns in keys for column in columns))
    noted = f"INSERT INTO change_replaced SELECT '{name}' FROM {quoted(name)} WHERE"
    refuse = f"SELECT RAISE(ABORT, 'REPLACE of rows of {name} would leave no history; use UPDATE, or DELETE and INSERT');"
    for event, condition, others in (("insert", "TRUE", ""), ("update", f"({changed})", " AND rowid <> OLD.rowid")):
        on = f"{event.upper()} ON {quoted(name)} WHEN {condition}"
        yield f"CREATE TRIGGER changes_{name}_before_{event} BEFORE {on} BEGIN DELETE FROM {note}; {noted} ({same}){others} LIMIT 1; END"
        yield f"CREATE TRIGGER changes_{name}_{event}_alone AFTER {on} AND EXISTS (SELECT 1 FROM {note}) BEGIN {refuse} END"


def _json(value: str) -> str:
    """Return a value as JSON takes it; of itself, SQLite writes 15 digits of a number that has 17."""
    return f"CASE typeof({value}) WHEN 'real' THEN json(printf('%!.17g', {value})) ELSE {value} END"


def _index(table: "sa.Table", columns: Sequence[str]) -> Iterator[str]:
    """Yield what makes and fills a full-text table, named and written as sqlite-utils does, which is how Datasette finds it."""
    (key,) = table.primary_key.columns
    listed = ", ".join(quoted(column) for column in columns)
    yield f'CREATE VIRTUAL TABLE "{table.name}_fts" USING FTS5 ({listed}, content="{table.name}", content_rowid="{key.name}")'
    yield f"INSERT INTO {table.name}_fts ({table.name}_fts) VALUES ('rebuild')"


def _upkeep(table: "sa.Table", columns: Sequence[str]) -> Iterator[str]:
    """Yield the triggers that keep a full-text table right, whoever writes."""
    (key,) = table.primary_key.columns
    name = table.name
    listed = ", ".join(quoted(column) for column in columns)
    new, old = (", ".join(f"{row}.{quoted(column)}" for column in (key.name, *columns)) for row in ("NEW", "OLD"))
    add = f"INSERT INTO {name}_fts (rowid, {listed}) VALUES ({new});"
    remove = f"INSERT INTO {name}_fts ({name}_fts, rowid, {listed}) VALUES ('delete', {old});"
    yield f"CREATE TRIGGER {name}_ai AFTER INSERT ON {quoted(name)} BEGIN {add} END"
    yield f"CREATE TRIGGER {name}_ad AFTER DELETE ON {quoted(name)} BEGIN {remove} END"
    yield f"CREATE TRIGGER {name}_au AFTER UPDATE OF {quoted(key.name)}, {listed} ON {quoted(name)} BEGIN {remove} {add} END"


def quoted(name: str) -> str:
    """Return a name as SQL takes it, whatever it holds."""
    return '"' + name.replace('"', '""') + '"'
