"""Figures: what is laid out adds up to the marks, and what has no room is told."""

from dataclasses import replace

from claims.views.plots import Mark, Plot, Shape
from claims.writers.figures import (
    LINE,
    MOST_BARS,
    MOST_BARS_EACH,
    MOST_COLUMNS,
    MOST_LINES,
    MOST_PANELS,
    MOST_SERIES,
    OTHERS,
    Series,
    lay_out,
)

BARS = Plot("Harbours", Shape.BARS, "harbour", "harbour", {"ships": "sum(ships)"}, "ships", series="flag")
COLUMNS = replace(BARS, mark=Shape.COLUMNS)
POINTS = replace(BARS, mark=Shape.POINTS)
EVIL = "<script>alert(1)</script> \u202eevil\x1b[31m\ufffe"


def only(figure):
    (panel,) = figure.panels
    return panel


def coloured(panel):
    return {each.label: each.colour for each in panel.series}


def bars(number, **values):
    return [Mark("", f"harbour {each:03}", "", float(each), **values) for each in range(1, number + 1)]


def test_the_longest_bars_come_first_and_the_others_are_told():
    figure = lay_out(BARS, bars(MOST_BARS + 2))
    assert only(figure).along[:2] == ["harbour 027", "harbour 026"] and len(only(figure).along) == MOST_BARS
    assert figure.notes == ["25 of 27 bars are drawn; the others are 3 ships."]
    assert lay_out(BARS, bars(MOST_BARS)).notes == [] and only(figure).most == 27


def test_several_panels_have_fewer_bars_each_and_those_beyond_are_named():
    marks = [mark._replace(panel=panel) for panel in "ABCDEFGH" for mark in bars(MOST_BARS_EACH + (panel == "B"))]
    figure = lay_out(replace(BARS, panel="unit", measured="ships, in {panel}"), marks)
    assert [panel.name for panel in figure.panels] == ["B", "A", "C", "D", "E", "F"] and len(figure.panels) == MOST_PANELS
    assert figure.notes == ["B: 12 of 13 bars are drawn; the others are 1 B.", "Not drawn: what is in G; H."]


def test_bars_that_are_apart_begin_with_whole_pairs():
    plot = replace(BARS, measures={"promised": "p", "delivered": "d"}, series=None, apart=True, panel="unit")
    marks = [Mark("USD", "c1", "promised", 9), Mark("USD", "c2", "promised", 5), Mark("USD", "c2", "delivered", 1)]
    assert only(lay_out(plot, marks)).along == ["c2", "c1"] and only(lay_out(plot, marks)).most == 9
    many = [Mark("USD", f"c{each}", "promised", 1) for each in range(10, 40)]
    assert lay_out(plot, [*marks, *many]).notes == ["USD: 25 of 32 bars are drawn; the others are 7 USD promised."]


def test_series_beyond_the_largest_are_others_and_nothing_is_lost():
    marks = [Mark("", "Samar", f"flag {each:02}", each) for each in range(1, 21)]
    panel = only(lay_out(BARS, marks))
    assert len(panel.series) == MOST_SERIES and panel.series[-1] == Series("13 others", OTHERS, "13 others")
    assert sum(mark.value for mark in panel.marks) == sum(mark.value for mark in marks)
    assert [each.label for each in panel.series[:2]] == ["flag 20", "flag 19"]


def test_a_series_keeps_its_colour_through_the_panels():
    marks = [Mark("A", "x", "Velmora", 3), Mark("A", "x", "Torvia", 2), Mark("A", "y", "Velmora", 1), Mark("B", "x", "Torvia", 9)]
    first, second = lay_out(replace(BARS, panel="unit"), [*marks, Mark("B", "x", "Samaya", 1)]).panels
    assert coloured(first) == {"Velmora": 0, "Torvia": 1}
    assert coloured(second) == {"Torvia": 1, "Samaya": 2}
    named = replace(BARS, colours={"due": 0, "overdue": 1})
    assert coloured(only(lay_out(named, [Mark("", "x", "overdue", 5), Mark("", "x", "due", 1)]))) == {"due": 0, "overdue": 1}


def test_where_colours_run_out_a_series_still_keeps_its_own():
    # I comes after eight others, and stands beside B in the third panel: it takes no colour that B has.
    apart = {"A": "ABCDEFGH", "B": "I", "C": "BI"}
    marks = [Mark(panel, f"{place}", name, 9 - place) for panel, names in apart.items() for place, name in enumerate(names)]
    found = {name: {coloured(panel).get(name) for panel in lay_out(replace(BARS, panel="unit"), marks).panels} - {None} for name in "BI"}
    assert all(len(places) == 1 for places in found.values()) and found["B"] != found["I"]
    # Ten that all meet each other somewhere have too few: none in one panel look alike.
    pairs = [f"{one}{other}" for one in "ABCDEFGHIJ" for other in "ABCDEFGHIJ" if one < other][-MOST_PANELS:]
    crowd = [Mark(pair, "x", name, 1) for pair in ["ABCDEFGH", "CDEFGHIJ", *pairs[2:]] for name in pair]
    assert all(len(set(coloured(panel).values())) == len(panel.series) for panel in lay_out(replace(BARS, panel="unit"), crowd).panels)


def test_panels_of_columns_stand_over_the_same_years():
    marks = [Mark("EUR", "2031", "a", 1), Mark("USD", "2033", "a", 1), Mark("USD", "2034", "b", 1)]
    figure = lay_out(replace(COLUMNS, panel="unit"), marks)
    assert [panel.along for panel in figure.panels] == [["2031", "2032", "2033", "2034"]] * 2


def test_months_stand_in_their_order_with_those_in_which_there_is_nothing():
    figure = lay_out(COLUMNS, [Mark("", "2031-11-05", "a", 2), Mark("", "2032-02", "a", 1), Mark("", "2031-11-30", "a", 3)])
    assert only(figure).along == ["2031-11", "2031-12", "2032-01", "2032-02"]
    assert [mark.value for mark in only(figure).marks] == [5, 1] and figure.notes == []


def test_many_months_and_what_is_known_by_the_year_stand_by_years():
    long = lay_out(COLUMNS, [Mark("", "2020-01-01", "a", 1), Mark("", "2031-12-31", "a", 1)])
    assert only(long).along == [str(year) for year in range(2020, 2032)]
    assert only(lay_out(COLUMNS, [Mark("", "2031-05", "a", 1), Mark("", "2031", "a", 1)])).along == ["2031"]


def test_what_is_far_away_or_has_no_day_is_told_and_does_not_stretch_the_axis():
    marks = [Mark("", f"{year}", "a", 2) for year in range(2000, 2010)]
    figure = lay_out(COLUMNS, [*marks, Mark("", "2999-12-31", "a", 1), Mark("", None, "a", 4), Mark("", "soon", "a", 1)])
    assert only(figure).along == [str(year) for year in range(2000, 2010)] and len(only(figure).along) <= MOST_COLUMNS
    assert figure.notes == ["Not drawn, as no day is known: 5 ships.", "Not drawn, as it is far from the others (2999): 1 ships."]
    none = lay_out(COLUMNS, [Mark("", None, "a", 4)])
    assert none.panels == [] and none.notes == ["Not drawn, as no day is known: 4 ships."]


def test_points_stay_apart_and_stand_at_the_first_day_of_what_they_hold_for():
    marks = [Mark("USD", "2031", "trade", 5), Mark("USD", "2031", "trade", 5), Mark("USD", "2032-05", "trade", 7)]
    figure = lay_out(POINTS, marks, more=True)
    assert [mark.along for mark in only(figure).marks] == ["2031-01-01", "2031-01-01", "2032-05-01"]
    assert not only(figure).logarithmic and figure.notes == ["Only the latest 3,000 numbers are drawn."]
    assert only(lay_out(POINTS, [*marks, Mark("USD", "2033", "trade", 5000)])).logarithmic
    assert not only(lay_out(POINTS, [*marks, Mark("USD", "2033", "trade", 5000), Mark("USD", "2033", "trade", 0)])).logarithmic


def test_long_labels_stand_in_lines_and_only_the_longest_are_cut():
    whole = "c19 Velmora: build a harbour, a railway of two hundred kilometres and four lighthouses in Torvia within three years"
    names = [whole, *(f"{'very ' * 60}{end}" for end in "abc")]
    labels = only(lay_out(BARS, [Mark("", name, name, 9 - place) for place, name in enumerate(names)])).along
    assert labels[0].replace("\n", " ") == whole
    assert len(set(labels)) == 4 and labels[2].endswith("… (2)")
    lines = [label.split("\n") for label in labels]
    assert [len(each) for each in lines] == [3, *[MOST_LINES] * 3] and all(len(line) <= LINE + 4 for each in lines for line in each)


def test_no_character_of_a_label_hides_or_turns_others():
    figure = lay_out(replace(BARS, panel="unit"), [Mark(EVIL, EVIL, EVIL, 1)])
    shown = r"<script>alert(1)</script> \u{202e}evil\x1b[31m"
    assert only(figure).name == shown + "\ufffd"
    assert only(figure).along[0].replace("\n", " ").startswith(shown[:40])
    assert only(figure).series[0].label.replace("\n", " ").startswith(shown[:40])
