"""Disagreements: what stands beside what a later extractor reads, field by field."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from claims.inputs import read_term
from claims.references import Reference, disagreement_name, name
from claims.store.access import Reader
from claims.terms import RecordKind, Verdict
from claims.views.binding import Conditions
from claims.views.commitments import fetch_commitments
from claims.views.filters import DEFAULT_LIMIT
from claims.views.names import TABLES, source_clause
from claims.views.numbers import fetch_numbers
from claims.views.selection import Listing, Ordering, Page, Row, rows_of
from claims.views.sources import fetch_sources
from claims.views.statements import fetch_statements

LISTING = Listing("disagreements AS d", "d.disagreement_id", {"id": Ordering("d.disagreement_id")})
RECORDS = """
    SELECT d.*, src.title, src.publisher FROM disagreements AS d JOIN sources AS src ON src.source_id = d.source_id
    WHERE d.disagreement_id IN {ids}
"""
ABOUT = "SELECT disagreement_id FROM disagreements WHERE kind = :kind AND record_id = :number AND verdict = 'open' ORDER BY disagreement_id"
EVIDENCE = "SELECT substr(text, :start + 1, :length) AS evidence FROM sources WHERE source_id = :source"
STANDING: dict[RecordKind, Callable[[Reader, Sequence[int]], Iterable[Any]]] = {
    RecordKind.SOURCE: fetch_sources,
    RecordKind.STATEMENT: fetch_statements,
    RecordKind.COMMITMENT: fetch_commitments,
    RecordKind.NUMERIC_CLAIM: fetch_numbers,
}
REFERRING = {"statement": RecordKind.STATEMENT, "commitment": RecordKind.COMMITMENT}  # fields that hold keys of other records
PLACES = ("_start", "_end")
AWAY = "(withdrawn)"


@dataclass(frozen=True, slots=True)
class TwoReadings:
    """One field as it stands and as it is read now; several values are parted by semicolons, None is empty."""

    field: str
    stands: str | None
    read: str | None


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A later reading that differs from a record that people touched.

    `record` is None where people withdrew it; `is_read` tells whether the extractor reads anything there now. `fields` are those that
    differ: of a withdrawn record all that are read, of one that is read no more none.
    """

    id: str
    kind: str
    record: str | None
    is_read: bool
    fields: list[TwoReadings]
    evidence: str | None
    source_id: str
    title: str | None
    publisher: str | None
    extractor: str
    found_at: str
    verdict: str
    judged_by: str | None
    judged_at: str | None
    key: str


def list_disagreements(
    reader: Reader,
    *,
    source: str | None = None,
    kind: str | None = None,
    verdict: str = Verdict.OPEN,
    limit: int = DEFAULT_LIMIT,
) -> Page[Disagreement]:
    """Return the disagreements of a verdict, about sources and kinds of record, the oldest first. UsageError for an unknown value."""
    where = Conditions()
    where.add("d.verdict = {}", read_term(Verdict, "--verdict", verdict))
    if kind:
        where.add("d.kind = {}", RecordKind.NUMERIC_CLAIM if kind.strip().casefold() == "number" else read_term(RecordKind, "--kind", kind))
    if source:
        where.clauses.append(f"d.source_id IN (SELECT source_id FROM sources WHERE {source_clause(reader, source, where.bind)})")
    page = LISTING.select(reader, where, "id", limit)
    rows = {row["disagreement_id"]: row for row in rows_of(reader, RECORDS, page.records)}
    found = [rows[number] for number in page.records if number in rows]
    standing, names = _standing(reader, found), _names(reader, found)
    return Page([_disagreement(reader, row, standing, names) for row in found], page.more, page.more_is_exact)


def open_about(reader: Reader, reference: Reference) -> list[str]:
    """Return the disagreements about a record that nobody has decided."""
    rows = reader.rows(ABOUT, {"kind": reference.kind.value, "number": reference.number})
    return [disagreement_name(row["disagreement_id"]) for row in rows]


def _standing(reader: Reader, rows: Sequence[Row]) -> dict[str, Any]:
    """Return the records that the disagreements are about, by short name."""
    standing: dict[str, Any] = {}
    for kind, fetch in STANDING.items():
        numbers = [row["record_id"] for row in rows if row["kind"] == kind and row["record_id"] is not None]
        standing |= {record.id: record for record in fetch(reader, numbers)}
    return standing


def _names(reader: Reader, rows: Sequence[Row]) -> dict[str, str]:
    """Return the short names of the statements and commitments that readings rest on, by key."""
    names: dict[str, str] = {}
    for field, kind in REFERRING.items():
        keys = sorted({str(told[field]) for row in rows if (told := _told(row)) and told.get(field)})
        table, number = TABLES[kind]
        for row in rows_of(reader, f"SELECT {number} AS id, key FROM {table} WHERE key IN {{ids}}", keys):
            names[row["key"]] = name(kind, row["id"])
    return names


def _disagreement(reader: Reader, row: Row, standing: Mapping[str, Any], names: Mapping[str, str]) -> Disagreement:
    told = _told(row)
    record = None if row["record_id"] is None else name(RecordKind(row["kind"]), row["record_id"])
    stands = standing.get(record) if record else None
    fields = [
        TwoReadings(field, _standing_value(stands, field), _shown(names.get(value, AWAY) if field in REFERRING and value else value))
        for field, value in (told or {}).items()
        if not field.endswith(PLACES)
    ]
    read, evidence = _evidence(reader, row, told), getattr(stands, "text", None)
    if read is not None and evidence is not None:
        fields.insert(0, TwoReadings("text", evidence, read))
    return Disagreement(
        id=disagreement_name(row["disagreement_id"]),
        kind=row["kind"],
        record=record,
        is_read=told is not None,
        fields=[field for field in fields if field.stands != field.read],
        evidence=evidence or read,
        source_id=name(RecordKind.SOURCE, row["source_id"]),
        title=row["title"],
        publisher=row["publisher"],
        extractor=row["extractor"],
        found_at=row["found_at"],
        verdict=row["verdict"],
        judged_by=row["judged_by"],
        judged_at=row["judged_at"],
        key=row["key"],
    )


def _told(row: Row) -> dict[str, Any] | None:
    """Return what is read: JSON is text on SQLite, an object on PostgreSQL."""
    told: dict[str, Any] | None = json.loads(row["reading"]) if isinstance(row["reading"], str) else row["reading"]
    return told


def _standing_value(record: Any, field: str) -> str | None:
    return None if record is None else _shown(getattr(record, f"{field}_id" if field in REFERRING else field))


def _shown(value: Any) -> str | None:
    if isinstance(value, list):
        return "; ".join(sorted(value)) or None
    return None if value is None else str(value)


def _evidence(reader: Reader, row: Row, told: Mapping[str, Any] | None) -> str | None:
    """Return the words that the reading points at."""
    if told is None or "span_start" not in told:
        return None
    start, end = int(told["span_start"]), int(told["span_end"])
    (found,) = reader.rows(EVIDENCE, {"start": start, "length": end - start, "source": row["source_id"]})
    return str(found["evidence"])
