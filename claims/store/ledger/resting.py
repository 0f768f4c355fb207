"""Resting: what refers to a record, as the tables themselves say, and what stands in the way of one that is to go."""

from collections.abc import Callable, Collection, Iterator
from functools import partial
from typing import Any

import sqlalchemy as sa

from claims.references import Reference, disagreement_name, name
from claims.store.ledger.rows import RECORDS, TABLES
from claims.store.session import PROGRAM
from claims.terms import Judgement, RecordKind, Relation

RELATIONS = TABLES["relations"]
APART = {"load_documents"}  # tables that refer to records and are told of in a sentence of their own
MOST_NAMED = 10
SAYS = {Relation.SAME_AS: "is the same as", Relation.INSTALMENT_OF: "is an instalment of", Relation.CONFLICTS_WITH: "conflicts with"}

Holder = tuple[sa.Column[Any], sa.Column[Any], Callable[[int], str]]
"""A column that refers to records, the column that numbers who holds the reference, and how that one is called."""


def holders(kind: RecordKind) -> Iterator[Holder]:
    """Yield every column that refers to records of a kind, except for those that say whose link a row is."""
    key = RECORDS[kind].key
    for holding, records in RECORDS.items():
        for table in (records.table, *records.links):
            number, named = records.number_in(table), partial(name, holding)
            yield from ((column, number, named) for column in table.columns if column.references(key) and column is not number)
    disagreements = TABLES["disagreements"].c
    yield from ((each, disagreements.disagreement_id, disagreement_name) for each in disagreements if each.references(key))


def obstacle(connection: sa.Connection, reference: Reference, gone: Collection[Reference] = ()) -> str | None:
    """Return what keeps a record from going, and what is to be done about it; None where nothing does. Those that are `gone` go with it."""
    going = {reference, *gone}
    loads = _loads_of(connection, reference)
    if loads:
        return f"{reference} is what load {loads[0]} read, and stays; reject or remove its records instead"
    judged = _judged(connection, reference)
    if judged:
        return judged
    resting = [each for each in _resting_on(connection, reference) if each not in {str(other) for other in going}]
    if not resting:
        return None
    more = f" and {len(resting) - MOST_NAMED} more" if len(resting) > MOST_NAMED else ""
    rest, them = ("rests", "it") if len(resting) == 1 else ("rest", "them")
    return f"{', '.join(resting[:MOST_NAMED])}{more} {rest} on {reference}; withdraw {them} with it, or amend {them} first"


def withdraw_proposals(connection: sa.Connection, reference: Reference) -> None:
    """Delete what the program judged or proposed of a record's relations, which nobody has decided."""
    undecided = sa.or_(RELATIONS.c.judgement == Judgement.UNDECIDED, RELATIONS.c.judged_by == PROGRAM)
    connection.execute(sa.delete(RELATIONS).where(*_about(reference), undecided))


def _loads_of(connection: sa.Connection, reference: Reference) -> list[int]:
    """Return the loads that read a source."""
    if reference.kind is not RecordKind.SOURCE:
        return []
    documents = TABLES["load_documents"].c
    query = sa.select(documents.load_id).where(documents.source_id == reference.number).order_by(documents.load_id).limit(1)
    return list(connection.execute(query).scalars())


def _resting_on(connection: sa.Connection, reference: Reference) -> list[str]:
    """Return who refers to a record, each once, its own links left out."""
    found = list[str]()
    for column, number, named in holders(reference.kind):
        query = sa.select(number).where(column == reference.number, number.is_not(None)).distinct().order_by(number)
        found += map(named, connection.execute(query).scalars())
    return list(dict.fromkeys(found))


def _judged(connection: sa.Connection, reference: Reference) -> str | None:
    """Return what people judged this record to be to another one."""
    query = sa.select(RELATIONS).where(RELATIONS.c.judgement == Judgement.POSITIVE, RELATIONS.c.judged_by != PROGRAM, *_about(reference))
    row = connection.execute(query.order_by(RELATIONS.c.relation_id).limit(1)).one_or_none()
    if row is None:
        return None
    left, right = (Reference(reference.kind, number) for number in (row.left_id, row.right_id))
    if "same_as_id" in RECORDS[reference.kind].table.c:
        return f"{reference} is judged to be the same as {right if left == reference else left}; split them first"
    command = "copies" if reference.kind is RecordKind.SOURCE else "relations"
    told = f"{row.judged_by} judged that {left} {SAYS.get(row.relation, row.relation)} {right}"
    return f"{told}; `claims {command} dismiss {row.relation_id}` first"


def _about(reference: Reference) -> tuple[sa.ColumnElement[bool], ...]:
    either = sa.or_(RELATIONS.c.left_id == reference.number, RELATIONS.c.right_id == reference.number)
    return RELATIONS.c.kind == reference.kind, either
