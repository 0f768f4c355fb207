"""The history: what was changed, by whom, when and why, the newest first."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from claims.errors import UsageError
from claims.inputs import read_day
from claims.references import PREFIXES, Reference, require_reference
from claims.store.access import Reader
from claims.terms import RecordKind
from claims.views.binding import Conditions
from claims.views.filters import DEFAULT_LIMIT
from claims.views.names import TABLES, exists
from claims.views.selection import Page, Row

KINDS = {table: kind for kind, (table, _) in TABLES.items()}
LINKS = {
    RecordKind.STATEMENT: ("statement_acts", "statement_addressees", "statement_topics"),
    RecordKind.COMMITMENT: ("commitment_parties", "commitment_topics"),
    RecordKind.PARTY: ("party_members",),
    RecordKind.EVENT: ("event_parties",),
}
OWNERS = {table: kind for kind, tables in LINKS.items() for table in tables}
NAMES_OF_LINKS = {
    "statement_acts": "act",
    "statement_addressees": "addressee",
    "statement_topics": "topic",
    "commitment_parties": "party",
    "commitment_topics": "topic",
    "party_members": "member",
    "event_parties": "party",
}
NAMED_BY = {  # tables of links whose key holds the number of a party or speaker
    "statement_addressees": RecordKind.SPEAKER,
    "commitment_parties": RecordKind.PARTY,
    "party_members": RecordKind.PARTY,
    "event_parties": RecordKind.PARTY,
}
DEPENDANTS = {RecordKind.COMMITMENT: (RecordKind.ASSESSMENT, RecordKind.INSTALMENT)}
NUMBER = "coalesce(changeset, change_id)"
COLUMNS = f"{NUMBER} AS number, change_id, table_name, row_key, operation, old, new, changed_at, changed_by, reason"


@dataclass(frozen=True, slots=True)
class ChangedField:
    """One column before and after, as texts; None where it was or is empty."""

    name: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Change:
    """One row of the history; those with the same `number` were made together, and `claims undo` takes them back together."""

    number: int
    changed_at: str
    changed_by: str | None
    reason: str | None
    record: str
    table: str
    key: str
    operation: str
    fields: list[ChangedField]


@dataclass(frozen=True, slots=True)
class Changeset:
    """What was changed together: how many rows of which tables, by whom, when and why."""

    number: int
    changed_at: str
    changed_by: str | None
    reason: str | None
    rows: int
    tables: list[str]


def history_of(reader: Reader, text: str, *, limit: int = DEFAULT_LIMIT) -> Page[Change]:
    """Return the changes of one record, of its links, and of the assessments and instalments that follow it.

    UsageError where there never was such a record.
    """
    reference = require_reference(text)
    where = Conditions()
    where.clauses.append(" OR ".join(_clauses(reader, reference, where)))
    cut = f" LIMIT {limit}" if limit else ""
    rows = reader.rows(f"SELECT {COLUMNS} FROM changes WHERE {where.sql} ORDER BY change_id DESC{cut}", where.values)
    if not rows and not exists(reader, reference):
        raise UsageError(f"There is no {reference.kind.value} {reference}, and there never was.")
    total = reader.rows(f"SELECT count(*) AS n FROM changes WHERE {where.sql}", where.values)[0]["n"]
    return Page([_change(reader, row) for row in rows], total - len(rows))


def list_changesets(
    reader: Reader, *, since: str | None = None, until: str | None = None, by: str | None = None, limit: int = DEFAULT_LIMIT
) -> Page[Changeset]:
    """Return what was changed together between two days by somebody, the newest first."""
    where = Conditions()
    if since:
        where.add("changed_at >= {}", read_day("--since", since))
    if until:
        where.add("changed_at < {}", read_day("--until", until, last=True) + "T24")
    if by:
        where.add("changed_by = {}", by)
    found: dict[int, list[Row]] = {}
    query = f"SELECT {NUMBER} AS number, max(change_id) AS last FROM changes WHERE {where.sql} GROUP BY {NUMBER} ORDER BY 2 DESC"
    kept = [row["number"] for row in reader.rows(query + (f" LIMIT {limit}" if limit else ""), where.values)]
    total = reader.rows(f"SELECT count(DISTINCT {NUMBER}) AS n FROM changes WHERE {where.sql}", where.values)[0]["n"]
    together = Conditions()
    together.add(f"{NUMBER} IN {{}}", kept)
    counts = (
        f"SELECT {NUMBER} AS number, table_name, count(*) AS n, max(changed_at) AS changed_at, max(changed_by) AS changed_by, "
        f"max(reason) AS reason FROM changes WHERE {together.sql} GROUP BY {NUMBER}, table_name ORDER BY table_name"
    )
    for row in reader.rows(counts, together.values):
        found.setdefault(row["number"], []).append(row)
    return Page([_changeset(number, found[number]) for number in kept], total - len(kept))


def _clauses(reader: Reader, reference: Reference, where: Conditions) -> Iterator[str]:
    table, key = TABLES[reference.kind]
    number = str(reference.number)
    yield f"(table_name = {where.bind(table)} AND row_key = {where.bind(number)})"
    for link in LINKS.get(reference.kind, ()):
        # ',' and '-' are neighbours, so the range holds every key that begins with "7,", and the index serves it.
        yield f"(table_name = {where.bind(link)} AND row_key > {where.bind(number + ',')} AND row_key < {where.bind(number + '-')})"
    for kind in DEPENDANTS.get(reference.kind, ()):
        name, own = TABLES[kind]
        keys = [
            str(row["id"]) for row in reader.rows(f"SELECT {own} AS id FROM {name} WHERE {key} = :number", {"number": reference.number})
        ]
        if keys:
            yield f"(table_name = {where.bind(name)} AND row_key IN {where.bind(keys)})"


def _change(reader: Reader, row: Row) -> Change:
    old, new = _columns(row["old"]), _columns(row["new"])
    fields = [ChangedField(name, _text(old.get(name)), _text(new.get(name))) for name in dict.fromkeys([*old, *new])]
    if row["operation"] == "delete":
        fields = [field for field in fields if field.before is not None]
    if row["table_name"] in OWNERS and row["operation"] != "update":
        fields = [_linked(reader, row)]
    return Change(
        *(row["number"], row["changed_at"], row["changed_by"], row["reason"], record_of(row)),
        *(row["table_name"], row["row_key"], row["operation"], fields),
    )


def _linked(reader: Reader, row: Row) -> ChangedField:
    """Return what a row of a link table, which is all key, adds to its record or takes away: "committer", and the party's name."""
    _, *rest = row["row_key"].split(",", 2 if row["table_name"] == "commitment_parties" else 1)
    name, value = NAMES_OF_LINKS[row["table_name"]], rest[-1]
    if row["table_name"] == "commitment_parties":
        name, value = rest[1], rest[0]
    if row["table_name"] in NAMED_BY:
        table, key = TABLES[NAMED_BY[row["table_name"]]]
        found = reader.rows(f"SELECT name FROM {table} WHERE {key} = :number", {"number": int(value)})
        value = found[0]["name"] if found else f"{table} {value}"
    return ChangedField(name, None, value) if row["operation"] == "insert" else ChangedField(name, value, None)


def record_of(row: Row) -> str:
    """Return the short name of the record that a row of the history is about, else the table and the key."""
    table, key = row["table_name"], row["row_key"]
    kind = KINDS.get(table) or OWNERS.get(table)
    return f"{table} {key}" if kind is None else f"{PREFIXES[kind]}{key.split(',')[0]}"


def _changeset(number: int, rows: list[Row]) -> Changeset:
    last = max(rows, key=lambda row: str(row["changed_at"]))
    tables = [f"{row['n']} in {row['table_name']}" for row in rows]
    return Changeset(number, last["changed_at"], last["changed_by"], last["reason"], sum(row["n"] for row in rows), tables)


def _columns(value: Any) -> dict[str, Any]:
    found = json.loads(value) if isinstance(value, str) else value
    return dict(found or {})


def _text(value: Any) -> str | None:
    return None if value is None else str(value)
