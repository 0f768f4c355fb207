"""What resolution hands to the store: one document with its records, parties and speakers by canonical name, keys and days settled."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from claims.documents.document import Document, Span
from claims.extraction.candidates import SourceDetails
from claims.terms import (
    Act,
    Attribution,
    Comparator,
    DatePrecision,
    PartyKind,
    PartyRole,
    QuantityKind,
    Quotation,
    SpeakerKind,
    Strength,
)


@dataclass(frozen=True, slots=True)
class Alias:
    """A name as written, and the language it belongs to (None: any)."""

    name: str
    language: str | None = None


@dataclass(frozen=True, slots=True)
class PartyRecord:
    """A party by its canonical name; `members` are canonical names of parties."""

    name: str
    kind: PartyKind
    iso_code: str | None = None
    aliases: tuple[Alias, ...] = ()
    members: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RoleRecord:
    """An office as printed beside a speaker's name; `party` is a canonical party name."""

    title: str
    party: str | None = None
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class SpeakerRecord:
    """A speaker by canonical name."""

    name: str
    kind: SpeakerKind
    aliases: tuple[Alias, ...] = ()
    roles: tuple[RoleRecord, ...] = ()


@dataclass(frozen=True, slots=True)
class StatementRecord:
    """A statement ready to be kept; `speaker` and `addressees` are canonical speaker names."""

    key: str
    span: Span
    text: str
    content: Span
    cue: Span | None
    speaker: str
    speaker_mention: str | None
    quotation: Quotation
    attribution: Attribution
    acts: tuple[Act, ...]
    addressees: tuple[str, ...]
    said_on: date | None
    via: str | None
    topics: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CommitmentRecord:
    """A commitment ready to be kept; `statement` indexes the document's statements, parties are canonical names."""

    key: str
    span: Span
    text: str
    cue_span: Span
    cue: str
    strength: Strength
    statement: int | None
    parties: tuple[tuple[str, PartyRole], ...]
    action: str | None
    condition: str | None
    announced_on: date | None
    due_on: date | None
    due_precision: DatePrecision | None
    due_basis: str | None
    period: str | None
    topics: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NumericRecord:
    """A numeric claim ready to be kept; `statement` and `commitment` index the document's lists."""

    key: str
    span: Span
    text: str
    statement: int | None
    commitment: int | None
    value: Decimal
    upper_value: Decimal | None
    unit: str | None
    kind: QuantityKind
    comparator: Comparator
    metric: str | None
    as_of: str | None
    period: str | None


@dataclass(frozen=True, slots=True)
class ResolvedDocument:
    """One document with all its records, ready to be stored whole or not at all."""

    document: Document
    source: SourceDetails
    parties: tuple[PartyRecord, ...]
    speakers: tuple[SpeakerRecord, ...]
    statements: tuple[StatementRecord, ...]
    commitments: tuple[CommitmentRecord, ...]
    numeric_claims: tuple[NumericRecord, ...]
    extractor: str
