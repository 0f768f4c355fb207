"""Originals: which source copies which, so that none comes to be its own original."""

import sqlalchemy as sa

from claims.references import Reference
from claims.store.ledger.rows import TABLES
from claims.terms import RecordKind

SOURCES = TABLES["sources"].c


def why_not(connection: sa.Connection, copy: int, original: int) -> str | None:
    """Return why one source cannot be a copy of another, or None; whatever they copy is held until the transaction ends."""
    first, second = (Reference(RecordKind.SOURCE, number) for number in (original, copy))
    if original == copy:
        return f"{first} cannot be a copy of itself"
    return f"{first} is a copy of {second} already" if copy in originals_of(connection, original) else None


def originals_of(connection: sa.Connection, source: int) -> list[int]:
    """Return what a source copies, what that one copies, and so on, all of them held; each once, where raw SQL made a circle."""
    found: list[int] = []
    onwards: int | None = source
    while True:
        query = sa.select(SOURCES.derived_from_id).where(SOURCES.source_id == onwards).with_for_update()
        onwards = connection.execute(query).scalar()
        if onwards is None or onwards in found:
            return found
        found.append(onwards)
