"""Checking that the database is sound, and that every span of every row covers, in the stored text, the characters that the row quotes."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from hashlib import sha256

from claims.references import name
from claims.resolution.clusters import latest, stand_for
from claims.store.access import Reader
from claims.terms import Judgement, RecordKind
from claims.views.names import TABLES
from claims.views.selection import Row, grouped, rows_of

BATCH = 200
NEXT_SOURCES = "SELECT source_id, sha256, text FROM sources WHERE source_id > :after ORDER BY source_id LIMIT {batch}"
JUDGED = "SELECT left_id, right_id, judgement FROM relations WHERE kind = :kind AND relation = 'same as' ORDER BY judged_at, relation_id"
GIVEN = """
SELECT n.numeric_claim_id AS id, n.text, n.value, n.upper_value, n.unit, s.language
FROM numeric_claims n JOIN sources s ON s.source_id = n.source_id
WHERE n.origin <> 'extracted' AND n.review <> 'rejected' AND NOT EXISTS (
    SELECT 1 FROM changes c
    WHERE c.table_name = 'numeric_claims' AND c.row_key = CAST(n.numeric_claim_id AS TEXT) AND c.operation = 'update'
    AND (CAST(c.new AS TEXT) LIKE '%"value"%' OR CAST(c.new AS TEXT) LIKE '%"upper_value"%' OR CAST(c.new AS TEXT) LIKE '%"unit"%')
)
ORDER BY n.numeric_claim_id
"""
STANDING = "SELECT {key} AS id, same_as_id FROM {table} WHERE same_as_id IS NOT NULL"


@dataclass(frozen=True, slots=True)
class Fault:
    """What does not hold, and where: the row's name (or `database`), its source (empty for the database itself), and a sentence."""

    id: str
    source_id: str
    message: str


@dataclass(frozen=True, slots=True)
class Verification:
    """How many sources and spans were checked, and all that was wrong.

    `otherwise` are the numbers that people entered or recorded, and nobody amended since, whose words print another value or unit.
    """

    sources: int
    spans: int
    faults: list[Fault]
    otherwise: list[str]


@dataclass(frozen=True, slots=True)
class Spans:
    """The spans of one table: the row's name, the span that must equal `quoted`, and spans that must lie inside it or the text."""

    sql: str
    name: Callable[[int], str]
    quoted: tuple[tuple[str, str, str], ...] = ()
    inside: tuple[tuple[str, str], ...] = ()


CHECKED = (
    Spans(
        "SELECT statement_id AS id, source_id, span_start, span_end, text, content_start, content_end, cue_start, cue_end "
        "FROM statements WHERE source_id IN {ids}",
        lambda number: name(RecordKind.STATEMENT, number),
        quoted=(("span_start", "span_end", "text"),),
        inside=(("content_start", "content_end"), ("cue_start", "cue_end")),
    ),
    Spans(
        "SELECT commitment_id AS id, source_id, span_start, span_end, text, cue_start, cue_end, cue "
        "FROM commitments WHERE source_id IN {ids}",
        lambda number: name(RecordKind.COMMITMENT, number),
        quoted=(("span_start", "span_end", "text"), ("cue_start", "cue_end", "cue")),
    ),
    Spans(
        "SELECT numeric_claim_id AS id, source_id, span_start, span_end, text, value, value_number "
        "FROM numeric_claims WHERE source_id IN {ids}",
        lambda number: name(RecordKind.NUMERIC_CLAIM, number),
        quoted=(("span_start", "span_end", "text"),),
    ),
    Spans(
        "SELECT role_id AS id, source_id, span_start, span_end FROM roles WHERE source_id IN {ids}",
        lambda number: f"row {number} of roles",
        inside=(("span_start", "span_end"),),
    ),
    Spans(
        "SELECT assessment_id AS id, evidence_source_id AS source_id, evidence_start, evidence_end "
        "FROM assessments WHERE evidence_source_id IN {ids}",
        lambda number: f"row {number} of assessments",
        inside=(("evidence_start", "evidence_end"),),
    ),
    Spans(
        "SELECT instalment_id AS id, evidence_source_id AS source_id, evidence_start, evidence_end "
        "FROM instalments WHERE evidence_source_id IN {ids}",
        lambda number: f"row {number} of instalments",
        inside=(("evidence_start", "evidence_end"),),
    ),
)


def verify(reader: Reader) -> Verification:
    """Return what became of checking the database itself, who stands for whom, and every source's digest, spans and numbers, in order."""
    sources, spans, after = 0, 0, 0
    faults = [Fault("database", "", sentence) for sentence in reader.damage()]
    faults += [fault for kind in (RecordKind.SPEAKER, RecordKind.PARTY) for fault in check_standing(reader, kind)]
    while batch := reader.rows(NEXT_SOURCES.format(batch=BATCH), {"after": after}):
        after = batch[-1]["source_id"]
        sources += len(batch)
        numbers = [row["source_id"] for row in batch]
        faults += [fault for row in batch for fault in check_digest(row)]
        texts = {row["source_id"]: row["text"] for row in batch}
        for checked in CHECKED:
            for source, rows in grouped(rows_of(reader, checked.sql, numbers), "source_id").items():
                spans += sum(count_spans(checked, row) for row in rows)
                faults += [fault for row in rows for fault in check_row(checked, row, source, texts[source])]
    return Verification(sources, spans, faults, list(find_otherwise(reader)))


def find_otherwise(reader: Reader) -> Iterator[str]:
    """Yield the numbers that people gave another value or unit than their words print, unless somebody amended them."""
    from claims.extraction.printed import printed_otherwise

    for row in reader.rows(GIVEN):
        upper = None if row["upper_value"] is None else Decimal(row["upper_value"])
        if printed_otherwise(row["text"], row["language"], Decimal(row["value"]), upper, row["unit"]) is not None:
            yield name(RecordKind.NUMERIC_CLAIM, row["id"])


def check_standing(reader: Reader, kind: RecordKind) -> Iterator[Fault]:
    """Yield a fault for each speaker or party that stands for another than the judgements say."""
    table, key = TABLES[kind]
    judged = latest(((row["left_id"], row["right_id"]), row["judgement"]) for row in reader.rows(JUDGED, {"kind": kind.value}))
    standing = stand_for([pair for pair, judgement in judged if judgement == Judgement.POSITIVE])
    stored = {row["id"]: row["same_as_id"] for row in reader.rows(STANDING.format(table=table, key=key))}
    for number in sorted({*standing, *stored}):
        if standing.get(number) != stored.get(number):
            said = [name(kind, each or number) for each in (stored.get(number), standing.get(number))]
            yield Fault(name(kind, number), "", f"it stands for {said[0]}, but by the judgements in relations for {said[1]}")


def check_digest(row: Row) -> Iterator[Fault]:
    """Yield a fault if a source's text is not the one that its digest was made of."""
    if sha256(row["text"].encode("utf-8", "surrogatepass")).hexdigest() != row["sha256"]:
        source = name(RecordKind.SOURCE, row["source_id"])
        yield Fault(source, source, "the stored text is not the one its sha256 was made of")


def count_spans(checked: Spans, row: Row) -> int:
    """Return how many spans a row has."""
    pairs = [(start, end) for start, end, _ in checked.quoted] + list(checked.inside)
    return sum(row[start] is not None for start, _ in pairs)


def check_row(checked: Spans, row: Row, source: int, text: str) -> Iterator[Fault]:
    """Yield what is wrong with the spans of one row, and with its number if it has one."""
    record, where = checked.name(row["id"]), name(RecordKind.SOURCE, source)
    outer_start, outer_end = (row["span_start"], row["span_end"]) if checked.quoted else (0, len(text))
    for start, end, quoted in checked.quoted:
        first, last = row[start], row[end]
        if text[first:last] != row[quoted]:
            yield Fault(record, where, f"characters {first} to {last} of {where} are not its {quoted}")
    for start, end in checked.inside:
        if row[start] is None or row[end] is None:
            continue
        first, last = row[start], row[end]
        if not outer_start <= first < last <= min(outer_end, len(text)):
            yield Fault(record, where, f"{start} {first} and {end} {last} lie outside its evidence ({outer_start} to {outer_end})")
    if "value_number" in row and float(row["value"]) != row["value_number"]:
        yield Fault(record, where, f"its value_number {row['value_number']} is not its value {row['value']}")
