"""The three kinds of record that point at their evidence: statements, commitments, numeric claims."""

from datetime import date
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from claims.store.models.base import Base, Day, Exact, Id, reference, table_options, term_column
from claims.terms import (
    Act,
    Attribution,
    Comparator,
    DatePrecision,
    Origin,
    PartyRole,
    QuantityKind,
    Quotation,
    Review,
    Strength,
)


def span_checks() -> tuple[sa.CheckConstraint, ...]:
    """Return the checks that every evidence span obeys."""
    return (sa.CheckConstraint("0 <= span_start AND span_start < span_end", name="span"),)


class Evidence:
    """The columns that every record shares: its key, the characters that support it, where it came from."""

    key: Mapped[str] = mapped_column(sa.Text, unique=True, comment="Digest of source, kind, span and cue: the same on every machine")
    span_start: Mapped[int] = mapped_column(sa.Integer, comment="First character of the evidence in sources.text, from 0")
    span_end: Mapped[int] = mapped_column(sa.Integer, comment="Character after the last")
    text: Mapped[str] = mapped_column(sa.Text, comment="The evidence, verbatim")
    extractor: Mapped[str | None] = mapped_column(sa.Text, comment="Extractor and its version")

    @declared_attr
    def source_id(cls) -> Mapped[int]:
        """The document that holds the evidence."""
        return reference("sources.source_id", comment="The document that holds the evidence")

    @declared_attr
    def origin(cls) -> Mapped[Origin]:
        """Extracted, recorded or entered."""
        return term_column("origin", Origin, default=Origin.EXTRACTED, comment="Extracted, recorded from a file, or entered by hand")

    @declared_attr
    def review(cls) -> Mapped[Review]:
        """What people decided."""
        return term_column("review", Review, default=Review.PROPOSED, comment="What people decided about the row")


class Statement(Evidence, Base):
    """One utterance reported by one source."""

    __tablename__ = "statements"
    __table_args__ = table_options(
        *span_checks(),
        sa.CheckConstraint("span_start <= content_start AND content_start < content_end AND content_end <= span_end", name="content"),
        sa.CheckConstraint(
            "(cue_start IS NULL) = (cue_end IS NULL) AND span_start <= cue_start AND cue_start < cue_end AND cue_end <= span_end",
            name="cue",
        ),
        sa.Index("ix_statements_speaker_id_said_on", "speaker_id", "said_on", "review"),
        comment="Utterances, each reported by one source.",
    )

    statement_id: Mapped[Id]
    speaker_id: Mapped[int] = reference("speakers.speaker_id", index=False, comment="Who said it")
    content_start: Mapped[int] = mapped_column(sa.Integer, comment="First character of the attributed words")
    content_end: Mapped[int] = mapped_column(sa.Integer, comment="Character after the last")
    cue_start: Mapped[int | None] = mapped_column(sa.Integer, comment="First character of the words that attribute it")
    cue_end: Mapped[int | None] = mapped_column(sa.Integer, comment="Character after the last")
    speaker_mention: Mapped[str | None] = mapped_column(sa.Text, comment="How the sentence itself names the speaker")
    quotation: Mapped[Quotation] = term_column("quotation", Quotation, comment="Direct, indirect or mixed")
    attribution: Mapped[Attribution] = term_column("attribution", Attribution, comment="Whether the sentence names its speaker")
    said_on: Mapped[date | None] = mapped_column(Day, index=True, comment="Day on which it was said")
    via: Mapped[str | None] = mapped_column(sa.Text, comment="Medium that the report names as its own source")
    language: Mapped[str] = mapped_column(sa.Text, comment="ISO 639 code")
    event_id: Mapped[int | None] = reference("events.event_id")


class StatementAct(Base):
    """What a statement does."""

    __tablename__ = "statement_acts"
    __table_args__ = table_options(
        sa.Index("ix_statement_acts_act", "act", "statement_id"), comment="What a statement does; several may hold.", numbered=False
    )

    statement_id: Mapped[int] = mapped_column(sa.Integer, sa.ForeignKey("statements.statement_id"), primary_key=True)
    act: Mapped[Act] = term_column("act", Act, primary_key=True, comment="Commitment, call, position, assessment, other")


class StatementAddressee(Base):
    """To whom a statement was made."""

    __tablename__ = "statement_addressees"
    __table_args__ = table_options(comment="To whom a statement was made.", numbered=False)

    statement_id: Mapped[int] = mapped_column(sa.Integer, sa.ForeignKey("statements.statement_id"), primary_key=True)
    speaker_id: Mapped[int] = reference("speakers.speaker_id", primary_key=True)


class StatementTopic(Base):
    """What a statement is about."""

    __tablename__ = "statement_topics"
    __table_args__ = table_options(
        sa.Index("ix_statement_topics_topic", "topic", "statement_id"), comment="What a statement is about.", numbered=False
    )

    statement_id: Mapped[int] = mapped_column(sa.Integer, sa.ForeignKey("statements.statement_id"), primary_key=True)
    topic: Mapped[str] = mapped_column(sa.Text, primary_key=True, comment="Topic, by its English name")


class Commitment(Evidence, Base):
    """A party binds itself to an action."""

    __tablename__ = "commitments"
    __table_args__ = table_options(
        *span_checks(),
        sa.CheckConstraint("span_start <= cue_start AND cue_start < cue_end AND cue_end <= span_end", name="cue"),
        comment="Commitments: a party binds itself to an action.",
    )

    commitment_id: Mapped[Id]
    statement_id: Mapped[int | None] = reference(
        "statements.statement_id", comment="Statement that makes it; empty: the reporter's own words"
    )
    cue_start: Mapped[int] = mapped_column(sa.Integer, comment="First character of the committing words")
    cue_end: Mapped[int] = mapped_column(sa.Integer, comment="Character after the last")
    cue: Mapped[str] = mapped_column(sa.Text, comment="The committing words, verbatim")
    action: Mapped[str | None] = mapped_column(sa.Text, comment="What is to be done, in the source's words")
    strength: Mapped[Strength] = term_column("strength", Strength, index=True, comment="Pledge, willing or aspiration")
    announced_on: Mapped[date | None] = mapped_column(Day, index=True, comment="Day on which it was announced")
    due_on: Mapped[date | None] = mapped_column(Day, index=True, comment="Day by which it is due")
    due_precision: Mapped[DatePrecision | None] = term_column("due_precision", DatePrecision, comment="How exact that day is")
    due_basis: Mapped[str | None] = mapped_column(sa.Text, comment="How that day was found")
    period: Mapped[str | None] = mapped_column(sa.Text, comment="ISO 8601 duration in which it is to be done")
    condition: Mapped[str | None] = mapped_column(sa.Text, comment="What it hangs on, in the source's words")


class CommitmentParty(Base):
    """Who binds itself, and to whom."""

    __tablename__ = "commitment_parties"
    __table_args__ = table_options(
        sa.Index("ix_commitment_parties_party_id_role", "party_id", "role", "commitment_id"),
        comment="Who commits, to whom, for whose benefit, through whom.",
        numbered=False,
    )

    commitment_id: Mapped[int] = mapped_column(sa.Integer, sa.ForeignKey("commitments.commitment_id"), primary_key=True)
    party_id: Mapped[int] = mapped_column(sa.Integer, sa.ForeignKey("parties.party_id"), primary_key=True)
    role: Mapped[PartyRole] = term_column("role", PartyRole, primary_key=True, comment="The party's part in it")


class CommitmentTopic(Base):
    """What a commitment is about."""

    __tablename__ = "commitment_topics"
    __table_args__ = table_options(
        sa.Index("ix_commitment_topics_topic", "topic", "commitment_id"), comment="What a commitment is about.", numbered=False
    )

    commitment_id: Mapped[int] = mapped_column(sa.Integer, sa.ForeignKey("commitments.commitment_id"), primary_key=True)
    topic: Mapped[str] = mapped_column(sa.Text, primary_key=True, comment="Topic, by its English name")


class NumericClaim(Evidence, Base):
    """A quantity asserted of the world."""

    __tablename__ = "numeric_claims"
    __table_args__ = table_options(
        *span_checks(),
        sa.CheckConstraint("(upper_value IS NULL) = (comparator <> 'range')", name="range"),
        sa.Index("ix_numeric_claims_unit_value_number", "unit", "value_number", "review"),
        comment="Quantities asserted of the world.",
    )

    numeric_claim_id: Mapped[Id]
    statement_id: Mapped[int | None] = reference(
        "statements.statement_id", comment="Statement that asserts it; empty: the reporter's own words"
    )
    commitment_id: Mapped[int | None] = reference("commitments.commitment_id", comment="Commitment whose amount it is")
    value: Mapped[Decimal] = mapped_column(Exact, comment="Exact value; of a range, the lower")
    upper_value: Mapped[Decimal | None] = mapped_column(Exact, comment="Exact upper value of a range")
    value_number: Mapped[float] = mapped_column(
        sa.REAL().with_variant(sa.Double(), "postgresql"), comment="The value as a number, for sorting and sums"
    )
    unit: Mapped[str | None] = mapped_column(sa.Text, comment="ISO 4217 code, percent, or a singular noun")
    kind: Mapped[QuantityKind] = term_column("kind", QuantityKind, comment="Money, count, duration or percentage")
    comparator: Mapped[Comparator] = term_column("comparator", Comparator, comment="=, >, >=, <, <=, ~ or range")
    metric: Mapped[str | None] = mapped_column(sa.Text, comment="What the number measures, in the source's words")
    as_of: Mapped[str | None] = mapped_column(sa.Text, comment="Year or ISO day that the number holds for")
    period: Mapped[str | None] = mapped_column(sa.Text, comment="ISO 8601 length of a duration, or the rate (a year: P1Y)")
