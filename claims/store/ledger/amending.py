"""Amending: changing the fields of records, adding records by hand, withdrawing them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import sqlalchemy as sa

from claims.errors import Refused, UsageError
from claims.references import Reference
from claims.store.ledger.fields import REVIEWED, columns_of, read_fields, shown_fields
from claims.store.ledger.ledger import Ledger, changed_together, required_reason
from claims.store.ledger.remarks import remarks
from claims.store.ledger.resting import obstacle, withdraw_proposals
from claims.store.ledger.rows import RECORDS, Row, fetch
from claims.store.ledger.rules import require_sound
from claims.store.models import Base
from claims.store.session import changeset
from claims.terms import Review
from claims.wording import a


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
    remarks: list[str] = field(default_factory=list)
    """What whoever did it should know, though nothing forbids it: a sentence each."""


def amend(ledger: Ledger, reference: Reference, values: Mapping[str, str], *, reason: str | None) -> Deed:
    """Set fields of one record, as people write them; return what of it was otherwise before, with what followed from them.

    UsageError for a field or value that may not be, Refused where the database's rules forbid it; then nothing is changed.
    """
    if not values:
        raise UsageError("Nothing to amend: give field=value, such as due_on=2025-06-30.")
    with ledger.changing(required_reason(reason)) as connection:
        differences = write_fields(connection, reference, values)
        told = remarks(connection, reference, {each.field for each in differences})
        return Deed(changed_together(connection), [str(reference)], differences, told)


def write_fields(connection: sa.Connection, reference: Reference, values: Mapping[str, str]) -> list[Difference]:
    """Write fields of a stored record, as people write them, all of which are read before the first is written; return what changed."""
    kind, records, row = reference.kind, RECORDS[reference.kind], fetch(connection, reference)
    before = shown_fields(connection, kind, row)
    read = read_fields(connection, kind, row, values)
    columns = columns_of(row, read)
    require_sound(connection, kind, row, columns)
    if columns:
        connection.execute(sa.update(records.table).where(records.key == reference.number).values(columns))
    for each, value in read:
        each.write_links(connection, row, value)
    after = shown_fields(connection, kind, fetch(connection, reference))
    return [Difference(str(reference), name, before[name], after[name]) for name in after if after[name] != before[name]]


def review(
    ledger: Ledger,
    references: Sequence[Reference],
    decision: Review,
    *,
    reason: str | None = None,
    check: Callable[[], None] = lambda: None,
) -> Deed:
    """Accept or reject records, or propose them again; one that is decided so already stays as it is.

    `check` is called once nobody else can change the records until they are decided; what it raises leaves them undecided.
    """
    barred = [reference for reference in references if reference.kind not in REVIEWED]
    if barred:
        raise UsageError(f"{barred[0]} is {a(barred[0].kind.value)}; statements, commitments and numeric claims are reviewed.")
    with ledger.changing(reason) as connection:
        rows = {reference: fetch(connection, reference) for reference in references}
        check()
        differences = []
        for reference, row in rows.items():
            records = RECORDS[reference.kind]
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
    rows = {reference: fetch(connection, reference) for reference in references}
    for reference in rows:
        told = obstacle(connection, reference, rows.keys())
        if told:
            raise Refused(f"{told}. Nothing was changed.")
    for reference in rows:
        records = RECORDS[reference.kind]
        withdraw_proposals(connection, reference)
        _let_go(connection, reference, rows)
        for table in records.links:
            connection.execute(sa.delete(table).where(records.number_in(table) == reference.number))
    order = [table.name for table in reversed(Base.metadata.sorted_tables)]
    for reference in sorted(rows, key=lambda each: order.index(RECORDS[each.kind].table.name)):
        records = RECORDS[reference.kind]
        connection.execute(sa.delete(records.table).where(records.key == reference.number))


def _let_go(connection: sa.Connection, reference: Reference, rows: Mapping[Reference, Row]) -> None:
    """Empty what refers to another record of the same kind that goes too, so that neither has to go first."""
    records = RECORDS[reference.kind]
    for column in records.table.columns:
        if column.references(records.key) and Reference(reference.kind, rows[reference][column.name] or 0) in rows:
            connection.execute(sa.update(records.table).where(records.key == reference.number).values({column.name: None}))
