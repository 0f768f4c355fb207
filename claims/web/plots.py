"""Plots as drawings: rows become bars, columns or points, placed in shares of a width that the page gives and in pixels of height.

Nothing here needs a script: each mark is a link to the records behind it, and its title says what it stands for.
"""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from claims.wording import beyond, digits

HEIGHT, HEAD, FOOT = 190, 12, 22  # of the columns and points, and what stands above and below them
BAR, ROW = 12, 38  # of the bars, which lie under their names
GAP = 0.2  # of a column's place
MOST_LABELS = 7
STEPS = (1, 2, 2.5, 5, 10)
MOST_LINES = 4
MOST_PLACES = 120
BROADEST = 14  # of a column's place, in percent
YEAR, MONTH = re.compile("[0-9]{4}"), re.compile("[0-9]{4}-(0[1-9]|1[0-2])")
WIDE = 1_000  # more than this between the least and the most, and the scale is logarithmic
LARGEST = 1e300  # more is not drawn: sums and scales of it would go beyond what a float holds
NAMES = ((1e12, "trillion"), (1e9, "billion"), (1e6, "million"))


@dataclass(frozen=True, slots=True)
class Row:
    """One value: where it stands (a year, a month, a name), of which kind, how much, of what, and the address of what is behind it."""

    at: str
    kind: str
    value: float
    address: str
    of_what: str = ""

    @property
    def words(self) -> str:
        """What the mark says."""
        return f"{', '.join(part for part in (self.at, self.kind) if part)}: {exact(self.value)} {self.of_what}".strip()


@dataclass(frozen=True, slots=True)
class Mark:
    """A rectangle, or the middle of a point: `x` and `width` in percent, `y` and `height` in pixels."""

    x: float
    y: float
    width: float
    height: float
    row: Row


@dataclass(frozen=True, slots=True)
class Label:
    """A word of an axis, or of a bar: `place` is in percent on the axis of time, else in pixels."""

    place: float
    words: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """What a template draws: `shape` is bars, columns or points; `left_out` counts the rows whose values are too large for it."""

    shape: str
    height: float
    marks: list[Mark]
    across: list[Label] = field(default_factory=list)
    up: list[Label] = field(default_factory=list)
    logarithmic: bool = False
    left_out: int = 0

    @property
    def kinds(self) -> list[str]:
        """The kinds that marks are of, in the order in which they come."""
        return list(dict.fromkeys(mark.row.kind for mark in self.marks if mark.row.kind))


def draw_bars(rows: Sequence[Row]) -> Drawing:
    """Lay bars under each other, each with its name and value above it."""
    most = max((row.value for row in rows), default=0) or 1
    marks = [Mark(0, number * ROW + ROW - BAR - 6, 100 * row.value / most, BAR, row) for number, row in enumerate(rows)]
    return Drawing("bars", ROW * len(rows), marks)


def draw_columns(rows: Sequence[Row]) -> Drawing:
    """Stand columns beside each other in the order of time, those of one place on top of each other; a year without any stays empty."""
    places = {at: number for number, at in enumerate(filled(sorted({row.at for row in rows})))}
    sums: dict[str, float] = {}
    for row in rows:
        sums[row.at] = sums.get(row.at, 0) + row.value
    lines = ticks(max(sums.values(), default=0))
    share, scale = min(100 / max(len(places), 1), BROADEST), HEIGHT / lines[-1]
    below: dict[str, float] = {}
    marks = []
    for row in rows:
        height = row.value * scale
        top = HEAD + HEIGHT - below.get(row.at, 0) - height
        marks.append(Mark(share * (places[row.at] + GAP / 2), top, share * (1 - GAP), height, row))
        below[row.at] = below.get(row.at, 0) + height
    every = -(-len(places) // MOST_LABELS)
    across = [Label(share * (number + 0.5), at) for at, number in places.items() if number % every == 0]
    return Drawing("columns", HEAD + HEIGHT + FOOT, marks, across, [Label(HEAD + HEIGHT - line * scale, short(line)) for line in lines])


def draw_points(rows: Sequence[Row]) -> Drawing:
    """Put a point for each row, whose `at` is a year, a month or a day; one without stands nowhere."""
    dated = [(day, row) for row in rows if (day := day_of(row.at)) is not None]
    if not dated:
        return Drawing("points", 0, [])
    first, last = min(day for day, _ in dated), max(day for day, _ in dated)
    least, most = min(row.value for _, row in dated), max(row.value for _, row in dated)
    logarithmic = least > 0 and most / least > WIDE
    up = powers(least, most) if logarithmic else ticks(most, min(least, 0))
    measure = math.log10 if logarithmic else float
    low, high = measure(up[0]), measure(up[-1])

    def height_of(value: float) -> float:
        return HEAD + HEIGHT - HEIGHT * (measure(value) - low) / (high - low)

    span = max((last - first).days, 1)
    marks = [Mark(2 + 96 * (day - first).days / span, height_of(row.value), 0, 0, row) for day, row in dated]
    across = [Label(2 + 96 * (date(year, 1, 1) - first).days / span, str(year)) for year in years_between(first, last)]
    if not across:
        across = [Label(2, first.isoformat())]
    return Drawing(
        "points", HEAD + HEIGHT + FOOT, marks, across, [Label(height_of(value), short(value)) for value in up], logarithmic=logarithmic
    )


DRAWN = {"bars": draw_bars, "columns": draw_columns, "points": draw_points}


def draw(shape: str, rows: Sequence[Row]) -> Drawing:
    """Draw rows as bars, columns or points, but for those whose values are too large."""
    small = [row for row in rows if abs(row.value) <= LARGEST]
    return replace(DRAWN[shape](small), left_out=len(rows) - len(small))


def filled(places: Sequence[str]) -> list[str]:
    """Return years or months in their order with those between them, unless that were too many to be seen."""
    months = [place for place in places if MONTH.fullmatch(place)]
    if months and len(months) == len(places):
        first, last = (int(place[:4]) * 12 + int(place[5:]) - 1 for place in (places[0], places[-1]))
        between = [f"{month // 12:04}-{month % 12 + 1:02}" for month in range(first, last + 1)]
    elif places and all(YEAR.fullmatch(place) for place in places):
        between = [f"{year:04}" for year in range(int(places[0]), int(places[-1]) + 1)]
    else:
        return list(places)
    return between if len(between) <= MOST_PLACES else list(places)


def ticks(most: float, least: float = 0) -> list[float]:
    """Return a few round numbers in steps of one size, from `least` or below to `most` or above."""
    rough = (most - least) / MOST_LINES or 1
    size = 10.0 ** math.floor(math.log10(rough))
    step = next(factor * size for factor in STEPS if factor * size >= rough * 0.999)
    return [step * number for number in range(math.floor(least / step), math.ceil(most / step) + 1)] if most > least else [0.0, 1.0]


def powers(least: float, most: float) -> list[float]:
    """Return powers of ten around the two, at most some of them."""
    low, high = math.floor(math.log10(least)), math.ceil(math.log10(most))
    step = -(-(high - low) // MOST_LINES)
    return [10.0**power for power in range(low, high + step, step)]


def years_between(first: date, last: date) -> list[int]:
    """Return the years that begin between two days, at most some of them."""
    years = range(first.year + ((first.month, first.day) > (1, 1)), last.year + 1)
    return list(years)[:: -(-len(years) // MOST_LABELS) or 1]


def day_of(at: str) -> date | None:
    """Return the day that a year, a month or a day begins with; None for anything else."""
    try:
        return date.fromisoformat(f"{at}-01-01"[:10] if len(at) in (4, 7) else at[:10])
    except ValueError:
        return None


def short(value: float) -> str:
    """Return a round number in a few letters: 2.5 billion."""
    if not math.isfinite(value):
        return exact(value)
    for size, name in NAMES:
        if abs(value) >= size:
            return f"{value / size:,.4g} {name}"
    return f"{value:,.4g}" if abs(value) < 1_000 else f"{value:,.0f}"


def exact(value: float) -> str:
    """Return a number with its digits in groups of three; of a sum beyond what a float holds, that it is."""
    if not math.isfinite(value):
        return beyond(value)
    return f"{value:,.0f}" if value == int(value) else digits(f"{value:.10g}")
