"""Drawing of figures: pictures as SVG or PNG, made on this machine by Vega-Lite, without a network and without a browser."""

import re
import textwrap
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from claims.errors import Refused
from claims.views.plots import Shape
from claims.writers.figures import OTHERS, YEAR, Figure, Panel

if TYPE_CHECKING:
    import altair as alt

    Chart = alt.Chart | alt.LayerChart

WIDTH = 640
HEIGHT = 240
LOW = 130  # where there are several panels of points
TICKS = 5
STEP = 21  # from bar to bar
LINE_HEIGHT, GAP = 14, 8  # of labels of several lines
WIDER = 1.2  # by so many pixels, at the most, is a letter of a browser's own font
WIDEST = 42  # of a column
MOST_YEARS, MOST_MONTHS = 16, 9  # that are named along an axis
BRIEF_LABEL = 24  # letters; of longer ones fewer stand side by side in a legend
FEW_POINTS = 150  # more are drawn lighter and without lines
LETTERS = 108  # on a line under the title
SCALE = 2  # pixels of a PNG for each of the SVG
FONT = "Liberation Sans, Arial, Helvetica, sans-serif"
INK, FAINT, LINE, PAPER = "#1c2127", "#59636e", "#d5dae0", "#ffffff"  # page.css gives them others where it is dark
# Each stands out from white paper and from the dark one of pages.
PALETTE = ("#3b82c4", "#d9652b", "#1f9d6b", "#8e6fd0", "#c2507f", "#8a8d2f", "#2b9aa8", "#b07a3a")
GREY = "#8a939c"
LOOK: dict[str, Any] = {
    "mark": {"aria": False},
    "view": {"stroke": None},
    "title": {
        "anchor": "start",
        "frame": "group",
        "color": INK,
        "fontSize": 13,
        "subtitleColor": FAINT,
        "subtitleFontSize": 12,
        "subtitleLineHeight": 16,
    },
    "axis": {
        "labelColor": INK,
        "titleColor": FAINT,
        "gridColor": LINE,
        "domainColor": FAINT,
        "tickColor": FAINT,
        "labelFontSize": 12,
        "titleFontSize": 12,
        "titleFontWeight": "normal",
        "titlePadding": 8,
        "labelLimit": 340,
    },
    "legend": {
        "orient": "top",
        "direction": "horizontal",
        "title": None,
        "labelColor": INK,
        "labelFontSize": 12,
        "labelLimit": 300,
        "symbolOpacity": 1,
        "offset": 10,
        "columnPadding": 40,
    },
}
LABELS: dict[str, Any] = {"labelExpr": "split(datum.label, '\\n')", "labelLineHeight": LINE_HEIGHT}
# 1,200,000 stands as 1.2 million: G, for giga, is read by few.
GREAT = {"M": "million", "G": "billion", "T": "trillion", "P": "quadrillion"}
MISSING = "Plots need the packages altair and vl-convert-python; install them with: pip install 'claims[plots]'"
OPENING = re.compile(r"<svg\b")


def require_plots() -> None:
    """Raise Refused, with how to get it, where what draws is not installed."""
    try:
        import altair  # noqa: F401
        import vl_convert  # noqa: F401
    except ImportError as error:
        raise Refused(MISSING) from error


def draw_svg(figure: Figure) -> str:
    """Return a picture that stands alone: with its title and its notes."""
    import vl_convert

    svg: str = vl_convert.vegalite_to_svg(specify(figure, alone=True), allowed_base_urls=[])
    return svg


def draw_png(figure: Figure) -> bytes:
    """Return the same as PNG."""
    import vl_convert

    png: bytes = vl_convert.vegalite_to_png(specify(figure, alone=True), scale=SCALE, allowed_base_urls=[])
    return png


def draw_inline(figure: Figure, title: str) -> Markup:
    """Return the SVG for a page, without title, notes and paper; it is an image to who cannot see it, named by the element `title`."""
    import vl_convert

    svg: str = vl_convert.vegalite_to_svg(specify(figure, alone=False), allowed_base_urls=[])
    return Markup(OPENING.sub(f'<svg role="img" aria-labelledby="{title}"', svg, count=1))


def specify(figure: Figure, *, alone: bool) -> dict[str, Any]:
    """Return the figure in the words of Vega-Lite."""
    import altair as alt

    panels = [draw_panel(figure, panel) for panel in figure.panels]
    whole = alt.vconcat(*panels, spacing=28).resolve_scale(color="independent", shape="independent", x="independent", y="independent")
    if alone:
        lines = [line for note in figure.notes for line in wrapped(note)]
        whole = whole.properties(title=alt.TitleParams(figure.plot.title, subtitle=lines, fontSize=16, offset=16, frame="bounds"))
    # The browser may have wider letters than those that were measured here; the names of bars are where that would show.
    letters = max(len(line) for panel in figure.panels for label in panel.along for line in label.split("\n"))
    left = round(letters * WIDER) if figure.plot.mark is Shape.BARS else 2
    inline = {"background": "transparent", "padding": {"left": left, "top": 2, "right": 2, "bottom": 2}}
    paper = {"background": PAPER, "padding": 12} if alone else inline
    found: dict[str, Any] = whole.configure(aria=False, font=FONT, **paper, **LOOK).to_dict()
    return found


def draw_panel(figure: Figure, panel: Panel) -> "Chart":
    """Return one panel."""
    import altair as alt

    names = [each.label for each in panel.series]
    # Words stand in the data alone, never in an expression, which would run.
    marks = [{"along": mark.along, "series": mark.series, "value": mark.value, "rank": names.index(mark.series)} for mark in panel.marks]
    colours = [GREY if each.colour == OTHERS else PALETTE[each.colour] for each in panel.series]
    colour = alt.Color("series:N", scale=alt.Scale(domain=names, range=colours), legend=legend(panel))
    chart = alt.Chart(alt.InlineData(values=marks)).encode(color=colour, order="rank:Q")
    kinds: dict[Shape, Callable[..., Chart]] = {Shape.BARS: draw_bars, Shape.COLUMNS: draw_columns, Shape.POINTS: draw_points}
    drawn = kinds[figure.plot.mark](figure, panel, chart)
    return drawn.properties(title=panel.name) if len(figure.panels) > 1 else drawn


def legend(panel: Panel) -> "alt.Legend | None":
    """Return the legend of a panel; none where its one series has no name."""
    import altair as alt

    longest = max(len(line) for each in panel.series for line in each.label.split("\n"))
    return alt.Legend(columns=2 if longest > BRIEF_LABEL else 3, labelExpr=LABELS["labelExpr"]) if longest else None


def draw_bars(figure: Figure, panel: Panel, chart: "alt.Chart") -> "alt.Chart":
    """Return bars that lie below each other, the parts of each on end or, where they are apart, below each other."""
    import altair as alt

    names = alt.Y("along:N", sort=panel.along, axis=alt.Axis(title=None, **LABELS, labelOffset=centred(panel.along)))
    lines = max(map(lines_of, panel.along))
    height = len(panel.along) * max(STEP * (1.6 if figure.plot.apart else 1), lines * LINE_HEIGHT + GAP if lines > 1 else 0)
    found: alt.Chart = chart.mark_bar().encode(y=names, x=alt.X("value:Q", axis=measure(figure, panel), stack=not figure.plot.apart))
    if figure.plot.apart:
        found = found.encode(yOffset=alt.YOffset("series:N", sort=[each.label for each in panel.series]))
    return found.properties(width=WIDTH, height=height)


def lines_of(label: str) -> int:
    """Return how many lines a label has."""
    return label.count("\n") + 1


def centred(labels: Sequence[str]) -> dict[str, Any]:
    """Return by how much labels of several lines, which hang from their first one, are lifted to stand in the middle."""
    lifts = [
        {"test": f"length(split(datum.label, '\\n')) == {lines}", "value": -(lines - 1) * LINE_HEIGHT / 2}
        for lines in sorted(set(map(lines_of, labels)))
    ]
    return {"condition": lifts, "value": 0}


def draw_columns(figure: Figure, panel: Panel, chart: "alt.Chart") -> "alt.Chart":
    """Return columns that stand in the order of years or months, also of those in which there is nothing."""
    import altair as alt

    axis = alt.Axis(title=figure.plot.axis, values=named_steps(panel.along), labelAngle=0)
    size = min(WIDEST, 0.8 * WIDTH / len(panel.along))
    found: alt.Chart = chart.mark_bar(size=size).encode(
        x=alt.X("along:O", scale=alt.Scale(domain=panel.along), axis=axis), y=alt.Y("value:Q", axis=measure(figure, panel))
    )
    return found.properties(width=WIDTH, height=HEIGHT)


def named_steps(along: Sequence[str]) -> list[str]:
    """Return those of these years or months that the axis names: of many months those that begin a quarter, half or whole year."""
    if len(along[0]) == YEAR:
        every = -(-len(along) // MOST_YEARS)
        return [year for year in along if int(year) % every == 0]
    every = next(step for step in (1, 3, 6, 12) if len(along) <= step * MOST_MONTHS)
    return [month for month in along if (int(month[-2:]) - 1) % every == 0]


def draw_points(figure: Figure, panel: Panel, chart: "alt.Chart") -> "alt.LayerChart":
    """Return points in time; where there are few, their shapes differ too, and a line joins those of a series."""
    import altair as alt

    days = [mark.along for each in figure.panels for mark in each.marks]
    domain = [f"{min(days)[:4]}-01-01", f"{int(max(days)[:4]) + 1:04}-01-01"]
    few = len(panel.marks) <= FEW_POINTS
    found = chart.encode(
        x=alt.X("along:T", scale=alt.Scale(type="utc", domain=domain), axis=alt.Axis(title=figure.plot.axis, tickCount=8)),
        y=alt.Y("value:Q", scale=alt.Scale(type="log") if panel.logarithmic else alt.Undefined, axis=measure(figure, panel)),
    )
    points = found.mark_point(filled=not few, size=60 if few else 22, strokeWidth=2, opacity=0.9 if few else 0.45)
    if few:
        points = points.encode(
            shape=alt.Shape("series:N", scale=alt.Scale(domain=[each.label for each in panel.series]), legend=legend(panel))
        )
    named = [rank for rank, each in enumerate(panel.series) if each.colour != OTHERS]
    joined = found.mark_line(strokeWidth=1.5).encode(order="along:T").transform_filter(alt.FieldOneOfPredicate(field="rank", oneOf=named))
    layers = alt.LayerChart(layer=[joined, points] if few else [points])
    return layers.properties(width=WIDTH, height=LOW if len(figure.panels) > 1 else HEIGHT)


def measure(figure: Figure, panel: Panel) -> "alt.Axis":
    """Return the axis of what is measured, with numbers as people say them."""
    import altair as alt

    title = figure.plot.measured.format(panel=panel.name) + (" (logarithmic)" if panel.logarithmic else "")
    words = "datum.label"
    for sign, word in GREAT.items():
        words = f"replace({words}, '{sign}', ' {word}')"
    words = f"abs(datum.value) < 1e6 ? format(datum.value, ',.9~g') : {words}"
    return alt.Axis(title=title, format="~s", labelExpr=words, tickCount=TICKS if panel.most > TICKS else max(1, int(panel.most)))


def wrapped(sentence: str) -> list[str]:
    """Return a sentence in lines."""
    return textwrap.wrap(sentence, LETTERS)
