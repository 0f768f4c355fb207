"""Any sequence of what people and loads do, on both databases: the history leads back to every state, and no work of people is lost."""

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from claims.errors import Refused, UsageError
from claims.references import require_reference
from claims.store.history import tracked_tables
from claims.store.ledger.adding import add
from claims.store.ledger.amending import amend, review, withdraw
from claims.store.ledger.following import assess, record_instalment
from claims.store.ledger.judging import merge, split
from claims.store.ledger.ledger import Ledger
from claims.store.ledger.rows import from_history, read_json, row_key
from claims.store.ledger.undoing import undo
from claims.store.loading import Loader
from claims.terms import Review
from tests.store.conftest import Raw
from tests.store.making import EXTRACTOR, make_batch

DOCUMENTS = 2
RECORDS = st.sampled_from(["s1", "s2", "s3", "c1", "c2", "c3", "n1", "n2", "n3"])
AMENDED = RECORDS | st.sampled_from(["src1", "src2", "sp1", "sp3"])
COMMITMENTS = st.sampled_from(["c1", "c2", "c3"])
AMENDMENTS = {  # what a record may say, and what it says already, in the words of now or in others
    "s": {
        "said_on": ["2031-03-05", "", "2031-03-04"],
        "acts": ["call", "call; position", "position; commitment"],
        "speaker": ["Ministry of Dams", "Ana Lestari"],
    },
    "c": {
        "strength": ["willing", "aspiration", "pledge"],
        "due_on": ["2035", "2032-02-03", "", "2034-03-04", "2032-02", "2035-12-31"],
        "due_precision": ["month", "day", ""],
        "due_basis": ["decree 5", "within", ""],
        "committers": ["Velmora", "Samaya; Velmora", "", "Republik Samaya"],
        "topics": ["dams; debt", "", "water"],
    },
    "n": {"value": ["0.1", "0.10", "987654321987654321.5", "123456789012345678.91"], "metric": ["dams", ""]},
    "src": {"event_on": ["2031-03-04", "2031-03-05", ""], "title": ["Dams, part 0", "Dams"]},
    "sp": {"name": ["Ana Lestari", "Ana Dewi", "Lestari"], "aliases": ["Lestari", "Bu Ana; Lestari", ""]},
}


class Work(RuleBasedStateMachine):
    """People amend, accept, reject, withdraw, merge, split, assess, pay and undo; the same documents are loaded again."""

    location = ""

    @initialize()
    def begin(self):
        self.raw = Raw(self.location)
        self.ledger = Ledger(self.location, actor="Rina")
        self.loaded = self.tables()
        self.newest = self.raw("SELECT max(change_id) FROM changes")[0][0]
        self.deeds = []

    def teardown(self):
        if not hasattr(self, "ledger"):
            return
        # Undo of everything gives back what was loaded, which the next example begins with.
        try:
            for number in reversed(self.deeds):
                undo(self.ledger, number)
            assert self.tables() == self.loaded
        finally:
            self.ledger.__exit__(None, None, None)

    def tables(self):
        """Every row of every table whose history is kept, by its key."""
        found = {}
        with self.ledger.changing(None) as connection:
            for table in tracked_tables():
                rows = connection.execute(table.select()).mappings()
                found[table.name] = {row_key(table, row): dict(row) for row in rows}
        return found

    def attempt(self, work, *arguments, **options):
        before = self.tables()
        try:
            deed = work(self.ledger, *arguments, **options)
        except (Refused, UsageError):
            assert self.tables() == before, "what is refused changes nothing"
            return
        assert (self.tables() == before) == (deed.changeset is None), "what is said to have changed nothing has, and nothing else"
        if deed.changeset is not None:
            self.deeds.append(deed.changeset)

    @rule(name=AMENDED, data=st.data())
    def amend(self, name, data):
        told = AMENDMENTS[name.rstrip("0123456789")]
        fields = data.draw(st.lists(st.sampled_from(sorted(told)), min_size=1, unique=True))
        self.attempt(amend, require_reference(name), {field: data.draw(st.sampled_from(told[field])) for field in fields}, reason="checked")

    @rule(names=st.lists(RECORDS, min_size=1, max_size=3), decision=st.sampled_from(list(Review)))
    def review(self, names, decision):
        self.attempt(review, [require_reference(name) for name in names], decision)

    @rule(names=st.lists(RECORDS, min_size=1, max_size=4))
    def withdraw(self, names):
        self.attempt(withdraw, [require_reference(name) for name in names], reason="never said")

    @rule(number=st.integers(1, 99))
    def add(self, number):
        self.attempt(add, "speaker", {"name": f"Ana Lestary {number}", "kind": "person", "aliases": "Lestary"})

    @rule(one=st.sampled_from(["sp1", "sp2", "sp3"]), other=st.sampled_from(["sp1", "sp2", "sp3"]))
    def merge(self, one, other):
        self.attempt(merge, [one, other], reason="two spellings")

    @rule(names=st.lists(st.sampled_from(["sp1", "sp2", "sp3"]), min_size=1, max_size=2, unique=True))
    def split(self, names):
        self.attempt(split, names, reason="two people")

    @rule(name=COMMITMENTS, status=st.sampled_from(["fulfilled", "stalled", "no evidence found"]))
    def assess(self, name, status):
        self.attempt(assess, require_reference(name), {"status": status, "assessed_on": "2024-05-06"})

    @rule(name=COMMITMENTS)
    def pay(self, name):
        self.attempt(record_instalment, require_reference(name), {"type": "disbursement", "value": "0.30", "unit": "USD"})

    @rule(back=st.integers(0, 3))
    def undo(self, back):
        if back < len(self.deeds):
            self.attempt(undo, self.deeds[-1 - back])

    @rule()
    def load_again(self):
        before = self.tables()
        with Loader(self.location, extractor=EXTRACTOR, loaded_by="tester") as loader:
            loader.store(make_batch(range(DOCUMENTS)))
        assert self.tables() == before, "a reload of the same documents loses nobody's work and brings nothing back"

    @invariant()
    def the_history_leads_back_to_what_was_loaded(self):
        if not hasattr(self, "loaded"):
            return
        state = self.tables()
        tables = {table.name: table for table in tracked_tables()}
        query = f"SELECT table_name, row_key, operation, old, new FROM changes WHERE change_id > {self.newest} ORDER BY change_id DESC"
        for name, key, operation, old, new in self.raw(query):
            rows, was = state[name], from_history(tables[name], read_json(old))
            if operation == "insert":
                del rows[key]
            elif operation == "delete":
                assert key not in rows
                rows[key] = was
            else:
                now = from_history(tables[name], read_json(new))
                assert {column: rows[key][column] for column in now} == now
                rows[key] = rows[key] | was
        assert state == self.loaded


def test_any_sequence_of_work_can_be_followed_and_taken_back(raw, location):
    with Loader(location, extractor=EXTRACTOR, loaded_by="tester") as loader:
        loader.store(make_batch(range(DOCUMENTS)))
    Work.location = location
    checked = settings(max_examples=80, stateful_step_count=12, deadline=None, suppress_health_check=list(HealthCheck))
    run_state_machine_as_test(Work, settings=checked)
