"""Numbers are counted along their values: the index knows which of them people rejected.

Revision: 0004
"""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_index("ix_numeric_claims_unit_value_number", "numeric_claims")
    op.create_index("ix_numeric_claims_unit_value_number", "numeric_claims", ["unit", "value_number", "review"])
