"""Copies of articles: what is certain is linked, what is likely is proposed, and what a copy repeats counts once; on both databases."""

import random
from contextlib import closing
from dataclasses import replace
from datetime import date
from hashlib import sha256
from threading import Thread

import pytest

from claims.documents.document import Document
from claims.errors import ClaimsError, Refused, UsageError
from claims.references import Pair, require_reference
from claims.store.access import open_reader
from claims.store.ledger.amending import amend
from claims.store.ledger.ledger import Ledger
from claims.store.ledger.relating import judge, link_copy, propose, repeat
from claims.store.ledger.undoing import undo
from claims.store.loading import Loader
from claims.store.renewal import Renewal
from claims.terms import Judgement, RecordKind, Relation
from claims.views.commitments import list_commitments
from claims.views.copies import find_copies, find_unmatched
from claims.views.filters import Filters
from claims.views.numbers import list_numbers
from claims.views.people import list_parties, list_speakers
from claims.views.related import list_relations
from claims.views.statements import list_statements
from claims.views.stats import read_stats
from tests.store.making import DAY, EXTRACTOR, make_document

COPIES = (RecordKind.SOURCE,)


def told(number, publisher, *, day=DAY, agency=None, tail="", body=1):
    """An article whose `body` is that of others, printed by a publisher on a day, with words of its own at the end."""
    filler = " " + " ".join(random.Random(body).choices([f"w{n}" for n in range(500)], k=150))
    made = make_document(body, filler=filler)
    text = made.document.text + tail
    records = {
        name: tuple(replace(record, key=sha256(f"{record.key} {number}".encode()).hexdigest()) for record in getattr(made, name))
        for name in ("statements", "commitments", "numeric_claims")
    }
    source = replace(made.source, publisher=publisher, agency=agency, event_on=day, published_on=day)
    return f"{number}.txt", replace(made, document=Document(f"{number}.txt", text), source=source, **records)


def load(location, *documents):
    with Loader(location, extractor=EXTRACTOR, loaded_by="tester") as loader:
        loader.store(documents)


def find(location):
    with open_reader(location) as reader:
        return [(each.copy, each.original, each.certain) for each in find_copies(reader)]


def link_all(location, ledger):
    with open_reader(location) as reader:
        found = find_copies(reader)
    return [link_copy(ledger, each.copy, each.original, each.repeated, reason=each.reason) for each in found]


@pytest.fixture
def ledger(raw, location):
    """The ledger of an empty database, opened by Rina."""
    with Ledger(location, actor="Rina") as opened:
        yield opened


class TestFinding:
    def test_the_same_words_by_another_publisher_within_days_are_a_copy_for_certain(self, location, raw):
        load(location, told(1, "Eastwire"), told(2, "Harbour Post", tail="More.", day=date(2031, 3, 4)), told(3, "Other", body=3))
        assert find(location) == [(2, 1, True)]

    @pytest.mark.parametrize(
        ("copy", "certain"),
        [
            ({"publisher": "Eastwire"}, False),  # a publisher's own new edition
            ({"publisher": "Harbour Post", "day": date(2031, 3, 20)}, False),  # another event by its day
            ({"publisher": "Harbour Post", "tail": " ".join(f"x{n}" for n in range(150))}, False),  # much is new
            ({"publisher": "Harbour Post", "tail": " ".join(f"x{n}" for n in range(9))}, True),
        ],
    )
    def test_what_speaks_against_it_makes_it_a_proposal(self, location, raw, copy, certain):
        load(location, told(1, "Eastwire"), told(2, **{"tail": "More.", **copy}))
        assert find(location) == [(2, 1, certain)]

    def test_articles_of_other_months_and_languages_are_none(self, location, raw):
        load(location, told(1, "Eastwire"), told(2, "Harbour Post", tail="More.", day=date(2031, 9, 1)))
        assert find(location) == []

    def test_the_agency_that_a_copy_names_is_the_original_though_it_was_loaded_later(self, location, raw):
        load(location, told(1, "Harbour Post", agency="Eastwire", tail="More."), told(2, "Eastwire"))
        assert find(location) == [(1, 2, True)]

    def test_copies_of_copies_are_copies_of_the_first(self, location, raw):
        load(location, told(1, "Eastwire"), told(2, "Harbour Post", tail="More."), told(3, "Evening Post", tail="More. Still more."))
        assert find(location) == [(2, 1, True), (3, 1, True)]


class TestCountingOnce:
    def test_what_a_linked_copy_repeats_counts_once_everywhere(self, location, raw, ledger):
        load(location, told(1, "Eastwire"), told(2, "Harbour Post", tail="More."))
        before = self.counts(location)
        (deed,) = link_all(location, ledger)
        after = self.counts(location)
        assert before == {name: 2 * count for name, count in after.items()}
        assert after == dict.fromkeys(after, 2)
        assert raw("SELECT reason FROM changes WHERE table_name = 'sources' AND operation = 'update'")[0][0].startswith(
            "100% of the runs of five words"
        )
        with open_reader(location) as reader:
            assert [record.id for record in list_commitments(reader, Filters(copies=True, order="id")).records] == ["c1", "c2", "c3", "c4"]
            assert [(each.name, each.count) for each in read_stats(reader).groups if each.group == "repeated"] == [
                ("commitment", 2),
                ("numeric claim", 2),
                ("statement", 2),
            ]
        assert find(location) == []
        undo(ledger, deed.changeset)
        assert self.counts(location) == before

    def counts(self, location):
        with open_reader(location) as reader:
            party = next(each for each in list_parties(reader, Filters()).records if each.name == "Samaya")
            speaker = next(each for each in list_speakers(reader, Filters()).records if each.name == "Ana Lestari")
            lists = {"c": list_commitments, "s": list_statements, "n": list_numbers}
            views = ("who_committed_to_what", "numbers_over_time", "statements_by_speaker", "due_and_overdue")
            by_party = reader.rows("SELECT made, pledges, party FROM commitments_by_party WHERE party = 'Samaya'")[0]
            strengths = {each.name: each.count for each in read_stats(reader).groups if each.group in ("act", "strength")}
            return (
                {name: len(read(reader, Filters()).records) for name, read in lists.items()}
                | {view: reader.rows(f"SELECT count(*) AS n FROM {view}")[0]["n"] for view in views}
                | {"party": party.made, "speaker": speaker.statements, "made": by_party["made"], "pledges": by_party["pledges"]}
                | strengths
            )

    def test_a_record_whose_original_was_rejected_counts_itself(self, location, raw, ledger):
        load(location, told(1, "Eastwire"), told(2, "Harbour Post", tail="More."))
        link_all(location, ledger)
        raw("UPDATE commitments SET review = 'rejected' WHERE commitment_id = 1")
        with open_reader(location) as reader:
            assert [record.id for record in list_commitments(reader, Filters(order="id")).records] == ["c2", "c3"]

    def test_what_is_read_later_of_a_linked_copy_is_matched_then(self, location, raw, ledger):
        load(location, told(1, "Eastwire"), told(2, "Harbour Post", tail="More."))
        link_all(location, ledger)
        raw("DELETE FROM relations WHERE kind = 'commitment' AND left_id = 3")
        with open_reader(location) as reader:
            assert find_unmatched(reader) == [Pair(RecordKind.COMMITMENT, 3, 1, Relation.SAME_AS)]


class TestJudging:
    @pytest.fixture
    def proposed(self, location, raw, ledger):
        load(location, told(1, "Eastwire"), told(2, "Eastwire", tail="More."))
        propose(ledger, [Pair(RecordKind.SOURCE, 2, 1, Relation.RESTATES)], reason="alike")

    def test_proposals_are_listed_with_both_sides(self, location, proposed):
        with open_reader(location) as reader:
            (row,) = list_relations(reader, COPIES).records
        assert (row.number, row.left.id, row.relation, row.right.id, row.judgement) == (1, "src2", "restates", "src1", "undecided")
        assert row.left.publisher == "Eastwire" and row.right.day == "2031-03-04"

    def test_a_proposal_decides_nothing_and_is_made_once(self, location, raw, ledger, proposed):
        assert raw("SELECT derived_from_id FROM sources ORDER BY source_id") == [(None,), (None,)]
        assert find(location) == []
        assert propose(ledger, [Pair(RecordKind.SOURCE, 1, 2, Relation.RESTATES)], reason="alike").changeset is None

    def test_one_that_is_accepted_is_linked_and_one_that_is_dismissed_is_linked_no_more(self, location, raw, ledger, proposed):
        repeated = {1: [Pair(RecordKind.COMMITMENT, 3, 1, Relation.SAME_AS)]}
        judge(ledger, COPIES, [1], Judgement.POSITIVE, repeated=repeated)
        assert raw("SELECT derived_from_id FROM sources ORDER BY source_id") == [(None,), (1,)]
        assert raw("SELECT record_id, repeats_id FROM repeated_records") == [(3, 1)]
        deed = judge(ledger, COPIES, [1], Judgement.NEGATIVE, reason="two editions")
        assert raw("SELECT derived_from_id FROM sources ORDER BY source_id") == [(None,), (None,)]
        assert raw("SELECT record_id FROM repeated_records") == []
        assert find(location) == []
        undo(ledger, deed.changeset)
        assert raw("SELECT record_id, repeats_id FROM repeated_records") == [(3, 1)]

    def test_two_are_not_copies_of_each_other(self, location, raw, ledger, proposed):
        raw("UPDATE sources SET derived_from_id = 2 WHERE source_id = 1")
        with pytest.raises(Refused, match="src1 is a copy of src2 already"):
            judge(ledger, COPIES, [1], Judgement.POSITIVE)

    def test_two_records_are_not_each_the_same_as_the_other(self, location, raw, ledger, proposed):
        for left, right in ((1, 2), (2, 3), (3, 1)):
            raw(
                "INSERT INTO relations (kind, left_id, right_id, relation, judgement, judged_by, judged_at) "
                f"VALUES ('commitment', {left}, {right}, 'same as', 'undecided', 'x', '2031-01-01T00:00:00.000000Z')"
            )
        judge(ledger, (RecordKind.COMMITMENT,), [2, 3], Judgement.POSITIVE)
        with pytest.raises(Refused, match="c1 is the same as c3 already"):
            judge(ledger, (RecordKind.COMMITMENT,), [4], Judgement.POSITIVE)

    def test_dismissing_one_link_leaves_another(self, location, raw, ledger, proposed):
        load(location, told(3, "Eastwire", tail="Most."))
        propose(ledger, [Pair(RecordKind.SOURCE, 2, 3, Relation.RESTATES)], reason="alike")
        judge(ledger, COPIES, [1, 2], Judgement.POSITIVE)
        assert original_of(raw, 2) == 3
        first = judge(ledger, COPIES, [1], Judgement.NEGATIVE, reason="not of that one")
        assert original_of(raw, 2) == 3
        undo(ledger, first.changeset)
        judge(ledger, COPIES, [2], Judgement.NEGATIVE, reason="not of this one")
        assert original_of(raw, 2) == 1  # the link that is left
        judge(ledger, COPIES, [1], Judgement.NEGATIVE, reason="of none")
        assert original_of(raw, 2) is None

    def test_an_original_that_somebody_wrote_is_not_dismissed_with_a_proposal(self, location, raw, ledger, proposed):
        judge(ledger, COPIES, [1], Judgement.POSITIVE)
        load(location, told(3, "Eastwire", tail="Most."))
        amend(ledger, require_reference("src2"), {"derived_from": "src3"}, reason="it says so")
        judge(ledger, COPIES, [1], Judgement.NEGATIVE)
        assert original_of(raw, 2) == 3

    def test_numbers_that_are_no_copies_are_named(self, ledger, proposed):
        with pytest.raises(UsageError, match="no relation 7"):
            judge(ledger, COPIES, [7], Judgement.POSITIVE)
        with pytest.raises(UsageError, match="no relation 1"):
            judge(ledger, (RecordKind.COMMITMENT,), [1], Judgement.POSITIVE)


class TestProposedBefore:
    """What was proposed of two records before their articles were linked does not make them count twice."""

    SAME = Pair(RecordKind.COMMITMENT, 3, 1, Relation.SAME_AS)
    KINDS = (RecordKind.COMMITMENT, RecordKind.STATEMENT)
    PROPOSALS = (SAME, SAME._replace(relation=Relation.RESTATES), Pair(RecordKind.COMMITMENT, 1, 3, Relation.SAME_AS))

    @pytest.fixture
    def proposed(self, location, raw, ledger):
        load(location, told(1, "Eastwire"), told(2, "Eastwire", tail="More."))
        propose(ledger, [Pair(RecordKind.SOURCE, 2, 1, Relation.RESTATES)], reason="alike")

    def relations(self, raw):
        return raw("SELECT left_id, right_id, relation, judgement FROM relations WHERE kind = 'commitment' ORDER BY relation_id")

    def open_ones(self, location):
        with open_reader(location) as reader:
            return [(row.left.id, row.relation, row.right.id) for row in list_relations(reader, self.KINDS).records]

    @pytest.mark.parametrize("before", PROPOSALS, ids=str)
    def test_a_copy_that_is_accepted_settles_it(self, location, raw, ledger, proposed, before):
        propose(ledger, [before], reason="the same words")
        other = Pair(RecordKind.COMMITMENT, 4, 3, Relation.RESTATES)  # of a record that counts no more
        propose(ledger, [other], reason="the same words, later")
        assert len(self.open_ones(location)) == 2
        deed = judge(ledger, COPIES, [1], Judgement.POSITIVE, repeated={1: [self.SAME]})
        assert self.relations(raw) == [(3, 1, "same as", "positive"), (4, 3, "restates", "undecided")]
        assert raw("SELECT record_id, repeats_id, judged_by FROM repeated_records") == [(3, 1, "claims")]
        assert self.open_ones(location) == []
        undo(ledger, deed.changeset)
        assert self.relations(raw)[0] == (before.left, before.right, before.relation, "undecided")

    @pytest.mark.parametrize("before", PROPOSALS, ids=str)
    def test_what_people_decided_of_it_stays(self, location, raw, ledger, proposed, before):
        propose(ledger, [before], reason="the same words")
        judge(ledger, self.KINDS, [2], Judgement.NEGATIVE)
        judge(ledger, COPIES, [1], Judgement.POSITIVE, repeated={1: [self.SAME]})
        assert self.relations(raw) == [(before.left, before.right, before.relation, "negative")]

    def test_what_was_proposed_is_matched_later_too(self, location, raw, ledger, proposed):
        judge(ledger, COPIES, [1], Judgement.POSITIVE)
        propose(ledger, [self.SAME], reason="the same words")
        with open_reader(location) as reader:
            assert self.SAME in find_unmatched(reader)

    def test_copies_that_are_dismissed_leave_it_open(self, location, raw, ledger, proposed):
        propose(ledger, [self.SAME], reason="the same words")
        judge(ledger, COPIES, [1], Judgement.NEGATIVE)
        assert self.open_ones(location) == [("c3", "same as", "c1")]

    def test_no_record_comes_to_repeat_itself(self, location, raw, ledger, proposed):
        propose(ledger, [Pair(RecordKind.COMMITMENT, left, right, Relation.SAME_AS) for left, right in ((1, 4), (4, 3))], reason="people")
        judge(ledger, self.KINDS, [2, 3], Judgement.POSITIVE)
        judge(ledger, COPIES, [1], Judgement.POSITIVE, repeated={1: [self.SAME]})
        with open_reader(location) as reader:
            assert [record.id for record in list_commitments(reader, Filters(order="id")).records] == ["c2", "c3"]


class TestCircles:
    """No source is its own original, by whatever way."""

    @pytest.fixture
    def three(self, location, raw, ledger):
        load(location, told(1, "Eastwire"), told(2, "Harbour Post", tail="More."), told(3, "Evening Post", tail="Most."))

    def derive(self, ledger, copy, original):
        return amend(ledger, require_reference(copy), {"derived_from": original}, reason="x")

    def test_by_hand(self, raw, ledger, three):
        with pytest.raises(UsageError, match="derived_from: src1 cannot be a copy of itself"):
            self.derive(ledger, "src1", "src1")
        self.derive(ledger, "src1", "src2")
        self.derive(ledger, "src2", "src3")
        for original in ("src1", "src2"):
            with pytest.raises(UsageError, match=f"derived_from: {original} is a copy of src3 already"):
                self.derive(ledger, "src3", original)
        assert [original_of(raw, number) for number in (1, 2, 3)] == [2, 3, None]

    def test_by_taking_back_what_was_taken_back(self, raw, ledger, three):
        undone = undo(ledger, self.derive(ledger, "src1", "src2").changeset)
        self.derive(ledger, "src2", "src1")
        with pytest.raises(Refused, match="src2 is a copy of src1 already"):
            undo(ledger, undone.changeset)
        assert [original_of(raw, number) for number in (1, 2)] == [None, 1]

    def test_by_two_people_at_once(self, raw, location, ledger, three):
        with closing(raw.connect()) as person:
            person.execute("BEGIN IMMEDIATE" if location.endswith(".db") else "BEGIN")
            person.execute("UPDATE sources SET derived_from_id = 2 WHERE source_id = 1")
            other = Attempt(location, lambda own: self.derive(own, "src2", "src1"))
            person.execute("COMMIT")
        assert "derived_from: src1 is a copy of src2 already" in str(other.error())

    def test_one_that_raw_sql_made_ends_nothing(self, raw, location, ledger, three):
        raw("UPDATE sources SET derived_from_id = 3 - source_id WHERE source_id < 3")
        assert find(location) == [(3, 2, True)] or find(location) == [(3, 1, True)]
        link_copy(ledger, 3, 1, [], reason="alike")
        assert original_of(raw, 3) == 1


class TestTakenBack:
    def test_a_link_that_somebody_undid_is_not_made_again(self, raw, location, ledger):
        load(location, told(1, "Eastwire"), told(2, "Harbour Post", tail="More."))
        (deed,) = link_all(location, ledger)
        undone = undo(ledger, deed.changeset)
        assert [each.changeset for each in link_all(location, ledger)] == [None]
        assert original_of(raw, 2) is None and raw("SELECT relation_id FROM relations") == []
        undo(ledger, undone.changeset)
        assert original_of(raw, 2) == 1

    def test_what_repeats_the_original_is_matched_again_with_the_link(self, raw, location, ledger):
        load(location, told(1, "Eastwire"), told(2, "Harbour Post", tail="More."))
        repeated = [Pair(RecordKind.COMMITMENT, 3, 1, Relation.SAME_AS)]
        propose(ledger, [Pair(RecordKind.SOURCE, 2, 1, Relation.RESTATES)], reason="alike")
        for judgement in (Judgement.POSITIVE, Judgement.NEGATIVE, Judgement.POSITIVE):
            judge(ledger, COPIES, [1], judgement, repeated={1: repeated})
        assert raw("SELECT record_id, repeats_id FROM repeated_records") == [(3, 1)]


class TestMeanwhile:
    """Whoever relates two records holds both: what is done to them meanwhile is done before or after, on two connections."""

    PAIR = Pair(RecordKind.COMMITMENT, 3, 1, Relation.SAME_AS)
    GONE = tuple(f"DELETE FROM {table} WHERE commitment_id = 3" for table in ("commitment_parties", "commitment_topics", "commitments"))

    @pytest.fixture
    def two(self, location, raw, ledger):
        load(location, told(1, "Eastwire"), told(2, "Harbour Post", tail="More."))
        raw("DELETE FROM numeric_claims")

    def meanwhile(self, raw, location, work, *statements):
        """Run `work` while another connection has run the statements and has not committed yet."""
        with closing(raw.connect()) as person:
            person.execute("BEGIN IMMEDIATE" if location.endswith(".db") else "BEGIN")
            for statement in statements:
                person.execute(statement)
            attempt = Attempt(location, work)
            person.execute("COMMIT")
        return attempt

    def test_one_that_is_withdrawn_is_not_accepted(self, raw, location, ledger, two):
        propose(ledger, [self.PAIR], reason="alike")
        attempt = self.meanwhile(raw, location, lambda own: judge(own, (RecordKind.COMMITMENT,), [1], Judgement.POSITIVE), *self.GONE)
        assert str(attempt.error()) == "c3 is not there any more. Nothing was changed."
        assert raw("SELECT judgement FROM relations") == [("undecided",)]

    @pytest.mark.parametrize("write", [propose, repeat])
    def test_one_that_is_withdrawn_is_not_proposed_either(self, raw, location, ledger, two, write):
        attempt = self.meanwhile(raw, location, lambda own: write(own, [self.PAIR], reason="alike"), *self.GONE)
        assert attempt.error() is None
        assert raw("SELECT relation_id FROM relations") == []

    def test_one_that_a_reading_takes_away_is_not_accepted(self, raw, location, ledger, two, monkeypatch):
        propose(ledger, [self.PAIR], reason="alike")
        attempts, apply = [], Renewal.apply

        def decided_meanwhile(*arguments):
            attempts.append(Attempt(location, lambda own: judge(own, (RecordKind.COMMITMENT,), [1], Judgement.POSITIVE)))
            return apply(*arguments)

        monkeypatch.setattr(Renewal, "apply", decided_meanwhile)
        path, document = told(2, "Harbour Post", tail="More.")
        with Loader(location, extractor="hand 2", loaded_by="tester") as loader:
            loader.store([(path, replace(document, statements=(), commitments=(), numeric_claims=(), extractor="hand 2"))])
        assert isinstance(attempts[0].error(), Refused | UsageError)
        assert raw("SELECT commitment_id FROM commitments WHERE commitment_id = 3") == raw("SELECT relation_id FROM relations") == []


class Attempt:
    """Work of another person, begun on a connection of its own, that has to wait for somebody."""

    def __init__(self, location, work):
        self._failure = None
        self._thread = Thread(target=self._run, args=(location, work))
        self._thread.start()
        self._thread.join(1)
        assert self._thread.is_alive(), "it did not wait"

    def _run(self, location, work):
        try:
            with Ledger(location, actor="Ana") as ledger:
                work(ledger)
        except ClaimsError as error:
            self._failure = error

    def error(self):
        """What became of it in the end."""
        self._thread.join(60)
        return self._failure


def original_of(raw, number):
    return raw(f"SELECT derived_from_id FROM sources WHERE source_id = {number}")[0][0]
