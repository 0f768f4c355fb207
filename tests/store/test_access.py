import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from claims.errors import NoSuchTable, UsageError
from claims.references import require_reference
from claims.store import access, migrations
from claims.store.databases.postgresql_sql import translate
from claims.store.databases.sqlite import SqliteDatabase
from claims.store.ledger.adding import add
from claims.store.ledger.amending import amend
from claims.store.ledger.ledger import Ledger
from claims.store.loading import Loader
from claims.views.commitments import list_commitments
from claims.views.filters import Filters
from tests.store.conftest import Raw
from tests.store.making import EXTRACTOR, make_batch

WRITES = {
    "insert": "INSERT INTO parties (name, kind) VALUES ('x', 'state')",
    "update": "UPDATE parties SET name = 'x'",
    "delete": "DELETE FROM parties",
    "drop": "DROP TABLE parties",
    "create": "CREATE TABLE mine (x text)",
    "temporary table": "CREATE TEMPORARY TABLE mine (x text)",
    "end the transaction": "COMMIT",
    "begin another": "BEGIN",
    "two statements": "SELECT 1; DROP TABLE parties",
    "write after with": "WITH gone AS (SELECT 1) DELETE FROM parties",
    "vacuum": "VACUUM",
}
SQLITE_WRITES = {
    "attach": "ATTACH DATABASE '{folder}/other.db' AS other",
    "vacuum into": "VACUUM INTO '{folder}/other.db'",
    "allow writing": "PRAGMA query_only = OFF",
    "journal": "PRAGMA journal_mode = DELETE",
    "extension": "SELECT load_extension('{folder}/other.so')",
    "mark": "PRAGMA application_id = 1",
}
POSTGRESQL_WRITES = {
    "copy": "COPY parties TO '{folder}/other.csv'",
    "allow writing": "SET TRANSACTION READ WRITE",
    "allow writing for good": "SET SESSION CHARACTERISTICS AS TRANSACTION READ WRITE",
    "returning": "WITH gone AS (DELETE FROM parties RETURNING *) SELECT * FROM gone",
    "sequence": "SELECT nextval('parties_party_id_seq')",
    "code": "DO $$ BEGIN DELETE FROM parties; END $$",
}


@pytest.fixture
def reader(raw):
    raw("INSERT INTO parties (name, kind, iso_code) VALUES ('Samaya', 'state', 'QS')")
    with access.open_reader(raw.location) as reader:
        yield reader


def refuse(reader, raw, sql):
    with pytest.raises(UsageError):
        reader.rows(sql)
    assert raw("SELECT name FROM parties") == [("Samaya",)]
    assert reader.rows("SELECT 1 AS one") == [{"one": 1}]


@pytest.mark.parametrize("sql", WRITES.values(), ids=WRITES)
def test_nothing_can_be_written(reader, raw, sql):
    refuse(reader, raw, sql)


@pytest.mark.parametrize("sql", SQLITE_WRITES.values(), ids=SQLITE_WRITES)
def test_nothing_can_be_attached_or_switched_on_sqlite(sqlite_location, tmp_path, sql):
    migrations.upgrade(sqlite_location)
    raw = Raw(sqlite_location)
    raw("INSERT INTO parties (name, kind) VALUES ('Samaya', 'state')")
    with access.open_reader(sqlite_location) as reader:
        refuse(reader, raw, sql.format(folder=tmp_path))
    assert not list(tmp_path.glob("other*"))


@pytest.mark.parametrize("sql", POSTGRESQL_WRITES.values(), ids=POSTGRESQL_WRITES)
def test_nothing_can_be_copied_or_switched_on_postgresql(postgresql_location, sql):
    migrations.upgrade(postgresql_location)
    raw = Raw(postgresql_location)
    raw("INSERT INTO parties (name, kind) VALUES ('Samaya', 'state')")
    with access.open_reader(postgresql_location) as reader:
        refuse(reader, raw, sql.format(folder="/tmp"))
        refuse(reader, raw, WRITES["insert"])


def test_the_sql_of_a_mistake_is_told_in_one_sentence(reader):
    with pytest.raises(UsageError, match=r"cannot run this SQL: .*nonsense") as caught:
        reader.rows("SELECT nonsense FROM parties")
    assert "\n" not in str(caught.value)


def test_parameters_are_values_and_never_sql(reader):
    hostile = "'; DROP TABLE parties; --"
    assert reader.rows("SELECT :word AS word, 'a :word' AS plain", {"word": hostile}) == [{"word": hostile, "plain": "a :word"}]
    assert reader.rows("SELECT count(*) AS n FROM parties WHERE name = :name AND name LIKE 'Sam%'", {"name": "Samaya"}) == [{"n": 1}]
    assert reader.rows("SELECT name FROM parties WHERE iso_code = :code AND :code <> ''", {"code": "QS"}) == [{"name": "Samaya"}]


def test_a_parameter_without_a_value_is_told(reader):
    with pytest.raises(UsageError):
        reader.rows("SELECT :there AS a, :missing AS b", {"there": 1})


def test_values_are_plain(reader):
    (row,) = reader.rows("SELECT name, party_id, wikidata_id, 1.5 * 2 AS half FROM parties")
    assert (row["name"], row["party_id"], row["wikidata_id"]) == ("Samaya", 1, None)
    assert [type(value) for value in row.values()][:3] == [str, int, type(None)]


def test_days_decimals_and_instants_are_text_on_both(raw):
    raw(
        "INSERT INTO sources (sha256, language, loaded_at, media_type, encoding, text, event_on) "
        "VALUES ('a', 'en', '2031-03-04T05:06:07.000000Z', 'text/plain', 'utf-8', 'x', '2031-03-04')"
    )
    raw(
        "INSERT INTO numeric_claims (key, source_id, span_start, span_end, text, origin, review, value, value_number, kind, comparator) "
        "VALUES ('k', 1, 0, 1, 'x', 'entered', 'proposed', '12345678901234567890.1234', 1.5, 'count', '=')"
    )
    with access.open_reader(raw.location) as reader:
        (row,) = reader.rows("SELECT s.loaded_at, s.event_on, n.value, n.value_number FROM sources AS s CROSS JOIN numeric_claims AS n")
    assert row == {
        "loaded_at": "2031-03-04T05:06:07.000000Z",
        "event_on": "2031-03-04",
        "value": "12345678901234567890.1234",
        "value_number": 1.5,
    }


def test_days_are_iso_whatever_the_server_prints(postgresql_location):
    migrations.upgrade(postgresql_location)
    raw = Raw(postgresql_location)
    raw(f"ALTER DATABASE {postgresql_location.rpartition('/')[2]} SET datestyle = 'SQL, DMY'")
    with access.open_reader(postgresql_location) as reader:
        (row,) = reader.rows("SELECT DATE '2031-03-04' AS day, TIMESTAMPTZ '2031-03-04T05:06:07Z' AS instant")
    assert row == {"day": "2031-03-04", "instant": "2031-03-04T05:06:07.000000Z"}


def test_a_table_keeps_its_columns_where_there_are_no_rows(reader):
    assert reader.table("SELECT name, kind AS sort FROM parties WHERE 1 = 0") == (["name", "sort"], [])


@pytest.mark.parametrize("name", ["a b.db", "a?mode=rw&x.db", "a#b%20.db", "ümläut 数.db", "'quote\".db", "-x.db"])
def test_odd_paths_are_read_and_written(tmp_path, name):
    place = str(tmp_path / name)
    migrations.upgrade(place)
    assert [path.name for path in tmp_path.iterdir()] == [name]
    with access.open_reader(place) as reader:
        assert reader.rows("SELECT count(*) AS n FROM parties") == [{"n": 0}]
    with access.open_reader(f"sqlite:///{place}") as reader:
        assert reader.kind == "sqlite"


def test_a_reader_sees_what_a_writer_has_just_committed(sqlite_location):
    migrations.upgrade(sqlite_location)
    with closing(sqlite3.connect(sqlite_location)) as writer:
        writer.execute("INSERT INTO parties (name, kind) VALUES ('Samaya', 'state')")
        writer.commit()
        writer.execute("INSERT INTO parties (name, kind) VALUES ('Velmora', 'state')")  # not committed: locks writers, not readers
        with access.open_reader(sqlite_location) as reader:
            assert reader.rows("SELECT name FROM parties") == [{"name": "Samaya"}]


ENDLESS = {
    "sqlite": "WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n",
    "postgresql": "SELECT count(*) FROM generate_series(1, 100000000000)",
}
ASK = """
import sys
from claims.store.access import open_reader
with open_reader(sys.argv[1]) as reader:
    print("asking", flush=True)
    try:
        reader.rows(sys.argv[2])
    except KeyboardInterrupt:
        print("interrupted", flush=True)
"""


def test_ctrl_c_ends_a_query(location):
    migrations.upgrade(location)
    endless = ENDLESS["postgresql" if "://" in location else "sqlite"]
    with subprocess.Popen([sys.executable, "-c", ASK, location, endless], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout.readline() == "asking\n"
        time.sleep(0.5)
        os.kill(process.pid, signal.SIGINT)
        assert process.stdout.readline() == "interrupted\n"
    assert process.returncode == 0


def test_reading_imports_neither_sqlalchemy_nor_alembic_nor_pydantic(location):
    migrations.upgrade(location)
    code = (
        "import sys; from claims.store.access import open_reader\n"
        "with open_reader(sys.argv[1]) as reader: reader.rows('SELECT 1 AS one')\n"
        "print(sorted({'sqlalchemy', 'alembic', 'pydantic', 'datasette', 'babel'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code, location], capture_output=True, text=True, check=True, cwd=Path.cwd())
    assert done.stdout == "[]\n"


@pytest.mark.parametrize(
    ("sql", "expected", "names"),
    [
        ("SELECT :a, ':b', \":c\"", "SELECT %(a)s, ':b', \":c\"", {"a"}),
        ("SELECT x::text, :a::int", "SELECT x::text, %(a)s::int", {"a"}),
        ("SELECT 'it''s :b' || :a", "SELECT 'it''s :b' || %(a)s", {"a"}),
        ("SELECT E'\\':b', :a", "SELECT E'\\':b', %(a)s", {"a"}),
        ("SELECT :a -- :b\n, :c", "SELECT %(a)s -- :b\n, %(c)s", {"a", "c"}),
        ("SELECT /* :b */ :a", "SELECT /* :b */ %(a)s", {"a"}),
        ("SELECT $x$ :b $x$, $$ :c $$, :a", "SELECT $x$ :b $x$, $$ :c $$, %(a)s", {"a"}),
        ("SELECT 5 % 2, '100%', :a", "SELECT 5 %% 2, '100%%', %(a)s", {"a"}),
        ("SELECT x[1:2], :a", "SELECT x[1:2], %(a)s", {"a"}),
        ("SELECT 'unended :a", "SELECT 'unended %(a)s", {"a"}),
    ],
)
def test_parameters_are_translated_outside_strings_comments_and_casts(sql, expected, names):
    assert translate(sql) == (expected, names)


def test_translation_is_linear():
    for hostile in ("'" * 20_001, "/*" * 20_000, "$a$" * 20_001, "E'\\" * 20_000, ":" * 40_000, '"' * 20_001):
        translate(hostile)


def test_a_table_that_is_not_there_is_told_by_its_name(location):
    migrations.upgrade(location)
    with access.open_reader(location) as reader:
        for sql in ("SELECT * FROM comitments", "SELECT c.x FROM sources AS s JOIN comitments AS c ON 1 = 1"):
            with pytest.raises(NoSuchTable, match="comitments") as missing:
                reader.rows(sql)
            assert missing.value.table == "comitments"


def test_looking_at_a_database_takes_no_lock_from_this_process(sqlite_location):
    """To close a file gives up every lock that a process has on it, and the last to close it then removes what is not in it yet."""
    migrations.upgrade(sqlite_location)
    elsewhere = "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); c.execute('UPDATE parties SET kind = kind'); c.commit(); c.close()"
    with Ledger(sqlite_location, actor="Rina") as ledger:
        for number in range(3):
            add(ledger, "party", {"name": f"Korvath {number}", "kind": "state"})
            with access.open_reader(sqlite_location) as reader:
                assert reader.rows("SELECT count(*) AS n FROM parties") == [{"n": number + 1}]
            assert not SqliteDatabase(sqlite_location).is_published()
            subprocess.run([sys.executable, "-c", elsewhere, sqlite_location], check=True)
            assert Path(f"{sqlite_location}-wal").exists()
    assert Raw(sqlite_location)("SELECT name FROM parties") == [("Korvath 0",), ("Korvath 1",), ("Korvath 2",)]


class TestAnotherToday:
    """What is due and overdue is counted to the day that is asked for, in tables, views and SQL, on both databases."""

    @pytest.fixture
    def due(self, location):
        with Loader(location, extractor=EXTRACTOR, loaded_by="tester") as loader:
            loader.store(make_batch([1], sentences=1))  # due on 2034-03-04
        return location

    @pytest.mark.parametrize(("today", "state"), [("2034-03-04", "due"), ("2034-03-05", "overdue"), ("2020-01-01", "due")])
    def test_what_is_overdue_is_counted_to_it(self, due, today, state):
        with access.open_reader(due, today=today) as reader:
            assert [row["state"] for row in reader.rows("SELECT state FROM commitment_states")] == [state]
            assert [row["state"] for row in reader.rows("SELECT state FROM due_and_overdue")] == [state]
            assert reader.rows("SELECT CAST(CURRENT_DATE AS TEXT) AS day") == [{"day": today}]
            found = list_commitments(reader, Filters(overdue=True)).records
            assert [each.id for each in found] == (["c1"] if state == "overdue" else [])
            with pytest.raises(UsageError, match=r"Only reading|cannot run this SQL"):
                reader.rows("UPDATE commitments SET due_on = NULL")

    def test_of_the_database_as_it_was_too(self, due):
        moment = datetime.now(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
        with Ledger(due, actor="Rina") as ledger:
            amend(ledger, require_reference("c1"), {"due_on": "2050"}, reason="x")
        for as_of, state in ((moment, "overdue"), (None, "due")):
            with access.open_reader(due, as_of, "2034-03-05") as reader:
                assert [row["state"] for row in reader.rows("SELECT state FROM commitment_states")] == [state]

    @pytest.mark.parametrize("today", ["2034", "2034-03", "then", "2034-02-30"])
    def test_it_is_a_day(self, due, today):
        with pytest.raises(UsageError, match=r"^--today takes a day, such as 2025-01-25, not"):
            access.open_reader(due, today=today)
