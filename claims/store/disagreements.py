"""Disagreements as loads keep them: of every record at most one is open, and it says what the latest extractor reads."""

import json
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from itertools import count
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
Row = dict[str, Value]


def keep_disagreements(
    connection: sa.Connection, database: Database, sources: Sequence[int], found: Iterable[Found], extractor: str
) -> int:
    """Write what an extractor reads otherwise than people left it in these sources; return how many were not known.

    One that is open or was dismissed with the same reading stays as it is. An open one that this reading does not bear out is
    deleted, or says from now on what is read. What was dismissed of the same extractor is kept beside it under another name.
    """
    known = _known(connection, sources)
    found_at = instant_text(datetime.now(UTC))
    fresh, renewed, aside, standing = list[tuple[Value, ...]](), list[Row](), list[Row](), set[int]()
    for kind, source, key, record, told in found:
        before = known.get((source, key), [])
        same = [row for row in before if _told(row) == told and row["record_id"] == record and row["verdict"] != Verdict.ACCEPTED]
        standing.update(row["disagreement_id"] for row in same)
        if same:
            continue
        reading = None if told is None else json.dumps(told, ensure_ascii=False)
        values = (str(kind), source, key, record, reading, extractor, found_at, str(Verdict.OPEN))
        mine, dismissed = _of_extractor(before, extractor)
        aside += [{"disagreement_id": row["disagreement_id"], "extractor": _earlier(extractor, before)} for row in dismissed]
        again = mine or [row for row in before if row["verdict"] == Verdict.OPEN]
        if again:
            standing.add(again[0]["disagreement_id"])
            changed = dict(zip(COLUMNS[3:], values[3:], strict=True))
            renewed.append({"disagreement_id": again[0]["disagreement_id"], **changed, "judged_by": None, "judged_at": None})
        else:
            fresh.append(values)
    obsolete = {row["disagreement_id"] for rows in known.values() for row in rows if row["verdict"] == Verdict.OPEN} - standing
    for part in parts(sorted(obsolete)):
        connection.execute(sa.delete(DISAGREEMENTS).where(DISAGREEMENTS.c.disagreement_id.in_(part)))
    _update(connection, aside)
    _update(connection, renewed)
    database.insert(connection, "disagreements", COLUMNS, fresh)
    return len(fresh) + len(renewed)


def _of_extractor(rows: Sequence[Any], extractor: str) -> tuple[list[Any], list[Any]]:
    """Return the disagreements that this extractor found: those that may say something else from now on, and those that were dismissed."""
    mine = [row for row in rows if row["extractor"] == extractor]
    return [row for row in mine if row["verdict"] != Verdict.DISMISSED], [row for row in mine if row["verdict"] == Verdict.DISMISSED]


def _earlier(extractor: str, rows: Sequence[Any]) -> str:
    """Return a name for an earlier reading of an extractor, of which one record has one disagreement alone."""
    taken = {row["extractor"] for row in rows}
    return next(name for number in count(1) if (name := f"{extractor} ({number})") not in taken)


def _update(connection: sa.Connection, rows: Sequence[Row]) -> None:
    if rows:
        changing = ", ".join(f"{name} = :{name}" for name in rows[0] if name != "disagreement_id")
        # As text, since the values are written already as both databases take them.
        connection.execute(sa.text(f"UPDATE disagreements SET {changing} WHERE disagreement_id = :disagreement_id"), rows)


def _known(connection: sa.Connection, sources: Sequence[int]) -> dict[tuple[int, str], list[Any]]:
    known: dict[tuple[int, str], list[Any]] = {}
    for part in parts(sources):
        query = sa.select(DISAGREEMENTS).where(DISAGREEMENTS.c.source_id.in_(part)).order_by(DISAGREEMENTS.c.disagreement_id)
        for row in connection.execute(query.with_for_update()).mappings():
            known.setdefault((row["source_id"], row["key"]), []).append(row)
    return known


def _told(row: Any) -> Told | None:
    return None if row["reading"] is None else read_json(row["reading"])
