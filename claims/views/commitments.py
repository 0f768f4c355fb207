"""Who committed to what."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from claims.errors import UsageError
from claims.inputs import read_term
from claims.references import name
from claims.store.access import Reader
from claims.terms import AssessmentStatus, RecordKind, Strength
from claims.views.amendments import Amendment, latest_amendments
from claims.views.binding import Conditions
from claims.views.conditions import add_bound_to, add_bounds, add_days, add_language, add_once, add_review, add_source
from claims.views.filters import Filters
from claims.views.fulltext import matching
from claims.views.names import Named, find_named, find_topic, find_unit
from claims.views.selection import Listing, Ordering, Page, Row, grouped, rows_of

STATE = "(SELECT state.{} FROM commitment_states AS state WHERE state.commitment_id = c.commitment_id)"
STATUS = STATE.format("status")
OVERDUE = STATE.format("state") + " = 'overdue'"

LISTING = Listing(
    table="commitments AS c",
    key="c.commitment_id",
    orderings={
        "id": Ordering("c.commitment_id", indexed=True),
        "announced_on": Ordering("c.announced_on", nullable=True, indexed=True),
        "due_on": Ordering("c.due_on", nullable=True, indexed=True),
        "strength": Ordering("CASE c.strength WHEN 'aspiration' THEN 1 WHEN 'willing' THEN 2 ELSE 3 END"),
        "status": Ordering(STATUS),
        "amount": Ordering(
            "(SELECT max(n.value_number) FROM numeric_claims AS n WHERE n.commitment_id = c.commitment_id AND n.kind = 'money')",
            nullable=True,
        ),
    },
)

RECORDS = """
    SELECT c.*, state.state, state.status, state.fulfilled_on, state.assessed_on, state.assessor,
        sp.speaker_id, sp.name AS speaker, src.language, src.title, src.publisher, src.agency
    FROM commitments AS c
    JOIN commitment_states AS state ON state.commitment_id = c.commitment_id
    JOIN sources AS src ON src.source_id = c.source_id
    LEFT JOIN statements AS s ON s.statement_id = c.statement_id
    LEFT JOIN speakers AS said ON said.speaker_id = s.speaker_id
    LEFT JOIN speakers AS sp ON sp.speaker_id = coalesce(said.same_as_id, said.speaker_id)
    WHERE c.commitment_id IN {ids}
"""
PARTIES = """
    SELECT DISTINCT cp.commitment_id, cp.role, p.name FROM commitment_parties AS cp
    JOIN parties AS bound ON bound.party_id = cp.party_id JOIN parties AS p ON p.party_id = coalesce(bound.same_as_id, bound.party_id)
    WHERE cp.commitment_id IN {ids} ORDER BY p.name
"""
TOPICS = "SELECT commitment_id, topic FROM commitment_topics WHERE commitment_id IN {ids} ORDER BY topic"
AMOUNTS = """
    SELECT numeric_claim_id, commitment_id, text, span_start, span_end, value, upper_value, unit, comparator, period FROM numeric_claims
    WHERE commitment_id IN {ids} AND review <> 'rejected' ORDER BY span_start, numeric_claim_id
"""


@dataclass(frozen=True, slots=True)
class Amount:
    """How much a commitment is about; `value` and `upper_value` are exact decimals as text."""

    id: str
    text: str
    value: str
    upper_value: str | None
    unit: str | None
    comparator: str
    period: str | None
    span_start: int
    span_end: int


@dataclass(frozen=True, slots=True)
class Commitment:
    """One commitment with its parties, amounts and latest verdict; all offsets count characters of the source.

    `fulfilled_on` and `days_late` tell of a commitment whose latest verdict is that it was fulfilled.
    """

    id: str
    committers: list[str]
    counterparties: list[str]
    beneficiaries: list[str]
    implementers: list[str]
    action: str | None
    strength: str
    amounts: list[Amount]
    speaker: str | None
    speaker_id: str | None
    statement_id: str | None
    announced_on: str | None
    due_on: str | None
    due_precision: str | None
    due_basis: str | None
    period: str | None
    condition: str | None
    topics: list[str]
    status: str
    overdue: bool
    assessed_on: str | None
    assessor: str | None
    fulfilled_on: str | None
    days_late: int | None
    cue: str
    cue_start: int
    cue_end: int
    text: str
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


def list_commitments(reader: Reader, filters: Filters) -> Page[Commitment]:
    """Return the commitments that meet the filters, newest first unless they say otherwise. UsageError for a value that does not exist."""
    page = LISTING.select(reader, conditions(reader, filters), filters.order or "-announced_on", filters.limit)
    return Page(fetch_commitments(reader, page.records), page.more, page.more_is_exact)


def conditions(reader: Reader, filters: Filters) -> Conditions:
    """Return what the filters ask of `commitments AS c`."""
    where = Conditions()
    add_review(where, "c", filters)
    add_once(where, "c", RecordKind.COMMITMENT, filters)
    if filters.by:
        add_by(where, find_named(reader, "--by", filters.by))
    add_bound_to(reader, where, "c", filters)
    if filters.topic:
        where.link("c.commitment_id", "commitment_topics", "topic = {}", find_topic(reader, filters.topic))
    if filters.strength:
        where.add("c.strength = {}", read_term(Strength, "--strength", filters.strength))
    if filters.status:
        add_status(where, read_status(filters.status))
    if filters.overdue:
        where.add(OVERDUE)
    add_amount(reader, where, filters)
    add_days(where, "c.announced_on", filters)
    add_source(reader, where, "c", filters)
    add_language(reader, where, "c", filters)
    if filters.search:
        where.add(*matching(reader, RecordKind.COMMITMENT, "c", filters.search))
    return where


def read_status(value: str) -> str:
    """Return the verdict that --status names; UsageError lists the verdicts."""
    if value.strip().casefold() == "overdue":
        raise UsageError("--status takes a verdict, and overdue is none: it follows from the due day, and --overdue finds it.")
    return read_term(AssessmentStatus, "--status", value)


def add_by(where: Conditions, named: Named) -> None:
    """Ask for commitments of parties or out of the mouths of speakers."""
    committed, spoken = ("commitment_parties", "role = 'committer' AND party_id IN {}"), ("statements", "speaker_id IN {}")
    if not named.speakers:
        where.link("c.commitment_id", *committed, named.parties)
    elif not named.parties:
        where.link("c.statement_id", *spoken, named.speakers)
    else:
        either = Conditions()
        either.values = where.values
        either.link("c.commitment_id", *committed, named.parties)
        either.link("c.statement_id", *spoken, named.speakers)
        where.clauses.append(" OR ".join(link.listed for link in either.links))


def add_status(where: Conditions, status: str) -> None:
    """Ask for a latest verdict; what was never assessed counts as not assessed."""
    if status != AssessmentStatus.NOT_ASSESSED:  # an index finds those that may have it
        assessed = "SELECT commitment_id FROM assessments WHERE status = {}"
        repeated = "SELECT repeats_id FROM repeated_records WHERE kind = {}"
        where.add(f"c.commitment_id IN ({assessed}) OR c.commitment_id IN ({repeated})", status, RecordKind.COMMITMENT.value)
    where.add(STATUS + " = {}", status)


def add_amount(reader: Reader, where: Conditions, filters: Filters) -> None:
    """Ask for an amount in a unit or between bounds (of a range, its lower value)."""
    amount = Conditions()
    amount.values = where.values
    if filters.unit:
        amount.add("unit = {}", find_unit(reader, filters.unit))
    add_bounds(amount, "value_number", filters)
    if amount.clauses:
        where.link("c.commitment_id", "numeric_claims", f"review <> 'rejected' AND {amount.sql}")


def fetch_commitments(reader: Reader, numbers: Sequence[int]) -> list[Commitment]:
    """Return the commitments of these numbers, in this order; numbers that do not exist give none."""
    parties = grouped(rows_of(reader, PARTIES, numbers), "commitment_id")
    topics = grouped(rows_of(reader, TOPICS, numbers), "commitment_id")
    amounts = grouped(rows_of(reader, AMOUNTS, numbers), "commitment_id")
    rows = {row["commitment_id"]: row for row in rows_of(reader, RECORDS, numbers)}
    amended = latest_amendments(reader, RecordKind.COMMITMENT, numbers)
    return [
        build_commitment(rows[number], parties.get(number, []), topics.get(number, []), amounts.get(number, []), amended.get(number))
        for number in numbers
        if number in rows
    ]


def build_commitment(row: Row, parties: list[Row], topics: list[Row], amounts: list[Row], amended: Amendment | None) -> Commitment:
    """Return one commitment from its row, the rows that belong to it, and its latest amendment."""

    def of_role(role: str) -> list[str]:
        return [party["name"] for party in parties if party["role"] == role]

    return Commitment(
        id=name(RecordKind.COMMITMENT, row["commitment_id"]),
        committers=of_role("committer"),
        counterparties=of_role("counterparty"),
        beneficiaries=of_role("beneficiary"),
        implementers=of_role("implementer"),
        action=row["action"],
        strength=row["strength"],
        amounts=[build_amount(amount) for amount in amounts],
        speaker=row["speaker"],
        speaker_id=None if row["speaker_id"] is None else name(RecordKind.SPEAKER, row["speaker_id"]),
        statement_id=None if row["statement_id"] is None else name(RecordKind.STATEMENT, row["statement_id"]),
        announced_on=row["announced_on"],
        due_on=row["due_on"],
        due_precision=row["due_precision"],
        due_basis=row["due_basis"],
        period=row["period"],
        condition=row["condition"],
        topics=[topic["topic"] for topic in topics],
        status=row["status"],
        overdue=row["state"] == "overdue",
        assessed_on=row["assessed_on"],
        assessor=row["assessor"],
        fulfilled_on=row["fulfilled_on"],
        days_late=days_late(row["due_on"], row["fulfilled_on"]),
        cue=row["cue"],
        cue_start=row["cue_start"],
        cue_end=row["cue_end"],
        text=row["text"],
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


def days_late(due_on: str | None, fulfilled_on: str | None) -> int | None:
    """Return how many days after its deadline a commitment was fulfilled; None where it was in time, is not fulfilled or had none."""
    if due_on is None or fulfilled_on is None or fulfilled_on <= due_on:
        return None
    return (date.fromisoformat(fulfilled_on) - date.fromisoformat(due_on)).days


def standing(record: Commitment) -> str:
    """Return how a commitment stands: the latest verdict; that it is overdue comes first, how late a missed deadline was met comes last."""
    if record.days_late:
        return f"{record.status}, {record.days_late:,} day{'' if record.days_late == 1 else 's'} late"
    if not record.overdue:
        return record.status
    return "overdue" if record.status == AssessmentStatus.NOT_ASSESSED else f"overdue, {record.status}"


def build_amount(row: Row) -> Amount:
    """Return one amount from its row."""
    return Amount(
        id=name(RecordKind.NUMERIC_CLAIM, row["numeric_claim_id"]),
        text=row["text"],
        value=row["value"],
        upper_value=row["upper_value"],
        unit=row["unit"],
        comparator=row["comparator"],
        period=row["period"],
        span_start=row["span_start"],
        span_end=row["span_end"],
    )
