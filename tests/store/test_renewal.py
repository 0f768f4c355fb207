"""Another extractor over stored sources, on both databases: what it renews, what it leaves to people, where it disagrees with them."""

import json
from contextlib import closing
from dataclasses import replace
from datetime import date
from decimal import Decimal
from threading import Thread
from time import sleep

import pytest

from claims.documents.document import Span
from claims.errors import Refused, UsageError
from claims.references import require_disagreement, require_reference
from claims.resolution.records import RoleRecord
from claims.store.access import open_reader
from claims.store.databases.database import find_database
from claims.store.ledger.amending import amend, review, withdraw
from claims.store.ledger.deciding import accept, dismiss
from claims.store.ledger.ledger import Ledger
from claims.store.ledger.undoing import undo
from claims.store.loading import Loader
from claims.store.migrations import upgrade
from claims.store.signatures import WITHDRAWN
from claims.terms import Act, Outcome, PartyRole, Review, Strength
from claims.views.cards import find_card
from claims.views.disagreements import list_disagreements
from claims.views.verification import verify
from tests.store.making import EXTRACTOR, key, make_batch, make_document

STATE = (
    *("sources", "statements", "statement_acts", "statement_addressees", "statement_topics", "commitments", "commitment_parties"),
    *("commitment_topics", "numeric_claims", "roles", "aliases", "party_members", "disagreements"),
)


@pytest.fixture
def ledger(raw, location):
    with Loader(location, extractor=EXTRACTOR, loaded_by="tester") as loader:
        loader.store(make_batch([1], sentences=3))
    with Ledger(location, actor="Rina") as opened:
        yield opened


def record(name):
    return require_reference(name)


def state(raw, *tables):
    return {table: sorted(raw(f"SELECT * FROM {table}"), key=repr) for table in tables or STATE}


def read_again(location, document, extractor="hand 2"):
    """Load the document as read by another extractor; return how many disagreements were found."""
    with Loader(location, extractor=extractor, loaded_by="tester") as loader:
        ((_, outcome, _, message),) = loader.store([("folder/1.txt", replace(document, extractor=extractor))])
        assert outcome is Outcome.RENEWED, message
        return loader.disagreements


def read_otherwise(position, *, sentences=3, speaker="Ana Lestari", **values):
    """Document 1, one of its commitments read otherwise."""
    document = make_document(1, sentences=sentences, speaker=speaker)
    commitments = [replace(each, **values) if at == position else each for at, each in enumerate(document.commitments)]
    return replace(document, commitments=tuple(commitments))


def without(document, *positions):
    """The document without the statements at these positions, nor what rests on them."""
    kept = [at for at in range(len(document.statements)) if at not in positions]
    place = {at: number for number, at in enumerate(kept)}
    return replace(
        document,
        statements=tuple(document.statements[at] for at in kept),
        commitments=tuple(replace(document.commitments[at], statement=place[at]) for at in kept),
        numeric_claims=tuple(replace(document.numeric_claims[at], statement=place[at], commitment=place[at]) for at in kept),
    )


def disagreements(raw):
    rows = raw("SELECT kind, record_id, reading, extractor, verdict FROM disagreements ORDER BY disagreement_id")
    return [(kind, number, json.loads(told) if isinstance(told, str) else told, *rest) for kind, number, told, *rest in rows]


class TestUntouched:
    def test_what_is_read_as_it_stood_only_tells_who_read_it(self, raw, location, ledger):
        before = state(raw)
        last = raw("SELECT max(change_id) FROM changes")[0][0]
        assert read_again(location, make_document(1, sentences=3)) == 0
        assert raw("SELECT DISTINCT extractor FROM statements") == raw("SELECT DISTINCT extractor FROM numeric_claims") == [("hand 2",)]
        changed = raw(f"SELECT DISTINCT operation, old, new FROM changes WHERE change_id > {last}")
        assert [(row[0], *map(told, row[1:])) for row in changed] == [("update", {"extractor": "hand 1"}, {"extractor": "hand 2"})]
        raw("UPDATE statements SET extractor = 'hand 1'")
        raw("UPDATE commitments SET extractor = 'hand 1'")
        raw("UPDATE numeric_claims SET extractor = 'hand 1'")
        assert state(raw) == before

    def test_what_is_read_otherwise_becomes_so_under_its_number(self, raw, location, ledger):
        document = read_otherwise(
            1, due_on=date(2040, 1, 1), strength=Strength.WILLING, topics=("dams",), parties=(("Velmora", PartyRole.COMMITTER),)
        )
        numbers = (replace(document.numeric_claims[0], value=Decimal("0.1"), commitment=None), *document.numeric_claims[1:])
        said = replace(document.statements[0], acts=(Act.CALL,), addressees=(), said_on=None, topics=("dams",))
        statements = (said, *document.statements[1:])
        read_again(location, replace(document, numeric_claims=numbers, statements=statements))
        found = raw("SELECT due_on, strength FROM commitments ORDER BY commitment_id")
        assert [(str(day), strength) for day, strength in found] == [
            ("2034-03-04", "pledge"),
            ("2040-01-01", "willing"),
            ("2034-03-04", "pledge"),
        ]
        assert raw("SELECT topic FROM commitment_topics WHERE commitment_id = 2") == [("dams",)]
        assert raw("SELECT role FROM commitment_parties WHERE commitment_id = 2") == [("committer",)]
        assert raw("SELECT act FROM statement_acts WHERE statement_id = 1") == [("call",)]
        assert raw("SELECT count(*) FROM statement_addressees WHERE statement_id = 1") == [(0,)]
        assert raw("SELECT topic FROM statement_topics WHERE statement_id = 1") == [("dams",)]
        assert [
            (float(value), link) for value, link in raw("SELECT value, commitment_id FROM numeric_claims WHERE numeric_claim_id = 1")
        ] == [(0.1, None)]
        assert raw("SELECT count(*) FROM disagreements") == [(0,)]

    def test_what_is_read_no_more_goes_and_what_is_new_comes(self, raw, location, ledger):
        read_again(location, without(make_document(1, sentences=3), 1))
        assert raw("SELECT statement_id FROM statements ORDER BY 1") == [(1,), (3,)]
        read_again(location, make_document(1, sentences=3), "hand 3")
        *old, (new,) = raw("SELECT statement_id FROM statements ORDER BY 1")
        assert old == [(1,), (3,)] and new > 3  # no number is given twice
        assert raw(f"SELECT count(*) FROM numeric_claims WHERE statement_id = {new}") == [(1,)]

    def test_a_relation_that_no_person_decided_neither_keeps_a_record_nor_outlives_it(self, raw, location, ledger):
        relation = "INSERT INTO relations (kind, left_id, right_id, relation, judgement, judged_by, judged_at) VALUES"
        raw(f"{relation} ('statement', 1, 2, 'restates', 'undecided', 'claims', '2031-01-01T00:00:00.000000Z')")
        raw(f"{relation} ('numeric claim', 1, 2, 'same as', 'positive', 'claims', '2031-01-01T00:00:00.000000Z')")
        raw(f"{relation} ('commitment', 1, 3, 'restates', 'negative', 'Rina', '2031-01-01T00:00:00.000000Z')")
        assert read_again(location, without(make_document(1, sentences=3), 1, 2)) == 2  # c3, which was judged, and s3, on which it rests
        assert raw("SELECT left_id, right_id FROM relations") == [(1, 3)]


class TestTouched:
    def test_the_record_stays_and_both_readings_are_kept(self, raw, location, ledger):
        amend(ledger, record("c2"), {"due_on": "2039-05-01", "committers": "Velmora"}, reason="decree")
        before = state(raw, "commitments", "commitment_parties")
        assert read_again(location, read_otherwise(1, due_on=date(2040, 1, 1), due_basis="by")) == 1
        after = state(raw, "commitments", "commitment_parties")
        assert after["commitment_parties"] == before["commitment_parties"]
        assert [row for row in after["commitments"] if 2 in row] == [row for row in before["commitments"] if 2 in row]
        ((kind, number, told, extractor, verdict),) = disagreements(raw)
        assert (kind, number, extractor, verdict) == ("commitment", 2, "hand 2", "open")
        assert (told["due_on"], told["due_basis"], told["committers"], told["counterparties"]) == (
            "2040-01-01",
            "by",
            ["Samaya"],
            ["Velmora"],
        )
        assert told["statement"] == raw("SELECT key FROM statements WHERE statement_id = 2")[0][0]
        assert (told["cue"], told["strength"], told["topics"]) == ("will", "pledge", ["water"])

    def test_a_reading_that_equals_an_accepted_record_is_no_disagreement(self, raw, location, ledger):
        review(ledger, [record("s1"), record("c1"), record("n1")], Review.ACCEPTED)
        assert read_again(location, make_document(1, sentences=3)) == 0
        assert raw("SELECT extractor FROM statements ORDER BY statement_id") == [("hand 1",), ("hand 2",), ("hand 2",)]

    def test_a_touched_record_that_is_read_no_more_is_one_without_a_reading_and_so_is_what_it_rests_on(self, raw, location, ledger):
        review(ledger, [record("n2")], Review.ACCEPTED)
        assert read_again(location, without(make_document(1, sentences=3), 1)) == 3
        assert [row[:3] for row in disagreements(raw)] == [("statement", 2, None), ("commitment", 2, None), ("numeric claim", 2, None)]

    def test_a_rejected_record_that_is_read_no_more_is_none(self, raw, location, ledger):
        review(ledger, [record("n2")], Review.REJECTED)
        document = make_document(1, sentences=3)
        assert read_again(location, replace(document, numeric_claims=document.numeric_claims[::2])) == 0
        assert raw("SELECT review FROM numeric_claims WHERE numeric_claim_id = 2") == [("rejected",)]

    def test_a_reason_that_only_begins_as_those_of_loads_is_a_persons(self, raw, location, ledger):
        amend(ledger, record("c1"), {"strength": "aspiration"}, reason="load figures were wrong")
        amend(ledger, record("c2"), {"strength": "aspiration"}, reason="Load 7")
        assert read_again(location, make_document(1, sentences=3)) == 2
        assert raw("SELECT strength FROM commitments ORDER BY commitment_id") == [("aspiration",), ("aspiration",), ("pledge",)]

    def test_raw_sql_is_people_too(self, raw, location, ledger):
        raw("DELETE FROM commitment_topics WHERE commitment_id = 1")
        raw("UPDATE statements SET said_on = NULL WHERE statement_id = 3")
        assert read_again(location, make_document(1, sentences=3)) == 2
        assert raw("SELECT commitment_id FROM commitment_topics ORDER BY 1") == [(2,), (3,)]

    def test_what_people_amended_of_a_source_stays(self, raw, location, ledger):
        amend(ledger, record("src1"), {"title": "Dams at last"}, reason="the paper's own")
        assert read_again(location, make_document(1, sentences=3, title="Dams, part one")) == 1
        assert raw("SELECT title FROM sources") == [("Dams at last",)]
        accept(ledger, [1], reason="as printed")
        assert raw("SELECT title, event_on_basis FROM sources") == [("Dams, part one", "full")]

    def test_names_that_are_judged_to_be_one_are_no_difference(self, raw, location, ledger):
        review(ledger, [record("s1"), record("s2"), record("s3")], Review.ACCEPTED)
        raw("INSERT INTO speakers (name, kind, same_as_id) VALUES ('A. Lestari', 'person', 1)")
        document = make_document(1, sentences=3)
        statements = tuple(replace(each, speaker="A. Lestari") for each in document.statements)
        speakers = (replace(document.speakers[0], name="A. Lestari"), *document.speakers[1:])
        assert read_again(location, replace(document, statements=statements, speakers=speakers)) == 0

    def test_that_a_source_is_a_copy_touches_nothing_that_is_read(self, raw, location, ledger):
        with Loader(location, extractor=EXTRACTOR, loaded_by="tester") as loader:
            loader.store(make_batch([2]))
        amend(ledger, record("src1"), {"derived_from": "src2"}, reason="same words")
        assert read_again(location, make_document(1, sentences=3, title="Better")) == 0
        assert raw("SELECT title, derived_from_id FROM sources WHERE source_id = 1") == [("Better", 2)]


class TestMeanwhile:
    """Somebody works on a record while another extractor reads its source."""

    @pytest.mark.parametrize(
        ("work", "query", "left"),
        [
            ("UPDATE commitments SET strength = 'aspiration'", "SELECT strength FROM commitments", [("aspiration",)]),
            ("DELETE FROM commitment_topics", "SELECT topic FROM commitment_topics", []),
        ],
        ids=["a field", "a link"],
    )
    def test_work_that_is_not_committed_yet_is_waited_for(self, raw, location, ledger, work, query, left):
        with closing(raw.connect()) as person:
            person.execute("BEGIN IMMEDIATE" if "://" not in location else "BEGIN")
            person.execute("UPDATE commitments SET period = 'P9Y' WHERE commitment_id = 1")
            person.execute(f"{work} WHERE commitment_id = 1")
            load = Thread(target=read_again, args=(location, read_otherwise(0, strength=Strength.WILLING, topics=("dams",))))
            load.start()
            sleep(1)
            person.execute("COMMIT")
            load.join()
        assert raw(f"{query} WHERE commitment_id = 1") == left
        assert raw("SELECT period FROM commitments WHERE commitment_id = 1") == [("P9Y",)]
        assert [row[:2] for row in disagreements(raw)] == [("commitment", 1)]


class TestWithdrawn:
    def withdraw(self, ledger, *names):
        return withdraw(ledger, [record(name) for name in names], reason="never said")

    def test_what_was_withdrawn_stays_away_and_is_listed_once(self, raw, location, ledger):
        self.withdraw(ledger, "c2", "n2")
        assert read_again(location, make_document(1, sentences=3)) == 2
        assert [row[:2] for row in disagreements(raw)] == [("commitment", None), ("numeric claim", None)]
        assert read_again(location, make_document(1, sentences=3), "hand 3") == 0
        assert raw("SELECT commitment_id FROM commitments ORDER BY 1") == [(1,), (3,)]
        assert len(disagreements(raw)) == 2

    def test_what_would_rest_on_it_stays_away_too(self, raw, location, ledger):
        with Loader(location, extractor="hand 0", loaded_by="tester") as loader:
            document = make_document(1, sentences=3, extractor="hand 0")
            loader.store([("folder/1.txt", replace(document, commitments=(), numeric_claims=()))])
        self.withdraw(ledger, "s1")
        assert read_again(location, make_document(1, sentences=3)) == 3
        assert raw("SELECT count(*) FROM commitments WHERE statement_id IS NULL") == [(0,)]
        assert [row[:2] for row in disagreements(raw)] == [("statement", None), ("commitment", None), ("numeric claim", None)]

    def test_what_stood_apart_is_not_made_part_of_it(self, raw, location, ledger):
        whole = make_document(1, sentences=3)
        apart = replace(whole, commitments=tuple(replace(each, statement=None) for each in whole.commitments), numeric_claims=())
        read_again(location, apart, "hand 0")
        self.withdraw(ledger, "s1")
        assert read_again(location, replace(whole, numeric_claims=())) == 2
        assert raw("SELECT commitment_id, statement_id FROM commitments ORDER BY 1") == [(1, None), (2, 2), (3, 3)]
        assert [row[:2] for row in disagreements(raw)] == [("statement", None), ("commitment", 1)]

    def test_the_amount_of_a_withdrawn_commitment_is_a_number_alone(self, raw, location, ledger):
        whole = make_document(1, sentences=3)
        apart = replace(whole, numeric_claims=tuple(replace(each, commitment=None) for each in whole.numeric_claims))
        read_again(location, apart, "hand 0")
        self.withdraw(ledger, "c1")
        review(ledger, [record("n1")], Review.ACCEPTED)
        assert read_again(location, whole) == 1
        assert raw("SELECT commitment_id FROM numeric_claims ORDER BY numeric_claim_id") == [(None,), (2,), (3,)]

    def test_it_is_brought_back_under_its_number(self, raw, location, ledger):
        before = state(raw, "statements", "statement_acts", "commitments", "commitment_parties", "numeric_claims")
        self.withdraw(ledger, "s2", "c2", "n2")
        read_again(location, make_document(1, sentences=3))
        with pytest.raises(Refused, match="d2 rests on a statement that is not there"):
            accept(ledger, [2], reason="it was said after all")
        away = state(raw)
        undo(ledger, accept(ledger, [3, 2, 1], reason="it was said after all").changeset)
        assert state(raw) == away
        accept(ledger, [3, 2, 1], reason="it was said after all")
        for table in ("statements", "commitments", "numeric_claims"):
            raw(f"UPDATE {table} SET extractor = 'hand 1', review = 'proposed'")
        assert state(raw, *before) == before
        assert [row[1] for row in disagreements(raw)] == [2, 2, 2]

    def test_names_members_and_offices_stay_away(self, raw, location, ledger):
        amend(ledger, record("sp1"), {"aliases": ""}, reason="somebody else's")
        amend(ledger, record("p3"), {"members": "Samaya"}, reason="left")
        self.withdraw(ledger, "r1")
        read_again(location, make_document(1, sentences=3))
        with Loader(location, extractor="hand 2", loaded_by="tester") as loader:
            loader.store(make_batch([2], extractor="hand 2"))
        assert raw("SELECT count(*) FROM aliases WHERE speaker_id = 1") == [(0,)]
        assert raw("SELECT count(*) FROM party_members") == [(1,)]
        assert raw("SELECT count(*) FROM roles") == [(0,)]

    def test_what_an_undo_brought_back_is_not_withdrawn(self, raw, location, ledger):
        deed = self.withdraw(ledger, "n2")
        undo(ledger, deed.changeset)
        assert read_again(location, make_document(1, sentences=3)) == 0
        assert raw("SELECT count(*) FROM numeric_claims") == [(3,)]


class TestShifted:
    """A later extractor draws spans otherwise, so every record has another key: what was rejected or withdrawn does not come back."""

    def shifted(self, document, **values):
        """The document, read with sentences that end before their full stop, and amounts that begin a word earlier."""
        text = document.document.text

        def moved(record, start, end):
            span = Span(record.span.start + start, record.span.end + end)
            return replace(record, span=span, text=span.of(text), key=key("shifted", record.key))

        return replace(
            document,
            statements=tuple(moved(each, 0, -1) for each in document.statements),
            commitments=tuple(moved(each, 0, -1) for each in document.commitments),
            numeric_claims=tuple(replace(moved(each, -4, 0), **values) for each in document.numeric_claims),
        )

    def kept(self, raw, table, *columns):
        number = f"{table.removesuffix('s')}_id"
        return raw(f"SELECT {', '.join((number, *columns))} FROM {table} WHERE span_start < 60 ORDER BY 1")

    def test_what_was_rejected_stays_so(self, raw, location, ledger):
        review(ledger, [record("s1"), record("c1"), record("n1")], Review.REJECTED)
        document = self.shifted(make_document(1, sentences=3))
        for extractor in ("hand 2", "hand 3"):
            assert read_again(location, document, extractor) == 0
            for table in ("statements", "commitments", "numeric_claims"):
                assert self.kept(raw, table, "review") == [(1, "rejected")]
                assert raw(f"SELECT count(*) FROM {table}") == [(3,)]

    def test_what_rests_on_a_rejected_one_goes_on_resting_on_it(self, raw, location, ledger):
        review(ledger, [record("s1"), record("c1")], Review.REJECTED)
        assert read_again(location, self.shifted(make_document(1, sentences=3))) == 0
        assert self.kept(raw, "statements", "review") == [(1, "rejected")]
        ((number, statement, commitment),) = self.kept(raw, "numeric_claims", "statement_id", "commitment_id")
        assert (number > 3, statement, commitment) == (True, 1, 1)

    def test_what_was_withdrawn_stays_away_with_what_rests_on_it(self, raw, location, ledger):
        withdraw(ledger, [record(name) for name in ("s1", "c1", "n1", "n2", "c2")], reason="never said")
        document = self.shifted(make_document(1, sentences=3))
        assert [read_again(location, document, extractor) for extractor in ("hand 2", "hand 3")] == [5, 0]
        assert [self.kept(raw, table) for table in ("statements", "commitments", "numeric_claims")] == [[], [], []]
        assert raw("SELECT count(*) FROM commitments") == raw("SELECT count(*) FROM numeric_claims") == [(1,)]
        accept(ledger, [1, 2, 4], reason="they were said after all")
        assert self.kept(raw, "numeric_claims", "text") == [(1, "pay 500 million dollars")]
        assert self.kept(raw, "statements") == self.kept(raw, "commitments") == [(1,)]

    def test_what_people_accepted_is_not_doubled_and_can_be_moved(self, raw, location, ledger):
        review(ledger, [record("n1")], Review.ACCEPTED)
        document = self.shifted(make_document(1, sentences=3), unit="EUR")
        assert read_again(location, document) == 3  # with the statement and the commitment on which it rests
        assert self.kept(raw, "numeric_claims", "unit") == [(1, "USD")]
        with open_reader(location) as reader:
            found = {each.kind: each for each in list_disagreements(reader).records}
        told = {(each.field, each.stands, each.read) for each in found["numeric claim"].fields}
        assert told == {("text", "500 million dollars", "pay 500 million dollars"), ("unit", "USD", "EUR")}
        accept(ledger, [require_disagreement(each.id) for each in found.values()], reason="better so")
        assert self.kept(raw, "numeric_claims", "unit", "text") == [(1, "EUR", "pay 500 million dollars")]
        assert read_again(location, document, "hand 3") == 0
        with open_reader(location) as reader:
            assert verify(reader).faults == []

    def test_another_value_at_the_place_is_another_number(self, raw, location, ledger):
        review(ledger, [record("n1")], Review.REJECTED)
        read_again(location, self.shifted(make_document(1, sentences=3), value=Decimal(500)))
        assert [review for _, review in self.kept(raw, "numeric_claims", "review")] == ["rejected", "proposed"]

    def test_of_two_with_the_same_cue_the_one_that_stood_comes_back(self, raw, location, ledger):
        whole = make_document(1, sentences=3)
        twin = replace(whole.commitments[0], key=key("twin"), action="repair a dam")
        both = replace(whole, commitments=(whole.commitments[0], twin, *whole.commitments[1:]), numeric_claims=())
        read_again(location, both)
        review(ledger, [record(f"c{raw('SELECT max(commitment_id) FROM commitments')[0][0]}")], Review.REJECTED)
        read_again(location, self.shifted(both), "hand 3")
        assert sorted(row[1:] for row in self.kept(raw, "commitments", "action", "review")) == [
            ("pay for dam 0", "proposed"),
            ("repair a dam", "rejected"),
        ]


class TestFoundAgain:
    def amended(self, location, ledger):
        amend(ledger, record("c1"), {"strength": "aspiration"}, reason="only hoped")
        return read_again(location, make_document(1, sentences=3))

    def test_the_same_reading_is_not_doubled(self, raw, location, ledger):
        assert self.amended(location, ledger) == 1
        assert read_again(location, make_document(1, sentences=3), "hand 3") == 0
        assert [row[3:] for row in disagreements(raw)] == [("hand 2", "open")]

    def test_what_was_amended_is_told_again_where_the_accepting_of_a_reading_is_undone(self, location, ledger):
        def amended():
            with open_reader(location) as reader:
                return [each.reason for each in find_card(reader, "c1").amendments]

        self.amended(location, ledger)
        accepted = accept(ledger, [1], reason="it was firm")
        assert amended() == []
        undone = undo(ledger, accepted.changeset)
        assert amended() == ["only hoped"]
        again = undo(ledger, undone.changeset)
        assert amended() == []
        undo(ledger, again.changeset)
        assert amended() == ["only hoped"]

    def test_nor_is_one_that_was_dismissed(self, raw, location, ledger):
        self.amended(location, ledger)
        dismiss(ledger, [1], reason="she hoped")
        assert read_again(location, make_document(1, sentences=3), "hand 3") == 0
        assert [row[3:] for row in disagreements(raw)] == [("hand 2", "dismissed")]
        assert raw("SELECT strength FROM commitments WHERE commitment_id = 1") == [("aspiration",)]

    def test_one_that_was_dismissed_is_known_though_its_extractor_read_otherwise_meanwhile(self, raw, location, ledger):
        self.amended(location, ledger)
        dismiss(ledger, [1], reason="she hoped")
        other = read_otherwise(0, strength=Strength.WILLING)
        for extractor, document, found in (
            ("hand 3", make_document(1, sentences=3), 0),
            ("hand 2", other, 1),
            ("hand 3", make_document(1, sentences=3), 0),
            ("hand 2", make_document(1, sentences=3), 0),
        ):
            assert read_again(location, document, extractor) == found
        assert [(row[2]["strength"], *row[3:]) for row in disagreements(raw)] == [("pledge", "hand 2 (1)", "dismissed")]
        assert read_again(location, other, "hand 3") == 1
        dismiss(ledger, [raw("SELECT max(disagreement_id) FROM disagreements")[0][0]], reason="she hoped, nonetheless")
        for document in (read_otherwise(0, due_on=date(2040, 1, 1)), make_document(1, sentences=3), other):
            read_again(location, make_document(1, sentences=3), "hand 2")
            read_again(location, document, "hand 3")
        assert {row[4] for row in disagreements(raw)} == {"dismissed"}

    def test_another_reading_takes_the_place_of_an_open_one(self, raw, location, ledger):
        self.amended(location, ledger)
        assert read_again(location, read_otherwise(0, strength=Strength.WILLING), "hand 3") == 1
        ((_, _, told, *rest),) = disagreements(raw)
        assert (told["strength"], *rest) == ("willing", "hand 3", "open")

    def test_an_open_one_that_the_reading_no_longer_bears_out_goes(self, raw, location, ledger):
        self.amended(location, ledger)
        assert read_again(location, read_otherwise(0, strength=Strength.ASPIRATION), "hand 3") == 0
        assert disagreements(raw) == []

    def test_the_extractor_whose_reading_was_accepted_may_disagree_again(self, raw, location, ledger):
        self.amended(location, ledger)
        accept(ledger, [1], reason="it was firm")
        amend(ledger, record("c1"), {"strength": "willing"}, reason="no")
        assert read_again(location, make_document(1, sentences=3), "hand 1") == 1
        assert read_again(location, make_document(1, sentences=3), "hand 2") == 0
        assert [row[3:] for row in disagreements(raw)] == [("hand 2", "accepted"), ("hand 1", "open")]


class TestJudging:
    def test_accepting_takes_every_field_in_one_change_that_is_undone_whole(self, raw, location, ledger):
        amend(ledger, record("c2"), {"due_on": "2039", "committers": "Velmora; Samaya", "topics": "", "cue": "pay"}, reason="decree")
        read_again(location, read_otherwise(1, due_on=date(2040, 1, 1), due_basis="by", condition="if it rains"))
        before = state(raw)
        deed = accept(ledger, [1], reason="the text says so")
        assert {(each.field, each.before, each.after) for each in deed.differences} >= {
            ("due_on", "2039-12-31", "2040-01-01"),
            ("due_basis", "amended", "by"),
            ("cue", "pay", "will"),
            ("committers", "Samaya; Velmora", "Samaya"),
            ("topics", None, "water"),
            ("condition", None, "if it rains"),
        }
        assert raw("SELECT review, extractor, due_precision FROM commitments WHERE commitment_id = 2") == [("accepted", "hand 2", "day")]
        assert raw("SELECT verdict, judged_by FROM disagreements") == [("accepted", "Rina")]
        assert read_again(location, read_otherwise(1, due_on=date(2040, 1, 1), due_basis="by", condition="if it rains"), "hand 3") == 0
        undo(ledger, deed.changeset)
        assert {**state(raw), "statements": [], "commitments": [], "numeric_claims": []} == {
            **before,
            "statements": [],
            "commitments": [],
            "numeric_claims": [],
        }
        assert [str(row[0]) for row in raw("SELECT due_on FROM commitments WHERE commitment_id = 2")] == ["2039-12-31"]

    def test_accepting_changes_what_holds_several_values_alone(self, location, ledger):
        amend(ledger, record("c2"), {"committers": "Velmora; Samaya"}, reason="both signed")
        amend(ledger, record("s3"), {"acts": "call; other"}, reason="she asked")
        assert read_again(location, make_document(1, sentences=3)) == 2
        deed = accept(ledger, [1, 2], reason="the text says so")
        assert {(each.field, each.before) for each in deed.differences} >= {("committers", "Samaya; Velmora"), ("acts", "call; other")}

    def test_accepting_that_nothing_is_read_withdraws_the_record(self, raw, location, ledger):
        review(ledger, [record("n2")], Review.ACCEPTED)
        read_again(location, without(make_document(1, sentences=3), 1))
        with pytest.raises(Refused, match="rest on s2"):
            accept(ledger, [1], reason="nobody said it")
        before = state(raw, "statements", "commitments", "numeric_claims", "disagreements")
        deed = accept(ledger, [1, 2, 3], reason="nobody said it")
        assert raw("SELECT statement_id FROM statements ORDER BY 1") == [(1,), (3,)]
        undo(ledger, deed.changeset)
        assert state(raw, *before) == before
        accept(ledger, [1, 2, 3], reason="nobody said it")
        assert read_again(location, make_document(1, sentences=3), "hand 3") == 3

    def test_an_undone_verdict_is_open_again(self, raw, location, ledger):
        amend(ledger, record("c1"), {"strength": "aspiration"}, reason="x")
        read_again(location, make_document(1, sentences=3))
        deed = dismiss(ledger, [1], reason="x")
        with pytest.raises(Refused, match="d1 was dismissed by Rina already"):
            accept(ledger, [1], reason="x")
        undo(ledger, deed.changeset)
        assert disagreements(raw)[0][4] == "open"

    def test_a_number_that_there_is_not(self, ledger):
        with pytest.raises(UsageError, match="no disagreement d7"):
            dismiss(ledger, [7], reason="x")


class TestListing:
    def listed(self, location, **chosen):
        with open_reader(location) as reader:
            return list_disagreements(reader, **chosen).records

    def test_both_readings_stand_side_by_side_with_their_evidence(self, raw, location, ledger):
        amend(ledger, record("c2"), {"due_on": "2039", "topics": "", "statement": "s1"}, reason="decree")
        read_again(location, read_otherwise(1, parties=(("Samaya", PartyRole.COMMITTER), ("Velmora", PartyRole.COMMITTER))))
        (found,) = self.listed(location)
        assert (found.id, found.kind, found.record, found.source_id, found.is_read) == ("d1", "commitment", "c2", "src1", True)
        assert {each.field: (each.stands, each.read) for each in found.fields} == {
            "statement": ("s1", "s2"),
            "due_on": ("2039-12-31", "2034-03-04"),
            "due_precision": ("year", "day"),
            "due_basis": ("amended", "within"),
            "committers": ("Samaya", "Samaya; Velmora"),
            "counterparties": ("Velmora", None),
            "topics": (None, "water"),
        }
        assert found.evidence == raw("SELECT text FROM commitments WHERE commitment_id = 2")[0][0]
        assert found.found_at.endswith("Z") and found.extractor == "hand 2"

    def test_what_was_withdrawn_is_shown_as_it_is_read(self, raw, location, ledger):
        withdraw(ledger, [record("n2")], reason="a page number")
        read_again(location, make_document(1, sentences=3))
        (found,) = self.listed(location, kind="number", source="src1")
        assert (found.record, found.evidence) == (None, "500 million dollars")
        assert ("value", None, "123456789012345678.91") in [(each.field, each.stands, each.read) for each in found.fields]

    def test_what_is_read_no_more_has_no_fields(self, raw, location, ledger):
        review(ledger, [record("s2")], Review.ACCEPTED)
        read_again(location, without(make_document(1, sentences=3), 1))
        (found,) = self.listed(location, kind="statement")
        assert (found.record, found.is_read, found.fields) == ("s2", False, [])

    def test_verdicts_and_kinds_are_asked_for(self, raw, location, ledger):
        amend(ledger, record("c1"), {"strength": "aspiration"}, reason="x")
        read_again(location, make_document(1, sentences=3))
        dismiss(ledger, [1], reason="x")
        assert self.listed(location) == self.listed(location, verdict="dismissed", kind="statement") == []
        assert [each.judged_by for each in self.listed(location, verdict="Dismissed", kind="commitment")] == ["Rina"]
        with pytest.raises(UsageError, match="--verdict knows no"):
            self.listed(location, verdict="closed")


class TestOffices:
    def read_with(self, location, titles, extractor, numbers=(1,)):
        batch = []
        for number in numbers:
            document = make_document(number, sentences=3 if number == 1 else 2, extractor=extractor)
            roles = tuple(RoleRecord(title, "Samaya") for title in titles.get(number, ()))
            speakers = (replace(document.speakers[0], roles=roles), document.speakers[1])
            batch.append((f"folder/{number}.txt", replace(document, speakers=speakers)))
        with Loader(location, extractor=extractor, loaded_by="tester") as loader:
            for one in batch:
                loader.store([one])

    def test_those_that_nobody_touched_are_renewed(self, raw, location, ledger):
        self.read_with(location, {1: ["Minister of Water"]}, "hand 2")
        assert raw("SELECT role_id, title FROM roles") == [(2, "Minister of Water")]

    def test_those_that_people_touched_stay(self, raw, location, ledger):
        amend(ledger, record("r1"), {"started_on": "2030-01-01"}, reason="decree")
        self.read_with(location, {1: ["Minister of Water"]}, "hand 2")
        assert raw("SELECT title FROM roles ORDER BY role_id") == [("Minister of Dams",), ("Minister of Water",)]

    @pytest.mark.parametrize("order", [(1, 2), (2, 1)])
    def test_an_office_that_another_source_prints_stays_with_that_one(self, raw, location, ledger, order):
        self.read_with(location, {2: ["Minister of Dams"]}, EXTRACTOR, [2])
        self.read_with(location, {2: ["Minister of Dams"]}, "hand 2", order)
        assert raw("SELECT title, source_id FROM roles") == [("Minister of Dams", 2)]


class TestRenaming:
    @pytest.mark.parametrize(("name", "former"), [("sp1", "Ana Lestari"), ("p3", "Inner Sea"), ("p1", "Samaya")])
    def test_who_was_given_another_name_is_still_meant_by_the_former_one(self, raw, location, ledger, name, former):
        for called in ("Dewi", former, "Citra"):
            amend(ledger, record(name), {"name": called}, reason="the full name")
        before = state(raw, "speakers", "parties", "party_members", "statements", "commitment_parties", "aliases", "roles")
        read_again(location, make_document(1, sentences=3))
        raw("UPDATE statements SET extractor = 'hand 1'")
        assert state(raw, *before) == before
        with Loader(location, extractor="hand 2", loaded_by="tester") as loader:
            loader.store(make_batch([2], extractor="hand 2"))
        assert state(raw, "speakers", "parties", "roles") == {table: before[table] for table in ("speakers", "parties", "roles")}

    @pytest.mark.parametrize("values", [{"title": "Minister of Water"}, {"party": "Velmora"}, {"speaker": "Ministry of Dams"}])
    def test_an_office_that_was_corrected_does_not_come_back(self, raw, location, ledger, values):
        deed = amend(ledger, record("r1"), values, reason="misread")
        before = state(raw, "roles")
        read_again(location, make_document(1, sentences=3))
        amend(ledger, record("r1"), {"title": "Minister of Rivers"}, reason="misread again")
        withdraw(ledger, [record("r1")], reason="no office")
        undo(ledger, raw("SELECT max(changeset) FROM changes")[0][0])
        read_again(location, make_document(1, sentences=3), "hand 3")
        undo(ledger, raw("SELECT changeset FROM changes WHERE reason = 'misread again'")[0][0])
        assert state(raw, "roles") == before
        undo(ledger, deed.changeset)
        read_again(location, make_document(1, sentences=3), "hand 4")
        assert raw("SELECT title FROM roles") == [("Minister of Dams",)]

    def test_nor_do_names_and_members_that_raw_sql_gave_others_place(self, raw, location, ledger):
        raw("UPDATE aliases SET name = 'Bu Ana' WHERE speaker_id = 1")
        raw("UPDATE party_members SET member_id = 3 WHERE member_id = 2")
        raw("UPDATE roles SET title = 'Minister of Water'")
        raw("DELETE FROM roles")
        before = state(raw, "aliases", "party_members", "roles")
        read_again(location, make_document(1, sentences=3))
        assert state(raw, *before) == before


def told(value):
    return json.loads(value) if isinstance(value, str) else value


def test_what_was_withdrawn_is_found_by_an_index(sqlite_location):
    upgrade(sqlite_location)
    engine = find_database(sqlite_location).engine()
    with engine.begin() as connection:
        plan = connection.exec_driver_sql(
            f"EXPLAIN QUERY PLAN SELECT old FROM changes WHERE table_name = 'roles' AND {WITHDRAWN}"
        ).fetchall()
    engine.dispose()
    assert "USING INDEX ix_changes_withdrawn (table_name=?)" in str(plan)
