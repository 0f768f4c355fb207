"""Offices: the roles that documents print beside names; when a document is read anew, so are those that nobody touched."""

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from claims.documents.document import Span
from claims.store.ledger.rows import TABLES
from claims.store.readings import parts
from claims.store.touched import changed_by_hand

ROLES = TABLES["roles"]
Office = tuple[int, int | None, str]
"""Speaker, party and title by their numbers and as printed: what makes two roles one."""
Printed = Mapping[Office, Span | None]
"""The offices that one document prints, with the characters of title and name."""
Places = dict[Office, tuple[int, Span | None]]
"""Which source prints an office, and where."""


def renew_offices(connection: sa.Connection, read: Mapping[int, Printed], elsewhere: Places) -> set[Office]:
    """Make the roles that these sources (by number) gave as they are read now; return the offices that are gone.

    An office is kept once, with one source as its evidence: where that one prints it no more and another of this run does
    (`elsewhere`), the other becomes its evidence.
    """
    gone: dict[int, Office] = {}
    moved: list[dict[str, Any]] = []
    for role in _machine_made(connection, list(read)):
        office = (role.speaker_id, role.party_id, role.title)
        if office in read[role.source_id]:
            source, span = role.source_id, read[role.source_id][office]
        elif office in elsewhere:
            source, span = elsewhere[office]
        else:
            gone[role.role_id] = office
            continue
        start, end = (None, None) if span is None else (span.start, span.end)
        if (source, start, end) != (role.source_id, role.span_start, role.span_end):
            moved.append({"role": role.role_id, "source": source, "start": start, "end": end})
    for part in parts(sorted(gone)):
        connection.execute(sa.delete(ROLES).where(ROLES.c.role_id.in_(part)))
    if moved:
        statement = sa.text("UPDATE roles SET source_id = :source, span_start = :start, span_end = :end WHERE role_id = :role")
        connection.execute(statement, moved)
    return set(gone.values())


def _machine_made(connection: sa.Connection, sources: Sequence[int]) -> list[Any]:
    found: list[Any] = []
    for part in parts(sources):
        ours = sa.and_(ROLES.c.source_id.in_(part), sa.not_(changed_by_hand("roles", ROLES.c.role_id)))
        found += connection.execute(sa.select(ROLES).where(ours).order_by(ROLES.c.role_id)).all()
    return found
