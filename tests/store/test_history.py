import json

import pytest

from claims.store.databases.database import find_database
from claims.store.session import writing
from tests.store.making import EXTRACTOR, make_batch

HISTORY = "SELECT table_name, row_key, operation, old, new FROM changes ORDER BY change_id"


def told(row):
    table, key, operation, old, new = row
    return (table, key, operation, *(json.loads(value) if isinstance(value, str) else value for value in (old, new)))


def history(raw):
    return [told(row) for row in raw(HISTORY)]


def test_raw_inserts_updates_and_deletes_are_recorded(raw):
    raw("INSERT INTO parties (name, kind, iso_code) VALUES ('Samaya', 'state', 'QS')")
    raw("UPDATE parties SET name = 'Samaya Baru', kind = 'state'")
    raw("DELETE FROM parties")
    assert history(raw) == [
        ("parties", "1", "insert", None, None),
        ("parties", "1", "update", {"name": "Samaya"}, {"name": "Samaya Baru"}),
        (
            "parties",
            "1",
            "delete",
            {"party_id": 1, "name": "Samaya Baru", "kind": "state", "iso_code": "QS", "wikidata_id": None, "same_as_id": None},
            None,
        ),
    ]


def test_an_update_that_changes_nothing_leaves_no_row(raw):
    raw("INSERT INTO parties (name, kind) VALUES ('Samaya', 'state')")
    raw("UPDATE parties SET name = 'Samaya', iso_code = NULL")
    assert [row[2] for row in history(raw)] == ["insert"]


def test_null_is_a_value_in_the_history(raw):
    raw("INSERT INTO parties (name, kind, iso_code) VALUES ('Samaya', 'state', 'QS')")
    raw("UPDATE parties SET iso_code = NULL")
    raw("UPDATE parties SET iso_code = 'QT'")
    assert [row[3:] for row in history(raw)[1:]] == [({"iso_code": "QS"}, {"iso_code": None}), ({"iso_code": None}, {"iso_code": "QT"})]


def test_text_that_looks_like_a_number_stays_text(raw):
    raw("INSERT INTO parties (name, kind) VALUES ('007', 'company')")
    raw("UPDATE parties SET name = '1e3'")
    assert history(raw)[1][3:] == ({"name": "007"}, {"name": "1e3"})


def test_days_instants_and_decimals_are_recorded_alike_on_both(raw):
    raw(
        "INSERT INTO sources (sha256, language, loaded_at, media_type, encoding, text) "
        "VALUES ('a', 'en', '2031-03-04T05:06:07.123456Z', 'text/plain', 'utf-8', 'x')"
    )
    raw(
        "INSERT INTO numeric_claims (key, source_id, span_start, span_end, text, origin, review, value, value_number, kind, comparator) "
        "VALUES ('k', 1, 0, 1, 'x', 'entered', 'proposed', '12345678901234567890.1234', 1.5, 'count', '=')"
    )
    raw("UPDATE numeric_claims SET value = '7', value_number = 2.5")
    raw("UPDATE sources SET event_on = '2031-03-04', loaded_at = '2032-01-01T00:00:00.000000Z'")
    assert [row[3:] for row in history(raw)[2:]] == [
        ({"value": "12345678901234567890.1234", "value_number": 1.5}, {"value": "7", "value_number": 2.5}),
        (
            {"event_on": None, "loaded_at": "2031-03-04T05:06:07.123456Z"},
            {"event_on": "2031-03-04", "loaded_at": "2032-01-01T00:00:00.000000Z"},
        ),
    ]


def test_a_key_of_several_columns_is_joined_by_commas(raw):
    raw("INSERT INTO parties (name, kind) VALUES ('Inner Sea', 'bloc'), ('Samaya', 'state')")
    raw("INSERT INTO party_members (bloc_id, member_id) VALUES (1, 2)")
    assert history(raw)[-1] == ("party_members", "1,2", "insert", None, None)


@pytest.mark.parametrize("attack", ["UPDATE changes SET reason = 'x'", "DELETE FROM changes"])
def test_the_history_is_append_only_for_raw_sql_too(raw, attack):
    raw("INSERT INTO parties (name, kind) VALUES ('Samaya', 'state')")
    with pytest.raises(raw.error, match="append-only"):
        raw(attack)
    assert len(history(raw)) == 1


def test_no_row_of_the_history_can_be_replaced(sqlite_location):
    from claims.store import migrations
    from tests.store.conftest import Raw

    migrations.upgrade(sqlite_location)
    raw = Raw(sqlite_location)
    raw("INSERT INTO parties (name, kind) VALUES ('Samaya', 'state')")
    with pytest.raises(raw.error, match="append-only"):
        raw("INSERT OR REPLACE INTO changes (change_id, table_name, row_key, operation, changed_at) VALUES (1, 'x', 'y', 'insert', 'z')")


@pytest.mark.parametrize("table", ["changes", "parties CASCADE"])
def test_truncate_is_refused(postgresql_location, table):
    from claims.store import migrations
    from tests.store.conftest import Raw

    migrations.upgrade(postgresql_location)
    raw = Raw(postgresql_location)
    with pytest.raises(raw.error, match=r"append-only|no history"):
        raw(f"TRUNCATE {table}")


def test_who_and_why_are_known_where_the_program_writes_and_empty_where_raw_sql_does(raw, location):
    import sqlalchemy as sa

    database = find_database(location)
    engine = database.engine()
    with writing(database, engine, actor="Rina", reason="found its code") as connection:
        connection.execute(sa.text("INSERT INTO parties (name, kind) VALUES ('Samaya', 'state')"))
    with pytest.raises(ZeroDivisionError), writing(database, engine, actor="Budi") as connection:
        raise ZeroDivisionError
    with engine.begin() as connection:  # the same connection of the pool
        connection.execute(sa.text("UPDATE parties SET iso_code = 'QS'"))
    engine.dispose()
    raw("UPDATE parties SET iso_code = 'QT'")
    assert raw("SELECT changed_by, reason FROM changes ORDER BY change_id") == [("Rina", "found its code"), (None, None), (None, None)]


def test_the_history_says_when(raw):
    from claims.store import access

    raw("INSERT INTO parties (name, kind) VALUES ('Samaya', 'state')")
    with access.open_reader(raw.location) as reader:
        (row,) = reader.rows("SELECT changed_at FROM changes")
    assert len(row["changed_at"]) == len("2031-03-04T05:06:07.123456Z")
    assert row["changed_at"].endswith("Z")


def test_bulk_loads_are_recorded_row_by_row(raw, location):
    from claims.store.loading import Loader

    with Loader(location, extractor=EXTRACTOR, loaded_by="tester") as loader:
        loader.store(make_batch(range(5)))
    for table in ("sources", "statements", "commitments", "numeric_claims", "commitment_parties", "speakers", "parties", "roles"):
        recorded = raw(f"SELECT count(*) FROM changes WHERE table_name = '{table}' AND operation = 'insert'")
        assert recorded == raw(f"SELECT count(*) FROM {table}")


def test_a_hundred_thousand_rows_that_raw_sql_changes_are_all_in_the_history(raw):
    many = 100_000
    numbers = f"WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {many})"
    raw(f"INSERT INTO events (name) {numbers} SELECT 'talks ' || n FROM numbers")
    raw("UPDATE events SET name = 'summit ' || event_id, kind = 'summit' WHERE event_id % 2 = 0")
    raw("DELETE FROM events WHERE event_id % 2 = 1")
    assert dict(raw("SELECT operation, count(*) FROM changes WHERE table_name = 'events' GROUP BY operation")) == {
        "insert": many,
        "update": many // 2,
        "delete": many // 2,
    }
    assert raw("SELECT count(DISTINCT row_key) FROM changes WHERE operation = 'update' OR operation = 'delete'") == [(many,)]
