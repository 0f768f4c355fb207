"""Who said what."""

from collections.abc import Sequence
from dataclasses import dataclass

from claims.inputs import read_term
from claims.references import name
from claims.store.access import Reader
from claims.terms import Act, RecordKind
from claims.views.amendments import Amendment, latest_amendments
from claims.views.binding import Conditions
from claims.views.conditions import HOLDERS, add_days, add_language, add_once, add_review, add_source
from claims.views.filters import Filters
from claims.views.fulltext import matching
from claims.views.names import find_named, find_topic
from claims.views.selection import Listing, Ordering, Page, Row, grouped, rows_of

LISTING = Listing(
    table="statements AS s",
    key="s.statement_id",
    orderings={
        "id": Ordering("s.statement_id", indexed=True),
        "said_on": Ordering("s.said_on", nullable=True, indexed=True),
        "speaker": Ordering(
            "(SELECT sp.name FROM speakers AS said JOIN speakers AS sp ON sp.speaker_id = coalesce(said.same_as_id, said.speaker_id) "
            "WHERE said.speaker_id = s.speaker_id)"
        ),
    },
)

RECORDS = """
    SELECT s.*, sp.speaker_id AS canonical_id, sp.name AS speaker, src.title, src.publisher, src.agency,
        substr(src.text, s.content_start + 1, s.content_end - s.content_start) AS content,
        substr(src.text, s.cue_start + 1, s.cue_end - s.cue_start) AS cue
    FROM statements AS s
    JOIN speakers AS said ON said.speaker_id = s.speaker_id
    JOIN speakers AS sp ON sp.speaker_id = coalesce(said.same_as_id, said.speaker_id)
    JOIN sources AS src ON src.source_id = s.source_id
    WHERE s.statement_id IN {ids}
"""
ACTS = "SELECT statement_id, act FROM statement_acts WHERE statement_id IN {ids} ORDER BY act"
ADDRESSEES = """
    SELECT DISTINCT a.statement_id, sp.name FROM statement_addressees AS a
    JOIN speakers AS heard ON heard.speaker_id = a.speaker_id
    JOIN speakers AS sp ON sp.speaker_id = coalesce(heard.same_as_id, heard.speaker_id)
    WHERE a.statement_id IN {ids} ORDER BY sp.name
"""
TOPICS = "SELECT statement_id, topic FROM statement_topics WHERE statement_id IN {ids} ORDER BY topic"
COMMITMENTS = """
    SELECT statement_id, commitment_id AS id FROM commitments WHERE statement_id IN {ids} AND review <> 'rejected' ORDER BY commitment_id
"""
NUMBERS = """
    SELECT statement_id, numeric_claim_id AS id FROM numeric_claims WHERE statement_id IN {ids} AND review <> 'rejected'
    ORDER BY numeric_claim_id
"""


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement; `text` is the evidence, `content` the attributed words, offsets count characters of the source."""

    id: str
    speaker: str
    speaker_id: str
    speaker_mention: str | None
    said_on: str | None
    acts: list[str]
    addressees: list[str]
    topics: list[str]
    content: str
    text: str
    quotation: str
    attribution: str
    cue: str | None
    via: str | None
    commitments: list[str]
    numbers: list[str]
    span_start: int
    span_end: int
    content_start: int
    content_end: int
    cue_start: int | None
    cue_end: int | None
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


def list_statements(reader: Reader, filters: Filters) -> Page[Statement]:
    """Return the statements that meet the filters, newest first unless they say otherwise. UsageError for a value that does not exist."""
    page = LISTING.select(reader, conditions(reader, filters), filters.order or "-said_on", filters.limit)
    return Page(fetch_statements(reader, page.records), page.more, page.more_is_exact)


def conditions(reader: Reader, filters: Filters) -> Conditions:
    """Return what the filters ask of `statements AS s`."""
    where = Conditions()
    add_review(where, "s", filters)
    add_once(where, "s", RecordKind.STATEMENT, filters)
    if filters.by:
        named = find_named(reader, "--by", filters.by)
        where.add(*spoken_by("s.speaker_id", named.parties, named.speakers))
    if filters.to:
        named = find_named(reader, "--to", filters.to, members=True)
        clause, *values = spoken_by("speaker_id", named.parties, named.speakers)
        where.add(f"s.statement_id IN (SELECT statement_id FROM statement_addressees WHERE {clause})", *values)
    if filters.act:
        where.link("s.statement_id", "statement_acts", "act = {}", read_term(Act, "--act", filters.act))
    if filters.topic:
        topic = find_topic(reader, filters.topic)
        where.add(
            "s.statement_id IN (SELECT statement_id FROM statement_topics WHERE topic = {} UNION ALL SELECT c.statement_id "
            "FROM commitment_topics AS t JOIN commitments AS c ON c.commitment_id = t.commitment_id WHERE t.topic = {})",
            *(topic, topic),
        )
    add_days(where, "s.said_on", filters)
    add_source(reader, where, "s", filters)
    add_language(reader, where, "s", filters)
    if filters.search:
        where.add(*matching(reader, RecordKind.STATEMENT, "s", filters.search))
    return where


def spoken_by(column: str, parties: list[int], speakers: list[int]) -> tuple[str, *tuple[object, ...]]:
    """Return the clause, with its values, for speakers of these numbers or who hold an office of these parties."""
    office = f"{column} IN {HOLDERS}"
    if not parties:
        return f"{column} IN {{}}", speakers
    if not speakers:
        return office, parties
    return f"{column} IN {{}} OR {office}", speakers, parties


def fetch_statements(reader: Reader, numbers: Sequence[int]) -> list[Statement]:
    """Return the statements of these numbers, in this order; numbers that do not exist give none."""
    acts = grouped(rows_of(reader, ACTS, numbers), "statement_id")
    addressees = grouped(rows_of(reader, ADDRESSEES, numbers), "statement_id")
    topics = grouped(rows_of(reader, TOPICS, numbers), "statement_id")
    commitments = grouped(rows_of(reader, COMMITMENTS, numbers), "statement_id")
    claims = grouped(rows_of(reader, NUMBERS, numbers), "statement_id")
    rows = {row["statement_id"]: row for row in rows_of(reader, RECORDS, numbers)}
    amended = latest_amendments(reader, RecordKind.STATEMENT, numbers)
    return [
        build_statement(
            rows[number],
            acts=[row["act"] for row in acts.get(number, [])],
            addressees=[row["name"] for row in addressees.get(number, [])],
            topics=[row["topic"] for row in topics.get(number, [])],
            commitments=[name(RecordKind.COMMITMENT, row["id"]) for row in commitments.get(number, [])],
            numbers=[name(RecordKind.NUMERIC_CLAIM, row["id"]) for row in claims.get(number, [])],
            amended=amended.get(number),
        )
        for number in numbers
        if number in rows
    ]


def build_statement(
    row: Row,
    *,
    acts: list[str],
    addressees: list[str],
    topics: list[str],
    commitments: list[str],
    numbers: list[str],
    amended: Amendment | None,
) -> Statement:
    """Return one statement from its row, what belongs to it, and its latest amendment."""
    return Statement(
        id=name(RecordKind.STATEMENT, row["statement_id"]),
        speaker=row["speaker"],
        speaker_id=name(RecordKind.SPEAKER, row["canonical_id"]),
        speaker_mention=row["speaker_mention"],
        said_on=row["said_on"],
        acts=acts,
        addressees=addressees,
        topics=topics,
        content=row["content"],
        text=row["text"],
        quotation=row["quotation"],
        attribution=row["attribution"],
        cue=row["cue"],
        via=row["via"],
        commitments=commitments,
        numbers=numbers,
        span_start=row["span_start"],
        span_end=row["span_end"],
        content_start=row["content_start"],
        content_end=row["content_end"],
        cue_start=None if row["cue_start"] is None else row["cue_start"],
        cue_end=None if row["cue_end"] is None else row["cue_end"],
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
