"""The change history: which tables are tracked. The databases themselves write it, by triggers, so that raw SQL is recorded too."""

import sqlalchemy as sa

from claims.store.models import Base

UNTRACKED = frozenset({"changes", "loads", "load_documents"})


def tracked_tables() -> list[sa.Table]:
    """Return the tables whose every insert, update and delete is written into `changes`, in the order of their references."""
    return [table for table in Base.metadata.sorted_tables if table.name not in UNTRACKED]
