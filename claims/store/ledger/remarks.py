"""Remarks: what somebody who has just written a record should know of it, though nothing forbids it."""

from collections.abc import Collection
from decimal import Decimal

import sqlalchemy as sa

from claims.inputs import decimal_text
from claims.references import Reference
from claims.store.ledger.rows import TABLES, Row, fetch
from claims.terms import RecordKind, Review

READ = {"value", "upper_value", "unit"}  # the fields of a number that its words print


def remarks(connection: sa.Connection, reference: Reference, changed: Collection[str]) -> list[str]:
    """Return the remarks on a record of which these fields were written, a sentence each."""
    row = fetch(connection, reference)
    match reference.kind:
        case RecordKind.NUMERIC_CLAIM if READ & set(changed):
            return _otherwise(connection, reference, row)
        case RecordKind.ASSESSMENT | RecordKind.INSTALMENT:
            return _rejected(connection, row)
    return []


def _otherwise(connection: sa.Connection, reference: Reference, row: Row) -> list[str]:
    from claims.extraction.printed import printed_otherwise

    sources = TABLES["sources"].c
    language = connection.execute(sa.select(sources.language).where(sources.source_id == row["source_id"])).scalar_one()
    read = printed_otherwise(row["text"], language, row["value"], row["upper_value"], row["unit"])
    if read is None:
        return []
    says = _amount(read.value, read.upper_value, read.unit)
    stands = _amount(row["value"], row["upper_value"], row["unit"])
    told = f"{reference} stands as {stands}; its words, “{row['text']}”, say {says}"
    return [f"{told}. If those are right, `claims amend {reference}` corrects it."]


def _amount(value: Decimal, upper_value: Decimal | None, unit: str | None) -> str:
    ends = " to ".join(decimal_text(end) for end in (value, upper_value) if end is not None)
    return f"{ends} {unit or ''}".strip()


def _rejected(connection: sa.Connection, row: Row) -> list[str]:
    """Return that lists and reports do not show what this tells of, where the commitment is rejected."""
    reference = Reference(RecordKind.COMMITMENT, row["commitment_id"])
    if fetch(connection, reference)["review"] != Review.REJECTED:
        return []
    return [
        f"{reference} is rejected, so lists and reports leave it out with all that followed; `claims accept {reference}` brings it back."
    ]
