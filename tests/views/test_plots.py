"""What is drawn of reports, on both databases: all that their rows hold, and nothing else."""

import pytest

from claims.errors import UsageError
from claims.views import plots as module
from claims.views.filters import Filters
from claims.views.plots import Mark, Shape, find_plot, plots, read_marks
from claims.views.reports import find_report, reports, run_report

# The columns of a report that its marks add up to; without any, its rows.
ADDED = {
    "commitments-by-party": ("made",),
    "commitments-by-topic": ("commitments",),
    "commitments-by-strength": ("commitments",),
    "money-pledged": ("amount",),
    "promised-and-delivered": ("promised", "disbursed"),
    "numbers-over-time": ("base_value",),
    "statements-by-month": ("statements",),
    "positions-by-speaker": ("positions",),
    "review-backlog": ("proposed", "accepted", "rejected"),
    "coverage": ("statements", "commitments", "numbers"),
}


def marks(reader, name, **filters):
    return read_marks(reader, find_report(name), Filters(**filters))[0]


def test_plots_are_those_of_reports_and_each_has_what_its_mark_needs():
    assert set(plots()) < set(reports())
    for plot in plots().values():
        assert plot.title and plot.axis and ("{panel}" in plot.measured) == (plot.panel is not None)
        assert set(plot.colours) <= set(plot.measures) or plot.series
        assert plot.mark is not Shape.POINTS or len(plot.measures) == 1


@pytest.mark.parametrize("name", plots())
def test_marks_add_up_to_the_rows(full_reader, name):
    found = run_report(full_reader, find_report(name), Filters(limit=0))
    columns = [found.columns.index(column) for column in ADDED.get(name, ())]
    expected = sum(sum(row[column] or 0 for column in columns) if columns else 1 for row in found.rows)
    assert sum(mark.value for mark in marks(full_reader, name)) == pytest.approx(expected)


def test_money_of_a_unit_is_apart_and_so_is_what_is_given_every_year(full_reader):
    assert set(marks(full_reader, "money-pledged")) == {
        Mark("EUR each year", "2022", "Samaya", 7_000_000),
        Mark("USD", "2022", "Velmora", 24_000_000),
        Mark("USD", None, "Samaya, Velmora", 4_000_000),
    }


def test_filters_mean_what_they_mean_in_the_report(full_reader):
    assert {mark.series for mark in marks(full_reader, "money-pledged", by="Samaya", unit="EUR")} == {"Samaya"}
    assert [mark.value for mark in marks(full_reader, "due-and-overdue", overdue=True)] == [1]
    with pytest.raises(UsageError, match="--unit does not apply to the report coverage"):
        marks(full_reader, "coverage", unit="USD")


def test_points_are_the_latest_where_there_are_too_many(full_reader, monkeypatch):
    monkeypatch.setattr(module, "MOST_POINTS", 3)
    found, more = read_marks(full_reader, find_report("numbers-over-time"), Filters())
    every = sorted((mark.along or "" for mark in marks(full_reader, "numbers-over-time")), reverse=True)
    assert more and len(found) == 3 and found[0].along == every[0]


def test_a_report_without_a_plot_names_those_that_have_one():
    with pytest.raises(
        UsageError, match=r"^The report who-speaks-for-whom has no plot; these have one: who-committed-to-what, .*coverage\.$"
    ):
        find_plot(find_report("who-speaks-for-whom"))
