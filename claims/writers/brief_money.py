"""The plot of a brief: what was promised, year by year."""

from collections.abc import Sequence
from dataclasses import replace

from claims.views.money import RATE, Flow, Money
from claims.views.plots import Mark, plots
from claims.wording import length
from claims.writers.figures import Figure, lay_out

# As the report of that name; but the committers of a brief are few, and what tells its sums apart is how firm they are.
PLOT = replace(plots()["money-pledged"], series="strength", colours=plots()["who-committed-to-what"].colours)


def lay_out_money(sums: Sequence[Money]) -> Figure:
    """Return the figure of what these sums promise; one sum alone is told by the table, and nothing is drawn of it."""
    marks = [Mark(unit_of(each.flow), each.flow.year, each.flow.strength, float(each.promised)) for each in sums if each.promised]
    return lay_out(PLOT, marks) if len(marks) > 1 else Figure(PLOT)


def unit_of(flow: Flow) -> str:
    """Return what a flow is measured in; what is given again and again is apart."""
    return f"{flow.unit} each {length(flow.period).removeprefix('1 ')}" if RATE.fullmatch(flow.period) else flow.unit
