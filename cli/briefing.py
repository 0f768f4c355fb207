"""The report that is a page: all about a party, a pair, a speaker or a topic."""

from claims.errors import UsageError
from claims.settings import database_location
from claims.store.access import open_reader
from claims.views.filters import Filters
from claims.views.reports import BRIEF, OPTIONS
from cli.delivering import asked, drawable, nothing
from cli.edge import warn

TAKEN = ("by", "to", "topic", "since", "until", "source", "language")
ABOUT = (
    "All about a party, a pair of parties, a speaker or a topic as one page: commitments with their evidence, money, positions, numbers."
)


def make_brief(filters: Filters, suffix: str, *, as_of: str | None, today: str | None, db: str | None) -> str:
    """Return the page, as `html` or `md`. Refused where nothing meets the filters; UsageError for one that means nothing here."""
    from claims.views.briefs import read_brief
    from claims.writers.brief_pages import write_brief

    for name in OPTIONS:
        if getattr(filters, name) and name not in TAKEN:
            raise UsageError(f"--{name} does not apply to a brief; it takes {', '.join(f'--{each}' for each in TAKEN)}.")
    location = database_location(db)
    with open_reader(location, as_of, today) as reader, reader.snapshot():
        brief = read_brief(reader, filters)
    if brief.empty:
        raise nothing(location)
    if brief.doubt:
        warn(brief.doubt.keeper)
    drawn = suffix == "html" and sum(money.promised is not None for money in brief.money) > 1 and drawable()
    return write_brief(brief, asked(BRIEF, TAKEN, filters, as_of, today, location), suffix, drawn=drawn)
