"""Timelines as drawings: a lane for each commitment, from the day it was made to the day it is due, with what happened between."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from claims.views.briefs import Followed, Standing, State
from claims.views.timeline import Entry, Happening

WIDTH = 720
MARGIN = 22
HEAD = 26
LANE = 38
LABEL = 14  # from the top of a lane to the line on which its label stands
LINE = 26  # and to the line of its marks
MOST_LANES = 40
MOST_LETTERS = 100
# Deadlines that are further away than this stand at the edge, so that they do not press all others together.
FARTHEST = timedelta(days=3653)
STEPS = (1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200)  # months
MOST_TICKS = 9

SHAPES = {
    Happening.ANNOUNCED: "made",
    Happening.REPORTED: "again",
    Happening.RESTATED: "again",
    Happening.SUPERSEDED: "again",
    Happening.ASSESSED: "judged",
    Happening.PLEDGED: "paid",
    Happening.COMMITTED: "paid",
    Happening.DISBURSED: "paid",
    Happening.DUE: "due",
}
LEGEND = {
    "made": "announced",
    "again": "said again or changed",
    "judged": "assessed",
    "paid": "money",
    "due": "due",
    "missed": "due and overdue",
}


class Dot(NamedTuple):
    """One mark: where it stands, its shape, what it says, and the anchor of what it tells of."""

    x: float
    shape: str
    title: str
    anchor: str


class Tick(NamedTuple):
    """One line of the axis."""

    x: float
    label: str


@dataclass(frozen=True, slots=True)
class Lane:
    """One commitment: its label, its marks, and the lines from the first to the last, and from a missed deadline to today."""

    label: str
    anchor: str
    top: int
    dots: list[Dot]
    run: tuple[float, float]
    late: tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class Drawing:
    """A timeline in units of an SVG; `left_out` counts the commitments beyond the last lane, `undated` those of no day.

    `margin` is where labels begin; `label` and `line` tell how far below its top a lane's label and its marks stand.
    """

    width: int
    height: int
    margin: int
    label: int
    line: int
    lanes: list[Lane]
    ticks: list[Tick]
    today: float
    shapes: list[tuple[str, str]]
    left_out: int
    undated: int


class Scale:
    """Where days stand between the margins."""

    def __init__(self, days: Iterable[date], today: date) -> None:
        known = [*days, today]
        first, last = min(known), max(day for day in known if day <= today + FARTHEST)
        months = (last.year - first.year) * 12 + last.month - first.month + 1
        self.step = next((step for step in STEPS if months / step < MOST_TICKS), STEPS[-1])
        self.first = month_of(index_of(first) // self.step * self.step)
        self.last = month_of(-(-(index_of(last) + 1) // self.step) * self.step)

    def place(self, day: date) -> float:
        """Return how far from the left a day stands; one beyond the last stands at the edge."""
        share = (min(day, self.last) - self.first) / (self.last - self.first)
        return round(MARGIN + share * (WIDTH - 2 * MARGIN), 1)

    def ticks(self) -> list[Tick]:
        """Return the lines of the axis: years, or months where there are few."""
        begins = [month_of(index) for index in range(index_of(self.first), index_of(self.last) + 1, self.step)]
        return [Tick(self.place(day), day.isoformat()[: 7 if self.step % 12 else 4]) for day in begins]


def index_of(day: date) -> int:
    """Return the number of a day's month, counted from the year 0."""
    return day.year * 12 + day.month - 1


def month_of(index: int) -> date:
    """Return the first day of a month by its number, inside the years that a calendar has."""
    index = min(max(index, date.min.year * 12), date.max.year * 12 + 11)
    return date(index // 12, index % 12 + 1, 1)


def draw_timeline(standings: Sequence[Standing], today: date) -> Drawing | None:
    """Return the timeline of these commitments, in their order; None where no day of any of them is known."""
    dated = [(each, told) for each in standings for told in each.followed if any(entry.on for entry in told.entries)]
    undated = sum(len(each.followed) for each in standings) - len(dated)
    if not dated:
        return None
    shown = dated[:MOST_LANES]
    scale = Scale((date.fromisoformat(entry.on) for _, told in shown for entry in told.entries if entry.on), today)
    lanes = [lay_out(told, each.state, HEAD + number * LANE, scale, today) for number, (each, told) in enumerate(shown)]
    used = {dot.shape for lane in lanes for dot in lane.dots}
    return Drawing(
        width=WIDTH,
        height=HEAD + LANE * len(lanes) + HEAD,
        margin=MARGIN,
        label=LABEL,
        line=LINE,
        lanes=lanes,
        ticks=scale.ticks(),
        today=scale.place(today),
        shapes=[(shape, words) for shape, words in LEGEND.items() if shape in used],
        left_out=len(dated) - len(shown),
        undated=undated,
    )


def lay_out(told: Followed, state: State, top: int, scale: Scale, today: date) -> Lane:
    """Return the lane of one commitment."""
    record = told.record
    # What was said again on the day of its announcement is a ring around that.
    dated = [(entry.on, SHAPES[Happening(entry.event)] == "made", entry) for entry in told.entries if entry.on]
    dots = [
        Dot(scale.place(date.fromisoformat(day)), shape_of(entry, state), title_of(entry), entry.id)
        for day, _, entry in sorted(dated, key=lambda each: each[:2])
    ]
    missed = [dot for dot in dots if dot.shape == "missed"]
    words = f"{record.id}  {record.action or record.text}"
    return Lane(
        label=words if len(words) <= MOST_LETTERS else words[:MOST_LETTERS].rpartition(" ")[0] + " …",
        anchor=record.id,
        top=top,
        dots=dots,
        run=(dots[0].x, dots[-1].x),
        late=(missed[0].x, scale.place(today)) if missed else None,
    )


def shape_of(entry: Entry, state: State) -> str:
    """Return the shape of an entry's mark."""
    shape = SHAPES[Happening(entry.event)]
    return "missed" if shape == "due" and state is State.OVERDUE else shape


def title_of(entry: Entry) -> str:
    """Return what an entry's mark says."""
    paid = f"{entry.value} {entry.unit}" if entry.value else ""
    return ", ".join(part for part in (f"{entry.on}: {entry.event}", entry.status, paid, entry.id) if part)
