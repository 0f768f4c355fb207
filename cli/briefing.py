"""The report that is a page: all about a party, a pair, a speaker or a topic."""

import shlex
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from claims.errors import Refused, UsageError
from claims.inputs import read_moment
from claims.settings import database_location
from claims.store.access import open_reader
from claims.views.filters import Filters
from claims.views.reports import BRIEF, OPTIONS
from cli.output import place

if TYPE_CHECKING:
    from claims.writers.brief_pages import Asked

TAKEN = ("by", "to", "topic", "since", "until", "source", "language")
ABOUT = (
    "All about a party, a pair of parties, a speaker or a topic as one page: commitments with their evidence, money, positions, numbers."
)


def make_brief(filters: Filters, suffix: str, *, as_of: str | None, db: str | None) -> str:
    """Return the page, as `html` or `md`. Refused where nothing meets the filters; UsageError for one that means nothing here."""
    from claims.views.briefs import read_brief
    from claims.writers.brief_pages import write_brief

    for name in OPTIONS:
        if getattr(filters, name) and name not in TAKEN:
            raise UsageError(f"--{name} does not apply to a brief; it takes {', '.join(f'--{each}' for each in TAKEN)}.")
    location = database_location(db)
    with open_reader(location, as_of) as reader, reader.snapshot():
        brief = read_brief(reader, filters)
    if brief.empty:
        raise Refused(f"Nothing in {database_name(location)} matches, so no page was made; fewer or other filters find more.")
    return write_brief(brief, asked(filters, as_of, location), suffix)


def asked(filters: Filters, as_of: str | None, location: str) -> "Asked":
    """Return what was asked of which database and when."""
    from claims.writers.brief_pages import Asked

    now = datetime.now(UTC)
    given = [(f"--{name}", getattr(filters, name)) for name in TAKEN] + [("--as-of", as_of)]
    words = [word for option, value in given if value for word in (option, value)]
    return Asked(
        database=database_name(location),
        on=f"{now:%Y-%m-%d %H:%M} UTC",
        command=shlex.join(["claims", "report", BRIEF, *words]),
        as_of=as_of,
        today=date.fromisoformat(read_moment("--as-of", as_of)[:10]) if as_of else now.date(),
    )


def database_name(location: str) -> str:
    """Return a database as a page for others may name it: a file without its folders, a server without its password."""
    name = place(location)
    return name if "://" in name else Path(name).name
