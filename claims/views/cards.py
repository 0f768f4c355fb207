"""All that is known of one record, for a card: the record itself, and what it belongs to."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from claims.errors import NoSuchRecord, UsageError
from claims.references import Reference, require_reference
from claims.store.access import Reader
from claims.terms import RecordKind
from claims.views.amendments import Amendment, amendments_of_record
from claims.views.commitments import Commitment, fetch_commitments
from claims.views.disagreements import open_about
from claims.views.following import (
    Assessment,
    Balance,
    Instalment,
    assessments_of,
    balances_of,
    fetch_assessments,
    fetch_instalments,
    instalments_of,
)
from claims.views.names import canonical_of, cluster_of
from claims.views.numbers import NumericClaim, fetch_numbers
from claims.views.people import Party, Role, Speaker, Tenure, fetch_parties, fetch_roles, fetch_speakers, fetch_tenures
from claims.views.related import Link, links_of, repeats_of
from claims.views.sources import Source, fetch_sources
from claims.views.statements import Statement, fetch_statements

Record = Statement | Commitment | NumericClaim | Speaker | Party | Source | Assessment | Instalment
FETCHERS: dict[RecordKind, Callable[[Reader, list[int]], list[Record]]] = {
    RecordKind.STATEMENT: lambda reader, numbers: list(fetch_statements(reader, numbers)),
    RecordKind.COMMITMENT: lambda reader, numbers: list(fetch_commitments(reader, numbers)),
    RecordKind.NUMERIC_CLAIM: lambda reader, numbers: list(fetch_numbers(reader, numbers)),
    RecordKind.SPEAKER: lambda reader, numbers: list(fetch_speakers(reader, numbers)),
    RecordKind.PARTY: lambda reader, numbers: list(fetch_parties(reader, numbers)),
    RecordKind.SOURCE: lambda reader, numbers: list(fetch_sources(reader, numbers)),
    RecordKind.ASSESSMENT: lambda reader, numbers: list(fetch_assessments(reader, numbers)),
    RecordKind.INSTALMENT: lambda reader, numbers: list(fetch_instalments(reader, numbers)),
}


@dataclass(frozen=True, slots=True)
class Card:
    """One record and, where there are such, the source of its evidence, the statement that it was made in, and who said that.

    `roles` are the speaker's offices: those that this source prints, else all that are known. Of a commitment, `assessments` are the
    verdicts on it and on what repeats it, the latest first, `instalments` the money that followed any of these, `balances` what was
    promised against that in each unit. Of a speaker, `offices` are the roles, each with its short name. `links` are what the record was
    judged to be to others of its kind, `disagreements` those about it that nobody has decided, `amendments` what people changed of it,
    the newest first.
    """

    record: Record
    source: Source | None = None
    statement: Statement | None = None
    speaker: Speaker | None = None
    roles: list[Role] = field(default_factory=list)
    assessments: list[Assessment] = field(default_factory=list)
    instalments: list[Instalment] = field(default_factory=list)
    balances: list[Balance] = field(default_factory=list)
    offices: list[Tenure] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    disagreements: list[str] = field(default_factory=list)
    amendments: list[Amendment] = field(default_factory=list)


def find_card(reader: Reader, text: str) -> Card:
    """Return the card of the record that `text` names, such as `c7`; of a speaker or party, the card of whom it is judged to be.

    UsageError for another form, NoSuchRecord for a number that does not exist.
    """
    reference = require_reference(text)
    if reference.kind not in FETCHERS:
        raise UsageError(f"There are no cards of {reference.kind.value}s; `claims history {reference}` tells what became of it.")
    numbers = [reference.number]
    if reference.kind in (RecordKind.SPEAKER, RecordKind.PARTY):
        numbers = canonical_of(reader, reference.kind, numbers)
    records = FETCHERS[reference.kind](reader, numbers)
    if not records:
        raise NoSuchRecord(
            f"There is no {reference.kind.value} {reference} in this database. `claims {lister(reference)}` lists what there is."
        )
    record = records[0]
    source = fetch_sources(reader, [number_in(record.source_id)])[0] if isinstance(record, Statement | Commitment | NumericClaim) else None
    statement = None
    if isinstance(record, Commitment | NumericClaim) and record.statement_id:
        statement = fetch_statements(reader, [number_in(record.statement_id)])[0]
    said = record if isinstance(record, Statement) else statement
    speaker = fetch_speakers(reader, [number_in(said.speaker_id)])[0] if said else None
    roles = fetch_roles(reader, number_in(said.speaker_id), number_in(said.source_id)) if said else []
    roles = roles or (speaker.roles if speaker else [])
    links = [] if reference.kind in (RecordKind.SPEAKER, RecordKind.PARTY) else links_of(reader, reference)
    amended = amendments_of_record(reader, require_reference(record.id))
    card = Card(record, source, statement, speaker, roles, links=links, disagreements=open_about(reader, reference), amendments=amended)
    if isinstance(record, Speaker):
        return replace(card, offices=fetch_tenures(reader, reference.kind, cluster_of(reader, reference.kind, numbers)))
    if not isinstance(record, Commitment):
        return card
    told = with_repeats(reader, reference.number)
    verdicts, paid = assessments_of(reader, told), instalments_of(reader, told)
    return replace(card, assessments=verdicts, instalments=paid, balances=balances_of(reader, reference.number, paid))


def with_repeats(reader: Reader, commitment: int) -> list[int]:
    """Return the numbers of a commitment and of those that repeat it: what became of them became of it."""
    return [commitment, *repeats_of(reader, RecordKind.COMMITMENT, [commitment])[commitment]]


def number_in(text: str) -> int:
    """Return the row number of a short name that the database gave."""
    return require_reference(text).number


def lister(reference: Reference) -> str:
    """Return the command that lists records of this kind."""
    return {
        RecordKind.STATEMENT: "statements",
        RecordKind.COMMITMENT: "commitments",
        RecordKind.NUMERIC_CLAIM: "numbers",
        RecordKind.SPEAKER: "speakers",
        RecordKind.PARTY: "parties",
        RecordKind.SOURCE: "sources",
        RecordKind.ASSESSMENT: "timeline",
        RecordKind.INSTALMENT: "timeline",
    }[reference.kind]
