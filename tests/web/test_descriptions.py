"""Every table, column, view and question is described, and site.toml names only what there is."""

import re

import pytest

from claims.store.models import Base
from claims.store.selects import leading_comment, view_selects
from claims.views.money import RATE
from claims.views.plots import plots
from claims.web.metadata import describe_site
from claims.web.queries import read_listings, read_parameter, read_question, read_questions, read_shared
from claims.web.site import DATABASE, read_site

TABLES = Base.metadata.tables


def test_every_table_column_and_view_is_described() -> None:
    described = describe_site(frozenset())["databases"][DATABASE]["tables"]
    for name, table in TABLES.items():
        assert described[name]["title"]
        assert described[name]["description"]
        assert list(described[name]["columns"]) == [column.name for column in table.columns]
        assert all(described[name]["columns"].values())
    for name in view_selects():
        assert described[name]["title"]
        assert described[name]["description"]


def test_the_site_names_only_tables_columns_and_questions_that_exist() -> None:
    site = read_site()
    assert set(site["tables"]) | set(site["main"]) <= set(TABLES)
    assert sorted(name for names in site["questions"].values() for name in names) == sorted(read_questions())
    for name, choices in site["tables"].items():
        assert set(choices) <= {"shown", "facets", "sort", "sort_desc", "label"}
        named = {
            *choices.get("shown", []),
            *choices.get("facets", []),
            *(choices[key] for key in ("sort", "sort_desc", "label") if key in choices),
        }
        assert named <= set(TABLES[name].columns.keys())


def test_every_facet_of_the_data_that_people_ask_for_is_there() -> None:
    facets = {facet for choices in read_site()["tables"].values() for facet in choices.get("facets", [])}
    assert facets >= {"strength", "language", "publisher", "act", "unit", "kind", "review"}


def test_questions_are_described_and_suggest_from_indexed_columns() -> None:
    for question in read_questions().values():
        assert question.title
        assert question.description
        for parameter in question.parameters:
            assert f":{parameter.name}" in question.sql
            if parameter.column:
                table, column = parameter.column
                first = [index.columns.keys()[0] for index in TABLES[table].indexes]
                assert column in first or TABLES[table].columns[column].unique, parameter


def test_no_question_hides_a_table_or_a_view() -> None:
    assert not set(read_listings()) & (set(TABLES) | set(view_selects()))
    assert not set(read_questions()) & (set(TABLES) | set(view_selects()))


def test_every_listing_is_told_of_and_becomes_a_table_where_it_is_published() -> None:
    for name, select in read_listings().items():
        assert ": one row for each" in leading_comment(select)[0], name
        assert name in read_site()["published"]


def test_a_question_is_read_from_its_comment() -> None:
    question = read_question("q", "-- Title\n-- One\n-- two.\n-- :a First [t.c]\n-- :b Day <date>\n-- :c Kind {x, y}\nselect 1\n", {})
    assert (question.title, question.description, question.sql) == ("Title", "One two.", "select 1")
    assert [parameter.name for parameter in question.parameters] == ["a", "b", "c"]
    assert question.parameters[0].column == ("t", "c")
    assert question.parameters[1].is_date
    assert question.parameters[2].choices == ("x", "y")
    assert leading_comment("select 1 -- no") == []


def test_abbreviations_are_written_out() -> None:
    text = "-- Title\n-- :a First {=1, 2}\n-- $few = limit :a\n-- $old = x < 1\n--   or x > 2\n-- $both = $old $few\nselect x where $both"
    question = read_question("q", text + " $all", {"all": "or 1", "few": "limit 0"})
    assert question.sql == "select x where x < 1 or x > 2 limit :a or 1"
    assert (question.parameters[0].otherwise, question.parameters[0].choices) == ("1", ("2",))


def test_all_that_leave_rates_out_agree_what_a_rate_is() -> None:
    rates = {f"P{part}1{letter}" for part in ("", "T") for letter in "YMWDHS" if RATE.fullmatch(f"P{part}1{letter}")}
    assert rates == {"P1Y", "P1M", "P1W", "P1D", "PT1H", "PT1M", "PT1S"}
    assert set(re.findall("'(PT?1[A-Z])'", read_shared()["rates"])) == rates
    assert set(re.findall("'(PT?1[A-Z])'", plots()["money-pledged"].panel or "")) == rates


def test_a_parameter_line_of_another_form_is_named() -> None:
    with pytest.raises(ValueError, match=":name label"):
        read_parameter(":x")
