import json
import sqlite3
from contextlib import closing

import pytest

from claims.store.databases.database import find_database
from claims.store.session import writing
from tests.store.conftest import Raw
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

    migrations.upgrade(sqlite_location)
    raw = Raw(sqlite_location)
    raw("INSERT INTO parties (name, kind) VALUES ('Samaya', 'state')")
    with pytest.raises(raw.error, match="append-only"):
        raw("INSERT OR REPLACE INTO changes (change_id, table_name, row_key, operation, changed_at) VALUES (1, 'x', 'y', 'insert', 'z')")


REPLACING = [
    "INSERT OR REPLACE INTO parties (party_id, name, kind) VALUES (1, 'Samaya Baru', 'state')",
    "REPLACE INTO parties (name, kind) VALUES ('Samaya', 'bloc')",
    "INSERT OR REPLACE INTO parties (party_id, name, kind, iso_code) VALUES (9, 'Korvath', 'state', 'QV')",
    "INSERT OR REPLACE INTO parties (name, kind, iso_code) VALUES ('Korvath', 'state', 'QK'), ('Lorvath', 'state', 'QS')",
    "INSERT OR REPLACE INTO parties SELECT * FROM parties",
    "UPDATE OR REPLACE parties SET party_id = 2 WHERE party_id = 1",
    "UPDATE OR REPLACE parties SET iso_code = 'QV' WHERE party_id = 1",
    "UPDATE OR REPLACE parties SET name = 'Velmora'",
    "INSERT OR REPLACE INTO party_members (bloc_id, member_id) VALUES (3, 1)",
    "INSERT OR REPLACE INTO party_members (rowid, bloc_id, member_id) VALUES (1, 3, 2)",
    "UPDATE OR REPLACE party_members SET member_id = 2",
    "UPDATE OR REPLACE party_members SET rowid = 2 WHERE member_id = 1",
    "INSERT OR REPLACE INTO aliases (name, speaker_id) VALUES ('Ana', 1)",
]


class TestReplacing:
    @pytest.fixture
    def raw(self, sqlite_location):
        from claims.store import migrations

        migrations.upgrade(sqlite_location)
        raw = Raw(sqlite_location)
        raw("INSERT INTO parties (name, kind, iso_code) VALUES ('Samaya', 'state', 'QS'), ('Velmora', 'state', 'QV')")
        raw("INSERT INTO parties (name, kind) VALUES ('Inner Sea', 'bloc')")
        raw("INSERT INTO party_members (bloc_id, member_id) VALUES (3, 1), (3, 3)")
        raw("INSERT INTO speakers (name, kind) VALUES ('Ana Lestari', 'person')")
        raw("INSERT INTO aliases (name, speaker_id) VALUES ('Ana', 1)")
        return raw

    def rows(self, raw):
        return [raw(f"SELECT rowid, * FROM {table}") for table in ("parties", "party_members", "aliases", "changes")]

    @pytest.mark.parametrize("recursive", ["ON", "OFF"])
    @pytest.mark.parametrize("attack", REPLACING)
    def test_it_is_refused_for_it_would_leave_no_history(self, raw, attack, recursive):
        before = self.rows(raw)
        with closing(raw.connect()) as connection:
            connection.execute("PRAGMA foreign_keys=OFF")  # as any shell has it
            connection.execute(f"PRAGMA recursive_triggers={recursive}")
            with pytest.raises(sqlite3.IntegrityError, match="would leave no history; use UPDATE, or DELETE and INSERT"):
                connection.execute(attack)
        assert self.rows(raw) == before

    def test_what_replaces_nothing_is_written_and_recorded(self, raw):
        ignored = ["INSERT OR IGNORE INTO parties (name, kind, iso_code) VALUES ('Samaya', 'bloc', 'QX')"]
        ignored += ["UPDATE OR IGNORE parties SET name = 'Velmora' WHERE party_id = 1"]
        ignored += ["INSERT INTO parties (name, kind) VALUES ('Samaya', 'bloc') ON CONFLICT DO NOTHING"]
        before = self.rows(raw)
        for statement in ignored:
            raw(statement)
        assert self.rows(raw) == before
        written = ["INSERT OR REPLACE INTO parties (name, kind) VALUES ('Korvath', 'state')"]
        written += ["INSERT INTO parties (name, kind) VALUES ('Korvath', 'bloc') ON CONFLICT (name) DO UPDATE SET kind = excluded.kind"]
        written += ["UPDATE OR REPLACE parties SET iso_code = 'QK' WHERE name = 'Korvath'"]
        written += ["UPDATE OR REPLACE parties SET party_id = 77 WHERE name = 'Korvath'"]
        for statement in written:
            raw(ignored[0])  # what was not replaced before stands in no one's way
            raw(statement)
        assert raw("SELECT * FROM parties WHERE party_id > 3") == [(77, "Korvath", "bloc", "QK", None, None)]
        assert [row[2] for row in history(raw)][-4:] == ["insert", "update", "update", "update"]


@pytest.mark.parametrize("table", ["changes", "parties CASCADE", "loads CASCADE", "load_documents"])
def test_truncate_is_refused(postgresql_location, table):
    from claims.store import migrations

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
