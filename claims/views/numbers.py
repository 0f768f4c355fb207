"""In what numbers."""

from collections.abc import Sequence
from dataclasses import dataclass

from claims.references import name
from claims.store.access import Reader
from claims.terms import RecordKind
from claims.views.amendments import Amendment, latest_amendments
from claims.views.binding import Conditions, like_pattern
from claims.views.conditions import HOLDERS, add_bound_to, add_bounds, add_days, add_language, add_once, add_review, add_source
from claims.views.filters import Filters
from claims.views.fulltext import MOST_TOKENS, matching
from claims.views.names import find_named, find_topic, find_unit
from claims.views.selection import Listing, Ordering, Page, Row, rows_of

LISTING = Listing(
    table="numeric_claims AS n",
    key="n.numeric_claim_id",
    orderings={
        "id": Ordering("n.numeric_claim_id", indexed=True),
        "value": Ordering("n.value_number"),
        "unit": Ordering("n.unit", nullable=True),
        "as_of": Ordering("n.as_of", nullable=True),
    },
)

# A number in the reporter's own words belongs to no statement; so many characters around it may be its evidence.
REACH = 300
START = f"CASE WHEN n.span_start > {REACH} THEN n.span_start - {REACH} ELSE 0 END"
RECORDS = f"""
    SELECT n.*, s.said_on, sp.speaker_id, sp.name AS speaker, src.event_on, src.title, src.publisher, src.agency, src.language,
        coalesce(s.text, c.text) AS sentence, coalesce(s.span_start, c.span_start) AS sentence_start,
        {START} AS around_start, substr(src.text, {START} + 1, n.span_end + {REACH} - {START}) AS around
    FROM numeric_claims AS n
    JOIN sources AS src ON src.source_id = n.source_id
    LEFT JOIN statements AS s ON s.statement_id = n.statement_id
    LEFT JOIN commitments AS c ON c.commitment_id = n.commitment_id
    LEFT JOIN speakers AS said ON said.speaker_id = s.speaker_id
    LEFT JOIN speakers AS sp ON sp.speaker_id = coalesce(said.same_as_id, said.speaker_id)
    WHERE n.numeric_claim_id IN {{ids}}
"""


@dataclass(frozen=True, slots=True)
class NumericClaim:
    """One numeric claim; `value` and `upper_value` are exact decimals as text, `value_number` the value as a double.

    `sentence` is the statement or commitment that it stands in, else what stands around it on its line, from character `sentence_start`.
    """

    id: str
    value: str
    upper_value: str | None
    value_number: float
    unit: str | None
    kind: str
    comparator: str
    metric: str | None
    as_of: str | None
    period: str | None
    speaker: str | None
    speaker_id: str | None
    said_on: str | None
    commitment_id: str | None
    statement_id: str | None
    text: str
    sentence: str
    sentence_start: int
    span_start: int
    span_end: int
    source_id: str
    title: str | None
    publisher: str | None
    agency: str | None
    language: str
    origin: str
    extractor: str | None
    review: str
    amended_by: str | None
    amended_at: str | None
    key: str


def list_numbers(reader: Reader, filters: Filters) -> Page[NumericClaim]:
    """Return the numeric claims that meet the filters: of one unit the largest first, else by number. UsageError for an unknown value."""
    order = filters.order or ("-value" if filters.unit else "id")
    page = LISTING.select(reader, conditions(reader, filters), order, filters.limit)
    return Page(fetch_numbers(reader, page.records), page.more, page.more_is_exact)


def conditions(reader: Reader, filters: Filters) -> Conditions:
    """Return what the filters ask of `numeric_claims AS n`."""
    where = Conditions()
    add_review(where, "n", filters)
    add_once(where, "n", RecordKind.NUMERIC_CLAIM, filters)
    if filters.by:
        add_by(reader, where, filters.by)
    add_bound_to(reader, where, "n", filters)
    if filters.topic:
        topic = find_topic(reader, filters.topic)
        where.add(
            "n.commitment_id IN (SELECT commitment_id FROM commitment_topics WHERE topic = {}) "
            "OR n.statement_id IN (SELECT statement_id FROM statement_topics WHERE topic = {})",
            *(topic, topic),
        )
    if filters.unit:
        where.add("n.unit = {}", find_unit(reader, filters.unit))
    add_bounds(where, "n.value_number", filters)
    add_days_said(where, filters)
    add_source(reader, where, "n", filters)
    add_language(reader, where, "n", filters)
    if filters.search:
        add_search(reader, where, filters.search)
    return where


def add_search(reader: Reader, where: Conditions, search: str) -> None:
    """Ask for numbers of statements that hold all the words; of those that belong to none, what they measure must hold them."""
    clause, query = matching(reader, RecordKind.STATEMENT, "found", search)
    patterns = [like_pattern(word) for word in search.split()[:MOST_TOKENS]]
    measured = " AND ".join(["lower(coalesce(n.metric, '') || ' ' || n.text) LIKE lower({}) ESCAPE '!'"] * len(patterns))
    where.add(
        f"n.statement_id IN (SELECT found.statement_id FROM statements AS found WHERE {clause}) OR (n.statement_id IS NULL AND {measured})",
        query,
        *patterns,
    )


def add_by(reader: Reader, where: Conditions, value: str) -> None:
    """Ask for numbers out of a speaker's mouth, or of a party: in its commitments or said by who holds its offices."""
    named = find_named(reader, "--by", value)
    where.add(
        f"n.statement_id IN (SELECT statement_id FROM statements WHERE speaker_id IN {{}} OR speaker_id IN {HOLDERS}) "
        "OR n.commitment_id IN (SELECT commitment_id FROM commitment_parties WHERE role = 'committer' AND party_id IN {})",
        named.speakers,
        named.parties,
        named.parties,
    )


def add_days_said(where: Conditions, filters: Filters) -> None:
    """Ask for numbers said, or printed of events, between --since and --until."""
    day = (
        "coalesce((SELECT s.said_on FROM statements AS s WHERE s.statement_id = n.statement_id), "
        "(SELECT src.event_on FROM sources AS src WHERE src.source_id = n.source_id))"
    )
    add_days(where, day, filters)


def fetch_numbers(reader: Reader, numbers: Sequence[int]) -> list[NumericClaim]:
    """Return the numeric claims of these numbers, in this order; numbers that do not exist give none."""
    rows = {row["numeric_claim_id"]: row for row in rows_of(reader, RECORDS, numbers)}
    amended = latest_amendments(reader, RecordKind.NUMERIC_CLAIM, numbers)
    return [build_number(rows[number], amended.get(number)) for number in numbers if number in rows]


def build_number(row: Row, amended: Amendment | None) -> NumericClaim:
    """Return one numeric claim from its row and its latest amendment."""
    value_number = row["value_number"]
    sentence, sentence_start = find_sentence(row)
    return NumericClaim(
        id=name(RecordKind.NUMERIC_CLAIM, row["numeric_claim_id"]),
        value=row["value"],
        upper_value=row["upper_value"],
        value_number=value_number if isinstance(value_number, float) else float(str(value_number)),
        unit=row["unit"],
        kind=row["kind"],
        comparator=row["comparator"],
        metric=row["metric"],
        as_of=row["as_of"],
        period=row["period"],
        speaker=row["speaker"],
        speaker_id=None if row["speaker_id"] is None else name(RecordKind.SPEAKER, row["speaker_id"]),
        said_on=row["said_on"] or row["event_on"],
        commitment_id=None if row["commitment_id"] is None else name(RecordKind.COMMITMENT, row["commitment_id"]),
        statement_id=None if row["statement_id"] is None else name(RecordKind.STATEMENT, row["statement_id"]),
        text=row["text"],
        sentence=sentence,
        sentence_start=sentence_start,
        span_start=row["span_start"],
        span_end=row["span_end"],
        source_id=name(RecordKind.SOURCE, row["source_id"]),
        title=row["title"],
        publisher=row["publisher"],
        agency=row["agency"],
        language=row["language"],
        origin=row["origin"],
        extractor=row["extractor"],
        review=row["review"],
        amended_by=amended.changed_by if amended else None,
        amended_at=amended.changed_at if amended else None,
        key=row["key"],
    )


def find_sentence(row: Row) -> tuple[str, int]:
    """Return the words that a number stands in, as the source has them, and the character where they begin."""
    if row["sentence"] is not None:
        return row["sentence"], row["sentence_start"]
    around, start = str(row["around"]), int(row["around_start"])
    before, after = row["span_start"] - start, row["span_end"] - start
    first = around.rfind("\n", 0, before) + 1
    if not first and start:
        first = around.find(" ", 0, before) + 1  # the word before it may be cut
    last = around.find("\n", after)
    if last < 0:
        last = len(around)
        if last == after + REACH and " " in around[after:]:
            last = around.rfind(" ", after)
    return around[first:last], start + first
