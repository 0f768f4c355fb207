import sqlite3
from contextlib import closing

import psycopg
import pytest

from claims.store import migrations
from claims.store.databases.postgresql_code import search_vector
from claims.store.full_text import FULL_TEXT
from claims.store.loading import Loader
from tests.store.conftest import Raw
from tests.store.making import EXTRACTOR, make_batch

KEYS = {"statements": "statement_id", "commitments": "commitment_id", "sources": "source_id"}


def found(raw, table, words):
    if raw.location.startswith("postgresql"):
        words_of_row = search_vector(FULL_TEXT[table])
        query = f"SELECT {KEYS[table]} FROM {table} WHERE {words_of_row} @@ plainto_tsquery('simple', '{words}') ORDER BY 1"
    else:
        query = f"SELECT rowid FROM {table}_fts WHERE {table}_fts MATCH '{words}' ORDER BY 1"
    return [number for (number,) in raw(query)]


@pytest.fixture
def loaded(raw):
    with Loader(raw.location, extractor=EXTRACTOR, loaded_by="tester") as loader:
        loader.store(make_batch([1, 2], sentences=2))
    return raw


def test_loaded_words_are_found(loaded):
    assert found(loaded, "statements", "dam 0 plan 2") == [3]
    assert found(loaded, "commitments", "pay dam 1") == [1, 2, 4]  # plan 1 has a dam 0
    assert found(loaded, "sources", "dams part 1") == [1, 2]
    assert found(loaded, "sources", "nowhere") == []


def test_raw_changes_are_followed(loaded):
    loaded("UPDATE commitments SET action = 'build a lighthouse' WHERE commitment_id = 1")
    assert found(loaded, "commitments", "lighthouse") == [1]
    loaded("DELETE FROM numeric_claims WHERE commitment_id = 1")
    loaded("DELETE FROM commitment_parties WHERE commitment_id = 1")
    loaded("DELETE FROM commitment_topics WHERE commitment_id = 1")
    loaded("DELETE FROM commitments WHERE commitment_id = 1")
    assert found(loaded, "commitments", "lighthouse") == []
    loaded(
        "INSERT INTO sources (sha256, language, loaded_at, media_type, encoding, text, title) "
        "VALUES ('a', 'en', '2031-03-04T00:00:00.000000Z', 'text/plain', 'utf-8', 'On tides.', 'Lighthouses')"
    )
    assert found(loaded, "sources", "lighthouses tides") == [3]


def test_the_index_is_whole(sqlite_location):
    migrations.upgrade(sqlite_location)
    with Loader(sqlite_location, extractor=EXTRACTOR, loaded_by="tester") as loader:
        loader.store(make_batch(range(10)))
    Raw(sqlite_location)("UPDATE statements SET text = text || ' more' WHERE statement_id = 3")
    with closing(sqlite3.connect(sqlite_location, isolation_level=None)) as connection:
        for table in FULL_TEXT:
            connection.execute(f"INSERT INTO {table}_fts ({table}_fts, rank) VALUES ('integrity-check', 1)")  # raises where it is not


def test_datasette_finds_the_tables(sqlite_location):
    from datasette.utils import detect_fts

    migrations.upgrade(sqlite_location)
    with closing(sqlite3.connect(sqlite_location)) as connection:
        assert {table: detect_fts(connection, table) for table in FULL_TEXT} == {table: f"{table}_fts" for table in FULL_TEXT}


def test_the_index_serves_the_query(postgresql_location):
    migrations.upgrade(postgresql_location)
    vector = search_vector(FULL_TEXT["commitments"])
    with psycopg.connect(postgresql_location, options="-c enable_seqscan=off") as connection:
        plan = connection.execute(f"EXPLAIN SELECT 1 FROM commitments WHERE {vector} @@ plainto_tsquery('simple', 'x')").fetchall()
    assert "commitments_fts" in str(plan)
