"""Pages and pictures: what they say about themselves, and where they go."""

import shlex
import sys
from collections.abc import Iterable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from claims.errors import Refused, UsageError
from claims.inputs import read_exact_day, read_moment
from claims.views.filters import Filters
from cli.output import Output, place

if TYPE_CHECKING:
    from claims.writers.brief_pages import Asked

MOST_ON_PAGE = 300  # rows, unless --limit says how many; of a brief commitments, positions and numbers each


def asked(
    report: str,
    options: Iterable[str],
    filters: Filters,
    as_of: str | None,
    today: str | None,
    location: str,
    columns: str | None = None,
) -> "Asked":
    """Return what was asked of which database and when: a report with the values of these options, and of those that every page takes."""
    from claims.writers.brief_pages import Asked

    now = datetime.now(UTC)
    counted_to = None if today is None else read_exact_day("--today", today).isoformat()
    given = [(f"--{name}", getattr(filters, name)) for name in (*options, "order")]
    given += [("--limit", None if filters.limit == MOST_ON_PAGE else str(filters.limit)), ("--columns", columns)]
    given += [("--as-of", as_of), ("--today", counted_to)]
    day = counted_to or (read_moment("--as-of", as_of)[:10] if as_of else None)
    words = [word for option, value in given if value for word in ((option,) if value is True else (option, value))]
    return Asked(
        database=database_name(location),
        on=f"{now:%Y-%m-%d %H:%M} UTC",
        command=shlex.join(["claims", "report", report, *words]),
        as_of=as_of,
        today=date.fromisoformat(day) if day else now.date(),
    )


def database_name(location: str) -> str:
    """Return a database as a page for others may name it: a file without its folders, a server without its password."""
    name = place(location)
    return name if "://" in name else Path(name).name


def nothing(location: str) -> Refused:
    """Return the error for filters that nothing meets."""
    return Refused(f"Nothing in {database_name(location)} matches, so nothing was made; fewer or other filters find more.")


def drawable() -> bool:
    """Tell whether plots can be drawn; where what draws is not installed, say on stderr that the page has none."""
    from claims.writers.plotting import require_plots

    try:
        require_plots()
    except Refused as missing:
        Output().note(f"The page has no plot. {missing}")
        return False
    return True


def deliver(content: str | bytes, into: Path | None, *, force: bool, open: bool) -> None:
    """Write a page or picture to a file, and show it in a browser if asked; without a file, print it."""
    if into is None:
        if open or force:
            raise UsageError("--open and --force are for a file; name it with --output.")
        if isinstance(content, str):
            print(content, end="")
            return
        if sys.stdout.isatty():
            raise UsageError("A PNG is no text for a terminal; name a file with --output.")
        sys.stdout.buffer.write(content)
        return
    from cli.files import save

    save(into, content.encode("utf-8") if isinstance(content, str) else content, force=force)
    Output().note(f"Made {into}.")
    if open:
        import webbrowser

        webbrowser.open(into.resolve().as_uri())
