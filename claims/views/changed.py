"""Changes of rows in the words of fields: what `claims amend` calls what a change of a row changed, and what was and is written there."""

import json
from dataclasses import dataclass
from typing import Any

from claims.references import PREFIXES, name
from claims.store.access import Reader
from claims.terms import Operation, PartyRole, RecordKind
from claims.views.names import TABLES
from claims.views.selection import Row
from claims.wording import table_words

KINDS = {table: kind for kind, (table, _) in TABLES.items()}
LINKS = {
    RecordKind.STATEMENT: ("statement_acts", "statement_addressees", "statement_topics"),
    RecordKind.COMMITMENT: ("commitment_parties", "commitment_topics"),
    RecordKind.PARTY: ("party_members",),
    RecordKind.EVENT: ("event_parties",),
}
OWNERS = {table: kind for kind, tables in LINKS.items() for table in tables}
LINKED = {  # what one row of a link table, which is all key, is, and what the field of all of them is called
    "statement_acts": ("act", "acts"),
    "statement_addressees": ("addressee", "addressees"),
    "statement_topics": ("topic", "topics"),
    "commitment_topics": ("topic", "topics"),
    "party_members": ("member", "members"),
    "event_parties": ("party", "parties"),
}
ROLES = {
    PartyRole.COMMITTER: "committers",
    PartyRole.COUNTERPARTY: "counterparties",
    PartyRole.BENEFICIARY: "beneficiaries",
    PartyRole.IMPLEMENTER: "implementers",
}
NAMED_BY = {  # tables of links whose key holds the number of a party or speaker
    "statement_addressees": RecordKind.SPEAKER,
    "commitment_parties": RecordKind.PARTY,
    "party_members": RecordKind.PARTY,
    "event_parties": RecordKind.PARTY,
}
# Columns that follow from others: the number that sorts, and where a cue stands whose words are kept.
DERIVED = {("numeric_claims", "value_number"), ("commitments", "cue_start"), ("commitments", "cue_end")}
# Columns of two ends of a run of words, by field: the words are what people write.
QUOTED = {("statements", field): (f"{field}_start", f"{field}_end") for field in ("content", "cue")}
CALLED = {"same_as_id": "stands for", "derived_from_id": "derived_from", "provider_id": "provider", "receiver_id": "receiver"}
REFERS = {
    "speaker_id": RecordKind.SPEAKER,
    "party_id": RecordKind.PARTY,
    "provider_id": RecordKind.PARTY,
    "receiver_id": RecordKind.PARTY,
    "statement_id": RecordKind.STATEMENT,
    "commitment_id": RecordKind.COMMITMENT,
    "event_id": RecordKind.EVENT,
    "source_id": RecordKind.SOURCE,
    "derived_from_id": RecordKind.SOURCE,
    "evidence_source_id": RecordKind.SOURCE,
}
NUMBERED = {"relations": "relation_id", "aliases": "alias_id"}
STEPS = "SELECT change_id, operation, old FROM changes WHERE table_name = :table AND row_key = :key ORDER BY change_id DESC"


@dataclass(frozen=True, slots=True)
class ChangedField:
    """One field before and after, as texts; None where it was or is empty."""

    name: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class States:
    """How one row stood before and after a change of it; None where it was not there."""

    before: Row | None
    after: Row | None


def columns_of(value: Any) -> dict[str, Any]:
    """Return the columns that `changes.old` or `changes.new` holds, by name: text on SQLite, an object on PostgreSQL."""
    found = json.loads(value) if isinstance(value, str) else value
    return dict(sorted((found or {}).items()))


def field_of(table: str, column: str) -> str | None:
    """Return what people call a column; None for one that follows from others."""
    if (table, column) in DERIVED:
        return None
    if column.startswith("evidence_"):
        return "evidence"
    called = column.removesuffix("_id") if column in REFERS else column
    return CALLED.get(column) or called.removesuffix("_start").removesuffix("_end")


def linked_field(table: str, key: str) -> str:
    """Return the field that the rows of a link table make up, of which one has this key."""
    return ROLES[PartyRole(key.split(",")[2])] if table == "commitment_parties" else LINKED[table][1]


def states_at(reader: Reader, change: Row) -> States:
    """Return how the row of a change stood before and after it, worked back from the row as it stands."""
    table, key = change["table_name"], change["row_key"]
    number = TABLES[KINDS[table]][1] if table in KINDS else NUMBERED[table]
    found = reader.rows(f"SELECT * FROM {table} WHERE {number} = :number", {"number": int(key)})
    after: Row | None = found[0] if found else None
    for step in reader.rows(STEPS, {"table": table, "key": key}):
        old = columns_of(step["old"])
        before = (
            None if step["operation"] == Operation.INSERT else old if step["operation"] == Operation.DELETE else {**(after or {}), **old}
        )
        if step["change_id"] == change["change_id"]:
            return States(before, None if step["operation"] == Operation.DELETE else after)
        after = before
    return States(None, None)


def changed_fields(reader: Reader, change: Row) -> list[ChangedField]:
    """Return what a change of a row changed, field by field; of a row that was inserted nothing, for it is there."""
    if change["table_name"] in OWNERS:
        return [_linked(reader, change)] if change["operation"] != Operation.UPDATE else []
    if change["table_name"] in NUMBERED:
        return _told_by_states(reader, change)
    old, new = columns_of(change["old"]), columns_of(change["new"])
    fields: dict[str, ChangedField] = {}
    for column in dict.fromkeys([*old, *new]):
        called = field_of(change["table_name"], column)
        if called is None or called in fields:
            continue
        if (change["table_name"], called) in QUOTED:
            states = states_at(reader, change)
            before, after = (_words(change["table_name"], called, state) for state in (states.before, states.after))
        else:
            before, after = (_written(reader, change["table_name"], column, columns.get(column)) for columns in (old, new))
        fields[called] = ChangedField(called, before, after)
    if change["operation"] == Operation.DELETE:
        return [field for field in fields.values() if field.before is not None]
    return list(fields.values())


def _told_by_states(reader: Reader, change: Row) -> list[ChangedField]:
    """Return what a change did to a judgement or to an alias, whose rows say it only as a whole."""
    states = states_at(reader, change)
    called, told = ("alias", _alias) if change["table_name"] == "aliases" else ("judgement", _judged)
    before, after = (None if state is None else told(state) for state in (states.before, states.after))
    return [ChangedField(called, before, after)]


def _alias(alias: Row) -> str:
    return str(alias["name"])


def _judged(relation: Row) -> str:
    kind = RecordKind(relation["kind"])
    return f"{name(kind, relation['left_id'])} {relation['relation']} {name(kind, relation['right_id'])}: {relation['judgement']}"


def _linked(reader: Reader, change: Row) -> ChangedField:
    """Return what a row of a link table adds to its record or takes away: "committer", and the party's name."""
    table = change["table_name"]
    _, *rest = change["row_key"].split(",", 2 if table == "commitment_parties" else 1)
    called, value = (rest[1], rest[0]) if table == "commitment_parties" else (LINKED[table][0], rest[-1])
    if table in NAMED_BY:
        value = _named(reader, NAMED_BY[table], int(value))
    return ChangedField(called, None, value) if change["operation"] == Operation.INSERT else ChangedField(called, value, None)


def _words(table: str, called: str, state: Row | None) -> str | None:
    start, end = QUOTED[table, called]
    if state is None or state[start] is None:
        return None
    first = state["span_start"]
    return str(state["text"])[state[start] - first : state[end] - first]


def _written(reader: Reader, table: str, column: str, value: Any) -> str | None:
    """Return a value of a column as people know it: a record by its name, else by its short name."""
    if value is None:
        return None
    kind = KINDS[table] if column == "same_as_id" else REFERS.get(column)
    if kind is None or column == TABLES[KINDS[table]][1]:
        return str(value)
    return _named(reader, kind, int(value))


def _named(reader: Reader, kind: RecordKind, number: int) -> str:
    """Return the name of a speaker, party or event; the short name of any other record, and of one that is not there."""
    table, key = TABLES[kind]
    if kind not in (RecordKind.SPEAKER, RecordKind.PARTY, RecordKind.EVENT):
        return name(kind, number)
    found = reader.rows(f"SELECT name FROM {table} WHERE {key} = :number", {"number": number})
    return found[0]["name"] if found else name(kind, number)


def record_of(change: Row) -> str:
    """Return the short name of the record that a row of the history is about, else the table and the key."""
    table, key = change["table_name"], change["row_key"]
    kind = KINDS.get(table) or OWNERS.get(table)
    return f"{table_words(table, 1)} {key}" if kind is None else f"{PREFIXES[kind]}{key.split(',')[0]}"
