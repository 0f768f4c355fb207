"""Reports, on both databases: each filter means what it means in the lists, and what runs is the text of the files."""

from datetime import UTC, datetime
from time import sleep

import pytest
import sqlalchemy as sa

from claims.errors import UsageError
from claims.store.access import open_reader
from claims.store.databases.database import find_database
from claims.store.selects import asked_by, view_selects
from claims.views.commitments import list_commitments
from claims.views.filters import Filters
from claims.views.numbers import list_numbers
from claims.views.reports import OPTIONS, find_report, reports, run_report
from claims.views.sources import list_sources
from claims.views.statements import list_statements
from tests.views.stock import stock

VALUES = {
    "by": "Velmora",
    "to": "Torvia",
    "act": "position",
    "topic": "Aid",
    "strength": "pledge",
    "status": "not assessed",
    "overdue": True,
    "unit": "usd",
    "since": "2022-03",
    "until": "2022",
    "source": "VLN",
    "language": "EN",
}
OTHERS = {
    ("due-and-overdue", "until"): "2024",
    ("differing-numbers", "topic"): "infrastructure",
    ("positions-by-speaker", "by"): "samaya",
    ("positions-by-speaker", "to"): "Ana Belov",
    ("positions-by-speaker", "topic"): "energy",
}
NONE = {("differing-numbers", "to")}  # no amount of a commitment is contradicted there


def ask(reader, name, **filters):
    return run_report(reader, find_report(name), Filters(**({"limit": 0} | filters)))


def column(reader, name, wanted, **filters):
    found = ask(reader, name, **filters)
    return [row[found.columns.index(wanted)] for row in found.rows]


def test_every_view_is_a_report_or_what_reports_rest_upon():
    selects = view_selects()
    others = set(selects) - {report.view for report in reports().values()}
    assert all(any(other in asked_by(select, selects) for name, select in selects.items() if name != other) for other in others)


@pytest.mark.parametrize("name", reports())
def test_a_report_has_the_columns_that_it_is_sorted_by_and_shows(full_reader, name):
    report = find_report(name)
    found = ask(full_reader, name)
    assert found.rows and report.title and report.description
    assert {each.removeprefix("-") for each in report.order} | set(report.shown) <= set(found.columns)
    places = [found.columns.index(each.removeprefix("-")) for each in report.order]
    keys = [tuple(row[place] for place in places) for row in found.rows]
    assert len(set(keys)) == len(keys), "its rows could come in any order"


@pytest.mark.parametrize("name", reports())
def test_a_filter_leaves_some_rows_and_never_more(full_reader, name):
    every = ask(full_reader, name)
    for option in find_report(name).filters:
        found = ask(full_reader, name, **{option: OTHERS.get((name, option), VALUES[option])})
        assert found.columns == every.columns and len(found.rows) <= len(every.rows), option
        assert (found.rows == []) == ((name, option) in NONE), option


def test_all_options_are_options_of_some_report():
    assert {option for report in reports().values() for option in report.filters} == set(OPTIONS) == set(VALUES)


@pytest.mark.parametrize(
    ("name", "key", "records"),
    [
        ("who-committed-to-what", "commitment_id", list_commitments),
        ("due-and-overdue", "commitment_id", None),
        ("numbers-over-time", "numeric_claim_id", list_numbers),
        ("statements-by-speaker", "statement_id", list_statements),
        ("review-backlog", "source_id", list_sources),
    ],
)
def test_a_filter_means_what_it_means_in_the_list_of_these_records(full_reader, name, key, records):
    asked = [
        *({option: VALUES[option]} for option in find_report(name).filters if option not in ("since", "until")),
        {"by": "tx"},
        {"by": "Velmora Republic"},
        {"source": "src2"},
        {"language": "id"},
    ]
    for filters in asked:
        if not set(filters) <= set(find_report(name).filters):
            continue
        listed = (records or list_commitments)(full_reader, Filters(limit=0, **filters)).records
        ids = {record.id for record in listed}
        if records is None:  # of those with a due day
            ids = {record.id for record in listed if record.due_on}
        assert set(column(full_reader, name, key, **filters)) == ids, filters


def test_a_filter_is_asked_of_what_is_counted(full_reader):
    assert column(full_reader, "commitments-by-topic", "commitments", by="Samaya") == [3, 1]  # without a topic, energy
    assert column(full_reader, "commitments-by-topic", "commitments", by="Samaya", topic="energy") == [1]
    assert column(full_reader, "money-pledged", "amount", to="Torvia", until="2022-03") == [20_000_000]
    assert column(full_reader, "money-pledged", "amount", by="Velmora", strength="aspiration") == [4_000_000]
    assert column(full_reader, "statements-by-month", "statements", act="assessment") == [1, 1, 1]
    assert column(full_reader, "positions-by-speaker", "positions", by="Rudi Tana", until="2025-07") == [1, 1]
    assert column(full_reader, "commitments-by-strength", "commitments", overdue=True) == [1]
    assert column(full_reader, "coverage", "publisher", source="vln") == ["VLN"]
    assert column(full_reader, "who-speaks-for-whom", "speaker", by="samaya") == ["Rudi Tana"]


def test_a_year_or_month_is_between_days_if_any_of_its_days_is(full_reader):
    assert column(full_reader, "differing-numbers", "holds_for", since="2021-06", until="2021-07") == ["2021", "2021"]
    assert set(column(full_reader, "numbers-over-time", "holds_for", since="2022-03-05", until="2022-05")) == {"2022"}
    assert column(full_reader, "coverage", "month", since="2022-03-31", until="2022-06-01") == ["2022-03", "2022-06", "2022-03"]


def test_rows_are_cut_and_counted(full_reader):
    for name in ("who-committed-to-what", "numbers-over-time", "statements-by-month", "money-pledged", "differing-numbers"):
        every, some = ask(full_reader, name), ask(full_reader, name, limit=2)
        assert (some.rows, some.more, some.more_is_exact) == (every.rows[:2], len(every.rows) - 2, True)
    assert ask(full_reader, "money-pledged", limit=3).more == 0


def test_order_takes_a_column_and_goes_on_with_the_reports_own(full_reader):
    assert column(full_reader, "money-pledged", "amount", order="-amount") == [24_000_000, 7_000_000, 4_000_000]
    assert column(full_reader, "money-pledged", "year", order="-year") == ["2022", "2022", None]
    assert column(full_reader, "money-pledged", "year", order="year") == ["2022", "2022", None]
    assert column(full_reader, "money-pledged", "up_to", order="up to") == [4_000_000, 7_000_000, 25_000_000]


def test_records_stand_by_their_names_and_numbers_are_plain(full_reader):
    found = ask(full_reader, "differing-numbers", unit="kilometre", limit=1)
    row = dict(zip(found.columns, found.rows[0], strict=True))
    assert (row["numeric_claim_id"], row["source_id"], row["statement_id"], row["value"], row["highest"]) == (
        "n6",
        "src4",
        None,
        "120",
        120_000,
    )
    assert isinstance(row["highest"], int)


@pytest.mark.parametrize(
    ("name", "filters", "sentence"),
    [
        (
            "coverage",
            {"strength": "pledge"},
            "--strength does not apply to the report coverage; it takes --since, --until, --source and --language.",
        ),
        ("commitments-by-party", {"to": "Torvia"}, "--to does not apply to the report commitments-by-party; it takes --by."),
        ("commitments-by-topic", {"by": "Atlantis"}, "--by: no party or speaker is called “Atlantis”."),
        ("commitments-by-topic", {"topic": "enrgy"}, "--topic: no topic is “enrgy”. Nearest: energy."),
        ("commitments-by-strength", {"status": "kept"}, "--status knows no “kept”; it takes one of: "),
        ("coverage", {"source": "VNB"}, "--source: no publisher is “VNB”. Nearest: VLN."),
        ("coverage", {"language": "xx"}, "--language: no source's language is “xx”."),
        ("coverage", {"since": "then"}, "--since takes a year, month or day, such as 2022, 2022-01 or 2022-01-25, not “then”."),
        (
            "coverage",
            {"order": "-mouth"},
            "--order takes one of publisher, language, month, sources, copies, statements, commitments, numbers, ",
        ),
        ("coverage", {"order": "month; DROP TABLE sources"}, "(a leading - sorts downwards), not “month; DROP TABLE sources”."),
    ],
)
def test_what_does_not_apply_or_exist_is_a_sentence(full_reader, name, filters, sentence):
    with pytest.raises(UsageError) as caught:
        ask(full_reader, name, **filters)
    assert sentence in str(caught.value)


@pytest.mark.parametrize(("written", "nearest"), [("money", "money-pledged"), ("comitments-by-topic", "commitments-by-topic")])
def test_a_wrong_name_suggests_the_nearest(written, nearest):
    with pytest.raises(UsageError, match=f"There is no report “{written}”. Nearest: {nearest}"):
        find_report(written)
    assert find_report(nearest.replace("-", "_").upper()).name == nearest


@pytest.mark.parametrize("name", reports())
def test_values_are_bound_and_never_part_of_the_sql(full_reader, name):
    asked = []
    table = full_reader.table
    full_reader.table = lambda sql, parameters={}: asked.append((sql, parameters)) or table(sql, parameters)
    options = [option for option in find_report(name).filters if option not in ("overdue", "since", "until")]
    ask(full_reader, name, limit=1, **{option: VALUES[option] for option in options})
    ask(full_reader, name, limit=1, **{option: VALUES[option] for option in find_report(name).filters if option in ("since", "until")})
    assert len([parameters for _, parameters in asked if parameters]) > 1
    for sql, _ in asked:
        bare = "".join(line for line in sql.splitlines() if not line.startswith("--"))
        assert not [value for value in ("Velmora", "Torvia", "usd", "VLN", "EN'", "2022-03") if value in bare]


@pytest.mark.parametrize("name", reports())
def test_the_same_rows_from_either_database(sqlite_fuller, postgresql_fuller, name):
    found = []
    for place in (sqlite_fuller, postgresql_fuller):
        with open_reader(place) as reader:
            found.append(sorted(ask(reader, name).rows, key=repr))
    assert found[0] == found[1]


def test_a_database_whose_views_are_older_gives_the_same(location):
    stock(location)
    with open_reader(location) as reader:
        before = {name: ask(reader, name).rows for name in reports()}
    engine = find_database(location).migration_engine()
    with engine.begin() as connection:
        for view in reversed(list(view_selects())):
            connection.execute(sa.text(f"DROP VIEW {view}"))
        for view in ("who_committed_to_what", "statements_by_speaker", "repeated_records"):
            connection.execute(sa.text(f"CREATE VIEW {view} AS SELECT 1 AS one"))
    engine.dispose()
    with open_reader(location) as reader:
        assert {name: ask(reader, name).rows for name in reports()} == before


def test_a_report_as_of_a_moment_tells_what_the_database_held_then(location):
    stock(location)
    sleep(0.01)
    moment = datetime.now(UTC).isoformat()
    sleep(0.01)
    engine = find_database(location).engine()
    with engine.begin() as connection:
        connection.execute(sa.text("UPDATE commitments SET review = 'rejected' WHERE commitment_id = 1"))
        connection.execute(sa.text("UPDATE statement_topics SET topic = 'fish' WHERE topic = 'energy'"))
    engine.dispose()
    with open_reader(location) as reader:
        assert ask(reader, "money-pledged").rows == []
        assert set(column(reader, "positions-by-speaker", "topic")) == {None, "fish", "trade"}
    with open_reader(location, moment) as reader:
        assert column(reader, "money-pledged", "amount") == [20_000_000]
        assert set(column(reader, "positions-by-speaker", "topic", by="Samaya")) == {"energy", "trade"}
        for name in reports():
            assert ask(reader, name).columns
