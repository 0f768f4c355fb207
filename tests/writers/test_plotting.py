"""Pictures: they say what the figure says, stand alone, and nothing in them can act."""

import struct
import xml.etree.ElementTree as ET

import pytest

from claims.views.plots import Mark, Shape, plots
from claims.writers.figures import lay_out
from claims.writers.plotting import SCALE, draw_inline, draw_png, draw_svg, named_steps, specify
from tests.writers.standing import check_inert

EVIL = '"><script>alert(1)</script><a href="javascript:alert(2)">\u202e\x1b[31m\ufffe</a>{panel} datum.value\'); ]]>'
BY_MARK = {plot.mark: name for name, plot in plots().items() if plot.panel}


def figure_of(mark, text="Velmora"):
    plot = plots()[BY_MARK[mark]]
    days = ("2031-01-05", "2031-02-07", None)
    marks = [Mark("EUR", day if mark is not Shape.BARS else f"c{place}", text, 1_500_000.0 * place) for place, day in enumerate(days, 1)]
    return lay_out(plot, [*marks, Mark(text, marks[0].along, "promised", 7.0)])


def words(svg):
    return [element.text for element in ET.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")]


@pytest.mark.parametrize("mark", Shape)
def test_a_picture_names_its_axes_units_and_series_and_says_what_it_leaves_out(mark):
    figure = figure_of(mark)
    found = words(draw_svg(figure))
    assert {figure.plot.title, "EUR", "Velmora"} <= set(found)
    assert any(each and each.endswith(" million") for each in found) and "0" in found
    assert figure.plot.measured.format(panel="EUR") in found
    told = " ".join(each or "" for each in found)
    assert all(note in told for note in figure.notes)
    inline = draw_inline(figure, "plot")
    assert figure.plot.title not in words(inline) and 'aria-labelledby="plot"' in inline and 'role="img"' in inline


@pytest.mark.parametrize("mark", Shape)
def test_hostile_words_are_words(mark):
    figure = figure_of(mark, EVIL)
    for svg in (draw_svg(figure), draw_inline(figure, "plot")):
        check_inert(svg)
        assert any("<script>alert(1)</script>" in (each or "") for each in words(svg))
    assert draw_png(figure).startswith(b"\x89PNG")


def test_hostile_words_stand_in_no_expression():
    def expressions(value):
        if isinstance(value, dict):
            for key, inside in value.items():
                yield from [inside] if key in ("labelExpr", "expr", "signal", "calculate") else expressions(inside)
        elif isinstance(value, list):
            for inside in value:
                yield from expressions(inside)

    for mark in Shape:
        found = list(expressions(specify(figure_of(mark, EVIL), alone=True)))
        assert found and not any("script" in str(each) for each in found)


def test_labels_of_several_lines_are_drawn_whole_and_apart():
    long = "c19 Velmora: build a harbour, a railway of two hundred kilometres and four lighthouses in Torvia within three years"
    figure = lay_out(plots()["promised-and-delivered"], [Mark("EUR", name, "promised", 5.0) for name in (long, "c2 Torvia: pay")])
    drawn = [element for element in ET.fromstring(draw_svg(figure)).iter("{http://www.w3.org/2000/svg}text") if len(element)]
    assert [" ".join(line.text for line in element) for element in drawn] == [long]
    assert int(ET.fromstring(draw_svg(figure)).get("height")) >= 2 * 3 * 14


def test_a_png_is_as_large_as_the_svg_says():
    figure = figure_of(Shape.COLUMNS)
    root = ET.fromstring(draw_svg(figure))
    size = struct.unpack(">II", draw_png(figure)[16:24])
    assert size == (int(root.get("width")) * SCALE, int(root.get("height")) * SCALE)


def test_whole_numbers_have_whole_ticks():
    plot = plots()["due-and-overdue"]
    found = words(draw_svg(lay_out(plot, [Mark("", "2031-05-01", "due", 1.0), Mark("", "2031-05-02", "overdue", 1.0)])))
    assert {"0", "1", "2"} <= set(found) and not any(each and "." in each for each in found)


@pytest.mark.parametrize(
    ("first", "count", "named"),
    [
        (2031, 3, ["2031", "2032", "2033"]),
        (2000, 40, ["2001", "2004", "2007"]),
    ],
)
def test_of_many_years_some_are_named(first, count, named):
    found = named_steps([str(year) for year in range(first, first + count)])
    assert found[:3] == named and len(found) <= 16


def test_of_many_months_those_are_named_that_begin_a_part_of_a_year():
    months = [f"{year}-{month:02}" for year in range(2031, 2035) for month in range(1, 13)]
    assert named_steps(months[:5]) == months[:5]
    assert named_steps(months[1:20])[:3] == ["2031-04", "2031-07", "2031-10"]
    assert named_steps(months) == ["2031-01", "2031-07", "2032-01", "2032-07", "2033-01", "2033-07", "2034-01", "2034-07"]
