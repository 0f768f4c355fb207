"""What is said again: proposed by parties, amounts, topics, days and words, across languages; decided by people; on both databases."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from claims.pipeline import load
from claims.samples.library import sample_paths
from claims.store.access import open_reader
from claims.store.ledger.ledger import Ledger
from claims.store.ledger.relating import judge, propose
from claims.store.ledger.undoing import undo
from claims.store.loading import Loader
from claims.terms import Judgement, PartyRole, RecordKind
from claims.views.commitments import list_commitments
from claims.views.filters import Filters
from claims.views.related import pairs_of, repeated_amounts
from claims.views.restatements import find_restatements
from tests.store.making import EXTRACTOR, key, make_document

KINDS = (RecordKind.COMMITMENT, RecordKind.STATEMENT)
LATER = date(2032, 5, 6)


def find(location):
    with open_reader(location) as reader:
        return {str(each.pair): each.reason for each in find_restatements(reader)}


def said(
    number,
    *,
    day=None,
    action="pay for the great eastern dam",
    amount=None,
    due=None,
    to="Velmora",
    by="Samaya",
    language="en",
    period=None,
):
    """A document of one commitment, whose statement nobody else makes."""
    made = make_document(number, sentences=1, speaker=f"Speaker {number}")
    (commitment,) = made.commitments
    parties = ((by, PartyRole.COMMITTER), *(((to, PartyRole.COUNTERPARTY),) if to else ()))
    changes = {"key": key(number, "c"), "action": action, "parties": parties, "announced_on": day or date(2031, 3, 4), "period": period}
    changes |= {"due_on": due, "due_precision": commitment.due_precision if due else None}
    numbers = tuple(replace(each, value=Decimal(amount), unit="USD") for each in made.numeric_claims) if amount else ()
    source = replace(made.source, language=language)
    return f"{number}.txt", replace(made, commitments=(replace(commitment, **changes),), numeric_claims=numbers, source=source)


def store(location, *documents):
    with Loader(location, extractor=EXTRACTOR, loaded_by="tester") as loader:
        results = loader.store(documents)
    assert {str(result[1]) for result in results} == {"loaded"}


PROPOSED = [
    ({}, "c2 same as c1", "the same committer, counterparty, words and day"),
    ({"amount": "7"}, "c2 same as c1", "the same committer, counterparty, words and day"),
    ({"day": LATER}, "c2 restates c1", "the same committer, counterparty and words, later"),
    ({"day": LATER, "action": "something else entirely"}, None, None),
    (
        {"day": LATER, "due": date(2040, 1, 1)},
        "c2 supersedes c1",
        "the same committer, counterparty and words, later, with another due day",
    ),
    ({"action": "membayar bendungan", "language": "id"}, None, None),  # another speaker: topics and day alone tell too little
    ({"by": "Velmora"}, None, None),
    ({"to": "Samaya"}, None, None),
]


@pytest.mark.parametrize(("later", "pair", "reason"), PROPOSED)
def test_what_is_proposed(location, raw, later, pair, reason):
    store(location, said(1, due=date(2039, 1, 1) if "due" in later else None), said(2, **later))
    assert find(location) == ({pair: reason} if pair else {})


@pytest.mark.parametrize(
    ("later", "pair"),
    [
        ({"amount": "500", "day": LATER, "action": "membayar bendungan", "language": "id"}, "c2 restates c1"),
        ({"amount": "500", "action": "membayar bendungan", "language": "id"}, "c2 same as c1"),
        ({"amount": "600", "day": LATER, "action": "membayar bendungan", "language": "id"}, "c2 supersedes c1"),
        ({"amount": "600"}, None),  # two numbers on one day are no restatement: see conflicts
        ({"amount": "500", "to": None, "action": "give much"}, "c2 same as c1"),
    ],
)
def test_amounts_tell_across_languages(location, raw, later, pair):
    store(location, said(1, amount="500"), said(2, **later))
    assert list(find(location)) == ([pair] if pair else [])


def test_one_article_says_nothing_twice(location, raw):
    store(location, ("1.txt", make_document(1, sentences=2)))
    with open_reader(location) as reader:
        assert reader.rows("SELECT count(DISTINCT source_id) AS n FROM commitments") == [{"n": 1}]
    assert find(location) == {}


class TestSamples:
    @pytest.fixture
    def proposed(self, location):
        load(sample_paths(), location, loaded_by="tester")
        with Ledger(location, actor="Rina") as ledger:
            with open_reader(location) as reader:
                found = find_restatements(reader)
            propose(ledger, [each.pair for each in found], reason="alike")
            yield ledger, {str(each.pair): each for each in found}

    def test_the_pledge_of_500_million_is_one_in_both_languages(self, location, proposed):
        ledger, found = proposed
        with open_reader(location) as reader:
            pledges = list_commitments(reader, Filters(unit="USD", min="500000000", max="500000000", order="id")).records
        first, second = pledges
        assert {first.language, second.language} == {"en", "id"}
        pair = f"{second.id} same as {first.id}"
        assert found[pair].reason == "the same committer, counterparty, amount and day"

        # Nothing is decided by that.
        with open_reader(location) as reader:
            assert reader.rows("SELECT DISTINCT judgement, judged_by FROM relations") == [{"judgement": "undecided", "judged_by": "claims"}]
            assert reader.rows("SELECT * FROM repeated_records") == []
            number = reader.rows(
                "SELECT relation_id AS n FROM relations WHERE kind = 'commitment' AND left_id = :id", {"id": int(second.id[1:])}
            )[0]["n"]
            repeated = {number: repeated_amounts(reader, pairs_of(reader, [number], RecordKind.COMMITMENT)[number])}
        assert find(location) == {}

        # Once somebody accepts it, it counts once, and so does its amount.
        deed = judge(ledger, KINDS, [number], Judgement.POSITIVE, repeated=repeated)
        with open_reader(location) as reader:
            assert [each.id for each in list_commitments(reader, Filters(unit="USD", min="500000000", max="500000000")).records] == [
                first.id
            ]
            assert len(reader.rows("SELECT * FROM numbers_over_time WHERE value_number = 500000000 AND commitment_id IS NOT NULL")) == 1
        undo(ledger, deed.changeset)
        with open_reader(location) as reader:
            assert reader.rows("SELECT * FROM repeated_records") == []

    def test_dismissing_takes_back_what_was_accepted(self, location, raw, proposed):
        ledger, _ = proposed
        with open_reader(location) as reader:
            numbers = [row["relation_id"] for row in reader.rows("SELECT relation_id FROM relations WHERE kind = 'commitment'")]
            repeated = {number: repeated_amounts(reader, pair) for number, pair in pairs_of(reader, numbers, RecordKind.COMMITMENT).items()}
        judge(ledger, KINDS, numbers, Judgement.POSITIVE, repeated=repeated)
        assert raw_count(location) > len(numbers)
        judge(ledger, KINDS, numbers, Judgement.NEGATIVE)
        assert raw_count(location) == 0


def raw_count(location):
    with open_reader(location) as reader:
        return len(reader.rows("SELECT * FROM repeated_records"))


def test_it_takes_work_in_proportion_to_the_records(monkeypatch):
    """Ten thousand commitments of one party to another in the same words: each is compared with its neighbours alone."""
    from claims.views.restatements import NEIGHBOURS, Said, commitment_marks, likely

    records = {
        number: Said(
            number, number, "en", f"2031-01-{number % 28 + 1:02}", None, frozenset({"build", "dams"}), committers={1}, topics={"water"}
        )
        for number in range(10_000)
    }
    assert sum(1 for _ in likely(records, commitment_marks)) <= 3 * NEIGHBOURS * len(records)
