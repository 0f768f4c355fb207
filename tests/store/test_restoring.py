"""A database exported and restored: the same, on either kind; merged: nothing doubled, nothing overwritten."""

from datetime import UTC, date, datetime
from decimal import Decimal
from hashlib import sha256

import pytest
import sqlalchemy as sa

from claims.documents.files import RejectedFile
from claims.errors import Refused
from claims.references import require_reference
from claims.store import migrations
from claims.store.access import open_reader
from claims.store.ledger.adding import add
from claims.store.ledger.amending import amend, review, withdraw
from claims.store.ledger.following import assess, record_instalment
from claims.store.ledger.judging import merge, split
from claims.store.ledger.ledger import Ledger
from claims.store.ledger.undoing import undo
from claims.store.loading import Loader
from claims.store.models import Base
from claims.store.recording import record_file
from claims.store.restoring import restore
from claims.store.shapes import HISTORY, JSON_COLUMNS, REAL_COLUMNS, SHAPES, natural_name
from claims.terms import Review
from claims.views.verification import verify
from claims.views.whole import export_lines
from tests.databases import fresh_database
from tests.store.making import EXTRACTOR, make_batch
from tests.store.portraits import portrait
from tests.views.stock import stock


def export(location, path, *, history=False):
    with open_reader(location) as reader, reader.snapshot():
        path.write_text("".join(f"{line}\n" for line in export_lines(reader, history=history)), "utf-8")
    return path


def insert(connection, table, **values):
    return connection.execute(sa.insert(Base.metadata.tables[table]).values(**values)).inserted_primary_key[0]


def fill(location):
    """A database with rows in every table, and a history with every operation on rows that are there and rows that are gone."""
    now = datetime(2031, 3, 5, 6, 7, 8, 9, tzinfo=UTC)
    for extractor in (EXTRACTOR, "hand 2"):
        with Loader(location, extractor=extractor, loaded_by="tester") as loader:
            loader.store(make_batch(range(3), sentences=3, extractor=extractor, title=f"by {extractor}"))
            loader.record("folder/none.txt", "rejected", None, "folder/none.txt: it is empty.")
    with Ledger(location, actor="Rina") as ledger:
        amend(ledger, require_reference("c1"), {"due_on": "2030-06", "topics": "water; ports, and piers"}, reason="decree")
        review(ledger, [require_reference("s2")], Review.ACCEPTED)
        add(ledger, "party", {"name": "Korvath", "kind": "company", "aliases": "Corvath"})
        deed = add(ledger, "speaker", {"name": "Nobody", "kind": "person", "aliases": "No One"})
        withdraw(ledger, [require_reference(deed.records[0])], reason="nobody")
        withdraw(ledger, [require_reference("n2")], reason="a page number")
        undo(ledger, withdraw(ledger, [require_reference("n3")], reason="by mistake").changeset)
        merge(ledger, ["sp1", "sp2"], reason="one body")
        merge(ledger, ["Samaya", "Inner Sea"], reason="one state")
        split(ledger, ["Samaya", "Inner Sea"], reason="two states")
        with ledger.changing("more") as connection:
            event = insert(connection, "events", name="Dam talks", started_on=date(2031, 3, 4))
            insert(connection, "events", name="Dam talks", started_on=date(2031, 3, 4), place="the other")
            insert(connection, "event_parties", event_id=event, party_id=1)
            connection.execute(sa.text(f"UPDATE statements SET event_id = {event} WHERE statement_id = 1"))
            for _ in range(2):
                insert(connection, "assessments", commitment_id=1, status="stalled", assessed_on=date(2031, 5, 6), assessor="Rina")
            insert(
                connection, "instalments", commitment_id=1, type="pledge", value=Decimal("0.10"), unit="USD", provider_id=1, receiver_id=2
            )
            judged = {"judgement": "positive", "judged_by": "Rina", "judged_at": now}
            insert(connection, "relations", kind="commitment", left_id=1, right_id=2, relation="restates", **judged)
            insert(connection, "relations", kind="numeric claim", left_id=1, right_id=2, relation="same as", **judged)
            insert(connection, "relations", kind="event", left_id=event, right_id=event + 1, relation="same as", **judged)
            found = {"extractor": "hand 3", "found_at": now, "verdict": "open"}
            reading = '{"text": "no \\u2028 é", "value": "1.10"}'
            number = insert(connection, "disagreements", kind="commitment", source_id=1, key="k", record_id=1, reading=reading, **found)
            connection.execute(sa.text("UPDATE sources SET derived_from_id = 3 WHERE source_id = 1"))
        with ledger.changing("decided") as connection:
            connection.execute(
                sa.text(f"UPDATE disagreements SET verdict = 'dismissed', record_id = NULL WHERE disagreement_id = {number}")
            )


FROM_A_THOUSAND = {
    "sqlite": "INSERT INTO sqlite_sequence (name, seq) VALUES ('changes', 1000)",
    "postgresql": "SELECT setval(pg_get_serial_sequence('changes', 'change_id'), 1000)",
}
"""What lets the changes of a fresh database be numbered from a thousand on."""


@pytest.fixture
def other(request, tmp_path, location):
    """A place on the other kind of database."""
    if location.startswith("postgresql"):
        yield str(tmp_path / "other.db")
    else:
        with fresh_database(request.getfixturevalue("postgresql_url")) as place:
            yield place


class TestShapes:
    def test_they_are_those_of_the_models(self):
        assert {*SHAPES, HISTORY} == set(Base.metadata.tables)
        for name, shape in SHAPES.items():
            table = Base.metadata.tables[name]
            assert shape.key == tuple(column.name for column in table.primary_key)
            assert dict(shape.refers) == {key.parent.name: key.column.table.name for key in table.foreign_keys}
            assert set(shape.later) == {column for column, target in shape.refers.items() if target == name and column not in shape.key}
            names = [natural_name(shape, column.name) for column in table.columns]
            assert (
                len(set(names)) == len(names) and "table" not in names and set(shape.identity) <= {column.name for column in table.columns}
            )

    def test_rows_come_after_those_they_refer_to(self):
        order = list(SHAPES)
        for name, shape in SHAPES.items():
            assert all(order.index(target) < order.index(name) or target == name for target in shape.refers.values())

    def test_columns_that_need_care_are_known_by_name(self):
        columns = [column for table in Base.metadata.tables.values() if table.name != HISTORY for column in table.columns]
        assert {column.name for column in columns if type(column.type).__name__ == "Json"} == JSON_COLUMNS
        assert {column.name for column in columns if type(column.type).__name__ in ("REAL", "Double", "Float")} == REAL_COLUMNS


class TestRoundTrip:
    def test_to_the_other_database_and_back_with_its_history(self, location, other, tmp_path):
        fill(location)
        first = export(location, tmp_path / "first.jsonl", history=True)
        restored = restore(first, other, actor="Omar")
        assert (restored.rejected, restored.history_left, restored.unchanged) == ([], 0, 0)
        expected = portrait(location, history=True)
        for table, rows in portrait(other, history=True).items():
            assert rows == expected[table], table
        assert export(other, tmp_path / "second.jsonl", history=True).read_bytes() == first.read_bytes()
        with open_reader(other) as reader:
            assert verify(reader).faults == []

    def test_without_history_all_but_the_history_is_the_same(self, location, other, tmp_path):
        fill(location)
        restore(export(location, tmp_path / "first.jsonl"), other, actor="Omar")
        assert portrait(other) == portrait(location)
        with open_reader(other) as reader:
            assert {row["changed_by"] for row in reader.rows("SELECT DISTINCT changed_by FROM changes")} == {"Omar"}

    def test_what_was_restored_goes_on_as_before(self, location, other, tmp_path):
        fill(location)
        restore(export(location, tmp_path / "all.jsonl", history=True), other, actor="Omar")
        for place in (location, other):
            with Ledger(place, actor="Rina") as ledger:
                undo(ledger, amend(ledger, require_reference("p1"), {"name": "Samaya II"}, reason="x").changeset)
                accepted = add(ledger, "speaker", {"name": "Fresh", "kind": "person"})
                assert accepted.changeset is not None
            with Loader(place, extractor="hand 3", loaded_by="tester") as loader:
                assert loader.store(make_batch(range(2), sentences=3, extractor="hand 3"))[0][1] == "renewed"
        assert portrait(other)["statements"] == portrait(location)["statements"]

    def test_what_was_undone_is_the_same_change_under_its_new_number(self, raw, location, other, tmp_path):
        raw(FROM_A_THOUSAND["postgresql" if location.startswith("postgresql") else "sqlite"])
        fill(location)
        first = export(location, tmp_path / "first.jsonl", history=True)
        assert b"undo of" not in first.read_bytes()  # a number means nothing elsewhere
        restore(first, other, actor="Omar")
        assert export(other, tmp_path / "second.jsonl", history=True).read_bytes() == first.read_bytes()
        undone = "SELECT reason, changeset FROM changes WHERE reason LIKE 'undo of %' ORDER BY change_id"
        with open_reader(other) as reader:
            ((reason, undoing),) = {(row["reason"], row["changeset"]) for row in reader.rows(undone)}
            number = int(reason.removeprefix("undo of ").partition(":")[0])
            told = reader.rows("SELECT DISTINCT reason FROM changes WHERE changeset = :number", {"number": number})
        assert number < undoing < 1000 and [row["reason"] for row in told] == ["by mistake"]
        with Ledger(other, actor="Omar") as ledger, pytest.raises(Refused, match=f"{undoing} took it back already"):
            undo(ledger, number)

    def test_twice_changes_nothing(self, location, tmp_path, other):
        fill(location)
        path = export(location, tmp_path / "all.jsonl", history=True)
        restore(path, other, actor="Omar")
        before = portrait(other, history=True)
        again = restore(path, other, actor="Omar")
        assert (sum(again.added.values()), again.rejected) == (0, []) and again.history_left
        assert portrait(other, history=True) == before


class TestMerging:
    def test_new_rows_join_and_clashes_are_named_and_left(self, location, tmp_path, other):
        fill(location)
        restore(export(location, tmp_path / "first.jsonl"), other, actor="Omar")
        with Ledger(location, actor="Rina") as ledger:
            amend(ledger, require_reference("c2"), {"strength": "aspiration"}, reason="here")
            amend(ledger, require_reference("s3"), {"acts": "call"}, reason="here")
            add(ledger, "party", {"name": "Newland", "kind": "state"})
            with ledger.changing("later") as connection:
                insert(connection, "assessments", commitment_id=1, status="fulfilled", assessed_on=date(2032, 1, 1), assessor="Rina")
        with Ledger(other, actor="Omar") as ledger:
            amend(ledger, require_reference("c2"), {"strength": "willing"}, reason="there")
            withdraw(ledger, [require_reference("n4")], reason="there")
        before = portrait(other)
        result = restore(export(location, tmp_path / "second.jsonl"), other, actor="Omar")
        assert dict(result.added) == {"parties": 1, "assessments": 1}
        told = "\n".join(result.rejected)
        assert "strength is willing here, aspiration in the file; left as it is here" in told
        assert "(numeric_claims): this record was withdrawn here, and stays so" in told and "act call is not so here" in told
        after = portrait(other)
        assert {table: after[table] - before[table] for table in after if after[table] != before[table]}.keys() == {
            "parties",
            "assessments",
        }
        assert all(not before[table] - after[table] for table in after)

    def test_the_same_proposals_and_readings_found_at_another_time_are_the_same(self, raw, location, tmp_path, other):
        fill(location)
        with Ledger(location, actor="Rina") as ledger, ledger.changing("claims relations find") as connection:
            proposed = {"judgement": "undecided", "judged_by": "claims", "judged_at": datetime(2031, 1, 1, tzinfo=UTC)}
            insert(connection, "relations", kind="statement", left_id=1, right_id=2, relation="same as", **proposed)
        restore(export(location, tmp_path / "first.jsonl"), other, actor="Omar")
        raw("UPDATE relations SET judged_at = '2032-02-02T00:00:00.000000Z' WHERE judged_by = 'claims'")
        raw("UPDATE disagreements SET found_at = '2032-02-02T00:00:00.000000Z'")
        again = restore(export(location, tmp_path / "second.jsonl"), other, actor="Omar")
        assert (sum(again.added.values()), again.rejected, again.changeset) == (0, [], None)


class TestTakingBack:
    def test_what_people_entered_goes_as_it_came(self, raw, location, tmp_path):
        place = str(tmp_path / "there.db")
        migrations.upgrade(place)
        judge_all(location)
        entered(place, tmp_path)
        before = portrait(location)
        result = restore(export(place, tmp_path / "there.jsonl"), location, actor="Omar")
        assert portrait(location) != before
        with Ledger(location, actor="Rina") as ledger:
            undo(ledger, result.changeset)
        assert portrait(location) == before

    def test_what_loads_read_stays_and_the_sentence_says_so(self, raw, location, tmp_path):
        judge_all(location)
        place = str(tmp_path / "there.db")
        with Loader(place, extractor=EXTRACTOR, loaded_by="tester") as loader:
            loader.store(make_batch([2]))
        assert restore(export(place, tmp_path / "there.jsonl"), location, actor="Omar").changeset is None
        before, ((number,),) = portrait(location, history=True), raw("SELECT max(changeset) FROM changes")
        with Ledger(location, actor="Rina") as ledger, pytest.raises(Refused, match=r"src2 is what load \d+ read, and stays"):
            undo(ledger, number)
        assert portrait(location, history=True) == before


def entered(place, folder):
    """Put records of a file into the database at a place: a source with all that stands on it, and the judgement that two are one."""
    (folder / "records.yaml").write_text(
        "parties:\n  - {name: Korvath, kind: state}\n"
        "speakers:\n  - {name: Dewi, kind: person, aliases: [D.]}\n  - {name: Ibu Dewi, kind: person}\n"
        "sources:\n  - url: https://times.example/dams\n    text: Korvath will pay 5 dollars, said Dewi.\n    statements:\n"
        "      - {text: 'Korvath will pay 5 dollars, said Dewi.', speaker: Dewi, acts: [commitment]}\n"
    )
    record_file(folder / "records.yaml", place, actor="Rina")
    with Ledger(place, actor="Rina") as ledger:
        merge(ledger, ["Dewi", "Ibu Dewi"], reason="one")


class TestWithdrawnHere:
    def test_names_members_and_offices_that_were_withdrawn_stay_away_by_name(self, raw, location, other, tmp_path):
        judge_all(location)
        restore(export(location, tmp_path / "first.jsonl"), other, actor="Omar")
        with Ledger(location, actor="Rina") as ledger:
            amend(ledger, require_reference("sp1"), {"aliases": ""}, reason="somebody else's")
            amend(ledger, require_reference("p3"), {"members": "Samaya"}, reason="left")
            withdraw(ledger, [require_reference("r1")], reason="never was")
        before = portrait(location)
        result = restore(export(other, tmp_path / "second.jsonl"), location, actor="Omar")
        assert result.added == {} and portrait(location) == before
        told = "\n".join(result.rejected)
        assert len(result.rejected) == 3
        for table, noun in (("aliases", "name"), ("party_members", "member"), ("roles", "office")):
            assert f"({table}): this {noun} was withdrawn here, and stays so." in told

    def test_verdicts_and_payments_that_were_withdrawn_stay_away_and_those_beside_them_come(self, raw, location, other, tmp_path):
        judge_all(location)
        commitment, paid = require_reference("c1"), {"type": "disbursement", "unit": "USD", "transacted_on": "2021-08-01"}
        with Ledger(location, actor="Rina") as ledger:
            for status, day in (("stalled", "2021-05-06"), ("fulfilled", "2021-08-09")):
                assess(ledger, commitment, {"status": status, "assessed_on": day})
            for value in ("0.10", "7"):
                record_instalment(ledger, commitment, {"value": value, **paid})
        path = export(location, tmp_path / "before.jsonl")
        restore(path, other, actor="Omar")
        with Ledger(location, actor="Rina") as ledger:
            withdraw(ledger, [require_reference("a1")], reason="of another dam")
            withdraw(ledger, [require_reference("i1")], reason="of another dam")
            gone = withdraw(ledger, [require_reference("a2"), require_reference("i2")], reason="with it")
        result = restore(path, location, actor="Omar")
        assert result.added == {} and raw("SELECT * FROM assessments") == raw("SELECT * FROM instalments") == []
        assert len(result.rejected) == 4 and all("was withdrawn here, and stays so." in told for told in result.rejected)
        with Ledger(location, actor="Rina") as ledger:
            undo(ledger, gone.changeset)
        with Ledger(other, actor="Omar") as ledger:
            assess(ledger, commitment, {"status": "stalled", "assessed_on": "2021-05-07"})
        result = restore(export(other, tmp_path / "after.jsonl"), location, actor="Omar")
        assert dict(result.added) == {"assessments": 1} and len(result.rejected) == 2
        assert [number for (number,) in raw("SELECT instalment_id FROM instalments")] == [2]

    @pytest.mark.parametrize(
        ("here", "there", "after", "named"),
        [
            (["fulfilled"], ["fulfilled", "stalled"], ["fulfilled", "stalled"], ""),
            (["stalled"], ["stalled", "fulfilled"], ["stalled", "fulfilled"], ""),
            (["stalled", "fulfilled"], ["fulfilled", "stalled"], ["stalled", "fulfilled"], ""),
            (["fulfilled"], ["stalled"], ["fulfilled"], "status is fulfilled here, stalled in the file"),
            (
                ["fulfilled"],
                ["stalled", "fulfilled"],
                ["fulfilled"],
                "one of the same day by the same person that comes after it in the file",
            ),
            (["fulfilled"], ["fulfilled", "fulfilled"], ["fulfilled", "fulfilled"], ""),
        ],
    )
    def test_verdicts_of_one_day_by_one_person_keep_apart(self, raw, location, tmp_path, here, there, after, named):
        path, commitment = tmp_path / "there.jsonl", require_reference("c1")
        for place, verdicts in ((str(tmp_path / "there.db"), there), (location, here)):
            judge_all(place)
            with Ledger(place, actor="Rina") as ledger:
                for status in verdicts:
                    assess(ledger, commitment, {"status": status, "assessed_on": "2021-05-06"})
        result = restore(export(str(tmp_path / "there.db"), path), location, actor="Omar")
        assert [status for (status,) in raw("SELECT status FROM assessments ORDER BY assessment_id")] == after
        assert (named in result.rejected[0] and len(result.rejected) == 1) if named else result.rejected == []

    def test_records_that_refer_to_one_of_several_alike_find_it(self, raw, location, tmp_path):
        place = str(tmp_path / "there.db")
        for where, talks in ((place, ["first", "second"]), (location, ["second"])):
            judge_all(where)
            with Ledger(where, actor="Rina") as ledger:
                for each in talks:
                    add(ledger, "event", {"name": "Dam talks", "started_on": "2031-03-04", "place": each})
        with Ledger(place, actor="Rina") as ledger:
            first, second = (require_reference(name) for name in ("e1", "e2"))
            with ledger.changing("they are related") as connection:
                ends = {"left_id": first.number, "right_id": second.number, "judged_at": datetime.now(UTC)}
                insert(connection, "relations", kind="event", relation="supersedes", judgement="positive", judged_by="Rina", **ends)
        assert restore(export(place, tmp_path / "there.jsonl"), location, actor="Omar").rejected == []
        places = dict(raw("SELECT event_id, place FROM events"))
        ((left, right),) = raw("SELECT left_id, right_id FROM relations")
        assert (places[left], places[right]) == ("first", "second")


class TestJudgements:
    """Who is the same as whom here is not changed by an export, in whichever direction it was judged there."""

    def there(self, tmp_path, *deeds):
        place = str(tmp_path / "there.db")
        judge_all(place, *deeds)
        return export(place, tmp_path / "there.jsonl")

    def test_two_who_were_parted_here_are_not_merged_from_the_other_side(self, raw, location, tmp_path):
        judge_all(location, (split, ["sp2", "sp1"]))
        result = restore(self.there(tmp_path, (merge, ["sp1", "sp2"])), location, actor="Omar")
        assert "(relations): judgement is negative here, positive in the file" in result.rejected[0]
        assert raw("SELECT left_id, right_id, judgement FROM relations") == [(2, 1, "negative")]
        assert raw("SELECT same_as_id FROM speakers WHERE same_as_id IS NOT NULL") == []

    def test_nor_by_way_of_a_third(self, raw, location, tmp_path):
        judge_all(location, (split, ["sp2", "sp1"]))
        result = restore(self.there(tmp_path, (merge, ["sp1", "sp3"]), (merge, ["sp3", "sp2"])), location, actor="Omar")
        assert len(result.rejected) == 1
        assert "(relations): sp2 and sp1 were judged not to be the same here; left out." in result.rejected[0]
        assert raw("SELECT speaker_id, same_as_id FROM speakers WHERE same_as_id IS NOT NULL") == [(3, 1)]

    def test_parted_both_ways_round_is_the_same_judgement(self, raw, location, tmp_path):
        judge_all(location, (split, ["sp2", "sp1"]))
        path = self.there(tmp_path, (split, ["sp1", "sp2"]))
        raw("UPDATE relations SET judged_at = '2031-01-01T00:00:00.000000Z'")
        lines = path.read_text("utf-8")
        at = lines.index('"judged_at":"') + len('"judged_at":"')
        resealed(path, lines[:at] + "2031-01-01T00:00:00.000000Z" + lines[lines.index('"', at) :])
        result = restore(path, location, actor="Omar")
        assert (result.added["relations"], result.rejected) == (0, [])

    def test_whom_of_two_stays_is_named_and_left(self, raw, location, tmp_path):
        judge_all(location, (merge, ["sp2", "sp1"]))
        result = restore(self.there(tmp_path, (merge, ["sp1", "sp2"])), location, actor="Omar")
        assert "left_id is 2 here, 1 in the file" in result.rejected[0]
        assert raw("SELECT speaker_id, same_as_id FROM speakers WHERE same_as_id IS NOT NULL") == [(1, 2)]

    def test_of_two_rows_about_the_same_two_the_later_holds(self, raw, location):
        judge_all(location, (merge, ["sp1", "sp2"]))
        columns = "kind, left_id, right_id, relation, judgement, judged_by, judged_at"
        raw(f"INSERT INTO relations ({columns}) VALUES ('speaker', 2, 1, 'same as', 'negative', 'Ana', '2999-01-01T00:00:00.000000Z')")
        judge_all(location, (split, ["sp1", "sp3"]))
        assert raw("SELECT same_as_id FROM speakers WHERE same_as_id IS NOT NULL") == []
        with open_reader(location) as reader:
            assert verify(reader).faults == []
        judge_all(location, (merge, ["sp1", "sp2"]))
        assert raw("SELECT left_id, right_id, judgement FROM relations WHERE right_id <> 3") == [(1, 2, "positive")]
        assert raw("SELECT speaker_id, same_as_id FROM speakers WHERE same_as_id IS NOT NULL") == [(2, 1)]
        raw(f"INSERT INTO relations ({columns}) VALUES ('commitment', 1, 2, 'same as', 'positive', 'Ana', '2031-01-01T00:00:00.000000Z')")
        raw(f"INSERT INTO relations ({columns}) VALUES ('commitment', 2, 1, 'same as', 'positive', 'Ana', '2031-01-02T00:00:00.000000Z')")
        assert raw("SELECT record_id, repeats_id FROM repeated_records") == [(2, 1)]
        raw("UPDATE relations SET judgement = 'negative' WHERE kind = 'commitment' AND left_id = 2")
        assert raw("SELECT record_id FROM repeated_records") == []


def judge_all(place, *deeds):
    """Load a document into the database at a place, add a third speaker, and let Rina judge."""
    with Loader(place, extractor=EXTRACTOR, loaded_by="tester") as loader:
        loader.store(make_batch([1]))
    with Ledger(place, actor="Rina") as ledger:
        if not any(name == "Citra" for name in names(place)):
            add(ledger, "speaker", {"name": "Citra", "kind": "person"})
        for judge, two in deeds:
            judge(ledger, two, reason="x")


def names(place):
    with open_reader(place) as reader:
        return [row["name"] for row in reader.rows("SELECT name FROM speakers")]


def resealed(path, text):
    """Write the lines of an export that was changed, under the digest that they have now."""
    body = text.encode().splitlines(keepends=True)[:-1]
    end = b'{"end":%d,"sha256":"%s"}\n' % (len(body) - 1, sha256(b"".join(body)).hexdigest().encode())
    path.write_bytes(b"".join(body) + end)


def test_a_byte_order_mark_that_an_editor_put_before_it_changes_nothing(tmp_path, sqlite_location):
    stock(sqlite_location)
    path = export(sqlite_location, tmp_path / "stock.jsonl", history=True)
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    place = str(tmp_path / "target.db")
    assert record_file(path, place, actor="Omar").rejected == []
    assert portrait(place, history=True) == portrait(sqlite_location, history=True)


class TestDamage:
    @pytest.fixture
    def exported(self, tmp_path, sqlite_location):
        stock(sqlite_location)
        return export(sqlite_location, tmp_path / "stock.jsonl", history=True).read_bytes()

    @pytest.mark.parametrize("history", [True, False])
    def test_a_file_that_was_cut_off_or_changed_leaves_nothing(self, exported, tmp_path, history):
        path, target = tmp_path / "damaged.jsonl", str(tmp_path / "target.db")
        migrations.upgrade(target)
        lines = exported.splitlines(keepends=True)
        for damaged in (
            exported[: len(exported) // 2],
            b"".join(lines[:-1]),
            b"".join(lines[:5] + lines[6:]),
            exported.replace(b"Torvia", b"Torvja", 1),
            exported + b"{}\n",
            exported.replace(b'"schema":"', b'"schema":"9', 1),
            lines[0],
            exported[:-4],
        ):
            path.write_bytes(damaged)
            with pytest.raises(RejectedFile, match="damaged"):
                restore(path, target, actor="Omar")
            assert not any(portrait(target).values())

    @pytest.mark.parametrize(
        ("old", "new"),
        [
            (b'"said_on":"2022-03-04"', b'"said_on":"yesterday"'),
            (b'"value":"1250000000"', b'"value":"NaN"'),
            (b'"value":"1250000000"', b'"value":"1E+400"'),
            (b'"value_number":1250000000.0', b'"value_number":NaN'),
            (b'"span_start":', b'"span_start":' + b"9" * 5_000),
            (b'"table":"parties"', b'"table":"partys"'),
            (b'"kind":"state"', b'"kind":"country"'),
            (b'"name":"Velmora"', b'"name":null'),
            (b'"name":"Velmora"', b'"name":"Vel\\u0000mora"'),
            (b'"name":"Velmora"', b'"name":"Vel\\ud800mora"'),
            (b'"name":"Velmora"', b'"nom":"Velmora"'),
            (b'"name":"Velmora"', b'"name":["Velmora"]'),
            (b'"name":"Velmora"', b'"name":' + b"[" * 100_000),
            (b'"text":"Velmora to', b'"text":"Torvia to'),
            (b'"of":"', b'"of":"x'),
            (b'"row":["Ana Belov"', b'"row":["Ana Nobody"'),
        ],
    )
    def test_what_no_export_holds_is_a_sentence_even_under_a_right_digest(self, exported, tmp_path, old, new):
        assert old in exported
        path, target = tmp_path / "crafted.jsonl", str(tmp_path / "target.db")
        resealed(path, exported.replace(old, new, 1).decode())
        with pytest.raises(RejectedFile, match="crafted"):
            restore(path, target, actor="Omar")
        assert not any(portrait(target).values())
