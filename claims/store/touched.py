"""Touched: what people have had to do with, as the history and their own tables tell it; and what they withdrew.

What no load signed (see `claims.store.signatures`), raw SQL too, is people's.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from claims.store.ledger.rows import RECORDS, TABLES, Row, key_values, read_json, row_key
from claims.store.readings import KINDS, parts
from claims.store.rows import DETAILS
from claims.store.session import PROGRAM
from claims.store.shapes import SHAPES
from claims.store.signatures import BY_HAND, WITHDRAWN
from claims.terms import Judgement, Operation, Origin, RecordKind, Review

CHANGES = TABLES["changes"].c
KEY = ("key",)  # which no field changes
IDENTITY = {  # by which columns what was withdrawn is known again
    **dict.fromkeys(("statements", "commitments", "numeric_claims"), KEY),
    "roles": ("speaker_id", "party_id", "title"),
    "aliases": ("speaker_id", "party_id", "name"),
    "party_members": ("bloc_id", "member_id"),
    "assessments": (*SHAPES["assessments"].identity, "status"),
    "instalments": SHAPES["instalments"].identity,
}


def touched_records(connection: sa.Connection, sources: Sequence[int]) -> dict[RecordKind, set[int]]:
    """Return the numbers of the records of these sources that people accepted, rejected, entered, changed, assessed, paid or related."""
    touched: dict[RecordKind, set[int]] = {kind: set() for kind in KINDS}
    for part in parts(sources):
        touched[RecordKind.SOURCE] |= _amended_sources(connection, part)
        for kind in KINDS[1:]:
            table, number = RECORDS[kind].table, RECORDS[kind].key
            reasons = [table.c.review != Review.PROPOSED, table.c.origin != Origin.EXTRACTED, changed_by_hand(table.name, number)]
            reasons += [changed_by_hand(links.name, number, prefix=True) for links in RECORDS[kind].links]
            reasons += [sa.exists().where(foreign.parent == number) for foreign in _followers(kind)]
            reasons.append(_related(kind, number))
            query = sa.select(number).where(table.c.source_id.in_(part), sa.or_(*reasons))
            touched[kind] |= set(connection.execute(query).scalars())
    return touched


def changed_by_hand(table: str, number: sa.ColumnElement[int], *, prefix: bool = False) -> sa.Exists:
    """Tell whether `changes` holds a row about this one (or, with `prefix`, about a link of it) that no load wrote."""
    key = sa.cast(number, sa.Text)
    # ',' and '-' are neighbours, so the range holds every key that begins with "7,", and the index serves it.
    about = sa.and_(CHANGES.row_key > key + ",", CHANGES.row_key < key + "-") if prefix else CHANGES.row_key == key
    return sa.exists().where(CHANGES.table_name == table, about, sa.text(BY_HAND))


def withdrawn(connection: sa.Connection, table: str) -> set[tuple[Any, ...]]:
    """Return what people deleted from a table, or made into something else, by the columns of IDENTITY; it may have come back since."""
    names = IDENTITY[table]
    query = sa.select(CHANGES.row_key, CHANGES.old).where(CHANGES.table_name == table, sa.text(WITHDRAWN))
    deleted = {key: read_json(old) for key, old in connection.execute(query.order_by(CHANGES.change_id))}
    changed = () if names == KEY else _at_first(connection, TABLES[table], names, deleted)
    return {tuple(row[name] for name in names) for row in (*deleted.values(), *changed)}


def former_names(connection: sa.Connection, table: str) -> list[tuple[int, str]]:
    """Return the speakers or parties, by number, that people gave another name, with the one that each had at first."""
    (key,) = TABLES[table].primary_key.columns
    return [(row[key.name], row["name"]) for row in _at_first(connection, TABLES[table], (key.name, "name"), {})]


def _at_first(connection: sa.Connection, table: sa.Table, names: Sequence[str], deleted: Mapping[str, Row]) -> Iterator[Row]:
    """Yield these columns of the rows in which people changed any of them, as they were at first, unless they are so again."""
    changed = (CHANGES.table_name == table.name, CHANGES.operation == Operation.UPDATE, sa.text(BY_HAND))
    first: dict[str, dict[str, Any]] = {}
    for key, old in connection.execute(sa.select(CHANGES.row_key, CHANGES.old).where(*changed).order_by(CHANGES.change_id.desc())):
        told = {name: value for name, value in read_json(old).items() if name in names}
        if told:
            first.setdefault(key, {}).update(told)
    rows = connection.execute(sa.select(table)).mappings() if first else ()
    standing = {row_key(table, dict(row)): dict(row) for row in rows}
    for key, told in first.items():
        row = {**(standing.get(key) or deleted.get(key) or key_values(table, key)), **told}
        if row != standing.get(key) and row.keys() >= set(names):
            yield row


def withdrawn_records(connection: sa.Connection, sources: Sequence[int]) -> dict[RecordKind, dict[str, dict[str, Any]]]:
    """Return the records of these sources that people deleted, as they stood last, by kind and key; they may have come back since."""
    found: dict[RecordKind, dict[str, dict[str, Any]]] = {}
    wanted = set(sources)
    for kind in KINDS[1:]:
        query = sa.select(CHANGES.old).where(CHANGES.table_name == RECORDS[kind].table.name, sa.text(WITHDRAWN))
        rows = map(read_json, connection.execute(query.order_by(CHANGES.change_id)).scalars())
        found[kind] = {row["key"]: row for row in rows if row["source_id"] in wanted}
    return found


def _amended_sources(connection: sa.Connection, sources: Sequence[int]) -> set[int]:
    """Return the sources of which people changed what an extractor reads; that one is a copy of another, no extractor says."""
    number = RECORDS[RecordKind.SOURCE].key
    ours = sa.select(sa.cast(number, sa.Text)).where(number.in_(sources))
    query = sa.select(CHANGES.row_key, CHANGES.new).where(CHANGES.table_name == "sources", CHANGES.row_key.in_(ours), sa.text(BY_HAND))
    return {int(key) for key, new in connection.execute(query) if not read_json(new).keys().isdisjoint(DETAILS)}


def _followers(kind: RecordKind) -> list[sa.ForeignKey]:
    """Return the references that people's own records make to this kind: assessments and instalments follow commitments."""
    followers = (RECORDS[follower].table for follower in (RecordKind.ASSESSMENT, RecordKind.INSTALMENT))
    return [foreign for table in followers for foreign in table.foreign_keys if foreign.column is RECORDS[kind].key]


def _related(kind: RecordKind, number: sa.ColumnElement[int]) -> sa.Exists:
    """Tell whether a person decided that a record is, or is not, related to another; a proposal decides nothing."""
    relations = TABLES["relations"].c
    either = sa.or_(relations.left_id == number, relations.right_id == number)
    decided = (relations.judgement != Judgement.UNDECIDED, relations.judged_by != PROGRAM)
    return sa.exists().where(relations.kind == kind, *decided, either)
