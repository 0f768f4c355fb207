"""What is drawn of reports: marks, read from the database as plots.toml says."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from claims.errors import UsageError
from claims.store.access import Reader
from claims.views.filters import Filters
from claims.views.reports import Report, ask_report

MOST_POINTS = 3_000
NONE = "''"  # as SQL


class Shape(StrEnum):
    """How marks stand for numbers: bars lie by their names, columns and points stand in time."""

    BARS = "bars"
    COLUMNS = "columns"
    POINTS = "points"


@dataclass(frozen=True, slots=True)
class Plot:
    """One plot as plots.toml describes it."""

    title: str
    mark: Shape
    along: str
    axis: str
    measures: Mapping[str, str]
    measured: str
    series: str | None = None
    panel: str | None = None
    apart: bool = False
    colours: Mapping[str, int] = field(default_factory=dict)


class Mark(NamedTuple):
    """One number of a plot: its panel (a unit; empty: there is one panel), its place along the axis, what it is of, and how much."""

    panel: str
    along: str | None
    series: str
    value: float


@cache
def plots() -> Mapping[str, Plot]:
    """Return the plots by the names of their reports."""
    listed = tomllib.loads(files("claims.views").joinpath("plots.toml").read_text("utf-8"))
    return {report: Plot(**(entries | {"mark": Shape(entries["mark"])})) for report, entries in listed.items()}


def find_plot(report: Report) -> Plot:
    """Return the plot of a report; UsageError, where it has none, names those that have one."""
    if report.name not in plots():
        raise UsageError(f"The report {report.name} has no plot; these have one: {', '.join(plots())}.")
    return plots()[report.name]


def read_marks(reader: Reader, report: Report, filters: Filters) -> tuple[list[Mark], bool]:
    """Return the marks of all rows of a report that meet the filters, and whether there are more.

    Of bars and columns all are there. Points are at most MOST_POINTS, the latest: each is a row.
    """
    plot = find_plot(report)
    query = ask_report(reader, report, filters)
    measures = ", ".join(f"{sql} AS measure_{place}" for place, sql in enumerate(plot.measures.values()))
    columns = f"{plot.panel or NONE} AS panel, {plot.along} AS along, {plot.series or NONE} AS series, {measures}"
    if plot.mark is Shape.POINTS:
        rows = reader.table(f"{query.sql(columns)} ORDER BY {plot.along} IS NULL, 2 DESC, 1, 3, 4 LIMIT {MOST_POINTS + 1}", query.values)[1]
    else:
        rows = reader.table(f"{query.sql(columns)} GROUP BY 1, 2, 3", query.values)[1]
    more = plot.mark is Shape.POINTS and len(rows) > MOST_POINTS
    names = list(plot.measures)
    return [
        Mark(panel, None if along is None else str(along), series or (name if len(names) > 1 else ""), float(value))
        for panel, along, series, *values in rows[: MOST_POINTS if more else None]
        for name, value in zip(names, values, strict=True)
        if value is not None
    ], more
