"""Relating: which records are the same as, restate or supersede others; proposed by programs, decided by people, and all of it undone."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from claims.errors import Refused, UsageError
from claims.references import Pair, Reference
from claims.store.ledger.amending import Deed, Difference
from claims.store.ledger.ledger import Ledger
from claims.store.ledger.rows import RECORDS, TABLES
from claims.store.session import PROGRAM, changeset
from claims.terms import Judgement, RecordKind, Relation

RELATIONS = TABLES["relations"]

REPEATED = {  # the kinds of record that repeat others where two of these are the same
    RecordKind.SOURCE: (RecordKind.STATEMENT, RecordKind.COMMITMENT, RecordKind.NUMERIC_CLAIM),
    RecordKind.COMMITMENT: (RecordKind.NUMERIC_CLAIM,),
}


def propose(ledger: Ledger, links: Sequence[Pair], *, reason: str) -> Deed:
    """Write relations that nobody has decided, for people to accept or dismiss; those that are known already stay as they are."""
    with ledger.changing(reason) as connection:
        written = _insert(connection, links, Judgement.UNDECIDED)
        return Deed(changeset(connection) if written else None, [str(link) for link in written], [])


def link_copy(ledger: Ledger, copy: int, original: int, repeated: Sequence[Pair], *, reason: str) -> Deed:
    """Link a source to the one that it copies, with its records that repeat one of the original, in one change.

    A source that was linked or judged meanwhile stays as it is.
    """
    link = Pair(RecordKind.SOURCE, copy, original, Relation.RESTATES)
    with ledger.changing(reason) as connection:
        sources = TABLES["sources"]
        free = sa.and_(sources.c.source_id == copy, sources.c.derived_from_id.is_(None))
        if not connection.execute(sa.select(sources.c.source_id).where(free).with_for_update()).all() or not _insert(
            connection, [link], Judgement.POSITIVE
        ):
            return Deed(None, [], [])
        _insert(connection, repeated, Judgement.POSITIVE)
        difference = _derive(connection, copy, original)
        return Deed(changeset(connection), [difference.record], [difference])


def judge(
    ledger: Ledger,
    kinds: Sequence[RecordKind],
    numbers: Sequence[int],
    judgement: Judgement,
    *,
    repeated: Mapping[int, Sequence[Pair]] = {},
    reason: str | None = None,
) -> Deed:
    """Accept or dismiss relations of these kinds by their numbers.

    A copy that is accepted is linked to its original, with the records of it that are `repeated` by the number of its relation; one that
    is dismissed is linked no more. UsageError for a number that is no such
    relation, Refused where the two are the same already by others; then nothing is changed.
    """
    with ledger.changing(reason) as connection:
        differences = []
        for number in dict.fromkeys(numbers):
            query = sa.select(RELATIONS).where(RELATIONS.c.relation_id == number, RELATIONS.c.kind.in_(kinds)).with_for_update()
            row = connection.execute(query).mappings().one_or_none()
            if row is None:
                raise UsageError(
                    f"There is no relation {number} of this kind; `claims copies` and `claims relations` list them with their numbers."
                )
            if row["judgement"] != judgement:
                differences += _decide(connection, ledger, row, judgement)
                if judgement is Judgement.POSITIVE:
                    _insert(connection, repeated.get(number, ()), Judgement.POSITIVE)
        return Deed(changeset(connection) if differences else None, [each.record for each in differences], differences)


def repeat(ledger: Ledger, links: Sequence[Pair], *, reason: str) -> Deed:
    """Write down, as the program's judgement, which records of a copy repeat one of its original."""
    with ledger.changing(reason) as connection:
        written = _insert(connection, links, Judgement.POSITIVE)
        return Deed(changeset(connection) if written else None, [str(link) for link in written], [])


def _decide(connection: sa.Connection, ledger: Ledger, row: Any, judgement: Judgement) -> list[Difference]:
    link = Pair(row["kind"], row["left_id"], row["right_id"], row["relation"])
    records = RECORDS[link.kind]
    for number in (link.left, link.right):
        if connection.execute(sa.select(records.key).where(records.key == number)).scalar() is None:
            raise Refused(f"{Reference(link.kind, number)} is not there any more. Nothing was changed.")
    if judgement is Judgement.POSITIVE and link.relation is Relation.SAME_AS and link.left in _onwards(connection, link):
        left, right = Reference(link.kind, link.left), Reference(link.kind, link.right)
        raise Refused(f"{right} is the same as {left} already; dismiss that first. Nothing was changed.")
    values = {"judgement": judgement, "judged_by": ledger.actor, "judged_at": datetime.now(UTC)}
    connection.execute(sa.update(RELATIONS).where(RELATIONS.c.relation_id == row["relation_id"]).values(values))
    differences = [Difference(str(link), "judgement", str(row["judgement"]), str(judgement))]
    if link.kind is RecordKind.SOURCE:
        if judgement is Judgement.POSITIVE:
            differences.append(_derive(connection, link.left, link.right))
        elif row["judgement"] == Judgement.POSITIVE:
            differences.append(_derive(connection, link.left, None))
    if judgement is not Judgement.POSITIVE and link.kind in REPEATED:
        _withdraw_repeated(connection, link)
    return differences


def _onwards(connection: sa.Connection, link: Pair) -> set[int]:
    """Return the records that the right one is judged to be the same as, in turn."""
    found, waiting = set[int](), {link.right}
    while waiting:
        found |= waiting
        query = sa.select(RELATIONS.c.right_id).where(
            RELATIONS.c.kind == link.kind,
            RELATIONS.c.relation == Relation.SAME_AS,
            RELATIONS.c.judgement == Judgement.POSITIVE,
            RELATIONS.c.left_id.in_(waiting),
        )
        waiting = set(connection.execute(query).scalars()) - found
    return found


def _derive(connection: sa.Connection, copy: int, original: int | None) -> Difference:
    sources = TABLES["sources"]
    before = connection.execute(sa.select(sources.c.derived_from_id).where(sources.c.source_id == copy).with_for_update()).scalar()
    onwards = original
    while onwards is not None:
        if onwards == copy:
            first, second = Reference(RecordKind.SOURCE, original or copy), Reference(RecordKind.SOURCE, copy)
            raise Refused(f"{first} is a copy of {second} already. Nothing was changed.")
        onwards = connection.execute(sa.select(sources.c.derived_from_id).where(sources.c.source_id == onwards)).scalar()
    connection.execute(sa.update(sources).where(sources.c.source_id == copy).values(derived_from_id=original))
    was, now = (None if number is None else str(Reference(RecordKind.SOURCE, number)) for number in (before, original))
    return Difference(str(Reference(RecordKind.SOURCE, copy)), "derived_from", was, now)


def _withdraw_repeated(connection: sa.Connection, link: Pair) -> None:
    """Delete the program's judgements that records of the one source, or amounts of the one commitment, repeat those of the other."""
    owner = RECORDS[link.kind].key.name
    for kind in REPEATED[link.kind]:
        records = RECORDS[kind]
        mine, theirs = (sa.select(records.key).where(records.table.c[owner] == number) for number in (link.left, link.right))
        ends = (RELATIONS.c.left_id.in_(mine), RELATIONS.c.right_id.in_(theirs))
        judged = (RELATIONS.c.judged_by == PROGRAM, RELATIONS.c.judgement == Judgement.POSITIVE)
        connection.execute(sa.delete(RELATIONS).where(RELATIONS.c.kind == kind, *judged, *ends))


def _insert(connection: sa.Connection, links: Iterable[Pair], judgement: Judgement) -> list[Pair]:
    """Write relations in the program's name; return those that were not known in either direction, or are no mere proposal any more."""
    written, now = [], datetime.now(UTC)
    for link in dict.fromkeys(links):
        pairs = sa.or_(
            sa.and_(RELATIONS.c.left_id == link.left, RELATIONS.c.right_id == link.right),
            sa.and_(RELATIONS.c.left_id == link.right, RELATIONS.c.right_id == link.left),
        )
        known = sa.select(RELATIONS).where(RELATIONS.c.kind == link.kind, pairs).order_by(RELATIONS.c.relation_id).with_for_update()
        rows = connection.execute(known).mappings().all()
        if any(row["judgement"] in (judgement, Judgement.POSITIVE, Judgement.NEGATIVE) for row in rows):
            continue
        if judgement is Judgement.POSITIVE and link.relation is Relation.SAME_AS and link.left in _onwards(connection, link):
            continue
        ends = {"kind": link.kind, "left_id": link.left, "right_id": link.right, "relation": link.relation}
        values = ends | {"judgement": judgement, "judged_by": PROGRAM, "judged_at": now}
        if rows:
            # The proposal of these very ends, if there is one, for no two relations have the same.
            proposal = next((row for row in rows if all(row[name] == end for name, end in ends.items())), rows[0])
            connection.execute(sa.update(RELATIONS).where(RELATIONS.c.relation_id == proposal["relation_id"]).values(values))
        else:
            connection.execute(sa.insert(RELATIONS).values(values))
        written.append(link)
    return written
