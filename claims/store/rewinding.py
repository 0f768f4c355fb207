"""Rewinding: which rows changed after a point of the history, and how each of them stood before. Pure: rows of `changes` in, rows out."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from claims.errors import UsageError
from claims.store.signatures import BY_HAND

Key = tuple[str, ...]

# What stood at a moment is told by the order of changes: the last that is not after the moment was there, and all before it, whatever the
# clock said when they were made. Of what was written together, a changeset or a load, the end counts: where more of it came later, the cut
# is before it, or after the last work that somebody else did meanwhile. When a change was committed, no row
# tells. An expression, lest SQLite sort all changes up to the moment.
LAST_CHANGE = f"""
    WITH reached AS (
        SELECT change_id FROM changes WHERE coalesce(changed_at, changed_at) <= :moment ORDER BY change_id DESC LIMIT 1
    ), later AS (
        SELECT changeset, reason FROM changes WHERE change_id > (SELECT change_id FROM reached)
    )
    SELECT change_id FROM changes
    WHERE change_id <= (SELECT change_id FROM reached)
        AND (changeset IS NULL OR changeset NOT IN (SELECT changeset FROM later WHERE changeset IS NOT NULL))
        AND (reason IS NULL OR reason NOT IN (SELECT reason FROM later WHERE NOT {BY_HAND}))
    ORDER BY change_id DESC LIMIT 1
"""
FIRST_CHANGE = "SELECT changed_at FROM changes ORDER BY change_id LIMIT 1"
# Two transactions at once on PostgreSQL take numbers by turns, so that one which was not there can have numbers before the cut.
_STRADDLING = "change_id <= :cut AND changeset IN (SELECT changeset FROM changes WHERE change_id > :cut)"
TABLES_SINCE = f"SELECT table_name FROM changes WHERE change_id > :cut UNION SELECT table_name FROM changes WHERE {_STRADDLING}"
_COLUMNS = "change_id, table_name, row_key, operation, old, new"
SINCE = (
    f"SELECT {_COLUMNS} FROM changes WHERE change_id > :cut UNION ALL SELECT {_COLUMNS} FROM changes WHERE {_STRADDLING} ORDER BY change_id"
)
# Tables without a history: their rows tell themselves when they came, or belong to one that does. Each row of `changes` has a number.
DATED = {
    "changes": (
        "SELECT * FROM {main}.changes WHERE change_id <= {cut} AND (changeset IS NULL OR changeset NOT IN "
        "(SELECT changeset FROM {main}.changes WHERE change_id > {cut} AND changeset IS NOT NULL))"
    ),
    "loads": (
        "SELECT load_id, started_at, CASE WHEN finished_at <= {moment} THEN finished_at END AS finished_at, version, extractor, loaded_by "
        "FROM {main}.loads WHERE started_at <= {moment}"
    ),
    "load_documents": (
        "SELECT d.* FROM {main}.load_documents AS d JOIN {main}.loads AS l ON l.load_id = d.load_id WHERE l.finished_at <= {moment}"
    ),
}


@dataclass(slots=True)
class Earlier:
    """One row as it stood: the `columns` that changed since, or all of them where it is `whole`; `key` is where the others stand now."""

    key: Key
    columns: dict[str, Any] = field(default_factory=dict)
    whole: bool = False


@dataclass(slots=True)
class Changed:
    """One table's rows that changed since: the keys of all of them, before and after, and those that stood then."""

    keys: set[Key] = field(default_factory=set)
    earlier: list[Earlier] = field(default_factory=list)
    standing: dict[Key, Earlier | None] = field(default_factory=dict)

    def take(self, key: Key, change: Mapping[str, Any], names: Sequence[str]) -> None:
        """Take in the next change, oldest first, to the row at `key`; `names` are the columns of the key."""
        self.keys.add(key)
        if change["operation"] == "insert":
            self.standing[key] = None
            return
        if key in self.standing:
            row = self.standing[key]
        else:
            row = Earlier(key)
            self.earlier.append(row)
        if row is not None:
            row.columns = _columns(change["old"]) | row.columns
        if change["operation"] == "delete":
            if row is not None:
                row.whole = True
            self.standing[key] = None
            return
        self.standing[key] = row
        new = _columns(change["new"])
        moved = tuple(str(new.get(name, part)) for name, part in zip(names, key, strict=True))
        if moved != key:
            self.keys.add(moved)
            self.standing |= {key: None, moved: row}
            if row is not None:
                row.key = moved


def changed_since(changes: Iterable[Mapping[str, Any]], keys: Mapping[str, Sequence[str]]) -> dict[str, Changed]:
    """Return what the `changes`, oldest first, did to each table in `keys`, the columns of the tables' primary keys."""
    found: dict[str, Changed] = {}
    for change in changes:
        names = keys.get(change["table_name"])
        if names is None:
            continue  # a table that is no longer there
        key = tuple(change["row_key"].split(",", len(names) - 1))
        found.setdefault(change["table_name"], Changed()).take(key, change, names)
    return found


def before_the_first(moment: str, first: Sequence[str]) -> UsageError:
    """Return the error for a moment at which nothing had been written; `first` is when something was, if ever."""
    then = f"its first change is of {first[0]}" if first else "it holds no changes at all"
    return UsageError(f"--as-of: the database held nothing yet at {moment}; {then}.")


def _columns(value: Any) -> dict[str, Any]:
    return dict((json.loads(value) if isinstance(value, str) else value) or {})
