"""Disagreements as loads keep them: of every record at most one is open, and it says what the latest extractor reads."""

import json
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from claims.store.databases.database import Database, Value
from claims.store.ledger.rows import TABLES, read_json
from claims.store.models.base import instant_text
from claims.store.readings import Told, parts
from claims.store.renewal import Found
from claims.terms import Verdict

DISAGREEMENTS = TABLES["disagreements"]
COLUMNS = ("kind", "source_id", "key", "record_id", "reading", "extractor", "found_at", "verdict")
Open = dict[str, Value]


def keep_disagreements(
    connection: sa.Connection, database: Database, sources: Sequence[int], found: Iterable[Found], extractor: str
) -> int:
    """Write what an extractor reads otherwise than people left it in these sources; return how many were not known.

    One that is open or was dismissed with the same reading stays as it is. An open one that this reading does not bear out is
    deleted, or says from now on what is read.
    """
    known = _known(connection, sources)
    found_at = instant_text(datetime.now(UTC))
    fresh, renewed, standing = list[tuple[Value, ...]](), list[Open](), set[int]()
    for kind, source, key, record, told in found:
        before = known.get((source, key), [])
        same = [row for row in before if _told(row) == told and row["record_id"] == record and row["verdict"] != Verdict.ACCEPTED]
        standing.update(row["disagreement_id"] for row in same)
        if same:
            continue
        reading = None if told is None else json.dumps(told, ensure_ascii=False)
        values: Open = dict(zip(COLUMNS, (str(kind), source, key, record, reading, extractor, found_at, str(Verdict.OPEN)), strict=True))
        again = [row for row in before if row["extractor"] == extractor] or [row for row in before if row["verdict"] == Verdict.OPEN]
        if again:
            standing.add(again[0]["disagreement_id"])
            renewed.append(values | {"disagreement_id": again[0]["disagreement_id"]})
        else:
            fresh.append(tuple(values[name] for name in COLUMNS))
    obsolete = {row["disagreement_id"] for rows in known.values() for row in rows if row["verdict"] == Verdict.OPEN} - standing
    for part in parts(sorted(obsolete)):
        connection.execute(sa.delete(DISAGREEMENTS).where(DISAGREEMENTS.c.disagreement_id.in_(part)))
    if renewed:
        changing = ", ".join(f"{name} = :{name}" for name in (*COLUMNS[3:], "judged_by", "judged_at"))
        statement = sa.text(f"UPDATE disagreements SET {changing} WHERE disagreement_id = :disagreement_id")
        connection.execute(statement, [{**values, "judged_by": None, "judged_at": None} for values in renewed])
    database.insert(connection, "disagreements", COLUMNS, fresh)
    return len(fresh) + len(renewed)


def _known(connection: sa.Connection, sources: Sequence[int]) -> dict[tuple[int, str], list[Any]]:
    known: dict[tuple[int, str], list[Any]] = {}
    for part in parts(sources):
        query = sa.select(DISAGREEMENTS).where(DISAGREEMENTS.c.source_id.in_(part)).order_by(DISAGREEMENTS.c.disagreement_id)
        for row in connection.execute(query.with_for_update()).mappings():
            known.setdefault((row["source_id"], row["key"]), []).append(row)
    return known


def _told(row: Any) -> Told | None:
    return None if row["reading"] is None else read_json(row["reading"])
