"""The database as it stood: whatever was done to it, each earlier state is found again, on both databases."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from time import sleep

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from claims.errors import ClaimsError, UsageError
from claims.inputs import read_moment
from claims.references import Pair, Reference, require_reference
from claims.store.access import open_reader
from claims.store.databases.database import find_database
from claims.store.history import tracked_tables
from claims.store.ledger.adding import add
from claims.store.ledger.amending import amend, review, withdraw
from claims.store.ledger.following import assess
from claims.store.ledger.judging import merge
from claims.store.ledger.ledger import Ledger
from claims.store.ledger.relating import judge, propose
from claims.store.ledger.undoing import undo
from claims.store.loading import Loader
from claims.terms import Judgement, RecordKind, Relation, Review
from claims.views.commitments import list_commitments
from claims.views.filters import Filters
from claims.views.search import search
from tests.store.conftest import Raw
from tests.store.making import EXTRACTOR, make_batch

TABLES = [table.name for table in tracked_tables()]
VIEWS = (
    "repeated_records",
    "commitment_states",
    "who_committed_to_what",
    "commitments_by_party",
    "numbers_over_time",
    "statements_by_speaker",
    "who_speaks_for_whom",
)
REASON = "as it happened"


def dump(reader):
    """Everything that reading finds: all tables but those of the history, loads, and the reporting views."""
    return {name: sorted(reader.table(f"SELECT * FROM {name}")[1], key=repr) for name in (*TABLES, "loads", *VIEWS)}


def read(location, moment=None):
    with open_reader(location, moment) as reader:
        return dump(reader)


def last_change(location):
    with open_reader(location) as reader:
        return reader.rows("SELECT max(changed_at) AS at FROM changes")[0]["at"]


def last_change_by(location, actor):
    with open_reader(location) as reader:
        return reader.rows("SELECT max(changed_at) AS at FROM changes WHERE changed_by = :actor", {"actor": actor})[0]["at"]


def numbers_of(raw, table):
    return [row[0] for row in raw(f"SELECT {table.rstrip('s')}_id FROM {table} ORDER BY 1")]


def load(location, numbers, extractor=EXTRACTOR, **options):
    with Loader(location, extractor=extractor, loaded_by="tester") as loader:
        loader.store(make_batch(numbers, extractor=extractor, **options))


KINDS = {"statements": RecordKind.STATEMENT, "commitments": RecordKind.COMMITMENT, "numeric_claims": RecordKind.NUMERIC_CLAIM}
FIELDS = (
    ("commitments", {"strength": "aspiration"}),
    ("commitments", {"due_on": "2031-05", "committers": "Velmora"}),
    ("commitments", {"due_on": "", "topics": "water; money"}),
    ("numeric_claims", {"value": "0.10000000000000000000001", "unit": "EUR"}),
    ("numeric_claims", {"value": "987654321098765432109876543210"}),
    ("numeric_claims", {"metric": 'a "metric"\nwith é and \\'}),
    ("statements", {"said_on": "2030-02-28", "acts": "call"}),
    ("statements", {"topics": "dams; finance"}),
)
STEPS = st.one_of(
    st.tuples(st.just("amend"), st.sampled_from(FIELDS), st.integers(0, 9)),
    st.tuples(st.just("review"), st.sampled_from(list(KINDS)), st.integers(0, 9), st.sampled_from(list(Review))),
    st.tuples(st.just("withdraw"), st.sampled_from(list(KINDS)), st.integers(0, 9)),
    st.tuples(st.just("undo"), st.integers(0, 5)),
    st.tuples(st.just("add"), st.integers(0, 99)),
    st.tuples(st.just("load"), st.integers(0, 3), st.sampled_from((EXTRACTOR, "hand 2"))),
    st.tuples(st.just("key"), st.integers(0, 9)),
    st.tuples(st.just("merge"), st.sampled_from((("p1", "p2"), ("p2", "p3"), ("sp1", "sp2")))),
    st.tuples(st.just("assess"), st.integers(0, 9), st.sampled_from(("fulfilled", "stalled"))),
    st.tuples(st.just("relate"), st.integers(1, 3), st.integers(4, 6), st.sampled_from(Judgement)),
)


def do(location, raw, step, ledger):
    """One piece of somebody's work; what the ledger refuses changes nothing."""
    match step:
        case ("amend", (table, fields), which):
            amend(ledger, pick(raw, table, which), fields, reason=REASON)
        case ("review", table, which, decision):
            review(ledger, [pick(raw, table, which)], decision)
        case ("withdraw", table, which):
            withdraw(ledger, [pick(raw, table, which)], reason=REASON)
        case ("undo", back):
            numbers = [row[0] for row in raw("SELECT DISTINCT changeset FROM changes WHERE reason = 'as it happened' ORDER BY 1 DESC")]
            if back < len(numbers):
                undo(ledger, numbers[back])
        case ("add", number):
            add(ledger, "speaker", {"name": f"Speaker {number}", "kind": "person", "aliases": f"S{number}; the {number}th"})
        case ("load", number, extractor):
            load(location, [number], extractor)
        case ("merge", names):
            merge(ledger, names, reason=REASON)
        case ("assess", which, status):
            assess(ledger, pick(raw, "commitments", which), {"status": status, "assessed_on": "2031-05-06"})
        case ("relate", left, right, judgement):
            propose(ledger, [Pair(RecordKind.COMMITMENT, left, right, Relation.SAME_AS)], reason=REASON)
            judge(ledger, (RecordKind.COMMITMENT,), [row[0] for row in raw("SELECT max(relation_id) FROM relations")], judgement)
        case ("key", which):
            moved = raw("SELECT commitment_id, topic FROM commitment_topics ORDER BY 1, 2")
            if moved:
                commitment, topic = moved[which % len(moved)]
                raw(f"UPDATE commitment_topics SET topic = topic || '!' WHERE commitment_id = {commitment} AND topic = '{topic}'")


def pick(raw, table, which):
    rows = raw(f"SELECT {table.removesuffix('s')}_id FROM {table} ORDER BY 1")
    return Reference(KINDS[table], rows[which % len(rows)][0] if rows else 1)


@given(steps=st.lists(STEPS, min_size=1, max_size=8))
@settings(
    max_examples=12,
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_every_state_is_found_again(location, raw, steps):
    """The database lives on from example to example, so later ones start from what the earlier ones left."""
    load(location, [0])
    found = {}
    with Ledger(location, actor="Rina") as ledger:
        for step in steps:
            found[last_change(location)] = read(location)  # of the steps of one millisecond, the state after the last
            try:
                do(location, raw, step, ledger)
            except ClaimsError:
                continue
    for moment, state in found.items():
        assert_same(read(location, moment), state, moment)


def assert_same(then, state, moment):
    for table, rows in state.items():
        if table == "loads":  # a load ends a little after its last change
            assert [row[:2] for row in then[table]] == [row[:2] for row in rows if row[1] <= moment]
        else:
            assert then[table] == rows, f"{table} as of {moment}"


@pytest.fixture
def worked(raw, location):
    """A database of which everything was changed since `moment`, by people and by another reading."""
    load(location, range(2))
    moment, state = last_change(location), read(location)
    with Ledger(location, actor="Rina") as ledger:
        amend(ledger, require_reference("c1"), {"action": "build a lighthouse", "due_on": "2031-01-01"}, reason=REASON)
        withdraw(ledger, [require_reference("n4")], reason=REASON)
        review(ledger, [require_reference("c2")], Review.REJECTED)
    load(location, range(3), "hand 2")
    raw("UPDATE speakers SET name = 'Somebody else' WHERE speaker_id = 1")
    return moment, state


class TestReading:
    def test_tables_views_and_types_are_those_of_then(self, location, worked):
        moment, state = worked
        then = read(location, moment)
        assert_same(then, state, moment)
        assert then["statements"] != read(location)["statements"]

    def test_the_words_of_then_are_searched(self, location, worked):
        moment, _ = worked
        with open_reader(location) as now, open_reader(location, moment) as then:
            assert [hit.id for hit in search(now, "lighthouse", 5).records] == ["c1"]
            assert search(then, "lighthouse", 5).records == []
            hits = search(then, "dam 0", 5).records
        assert {"c1", "s1", "c3", "s3", "src1"} <= {hit.id for hit in hits}
        assert "c5" not in {hit.id for hit in hits}
        assert all(hit.marks for hit in hits)

    def test_lists_filter_what_was_there_then(self, location, worked):
        moment, _ = worked
        with open_reader(location, moment) as then:
            page = list_commitments(then, Filters(search="dam", by="Samaya"))
            assert [(record.id, record.review) for record in page.records] == [(f"c{n}", "proposed") for n in (1, 2, 3, 4)]

    def test_what_is_overdue_is_counted_to_that_day(self, location, raw, worked):
        raw("UPDATE commitments SET due_on = '2020-06-01', due_basis = 'CURRENT_DATE' WHERE commitment_id = 3")
        columns = "table_name, row_key, operation, changed_at"
        raw(f"INSERT INTO changes ({columns}) VALUES ('x', '1', 'insert', '2020-01-02T03:04:05.000000Z')")  # a clock that was set back
        for moment, late in (("2020-01-02", 0), (last_change(location), 1)):
            with open_reader(location, moment) as then:
                assert then.rows("SELECT overdue FROM who_committed_to_what WHERE commitment_id = 3") == [{"overdue": late}]
                assert len(list_commitments(then, Filters(overdue=True)).records) == late
                assert str(then.rows("SELECT CURRENT_DATE AS today")[0]["today"]) == moment[:10]
                (row,) = then.rows("SELECT due_basis FROM commitments WHERE due_basis = 'CURRENT_DATE' AND due_on <> CURRENT_DATE")
                assert row == {"due_basis": "CURRENT_DATE"}

    def test_a_rewound_reader_cannot_write_either(self, location, worked):
        moment, _ = worked
        with open_reader(location, moment) as then:
            for sql in (
                "DELETE FROM commitments",
                "DROP VIEW commitments",
                "CREATE TEMP TABLE x (y TEXT)",
                "DELETE FROM changed_commitments",
            ):
                with pytest.raises(UsageError):
                    then.rows(sql)
            assert len(then.rows("SELECT * FROM commitments")) == 4

    def test_every_type_comes_back_as_it_was(self, location, raw, worked):
        raw(
            "INSERT INTO disagreements (kind, source_id, key, reading, extractor, found_at, verdict) VALUES "
            """('statement', 1, '007', '{"a": [1.5, null, "é"]}', '1e3', '2031-02-03T04:05:06.700000Z', 'open')"""
        )
        raw("UPDATE numeric_claims SET value = 0.1, value_number = 0.1 WHERE numeric_claim_id = 1")
        raw("UPDATE sources SET retrieved_at = '2031-02-03T04:05:06.700000Z', published_on = '2031-02-03' WHERE source_id = 1")
        moment, state = last_change(location), read(location)
        raw("UPDATE disagreements SET key = '8', reading = NULL, extractor = '9' WHERE key = '007'")
        raw("DELETE FROM disagreements")
        raw("UPDATE numeric_claims SET value = 7, value_number = 7 WHERE numeric_claim_id = 1")
        raw("UPDATE sources SET retrieved_at = NULL, published_on = NULL WHERE source_id = 1")
        assert_same(read(location, moment), state, moment)

    def test_what_is_written_meanwhile_was_not_there(self, location, raw, worked):
        moment, state = worked
        with open_reader(location, moment) as then:
            raw("UPDATE commitments SET action = 'something else'")
            assert_same(dump(then), state, moment)

    def test_the_history_ends_there(self, location, worked):
        moment, _ = worked
        with open_reader(location, moment) as then:
            assert then.rows("SELECT max(changed_at) AS at FROM changes") == [{"at": moment}]

    def test_views_of_others_are_rewound_too(self, location, raw, worked):
        moment, state = worked
        raw("CREATE VIEW mine AS SELECT count(*) AS n FROM statements_by_speaker")
        with open_reader(location, moment) as then:
            assert then.rows("SELECT n FROM mine") == [{"n": len(state["statements_by_speaker"])}]


class TestMoments:
    @pytest.mark.parametrize(
        ("written", "moment"),
        [
            ("2022-01-25", "2022-01-25T23:59:59.999999Z"),
            (" 2022-02 ", "2022-02-28T23:59:59.999999Z"),
            ("2022", "2022-12-31T23:59:59.999999Z"),
            ("2022-01-25T12:30", "2022-01-25T12:30:00.000000Z"),
            ("2022-01-25 12:30:01.25Z", "2022-01-25T12:30:01.250000Z"),
            ("2022-01-25T01:30:00+07:00", "2022-01-24T18:30:00.000000Z"),
        ],
    )
    def test_a_day_ends_at_its_end_and_an_instant_is_exact(self, written, moment):
        assert read_moment("--as-of", written) == moment

    @pytest.mark.parametrize(
        "written", ["yesterday", "2022-13-01", "2022-01-25T25:00", "25/1/2022", "", "２０２２", "0001-01-01T00:00+14:00"]
    )
    def test_other_words_are_refused(self, written):
        with pytest.raises(UsageError, match=r"^--as-of"):
            read_moment("--as-of", written)

    def test_what_is_still_to_come_is_not_known(self):
        assert read_moment("--as-of", datetime.now(UTC).date().isoformat())
        for written in (
            (datetime.now(UTC) + timedelta(days=1)).date().isoformat(),
            "9999",
            (datetime.now(UTC) + timedelta(hours=1)).isoformat(),
        ):
            with pytest.raises(UsageError, match="still to come"):
                read_moment("--as-of", written)

    def test_before_the_first_change_there_is_nothing(self, location, raw):
        with pytest.raises(UsageError, match="holds no changes at all"):
            open_reader(location, "2001-02-03")
        load(location, [0])
        with pytest.raises(UsageError, match=r"held nothing yet at 2001-02-03T23:59:59.999999Z; its first change is of 20\d\d"):
            open_reader(location, "2001-02-03")


class TestOrder:
    """What stood then is told by the order of changes; the clock says no more than up to which of them."""

    @pytest.fixture
    def stored(self, location, raw):
        load(location, [0])
        with Ledger(location, actor="Rina") as ledger:
            yield ledger

    def at(self, raw, instant, sql):
        """Run a statement while the database's clock tells this instant."""
        with closing(raw.connect()) as connection:
            if raw.location.startswith("postgresql"):
                clock = f"SELECT TIMESTAMPTZ '{instant}'"
                connection.execute(f"CREATE FUNCTION public.clock_timestamp() RETURNS timestamptz LANGUAGE sql AS $$ {clock} $$")
                connection.execute("SET search_path = public, pg_catalog")
                connection.execute(sql)
                connection.execute("DROP FUNCTION public.clock_timestamp()")
            else:
                connection.create_function("strftime", 2, lambda *_: instant)
                connection.execute(sql)

    def actions(self, location, moment):
        with find_database(location).reader(moment) as then:
            return [row["action"] for row in then.rows("SELECT action FROM commitments ORDER BY commitment_id")]

    def test_work_after_a_clock_was_set_back_is_not_hidden(self, location, raw, stored):
        self.at(raw, "2090-01-01T00:00:00.000000Z", "UPDATE commitments SET action = 'by a fast clock' WHERE commitment_id = 1")
        amend(stored, require_reference("c2"), {"action": "afterwards"}, reason=REASON)
        for moment in (last_change_by(location, "Rina"), "2089-12-31T00:00:00.000000Z", "2090-01-02T00:00:00.000000Z"):
            assert self.actions(location, moment) == ["by a fast clock", "afterwards"]

    def test_nor_is_what_was_before_a_clock_that_was_slow_for_a_while(self, location, raw, stored):
        self.at(raw, "2020-01-01T00:00:00.000000Z", "UPDATE commitments SET action = 'by a slow clock' WHERE commitment_id = 1")
        amend(stored, require_reference("c2"), {"action": "afterwards"}, reason=REASON)
        assert self.actions(location, "2020-06-01T00:00:00.000000Z") == ["by a slow clock", "pay for dam 1"]

    def test_what_was_changed_together_is_there_whole_or_not_at_all(self, location, raw, stored):
        first = self.together(stored)
        assert self.actions(location, first) == ["pay for dam 0", "pay for dam 1"]
        assert self.actions(location, last_change(location)) == ["one", "other"]

    def together(self, ledger):
        """Change two commitments in one transaction; return the moment between."""
        with ledger.changing(REASON) as connection:
            connection.execute(sa.text("UPDATE commitments SET action = 'one' WHERE commitment_id = 1"))
            sleep(0.02)
            between = datetime.now(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
            sleep(0.02)
            connection.execute(sa.text("UPDATE commitments SET action = 'other' WHERE commitment_id = 2"))
        return between

    def test_so_is_a_load_however_many_transactions_it_takes(self, location, raw, stored):
        moments = [last_change(location)]
        with Loader(location, extractor=EXTRACTOR, loaded_by="tester") as loader:
            for number in (1, 2):
                loader.store(make_batch([number]))
                moments.append(last_change(location))
                sleep(0.02)
        assert [len(self.actions(location, moment)) for moment in moments] == [2, 2, 6]

    def test_what_people_saw_of_a_load_and_worked_on_is_there_with_their_work(self, location, raw, stored):
        moments = []
        with Loader(location, extractor=EXTRACTOR, loaded_by="tester") as loader:
            for number in (1, 2, 3):
                loader.store(make_batch([number]))
                sleep(0.02)
                if number == 1:
                    amend(stored, require_reference("c3"), {"action": "seen"}, reason=REASON)
                moments.append(last_change(location))
                sleep(0.02)
        assert self.actions(location, moments[0]) == self.actions(location, moments[1])
        assert self.actions(location, moments[1])[2:] == ["seen", "pay for dam 1"]
        assert len(self.actions(location, moments[2])) == 8

    def test_before_the_end_of_the_first_load_there_is_nothing(self, location, raw):
        with Loader(location, extractor=EXTRACTOR, loaded_by="tester") as loader:
            loader.store(make_batch([1]))
            between = last_change(location)
            sleep(0.02)
            loader.store(make_batch([2]))
        with pytest.raises(UsageError, match="held nothing yet"):
            open_reader(location, between)


def test_transactions_at_once_are_each_there_whole_or_not_at_all(postgresql_location):
    """On PostgreSQL, the changes of two who work at once have numbers by turns."""
    location = postgresql_location
    load(location, [0])
    raw = Raw(location)
    with Ledger(location, actor="Rina") as rina, Ledger(location, actor="Omar") as omar, rina.changing(REASON) as first:
        first.execute(sa.text("UPDATE commitments SET action = 'one' WHERE commitment_id = 1"))
        amend(omar, require_reference("c2"), {"action": "meanwhile"}, reason=REASON)
        moment = raw("SELECT to_char(max(changed_at) AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"') FROM changes")[0][0]
        sleep(0.02)
        first.execute(sa.text("UPDATE commitments SET action = 'other' WHERE commitment_id = 1"))
    for at, expected in ((moment, ["pay for dam 0", "meanwhile"]), (last_change(location), ["other", "meanwhile"])):
        with open_reader(location, at) as then:
            assert [row["action"] for row in then.rows("SELECT action FROM commitments ORDER BY commitment_id")] == expected
            assert {row["changed_by"] for row in then.rows("SELECT DISTINCT changed_by FROM changes")} >= {"tester", "Omar"}
            assert len(then.rows("SELECT 1 AS n FROM changes WHERE changed_by = 'Rina'")) == (0 if at == moment else 2)


def test_what_it_costs_is_in_proportion_to_the_changes_since(sqlite_location):
    """Counted in steps of SQLite's machine, a thousand at a time."""

    def steps(moment):
        from claims.store.databases.sqlite_rewinding import rewind

        with closing(sqlite3.connect(sqlite_location, isolation_level=None)) as connection:
            ticks = []
            connection.set_progress_handler(lambda: ticks.append(1) and 0, 100)
            rewind(connection, moment)
            return len(ticks)

    from claims.store import migrations

    migrations.upgrade(sqlite_location)
    load(sqlite_location, range(5), sentences=10)
    moment = last_change(sqlite_location)
    with Ledger(sqlite_location, actor="Rina") as ledger:
        amend(ledger, require_reference("c1"), {"strength": "aspiration"}, reason=REASON)
    small = steps(moment)
    load(sqlite_location, range(5, 105), sentences=10)
    moment = last_change(sqlite_location)
    with Ledger(sqlite_location, actor="Rina") as ledger:
        amend(ledger, require_reference("c2"), {"strength": "aspiration"}, reason=REASON)
    assert steps(moment) < 2 * small + 10
