"""What no record may say, whichever way it comes: amended, added, followed, in a file of records or of people; on both databases."""

import json

import pytest

from claims.errors import UsageError
from claims.references import require_reference as record
from claims.store.access import open_reader
from claims.store.importing import import_people
from claims.store.ledger.adding import add
from claims.store.ledger.amending import amend, review
from claims.store.ledger.following import assess, record_instalment
from claims.store.ledger.judging import merge
from claims.store.recording import record_file
from claims.terms import Review
from claims.views.verification import verify

C1 = record("c1")
AMENDMENTS = [
    ("p1", {"name": "Velmora"}, r"p2 has the name “Velmora” already\. If p1 and p2 are one, say so: claims merge p2 p1 --reason"),
    ("p1", {"iso_code": "qv"}, r"p2 has the iso_code “QV” already \(Velmora\)\..*claims merge p2 p1"),
    ("sp2", {"name": "Ana Lestari"}, r"sp1 has the name “Ana Lestari” already\..*claims merge sp1 sp2"),
    ("p2", {"name": "Republik Samaya"}, r"^“Republik Samaya” means p1 already \(Samaya\)"),
    ("p2", {"name": "REPUBLIK Samaya"}, r"^“REPUBLIK Samaya” means p1 already \(Samaya\)"),
    ("n1", {"upper_value": "1"}, r"upper_value is the upper end of a range, and the comparator is =: write comparator=range too"),
    ("n1", {"comparator": "range"}, r"A range has two ends: give upper_value=… too"),
    ("n1", {"comparator": "range", "upper_value": "5"}, r"upper_value 5 lies not above value 123456789012345678\.91"),
    ("s1", {"said_on": "2025"}, r"^said_on takes a day, such as 2025-01-25, not “2025”\.$"),
    ("s1", {"said_on": "2025-02-30"}, "said_on takes a day"),
    ("c1", {"announced_on": "2025-06"}, "announced_on takes a day"),
    ("src1", {"event_on": "2025"}, "event_on takes a day"),
    ("src1", {"published_on": "2025-01"}, "published_on takes a day"),
    ("src1", {"url": "javascript:alert(1)"}, "url takes an address such as https://"),
    ("src1", {"url": "ftp://times.example/dams"}, "url takes an address such as https://"),
    ("p2", {"members": "Velmora"}, r"^members: p2 cannot be a member of itself\.$"),
    ("p1", {"members": "Inner Sea"}, r"^members: p1 is a member of p3, which cannot be a member of p1 in its turn\.$"),
    ("p1", {"aliases": "Republik Samaya; Velmora"}, r"^aliases: “Velmora” is the name of p2, and means that one; .*claims merge p2 p1"),
    ("p1", {"aliases": "QV"}, "^aliases: “QV” is the iso_code of p2"),
    ("p1", {"aliases": "VELMORA"}, "^aliases: “Velmora” is the name of p2, and means that one"),
    ("p1", {"aliases": "qv"}, "^aliases: “QV” is the iso_code of p2"),
    ("sp2", {"aliases": "Ana Lestari"}, "^aliases: “Ana Lestari” is the name of sp1"),
    ("sp1", {"wikidata_id": "q42; drop"}, r"^wikidata_id looks like Q148, not like “q42; drop”\.$"),
    ("p1", {"wikidata_id": "P31"}, "^wikidata_id looks like Q148"),
    ("p1", {"iso_code": "ZZ"}, "^iso_code: ISO 3166-1 has no state “ZZ”"),
    ("p1", {"iso_code": "SAM"}, "^iso_code looks like CN"),
    ("n1", {"as_of": "2024-02-30"}, "^as_of takes a year, month or day"),
    ("n1", {"as_of": "yesterday"}, "^as_of takes a year, month or day"),
    ("n1", {"period": "three years"}, r"^period takes an ISO 8601 period, such as P3Y \(three years\)"),
    ("c1", {"period": "P"}, "^period takes an ISO 8601 period"),
    ("c1", {"period": "P1YT"}, "^period takes an ISO 8601 period"),
    ("n1", {"unit": "\x1b[31mUSD"}, "^unit takes an ISO 4217 code"),
    ("n1", {"unit": "dollars"}, r"no currency code.* is “dollars”\. Nearest: USD\."),
    ("n1", {"unit": "eur"}, "^unit: the currency is written EUR, not “eur”"),
    ("n1", {"unit": "megawatt", "kind": "money"}, "no currency code"),
    ("n1", {"unit": "dam"}, r"^unit: no currency code is “dam”"),
]


class TestAmending:
    @pytest.mark.parametrize(("name", "values", "message"), AMENDMENTS)
    def test_what_may_not_be_is_a_sentence_and_changes_nothing(self, raw, ledger, name, values, message):
        last = raw("SELECT max(change_id) FROM changes")
        with pytest.raises(UsageError, match=message):
            amend(ledger, record(name), values, reason="x")
        assert raw("SELECT max(change_id) FROM changes") == last

    @pytest.mark.parametrize(
        ("name", "values"),
        [
            ("n1", {"unit": "megawatt", "kind": "count"}),
            ("n1", {"unit": "kWh/m²", "kind": "count"}),
            ("n1", {"unit": "EUR"}),
            ("n1", {"unit": "BTC"}),  # no code of ISO 4217, and read from print
            ("n1", {"comparator": "range", "upper_value": "123456789012345679"}),
            ("n1", {"as_of": "2024-06", "period": "PT48H"}),
            ("p1", {"iso_code": "id", "wikidata_id": "q252", "members": "Velmora"}),
            ("sp2", {"aliases": "Lestari"}),  # two of one short name are two nonetheless
            ("src1", {"url": "HTTPS://times.example/dams?a=b#c", "published_on": "2031-03-05"}),
        ],
    )
    def test_what_may_be_is_kept(self, ledger, name, values):
        assert amend(ledger, record(name), values, reason="x").differences

    def test_what_stands_already_is_right_however_it_came_there(self, raw, ledger):
        raw("UPDATE numeric_claims SET as_of = 'lately', unit = '$$' WHERE numeric_claim_id = 1")
        raw("INSERT INTO party_members (bloc_id, member_id) VALUES (1, 1)")
        deed = amend(ledger, record("n1"), {"as_of": "lately", "unit": "$$", "metric": "dams"}, reason="x")
        assert [each.field for each in deed.differences] == ["metric"]
        amend(ledger, record("p1"), {"aliases": "Samaia"}, reason="x")

    def test_a_unit_that_other_numbers_have_is_no_currency(self, ledger):
        amend(ledger, record("n2"), {"unit": "megawatt", "kind": "count"}, reason="x")
        with pytest.raises(UsageError, match=r"^unit: no currency code is “megawatt”"):
            amend(ledger, record("n1"), {"unit": "megawatt"}, reason="x")
        assert amend(ledger, record("n1"), {"unit": ""}, reason="no currency is printed").differences

    def test_letters_beyond_ascii_have_cases_too(self, ledger):
        add(ledger, "party", {"name": "Östervik", "kind": "state"})
        with pytest.raises(UsageError, match=r"^aliases: “Östervik” is the name of p4, and means that one; .*claims merge p4 p1"):
            amend(ledger, record("p1"), {"aliases": "ÖSTERVIK"}, reason="x")

    def test_a_name_of_one_who_is_the_same_may_be_borne(self, ledger):
        add(ledger, "party", {"name": "Republic of Velmora", "kind": "state"})
        merge(ledger, ["p2", "p4"], reason="one state")
        assert amend(ledger, record("p4"), {"aliases": "Velmora"}, reason="x").differences


class TestAdding:
    @pytest.mark.parametrize(
        ("kind", "values", "message"),
        [
            ("party", {"name": "Samaya", "kind": "state"}, "p1 has the name “Samaya” already; `claims amend p1` changes that one"),
            ("party", {"name": "Korvath", "kind": "state", "aliases": "Samaya"}, "“Samaya” is the name of p1"),
            ("party", {"name": "Republik Samaya", "kind": "state"}, r"^“Republik Samaya” means p1 already \(Samaya\); take it out"),
            ("party", {"name": "Korvath", "kind": "state", "iso_code": "K7"}, "iso_code looks like CN"),
            ("speaker", {"name": "Jon", "kind": "person", "wikidata_id": "42"}, "wikidata_id looks like Q148"),
            (
                "role",
                {"speaker": "sp1", "title": "Mayor", "started_on": "2031-02-01", "ended_on": "2031-01-01"},
                "ended_on 2031-01-01 lies before",
            ),
            ("event", {"name": "Talks", "started_on": "2031-02-01", "ended_on": "2031-01-01"}, "ended_on 2031-01-01 lies before"),
            ("number", {"source": "src1", "text": "dam 0", "value": "5", "kind": "money", "unit": "Dollars"}, "Nearest: USD"),
        ],
    )
    def test_what_may_not_be_is_a_sentence_and_changes_nothing(self, raw, ledger, kind, values, message):
        last = raw("SELECT max(change_id) FROM changes")
        with pytest.raises(UsageError, match=message):
            add(ledger, kind, values)
        assert raw("SELECT max(change_id) FROM changes") == last

    def test_the_same_words_are_one_number_unless_another_thing_is_measured(self, raw, ledger):
        words = {"source": "src1", "text": "dam 0"}
        add(ledger, "number", words)
        with pytest.raises(UsageError, match=r"n5 is the number in these words already: `claims amend n5` changes it"):
            add(ledger, "number", words)
        add(ledger, "number", words | {"metric": "aid"})
        with pytest.raises(UsageError, match="n6 is the number of aid in these words already"):
            add(ledger, "number", words | {"metric": "aid"})
        review(ledger, [record("n6")], Review.REJECTED)
        assert add(ledger, "number", words | {"metric": "aid"}).records == ["n7"]


class TestFollowing:
    def test_no_verdict_is_of_a_day_before_the_commitment(self, raw, ledger):
        amend(ledger, C1, {"announced_on": "2022-01-25"}, reason="x")
        with pytest.raises(UsageError, match=r"^assessed_on 2006-08-01 lies before c1 was announced, 2022-01-25; give the day of which"):
            assess(ledger, C1, {"status": "fulfilled", "assessed_on": "2006-08-01"})
        assert raw("SELECT count(*) FROM assessments") == [(0,)]
        assess(ledger, C1, {"status": "fulfilled", "assessed_on": "2022-01-25"})
        with pytest.raises(UsageError, match="lies before c1 was announced"):
            amend(ledger, record("a1"), {"assessed_on": "0001-01-01"}, reason="x")

    @pytest.mark.parametrize("value", ["0", "-5", "0.00"])
    def test_an_instalment_is_more_than_nothing(self, raw, ledger, value):
        with pytest.raises(UsageError, match=r"^value: an amount is more than 0, not"):
            record_instalment(ledger, C1, {"type": "pledge", "value": value, "unit": "USD"})

    def test_a_commitment_does_not_support_itself(self, ledger):
        amend(ledger, C1, {"announced_on": "2022-01-25"}, reason="x")
        with pytest.raises(UsageError, match=r"^evidence: c1 cannot support itself"):
            assess(ledger, C1, {"status": "fulfilled", "assessed_on": "2022-01-25", "evidence": "c1"})
        with pytest.raises(UsageError, match=r"^evidence: c1 cannot support itself"):
            record_instalment(ledger, C1, {"type": "pledge", "value": "5", "unit": "USD", "evidence": "c1"})
        assess(ledger, C1, {"status": "fulfilled", "assessed_on": "2022-01-25", "evidence": "c3"})
        with pytest.raises(UsageError, match=r"^evidence: c1 cannot support itself"):
            amend(ledger, record("a1"), {"evidence": "c1"}, reason="x")


class TestFilesOfRecords:
    @pytest.mark.parametrize(
        ("written", "message"),
        [
            ({"record": "party", "name": "Korvath", "kind": "state", "aliases": ["Samaya"]}, "“Samaya” is the name of p1"),
            ({"record": "party", "name": "Inner Sea", "kind": "bloc", "members": ["Inner Sea"]}, "p3 cannot be a member of itself"),
            ({"record": "speaker", "name": "Jon", "kind": "person", "wikidata_id": "x"}, "wikidata_id looks like Q148"),
            ({"record": "party", "name": "Korvath", "kind": "state", "iso_code": "ZZ"}, "ISO 3166-1 has no state “ZZ”"),
            ({"record": "event", "name": "Talks", "started_on": "2031"}, "started_on takes a day"),
            ({"record": "event", "name": "Talks", "started_on": "2031-02-01", "ended_on": "2031-01-01"}, "lies before started_on"),
            ({"record": "source", "language": "en", "text": "Rain.", "url": "file:///etc/passwd"}, "url takes an address"),
            (
                {"record": "role", "speaker": "Ana Lestari", "title": "Mayor", "started_on": "2031-02-01", "ended_on": "2031-01-01"},
                "lies before",
            ),
            (
                {"record": "source", "language": "en", "text": "5 men", "numeric_claims": [{"text": "5 men", "as_of": "then"}]},
                "as_of takes a year",
            ),
            (
                {"record": "source", "language": "en", "text": "5 men", "numeric_claims": [{"text": "5 men", "upper_value": "1"}]},
                "upper end of a range",
            ),
            (
                {"record": "source", "language": "en", "text": "5 men", "numeric_claims": [{"text": "5 men"}, {"text": "5 men"}]},
                "in these words already",
            ),
        ],
    )
    def test_a_record_is_rejected_by_file_and_line(self, raw, ledger, location, tmp_path, written, message):
        counts = "SELECT (SELECT count(*) FROM sources), (SELECT count(*) FROM parties), (SELECT count(*) FROM roles)"
        before, path = raw(counts), tmp_path / "records.jsonl"
        path.write_text('{"record": "party", "name": "Dorn", "kind": "company"}\n' + json.dumps(written) + "\n", "utf-8")
        result = record_file(path, location, actor="Rina")
        assert len(result.rejected) == 1 and result.rejected[0].startswith(f"{path}, line 2: ") and message in result.rejected[0]
        assert raw(counts) == [(before[0][0], before[0][1] + 1, before[0][2])]


class TestFilesOfPeople:
    @pytest.mark.parametrize(
        ("row", "message"),
        [
            ("Samaya,,,,Velmora,", "aliases: “Velmora” is the name of p2"),
            ("Samaya,,,,VELMORA,", "aliases: “Velmora” is the name of p2, and means that one"),
            ("Samaya,,,,qv,", "aliases: “QV” is the iso_code of p2"),
            ("Korvath,state,,,Inner  SEA,", "aliases: “Inner Sea” is the name of p3"),
            ("Inner Sea,,,,,Inner Sea", "members: p3 cannot be a member of itself"),
            ("Samaya,state,,,,Inner Sea", "members: p1 is a member of p3"),
            ("Korvath,state,,ZZ,,", "ISO 3166-1 has no state “ZZ”"),
        ],
    )
    def test_an_entry_is_rejected_by_file_and_line(self, ledger, location, tmp_path, row, message):
        path = tmp_path / "people.csv"
        path.write_text(f"name,kind,wikidata_id,iso_code,aliases,members\n{row}\n", "utf-8")
        result = import_people(path, location, actor="Rina")
        assert (result.changed, result.added, len(result.rejected)) == (0, 0, 1)
        assert result.rejected[0].startswith(f"{path}, line 2: ") and message in result.rejected[0]


class TestRemarks:
    def test_a_number_that_is_not_what_its_words_say_is_kept_and_told(self, ledger, location):
        given = {"source": "src1", "text": "dollars for dam 0", "value": "7", "unit": "EUR", "kind": "money"}
        told = "n5 stands as 7 EUR; its words, “dollars for dam 0”, say 0. If those are right, `claims amend n5` corrects it."
        assert add(ledger, "number", given).remarks == [told]
        with open_reader(location) as reader:
            assert verify(reader).otherwise == ["n5"]
        deed = amend(ledger, record("n5"), {"value": "8"}, reason="the paper misprints it")
        assert "n5 stands as 8 EUR" in deed.remarks[0]
        assert amend(ledger, record("n5"), {"metric": "dams"}, reason="x").remarks == []
        with open_reader(location) as reader:
            assert verify(reader).otherwise == []

    def test_a_number_that_is_what_its_words_say_needs_no_remark(self, raw, ledger, location):
        assert amend(ledger, record("n1"), {"value": "500000000"}, reason="misread").remarks == []
        assert add(ledger, "number", {"source": "src1", "text": "dam 0"}).remarks == []
        with open_reader(location) as reader:
            assert verify(reader).otherwise == []

    def test_what_follows_a_rejected_commitment_is_kept_and_told(self, ledger):
        amend(ledger, C1, {"announced_on": "2022-01-25"}, reason="x")
        paid = {"type": "pledge", "value": "5", "unit": "USD"}
        assert record_instalment(ledger, C1, paid).remarks == []
        review(ledger, [C1], Review.REJECTED)
        told = "c1 is rejected, so lists and reports leave it out with all that followed; `claims accept c1` brings it back."
        assert record_instalment(ledger, C1, paid).remarks == [told]
        assert assess(ledger, C1, {"status": "fulfilled", "assessed_on": "2022-02-01"}).remarks == [told]


def test_the_year_of_an_office_is_the_whole_year_whichever_way_it_comes(raw, ledger, location, tmp_path):
    add(ledger, "role", {"speaker": "sp1", "title": "Mayor", "started_on": "2016", "ended_on": "2018"})
    amend(ledger, record("r1"), {"started_on": "2020-02", "ended_on": "2020-02"}, reason="decree")
    (tmp_path / "roles.yaml").write_text("roles:\n  - {speaker: Ana Lestari, title: Clerk, started_on: 2016, ended_on: 2017-11}\n")
    assert record_file(tmp_path / "roles.yaml", location, actor="Rina").rejected == []
    (tmp_path / "people.csv").write_text("name,title,started_on,ended_on\nAna Lestari,Judge,2016,2018\n")
    assert import_people(tmp_path / "people.csv", location, actor="Rina").rejected == []
    days = {title: (str(first), str(last)) for title, first, last in raw("SELECT title, started_on, ended_on FROM roles")}
    assert {days[title] for title in ("Mayor", "Judge")} == {("2016-01-01", "2018-12-31")}
    assert days["Clerk"] == ("2016-01-01", "2017-11-30") and ("2020-02-01", "2020-02-29") in days.values()
