"""Reading: SQL text in, plain values out, through the database's own driver. No SQLAlchemy, so that a command starts at once."""

from claims.store.databases.database import Reader, check_current, find_database

__all__ = ["Reader", "open_reader"]


def open_reader(location: str) -> Reader:
    """Open the database at a path or URL for reading.

    Raises Refused where there is none (the sentence names `claims load PATH`), where its schema is older (names `claims db
    upgrade`) or newer, or where something else lies there; StoreError where it cannot be reached. Nothing is created or changed.
    """
    database = find_database(location)
    check_current(database)
    return database.reader()
