"""Adding: records that a person enters by hand, those that point at evidence with the words that support them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from claims.documents.document import Span
from claims.errors import UsageError
from claims.inputs import read_term, unknown
from claims.references import Reference
from claims.resolution.keys import Keys
from claims.store.ledger.amending import Deed, Difference
from claims.store.ledger.field_kinds import place_in, read_value
from claims.store.ledger.fields import FIELDS, columns_of, read_fields, shown_fields
from claims.store.ledger.ledger import Ledger
from claims.store.ledger.lookups import find_record
from claims.store.ledger.remarks import remarks
from claims.store.ledger.rows import RECORDS, Row, fetch
from claims.store.ledger.rules import require_sound
from claims.store.session import changeset
from claims.terms import Attribution, Comparator, Origin, QuantityKind, Quotation, RecordKind, Review
from claims.wording import a

ADDED = (
    *(RecordKind.STATEMENT, RecordKind.COMMITMENT, RecordKind.NUMERIC_CLAIM, RecordKind.SPEAKER, RecordKind.PARTY),
    *(RecordKind.ROLE, RecordKind.EVENT),
)
WITH_EVIDENCE = (RecordKind.STATEMENT, RecordKind.COMMITMENT, RecordKind.NUMERIC_CLAIM)


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where in which source the words of a new record stand."""

    source: Row
    span: Span
    text: str


def add(ledger: Ledger, kind_name: str, values: Mapping[str, str], *, reason: str | None = None) -> Deed:
    """Enter one record: `values` are its fields as people write them, with `source` and `text` where it points at evidence.

    UsageError for what is missing or may not be, Refused where the database's rules forbid it; then nothing is changed.
    """
    kind = _kind(kind_name)
    given = dict(values)
    with ledger.changing(reason) as connection:
        row: dict[str, Any] = {}
        if kind in WITH_EVIDENCE:
            row = _evidence_columns(connection, kind, given)
        return entered(connection, insert_record(connection, kind, row, given))


def insert_record(connection: sa.Connection, kind: RecordKind, row: dict[str, Any], values: Mapping[str, str]) -> Reference:
    """Insert a record: `row` are columns that are settled, `values` fields as people write them; UsageError for what is missing."""
    read = read_fields(connection, kind, row, values)
    row |= columns_of(row, read)
    _require(kind, row)
    require_sound(connection, kind, {}, row)
    records = RECORDS[kind]
    number = connection.execute(sa.insert(records.table).values(row).returning(records.key)).scalar_one()
    reference = Reference(kind, number)
    stored = fetch(connection, reference)
    for field, value in read:
        field.write_links(connection, stored, value)
    return reference


def entered(connection: sa.Connection, reference: Reference) -> Deed:
    """Return what was done by entering this record: its fields, as people see them."""
    stored = fetch(connection, reference)
    shown = shown_fields(connection, reference.kind, stored)
    differences = [Difference(str(reference), name, None, value) for name, value in shown.items() if value is not None]
    return Deed(changeset(connection), [str(reference)], differences, remarks(connection, reference, {each.field for each in differences}))


def _kind(name: str) -> RecordKind:
    folded = name.strip().casefold().replace("-", " ").replace("_", " ")
    wanted = {"number": "numeric claim"}.get(folded, folded)
    if wanted not in {kind.value for kind in ADDED}:
        raise unknown(f"What can be added is: {', '.join(kind.value for kind in ADDED)}; none is", name, [kind.value for kind in ADDED])
    return RecordKind(wanted)


def _evidence_columns(connection: sa.Connection, kind: RecordKind, given: dict[str, str]) -> dict[str, Any]:
    """Return the columns that the evidence sets, with what follows from it; `source`, `text` and `span` are taken out of `given`."""
    found = _find_evidence(connection, kind, given)
    row = settled_columns(connection, kind, found, given) | {"origin": Origin.ENTERED, "review": Review.ACCEPTED}
    row["key"] = _free_key(connection, kind, found, cue_in(found, given))
    return row


def settled_columns(connection: sa.Connection, kind: RecordKind, found: Evidence, given: Mapping[str, str]) -> dict[str, Any]:
    """Return the columns that follow from the evidence: where it stands, whose day and language it has, the number that it prints."""
    row: dict[str, Any] = {
        "source_id": found.source["source_id"],
        "span_start": found.span.start,
        "span_end": found.span.end,
        "text": found.text,
    }
    match kind:
        case RecordKind.STATEMENT:
            row |= {"content_start": found.span.start, "content_end": found.span.end, "language": found.source["language"]}
            row |= {"quotation": Quotation.INDIRECT, "attribution": Attribution.EXPLICIT, "said_on": found.source["event_on"]}
        case RecordKind.COMMITMENT:
            row["announced_on"] = _said_on(connection, given, found.source)
        case RecordKind.NUMERIC_CLAIM:
            row |= _as_read(found)
    return row


def cue_in(found: Evidence, given: Mapping[str, str]) -> Span | None:
    """Return where the cue stands that is given; None where none is."""
    if not given.get("cue", "").strip():
        return None
    at = found.span.start + place_in(found.text, given["cue"], "cue", "evidence")
    return Span(at, at + len(given["cue"]))


def _find_evidence(connection: sa.Connection, kind: RecordKind, given: dict[str, str]) -> Evidence:
    for name in ("source", "text"):
        if not given.get(name, "").strip():
            raise UsageError(
                f"{a(kind.value).capitalize()} needs {name}=…: source=src1, and text=… with the words of that source that support it."
            )
    source = fetch(connection, Reference(RecordKind.SOURCE, find_record(connection, RecordKind.SOURCE, "source", given.pop("source"))))
    words = given.pop("text")
    start = given.pop("span_start", None)
    at = place_in(source["text"], words, "text", "source") if start is None else int(read_value(RECORDS[kind].table.c.span_start, start))
    if source["text"][at : at + len(words)] != words:
        raise UsageError(f"span_start: the source does not hold those words at character {at}.")
    return Evidence(source, Span(at, at + len(words)), words)


def _said_on(connection: sa.Connection, given: Mapping[str, str], source: Row) -> date | None:
    """Return the day of the statement that a commitment is made in, else that of the source's events."""
    if given.get("statement", "").strip():
        number = find_record(connection, RecordKind.STATEMENT, "statement", given["statement"])
        day = fetch(connection, Reference(RecordKind.STATEMENT, number))["said_on"]
        if isinstance(day, date):
            return day
    day = source["event_on"]
    return day if isinstance(day, date) else None


def _as_read(found: Evidence) -> dict[str, Any]:
    """Return value, unit and the rest of the quantity that the words print, as the program reads them in the source's language."""
    from claims.extraction.printed import printed_quantity

    read = printed_quantity(found.text, found.source["language"])
    if read is None:
        return {"comparator": Comparator.EQUAL, "kind": QuantityKind.COUNT}
    return {
        "value": read.value,
        "value_number": float(read.value),
        "upper_value": read.upper_value,
        "unit": read.unit,
        "kind": read.kind or QuantityKind.COUNT,
        "comparator": Comparator(read_term(Comparator, "comparator", str(read.comparator))),
        "period": read.period,
    }


def _free_key(connection: sa.Connection, kind: RecordKind, found: Evidence, cue: Span | None) -> str:
    """Return the first key of this kind, span and cue that no record bears."""
    keys, table = Keys(found.source["sha256"]), RECORDS[kind].table
    while True:
        key = keys.key(kind, found.span, cue)
        if connection.execute(sa.select(table.c.key).where(table.c.key == key)).scalar() is None:
            return key


def _require(kind: RecordKind, row: Mapping[str, Any]) -> None:
    """Raise UsageError where a column that must be filled is not, by the name of its field."""
    records = RECORDS[kind]
    for column in records.table.columns:
        if not column.nullable and column is not records.key and row.get(column.name) is None and column.default is None:
            name = column.name.removesuffix("_id").removesuffix("_start").removesuffix("_end")
            raise UsageError(f"{a(kind.value).capitalize()} needs {name}=…. Its fields are: {', '.join(FIELDS[kind])}.")
