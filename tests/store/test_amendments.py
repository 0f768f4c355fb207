"""What people changed of records, as lists, cards and the history tell it: in the words of fields; on both databases."""

import sqlite3
from contextlib import closing

import pytest

from claims.references import PREFIXES, Pair, require_reference
from claims.store.access import open_reader
from claims.store.ledger.adding import add
from claims.store.ledger.amending import amend, review
from claims.store.ledger.fields import FIELDS
from claims.store.ledger.following import assess, record_instalment
from claims.store.ledger.judging import merge
from claims.store.ledger.ledger import Ledger
from claims.store.ledger.relating import judge, propose
from claims.store.ledger.rows import RECORDS
from claims.store.ledger.undoing import undo
from claims.terms import Judgement, RecordKind, Relation, Review
from claims.views.cards import find_card
from claims.views.changed import LINKED, ROLES, field_of
from claims.views.commitments import list_commitments
from claims.views.filters import Filters
from claims.views.history import history_of, list_changesets
from claims.views.numbers import list_numbers
from claims.views.statements import list_statements

LISTS = {"c": list_commitments, "s": list_statements, "n": list_numbers}
# Columns that people see, or that only the program writes, and that are no fields.
UNSEEN = {None, "key", "span", "text", "source", "origin", "extractor", "stands for", "commitment"}
UNSEEN |= {"sha256", "file_name", "event_on_basis", "retrieved_at", "loaded_at", "media_type", "encoding"}


def amended(location, name):
    with open_reader(location) as reader:
        card = find_card(reader, name)
        prefix = name.rstrip("0123456789")
        if prefix in LISTS:
            listed = {each.id: each for each in LISTS[prefix](reader, Filters(limit=0, order="id")).records}
            assert (listed[name].amended_by, listed[name].amended_at) == (
                (card.amendments[0].changed_by, card.amendments[0].changed_at) if card.amendments else (None, None)
            )
            assert all(each.amended_at is None for each in listed.values() if each.id != name)
    return [(each.number, each.changed_by, each.fields, each.reason) for each in card.amendments]


def history(location, name, limit=3):
    with open_reader(location) as reader:
        return [
            (change.record, [(field.name, field.before, field.after) for field in change.fields])
            for change in history_of(reader, name, limit=limit).records
        ]


class TestAmendments:
    def test_who_amended_what_and_why_is_told_the_newest_first(self, ledger, location):
        assert amended(location, "n1") == []
        first = amend(ledger, require_reference("n1"), {"value": "7", "unit": "EUR"}, reason="misread")
        with Ledger(location, actor="Budi") as other:
            second = amend(other, require_reference("n1"), {"metric": "dams"}, reason="clearer")
        assert amended(location, "n1") == [
            (second.changeset, "Budi", ["metric"], "clearer"),
            (first.changeset, "Rina", ["unit", "value"], "misread"),
        ]

    def test_fields_of_links_and_of_words_are_told_by_their_names(self, ledger, location):
        amend(ledger, require_reference("c1"), {"committers": "Velmora", "topics": "ports"}, reason="x")
        (found,) = amended(location, "c1")
        assert sorted(found[2]) == ["committers", "topics"]
        amend(ledger, require_reference("s1"), {"content": "dam 0", "acts": "call", "addressees": ""}, reason="x")
        (found,) = amended(location, "s1")
        assert sorted(found[2]) == ["acts", "addressees", "content"]

    def test_what_was_undone_or_only_reviewed_is_no_amendment(self, ledger, location):
        review(ledger, [require_reference("c1")], Review.ACCEPTED)
        assert amended(location, "c1") == []
        deed = amend(ledger, require_reference("c1"), {"strength": "aspiration"}, reason="x")
        undone = undo(ledger, deed.changeset)
        assert amended(location, "c1") == []
        undo(ledger, undone.changeset)
        assert [each[0] for each in amended(location, "c1")] == [deed.changeset]

    def test_what_was_entered_is_not_amended_before_somebody_does(self, ledger, location):
        values = {"source": "src1", "text": "plan 1", "cue": "plan", "strength": "pledge", "committers": "Samaya", "topics": "dams"}
        with open_reader(location) as reader:
            text = reader.rows("SELECT text FROM sources WHERE source_id = 1")[0]["text"]
        words = next(line for line in text.splitlines() if "will" in line)
        deed = add(ledger, "commitment", values | {"text": words, "cue": "will pay"})
        (name,) = deed.records
        assert amended(location, name) == []
        amend(ledger, require_reference(name), {"committers": "Velmora"}, reason="x")
        assert [each[2] for each in amended(location, name)] == [["committers"]]

    def test_what_raw_sql_entered_is_amended_when_it_is_changed(self, ledger, location, raw):
        raw(
            "INSERT INTO commitments (commitment_id, key, source_id, span_start, span_end, text, cue, cue_start, cue_end, strength, "
            "origin, review) VALUES (90, 'k90', 1, 0, 1, 'x', 'x', 0, 1, 'pledge', 'entered', 'accepted')"
        )
        raw("INSERT INTO commitment_topics (commitment_id, topic) VALUES (90, 'dams'), (1, 'dikes')")
        assert amended(location, "c1")[0][2] == ["topics"]
        with open_reader(location) as reader:
            assert find_card(reader, "c90").amendments == []
        raw("DELETE FROM commitment_topics WHERE commitment_id = 90")
        with open_reader(location) as reader:
            assert [each.fields for each in find_card(reader, "c90").amendments] == [["topics"]]

    def test_other_names_are_told_on_cards_whether_they_came_or_went(self, ledger, location):
        first = amend(ledger, require_reference("p1"), {"aliases": "Samaia"}, reason="x")
        assert amended(location, "p1") == [(first.changeset, "Rina", ["aliases"], "x")]
        second = amend(ledger, require_reference("p1"), {"aliases": ""}, reason="none")
        assert [each[0] for each in amended(location, "p1")] == [second.changeset, first.changeset]
        assert amended(location, "p2") == []
        undo(ledger, second.changeset)
        undo(ledger, first.changeset)
        assert amended(location, "p1") == []

    def test_names_and_sources_are_told_on_their_cards(self, ledger, location):
        amend(ledger, require_reference("src1"), {"title": "Another"}, reason="x")
        assert [each[2] for each in amended(location, "src1")] == [["title"]]
        assess(ledger, require_reference("c1"), {"status": "stalled", "assessed_on": "2025-01-01"})
        amend(ledger, require_reference("a1"), {"note": "why"}, reason="x")
        assert [each[2] for each in amended(location, "a1")] == [["note"]]


class TestHistoryInWords:
    def test_every_column_has_the_name_of_its_field(self):
        for kind, fields in FIELDS.items():
            columns = [column.name for column in RECORDS[kind].table.columns if column is not RECORDS[kind].key]
            assert {field_of(RECORDS[kind].table.name, column) for column in columns} - UNSEEN <= set(fields), kind
        links = {plural for _, plural in LINKED.values()} | set(ROLES.values())
        assert links <= {name for fields in FIELDS.values() for name in fields}

    def test_words_and_names_stand_there_in_place_of_numbers(self, ledger, location):
        amend(ledger, require_reference("s1"), {"cue": ""}, reason="x")
        assert history(location, "s1", 1) == [("s1", [("cue", "said", None)])]
        amend(ledger, require_reference("s1"), {"cue": "said"}, reason="x")
        amend(ledger, require_reference("s1"), {"speaker": "Ministry of Dams", "content": "dam 0"}, reason="x")
        ((_, fields), (_, cue), *_) = history(location, "s1")
        assert [(name, after) for name, _, after in fields] == [("content", "dam 0"), ("speaker", "Ministry of Dams")]
        assert fields[1][1] == "Ana Lestari" and fields[0][1].startswith("Samaya will pay")
        assert cue == [("cue", None, "said")]
        amend(ledger, require_reference("n1"), {"value": "7", "statement": ""}, reason="x")
        assert ("statement", "s1", None) in history(location, "n1", 1)[0][1]
        assert [name for name, _, _ in history(location, "n1", 1)[0][1]] == ["statement", "value"]

    def test_a_verdict_that_was_taken_back_is_told(self, ledger, location):
        deed = assess(ledger, require_reference("c1"), {"status": "stalled", "assessed_on": "2025-01-01"})
        paid = record_instalment(ledger, require_reference("c1"), {"type": "pledge", "value": "5", "unit": "USD"})
        undo(ledger, deed.changeset)
        undo(ledger, paid.changeset)
        assert [record for record, _ in history(location, "c1", 4)] == ["i1", "a1", "i1", "a1"]
        assert ("status", "stalled", None) in history(location, "c1", 4)[1][1]
        assert history(location, "c2", 0)[0][0] == "c2"

    def test_who_was_merged_is_told_of_both(self, ledger, location):
        deed = merge(ledger, ["sp1", "sp2"], reason="one")
        told = [("judgement", None, "sp1 same as sp2: positive")]
        assert ("relation 1", told) in history(location, "sp1") and ("relation 1", told) in history(location, "sp2")
        assert ("sp2", [("stands for", None, "Ana Lestari")]) in history(location, "sp2")
        undo(ledger, deed.changeset)
        assert history(location, "sp1")[0] == ("relation 1", [("judgement", "sp1 same as sp2: positive", None)])

    def test_what_records_were_judged_to_be_is_told_step_by_step(self, ledger, location):
        propose(ledger, [Pair(RecordKind.COMMITMENT, 3, 1, Relation.RESTATES)], reason="x")
        judge(ledger, (RecordKind.COMMITMENT,), [1], Judgement.POSITIVE)
        pair = "c3 restates c1: "
        assert history(location, "c1", 2) == [
            ("relation 1", [("judgement", pair + "undecided", pair + "positive")]),
            ("relation 1", [("judgement", None, pair + "undecided")]),
        ]

    def test_other_names_are_told(self, ledger, location):
        amend(ledger, require_reference("p1"), {"aliases": "Samaia"}, reason="x")
        fields = [field for _, fields in history(location, "p1", 4) for field in fields]
        assert ("alias", None, "Samaia") in fields and ("alias", "Republik Samaya", None) in fields

    def test_changes_are_counted_in_words(self, ledger, location):
        amend(ledger, require_reference("c1"), {"committers": "Velmora; Samaya"}, reason="x")
        with open_reader(location) as reader:
            (last, *_, load) = list_changesets(reader).records
        assert last.tables == ["1 commitment party"]
        assert "4 commitments" in load.tables and "4 numeric claims" in load.tables


def test_the_whole_history_is_told_without_fault(ledger, location):
    """Every record of every kind: nothing about a change may be beyond telling."""
    merge(ledger, ["sp1", "sp2"], reason="one")
    amend(ledger, require_reference("r1"), {"title": "Minister", "party": ""}, reason="x")
    with open_reader(location) as reader:
        for kind, records in RECORDS.items():
            for row in reader.rows(f"SELECT {records.key.name} AS id FROM {records.table.name}"):
                assert history_of(reader, str(require_reference(f"{PREFIXES[kind]}{row['id']}")), limit=0).records


@pytest.mark.parametrize("name", ["s1", "c1", "n1"])
def test_looking_for_amendments_reads_no_whole_table(sqlite_stock, name):
    asked = []
    with open_reader(sqlite_stock) as reader:
        table = reader.table
        reader.table = lambda sql, parameters={}: asked.append((sql, parameters)) or table(sql, parameters)
        find_card(reader, name)
    with closing(sqlite3.connect(sqlite_stock)) as connection:
        plans = [row[3] for sql, values in asked if "changes" in sql for row in connection.execute(f"EXPLAIN QUERY PLAN {sql}", values)]
    assert plans and not [step for step in plans if step.startswith("SCAN")]
