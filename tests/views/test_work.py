"""How much work lists and search are on many records: counted in steps of SQLite's machine, which are the same everywhere."""

import sqlite3
from collections.abc import Callable
from contextlib import closing

import pytest

from claims.store.access import Reader, open_reader
from claims.views import search, selection
from claims.views.commitments import list_commitments
from claims.views.filters import Filters
from claims.views.numbers import list_numbers
from claims.views.statements import list_statements
from tests.benchmarks.large import make_large

MANY = 20_000  # commitments, statements and numbers
TICK = 100


@pytest.fixture(scope="module")
def crowded(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("crowded") / "crowded.db"
    make_large(path, MANY)
    return str(path)


def steps(place: str, ask: Callable[[Reader], object]) -> int:
    """Return how many steps a question is."""
    ticks = 0

    def tick() -> int:
        nonlocal ticks
        ticks += 1
        return 0

    with open_reader(place) as reader:
        reader._connection.set_progress_handler(tick, TICK)
        ask(reader)
    return ticks * TICK


LISTS = {
    "by a party that commits to most": (list_commitments, Filters(by="Velmora", limit=20)),
    "by one to another": (list_commitments, Filters(by="Velmora", to="Mirraven", limit=20)),
    "of a topic": (list_commitments, Filters(topic="trade", limit=20)),
    "statements of an act": (list_statements, Filters(act="call", limit=20)),
    "statements in a language": (list_statements, Filters(language="id", limit=20)),
    "numbers of commitments to a party": (list_numbers, Filters(to="Velmora", limit=20)),
}


@pytest.fixture
def fewer(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is many among a million is a fiftieth of that here, or less."""
    monkeypatch.setattr(selection, "COUNTED_AT_MOST", 1_000)
    monkeypatch.setattr(selection, "SORTED_AT_MOST", 300)
    monkeypatch.setattr(search, "RANKED_AT_MOST", 400)
    monkeypatch.setattr(search, "COMMON_COUNTED_AT_MOST", 100)


@pytest.mark.usefixtures("fewer")
@pytest.mark.parametrize("what", LISTS)
def test_a_list_of_some_looks_neither_at_all_records_nor_at_all_that_are_linked(crowded, what):
    ask, filters = LISTS[what]
    assert steps(crowded, lambda reader: ask(reader, filters)) < 4 * MANY


@pytest.mark.usefixtures("fewer")
def test_of_common_words_the_newest_are_found_without_a_look_at_the_others(crowded):
    assert steps(crowded, lambda reader: search.search(reader, "harbour", 20)) < 2 * MANY
    with open_reader(crowded) as reader:
        page = search.search(reader, "harbour", 20)
        for kind, table in (("commitment", "commitments"), ("statement", "statements"), ("source", "sources")):
            holding = f"SELECT {kind}_id AS id FROM {table} WHERE text LIKE '%harbour%' ORDER BY 1 DESC LIMIT 20"
            found = [int(hit.id.lstrip("csr")) for hit in page.records if hit.kind == kind]
            assert found == [row["id"] for row in reader.rows(holding)]
    assert page.more == 300 and not page.more_is_exact


def test_numbers_of_a_unit_are_counted_in_an_index_alone(crowded):
    asked = []
    with open_reader(crowded) as reader:
        table = reader.table
        reader.table = lambda sql, values={}: asked.append((sql, values)) or table(sql, values)
        list_numbers(reader, Filters(unit="USD", min="1000000", limit=20))
        del reader.table
    (counting,) = (each for each in asked if "count(*)" in each[0])
    with closing(sqlite3.connect(f"file:{crowded}?mode=ro", uri=True)) as connection:
        plan = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {counting[0]}", counting[1])]
    assert "SEARCH n USING COVERING INDEX ix_numeric_claims_unit_value_number (unit=? AND value_number>?)" in plan
