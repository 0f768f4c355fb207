"""Following commitments: what became of them, by whose verdict, and the money that followed."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from claims.errors import UsageError
from claims.references import Reference
from claims.store.ledger.adding import entered
from claims.store.ledger.amending import Deed
from claims.store.ledger.fields import columns_of, read_fields
from claims.store.ledger.ledger import Ledger
from claims.store.ledger.rows import RECORDS, fetch
from claims.store.ledger.rules import require_sound
from claims.terms import RecordKind
from claims.wording import a


def assess(ledger: Ledger, commitment: Reference, values: Mapping[str, str]) -> Deed:
    """Record the actor's verdict on a commitment: `values` are fields of an assessment, of which `status` and `assessed_on` are needed.

    Earlier verdicts, of whomever, stay. UsageError for what may not be; then nothing is changed.
    """
    return _follow(ledger, commitment, RecordKind.ASSESSMENT, {"assessor": ledger.actor, **values})


def record_instalment(ledger: Ledger, commitment: Reference, values: Mapping[str, str]) -> Deed:
    """Record money that followed a commitment: `values` are fields of an instalment, of which `type`, `value` and `unit` are needed.

    UsageError for what may not be; then nothing is changed.
    """
    return _follow(ledger, commitment, RecordKind.INSTALMENT, values)


def _follow(ledger: Ledger, commitment: Reference, kind: RecordKind, values: Mapping[str, str]) -> Deed:
    if commitment.kind is not RecordKind.COMMITMENT:
        raise UsageError(f"{commitment} is {a(commitment.kind.value)}; what is followed is a commitment, such as c12.")
    records = RECORDS[kind]
    with ledger.changing(None) as connection:
        row: dict[str, Any] = {"commitment_id": fetch(connection, commitment)["commitment_id"]}
        row |= columns_of(row, read_fields(connection, kind, row, values))
        require_sound(connection, kind, {}, row)
        number = connection.execute(sa.insert(records.table).values(row).returning(records.key)).scalar_one()
        return entered(connection, Reference(kind, number))
