"""Migrations: bringing a database to the schema that this program knows, and saying where it stands.

The migration scripts are the folder `alembic/` of the repository, which a wheel carries as `claims/_migrations`. They run through
`migrating`, which holds the recipe: one transaction, foreign keys off, views and triggers dropped first and made from code at the
end, nothing committed before references and row counts are checked.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import sqlalchemy as sa

from claims.errors import Refused
from claims.store.databases.database import Code, Database, check_current, find_database
from claims.store.full_text import FULL_TEXT
from claims.store.history import tracked_tables
from claims.store.revision import HEAD, REVISIONS
from claims.store.selects import view_selects

if TYPE_CHECKING:
    from alembic.config import Config


@dataclass(frozen=True, slots=True)
class Revision:
    """One revision of the schema: its name, and the one line that tells what it brought."""

    name: str
    description: str


def upgrade(location: str) -> None:
    """Make the database at `location`, or bring it to the newest schema; at the newest, make its views and triggers anew.

    Raises Refused for what is not ours or is newer, and StoreError where it is busy, full or gone; then nothing is changed.
    """
    from alembic import command

    database = find_database(location)
    revision = database.revision()
    if revision is None:
        with database.birthplace() as newborn:
            command.upgrade(_config(newborn, revision), "head")
    elif revision not in REVISIONS:
        check_current(database)
    else:
        command.upgrade(_config(database, revision), "head")


def current(location: str) -> str | None:
    """Return the revision of the database at `location`, or None where there is none."""
    return find_database(location).revision()


def history() -> list[Revision]:
    """Return the revisions, oldest first."""
    from alembic.script import ScriptDirectory

    scripts = ScriptDirectory(str(script_folder())).walk_revisions()
    return [Revision(script.revision, script.doc) for script in scripts][::-1]


def script_folder() -> Path:
    """Return the folder of migration scripts: of the wheel, else of the checkout."""
    package = Path(str(files("claims")))
    shipped = package / "_migrations"
    return shipped if shipped.is_dir() else package.parent / "alembic"


@contextmanager
def migrating(database: Database, found: str | None = HEAD) -> Iterator[sa.Connection]:
    """Yield the connection that migration scripts run on; commit only if every row and reference is still there.

    `found` is the revision that the database had when it was looked at. Where another program has brought it to the newest meanwhile,
    nothing is done: its views and triggers are new, and to make them again would get in the way of whoever writes there by now.
    Raises Refused, with nothing changed, where a migration would lose a row or leave a reference that points at nothing.
    """
    engine = database.migration_engine()
    code = Code(tracked_tables(), FULL_TEXT, view_selects())
    try:
        with engine.begin() as connection:
            database.begin_migration(connection)
            if found != HEAD and _revision(connection) == HEAD:
                yield connection
                return
            restore = database.drop_code(connection, code)
            before = _row_counts(connection)
            yield connection
            if _revision(connection) == HEAD:
                database.create_code(connection, code)
            for statement in restore:
                connection.exec_driver_sql(statement)
            _check_row_counts(database, before, _row_counts(connection))
            database.end_migration(connection)
            database.mark(connection)
    except sa.exc.DBAPIError as error:
        raise database.fault(error) or Refused(f"The upgrade of {database.name} failed and was undone: {error.orig}") from error
    finally:
        engine.dispose()


def _config(database: Database, found: str | None) -> "Config":
    from alembic.config import Config

    config = Config(attributes={"database": database, "found": found})
    config.set_main_option("script_location", str(script_folder()).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def _revision(connection: sa.Connection) -> str | None:
    if not sa.inspect(connection).has_table("alembic_version"):
        return None
    revision: str | None = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    return revision


def _row_counts(connection: sa.Connection) -> dict[str, int]:
    names = [name for name in sa.inspect(connection).get_table_names() if name != "alembic_version"]
    return {name: connection.execute(sa.select(sa.func.count()).select_from(sa.table(name))).scalar_one() for name in names}


def _check_row_counts(database: Database, before: dict[str, int], after: dict[str, int]) -> None:
    for name, count in before.items():
        if after.get(name, count) < count:
            raise Refused(f"The upgrade of {database.name} would lose {count - after[name]} rows of {name}; nothing was changed.")
