"""The ledger: changes that belong together, who is the same as whom, and disagreements between readings.

Revision: 0002
"""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

DAY = sa.Text().with_variant(sa.Date(), "postgresql")
INSTANT = sa.Text().with_variant(sa.DateTime(timezone=True), "postgresql")
JSON = sa.Text().with_variant(postgresql.JSONB(), "postgresql")
LARGE = sa.Integer().with_variant(sa.BigInteger(), "postgresql")
KEPT = {"sqlite_strict": True, "sqlite_autoincrement": True}
KINDS = ("source", "speaker", "party", "statement", "commitment", "numeric claim", "role", "event", "assessment", "instalment")
WITHDRAWN = sa.text(
    "operation = 'delete' AND (reason IS NULL OR substr(reason, 1, 5) <> 'load ' OR ltrim(substr(reason, 6), '0123456789') <> '')"
)
STATUSES = (
    *("not assessed", "in progress", "stalled", "fulfilled", "partly fulfilled", "not fulfilled"),
    *("superseded", "cancelled", "suspended", "no evidence found", "unverifiable"),
)


def one_of(column: str, values: tuple[str, ...]) -> str:
    """The condition that a column holds one of `values`."""
    return f"{column} IN ({', '.join(repr(value) for value in values)})"


def widen(table: str, column: str, values: tuple[str, ...]) -> None:
    """Let a column hold more values."""
    name = op.f(f"ck_{table}_{column}")
    with op.batch_alter_table(table, table_kwargs=KEPT) as batch:
        batch.drop_constraint(name, type_="check")
        batch.create_check_constraint(name, one_of(column, values))


def refer(table: str, column: str, target: str, comment: str) -> None:
    """Add a column that refers to a row of the same table."""
    with op.batch_alter_table(table, table_kwargs=KEPT) as batch:
        batch.add_column(sa.Column(column, sa.Integer(), nullable=True, comment=comment))
        batch.create_foreign_key(op.f(f"fk_{table}_{column}_{table}"), table, [column], [target])
        batch.create_index(op.f(f"ix_{table}_{column}"), [column])


def upgrade() -> None:
    comment = "Number that changes made together share; empty for raw SQL"
    op.add_column("changes", sa.Column("changeset", LARGE, nullable=True, comment=comment))
    op.create_index("ix_changes_changeset", "changes", ["changeset"])
    op.create_index("ix_changes_withdrawn", "changes", ["table_name"], sqlite_where=WITHDRAWN, postgresql_where=WITHDRAWN)
    refer("speakers", "same_as_id", "speaker_id", "Speaker that this one is judged to be; empty: itself")
    refer("parties", "same_as_id", "party_id", "Party that this one is judged to be; empty: itself")
    op.add_column("instalments", sa.Column("note", sa.Text(), nullable=True, comment="Remark"))
    widen("relations", "kind", KINDS)
    widen("assessments", "status", STATUSES)

    def term(column: str, values: tuple[str, ...], **options: Any) -> sa.Column[str]:
        check = sa.CheckConstraint(one_of(column, values), name=op.f(f"ck_disagreements_{column}"))
        return sa.Column(column, sa.Text(), check, nullable=False, **options)

    op.create_table(
        "disagreements",
        sa.Column("disagreement_id", sa.Integer(), sa.Identity(), nullable=False),
        term("kind", KINDS, comment="Kind of the record"),
        sa.Column("source_id", sa.Integer(), nullable=False, comment="The document that was read again"),
        sa.Column("key", sa.Text(), nullable=False, comment="Key of the record"),
        sa.Column("record_id", sa.Integer(), nullable=True, comment="The record as it stands; empty where people withdrew it"),
        sa.Column("reading", JSON, nullable=True, comment="JSON of what the extractor reads now; empty where it reads nothing here"),
        sa.Column("extractor", sa.Text(), nullable=False, comment="Extractor and its version that read it anew"),
        sa.Column("found_at", INSTANT, nullable=False, comment="When it was found"),
        term("verdict", ("open", "accepted", "dismissed"), comment="Open, accepted or dismissed"),
        sa.Column("judged_by", sa.Text(), nullable=True, comment="Who decided"),
        sa.Column("judged_at", INSTANT, nullable=True, comment="When"),
        sa.PrimaryKeyConstraint("disagreement_id", name="pk_disagreements"),
        sa.UniqueConstraint("source_id", "key", "extractor", name="uq_disagreements_source_id_key_extractor"),
        sa.ForeignKeyConstraint(["source_id"], ["sources.source_id"], name="fk_disagreements_source_id_sources"),
        comment="Later readings that differ from records that people touched, both kept until somebody decides.",
        **KEPT,
    )
    op.create_index("ix_disagreements_verdict", "disagreements", ["verdict"])
