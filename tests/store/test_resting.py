"""What rests on a record stands in the way of its going, and is named; on both databases."""

import re

import pytest
import sqlalchemy as sa

from claims.errors import Refused
from claims.references import Pair, require_reference
from claims.store.ledger.adding import add
from claims.store.ledger.amending import amend, withdraw
from claims.store.ledger.relating import judge, propose, repeat
from claims.store.ledger.resting import APART, holders
from claims.store.ledger.rows import RECORDS
from claims.store.ledger.undoing import undo
from claims.store.loading import Loader
from claims.store.models import Base
from claims.store.recording import record_file
from claims.terms import Judgement, RecordKind, Relation
from tests.store.making import EXTRACTOR, make_batch

STATE = ("parties", "party_members", "aliases", "speakers", "sources", "commitments", "relations")
SAME = Pair(RecordKind.COMMITMENT, 1, 3, Relation.SAME_AS)
RAW_WORDS = r"(?i)foreign key|violates|constraint"


def records(*names):
    return [require_reference(name) for name in names]


def state(raw):
    return {table: raw(f"SELECT * FROM {table} ORDER BY 1, 2") for table in STATE}


def refused(work, *arguments, **options):
    """The sentence that work is refused with."""
    with pytest.raises(Refused) as refusal:
        work(*arguments, **options)
    return str(refusal.value)


def test_every_reference_of_the_schema_is_known():
    known = {column for kind in RECORDS for column, _, _ in holders(kind)}
    own = {records.number_in(table) for records in RECORDS.values() for table in records.links}
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            if any(column.references(records.key) for records in RECORDS.values()):
                assert column in known | own or table.name in APART, column


class TestWithdrawing:
    @pytest.fixture
    def bloc(self, ledger):
        add(ledger, "party", {"name": "Korvath", "kind": "state"})
        add(ledger, "party", {"name": "Northern League", "kind": "bloc", "members": "Korvath; Samaya"})

    def test_a_member_stays_as_long_as_its_bloc(self, raw, ledger, bloc):
        before = state(raw)
        assert refused(withdraw, ledger, records("p4"), reason="x").startswith("p5 rests on p4; ")
        assert state(raw) == before

    @pytest.mark.parametrize("names", [("p5",), ("p4", "p5"), ("p5", "p4")])
    def test_a_bloc_goes_with_its_memberships_and_comes_back_with_them(self, raw, ledger, bloc, names):
        before = state(raw)
        deed = withdraw(ledger, records(*names), reason="x")
        assert raw("SELECT count(*) FROM party_members WHERE bloc_id > 3 OR member_id > 3") == [(0,)]
        undo(ledger, deed.changeset)
        assert state(raw) == before

    @pytest.mark.parametrize("names", [("src3", "src4"), ("src4", "src3")])
    def test_sources_go_together_whichever_was_derived_from_the_other(self, raw, ledger, location, tmp_path, names):
        file = tmp_path / "notes.yaml"
        file.write_text("sources:\n" + "".join(f"  - {{publisher: P, text: Nothing is said in {word}.}}\n" for word in ("one", "two")))
        assert record_file(file, location, actor="Rina").rejected == []
        for copy, original in ((3, 4), (4, 3)):
            raw(f"UPDATE sources SET derived_from_id = CASE source_id WHEN {copy} THEN {original} END")
            before = state(raw)
            deed = withdraw(ledger, records(*names), reason="x")
            assert raw("SELECT count(*) FROM sources") == [(2,)]
            undo(ledger, deed.changeset)
            assert state(raw) == before

    def test_a_source_that_was_loaded_stays(self, raw, ledger):
        assert refused(withdraw, ledger, records("src1"), reason="x").startswith("src1 is what load 1 read, and stays; ")

    def test_who_is_in_a_link_or_is_related_is_found(self, ledger):
        assert refused(withdraw, ledger, records("sp2"), reason="x").startswith("s1, s2, s3, s4 rest on sp2; ")
        assert "c1, c2, c3, c4 rest on p2" in refused(withdraw, ledger, records("p2", "p3"), reason="x")

    def test_what_people_judged_to_be_related_stays_and_what_the_program_did_goes_along(self, raw, ledger):
        loose = {"source": "src1", "text": "Samaya will pay 500 million dollars for dam 0", "cue": "will", "strength": "pledge"}
        add(ledger, "commitment", loose)
        related = [SAME._replace(left=5), SAME._replace(left=5, right=1), Pair(RecordKind.COMMITMENT, 5, 2, Relation.SUPERSEDES)]
        repeat(ledger, related[:1], reason="a copy")
        propose(ledger, related[1:], reason="alike")
        judge(ledger, [RecordKind.COMMITMENT], [3], Judgement.POSITIVE)
        told = refused(withdraw, ledger, records("c5"), reason="x")
        assert told.startswith("Rina judged that c5 supersedes c2; `claims relations dismiss 3` first.")
        judge(ledger, [RecordKind.COMMITMENT], [3], Judgement.NEGATIVE)
        before = state(raw)
        deed = withdraw(ledger, records("c5"), reason="x")
        assert raw("SELECT relation_id, judgement FROM relations") == [(3, "negative")]
        undo(ledger, deed.changeset)
        assert state(raw) == before


class TestUndoing:
    def test_of_adding_what_something_rests_on(self, raw, ledger):
        deed = add(ledger, "event", {"name": "Dam talks"})
        amend(ledger, records("s1")[0], {"event": "e1"}, reason="x")
        assert f"{deed.changeset} cannot be undone as things stand: s1 rests on e1; " in refused(undo, ledger, deed.changeset)

    def test_of_adding_what_people_judged_to_be_related(self, raw, ledger):
        loose = {"source": "src1", "text": "Samaya will pay 500 million dollars for dam 0", "cue": "will", "strength": "pledge"}
        deed = add(ledger, "commitment", loose)
        propose(ledger, [SAME._replace(right=5)], reason="alike")
        before = state(raw)
        undo(ledger, undo(ledger, deed.changeset).changeset)
        assert state(raw) == before
        judge(ledger, [RecordKind.COMMITMENT], [1], Judgement.POSITIVE)
        assert "Rina judged that c1 is the same as c5; " in refused(undo, ledger, deed.changeset)

    def test_of_adding_whom_a_load_has_given_a_name_since(self, raw, ledger, location):
        deed = add(ledger, "speaker", {"name": "Citra Dewi", "kind": "person"})
        with Loader(location, extractor=EXTRACTOR, loaded_by="tester") as loader:
            loader.store(make_batch([7], speaker="Citra Dewi"))
        raw("DELETE FROM statement_addressees WHERE statement_id > 4")
        raw("UPDATE statements SET speaker_id = 1 WHERE statement_id > 4")
        raw("DELETE FROM roles WHERE speaker_id = 3")
        told = refused(undo, ledger, deed.changeset)
        assert "sp3 has got rows of aliases since; `claims remove sp3` withdraws it with them" in told

    def test_of_what_refers_to_a_record_that_is_gone(self, raw, ledger):
        add(ledger, "event", {"name": "Dam talks"})
        amended = amend(ledger, records("s1")[0], {"event": "e1"}, reason="x")
        cleared = amend(ledger, records("s1")[0], {"event": ""}, reason="x")
        gone = withdraw(ledger, records("e1"), reason="x")
        told = refused(undo, ledger, cleared.changeset)
        assert f"e1 is not there any more; undo {gone.changeset} first" in told
        undo(ledger, gone.changeset)
        undo(ledger, cleared.changeset)
        undo(ledger, amended.changeset)

    def test_of_a_withdrawal_of_what_rested_on_a_record_that_is_gone(self, raw, ledger):
        added = add(ledger, "event", {"name": "Dam talks", "parties": "Samaya"})
        undo(ledger, added.changeset)
        add(ledger, "event", {"name": "Dam talks", "parties": "Samaya"})
        first = amend(ledger, records("e2")[0], {"parties": ""}, reason="x")
        gone = withdraw(ledger, records("e2"), reason="x")
        assert f"e2 is not there any more; undo {gone.changeset} first" in refused(undo, ledger, first.changeset)


@pytest.mark.parametrize(
    "sql",
    ["DELETE FROM statements", "UPDATE commitments SET statement_id = 99", "INSERT INTO party_members (bloc_id, member_id) VALUES (8, 9)"],
)
def test_no_message_of_a_broken_reference_is_shown_raw(ledger, sql):
    with pytest.raises(Refused) as refusal, ledger.changing(None) as connection:
        connection.execute(sa.text(sql))
    assert "refers to one that is not there" in str(refusal.value) and not re.search(RAW_WORDS, str(refusal.value))
