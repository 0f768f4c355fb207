"""Reading: SQL text in, plain values out, through the database's own driver. No SQLAlchemy, so that a command starts at once."""

from claims.inputs import read_exact_day, read_moment
from claims.store.databases.database import Reader, check_current, find_database

__all__ = ["Reader", "open_reader"]


def open_reader(location: str, as_of: str | None = None, today: str | None = None) -> Reader:
    """Open the database at a path or URL for reading; with `as_of`, as it stood at the end of that day, or at that instant.

    What is overdue is counted to `today`, a day that has been or is to come; without one, to that of `as_of`, else to the calendar's.

    Raises Refused where there is none (the sentence names `claims load PATH`), where its schema is older (names `claims db
    upgrade`) or newer, or where something else lies there; StoreError where it cannot be reached; UsageError for a time that is still
    to come, or at which it held nothing. Nothing is created or changed.
    """
    moment = None if as_of is None else read_moment("--as-of", as_of)
    day = None if today is None else read_exact_day("--today", today).isoformat()
    database = find_database(location)
    check_current(database)
    return database.reader(moment, day)
