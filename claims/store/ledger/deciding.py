"""Deciding between a record as people left it and what a later extractor reads."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from claims.documents.document import Span
from claims.errors import Refused, UsageError
from claims.references import Reference, disagreement_name
from claims.store.ledger.amending import Deed, Difference, delete_records
from claims.store.ledger.field_kinds import ExactValue, Field, Linked, Referring
from claims.store.ledger.fields import FIELDS, REVIEWED
from claims.store.ledger.ledger import Ledger, required_reason
from claims.store.ledger.lookups import find_party, find_speaker
from claims.store.ledger.rows import RECORDS, TABLES, Row, fetch, from_history, read_json
from claims.store.models import Disagreement, Source
from claims.store.session import changeset
from claims.store.signatures import WITHDRAWN
from claims.terms import Origin, RecordKind, Review, Verdict

NAMED = {"speaker_id": (RecordKind.SPEAKER, find_speaker), "party_id": (RecordKind.PARTY, find_party)}  # told by name, by the column


def accept(ledger: Ledger, numbers: Sequence[int], *, reason: str | None) -> Deed:
    """Take what was read over the records as they stand, in one change; they are accepted with it.

    A record that is read no more is withdrawn, one that people withdrew is brought back under its number. UsageError for a number that
    does not exist; Refused, with nothing changed, where it is decided already or rests on what is not there.
    """
    with ledger.changing(required_reason(reason)) as connection:
        rows = [_open(connection, number) for number in dict.fromkeys(numbers)]
        differences: list[Difference] = []
        unread: list[Reference] = []
        settled: list[str] = []
        for row in sorted(rows, key=lambda row: list(RecordKind).index(row["kind"])):  # a statement before what rests on it
            stored = _stored(connection, row)
            if row["reading"] is None:
                unread += [stored] if stored else []
                number = stored.number if stored else None
            else:
                number, changed = _take(connection, row, stored)
                differences += changed
                if not changed:
                    settled.append(f"{stored} stands as it is read already, and was left as it is.")
            _judge(connection, ledger, row, Verdict.ACCEPTED, number)
        delete_records(connection, unread)
        differences += [Difference(str(reference), "record", "as it stood", None) for reference in unread]
        return Deed(changeset(connection), [disagreement_name(row["disagreement_id"]) for row in rows], differences, settled)


def dismiss(ledger: Ledger, numbers: Sequence[int], *, reason: str | None) -> Deed:
    """Leave the records as they stand; the same reading is not brought up again. Errors as `accept`."""
    with ledger.changing(required_reason(reason)) as connection:
        rows = [_open(connection, number) for number in dict.fromkeys(numbers)]
        for row in rows:
            _judge(connection, ledger, row, Verdict.DISMISSED, row["record_id"])
        return Deed(changeset(connection), [disagreement_name(row["disagreement_id"]) for row in rows], [])


def _open(connection: sa.Connection, number: int) -> Row:
    table = Disagreement.__table__
    query = sa.select(table).where(Disagreement.disagreement_id == number).with_for_update()
    row = connection.execute(query).mappings().one_or_none()
    name = disagreement_name(number)
    if row is None:
        raise UsageError(f"There is no disagreement {name} in this database; `claims disagreements` lists those that are open.")
    if row["verdict"] != Verdict.OPEN:
        raise Refused(f"{name} was {row['verdict']} by {row['judged_by']} already; `claims undo` takes that back. Nothing was changed.")
    return dict(row)


def _judge(connection: sa.Connection, ledger: Ledger, row: Row, verdict: Verdict, number: int | None) -> None:
    values = {"verdict": verdict, "judged_by": ledger.actor, "judged_at": datetime.now(UTC), "record_id": number}
    connection.execute(sa.update(Disagreement).where(Disagreement.disagreement_id == row["disagreement_id"]).values(values))


def _stored(connection: sa.Connection, row: Row) -> Reference | None:
    """Return the record that a disagreement is about, if it stands."""
    records = RECORDS[row["kind"]]
    key = "sha256" if row["kind"] is RecordKind.SOURCE else "key"
    number = connection.execute(sa.select(records.key).where(records.table.c[key] == row["key"])).scalar()
    return None if number is None else Reference(row["kind"], number)


def _take(connection: sa.Connection, row: Row, stored: Reference | None) -> tuple[int, list[Difference]]:
    """Write what was read; return the number of the record, and what is now otherwise than before."""
    kind, told = row["kind"], read_json(row["reading"])
    table = RECORDS[kind].table
    fields = [field for field in FIELDS[kind].values() if field.name in told]
    columns = _columns(connection, row, fields, told)
    if stored is not None and _stands_so(connection, row, fetch(connection, stored), columns, fields):
        return stored.number, []
    if kind in REVIEWED:
        text = connection.execute(sa.select(Source.text).where(Source.source_id == row["source_id"])).scalar_one()
        evidence = Span(columns["span_start"], columns["span_end"]).of(text)
        columns |= {"review": Review.ACCEPTED, "extractor": row["extractor"], "text": evidence}
    before: dict[str, str | None] = {}
    if stored is None:
        number = _bring_back(connection, row, columns)
    else:
        number, standing = stored.number, fetch(connection, stored)
        before = {field.name: field.shown(connection, standing) for field in fields}
        connection.execute(sa.update(table).where(RECORDS[kind].key == number).values(columns))
    reference = Reference(kind, number)
    for field in fields:
        if isinstance(field, Linked):
            field.write_links(connection, fetch(connection, reference), [_linked(connection, field, value) for value in told[field.name]])
    now = fetch(connection, reference)
    shown = {field.name: field.shown(connection, now) for field in fields}
    return number, [Difference(str(reference), name, before.get(name), value) for name, value in shown.items() if value != before.get(name)]


def _stands_so(connection: sa.Connection, row: Row, standing: Row, columns: Mapping[str, Any], fields: Sequence[Field]) -> bool:
    """Tell whether a record stands as it is read, as where what people changed was taken back meanwhile."""
    told = read_json(row["reading"])
    if any(standing[name] != value for name, value in columns.items()):
        return False
    for field in fields:
        if isinstance(field, Linked):
            read = sorted(field.show(connection, _linked(connection, field, value)) for value in told[field.name])
            if field.shown(connection, standing) != ("; ".join(read) or None):
                return False
    return True


def _columns(connection: sa.Connection, row: Row, fields: Sequence[Field], told: dict[str, Any]) -> dict[str, Any]:
    """Return the columns of the record's own table that a reading tells, typed as they take them."""
    table = RECORDS[row["kind"]].table
    columns = from_history(table, {name: value for name, value in told.items() if name in table.c})
    for field in fields:
        match field:
            case Referring(name=name, column=column, kind=kind):
                columns[column.name] = _referred(connection, row, field, kind, told[name])
            case ExactValue():
                columns["value_number"] = float(columns["value"])
    return columns


def _referred(connection: sa.Connection, row: Row, field: Referring, kind: RecordKind, value: str | None) -> int | None:
    """Return the record that a reading refers to: a speaker by name, a statement or commitment by key."""
    if value is None:
        return None
    if field.column.name in NAMED:
        return _named(connection, field.column.name, field.name, value)
    records = RECORDS[kind]
    number: int | None = connection.execute(sa.select(records.key).where(records.table.c.key == value)).scalar()
    if number is None and kind is RecordKind.STATEMENT:  # an amount of what is not there is a number alone
        name = disagreement_name(row["disagreement_id"])
        raise Refused(f"{name} rests on a {kind.value} that is not there; accept the disagreement about that one too. Nothing was changed.")
    return number


def _linked(connection: sa.Connection, field: Linked, value: str) -> str | int:
    """Return one value of a field of several as its column holds it."""
    return _named(connection, field.column, field.name, value) if field.column in NAMED else value


def _named(connection: sa.Connection, column: str, field: str, name: str) -> int:
    """Return who bears a name: as the canonical one, else as one of several."""
    kind, find = NAMED[column]
    records = RECORDS[kind]
    number: int | None = connection.execute(sa.select(records.key).where(records.table.c.name == name)).scalar()
    return find(connection, field, name) if number is None else number


def _bring_back(connection: sa.Connection, row: Row, columns: dict[str, Any]) -> int:
    """Insert the record that was read, under the number that it had before it was withdrawn, if it ever had one."""
    records = RECORDS[row["kind"]]
    values = columns | {"source_id": row["source_id"], "key": row["key"], "origin": Origin.EXTRACTED}
    changes = TABLES["changes"].c
    query = sa.select(changes.row_key, changes.old).where(changes.table_name == records.table.name, sa.text(WITHDRAWN))
    former = [int(key) for key, old in connection.execute(query.order_by(changes.change_id)) if read_json(old)["key"] == row["key"]]
    if former:
        values[records.key.name] = former[-1]
    number: int = connection.execute(sa.insert(records.table).values(values).returning(records.key)).scalar_one()
    return number
