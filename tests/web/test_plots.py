"""Plots: what is drawn, how it is read without a picture, and where its marks lead."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.web.plots import HEAD, HEIGHT, Row, day_of, draw, draw_bars, draw_columns, draw_points, exact, filled, short, ticks
from claims.web.queries import read_plots, read_questions
from claims.web.site import read_site
from tests.web.browser import Page

SITES = pytest.mark.parametrize("site", ["story", "published"])


def rows(*values: tuple[str, str, float]) -> list[Row]:
    return [Row(at, kind, value, f"/{at}") for at, kind, value in values]


def read(request: pytest.FixtureRequest, site: str, address: str) -> Page:
    answer = request.getfixturevalue(site).get(address)
    assert answer.status_code == 200, answer.text
    return Page(answer.text)


def test_columns_of_one_year_stand_on_each_other_and_a_year_without_any_stays_empty() -> None:
    drawing = draw_columns(rows(("2019", "pledge", 30), ("2019", "willing", 10), ("2021", "pledge", 20)))
    first, second, third = drawing.marks
    assert drawing.kinds == ["pledge", "willing"]
    assert first.y + first.height == pytest.approx(HEAD + HEIGHT)
    assert second.y + second.height == pytest.approx(first.y)
    assert first.height == pytest.approx(3 * second.height)
    assert [label.words for label in drawing.across] == ["2019", "2020", "2021"]
    assert third.x - first.x == pytest.approx(2 * (drawing.across[1].place - drawing.across[0].place))
    assert [label.words for label in drawing.up] == ["0", "10", "20", "30", "40"]


def test_bars_are_as_long_as_their_values() -> None:
    assert [mark.width for mark in draw_bars(rows(("a", "", 4), ("b", "", 1))).marks] == [100, 25]
    assert draw_bars([]).marks == []


def test_points_stand_where_their_days_and_values_are_and_far_apart_ones_on_a_logarithmic_scale() -> None:
    near = draw_points(rows(("2020", "", 10), ("2021-01-01", "", 20), ("2022-01", "", 0), ("someday", "", 5)))
    assert len(near.marks) == 3
    assert not near.logarithmic
    assert near.marks[0].x < near.marks[1].x < near.marks[2].x
    assert near.marks[1].y < near.marks[0].y < near.marks[2].y
    far = draw_points(rows(("2020", "", 1), ("2021", "", 1_000_000), ("2022", "", 1_000)))
    assert far.logarithmic
    assert far.marks[2].y - far.marks[1].y == pytest.approx(far.marks[0].y - far.marks[2].y)


def test_months_are_filled_unless_they_are_too_many() -> None:
    assert filled(["2019-11", "2020-02"]) == ["2019-11", "2019-12", "2020-01", "2020-02"]
    assert filled(["1019", "2020"]) == ["1019", "2020"]
    assert filled(["2019", "spring"]) == ["2019", "spring"]
    assert filled([]) == []


@given(st.floats(min_value=0, max_value=1e18, allow_nan=False))
def test_lines_reach_above_the_greatest_value_and_are_few(most: float) -> None:
    lines = ticks(most)
    assert lines[0] == 0
    assert lines[-1] >= most * 0.999
    assert 2 <= len(lines) <= 7


@pytest.mark.parametrize(
    ("value", "words"), [(0, "0"), (2.5, "2.5"), (1_500, "1,500"), (500e6, "500 million"), (2.5e9, "2.5 billion"), (-3e12, "-3 trillion")]
)
def test_round_numbers_are_short(value: float, words: str) -> None:
    assert short(value) == words


@pytest.mark.parametrize(("value", "words"), [(math.inf, "more than 10^308"), (-math.inf, "less than -10^308")])
def test_what_is_beyond_a_float_is_said_in_words(value: float, words: str) -> None:
    assert short(value) == exact(value) == words


@pytest.mark.parametrize("shape", ["bars", "columns", "points"])
def test_what_is_too_large_is_not_drawn_and_counted(shape: str) -> None:
    values = [(f"20{number}", "", value) for number, value in enumerate((1e300, 1e300, 5, math.inf, -math.inf, 1.7e308), 10)]
    drawing = draw(shape, rows(*values))
    assert (len(drawing.marks), drawing.left_out) == (3, 3)
    assert all(math.isfinite(place) for mark in drawing.marks for place in (mark.x, mark.y, mark.width, mark.height))
    assert draw(shape, rows(("2020", "", math.inf))).marks == []


@pytest.mark.parametrize("at", ["", "2020-13", "20", "2020-02-30", "long ago"])
def test_what_is_no_day_has_none(at: str) -> None:
    assert day_of(at) is None


def test_every_plot_has_its_place_and_leads_to_a_field_of_a_form() -> None:
    assert set(read_plots()) == {*read_site()["plots"], "currencies"}
    for settings in read_site()["plots"].values():
        assert set(settings["fields"]) <= {parameter.name for parameter in read_questions()[settings["leads_to"]].parameters}


@SITES
def test_the_plots_say_what_is_there_and_lead_to_it(request: pytest.FixtureRequest, site: str) -> None:
    page = read(request, site, "/plots")
    for words in ("What became of commitments", "Money promised by year, crown", "5 million", "2020, pledge: 5,000,000 crown"):
        assert words in page.text, words
    assert {
        "/claims/who-committed?state=overdue",
        "/claims/money-promised?since=2020&until=2020&unit=crown",
        "/claims/statements-of-speaker?since=2022-03-01&until=2022-03-31",
        "/claims/who-committed?by=Zubrowka&state=overdue",
    } <= set(page.links)
    for address in page.links:
        if address.startswith("/claims/"):
            read(request, site, address)


@SITES
def test_the_plots_of_one_party_are_of_that_party_alone(request: pytest.FixtureRequest, site: str) -> None:
    page = read(request, site, "/plots?by=lake+league")
    assert "/claims/who-committed?state=due&by=lake+league" in page.links
    assert not [link for link in page.links if "state=overdue" in link]
    assert "Who is overdue most" not in page.text
    assert "Nothing to show." in read(request, site, "/plots?by=Nobody").text


@SITES
def test_numbers_are_points_that_lead_to_them(request: pytest.FixtureRequest, site: str) -> None:
    page = read(request, site, "/plots/numbers?unit=crown&about=trade")
    assert page.links.count("/claims/numeric_claims/2") == 2
    assert "/claims/numeric_claims/1" not in page.links
    assert "2019: 250 crown, trade, Count Rupert" in page.text
    assert "Show" in read(request, site, "/plots/numbers").text
    assert "Nothing to show." in read(request, site, "/plots/numbers?unit=zloty").text
