"""Amendments: what people changed of records, by whom, when and why, as far as nobody took it back."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from claims.references import Reference
from claims.store.access import Reader
from claims.store.signatures import BY_HAND, WITHDRAWN, signing_undo
from claims.terms import Operation, RecordKind
from claims.views.changed import KINDS, LINKS, OWNERS, columns_of, field_of, linked_field
from claims.views.history import CALLED_OTHERWISE, COLUMNS, HELD
from claims.views.names import TABLES
from claims.views.selection import Row, rows_of

OWN = f"""
    SELECT CAST(row_key AS INTEGER) AS record, {COLUMNS} FROM changes
    WHERE table_name = '{{table}}' AND row_key IN {{{{ids}}}} AND operation <> '{Operation.DELETE}' AND {BY_HAND} ORDER BY change_id
"""
# ',' and '-' are neighbours, so the range holds every key that begins with "7,", and the index serves it.
OF_LINKS = f"""
    SELECT own.{{key}} AS record, {COLUMNS} FROM {{table}} AS own JOIN changes ON table_name = '{{link}}'
        AND row_key > CAST(own.{{key}} AS TEXT) || ',' AND row_key < CAST(own.{{key}} AS TEXT) || '-'
    WHERE own.{{key}} IN {{{{ids}}}} AND {BY_HAND} ORDER BY change_id
"""
# Names that went say in what they held whose they were.
NAMES = "SELECT alias_id, {key} AS record FROM aliases WHERE {key} IN {{ids}}"
NAMES_GONE = f"""
    SELECT CAST(row_key AS INTEGER) AS alias_id, {{held}} AS record FROM changes
    WHERE table_name = 'aliases' AND {WITHDRAWN} AND {{held}} IN {{{{ids}}}}
"""
OF_NAMES = f"SELECT {COLUMNS} FROM changes WHERE table_name = 'aliases' AND row_key IN {{ids}} AND {BY_HAND} ORDER BY change_id"
DECIDED = {"review"}  # columns that say what people decided, not what a record tells
READ_ANEW = "extractor"  # who takes a later reading over sets it: what was amended before is gone


@dataclass(frozen=True, slots=True)
class Amendment:
    """What somebody changed of a record at a time: `fields` by the names that `claims amend` has; `claims undo NUMBER` takes it back."""

    number: int
    changed_at: str
    changed_by: str | None
    reason: str | None
    fields: list[str]


def amendments_of(reader: Reader, kind: RecordKind, numbers: Sequence[int]) -> dict[int, list[Amendment]]:
    """Return the amendments of those among these records that have any, of each the newest first."""
    rows: dict[int, list[Row]] = {}
    for row in _changes(reader, kind, numbers):
        rows.setdefault(row["record"], []).append(row)
    found = {number: _amendments(of_record) for number, of_record in rows.items()}
    return {number: amendments for number, amendments in found.items() if amendments}


def latest_amendments(reader: Reader, kind: RecordKind, numbers: Sequence[int]) -> dict[int, Amendment]:
    """Return the latest amendment of those among these records that have any."""
    return {number: amendments[0] for number, amendments in amendments_of(reader, kind, numbers).items()}


def amendments_of_record(reader: Reader, reference: Reference) -> list[Amendment]:
    """Return the amendments of one record, the newest first."""
    return amendments_of(reader, reference.kind, [reference.number]).get(reference.number, [])


def _changes(reader: Reader, kind: RecordKind, numbers: Sequence[int]) -> Iterator[Row]:
    """Yield what people changed of these records, of their links and names, with the entering of those that people entered."""
    table, key = TABLES[kind]
    yield from rows_of(reader, OWN.format(table=table), [str(number) for number in numbers])
    for link in LINKS.get(kind, ()):
        yield from rows_of(reader, OF_LINKS.format(table=table, key=key, link=link), numbers)
    if kind in CALLED_OTHERWISE:
        asked = (NAMES.format(key=key), NAMES_GONE.format(held=HELD.format(key)))
        owners = {row["alias_id"]: row["record"] for sql in asked for row in rows_of(reader, sql, numbers)}
        for row in rows_of(reader, OF_NAMES, [str(alias) for alias in owners]):
            yield {**row, "record": owners[int(row["row_key"])]}


def _amendments(rows: Sequence[Row]) -> list[Amendment]:
    """Return the amendments that stand of one record, from all that people did to it."""
    entries = [row for row in rows if row["operation"] == Operation.INSERT and row["table_name"] in KINDS]
    entered = {row["number"] for row in entries}
    if any(row["changeset"] is None for row in entries):  # raw SQL enters a record and its links row by row
        entered |= {row["number"] for row in rows if row["operation"] == Operation.INSERT and row["changeset"] is None}
    together: dict[int, list[Row]] = {}
    for row in sorted(rows, key=lambda row: row["change_id"]):
        together.setdefault(row["number"], []).append(row)
    standing: dict[int, Amendment] = {}
    aside: dict[int, dict[int, Amendment]] = {}  # by the change that took them away
    for number, changes in together.items():
        last = changes[-1]
        undone = signing_undo(last["reason"])
        if undone in standing:
            aside[number] = {undone: standing.pop(undone)}
        elif undone in aside:  # what took them away was itself undone
            standing |= aside.pop(undone)
        elif number not in entered:
            if any(READ_ANEW in columns_of(row["new"]) for row in changes):
                aside[number], standing = standing, {}
                continue
            fields = list(dict.fromkeys(name for row in changes for name in _fields(row)))
            if fields:
                standing[number] = Amendment(number, last["changed_at"], last["changed_by"], last["reason"], fields)
    return sorted(standing.values(), key=lambda amendment: -amendment.number)


def _fields(row: Row) -> Iterator[str]:
    """Yield the fields that a change of a record, or of a link of it, changed."""
    if row["table_name"] in OWNERS:
        yield linked_field(row["table_name"], row["row_key"])
        return
    if row["table_name"] == "aliases":
        yield "aliases"
        return
    for column in columns_of(row["new"]):
        name = field_of(row["table_name"], column)
        if name is not None and column not in DECIDED:
            yield name
