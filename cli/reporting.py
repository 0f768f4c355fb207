"""The command that runs reports, and lists them."""

import re
from collections.abc import Sequence
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from claims.errors import UsageError
from claims.inputs import read_term
from claims.settings import database_location
from claims.store.access import open_reader
from claims.views.filters import DEFAULT_LIMIT, Filters
from cli import options
from cli.choosing import read_columns
from cli.layout import Column
from cli.output import Format, Output, flat

if TYPE_CHECKING:
    from claims.views.reports import Report, Rows

Name = Annotated[str | None, typer.Argument(metavar="REPORT", help="Which one; --list names them.", show_default=False)]
Listed = Annotated[bool, typer.Option("--list", help="Name the reports, what each shows, and the filters that it takes.")]
Limit = Annotated[int | None, typer.Option("--limit", metavar="N", parser=options.read_limit, help="How many at most; 0 for all.")]
ReportFormat = Annotated[
    str | None, typer.Option("--format", metavar="table|json|jsonl|csv|tsv|md|html", help="How to print; else table, or as --output ends.")
]
Into = Annotated[Path | None, typer.Option("--output", "-o", metavar="FILE", help="A new file for a page, such as brief.html.")]
Force = Annotated[bool, typer.Option("--force", help="Replace the file if it is there.")]
Open = Annotated[bool, typer.Option("--open", help="Show the page in a browser.")]
SUFFIXES = {".htm": "html", ".markdown": "md"}  # others are called as the format
MOST_IN_BRIEF = 300  # commitments, positions and numbers each
EXACT = ("value", "upper_value")  # decimals as text
INSTANT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9.]+Z", re.ASCII)


class Page(StrEnum):
    """What a brief is made as."""

    HTML = "html"
    MD = "md"


def print_report(
    name: Name = None,
    listed: Listed = False,
    by: options.By = None,
    to: options.To = None,
    act: options.Act = None,
    topic: options.Topic = None,
    strength: options.Strength = None,
    status: options.Status = None,
    overdue: options.Overdue = False,
    unit: options.Unit = None,
    since: options.Since = None,
    until: options.Until = None,
    source: options.Source = None,
    language: options.Language = None,
    order: options.Order = None,
    limit: Limit = None,
    columns: options.Columns = None,
    as_of: options.AsOf = None,
    format: ReportFormat = None,
    into: Into = None,
    force: Force = False,
    open: Open = False,
    db: options.Db = None,
) -> None:
    """Count and compare: reports over the whole database.

    --list names them, with the filters that each takes. --order takes a column of the report. The report `brief` is a page about whom
    --by and --to name, or about a topic.
    """
    from claims.views.reports import BRIEF, find_report, run_report

    chosen = format or (SUFFIXES.get(into.suffix.lower(), into.suffix.lower().removeprefix(".")) if into else "")
    brief = name is not None and name.strip().lower() == BRIEF
    filters = Filters(
        by=by, to=to, act=act, topic=topic, strength=strength, status=status, overdue=overdue, unit=unit, since=since, until=until,
        source=source, language=language, order=order, limit=limit if limit is not None else MOST_IN_BRIEF if brief else DEFAULT_LIMIT,
    )  # fmt: skip
    if brief and not listed:
        from cli.briefing import make_brief

        if columns is not None:
            raise UsageError("--columns does not apply to a brief, which is a page.")
        suffix = read_term(Page, "--format" if format else "--output", chosen or (Page.HTML if into else Page.MD))
        deliver(make_brief(filters, suffix, as_of=as_of, db=db), into, force=force, open=open)
        return
    if into or force or open:
        raise UsageError(f"--output, --force and --open are for the report {BRIEF}; others go to standard output.")
    output = Output(chosen or "table", columns=columns)
    if listed or name is None:
        print_list(output)
        return
    report = find_report(name)
    with open_reader(database_location(db), as_of) as reader:
        print_rows(output, report, run_report(reader, report, filters))


def deliver(page: str, into: Path | None, *, force: bool, open: bool) -> None:
    """Write a page to a file, and show it in a browser if asked; without a file, print it."""
    if into is None:
        if open or force:
            raise UsageError("--open and --force are for a file; name it with --output.")
        print(page, end="")
        return
    from cli.files import save

    save(into, page.encode("utf-8"), force=force)
    Output().note(f"Made {into}.")
    if open:
        import webbrowser

        webbrowser.open(into.resolve().as_uri())


def print_list(output: Output) -> None:
    """Print which reports there are."""
    from claims.views.reports import BRIEF, reports
    from cli.briefing import ABOUT, TAKEN

    listed = [(each.name, each.description, [f"--{option}" for option in each.filters]) for each in reports().values()]
    listed.append((BRIEF, ABOUT, [f"--{option}" for option in TAKEN]))
    if output.format in (Format.TABLE, Format.MD):
        columns = [Column("report", str, breaks=False), Column("what it shows", str), Column("filters", str)]
        output.table(columns, [[name, first_sentence(shows), " ".join(filters)] for name, shows, filters in listed])
    else:
        output.rows(["report", "description", "filters"], listed)


def print_rows(output: Output, report: "Report", found: "Rows") -> None:
    """Print the rows of a report: the columns that are asked for, else all of them, but as a table those that it shows."""
    drawn = output.format in (Format.TABLE, Format.MD)
    shown: Sequence[str] = (report.shown if drawn else ()) or found.columns
    if output.columns is not None:
        shown = read_columns(output.columns, found.columns, "rows of this report")
    places = [found.columns.index(column) for column in shown]
    if drawn:
        columns = [laid_out(column, [row[place] for row in found.rows]) for column, place in zip(shown, places, strict=True)]
        output.table(columns, [[column.cell(row[place]) for column, place in zip(columns, places, strict=True)] for row in found.rows])
    else:
        output.rows(shown, [[row[place] for place in places] for row in found.rows])
    output.left_out(len(found.rows), found.more, exact=found.more_is_exact, what="rows")


def laid_out(column: str, values: Sequence[Any]) -> Column:
    """Return how a column of a report is drawn: numbers stand to the right, and neither they nor days and names of records break."""
    numbers = column in EXACT or any(isinstance(value, int | float) for value in values)
    firm = numbers or column.endswith(("_on", "_id", "_since")) or column in ("year", "month", "holds_for")
    title = "id" if column in ("commitment_id", "statement_id", "numeric_claim_id") else column.removesuffix("_id").replace("_", " ")
    return Column(title, partial(shown_value, column), breaks=not firm, right=numbers)


def shown_value(column: str, value: Any) -> str:
    """Return a value as people read it: digits in groups, a period in words, an instant to the minute."""
    from claims.wording import digits, length

    if isinstance(value, float):
        return f"{value:,.2f}"
    if isinstance(value, int):
        return f"{value:,}"
    text = flat(value)
    if column in EXACT:
        return digits(text)
    if column == "period":
        return length(text)
    return text[:16].replace("T", " ") + " UTC" if INSTANT.fullmatch(text) else text


def first_sentence(text: str) -> str:
    """Return a text up to its first full stop before a space."""
    return re.split(r"(?<=\.) ", text, maxsplit=1)[0]
