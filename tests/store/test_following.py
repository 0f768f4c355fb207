"""What became of commitments, on both databases: verdicts, when a deadline was met, and the money that followed."""

from datetime import date, timedelta

import pytest

from claims.errors import Refused, UsageError
from claims.references import require_reference
from claims.store.access import open_reader
from claims.store.ledger.amending import amend, withdraw
from claims.store.ledger.following import assess, record_instalment
from claims.store.ledger.ledger import Ledger
from claims.store.ledger.undoing import undo
from claims.views.cards import find_card
from claims.views.commitments import list_commitments
from claims.views.filters import Filters
from claims.views.timeline import timeline_of, timeline_where

C1 = require_reference("c1")


@pytest.fixture
def overdue(raw, ledger):
    """The ledger, with a first commitment that was due on 2025-01-25."""
    amend(ledger, C1, {"announced_on": "2022-01-25", "due_on": "2025-01-25"}, reason="made to be late")
    return ledger


def record(location):
    with open_reader(location) as reader:
        return find_card(reader, "c1").record


def card(location):
    with open_reader(location) as reader:
        return find_card(reader, "c1")


def listed(location, **filters):
    with open_reader(location) as reader:
        return [found.id for found in list_commitments(reader, Filters(order="id", **filters)).records]


def verdict(status, on, **values):
    return {"status": status, "assessed_on": on, **values}


class TestAssessing:
    def test_the_actor_is_the_assessor_and_all_is_kept(self, overdue, location):
        deed = assess(overdue, C1, verdict("fulfilled", "2024-12-01", score="1", rubric="three steps", note="opened", evidence="s1"))
        assert deed.records == ["a1"]
        (found,) = card(location).assessments
        assert (found.id, found.status, found.score, found.assessed_on, found.assessor) == ("a1", "fulfilled", 1, "2024-12-01", "Rina")
        assert (found.rubric, found.note) == ("three steps", "opened")
        assert found.evidence.source_id == "src1" and found.evidence.words.startswith("Samaya will pay 500 million dollars for dam 0")

    def test_an_address_and_a_source_are_evidence_too(self, overdue, location):
        assess(overdue, C1, verdict("stalled", "2024-12-01", evidence="https://example.org/a?b=c#d"))
        assess(overdue, C1, verdict("stalled", "2024-12-02", evidence="src2"))
        second, first = card(location).assessments
        assert (first.evidence.url, first.evidence.source_id) == ("https://example.org/a?b=c#d", None)
        assert (second.evidence.url, second.evidence.source_id, second.evidence.words) == (None, "src2", None)

    def test_verdicts_stand_side_by_side_and_the_latest_day_counts(self, overdue, location):
        with Ledger(location, actor="Budi") as other:
            assess(other, C1, verdict("stalled", "2025-06-01"))
        assess(overdue, C1, verdict("in progress", "2024-01-01"))
        assert [(found.status, found.assessor) for found in card(location).assessments] == [("stalled", "Budi"), ("in progress", "Rina")]
        assert (record(location).status, record(location).assessor, record(location).overdue) == ("stalled", "Budi", True)

    def test_of_one_day_the_verdict_entered_last_counts(self, overdue, location):
        assess(overdue, C1, verdict("stalled", "2025-06-01"))
        assess(overdue, C1, verdict("cancelled", "2025-06-01"))
        assert (record(location).status, record(location).overdue) == ("cancelled", False)

    @pytest.mark.parametrize(
        "status", ["no evidence found", "unverifiable", "suspended", "partly fulfilled", "not fulfilled", "not assessed"]
    )
    def test_what_does_not_settle_leaves_it_overdue_and_keeps_its_name(self, overdue, location, status):
        assess(overdue, C1, verdict(status, "2025-06-01"))
        assert (record(location).status, record(location).overdue, record(location).days_late) == (status, True, None)
        assert "c1" in listed(location, status=status) and listed(location, overdue=True) == ["c1"]

    def test_a_deadline_that_was_met_later(self, overdue, location):
        assess(overdue, C1, verdict("not fulfilled", "2025-01-26"))
        assess(overdue, C1, verdict("fulfilled", "2025-03-06"))
        assert (record(location).status, record(location).overdue, record(location).days_late) == ("fulfilled", False, 40)

    def test_a_later_verdict_of_the_same_kind_does_not_make_it_later(self, overdue, location):
        assess(overdue, C1, verdict("fulfilled", "2025-01-20"))
        assess(overdue, C1, verdict("fulfilled", "2026-01-20"))
        assert (record(location).fulfilled_on, record(location).days_late) == ("2025-01-20", None)

    def test_a_verdict_that_another_one_overturned_is_not_the_day_of_fulfilment(self, overdue, location):
        for status, on in (("fulfilled", "2024-01-01"), ("stalled", "2024-06-01"), ("fulfilled", "2025-01-26")):
            assess(overdue, C1, verdict(status, on))
        assert (record(location).fulfilled_on, record(location).days_late) == ("2025-01-26", 1)

    @pytest.mark.parametrize(
        ("name", "values", "message"),
        [
            ("c1", verdict("fullfilled", "2025-01-01"), "Did you mean fulfilled"),
            ("c1", verdict("overdue", "2025-01-01"), "status knows no “overdue”"),
            ("c1", verdict("fulfilled", str(date.today() + timedelta(2))), "is still to come"),
            ("c1", verdict("fulfilled", "2025-02-30"), "takes a day"),
            ("c1", verdict("fulfilled", "2025"), "takes a day"),
            ("c1", verdict("fulfilled", ""), "cannot be empty"),
            ("c1", verdict("fulfilled", "2025-01-01", score="2"), "takes -1, 0 or 1"),
            ("c1", verdict("fulfilled", "2025-01-01", score="0.5"), "takes -1, 0 or 1"),
            ("c1", verdict("fulfilled", "2025-01-01", evidence="javascript:alert(1)"), "takes an address"),
            ("c1", verdict("fulfilled", "2025-01-01", evidence="s99"), "no statement s99"),
            ("c1", verdict("fulfilled", "2025-01-01", evidence="sp1"), "sp1 is none"),
            ("c99", verdict("fulfilled", "2025-01-01"), "no commitment c99"),
            ("s1", verdict("fulfilled", "2025-01-01"), "s1 is a statement"),
        ],
    )
    def test_what_may_not_be_is_a_sentence_and_changes_nothing(self, raw, ledger, name, values, message):
        before = raw("SELECT count(*) FROM changes")
        with pytest.raises(UsageError, match=message):
            assess(ledger, require_reference(name), values)
        assert raw("SELECT count(*) FROM changes") == before

    def test_it_is_amended_withdrawn_and_undone_as_any_record(self, raw, overdue, location):
        deed = assess(overdue, C1, verdict("fulfilled", "2025-03-06", evidence="s1"))
        first = require_reference("a1")
        amended = amend(overdue, first, {"assessed_on": "2025-01-20", "evidence": "https://example.org"}, reason="opened in January")
        assert [each.field for each in amended.differences] == ["assessed_on", "evidence"]
        assert record(location).days_late is None
        with pytest.raises(UsageError, match="takes a day"):
            amend(overdue, first, {"assessed_on": "2025-01"}, reason="x")
        undo(overdue, amended.changeset)
        assert card(location).assessments[0].evidence.source_id == "src1"
        gone = withdraw(overdue, [first], reason="another road")
        assert (record(location).status, record(location).overdue) == ("not assessed", True)
        undo(overdue, gone.changeset)
        undo(overdue, deed.changeset)
        assert raw("SELECT count(*) FROM assessments") == [(0,)]

    def test_a_commitment_that_was_assessed_is_not_withdrawn_alone(self, overdue):
        assess(overdue, C1, verdict("fulfilled", "2025-03-06"))
        with pytest.raises(Refused, match="a1"):
            withdraw(overdue, [C1], reason="x")


class TestInstalments:
    def test_what_was_delivered_stands_against_what_was_promised_exactly(self, raw, ledger, location):
        for value, kind in (("0.1", "disbursement"), ("0.2", "disbursement"), ("1e17", "pledge"), ("5", "commitment")):
            record_instalment(ledger, C1, {"type": kind, "value": value, "unit": "usd", "provider": "Samaya", "receiver": "velmora"})
        (found,) = card(location).balances
        assert (found.unit, found.promised, found.pledged, found.committed, found.disbursed, found.remaining) == (
            *("USD", "123456789012345678.91", "100000000000000000", "5", "0.3", "123456789012345678.61"),
        )
        assert {(each.provider, each.receiver) for each in card(location).instalments} == {("Samaya", "Velmora")}

    def test_another_unit_has_a_balance_of_its_own_and_nothing_remains_of_what_nobody_promised(self, ledger, location):
        record_instalment(ledger, C1, {"type": "disbursement", "value": "7", "unit": "EUR", "transacted_on": "2024-05-01"})
        (found,) = card(location).balances
        assert (found.unit, found.promised, found.disbursed, found.remaining) == ("EUR", None, "7", None)

    @pytest.mark.parametrize(
        ("values", "message"),
        [
            ({"type": "gift", "value": "1", "unit": "USD"}, "type knows no “gift”"),
            ({"type": "pledge", "value": "1,000", "unit": "USD"}, "plain digits"),
            ({"type": "pledge", "value": "NaN", "unit": "USD"}, "plain digits"),
            ({"type": "pledge", "value": "1e999", "unit": "USD"}, "beyond what can be kept"),
            ({"type": "pledge", "value": "1", "unit": "UDS"}, "no currency code"),
            ({"type": "pledge", "value": "1", "unit": "USD", "provider": "Samaia"}, "Nearest: Samaya"),
            ({"type": "pledge", "value": "1", "unit": "USD", "transacted_on": "3000-01-01"}, "still to come"),
        ],
    )
    def test_what_may_not_be_is_a_sentence_and_changes_nothing(self, raw, ledger, values, message):
        with pytest.raises(UsageError, match=message):
            record_instalment(ledger, C1, values)
        assert raw("SELECT count(*) FROM instalments") == [(0,)]

    def test_it_is_amended_and_undone(self, raw, ledger, location):
        record_instalment(ledger, C1, {"type": "pledge", "value": "5", "unit": "USD"})
        deed = amend(ledger, require_reference("i1"), {"value": "5.50", "evidence": "n1"}, reason="misprint")
        assert card(location).instalments[0].value == "5.5"
        undo(ledger, deed.changeset)
        assert (card(location).instalments[0].value, card(location).instalments[0].evidence) == ("5", None)


def test_what_was_assessed_or_paid_is_in_the_history_of_its_commitment(ledger, location):
    from claims.views.history import history_of

    assess(ledger, C1, verdict("stalled", "2025-06-01"))
    record_instalment(ledger, C1, {"type": "pledge", "value": "5", "unit": "USD"})
    with open_reader(location) as reader:
        assert [change.record for change in history_of(reader, "c1").records][:2] == ["i1", "a1"]


def relate(raw, left, relation, right, judgement="positive"):
    raw(
        "INSERT INTO relations (kind, left_id, right_id, relation, judgement, judged_by, judged_at) "
        f"VALUES ('commitment', {left}, {right}, '{relation}', '{judgement}', 'Rina', '2026-01-02T03:04:05.000000Z')"
    )


class TestTimelines:
    def test_all_that_became_of_a_commitment_in_the_order_of_days(self, raw, overdue, location):
        assess(overdue, C1, verdict("not fulfilled", "2025-01-25"))
        assess(overdue, C1, verdict("fulfilled", "2025-03-06", evidence="s1", note="opened"))
        record_instalment(overdue, C1, {"type": "disbursement", "value": "0.10", "unit": "USD", "transacted_on": "2024-05-01"})
        record_instalment(overdue, C1, {"type": "pledge", "value": "9", "unit": "USD", "provider": "Samaya", "receiver": "Velmora"})
        with open_reader(location) as reader:
            entries = timeline_of(reader, "c1", Filters(limit=0)).records
        assert [(entry.on, entry.event, entry.id, entry.status) for entry in entries] == [
            ("2022-01-25", "announced", "c1", None),
            ("2024-05-01", "disbursed", "i1", None),
            ("2025-01-25", "assessed", "a1", "not fulfilled"),
            ("2025-01-25", "due", "c1", "fulfilled, 40 days late"),
            ("2025-03-06", "assessed", "a2", "fulfilled"),
            (None, "pledged", "i2", None),
        ]
        assert (entries[1].value, entries[1].unit, entries[-1].who, entries[-1].to) == ("0.1", "USD", "Samaya", "Velmora")
        assert (entries[4].who, entries[4].what, entries[4].source_id) == ("Rina", "opened", "src1")

    def test_restatements_are_those_that_somebody_judged(self, raw, overdue, location):
        relate(raw, 2, "restates", 1)
        relate(raw, 3, "supersedes", 2)
        relate(raw, 4, "restates", 1, "undecided")
        with open_reader(location) as reader:
            for name in ("c1", "c3"):
                told = [(entry.id, entry.event) for entry in timeline_of(reader, name, Filters(limit=0)).records if entry.event != "due"]
                assert told == [("c1", "announced"), ("c2", "restated"), ("c3", "superseded")]

    def test_a_second_report_is_told_and_due_once(self, raw, overdue, location):
        relate(raw, 2, "same as", 1)
        assess(overdue, require_reference("c2"), verdict("stalled", "2025-06-01"))
        with open_reader(location) as reader:
            told = [(entry.id, entry.event) for entry in timeline_of(reader, "c1", Filters(limit=0)).records]
        assert told == [("c1", "announced"), ("c1", "due"), ("a1", "assessed"), ("c2", "reported")]

    def test_days_and_limit_choose_among_the_entries(self, overdue, location):
        with open_reader(location) as reader:
            assert [entry.event for entry in timeline_of(reader, "c1", Filters(since="2025")).records] == ["due"]
            assert [entry.event for entry in timeline_of(reader, "c1", Filters(until="2022-01")).records] == ["announced"]
            page = timeline_of(reader, "c1", Filters(limit=1))
            assert ([entry.event for entry in page.records], page.more) == (["announced"], 1)

    def test_filters_choose_the_commitments(self, overdue, location):
        with open_reader(location) as reader:
            found = {entry.commitment_id for entry in timeline_where(reader, Filters(by="Samaya", limit=0), Filters(limit=0)).records}
            assert found == {"c1", "c2", "c3", "c4"}
            found = {entry.commitment_id for entry in timeline_where(reader, Filters(overdue=True, limit=0), Filters(limit=0)).records}
            assert found == {"c1"}

    @pytest.mark.parametrize(("name", "message"), [("c99", "no commitment c99"), ("s1", "s1 is a statement"), ("x", "not the name")])
    def test_what_has_no_timeline_is_a_sentence(self, ledger, location, name, message):
        with open_reader(location) as reader, pytest.raises(UsageError, match=message):
            timeline_of(reader, name, Filters())


def test_the_view_of_what_was_promised_and_delivered(raw, overdue, location):
    amend(overdue, require_reference("n1"), {"value": "500"}, reason="round")
    for value, kind in (("100", "disbursement"), ("50.5", "disbursement"), ("400", "commitment")):
        record_instalment(overdue, C1, {"type": kind, "value": value, "unit": "USD"})
    record_instalment(overdue, C1, {"type": "pledge", "value": "7", "unit": "EUR"})
    columns = "unit, committers, promised, pledged, committed, disbursed, remaining, status"
    with open_reader(location) as reader:
        rows = reader.rows(f"SELECT {columns} FROM promised_and_delivered WHERE commitment_id = 1 ORDER BY unit")
    assert [tuple(row.values()) for row in rows] == [
        ("EUR", "Samaya", None, 7.0, None, None, None, "not assessed"),
        ("USD", "Samaya", 500.0, None, 400.0, 150.5, 349.5, "not assessed"),
    ]


class TestOfWhatRepeats:
    """Verdicts and payments of a commitment that repeats another one count with the one that stands."""

    @pytest.fixture
    def repeating(self, overdue, raw):
        """The ledger: c3 repeats c2, which repeats c1."""
        for left, right in ((2, 1), (3, 2)):
            raw(
                "INSERT INTO relations (kind, left_id, right_id, relation, judgement, judged_by, judged_at) "
                f"VALUES ('commitment', {left}, {right}, 'same as', 'positive', 'Rina', '2031-01-01T00:00:00.000000Z')"
            )
        return overdue

    def states(self, raw):
        return raw("SELECT commitment_id, status, state, assessment_id FROM commitment_states ORDER BY commitment_id")[:3]

    def test_the_latest_verdict_on_any_of_them_counts(self, repeating, location, raw):
        assess(repeating, C1, verdict("stalled", "2024-01-01"))
        assess(repeating, require_reference("c3"), verdict("fulfilled", "2025-02-01"))
        assess(repeating, require_reference("c2"), verdict("not fulfilled", "2025-01-26"))
        assert self.states(raw) == [(1, "fulfilled", "settled", 2), (2, "fulfilled", "settled", 2), (3, "fulfilled", "settled", 2)]
        found = card(location)
        assert [(each.id, each.commitment_id) for each in found.assessments] == [("a2", "c3"), ("a3", "c2"), ("a1", "c1")]
        assert (found.record.status, found.record.assessed_on, found.record.days_late) == ("fulfilled", "2025-02-01", 7)
        assert listed(location, status="fulfilled") == ["c1"] and listed(location, overdue=True) == []
        assert listed(location, status="not assessed") == ["c4"]

    def test_a_deadline_that_was_met_stays_met_whatever_else_was_said_of_it_before(self, repeating, location, raw):
        assess(repeating, require_reference("c2"), verdict("fulfilled", "2024-06-01"))
        assess(repeating, C1, verdict("in progress", "2024-01-01"))
        assess(repeating, C1, verdict("fulfilled", "2025-03-01"))
        assert record(location).days_late is None and record(location).fulfilled_on == "2024-06-01"
        assess(repeating, require_reference("c3"), verdict("stalled", "2025-02-01"))
        assert (record(location).fulfilled_on, record(location).days_late) == ("2025-03-01", 35)

    def test_what_is_over_is_so_in_every_view(self, repeating, raw):
        assess(repeating, require_reference("c3"), verdict("cancelled", "2025-03-01"))
        assert raw("SELECT overdue, status FROM who_committed_to_what WHERE commitment_id = 1") == [(0, "cancelled")]
        assert raw("SELECT state FROM due_and_overdue WHERE commitment_id = 1") == [("settled",)]
        assert raw("SELECT made, overdue FROM commitments_by_party WHERE party = 'Samaya'")[0][1] == 0

    def test_the_money_that_followed_any_of_them_is_delivered(self, repeating, location, raw):
        for commitment, value in (("c1", "1"), ("c3", "80000000.5")):
            record_instalment(repeating, require_reference(commitment), {"type": "disbursement", "value": value, "unit": "USD"})
        assert raw("SELECT commitment_id, disbursed FROM promised_and_delivered WHERE commitment_id < 4") == [(1, 80000001.5)]
        (balance,) = card(location).balances
        assert (balance.promised, balance.disbursed) == ("123456789012345678.91", "80000001.5")
        assert [each.commitment_id for each in card(location).instalments] == ["c1", "c3"]

    def test_what_was_rejected_lends_nothing(self, repeating, location, raw):
        assess(repeating, require_reference("c3"), verdict("fulfilled", "2025-02-01"))
        record_instalment(repeating, require_reference("c3"), {"type": "disbursement", "value": "5", "unit": "USD"})
        raw("UPDATE commitments SET review = 'rejected' WHERE commitment_id = 3")
        assert self.states(raw)[:2] == [(1, "not assessed", "overdue", None), (2, "not assessed", self.states(raw)[1][2], None)]
        assert card(location).assessments == card(location).balances == []
        assert raw("SELECT disbursed FROM promised_and_delivered WHERE commitment_id = 1") == [(None,)]

    def test_what_is_told_as_of_a_day_counts_too(self, repeating, location, raw):
        assess(repeating, require_reference("c3"), verdict("fulfilled", "2025-02-01"))
        moment = raw("SELECT max(changed_at) FROM changes")[0][0]
        assess(repeating, C1, verdict("stalled", "2025-02-02"))
        with open_reader(location, str(moment).replace(" ", "T")) as reader:
            assert find_card(reader, "c1").record.status == "fulfilled"
