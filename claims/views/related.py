"""Relations between records: what was proposed and what was decided, and the records that repeat others."""

from collections.abc import Sequence
from dataclasses import dataclass

from claims.references import PREFIXES, Pair, Reference, name
from claims.store.access import Reader
from claims.terms import Judgement, RecordKind, Relation
from claims.views.binding import Conditions
from claims.views.filters import DEFAULT_LIMIT
from claims.views.names import TABLES
from claims.views.selection import Page, grouped, rows_of

PAIRS = "SELECT left_id, right_id, relation FROM relations WHERE kind = :kind"
DECIDED = PAIRS + f" AND judgement <> '{Judgement.UNDECIDED}'"
# Nobody has to decide what a record is that counts no more: the one that it repeats is asked about.
COUNTS = (
    "NOT EXISTS (SELECT 1 FROM repeated_records AS again "
    "WHERE again.kind = relations.kind AND (again.record_id = relations.left_id OR again.record_id = relations.right_id))"
)
LISTED = """
    SELECT relation_id, kind, left_id, right_id, relation, judgement, judged_by, judged_at FROM relations
    WHERE {where} ORDER BY CASE judgement WHEN 'undecided' THEN 0 ELSE 1 END, relation_id DESC
"""
# The index of kinds would lead to all records that repeat others: it is kept out, and that of the repeated ones leads to a page's.
REPEATING = """
    SELECT r.record_id AS id, r.repeats_id AS other FROM repeated_records AS r JOIN {table} AS t ON t.{key} = r.record_id
    WHERE r.kind || '' = '{kind}' AND r.repeats_id IN {{ids}} AND t.review <> 'rejected' ORDER BY r.record_id, r.repeats_id
"""
TOLD = {
    RecordKind.SOURCE: (
        "SELECT source_id AS id, coalesce(published_on, event_on) AS day, coalesce(publisher, agency) AS publisher, "
        "coalesce(title, substr(text, 1, 200)) AS text FROM sources WHERE source_id IN {ids}"
    ),
    RecordKind.STATEMENT: (
        "SELECT s.statement_id AS id, s.said_on AS day, coalesce(src.publisher, src.agency) AS publisher, s.text "
        "FROM statements AS s JOIN sources AS src ON src.source_id = s.source_id WHERE s.statement_id IN {ids}"
    ),
    RecordKind.COMMITMENT: (
        "SELECT c.commitment_id AS id, c.announced_on AS day, coalesce(src.publisher, src.agency) AS publisher, "
        "coalesce(c.action, c.text) AS text "
        "FROM commitments AS c JOIN sources AS src ON src.source_id = c.source_id WHERE c.commitment_id IN {ids}"
    ),
}

AMOUNTS = """
    SELECT numeric_claim_id AS id, commitment_id, unit, CAST(value AS TEXT) AS value, comparator FROM numeric_claims
    WHERE commitment_id IN {ids} AND review <> 'rejected' ORDER BY span_start DESC
"""

LINKED = """
    SELECT r.relation, r.right_id, r.judged_by, other.{key} AS other FROM relations AS r
    JOIN {table} AS other ON other.{key} = CASE r.left_id WHEN :number THEN r.right_id ELSE r.left_id END
    WHERE r.kind = :kind AND (r.left_id = :number OR r.right_id = :number) AND r.judgement = 'positive'
    ORDER BY r.relation, CASE r.left_id WHEN :number THEN 0 ELSE 1 END, other.{key}
"""
SEEN = {  # from the left record, and from the right one
    Relation.SAME_AS: ("same as", "same as"),
    Relation.RESTATES: ("restates", "restated by"),
    Relation.SUPERSEDES: ("supersedes", "superseded by"),
    Relation.INSTALMENT_OF: ("instalment of", "has the instalment"),
    Relation.CONFLICTS_WITH: ("conflicts with", "conflicts with"),
}


@dataclass(frozen=True, slots=True)
class Told:
    """One side of a relation: the record's short name, its day, who published it, and its words."""

    id: str
    day: str | None
    publisher: str | None
    text: str


@dataclass(frozen=True, slots=True)
class Related:
    """One relation; `number` is what accepts or dismisses it."""

    number: int
    left: Told
    relation: str
    right: Told
    judgement: str
    judged_by: str
    judged_at: str


@dataclass(frozen=True, slots=True)
class Link:
    """What a record is to another one, as seen from the record, such as `superseded by` c10; `judged_by` says so."""

    relation: str
    id: str
    judged_by: str


def judged_pairs(reader: Reader, kind: RecordKind, *, decided: bool = False) -> set[Pair]:
    """Return the pairs of one kind that somebody judged or, unless only what is `decided` is asked for, that were proposed already."""
    rows = reader.rows(DECIDED if decided else PAIRS, {"kind": kind.value})
    return {Pair(kind, row["left_id"], row["right_id"], Relation(row["relation"])) for row in rows}


def list_relations(
    reader: Reader, kinds: Sequence[RecordKind], *, judgement: Judgement | None = Judgement.UNDECIDED, limit: int = DEFAULT_LIMIT
) -> Page[Related]:
    """Return the relations of these kinds with this judgement (None: any), open ones first, the newest first; of records that are there."""
    where = Conditions()
    where.add("kind IN {}", [kind.value for kind in kinds])
    if judgement is not None:
        where.add("judgement = {}", judgement.value)
    if judgement is Judgement.UNDECIDED:
        where.clauses.append(COUNTS)
    rows = reader.rows(LISTED.format(where=where.sql), where.values)
    sides = {}
    for kind in kinds:
        numbers = sorted({row[side] for row in rows for side in ("left_id", "right_id") if row["kind"] == kind})
        for row in rows_of(reader, TOLD[kind], numbers):
            sides[kind.value, row["id"]] = Told(f"{PREFIXES[kind]}{row['id']}", row["day"], row["publisher"], " ".join(row["text"].split()))
    found = [
        Related(
            *(row["relation_id"], sides[row["kind"], row["left_id"]], row["relation"], sides[row["kind"], row["right_id"]]),
            *(row["judgement"], row["judged_by"], row["judged_at"]),
        )
        for row in rows
        if (row["kind"], row["left_id"]) in sides and (row["kind"], row["right_id"]) in sides
    ]
    return Page(found[:limit] if limit else found, max(0, len(found) - limit) if limit else 0)


def links_of(reader: Reader, reference: Reference) -> list[Link]:
    """Return what a record was judged to be to others that are there, in the order of its relations and of their numbers."""
    table, key = TABLES[reference.kind]
    rows = reader.rows(LINKED.format(table=table, key=key), {"kind": reference.kind.value, "number": reference.number})
    links = [(SEEN[Relation(row["relation"])][row["right_id"] == reference.number], row) for row in rows]
    return [Link(seen, name(reference.kind, row["other"]), row["judged_by"]) for seen, row in links]


def pairs_of(reader: Reader, numbers: Sequence[int], kind: RecordKind) -> dict[int, Pair]:
    """Return the pairs of the relations of these numbers, those that are of this kind."""
    rows = rows_of(reader, "SELECT relation_id, kind, left_id, right_id, relation FROM relations WHERE relation_id IN {ids}", numbers)
    return {
        row["relation_id"]: Pair(kind, row["left_id"], row["right_id"], Relation(row["relation"]))
        for row in rows
        if row["kind"] == kind.value
    }


def repeated_amounts(reader: Reader, pair: Pair) -> list[Pair]:
    """Return the amounts of a commitment that repeat those of the one that it is the same as: of the same value and unit, each once."""
    if pair.relation is not Relation.SAME_AS:
        return []
    rows = grouped(rows_of(reader, AMOUNTS, [pair.left, pair.right]), "commitment_id")
    theirs = {(row["unit"], row["value"], row["comparator"]): row["id"] for row in rows.get(pair.right, [])}
    mine = {(row["unit"], row["value"], row["comparator"]): row["id"] for row in rows.get(pair.left, [])}
    return [Pair(RecordKind.NUMERIC_CLAIM, number, theirs[what], Relation.SAME_AS) for what, number in mine.items() if what in theirs]


def repeats_of(reader: Reader, kind: RecordKind, numbers: Sequence[int]) -> dict[int, list[int]]:
    """Return, for each of the records that count, the others that count with it, in order."""
    table, key = TABLES[kind]
    standing = {number: number for number in numbers}
    found: dict[int, list[int]] = {number: [] for number in numbers}
    asked: Sequence[int] = numbers
    while asked:
        rows = rows_of(reader, REPEATING.format(table=table, key=key, kind=kind.value), asked)
        asked = []
        for row in rows:
            if row["id"] not in standing:
                standing[row["id"]] = standing[row["other"]]
                found[standing[row["other"]]].append(row["id"])
                asked.append(row["id"])
    return {number: sorted(others) for number, others in found.items()}
