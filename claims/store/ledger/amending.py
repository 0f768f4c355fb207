"""Amending: changing the fields of records, adding records by hand, withdrawing them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from claims.errors import Refused, UsageError
from claims.references import Reference
from claims.store.ledger.fields import REVIEWED, Field, find_field
from claims.store.ledger.ledger import Ledger, required_reason
from claims.store.ledger.rows import RECORDS, TABLES, Row, fetch
from claims.store.models import Base
from claims.store.session import changeset
from claims.terms import Judgement, Relation, Review


@dataclass(frozen=True, slots=True)
class Difference:
    """One field of a record before and after."""

    record: str
    field: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Deed:
    """What one transaction did: the number that takes it back with `claims undo`, None where nothing had to be changed."""

    changeset: int | None
    records: list[str]
    differences: list[Difference]


def amend(ledger: Ledger, reference: Reference, values: Mapping[str, str], *, reason: str | None) -> Deed:
    """Set fields of one record, as people write them; return what each was before and is now.

    UsageError for a field or value that may not be, Refused where the database's rules forbid it; then nothing is changed.
    """
    if not values:
        raise UsageError("Nothing to amend: give field=value, such as due_on=2025-06-30.")
    fields = [(find_field(reference.kind, name), value) for name, value in values.items()]
    with ledger.changing(required_reason(reason)) as connection:
        row = fetch(connection, reference)
        before = {field.name: field.shown(connection, row) for field, _ in fields}
        write_fields(connection, reference, row, fields)
        after = fetch(connection, reference)
        differences = [
            Difference(str(reference), field.name, before[field.name], now)
            for field, _ in fields
            if (now := field.shown(connection, after)) != before[field.name]
        ]
        return Deed(changeset(connection) if differences else None, [str(reference)], differences)


def write_fields(connection: sa.Connection, reference: Reference, row: Row, fields: Sequence[tuple[Field, str]]) -> None:
    """Write the values of a stored record's fields: all are read before the first is written."""
    records, columns = RECORDS[reference.kind], dict[str, Any]()
    for field, value in fields:
        columns |= field.columns(connection, row, value)
    if columns:
        connection.execute(sa.update(records.table).where(records.key == reference.number).values(columns))
    for field, value in fields:
        field.write_links(connection, row, value)


def review(ledger: Ledger, references: Sequence[Reference], decision: Review, *, reason: str | None = None) -> Deed:
    """Accept or reject records, or propose them again; one that is decided so already stays as it is."""
    barred = [reference for reference in references if reference.kind not in REVIEWED]
    if barred:
        raise UsageError(f"{barred[0]} is a {barred[0].kind.value}; statements, commitments and numeric claims are reviewed.")
    with ledger.changing(reason) as connection:
        differences = []
        for reference in dict.fromkeys(references):
            row, records = fetch(connection, reference), RECORDS[reference.kind]
            if row["review"] != decision:
                connection.execute(sa.update(records.table).where(records.key == reference.number).values(review=decision))
                differences.append(Difference(str(reference), "review", str(row["review"]), str(decision)))
        return Deed(changeset(connection) if differences else None, [each.record for each in differences], differences)


def withdraw(ledger: Ledger, references: Sequence[Reference], *, reason: str | None) -> Deed:
    """Delete records, which the history keeps; later readings of the source do not bring them back.

    Refused, with nothing changed, where a record that is not among them rests on one of them.
    """
    with ledger.changing(required_reason(reason)) as connection:
        delete_records(connection, references)
        return Deed(changeset(connection), [str(reference) for reference in references], [])


def delete_records(connection: sa.Connection, references: Sequence[Reference]) -> None:
    """Delete records with their links; Refused where a record that is not among them rests on one of them."""
    gone = set(references)
    for reference in gone:
        fetch(connection, reference)
    for reference in gone:
        resting = [other for other in resting_on(connection, reference) if other not in gone]
        merged = judged_same(connection, reference)
        if merged:
            raise Refused(f"{reference} is judged to be the same as {merged[0]}; split them first. Nothing was changed.")
        if resting:
            named = ", ".join(map(str, resting[:10])) + (f" and {len(resting) - 10} more" if len(resting) > 10 else "")
            raise Refused(f"{named} rest on {reference}; withdraw them with it, or amend them first. Nothing was changed.")
    order = [table.name for table in reversed(Base.metadata.sorted_tables)]
    for reference in sorted(gone, key=lambda each: order.index(RECORDS[each.kind].table.name)):
        records = RECORDS[reference.kind]
        for table in (*records.links, records.table):
            column = next((key.parent for key in table.foreign_keys if key.column is records.key), records.key)
            column = records.key if table is records.table else column
            connection.execute(sa.delete(table).where(column == reference.number))


def judged_same(connection: sa.Connection, reference: Reference) -> list[Reference]:
    """Return the records that are judged to be the same as this one."""
    relations = TABLES["relations"].c
    pairs = connection.execute(
        sa.select(relations.left_id, relations.right_id).where(
            relations.kind == reference.kind,
            relations.relation == Relation.SAME_AS,
            relations.judgement == Judgement.POSITIVE,
            sa.or_(relations.left_id == reference.number, relations.right_id == reference.number),
        )
    )
    return [Reference(reference.kind, sum(pair) - reference.number) for pair in pairs]


def resting_on(connection: sa.Connection, reference: Reference) -> list[Reference]:
    """Return the records that refer to this one, its own links left out."""
    found = []
    records = RECORDS[reference.kind]
    for kind, others in RECORDS.items():
        for key in others.table.foreign_keys:
            if key.column is records.key:
                numbers = connection.execute(sa.select(others.key).where(key.parent == reference.number)).scalars()
                found += [Reference(kind, number) for number in numbers]
    return found
