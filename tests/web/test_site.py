"""The site over a small story: every page, every question, in HTML, JSON and CSV."""

import csv
import io
import json
import sqlite3
from contextlib import closing
from pathlib import Path

import httpx
import pytest

from claims.store.migrations import upgrade
from claims.store.models import Base
from claims.store.selects import describe_view, view_selects
from claims.web.publishing import publish
from claims.web.queries import read_questions
from tests.web.browser import Page, serving
from tests.web.rows import add_money, fill_with_story, insert

TABLES = [table.name for table in Base.metadata.sorted_tables]
VIEWS = list(view_selects())


def ask(story: httpx.Client, name: str, **parameters: str) -> list[dict[str, object]]:
    answer = story.get(f"/claims/{name}.json", params={"_shape": "objects", **parameters})
    assert answer.status_code == 200, answer.text
    rows: list[dict[str, object]] = answer.json()["rows"]
    return rows


@pytest.mark.parametrize("site", ["story", "published"])
def test_the_front_page_says_what_is_inside_and_leads_to_every_question(request: pytest.FixtureRequest, site: str) -> None:
    answer = request.getfixturevalue(site).get("/")
    assert answer.status_code == 200
    page = Page(answer.text)
    for words in (
        "2 articles of 2020-05-01 to 2022-03-04",
        "2 statements by 2 speakers",
        "3 commitments of 3 parties",
        "1 overdue 1 due",
        "5 million crown promised in 1 commitment",
        "2 numbers with what they measure",
    ):
        assert words in page.text, words
    assert {"/plots", "/claims/due-and-overdue?state=overdue"} <= set(page.links)
    for name, question in read_questions().items():
        assert f"/claims/{name}" in page.links
        assert question.title in page.text


@pytest.mark.parametrize(
    ("question", "given", "sentence"),
    [
        ("who-committed", {"since": "2022-02-01", "until": "2022-01-01"}, "2022-02-01 comes after “Announced on or before” 2022-01-01"),
        ("money-promised", {"since": "2023", "until": "2022"}, "“From this year on” 2023 comes after “Up to this year” 2022"),
        ("numbers-over-time", {"unit": "crown", "min": "9", "max": "1e0"}, "“At least” 9 is above “At most” 1e0"),
        ("coverage-by-month", {"since": "last May"}, "“From this month on, such as 2025-06” takes a year, month or day"),
    ],
)
def test_bounds_that_cross_are_told_beside_the_form(story: httpx.Client, question: str, given: dict[str, str], sentence: str) -> None:
    answer = story.get(f"/claims/{question}", params=given)
    page = Page(answer.text)
    assert answer.status_code == 400
    assert sentence in page.text and "Nothing found" not in page.text
    assert {field["name"] for field in page.fields} >= set(given)
    for kind in ("json", "csv"):
        told = story.get(f"/claims/{question}.{kind}", params=given)
        assert told.status_code == 400
        assert sentence in told.json()["error"]


def test_the_front_page_says_when_promises_may_count_twice(followed: httpx.Client, tmp_path: Path) -> None:
    assert "count twice" not in Page(followed.get("/").text).text
    path = tmp_path / "undecided.db"
    upgrade(str(path))
    fill_with_story(path)
    with closing(sqlite3.connect(path)) as connection, connection:
        found = {"relation": "same as", "judgement": "undecided", "judged_by": "claims", "judged_at": "2026-01-02T00:00:00.000000Z"}
        insert(connection, "relations", kind="commitment", left_id=1, right_id=2, **found)
    with serving(path) as (client, _):
        assert "Promises may count twice: nobody has decided yet on 1 proposal of" in Page(client.get("/").text).text


def test_the_page_of_tables_describes_every_table_and_view(story: httpx.Client) -> None:
    page = Page(story.get("/claims").text)
    for table in Base.metadata.sorted_tables:
        assert f"/claims/{table.name}" in page.links
        assert table.comment is not None
        assert table.comment in page.text
    for view in VIEWS:
        assert f"/claims/{view}" in page.links
        assert describe_view(view).description in page.text


@pytest.mark.parametrize(
    "address",
    ["/", "/plots", "/plots/numbers", "/claims", "/claims/commitments", "/claims/commitments/1", "/claims/who-committed", "/nothing"],
)
def test_pages_can_be_used_with_a_keyboard_and_load_only_their_own_files(story: httpx.Client, address: str) -> None:
    answer = story.get(address)
    assert '<html lang="en">' in answer.text
    page = Page(answer.text)
    assert page.loads == ["/assets/style.css"]
    assert page.inline == []
    for field in page.fields:
        assert field.get("id") in page.labels or field.get("aria-label"), field
    assert page.links[0] == "#content"
    assert story.get("/assets/style.css").headers["content-type"].startswith("text/css")


def test_hidden_tables_are_not_listed(story: httpx.Client) -> None:
    text = Page(story.get("/claims").text).links
    tables = story.get("/claims.json").json()["tables"]
    hidden = {table["name"] for table in tables if table["hidden"]}
    assert hidden >= {"alembic_version", "change_actor", "change_replaced"}
    assert hidden >= {"statements_fts", "statements_fts_data", "commitments_fts", "sources_fts"}
    assert not [name for name in hidden if f"/claims/{name}" in text]
    assert {table["name"] for table in tables if not table["hidden"]} == set(TABLES)


@pytest.mark.parametrize("table", TABLES + VIEWS)
def test_each_table_and_view_opens_in_every_form_and_describes_its_columns(story: httpx.Client, table: str) -> None:
    answer = story.get(f"/claims/{table}")
    assert answer.status_code == 200
    page = Page(answer.text)
    found = story.get(f"/claims/{table}.json").json()
    assert story.get(f"/claims/{table}.csv").text.splitlines()[0].startswith(found["columns"][0])
    if table in TABLES:
        for column in Base.metadata.tables[table].columns:
            assert column.comment is None or column.comment in page.text
    else:
        assert describe_view(table).title in page.text


def test_foreign_keys_show_names_and_records_without_one_their_number(story: httpx.Client) -> None:
    text = story.get("/claims/statements").text
    assert '<a href="/claims/speakers/1">Count Rupert</a>' in text
    assert '<a href="/claims/sources/1">Lake Summit</a>' in text
    assert '<a href="/claims/sources/2">src2</a>' in text
    assert "None" not in text


def test_lists_begin_with_the_latest_and_can_show_every_column(story: httpx.Client) -> None:
    assert [row["announced_on"] for row in ask(story, "commitments")] == ["2022-03-04", "2022-03-04", "2020-05-01"]
    short, long = story.get("/claims/commitments").text, story.get("/claims/commitments?_all=1").text
    assert 'data-label="span_start"' not in short
    assert 'data-label="span_start"' in long


def test_facets_count_what_helps_and_none_are_suggested(story: httpx.Client) -> None:
    found = story.get("/claims/commitments.json").json()
    assert set(found["facet_results"]) == {"strength", "review", "due_precision"}
    assert found["suggested_facets"] == []
    assert {"kind", "unit"} <= set(story.get("/claims/numeric_claims.json").json()["facet_results"])
    assert {"language", "publisher"} <= set(story.get("/claims/sources.json").json()["facet_results"])
    assert set(story.get("/claims/statement_acts.json").json()["facet_results"]) == {"act"}


@pytest.mark.parametrize(
    ("name", "parameters", "records"),
    [
        ("who-committed", {}, ["c2", "c1"]),
        ("who-committed", {"by": "zubrowka"}, ["c1"]),
        ("who-committed", {"by": "ZU"}, ["c1"]),
        ("who-committed", {"by": "Lake League"}, ["c2"]),
        ("who-committed", {"by": "Queen Flavia"}, ["c2"]),  # out of her mouth
        ("who-committed", {"to": "Ruritanien"}, ["c1"]),
        ("who-committed", {"to": "Lake League"}, ["c1"]),  # to a member of the bloc
        ("who-committed", {"to": "Ruritania", "by": "Ruritania"}, []),
        ("who-committed", {"strength": "willing"}, ["c2"]),
        ("who-committed", {"topic": "aid"}, ["c1"]),
        ("who-committed", {"topic": "aid", "strength": "willing"}, []),
        ("who-committed", {"by": "Zubrowka", "to": "Ruritania", "topic": "aid", "strength": "pledge"}, ["c1"]),
        ("who-committed", {"by": "Queen Flavia", "to": "Ruritania"}, []),
        ("who-committed", {"rows": "1"}, ["c2"]),
        ("who-committed", {"since": "2021-01-01"}, ["c2"]),
        ("who-committed", {"until": "2021-01-01"}, ["c1"]),
        ("who-committed", {"by": "Nobody"}, []),
        ("due-and-overdue", {}, ["c1", "c2"]),
        ("due-and-overdue", {"state": "overdue"}, ["c1"]),
        ("due-and-overdue", {"state": "due"}, ["c2"]),
        ("due-and-overdue", {"state": "settled"}, []),
        ("due-and-overdue", {"party": "Ruritania"}, ["c1"]),
        ("due-and-overdue", {"party": "lake league"}, ["c1", "c2"]),
        ("due-and-overdue", {"until": "2022-01-01"}, ["c1"]),
        ("due-and-overdue", {"since": "2022-01-01"}, ["c2"]),
        ("due-and-overdue", {"state": "overdue", "party": "Ruritania"}, ["c1"]),
        ("due-and-overdue", {"state": "due", "party": "Ruritania"}, []),
        ("due-and-overdue", {"rows": "1"}, ["c1"]),
        ("overdue-by-party", {}, ["p1"]),
        ("overdue-by-party", {"kind": "bloc"}, []),
        ("positions", {}, ["s1"]),
        ("positions", {"topic": "aid", "speaker": "count rupert"}, ["s1"]),
        ("positions", {"topic": "trade"}, []),
        ("review-backlog", {"kind": "statement"}, ["src1", "src2"]),
        ("review-backlog", {"publisher": "gazette", "kind": "commitment"}, ["src1"]),
        ("conflicts", {}, []),
        ("commitments-by-party", {}, ["p1", "p3", "p2"]),
        ("commitments-by-party", {"kind": "bloc"}, ["p3"]),
        ("statements-of-speaker", {}, ["s2", "s1"]),
        ("statements-of-speaker", {"topic": "aid"}, ["s1"]),
        ("statements-of-speaker", {"topic": "aid", "speaker": "Ratu Flavia"}, []),
        ("statements-of-speaker", {"speaker": "ratu flavia"}, ["s2"]),
        ("statements-of-speaker", {"act": "position"}, ["s1"]),
        ("statements-of-speaker", {"since": "2022-01-01"}, ["s2"]),
        ("statements-of-speaker", {"until": "2022-01-01"}, ["s1"]),
        ("numbers-over-time", {}, ["n2", "n1"]),
        ("numbers-over-time", {"unit": "crown", "about": "TRADE"}, ["n2"]),
        ("numbers-over-time", {"speaker": "Count Rupert"}, ["n2"]),
        ("numbers-over-time", {"min": "251"}, ["n1"]),
        ("numbers-over-time", {"max": "250"}, ["n2"]),
        ("search", {"words": "kereta api"}, ["c2", "s2", "src2"]),
        ("search", {"words": "trade 250"}, ["s1", "src1"]),
        ("search", {"words": ""}, []),
    ],
)
@pytest.mark.parametrize("site", ["story", "published"])
def test_each_question_answers_rightly(
    request: pytest.FixtureRequest, site: str, name: str, parameters: dict[str, str], records: list[str]
) -> None:
    assert [row["record"] for row in ask(request.getfixturevalue(site), name, **parameters)] == records


@pytest.mark.parametrize("site", ["story", "published"])
def test_money_is_told_by_year_and_by_party(request: pytest.FixtureRequest, site: str) -> None:
    client = request.getfixturevalue(site)
    (promised,) = ask(client, "money-promised", by="zubrowka", to="ruritanien", unit="crown", since="2020", until="2020")
    assert (promised["who"], promised["to whom"], promised["amount"], promised["commitments"]) == ("Zubrowka", "Ruritania", 5_000_000, 1)
    assert [(row["who"], row["to whom"], row["year"]) for row in ask(client, "money-promised")] == [("all", "all", "2020")]
    assert ask(client, "money-promised", since="2021") == []
    assert ask(client, "money-promised", by="Nobody") == []
    assert "5,000,000<" in client.get("/claims/money-promised").text
    (giver,) = ask(client, "money-by-party", unit="crown", to="RU")
    assert (giver["record"], giver["amount"], giver["commitments"], giver["first year"]) == ("p1", 5_000_000, 1, "2020")
    assert ask(client, "money-by-party", until="2019") == []


@pytest.mark.parametrize("copy", [False, True])
def test_what_comes_each_year_or_hour_is_added_to_no_sum(tmp_path: Path, copy: bool) -> None:
    path = tmp_path / "rates.db"
    upgrade(str(path))
    fill_with_story(path)
    with closing(sqlite3.connect(path)) as connection, connection:
        for number, period in enumerate(("P1Y", "PT1H", "PT1M", "P3Y"), 3):
            add_money(connection, f"n{number}", 700, period)
    with serving(publish(str(path), tmp_path / "copy.db").path if copy else path) as (client, _):
        (giver,) = ask(client, "money-by-party", unit="crown")
        assert giver["amount"] == 5_000_700  # with what is promised within three years
        assert [row["amount"] for row in ask(client, "money-by-party")] == [5_000_700]
        page = Page(client.get("/plots").text)
        assert "Zubrowka: 5,000,700 crown" in page.text
        assert "2020, pledge: 5,000,700 crown" in page.text
        assert client.get("/").text.count("<b>5.001 million</b> crown promised") == 1


@pytest.fixture
def vast(tmp_path: Path) -> Path:
    """The story's database with two sums of money that no float holds together."""
    path = tmp_path / "vast.db"
    upgrade(str(path))
    fill_with_story(path)
    with closing(sqlite3.connect(path)) as connection, connection:
        for number in (3, 4):
            add_money(connection, f"n{number}", 1.7e308)
    return path


def test_sums_beyond_what_a_float_holds_break_no_page(vast: Path) -> None:
    with serving(vast) as (client, _):
        for address in ("/", "/claims/money-by-party", "/claims/money-promised", "/plots"):
            answer = client.get(address)
            assert answer.status_code == 200, answer.text
            assert "more than 10^308" in Page(answer.text).text
        assert "Not drawn: 1 row whose value is too large." in Page(client.get("/plots").text).text
        assert "Not drawn: 2 rows whose value is too large." in Page(client.get("/plots/numbers?unit=crown").text).text


def test_sums_beyond_what_a_float_holds_stand_in_words_in_json(vast: Path) -> None:
    def refuse(constant: str) -> None:
        raise AssertionError(f"{constant} is no JSON")

    with serving(vast) as (client, _):
        for shape in ("_shape=arrays", "_shape=objects", "_shape=array", "_shape=array&_nl=on", "_json_infinity=1"):
            for address in ("money_pledged.json", "money-promised.json", "money-by-party.json"):
                text = client.get(f"/claims/{address}?{shape}").text
                for line in text.split("\n") if "_nl" in shape else [text]:
                    json.loads(line, parse_constant=refuse)
                assert '"more than 10^308"' in text
        (held,) = client.get("/claims/numeric_claims/3.json?_shape=array").json()
        assert held["value"] == f"{1.7e308:.0f}"


@pytest.mark.parametrize("site", ["story", "published"])
def test_coverage_is_told_by_month(request: pytest.FixtureRequest, site: str) -> None:
    client = request.getfixturevalue(site)
    newest, oldest = ask(client, "coverage-by-month")
    assert (newest["month"], newest["language"], newest["statements"], newest["commitments"]) == ("2022-03", "id", 1, 1)
    assert (oldest["publisher"], oldest["numbers"], oldest["reviewed"]) == ("The Gazette", 2, "0.0 %")
    assert [row["month"] for row in ask(client, "coverage-by-month", publisher="gazette", language="en", since="2020-01")] == ["2020-05"]


def test_where_there_may_be_more_the_page_offers_more(story: httpx.Client) -> None:
    short = story.get("/claims/who-committed", params={"rows": "1", "by": "Zubrowka"})
    assert Page(short.text).links.count("/claims/who-committed?by=Zubrowka&rows=200") == 1
    assert "There may be more" not in story.get("/claims/who-committed").text


@pytest.mark.parametrize("name", list(read_questions()))
def test_each_question_is_a_form_a_json_and_a_csv(story: httpx.Client, name: str) -> None:
    question = read_questions()[name]
    parameters = {"words": "Ruritania"}
    answer = story.get(f"/claims/{name}", params=parameters)
    assert answer.status_code == 200
    page = Page(answer.text)
    assert {field.get("name") for field in page.fields} >= {parameter.name for parameter in question.parameters}
    assert question.description in page.text
    rows = ask(story, name, **parameters)
    if "record" not in "".join(rows[0] if rows else {}):
        return
    table = list(csv.DictReader(io.StringIO(story.get(f"/claims/{name}.csv", params=parameters).text)))
    assert [row["record"] for row in table] == [row["record"] for row in rows]
    assert f">{rows[0]['record']}</a>" in answer.text


def test_answers_name_their_source_by_title_or_number(story: httpx.Client) -> None:
    for name in ("who-committed", "statements-of-speaker"):
        assert [row["source"] for row in ask(story, name)] == ["src2", "Lake Summit"]
    assert {row["source"] for row in ask(story, "search", words="zubrowka")} == {"Lake Summit"}


def test_forms_suggest_what_is_there(story: httpx.Client) -> None:
    text = story.get("/claims/who-committed").text
    for value in ("Lake League", "Ruritania", "Zubrowka", "pledge", "willing", "aid"):
        assert f'<option value="{value}">' in text
    assert 'type="date"' in text


def test_amounts_are_grouped_on_pages_and_plain_in_data(story: httpx.Client) -> None:
    assert "5,000,000 crown<" in story.get("/claims/who-committed?by=Zubrowka").text
    assert ask(story, "who-committed", by="Zubrowka")[0]["amount"] == "5000000 crown"


def test_a_missing_page_says_so_in_html_and_json(story: httpx.Client) -> None:
    for address in ("/nothing", "/claims/nothing", "/claims/commitments/999", "/nothing/at/all"):
        answer = story.get(address)
        assert answer.status_code == 404
        assert "Not here" in answer.text
        assert story.get(f"{address}.json").status_code == 404
    assert story.get("/claims/nothing.json").json() == {"ok": False, "status": 404, "error": "Table not found.", "title": None}
