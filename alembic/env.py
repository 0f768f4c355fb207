"""How a migration runs, for `claims db upgrade` (which hands over the database) and for the alembic command (CLAIMS_DB names it)."""

from alembic import context

from claims.settings import database_location
from claims.store.databases.database import find_database
from claims.store.databases.sqlite_code import OWN_TABLES
from claims.store.migrations import migrating
from claims.store.models import Base

SHADOWS = ("_fts", "_fts_config", "_fts_content", "_fts_data", "_fts_docsize", "_fts_idx")


def is_ours(_object, name, kind, _reflected, _compared):
    """Keep autogenerate from dropping what is made from code."""
    return not (kind == "table" and (name in OWN_TABLES or name.endswith(SHADOWS)))


def run():
    database = context.config.attributes.get("database")
    if database is None:
        database = find_database(database_location())
        context.config.attributes["found"] = database.revision()  # refuses what is not ours
    with migrating(database, context.config.attributes["found"]) as connection:
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            include_object=is_ours,
            render_as_batch=True,
            transaction_per_migration=False,
        )
        context.run_migrations()


if context.is_offline_mode():
    raise SystemExit("Migrations run on a database only: rows and references are checked before anything is kept.")
run()
