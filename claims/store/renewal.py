"""Renewal: another extractor reads a text that is stored already. Human work wins: only rows that nobody touched are replaced.

A record is touched when somebody accepted, rejected, entered or changed it (a row of `changes` about it, or about its parties, acts
or topics, that no load wrote), assessed it, paid towards it or related it; and when a touched record rests upon it.
"""

import sqlalchemy as sa

from claims.resolution.records import ResolvedDocument
from claims.store.models import Base
from claims.store.rows import DETAILS, Earlier

RECORDS = {  # table: its key, the tables of its links, the references that people's rows make to it, its name in `relations`
    "statements": ("statement_id", ("statement_acts", "statement_addressees"), (), "statement"),
    "commitments": ("commitment_id", ("commitment_parties", "commitment_topics"), ("assessments", "instalments"), "commitment"),
    "numeric_claims": ("numeric_claim_id", (), (), "numeric claim"),
}
MOST_IDS = 10_000  # a statement; both databases bind no more than some 32,000 values
LOAD = "load "  # the reason that a load writes into `changes`, before its number


def load_reason(load_id: int) -> str:
    """Return the reason that the rows of `changes` written by a load carry."""
    return f"{LOAD}{load_id}"


def clear_untouched(connection: sa.Connection, source: int) -> Earlier:
    """Delete the source's records that nobody touched; return those that stay, and the ids that may be used again, by key."""
    found = {table: _records(connection, table, source) for table in RECORDS}
    touched = {table: _touched(connection, table, source) for table in RECORDS}
    touched["commitments"] |= {row.commitment_id for row in found["numeric_claims"] if row.numeric_claim_id in touched["numeric_claims"]}
    for table in ("numeric_claims", "commitments"):
        key = RECORDS[table][0]
        touched["statements"] |= {row.statement_id for row in found[table] if getattr(row, key) in touched[table]}
    kept: dict[str, int] = {}
    replaced: dict[str, int] = {}
    for table in reversed(RECORDS):
        key, links, _, _ = RECORDS[table]
        for row in found[table]:
            identifier = getattr(row, key)
            (kept if identifier in touched[table] else replaced)[row.key] = identifier
        gone = [getattr(row, key) for row in found[table] if getattr(row, key) not in touched[table]]
        for name in (*links, table):
            rows = Base.metadata.tables[name]
            for start in range(0, len(gone), MOST_IDS):
                connection.execute(sa.delete(rows).where(rows.c[key].in_(gone[start : start + MOST_IDS])))
    return Earlier(kept, replaced)


def renew_source(connection: sa.Connection, source: int, document: ResolvedDocument) -> None:
    """Write what the extractor read of the text's origin, unless somebody changed the source by hand."""
    sources = Base.metadata.tables["sources"]
    if connection.execute(sa.select(_changed_by_hand("sources", sa.literal(source)))).scalar():
        return
    values = {name: getattr(document.source, name) for name in DETAILS}
    connection.execute(sa.update(sources).where(sources.c.source_id == source).values(values))


def _records(connection: sa.Connection, table: str, source: int) -> list[sa.Row[tuple[object, ...]]]:
    rows = Base.metadata.tables[table]
    references = [rows.c[name] for name in ("statement_id", "commitment_id") if name in rows.c and name != RECORDS[table][0]]
    return list(connection.execute(sa.select(rows.c[RECORDS[table][0]], rows.c.key, *references).where(rows.c.source_id == source)).all())


def _touched(connection: sa.Connection, table: str, source: int) -> set[int | None]:
    """Return the ids of the source's records that people have had to do with."""
    key, links, dependants, kind = RECORDS[table]
    rows, relations = Base.metadata.tables[table], Base.metadata.tables["relations"]
    identifier = rows.c[key]
    reasons = [rows.c.review != "proposed", rows.c.origin != "extracted", _changed_by_hand(table, identifier)]
    reasons += [_changed_by_hand(name, identifier, prefix=True) for name in links]
    for name in dependants:
        dependant = Base.metadata.tables[name]
        reasons.append(sa.exists().where(dependant.c[key] == identifier))
    reasons.append(
        sa.exists().where(relations.c.kind == kind, sa.or_(relations.c.left_id == identifier, relations.c.right_id == identifier))
    )
    return set(connection.execute(sa.select(identifier).where(rows.c.source_id == source, sa.or_(*reasons))).scalars())


def _changed_by_hand(table: str, identifier: sa.ColumnElement[int], *, prefix: bool = False) -> sa.Exists:
    """Tell whether `changes` holds a row about this one (or, with `prefix`, about a link of it) that no load wrote."""
    changes = Base.metadata.tables["changes"]
    key = sa.cast(identifier, sa.Text)
    # ',' and '-' are neighbours, so the range holds every key that begins with "7,", and the index serves it.
    about = sa.and_(changes.c.row_key > key + ",", changes.c.row_key < key + "-") if prefix else changes.c.row_key == key
    by_hand = sa.or_(changes.c.reason.is_(None), sa.not_(changes.c.reason.startswith(LOAD)))
    return sa.exists().where(changes.c.table_name == table, about, by_hand)
