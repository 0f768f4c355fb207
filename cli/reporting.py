"""The command that runs reports, and lists them."""

import re
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any

import typer

from claims.settings import database_location
from claims.store.access import open_reader
from claims.views.filters import DEFAULT_LIMIT, Filters
from cli import options
from cli.layout import Column
from cli.output import Format, Output, flat

if TYPE_CHECKING:
    from claims.views.reports import Report, Rows

Name = Annotated[str | None, typer.Argument(metavar="REPORT", help="Which one; --list names them.", show_default=False)]
Listed = Annotated[bool, typer.Option("--list", help="Name the reports, what each shows, and the filters that it takes.")]
EXACT = ("value", "upper_value")  # decimals as text
INSTANT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9.]+Z", re.ASCII)


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
    limit: options.Limit = DEFAULT_LIMIT,
    as_of: options.AsOf = None,
    format: options.Format = "table",
    db: options.Db = None,
) -> None:
    """Count and compare: reports over the whole database.

    --list names them, with the filters that each takes. --order takes a column of the report.
    """
    from claims.views.reports import find_report, run_report

    output = Output(format)
    if listed or name is None:
        print_list(output)
        return
    report = find_report(name)
    filters = Filters(
        by=by, to=to, act=act, topic=topic, strength=strength, status=status, overdue=overdue, unit=unit, since=since, until=until,
        source=source, language=language, order=order, limit=limit,
    )  # fmt: skip
    with open_reader(database_location(db), as_of) as reader:
        print_rows(output, report, run_report(reader, report, filters))


def print_list(output: Output) -> None:
    """Print which reports there are."""
    from claims.views.reports import reports

    listed = [(each.name, each.description, [f"--{option}" for option in each.filters]) for each in reports().values()]
    if output.format in (Format.TABLE, Format.MD):
        columns = [Column("report", str, breaks=False), Column("what it shows", str), Column("filters", str)]
        output.table(columns, [[name, first_sentence(shows), " ".join(filters)] for name, shows, filters in listed])
    else:
        output.rows(["report", "description", "filters"], listed)


def print_rows(output: Output, report: "Report", found: "Rows") -> None:
    """Print the rows of a report: all their columns, but as a table those that it shows."""
    if output.format in (Format.TABLE, Format.MD):
        shown = report.shown or found.columns
        places = [found.columns.index(column) for column in shown]
        columns = [laid_out(column, [row[place] for row in found.rows]) for column, place in zip(shown, places, strict=True)]
        output.table(columns, [[column.cell(row[place]) for column, place in zip(columns, places, strict=True)] for row in found.rows])
    else:
        output.rows(found.columns, found.rows)
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
