"""People's work on stored records, on both databases: what it writes, what it refuses, and how it is taken back."""

import json
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import pytest

from claims.errors import Refused, UsageError
from claims.references import require_reference
from claims.store.access import open_reader
from claims.store.ledger import rules
from claims.store.ledger.adding import add
from claims.store.ledger.amending import amend, review, withdraw
from claims.store.ledger.ledger import Ledger
from claims.store.ledger.undoing import undo
from claims.terms import Review
from claims.views.history import history_of, list_changesets

STATE = (
    *("statements", "statement_acts", "statement_topics", "commitments", "commitment_parties", "commitment_topics", "numeric_claims"),
    *("speakers", "parties"),
)


def record(name):
    return require_reference(name)


def state(raw):
    return {table: sorted(raw(f"SELECT * FROM {table}"), key=repr) for table in STATE}


def changes_since(raw, last):
    columns = "table_name, row_key, operation, old, new, changed_by, reason, changeset"
    return raw(f"SELECT {columns} FROM changes WHERE change_id > {last} ORDER BY change_id")


def reviews(raw):
    return [review for (review,) in raw("SELECT review FROM commitments WHERE commitment_id = 1")]


def newest(raw):
    return raw("SELECT max(change_id) FROM changes")[0][0]


def columns(value):
    return json.loads(value) if isinstance(value, str) else value


class TestAmending:
    def test_a_field_is_changed_and_the_history_says_from_what_by_whom_and_why(self, raw, ledger):
        last = newest(raw)
        deed = amend(ledger, record("c1"), {"strength": "aspiration"}, reason="the minister only hoped")
        assert [(each.field, each.before, each.after) for each in deed.differences] == [("strength", "pledge", "aspiration")]
        (change,) = changes_since(raw, last)
        assert change[:3] == ("commitments", "1", "update")
        assert columns(change[3]) == {"strength": "pledge"} and columns(change[4]) == {"strength": "aspiration"}
        assert change[5:] == ("Rina", "the minister only hoped", deed.changeset)

    def test_a_month_is_due_on_its_last_day(self, raw, ledger):
        amend(ledger, record("c1"), {"due_on": "2030-06"}, reason="decree")
        assert [
            tuple(map(str, row)) for row in raw("SELECT due_on, due_precision, due_basis FROM commitments WHERE commitment_id = 1")
        ] == [("2030-06-30", "month", "amended")]

    def test_nothing_is_due_before_it_was_announced_nor_announced_on_a_day_to_come(self, ledger):
        amend(ledger, record("c1"), {"announced_on": "2025-03-04"}, reason="misread")
        with pytest.raises(UsageError, match="due_on 2024-06-30 lies before announced_on 2025-03-04"):
            amend(ledger, record("c1"), {"due_on": "2024-06"}, reason="decree")
        with pytest.raises(UsageError, match="still to come"):
            amend(ledger, record("c1"), {"announced_on": "2131-03-04"}, reason="decree")

    def test_topics_of_a_statement_are_amended_and_told(self, raw, location, ledger):
        deed = amend(ledger, record("s1"), {"topics": "ports; finance"}, reason="no water in it")
        assert [(each.field, each.before, each.after) for each in deed.differences] == [("topics", "finance; water", "finance; ports")]
        assert raw("SELECT topic FROM statement_topics WHERE statement_id = 1 ORDER BY topic") == [("finance",), ("ports",)]
        with open_reader(location) as reader:
            told = {(each.fields[0].name, each.fields[0].before, each.fields[0].after) for each in history_of(reader, "s1").records[:2]}
        assert told == {("topic", "water", None), ("topic", None, "ports")}

    def test_an_empty_value_clears_a_field(self, raw, ledger):
        amend(ledger, record("c1"), {"due_on": "", "period": ""}, reason="no deadline was named")
        assert raw("SELECT due_on, due_precision, period FROM commitments WHERE commitment_id = 1") == [(None, None, None)]

    def test_parties_are_named_and_each_role_is_a_field(self, raw, ledger):
        add(ledger, "party", {"name": "Korvath", "kind": "state", "aliases": "Republic of Korvath; Corvath"})
        deed = amend(ledger, record("c1"), {"committers": "samaya; republic of korvath"}, reason="both signed")
        assert [(each.before, each.after) for each in deed.differences] == [("Samaya", "Korvath; Samaya")]

    def test_exact_values_stay_exact(self, raw, ledger):
        amend(ledger, record("n1"), {"value": "987654321098765432.10"}, reason="misread")
        assert [str(row[0]).rstrip("0") for row in raw("SELECT value FROM numeric_claims WHERE numeric_claim_id = 1")] == [
            "987654321098765432.1"
        ]
        assert raw("SELECT value_number FROM numeric_claims WHERE numeric_claim_id = 1") == [(9.876543210987654e17,)]

    def test_a_cue_is_a_run_of_the_evidence(self, raw, ledger):
        text = raw("SELECT text FROM commitments WHERE commitment_id = 1")[0][0]
        word = text.split()[0]
        amend(ledger, record("c1"), {"cue": word}, reason="another word commits")
        start, end, span = raw("SELECT cue_start, cue_end, span_start FROM commitments WHERE commitment_id = 1")[0]
        assert text[start - span : end - span] == word

    @pytest.mark.parametrize(
        ("name", "values"),
        [
            ("c1", {"strength": "pledge"}),
            ("c1", {"due_on": "2034-03-04"}),
            ("c1", {"due_on": "2034-03-04", "due_basis": "within", "due_precision": "day", "committers": "Republik Samaya", "cue": "will"}),
            ("src1", {"event_on": "2031-03-04"}),
            ("n1", {"value": "123456789012345678.910"}),
            ("s1", {"acts": "position; commitment", "addressees": "ministry of dams", "speaker": "Lestari", "via": ""}),
            ("sp1", {"name": "Ana Lestari", "aliases": "Lestari"}),
        ],
    )
    def test_the_value_it_has_already_changes_nothing(self, raw, ledger, name, values):
        last = newest(raw)
        deed = amend(ledger, record(name), values, reason="x")
        assert (deed.changeset, deed.differences) == (None, []) and changes_since(raw, last) == []

    def test_the_month_of_a_day_that_stands_says_how_exact_that_is(self, raw, ledger):
        amend(ledger, record("c1"), {"due_on": "2034-12-31", "due_basis": "the decree"}, reason="x")
        deed = amend(ledger, record("c1"), {"due_on": "2034-12"}, reason="x")
        told = [(each.field, each.before, each.after) for each in deed.differences]
        assert told == [("due_precision", "day", "month"), ("due_basis", "the decree", "amended")]

    def test_all_that_changed_is_told(self, ledger):
        deed = amend(ledger, record("c1"), {"due_on": "2030-06"}, reason="decree")
        told = [(each.field, each.before, each.after) for each in deed.differences]
        assert told == [("due_on", "2034-03-04", "2030-06-30"), ("due_precision", "day", "month"), ("due_basis", "within", "amended")]

    @pytest.mark.parametrize("backwards", [False, True])
    def test_what_is_written_counts_over_what_follows_whatever_their_order(self, raw, ledger, backwards):
        def written(values):
            return dict(reversed(values.items())) if backwards else values

        due = {"due_on": "2026-01-31", "due_precision": "month", "due_basis": "decree 5"}
        amend(ledger, record("c1"), written(due), reason="x")
        loose = {"source": "src1", "text": "Samaya will pay 500 million dollars for dam 0", "cue": "will", "strength": "pledge"}
        added = add(ledger, "commitment", written(loose | due))
        for number in (1, require_reference(added.records[0]).number):
            row = raw(f"SELECT due_on, due_precision, due_basis FROM commitments WHERE commitment_id = {number}")[0]
            assert tuple(map(str, row)) == ("2026-01-31", "month", "decree 5")
        amend(ledger, record("sp1"), written({"name": "Ana Dewi", "aliases": "Bu Ana"}), reason="x")
        assert raw("SELECT name FROM aliases WHERE speaker_id = 1") == [("Bu Ana",)]

    @pytest.mark.parametrize(("name", "table", "former"), [("sp1", "speakers", "Ana Lestari"), ("p1", "parties", "Samaya")])
    def test_a_name_that_is_changed_stays_as_another_one(self, raw, ledger, name, table, former):
        key = f"{table[:-1] if table == 'speakers' else 'party'}_id"
        before = raw(f"SELECT name FROM aliases WHERE {key} = 1 ORDER BY 1")
        deed = amend(ledger, record(name), {"name": "Dewi"}, reason="her full name")
        after = "; ".join(sorted([before[0][0], former]))
        assert [(each.field, each.before, each.after) for each in deed.differences] == [
            ("name", former, "Dewi"),
            ("aliases", before[0][0], after),
        ]
        back = amend(ledger, record(name), {"name": former}, reason="it was right")
        assert raw(f"SELECT name FROM aliases WHERE {key} = 1 ORDER BY 1") == sorted([*before, ("Dewi",)])
        undo(ledger, back.changeset)
        undo(ledger, deed.changeset)
        assert raw(f"SELECT name FROM aliases WHERE {key} = 1 ORDER BY 1") == before

    @pytest.mark.parametrize(
        ("name", "values", "message"),
        [
            ("c1", {"strength": "plege"}, "Did you mean pledge"),
            ("c1", {"colour": "red"}, "has the fields"),
            ("c1", {"due_on": "soon"}, "takes a year, month or day"),
            ("c1", {"committers": "Samaia"}, "Nearest: Samaya"),
            ("c1", {"cue": "nowhere in it"}, "does not hold"),
            ("c1", {"strength": ""}, "cannot be empty"),
            ("c99", {"strength": "pledge"}, "no commitment c99"),
            ("n1", {"value": "1E+400"}, "beyond what can be kept"),
            ("n1", {"value": "50,1"}, "plain digits"),
            ("n1", {"statement": "c1"}, "short name of a statement"),
            ("s1", {"event": "e7"}, "no event e7"),
        ],
    )
    def test_what_may_not_be_is_a_sentence_and_changes_nothing(self, raw, ledger, name, values, message):
        before, last = state(raw), newest(raw)
        with pytest.raises(UsageError, match=message):
            amend(ledger, record(name), {"period": "P1Y", **values} if name == "c1" else values, reason="x")
        assert state(raw) == before and changes_since(raw, last) == []

    def test_a_rule_of_the_database_refuses(self, raw, ledger, monkeypatch):
        monkeypatch.setattr(rules, "RULES", {})  # as where somebody else writes the same at the same time
        before = state(raw)
        with pytest.raises(Refused, match="range"):
            amend(ledger, record("n1"), {"comparator": "range"}, reason="x")
        assert state(raw) == before

    @pytest.mark.parametrize("reason", [None, "  "])
    def test_a_reason_is_asked_for(self, ledger, reason):
        with pytest.raises(UsageError, match="--reason"):
            amend(ledger, record("c1"), {"strength": "aspiration"}, reason=reason)

    @pytest.mark.parametrize("name", ["claims", " Claims "])
    def test_nobody_acts_in_the_name_of_the_program(self, ledger, location, name):
        with pytest.raises(UsageError, match=r"how the program signs its own judgements.*CLAIMS_ACTOR"):
            Ledger(location, actor=name)

    def test_nobody_signs_as_a_load_does(self, ledger):
        with pytest.raises(UsageError, match="how loads sign"):
            amend(ledger, record("c1"), {"strength": "aspiration"}, reason="load 7")


class TestReviewing:
    def test_records_are_decided_together(self, raw, ledger):
        deed = review(ledger, [record("c1"), record("s1"), record("n1")], Review.ACCEPTED)
        assert deed.records == ["c1", "s1", "n1"]
        assert {row[7] for row in changes_since(raw, 0) if row[5] == "Rina"} == {deed.changeset}

    def test_speakers_are_not_reviewed(self, ledger):
        with pytest.raises(UsageError, match="statements, commitments and numeric claims are reviewed"):
            review(ledger, [record("sp1")], Review.ACCEPTED)


class TestAdding:
    def test_a_commitment_points_at_its_words(self, raw, ledger):
        text = raw("SELECT text FROM sources WHERE source_id = 1")[0][0]
        words = text.split(".")[0]
        cue = words.split()[1]
        deed = add(ledger, "commitment", {"source": "src1", "text": words, "cue": cue, "strength": "willing", "committers": "Samaya"})
        number = require_reference(deed.records[0]).number
        row = raw(f"SELECT span_start, span_end, text, origin, review FROM commitments WHERE commitment_id = {number}")[0]
        assert text[row[0] : row[1]] == row[2] == words
        assert row[3:] == ("entered", "accepted")

    def test_a_number_is_read_from_its_words(self, raw, ledger):
        text = raw("SELECT text FROM sources WHERE source_id = 1")[0][0]
        figures = raw("SELECT text FROM numeric_claims WHERE numeric_claim_id = 1")[0][0]
        start = text.index(figures)
        deed = add(ledger, "number", {"source": "src1", "text": figures, "span_start": str(start), "metric": "dams"})
        found = {each.field: each.after for each in deed.differences}
        assert found["value"] == "500000000" and found["unit"] == "USD" and found["metric"] == "dams"

    @pytest.mark.parametrize(
        ("kind", "values", "message"),
        [
            ("commitment", {"text": "x"}, "needs source"),
            ("commitment", {"source": "src1", "text": "no such words there"}, "does not hold"),
            ("statement", {"source": "src9", "text": "x"}, "no source src9"),
            ("party", {"name": "Velmora"}, "needs kind"),
            ("rumour", {"name": "x"}, "What can be added"),
        ],
    )
    def test_what_is_missing_is_named(self, raw, ledger, kind, values, message):
        before = state(raw)
        with pytest.raises(UsageError, match=message):
            add(ledger, kind, values)
        assert state(raw) == before


class TestWithdrawing:
    def test_what_rests_on_a_record_goes_with_it_or_keeps_it(self, raw, ledger):
        with pytest.raises(Refused, match="rest on s1"):
            withdraw(ledger, [record("s1")], reason="never said")
        withdraw(ledger, [record("s1"), record("c1"), record("n1")], reason="never said")
        assert raw("SELECT count(*) FROM statements WHERE statement_id = 1") == [(0,)]
        assert raw("SELECT count(*) FROM commitment_parties WHERE commitment_id = 1") == [(0,)]


class TestUndoing:
    def test_everything_comes_back_as_it_was(self, raw, ledger):
        before = state(raw)
        deeds = [
            amend(ledger, record("c1"), {"strength": "aspiration", "committers": "", "topics": "dams; aid", "due_on": ""}, reason="x"),
            review(ledger, [record("c1"), record("n1")], Review.REJECTED),
            add(ledger, "party", {"name": "Korvath", "kind": "state", "aliases": "Corvath"}),
            amend(ledger, record("n1"), {"value": "7.5", "unit": "EUR"}, reason="x"),
            withdraw(ledger, [record("n1"), record("c1"), record("s1")], reason="x"),
        ]
        for deed in reversed(deeds):
            undo(ledger, deed.changeset)
        assert state(raw) == before

    def test_an_undo_is_undone(self, raw, ledger):
        deed = amend(ledger, record("c1"), {"strength": "aspiration"}, reason="x")
        after = state(raw)
        undone = undo(ledger, deed.changeset)
        undo(ledger, undone.changeset)
        assert state(raw) == after

    def test_a_later_change_stands_in_the_way(self, raw, ledger):
        first = amend(ledger, record("c1"), {"strength": "aspiration"}, reason="x")
        second = amend(ledger, record("c1"), {"strength": "willing"}, reason="y")
        before = state(raw)
        with pytest.raises(Refused, match=f"undo {second.changeset} first"):
            undo(ledger, first.changeset)
        assert state(raw) == before

    def test_a_later_change_of_another_field_does_not(self, raw, ledger):
        first = amend(ledger, record("c1"), {"strength": "aspiration"}, reason="x")
        amend(ledger, record("c1"), {"period": "P9Y"}, reason="y")
        undo(ledger, first.changeset)
        assert raw("SELECT strength, period FROM commitments WHERE commitment_id = 1") == [("pledge", "P9Y")]

    def test_what_others_decided_since_stands_in_the_way_though_the_value_is_the_same_again(self, raw, ledger, location):
        first = review(ledger, [record("c1")], Review.ACCEPTED)
        with Ledger(location, actor="Budi") as other:
            review(other, [record("c1")], Review.REJECTED)
            last = review(other, [record("c1")], Review.ACCEPTED)
            with pytest.raises(Refused, match=f"c1 was changed since by Budi; undo {last.changeset} first"):
                undo(ledger, first.changeset)
            undo(ledger, last.changeset, reason="he meant another")
            assert reviews(raw) == ["rejected"]

    def test_what_was_taken_back_stands_in_nobodys_way_and_what_was_taken_back_twice_does(self, raw, ledger):
        first = amend(ledger, record("c1"), {"strength": "aspiration"}, reason="x")
        second = amend(ledger, record("c1"), {"strength": "willing", "period": "P9Y"}, reason="y")
        back = undo(ledger, second.changeset, reason="mistaken")
        again = undo(ledger, back.changeset)
        with pytest.raises(Refused, match=f"undo {second.changeset} first"):
            undo(ledger, first.changeset)
        undo(ledger, again.changeset)
        undo(ledger, first.changeset)
        assert raw("SELECT strength, period FROM commitments WHERE commitment_id = 1") == [("pledge", "P3Y")]

    def test_what_was_added_and_worked_on_by_others_is_not_taken_back(self, raw, ledger, location):
        added = add(ledger, "party", {"name": "Korvath", "kind": "state"})
        with Ledger(location, actor="Budi") as other:
            amend(other, record("p4"), {"kind": "company"}, reason="x")
            last = amend(other, record("p4"), {"kind": "state"}, reason="y")
        with pytest.raises(Refused, match=f"p4 was changed since by Budi; undo {last.changeset} first"):
            undo(ledger, added.changeset)

    def test_what_was_withdrawn_again_by_others_does_not_come_back(self, raw, ledger, location):
        first = withdraw(ledger, [record("n1")], reason="x")
        undo(ledger, first.changeset)
        with Ledger(location, actor="Budi") as other:
            last = withdraw(other, [record("n1")], reason="x")
        with pytest.raises(Refused, match=f"n1 was changed since by Budi; undo {last.changeset} first"):
            undo(ledger, first.changeset)

    def test_what_was_taken_back_already_is_said_to_be(self, raw, ledger):
        deed = amend(ledger, record("c1"), {"strength": "aspiration"}, reason="x")
        back = undo(ledger, deed.changeset)
        with pytest.raises(Refused, match=f"{back.changeset} took it back already"):
            undo(ledger, deed.changeset)

    @pytest.mark.parametrize("reason", ["undo of 7", "undo of 7: mistaken"])
    def test_nobody_signs_as_undoing_does(self, ledger, reason):
        with pytest.raises(UsageError, match="how `claims undo` signs"):
            amend(ledger, record("c1"), {"strength": "aspiration"}, reason=reason)

    @pytest.mark.parametrize("value", ["987654321987654321.5", "987654321987654321", "0.1", "1e-9"])
    def test_the_amending_of_a_number_of_any_size_is_undone(self, raw, ledger, value):
        before = state(raw)
        deed = amend(ledger, record("n1"), {"value": value}, reason="the table says otherwise")
        undo(ledger, deed.changeset)
        assert state(raw) == before

    def test_raw_sql_is_undone_row_by_row(self, raw, ledger):
        raw("UPDATE parties SET iso_code = 'QZ' WHERE name = 'Samaya'")
        number = newest(raw)
        undo(ledger, number)
        assert raw("SELECT count(*) FROM parties WHERE iso_code = 'QZ'") == [(0,)]

    @pytest.mark.parametrize(
        ("table", "change"),
        [
            ("commitment_topics", "topic = 'relief, of dams' WHERE commitment_id = 1"),
            ("party_members", "member_id = 3 WHERE member_id = 2"),
            ("aliases", "alias_id = 77, name = 'Ibu Ana' WHERE alias_id = 1"),
        ],
    )
    def test_raw_sql_that_gives_a_row_another_key_is_undone(self, raw, ledger, table, change):
        before = raw(f"SELECT * FROM {table} ORDER BY 1, 2")
        raw(f"UPDATE {table} SET {change}")
        after, number = raw(f"SELECT * FROM {table} ORDER BY 1, 2"), newest(raw)
        deed = undo(ledger, number)
        assert (raw(f"SELECT * FROM {table} ORDER BY 1, 2"), len(deed.records)) == (before, 1)
        back = undo(ledger, deed.changeset)
        assert raw(f"SELECT * FROM {table} ORDER BY 1, 2") == after
        undo(ledger, back.changeset)
        assert raw(f"SELECT * FROM {table} ORDER BY 1, 2") == before

    def test_what_others_have_got_meanwhile_stands_in_the_way(self, raw, ledger):
        renamed = amend(ledger, record("p1"), {"name": "Samaya Baru"}, reason="x")
        raw("INSERT INTO parties (name, kind) VALUES ('Samaya', 'company')")
        with pytest.raises(Refused, match="p4 has the same name"):
            undo(ledger, renamed.changeset)

    def test_a_key_that_another_row_has_got_stands_in_the_way(self, raw, ledger):
        raw("UPDATE commitment_topics SET topic = 'relief' WHERE commitment_id = 1")
        number = newest(raw)
        raw("INSERT INTO commitment_topics (commitment_id, topic) VALUES (1, 'water')")
        with pytest.raises(Refused, match="the row 1,water of commitment_topics has the same commitment_id, topic"):
            undo(ledger, number)

    def test_raw_sql_that_says_whom_a_record_stands_for_is_settled_by_the_judgements(self, raw, ledger):
        raw("UPDATE speakers SET same_as_id = 2 WHERE speaker_id = 1")
        number = newest(raw)
        deed = undo(ledger, number)
        assert deed.records == ["speakers 1"] and raw("SELECT same_as_id FROM speakers") == [(None,), (None,)]
        assert undo(ledger, number).changeset is None

    def test_a_load_is_not_undone(self, raw, ledger):
        number = raw("SELECT min(changeset) FROM changes")[0][0]
        with pytest.raises(Refused, match="a load is not undone"):
            undo(ledger, number)

    @pytest.mark.parametrize("number", [987654, 0, -1, 99999999999999999999])
    def test_a_number_that_was_never_given(self, ledger, number):
        with pytest.raises(UsageError, match=f"no change {number};"):
            undo(ledger, number)


class TestTogether:
    def test_two_people_who_amend_one_record_at_once_lose_nothing(self, raw, ledger, location):
        def work(name):
            with Ledger(location, actor=name) as own:
                return [amend(own, record("n1"), {"metric": f"{name} {turn}"}, reason="x").differences[0] for turn in range(15)]

        with ThreadPoolExecutor(2) as pool:
            told = [difference for part in pool.map(work, ("Rina", "Budi")) for difference in part]
        changes = raw("SELECT old, new FROM changes WHERE table_name = 'numeric_claims' AND operation = 'update' ORDER BY change_id")
        steps = [(columns(old).get("metric"), columns(new).get("metric")) for old, new in changes]
        assert len(steps) == len(told) == 30
        assert all(before[1] == after[0] for before, after in pairwise(steps)), "each change begins where the one before it ended"
        assert sorted(steps, key=str) == sorted(((each.before, each.after) for each in told), key=str)


class TestHistory:
    def test_a_record_tells_every_step_of_its_own_and_of_its_links(self, raw, ledger, location):
        deed = amend(ledger, record("c1"), {"strength": "aspiration", "committers": "Samaya", "topics": "dams"}, reason="checked")
        with open_reader(location) as reader:
            page = history_of(reader, "c1", limit=0)
        steps = [
            (field.name, field.before, field.after) for change in page.records if change.number == deed.changeset for field in change.fields
        ]
        assert ("strength", "pledge", "aspiration") in steps
        assert ("topic", None, "dams") in steps and ("topic", "water", None) in steps
        assert {change.changed_by for change in page.records} == {"Rina", "tester"}
        assert page.records[-1].operation == "insert" and page.records[-1].fields == []

    def test_how_many_more_there_are(self, raw, ledger, location):
        with open_reader(location) as reader:
            everything, some = history_of(reader, "c1", limit=0), history_of(reader, "c1", limit=2)
            assert len(some.records) == 2 and some.more == len(everything.records) - 2
            assert list_changesets(reader, by="Nobody").records == []
            (load,) = list_changesets(reader, by="tester", since="2020").records[-1:]
        assert load.rows == raw(f"SELECT count(*) FROM changes WHERE changeset = {load.number}")[0][0]

    def test_a_record_that_never_was(self, ledger, location):
        with open_reader(location) as reader, pytest.raises(UsageError, match="there never was"):
            history_of(reader, "c999")
