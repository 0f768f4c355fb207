"""One write transaction: begun as the database needs it, signed with who acts and why, its faults told as sentences."""

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa

from claims.errors import StoreError
from claims.store.databases.database import Database
from claims.store.kept import keep

CHANGESET = "claims.changeset"
PROGRAM = "claims"  # who judged, where the program did: no work of people


def changeset(connection: sa.Connection) -> int:
    """Return the number that all changes of this write transaction share."""
    number: int = connection.info[CHANGESET]
    return number


@contextmanager
def writing(database: Database, engine: sa.Engine, *, actor: str | None, reason: str | None = None) -> Iterator[sa.Connection]:
    """Yield a connection inside a transaction that is committed at a clean end and rolled back at any other.

    `actor` and `reason` go into every row of `changes` that it causes, with the number that `changeset` gives. Raises StoreError where
    the database is busy, full or gone, Refused where it may not be written; the error of a row that breaks a rule
    (sqlalchemy.exc.DBAPIError) passes through.
    """
    try:
        with engine.begin() as connection:
            connection.info[CHANGESET] = database.sign(connection, actor, reason)
            yield connection
            database.end_signing(connection)
        keep(database.name)
    except sa.exc.DBAPIError as error:
        if database.is_broken_rule(error):
            raise
        raise database.fault(error) or StoreError(
            f"The database {database.name} failed: {str(error.orig).splitlines()[0]}. Nothing was kept."
        ) from error
