"""What statements are about.

Revision: 0003
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "statement_topics",
        sa.Column("statement_id", sa.Integer(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=False, comment="Topic, by its English name"),
        sa.PrimaryKeyConstraint("statement_id", "topic", name="pk_statement_topics"),
        sa.ForeignKeyConstraint(["statement_id"], ["statements.statement_id"], name="fk_statement_topics_statement_id_statements"),
        comment="What a statement is about.",
        sqlite_strict=True,
    )
    op.create_index("ix_statement_topics_topic", "statement_topics", ["topic", "statement_id"])
