"""Timelines: what became of commitments, in the order of the days."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from claims.errors import UsageError
from claims.inputs import read_days
from claims.references import name, require_reference
from claims.store.access import Reader
from claims.terms import InstalmentType, Judgement, RecordKind, Relation
from claims.views.cards import number_in
from claims.views.commitments import LISTING, Commitment, conditions, fetch_commitments, standing
from claims.views.filters import Filters
from claims.views.following import assessments_of, instalments_of
from claims.views.selection import Page, rows_of
from claims.wording import a, quantity

# What is judged only: a proposal is no part of what happened.
RESTATING = f"""
    SELECT left_id, right_id, relation FROM relations
    WHERE kind = '{RecordKind.COMMITMENT}' AND judgement = '{Judgement.POSITIVE}'
    AND relation IN ('{Relation.SAME_AS}', '{Relation.RESTATES}', '{Relation.SUPERSEDES}') AND {{side}} IN {{{{ids}}}}
"""


class Happening(StrEnum):
    """What an entry of a timeline tells; entries of one day stand in this order."""

    ANNOUNCED = "announced"
    REPORTED = "reported"
    RESTATED = "restated"
    SUPERSEDED = "superseded"
    ASSESSED = "assessed"
    PLEDGED = "pledged"
    COMMITTED = "committed"
    DISBURSED = "disbursed"
    DUE = "due"


SAID_AGAIN = {
    Relation.SAME_AS: Happening.REPORTED,
    Relation.RESTATES: Happening.RESTATED,
    Relation.SUPERSEDES: Happening.SUPERSEDED,
}
PAID = {
    InstalmentType.PLEDGE: Happening.PLEDGED,
    InstalmentType.COMMITMENT: Happening.COMMITTED,
    InstalmentType.DISBURSEMENT: Happening.DISBURSED,
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One event in the life of a commitment: the record that tells of it, and who did what; `on` is None where the day is unknown.

    `who` announces, assesses, pays or is bound; `value` is an exact decimal as text, of a payment from `who` to `to`. The `status` of
    what is due is the one of today.
    """

    on: str | None
    event: str
    id: str
    commitment_id: str
    who: str | None
    to: str | None = None
    what: str | None = None
    status: str | None = None
    value: str | None = None
    unit: str | None = None
    source_id: str | None = None
    publisher: str | None = None

    @property
    def words(self) -> str:
        """What it tells: the words, the status, the amount."""
        paid = "" if self.value is None else quantity(self.value, None, self.unit, "=") + (f" to {self.to}" if self.to else "")
        return "; ".join(part for part in (self.status, paid, self.what) if part)


def timeline_of(reader: Reader, text: str, days: Filters) -> Page[Entry]:
    """Return what became of a commitment, and of those that are the same, restate or supersede it, or the other way round, as judged.

    `days` chooses by its since, until and limit. UsageError for what names no commitment of this database.
    """
    reference = require_reference(text)
    if reference.kind is not RecordKind.COMMITMENT:
        raise UsageError(f"{reference} is {a(reference.kind.value)}; a timeline is of a commitment, such as c12.")
    numbers = related(reader, reference.number)
    if not fetch_commitments(reader, [reference.number]):
        raise UsageError(f"There is no commitment {reference} in this database. `claims commitments` lists what there is.")
    return tell(reader, numbers, days)


def timeline_where(reader: Reader, filters: Filters, days: Filters) -> Page[Entry]:
    """Return what became of all commitments that meet `filters`; `days` chooses among the entries by its since, until and limit."""
    return tell(reader, LISTING.select(reader, conditions(reader, filters), "id", 0).records, days)


def related(reader: Reader, number: int) -> list[int]:
    """Return a commitment with all that are judged to be the same, or to restate or supersede one another."""
    found, new = {number}, [number]
    while new:
        pairs = [row for side in ("left_id", "right_id") for row in rows_of(reader, RESTATING.format(side=side), new)]
        new = sorted({row[side] for row in pairs for side in ("left_id", "right_id")} - found)
        found.update(new)
    return sorted(found)


def tell(reader: Reader, numbers: Sequence[int], days: Filters) -> Page[Entry]:
    """Return the entries of these commitments between two days, the earliest first, those of an unknown day last."""
    first, last = read_days(days.since, days.until)
    known = first is not None or last is not None
    since, until = first or "", last or "9999-12-31"
    entries = [entry for entry in entries_of(reader, numbers) if (since <= entry.on <= until if entry.on else not known)]
    order = list(Happening)
    entries.sort(key=lambda entry: (entry.on is None, entry.on or "", order.index(Happening(entry.event))))
    kept = entries[: days.limit] if days.limit else entries
    return Page(kept, len(entries) - len(kept))


def entries_of(reader: Reader, numbers: Sequence[int]) -> Iterator[Entry]:
    """Yield the entries of these commitments, in no order of days."""
    commitments = fetch_commitments(reader, numbers)
    restating: dict[int, list[tuple[Relation, int]]] = {}
    for row in rows_of(reader, RESTATING.format(side="left_id"), numbers):
        restating.setdefault(row["left_id"], []).append((Relation(row["relation"]), row["right_id"]))
    for record in commitments:
        again = restating.get(number_in(record.id), [])
        yield announcement(record, again)
        if record.due_on and all(relation is not Relation.SAME_AS for relation, _ in again):
            yield deadline(record)
    for verdict in assessments_of(reader, numbers):
        source = verdict.evidence.source_id if verdict.evidence else None
        yield Entry(
            on=verdict.assessed_on,
            event=Happening.ASSESSED,
            id=verdict.id,
            commitment_id=verdict.commitment_id,
            who=verdict.assessor,
            what=verdict.note,
            status=verdict.status,
            source_id=source,
        )
    for paid in instalments_of(reader, numbers):
        source = paid.evidence.source_id if paid.evidence else None
        yield Entry(
            on=paid.transacted_on,
            event=PAID[InstalmentType(paid.type)],
            id=paid.id,
            commitment_id=paid.commitment_id,
            who=paid.provider,
            to=paid.receiver,
            what=paid.note,
            value=paid.value,
            unit=paid.unit,
            source_id=source,
        )


def announcement(record: Commitment, restated: Sequence[tuple[Relation, int]]) -> Entry:
    """Return the entry of the day on which a commitment was made, or made again."""
    event = SAID_AGAIN[restated[0][0]] if restated else Happening.ANNOUNCED
    others = "; ".join(f"{relation} {name(RecordKind.COMMITMENT, number)}" for relation, number in restated)
    what = "; ".join(part for part in (others, record.action or record.text) if part)
    return Entry(
        on=record.announced_on,
        event=event,
        id=record.id,
        commitment_id=record.id,
        who=", ".join(record.committers),
        to=", ".join(record.counterparties),
        what=what,
        source_id=record.source_id,
        publisher=record.publisher or record.agency,
    )


def deadline(record: Commitment) -> Entry:
    """Return the entry of the day on which a commitment is due."""
    return Entry(
        on=record.due_on,
        event=Happening.DUE,
        id=record.id,
        commitment_id=record.id,
        who=", ".join(record.committers),
        what=record.action or record.text,
        status=standing(record),
        source_id=record.source_id,
        publisher=record.publisher or record.agency,
    )
