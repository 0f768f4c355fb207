"""Portraits: what a database holds, its numbers mapped through what they stand for, so that two databases can be compared table by table.

Written apart from the export, from the models alone: rows are compared by their values, references by the whole row they lead to.
"""

import json
from collections import Counter
from datetime import UTC, datetime
from decimal import Decimal

import sqlalchemy as sa

from claims.inputs import decimal_text
from claims.store.databases.database import find_database
from claims.store.ledger.rows import RECORDS
from claims.store.models import Base
from claims.store.signatures import signing_undo
from claims.terms import RecordKind

TABLES = Base.metadata.tables
NAMES = {"sources": "sha256", "speakers": "name", "parties": "name", "statements": "key", "commitments": "key", "numeric_claims": "key"}


def portrait(location, *, history=False):
    """Return of each table the multiset of its rows; `changes` with the others only if its history is asked for."""
    engine = find_database(location).engine()
    with engine.connect() as connection:
        stored = {
            name: connection.execute(sa.select(table).order_by(*table.primary_key)).mappings().all() for name, table in TABLES.items()
        }
    engine.dispose()
    return Portrait(stored, history).tables(history)


class Portrait:
    def __init__(self, stored, history):
        self.stored = stored
        self.rows = {name: {number_of(name, row): row for row in rows} for name, rows in stored.items()}
        self.gone = {}
        for change in stored["changes"] if history else ():
            table, key = change["table_name"], change["row_key"]
            if "," not in key and int(key) not in self.rows[table]:
                self.gone.setdefault((table, int(key)), f"gone {len(self.gone)}")

    def tables(self, history):
        found = {name: Counter(self.told(name, row) for row in rows) for name, rows in self.stored.items() if name != "changes"}
        if history:
            sets = {}
            found["changes"] = [self.change(change, sets) for change in self.stored["changes"]]
        return found

    def told(self, name, row):
        return json.dumps({column: self.value(name, row, column) for column in row if not is_number(name, column)}, sort_keys=True)

    def value(self, name, row, column):
        value = row[column]
        target = self.target(name, row, column)
        return plain(column, value) if target is None or value is None else self.name(target, value)

    def target(self, name, row, column):
        for key in TABLES[name].c[column].foreign_keys:
            return key.column.table.name
        if column in ("left_id", "right_id", "record_id"):
            kind = row.get("kind") or next((full["kind"] for full in self.stored[name]), None)
            return RECORDS[RecordKind(kind)].table.name if kind else None
        return None

    def name(self, table, number):
        row = self.rows[table].get(number)
        if row is None:
            return self.gone.get((table, number), "gone")
        return f"{table} {row[NAMES[table]] if table in NAMES else self.told(table, row)}"

    def change(self, change, sets):
        table, key = change["table_name"], change["row_key"]
        columns = list(TABLES[table].primary_key)
        if len(columns) == 1:
            about = self.name(table, int(key))
        else:
            parts = key.split(",", len(columns) - 1)
            row = {column.name: int(part) if column.foreign_keys else part for column, part in zip(columns, parts, strict=True)}
            about = self.told(table, row)
        reason = change["reason"]
        if reason and reason.startswith("load "):
            reason = self.name("loads", int(reason.removeprefix("load ")))
        elif (undone := signing_undo(reason)) is not None:
            reason = f"undo of the changes {sets[undone]}"
        values = [self.columns(table, change[name]) for name in ("old", "new")]
        shared = None if change["changeset"] is None else sets.setdefault(change["changeset"], len(sets))
        return (table, about, str(change["operation"]), *values, plain("", change["changed_at"]), change["changed_by"], reason, shared)

    def columns(self, table, value):
        if value is None:
            return None
        row = json.loads(value) if isinstance(value, str) else value
        number = [column for column in row if is_number(table, column)]
        told = {column: self.value(table, row, column) for column in row if column not in number}
        return json.dumps(told, sort_keys=True), [self.name(table, row[column]) for column in number]


def number_of(name, row):
    key = list(TABLES[name].primary_key)
    return row[key[0].name] if len(key) == 1 else tuple(row[column.name] for column in key)


def is_number(name, column):
    key = list(TABLES[name].primary_key)
    return len(key) == 1 and column == key[0].name


def plain(column, value):
    if column == "value_number" and value is not None:
        return float(value)
    if column == "reading" and isinstance(value, str):
        return json.loads(value)
    if isinstance(value, Decimal):
        return decimal_text(value)
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return value if value is None or isinstance(value, int | float | dict | list) else str(value)
