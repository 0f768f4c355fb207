"""What people add: assessments, instalments, relations between records; and the history of every change."""

from datetime import date, datetime
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from claims.store.models.base import Base, Day, Exact, Id, Instant, Json, reference, table_options, term_column
from claims.store.signatures import WITHDRAWN
from claims.terms import AssessmentStatus, InstalmentType, Judgement, Operation, RecordKind, Relation, Verdict


class Assessment(Base):
    """Somebody's verdict on a commitment at a date."""

    __tablename__ = "assessments"
    __table_args__ = table_options(
        sa.CheckConstraint("score IN (-1, 0, 1)", name="score"),
        sa.CheckConstraint("0 <= evidence_start AND evidence_start < evidence_end", name="evidence"),
        comment="Verdicts on commitments, each by somebody at a date; overdue is computed, never stored.",
    )

    assessment_id: Mapped[Id]
    commitment_id: Mapped[int] = reference("commitments.commitment_id")
    status: Mapped[AssessmentStatus] = term_column("status", AssessmentStatus, comment="What became of the commitment")
    score: Mapped[int | None] = mapped_column(sa.Integer, comment="-1, 0 or 1")
    assessed_on: Mapped[date] = mapped_column(Day, comment="Day of the verdict")
    assessor: Mapped[str] = mapped_column(sa.Text, comment="Whose verdict it is")
    rubric: Mapped[str | None] = mapped_column(sa.Text, comment="Scheme of scoring")
    evidence_source_id: Mapped[int | None] = reference("sources.source_id", comment="Source that supports the verdict")
    evidence_start: Mapped[int | None] = mapped_column(sa.Integer, comment="First character of the evidence in that source")
    evidence_end: Mapped[int | None] = mapped_column(sa.Integer, comment="Character after the last")
    evidence_url: Mapped[str | None] = mapped_column(sa.Text, comment="Address that supports the verdict")
    note: Mapped[str | None] = mapped_column(sa.Text, comment="Remark")


class Instalment(Base):
    """Money that follows a commitment."""

    __tablename__ = "instalments"
    __table_args__ = table_options(
        sa.CheckConstraint("0 <= evidence_start AND evidence_start < evidence_end", name="evidence"),
        comment="Money that follows commitments, so that pledged, committed and delivered stay apart.",
    )

    instalment_id: Mapped[Id]
    commitment_id: Mapped[int] = reference("commitments.commitment_id")
    type: Mapped[InstalmentType] = term_column("type", InstalmentType, comment="Pledge, commitment or disbursement (IATI)")
    value: Mapped[Decimal] = mapped_column(Exact, comment="Exact amount")
    unit: Mapped[str] = mapped_column(sa.Text, comment="ISO 4217 code or unit")
    transacted_on: Mapped[date | None] = mapped_column(Day, comment="Day of the transaction")
    provider_id: Mapped[int | None] = reference("parties.party_id", comment="Party that gives")
    receiver_id: Mapped[int | None] = reference("parties.party_id", comment="Party that receives")
    evidence_source_id: Mapped[int | None] = reference("sources.source_id", comment="Source that supports it")
    evidence_start: Mapped[int | None] = mapped_column(sa.Integer, comment="First character of the evidence in that source")
    evidence_end: Mapped[int | None] = mapped_column(sa.Integer, comment="Character after the last")
    evidence_url: Mapped[str | None] = mapped_column(sa.Text, comment="Address that supports it")
    note: Mapped[str | None] = mapped_column(sa.Text, comment="Remark")


class RecordRelation(Base):
    """A judgement that two records of one kind are, or are not, related."""

    __tablename__ = "relations"
    __table_args__ = table_options(
        sa.UniqueConstraint("kind", "left_id", "right_id", "relation"),
        sa.CheckConstraint("left_id <> right_id", name="two_records"),
        comment="Judgements that two records are, or are not, the same or related; clusters are computed from them.",
    )

    relation_id: Mapped[Id]
    kind: Mapped[RecordKind] = term_column("kind", RecordKind, comment="Kind of both records")
    left_id: Mapped[int] = mapped_column(sa.Integer, comment="The record that is, restates, supersedes, ...")
    right_id: Mapped[int] = mapped_column(sa.Integer, index=True, comment="... the other record")
    relation: Mapped[Relation] = term_column("relation", Relation, comment="How they are related")
    judgement: Mapped[Judgement] = term_column("judgement", Judgement, comment="Whether it holds")
    judged_by: Mapped[str] = mapped_column(sa.Text, comment="Who decided, or which program proposed")
    judged_at: Mapped[datetime] = mapped_column(Instant, comment="When")


class Disagreement(Base):
    """A later reading of a source that differs from a record that people had to do with."""

    __tablename__ = "disagreements"
    __table_args__ = table_options(
        sa.UniqueConstraint("source_id", "key", "extractor"),
        comment="Later readings that differ from records that people touched, both kept until somebody decides.",
    )

    disagreement_id: Mapped[Id]
    kind: Mapped[RecordKind] = term_column("kind", RecordKind, comment="Kind of the record")
    source_id: Mapped[int] = reference("sources.source_id", index=False, comment="The document that was read again")
    key: Mapped[str] = mapped_column(sa.Text, comment="Key of the record")
    record_id: Mapped[int | None] = mapped_column(sa.Integer, comment="The record as it stands; empty where people withdrew it")
    reading: Mapped[str | None] = mapped_column(Json, comment="JSON of what the extractor reads now; empty where it reads nothing here")
    extractor: Mapped[str] = mapped_column(sa.Text, comment="Extractor and its version that read it anew")
    found_at: Mapped[datetime] = mapped_column(Instant, comment="When it was found")
    verdict: Mapped[Verdict] = term_column("verdict", Verdict, index=True, comment="Open, accepted or dismissed")
    judged_by: Mapped[str | None] = mapped_column(sa.Text, comment="Who decided")
    judged_at: Mapped[datetime | None] = mapped_column(Instant, comment="When")


class Change(Base):
    """One row of the append-only history."""

    __tablename__ = "changes"
    __table_args__ = table_options(
        sa.Index("ix_changes_table_name_row_key", "table_name", "row_key"),
        sa.Index("ix_changes_changeset", "changeset"),
        # What people withdrew is looked up at every renewal.
        sa.Index("ix_changes_withdrawn", "table_name", sqlite_where=sa.text(WITHDRAWN), postgresql_where=sa.text(WITHDRAWN)),
        comment="Append-only history: every row that was inserted, changed or deleted, by whom and why.",
    )

    change_id: Mapped[int] = mapped_column(sa.Integer().with_variant(sa.BigInteger(), "postgresql"), sa.Identity(), primary_key=True)
    table_name: Mapped[str] = mapped_column(sa.Text, comment="Table of the row")
    # By code point everywhere: a server's own order of letters would make "all keys that begin with 7," an empty range.
    row_key: Mapped[str] = mapped_column(
        sa.Text().with_variant(sa.Text(collation="C"), "postgresql"),
        comment="Primary key of the row; of several columns, joined by commas",
    )
    operation: Mapped[Operation] = term_column("operation", Operation, comment="Insert, update or delete")
    old: Mapped[str | None] = mapped_column(Json, comment="JSON of the columns before: the changed ones of an update, all of a delete")
    new: Mapped[str | None] = mapped_column(
        Json, comment="JSON of the changed columns after an update; empty for an insert, whose values are the row"
    )
    changed_at: Mapped[datetime] = mapped_column(Instant, index=True, comment="When")
    changed_by: Mapped[str | None] = mapped_column(sa.Text, comment="Who, where the program knows")
    reason: Mapped[str | None] = mapped_column(sa.Text, comment="Why, where one was given")
    changeset: Mapped[int | None] = mapped_column(
        sa.Integer().with_variant(sa.BigInteger(), "postgresql"), comment="Number that changes made together share; empty for raw SQL"
    )
