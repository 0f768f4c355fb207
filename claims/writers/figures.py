"""Figures: the marks of a plot laid out for drawing. What has no room is summed up or left out, and a sentence says so."""

import textwrap
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple, TypeVar

from claims.inputs import DAY
from claims.views.plots import MOST_POINTS, Mark, Plot, Shape
from claims.visible import show
from claims.wording import counted
from claims.writers.xml_lines import allowed

Key = TypeVar("Key", str, tuple[str, str])

MOST_PANELS = 6
MOST_BARS, MOST_BARS_EACH = 25, 12  # in one panel alone, and in each of several
MOST_COLUMNS = 60
MOST_MONTHS = 48  # more of them are gathered by years
MOST_SERIES = 8
LINE, MOST_LINES = 44, 4  # letters on a line of a label along the axis, and its lines
LINE_OF_SERIES, MOST_LINES_OF_SERIES = 44, 2
MOST_NAMED = 5  # in a sentence
SPREAD = 1000  # points are drawn on a logarithmic axis where the largest is so many times the smallest
OTHERS = -1  # as a place in the palette: grey
MONTH = len("2022-01")
YEAR = len("2022")


class Series(NamedTuple):
    """One of what parts a plot: its label, its place in the palette (or OTHERS), and what it is called in full."""

    label: str
    colour: int
    name: str


class Drawn(NamedTuple):
    """One mark as it is drawn: its label along the axis (of points an ISO day), the label of its series, and how much."""

    along: str
    series: str
    value: float


@dataclass(frozen=True, slots=True)
class Panel:
    """What shares one axis: its name (a unit; empty: there is one panel), the labels along the axis and the series in their order.

    `most` is how far the marks reach on the other axis.
    """

    name: str
    along: list[str]
    series: list[Series]
    marks: list[Drawn]
    most: float
    logarithmic: bool


@dataclass(frozen=True, slots=True)
class Figure:
    """A plot that is ready to be drawn; `notes` are sentences that say what is not in it. Without panels there is nothing to draw."""

    plot: Plot
    panels: list[Panel] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def lay_out(plot: Plot, marks: Sequence[Mark], *, more: bool = False) -> Figure:
    """Return the figure of these marks; `more` tells that there are points beside those."""
    figure = Figure(plot)
    if more:
        figure.notes.append(f"Only the latest {MOST_POINTS:,} numbers are drawn.")
    if plot.mark is not Shape.BARS:
        marks = in_time(figure, marks)
    gathered: dict[str, list[Mark]] = {}
    for mark in marks:
        gathered.setdefault(mark.panel, []).append(mark)
    ranked = sorted(gathered, key=lambda name: (-len({mark.along for mark in gathered[name]}), -len(gathered[name]), name))
    drawn = ranked[:MOST_PANELS]
    times = [mark.along or "" for name in drawn for mark in gathered[name]]
    along = steps(min(times), max(times)) if plot.mark is Shape.COLUMNS and times else []
    figure.panels.extend(paint(plot, [lay_out_panel(figure, name, gathered[name], along, single=len(ranked) == 1) for name in drawn]))
    if ranked[MOST_PANELS:]:
        figure.notes.append(f"Not drawn: what is in {listed(map(clean, ranked[MOST_PANELS:]))}.")
    return figure


def in_time(figure: Figure, marks: Sequence[Mark]) -> list[Mark]:
    """Return the marks that have a day: of columns by their year or month, where they are near enough to each other to be drawn."""
    dated = [mark for mark in marks if DAY.fullmatch(mark.along or "")]
    if len(dated) < len(marks):
        undated = [mark for mark in marks if not DAY.fullmatch(mark.along or "")]
        figure.notes.append(f"Not drawn, as no day is known: {amounts(figure.plot, undated)}.")
    if figure.plot.mark is Shape.POINTS or not dated:
        return dated
    days = sorted(mark.along or "" for mark in dated)
    whole = min(map(len, days)) >= MONTH and len(steps(days[0][:MONTH], days[-1][:MONTH])) <= MOST_MONTHS
    coarse = [mark._replace(along=(mark.along or "")[: MONTH if whole else YEAR]) for mark in dated]
    shown = set(densest(coarse))
    outside = [mark for mark in coarse if mark.along not in shown]
    if outside:
        far = sorted({mark.along or "" for mark in outside})
        span = far[0] if len(far) == 1 else f"{far[0]} to {far[-1]}"
        figure.notes.append(f"Not drawn, as it is far from the others ({span}): {amounts(figure.plot, outside)}.")
    return [mark for mark in coarse if mark.along in shown]


def densest(marks: Sequence[Mark]) -> list[str]:
    """Return the years or months, one after the other, that hold the most marks and are not too many to be drawn."""
    held = Counter(mark.along or "" for mark in marks)
    every = steps(min(held), max(held))
    windows = [every[start : start + MOST_COLUMNS] for start in range(max(1, len(every) - MOST_COLUMNS + 1))]
    best = max(reversed(windows), key=lambda window: sum(held[step] for step in window))
    filled = [step for step in best if held[step]]
    return steps(filled[0], filled[-1])


def steps(first: str, last: str) -> list[str]:
    """Return the years or months from one to another."""
    if len(first) == YEAR:
        return [f"{year:04}" for year in range(int(first), int(last) + 1)]
    months = [int(text[:YEAR]) * 12 + int(text[-2:]) - 1 for text in (first, last)]
    return [f"{month // 12:04}-{month % 12 + 1:02}" for month in range(months[0], months[1] + 1)]


def lay_out_panel(figure: Figure, name: str, marks: Sequence[Mark], steps: Sequence[str], *, single: bool) -> Panel:
    """Return one panel, not coloured yet; `steps` are the years or months of columns, `single` tells that there is no other panel."""
    plot = figure.plot
    if plot.mark is Shape.BARS:
        marks, along = longest(figure, name, marks, MOST_BARS if single else MOST_BARS_EACH)
    elif plot.mark is Shape.COLUMNS:
        along = {step: step for step in steps}
    else:
        along = {mark.along or "": f"{mark.along}-01-01"[: len("2022-01-01")] for mark in marks}
    series, labels = part(plot, marks)
    found = [Drawn(along[mark.along or ""], labels[mark.series], mark.value) for mark in marks]
    if plot.mark is not Shape.POINTS:
        sums = totals(((mark.along, mark.series), mark.value) for mark in found)
        found = [Drawn(*place, value) for place, value in sums.items()]
    values = [mark.value for mark in found]
    spread = plot.mark is Shape.POINTS and min(values) > 0 and max(values) >= min(values) * SPREAD
    stacked = plot.mark is not Shape.POINTS and not plot.apart
    most = max(totals((mark.along, mark.value) for mark in found).values()) if stacked else max(values)
    return Panel(clean(name), list(along.values()), series, found, most, spread)


def longest(figure: Figure, name: str, marks: Sequence[Mark], most: int) -> tuple[list[Mark], dict[str, str]]:
    """Return the marks of the longest bars, and the labels of these in their order; of bars that are apart, whole pairs come first."""
    plot = figure.plot
    lengths = totals((mark.along or "", mark.value) for mark in marks)
    parts = totals((mark.along or "", 1) for mark in marks) if plot.apart else {}
    ranked = sorted((each for each in lengths if lengths[each]), key=lambda each: (-parts.get(each, 0), -lengths[each], each))
    kept = set(ranked[:most])
    if len(ranked) > most:
        where = f"{clean(name)}: " if name else ""
        rest = amounts(plot, [mark for mark in marks if mark.along not in kept])
        figure.notes.append(f"{where}{most} of {len(ranked):,} bars are drawn; the others are {rest}.")
    return [mark for mark in marks if mark.along in kept], distinct(ranked[:most], LINE, MOST_LINES)


def part(plot: Plot, marks: Sequence[Mark]) -> tuple[list[Series], Mapping[str, str]]:
    """Return the series in their order, and which label the marks of each have: those beyond the largest are others together."""
    weights = totals((mark.series, mark.value) for mark in marks)
    if plot.mark is Shape.POINTS:
        weights = totals((series, 1) for _, series in {(mark.along, mark.series) for mark in marks})
    firm = list(plot.colours or plot.measures)
    ranked = sorted(weights, key=lambda each: (firm.index(each) if each in firm else len(firm), -weights[each], each))
    kept = ranked if len(ranked) <= MOST_SERIES else ranked[: MOST_SERIES - 1]
    labels = distinct(kept, LINE_OF_SERIES, MOST_LINES_OF_SERIES)
    series = [Series(labels[each], 0, each) for each in kept]
    if len(kept) < len(ranked):
        others = f"{len(ranked) - len(kept):,} others"
        series.append(Series(others, OTHERS, others))
        labels |= dict.fromkeys(ranked[len(kept) :], others)
    return series, labels


def paint(plot: Plot, panels: Sequence[Panel]) -> list[Panel]:
    """Return the panels with their series coloured: what stands in several has one colour, as long as none in one panel look alike."""
    groups = [[each.name for each in panel.series if each.colour != OTHERS] for panel in panels]
    palette = dict(plot.colours)
    for name in (name for group in groups for name in group if name not in palette):
        beside = {palette[other] for group in groups if name in group for other in group if other in palette}
        palette[name] = next(place for taken in (palette.values(), beside, ()) for place in range(MOST_SERIES) if place not in taken)
    painted = []
    for panel in panels:
        found: dict[str, int] = {}
        for each in panel.series:
            free = [place for place in range(MOST_SERIES) if place not in found.values()]
            place = OTHERS if each.colour == OTHERS else palette[each.name]
            found[each.name] = place if place in (*free, OTHERS) else free[0]
        painted.append(replace(panel, series=[each._replace(colour=found[each.name]) for each in panel.series]))
    return painted


def amounts(plot: Plot, marks: Iterable[Mark]) -> str:
    """Return what marks add up to, in words: of points, how many there are."""
    if plot.mark is Shape.POINTS:
        return counted(len(list(marks)), "number")
    sums = totals((f"{mark.panel or plot.measured}{f' {mark.series}' if plot.apart else ''}", mark.value) for mark in marks)
    return listed(f"{value:,.15g} {clean(what)}" for what, value in sums.items())


def totals(values: Iterable[tuple[Key, float]]) -> dict[Key, float]:
    """Return the sum of the values of each key."""
    sums: dict[Key, float] = {}
    for key, value in values:
        sums[key] = sums.get(key, 0) + value
    return sums


def listed(words: Iterable[str]) -> str:
    """Return a few of these words, and how many more there are."""
    every = list(words)
    more = [f"{len(every) - MOST_NAMED:,} more"] if len(every) > MOST_NAMED else []
    return "; ".join([*every[:MOST_NAMED], *more])


def distinct(names: Sequence[str], line: int, lines: int) -> dict[str, str]:
    """Return a label for each name, no two alike: in lines of about so many letters, cut where there are more than so many lines."""
    labels: dict[str, str] = {}
    for name in names:
        label = "\n".join(textwrap.wrap(clean(name), line, max_lines=lines, placeholder="…", break_on_hyphens=False))
        alike = sum(other == label or other.startswith(f"{label} (") for other in labels.values())
        labels[name] = f"{label} ({alike + 1})" if alike else label
    return labels


def clean(text: str) -> str:
    """Return a text as a picture may show it: on one line, with its hidden characters as escapes."""
    return allowed(show(text))
