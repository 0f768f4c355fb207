"""Blocs: which parties are members of which, so that none comes to be a member of itself."""

from collections.abc import Sequence

import sqlalchemy as sa

from claims.references import Reference
from claims.store.ledger.rows import TABLES
from claims.terms import RecordKind

MEMBERS = TABLES["party_members"].c


def why_no_member(connection: sa.Connection, bloc: int, members: Sequence[int]) -> str | None:
    """Return why one of these parties cannot be a member of a bloc, or None."""
    of = Reference(RecordKind.PARTY, bloc)
    for member in members:
        if member == bloc:
            return f"{of} cannot be a member of itself"
        if bloc in members_of(connection, member):
            return f"{of} is a member of {Reference(RecordKind.PARTY, member)}, which cannot be a member of {of} in its turn"
    return None


def members_of(connection: sa.Connection, bloc: int) -> set[int]:
    """Return the members of a bloc, theirs, and so on; each once, where raw SQL made a circle."""
    found: set[int] = set()
    blocs = {bloc}
    while blocs:
        members = set(connection.execute(sa.select(MEMBERS.member_id).where(MEMBERS.bloc_id.in_(blocs))).scalars())
        blocs = members - found
        found |= members
    return found
