"""Reports as pages, and their plots as pictures."""

from dataclasses import replace
from typing import TYPE_CHECKING

from claims.errors import Refused
from claims.settings import database_location
from claims.store.access import open_reader
from claims.views.filters import Filters
from cli.choosing import read_columns
from cli.delivering import asked, drawable, nothing
from cli.edge import warn

if TYPE_CHECKING:
    from claims.store.access import Reader
    from claims.views.reports import Report
    from claims.writers.figures import Figure


def make_page(report: "Report", filters: Filters, *, columns: str | None, as_of: str | None, today: str | None, db: str | None) -> str:
    """Return a report as a page: its plot, where it has one, its rows, and their evidence. Refused where nothing meets the filters.

    Where what draws is not installed, the page has no plot, and a note says so.
    """
    from claims.views.evidence import read_evidence
    from claims.views.plots import plots
    from claims.views.reports import run_report
    from claims.writers.report_pages import write_report

    drawn = report.name in plots() and drawable()
    location = database_location(db)
    with open_reader(location, as_of, today) as reader, reader.snapshot():
        found = run_report(reader, report, filters)
        if not found.rows:
            raise nothing(location)
        figure = read_figure(reader, report, filters) if drawn else None
        support = read_evidence(reader, found)
    if found.doubt:
        warn(found.doubt.keeper)
    shown = read_columns(columns, found.columns, "rows of this report") if columns else report.shown or found.columns
    question = asked(report.name, report.filters, filters, as_of, today, location, columns)
    return write_report(report, found, shown, support, figure, question)


def make_picture(report: "Report", filters: Filters, suffix: str, *, as_of: str | None, today: str | None, db: str | None) -> str | bytes:
    """Return the plot of a report, as `svg` or `png`.

    UsageError where it has none. Refused where nothing meets the filters or can be drawn, and where what draws is not installed.
    """
    from claims.views.plots import find_plot
    from claims.views.waiting import doubt_of_sums
    from claims.writers.plotting import draw_png, draw_svg, require_plots

    find_plot(report)
    require_plots()
    location = database_location(db)
    with open_reader(location, as_of, today) as reader, reader.snapshot():
        figure = read_figure(reader, report, filters)
        doubt = doubt_of_sums(reader) if report.sums else None
    if not figure.panels:
        raise Refused(figure.notes[0]) if figure.notes else nothing(location)
    if doubt:
        warn(doubt.keeper)
        figure = replace(figure, notes=[*figure.notes, doubt.reader])
    return draw_png(figure) if suffix == "png" else draw_svg(figure)


def read_figure(reader: "Reader", report: "Report", filters: Filters) -> "Figure":
    """Return the plot of all that meets the filters, ready to be drawn."""
    from claims.views.plots import find_plot, read_marks
    from claims.writers.figures import lay_out

    marks, more = read_marks(reader, report, filters)
    return lay_out(find_plot(report), marks, more=more)
