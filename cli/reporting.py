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
from cli.delivering import MOST_ON_PAGE, deliver
from cli.layout import Column
from cli.output import Format, Output

if TYPE_CHECKING:
    from claims.views.reports import Report, Rows

Name = Annotated[str | None, typer.Argument(metavar="REPORT", help="Which one; --list names them.", show_default=False)]
Listed = Annotated[bool, typer.Option("--list", help="Name the reports, what each shows, and the filters that it takes.")]
Limit = Annotated[int | None, typer.Option("--limit", metavar="N", parser=options.read_limit, help="How many at most; 0 for all.")]
ReportFormat = Annotated[
    str | None,
    typer.Option("--format", metavar="table|json|jsonl|csv|tsv|md|html|png|svg", help="How to print; else table, or as --output ends."),
]
Into = Annotated[Path | None, typer.Option("--output", "-o", metavar="FILE", help="A new file for a page or a plot, such as money.svg.")]
Force = Annotated[bool, typer.Option("--force", help="Replace the file if it is there.")]
Open = Annotated[bool, typer.Option("--open", help="Show the page or plot in a browser.")]
SUFFIXES = {".htm": "html", ".markdown": "md"}  # others are called as the format


class Page(StrEnum):
    """What a brief is made as."""

    HTML = "html"
    MD = "md"


class Drawn(StrEnum):
    """What other reports are made as for eyes alone: a page, or the plot."""

    HTML = "html"
    PNG = "png"
    SVG = "svg"


FORMS: type[StrEnum] = StrEnum("FORMS", {each.name: each.value for each in (*Format, *Drawn)})  # type: ignore[misc]  # not literal


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
    today: options.Today = None,
    format: ReportFormat = None,
    into: Into = None,
    force: Force = False,
    open: Open = False,
    db: options.Db = None,
) -> None:
    """Count and compare: reports over the whole database.

    --list names them, with the filters that each takes. --order takes a column of the report. As html a report is a page with its plot,
    as png or svg the plot alone. The report `brief` is a page about whom --by and --to name, or about a topic.
    """
    from claims.views.reports import BRIEF, find_report, run_report

    chosen = format or (SUFFIXES.get(into.suffix.lower(), into.suffix.lower().removeprefix(".")) if into else "")
    said = "--format" if format else "--output"
    brief = name is not None and name.strip().lower() == BRIEF
    kind = chosen if brief or not chosen else read_term(FORMS, said, chosen)
    page = brief or kind == Drawn.HTML
    filters = Filters(
        by=by, to=to, act=act, topic=topic, strength=strength, status=status, overdue=overdue, unit=unit, since=since, until=until,
        source=source, language=language, order=order, limit=limit if limit is not None else MOST_ON_PAGE if page else DEFAULT_LIMIT,
    )  # fmt: skip
    if brief and not listed:
        from cli.briefing import make_brief

        if columns is not None:
            raise UsageError("--columns does not apply to a brief, which is a page.")
        suffix = read_term(Page, said, chosen or (Page.HTML if into else Page.MD))
        deliver(make_brief(filters, suffix, as_of=as_of, today=today, db=db), into, force=force, open=open)
    elif listed or name is None:
        print_list(Output(kind or "table"))
    elif kind == Drawn.HTML:
        from cli.picturing import make_page

        deliver(make_page(find_report(name), filters, columns=columns, as_of=as_of, today=today, db=db), into, force=force, open=open)
    elif kind in (Drawn.PNG, Drawn.SVG):
        from cli.picturing import make_picture

        refuse_for_plots(columns=columns, order=order, limit=limit)
        deliver(make_picture(find_report(name), filters, kind, as_of=as_of, today=today, db=db), into, force=force, open=open)
    else:
        if into or force or open:
            raise UsageError("--output, --force and --open are for pages and plots (html, png, svg); others go to standard output.")
        report = find_report(name)
        with open_reader(database_location(db), as_of, today) as reader:
            print_rows(Output(kind or "table", columns=columns), report, run_report(reader, report, filters))


def refuse_for_plots(**given: object) -> None:
    """Raise UsageError for options that mean nothing for a plot."""
    for option, value in given.items():
        if value is not None:
            raise UsageError(f"--{option} does not apply to a plot, which is of all that matches; the page (html) takes it for its table.")


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
    if found.doubt:
        output.note(found.doubt.keeper)


def laid_out(column: str, values: Sequence[Any]) -> Column:
    """Return how a column of a report is drawn."""
    from claims.writers.cells import head_of, told

    head = head_of(column, values)
    return Column(head.title, partial(told, column), breaks=head.breaks, right=head.number)


def first_sentence(text: str) -> str:
    """Return a text up to its first full stop before a space."""
    return re.split(r"(?<=\.) ", text, maxsplit=1)[0]
