"""Relating: which records are the same as, restate or supersede others; proposed by programs, decided by people, and all of it undone."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from claims.errors import Refused, UsageError
from claims.references import Pair, Reference
from claims.store.ledger.amending import Deed, Difference
from claims.store.ledger.ledger import Ledger
from claims.store.ledger.originals import why_not
from claims.store.ledger.rows import RECORDS, TABLES, read_json
from claims.store.session import PROGRAM, changeset
from claims.store.signatures import WITHDRAWN
from claims.terms import Judgement, RecordKind, Relation

RELATIONS, SOURCES = TABLES["relations"], TABLES["sources"]
MOST = 10_000  # values a statement

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

    A source that was linked or judged meanwhile stays as it is, and so does one whose link to the same somebody took back.
    """
    link = Pair(RecordKind.SOURCE, copy, original, Relation.RESTATES)
    with ledger.changing(reason) as connection:
        _hold(connection, [link])
        if _original(connection, copy) is not None or _taken_back(connection, link) or not _insert(connection, [link], Judgement.POSITIVE):
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
    is dismissed is linked to another whose link was accepted, or no more. UsageError for a number that is no such relation, Refused where
    one of the two is there no more, or they are the same already by others; then nothing is changed.
    """
    with ledger.changing(reason) as connection:
        differences = []
        for row in _find(connection, kinds, list(dict.fromkeys(numbers))):
            if row["judgement"] != judgement:
                differences += _decide(connection, ledger, row, judgement)
                if judgement is Judgement.POSITIVE:
                    _insert(connection, repeated.get(row["relation_id"], ()), Judgement.POSITIVE)
        return Deed(changeset(connection) if differences else None, [each.record for each in differences], differences)


def repeat(ledger: Ledger, links: Sequence[Pair], *, reason: str) -> Deed:
    """Write down, as the program's judgement, which records of a copy repeat one of its original."""
    with ledger.changing(reason) as connection:
        written = _insert(connection, links, Judgement.POSITIVE)
        return Deed(changeset(connection) if written else None, [str(link) for link in written], [])


def _find(connection: sa.Connection, kinds: Sequence[RecordKind], numbers: Sequence[int]) -> list[Any]:
    """Return relations and hold them, after their records, as readings do; UsageError for a number that is none."""
    query = sa.select(RELATIONS).where(RELATIONS.c.relation_id.in_(numbers), RELATIONS.c.kind.in_(kinds))
    _hold(connection, [_link(row) for row in connection.execute(query).mappings()])
    found = {row["relation_id"]: row for row in connection.execute(query.order_by(RELATIONS.c.relation_id).with_for_update()).mappings()}
    for number in numbers:
        if number not in found:
            listed = "`claims copies` and `claims relations` list them with their numbers"
            raise UsageError(f"There is no relation {number} of this kind; {listed}.")
    return [found[number] for number in numbers]


def _link(row: Any) -> Pair:
    return Pair(row["kind"], row["left_id"], row["right_id"], row["relation"])


def _hold(connection: sa.Connection, links: Iterable[Pair]) -> set[Reference]:
    """Hold the records of these pairs until the transaction ends, in one order for all; return those that are there."""
    wanted = {Reference(link.kind, number) for link in links for number in (link.left, link.right)}
    found: set[Reference] = set()
    for kind in RecordKind:
        key, numbers = RECORDS[kind].key, sorted(each.number for each in wanted if each.kind is kind)
        for start in range(0, len(numbers), MOST):
            query = sa.select(key).where(key.in_(numbers[start : start + MOST])).order_by(key).with_for_update()
            found |= {Reference(kind, number) for number in connection.execute(query).scalars()}
    return found


def _decide(connection: sa.Connection, ledger: Ledger, row: Any, judgement: Judgement) -> list[Difference]:
    link, records = _link(row), RECORDS[row["kind"]]
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
        elif row["judgement"] == Judgement.POSITIVE and _original(connection, link.left) == link.right:
            differences.append(_derive(connection, link.left, _other_original(connection, link)))
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
    before = _original(connection, copy)
    fault = None if original is None else why_not(connection, copy, original)
    if fault:
        raise Refused(f"{fault}. Nothing was changed.")
    connection.execute(sa.update(SOURCES).where(SOURCES.c.source_id == copy).values(derived_from_id=original))
    was, now = (None if number is None else str(Reference(RecordKind.SOURCE, number)) for number in (before, original))
    return Difference(str(Reference(RecordKind.SOURCE, copy)), "derived_from", was, now)


def _original(connection: sa.Connection, copy: int) -> int | None:
    original: int | None = connection.execute(sa.select(SOURCES.c.derived_from_id).where(SOURCES.c.source_id == copy)).scalar()
    return original


def _other_original(connection: sa.Connection, link: Pair) -> int | None:
    """Return the source that a copy was accepted to copy last, beside the one of this link."""
    mine = (RELATIONS.c.kind == link.kind, RELATIONS.c.left_id == link.left, RELATIONS.c.relation == link.relation)
    accepted = sa.select(RELATIONS.c.right_id).where(*mine, RELATIONS.c.judgement == Judgement.POSITIVE)
    found = connection.execute(accepted.order_by(RELATIONS.c.judged_at.desc(), RELATIONS.c.relation_id.desc())).scalars().all()
    return next((number for number in found if why_not(connection, link.left, number) is None), None)


def _taken_back(connection: sa.Connection, link: Pair) -> bool:
    """Tell whether somebody took back once that these two are related: the program does not say so again."""
    changes = TABLES["changes"].c
    query = sa.select(changes.old).where(changes.table_name == RELATIONS.name, sa.text(WITHDRAWN))
    gone = map(read_json, connection.execute(query).scalars())
    return any(old["kind"] == link.kind and {old["left_id"], old["right_id"]} == {link.left, link.right} for old in gone)


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
    """Write relations of records that are there, in the program's name.

    Return those that were not known in either direction, or are no mere proposal any more.
    """
    links = list(dict.fromkeys(links))
    there, written, now = _hold(connection, links), [], datetime.now(UTC)
    for link in links:
        if not {Reference(link.kind, link.left), Reference(link.kind, link.right)} <= there:
            continue
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
