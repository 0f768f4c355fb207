"""People and parties from files, on both databases: what is added, what is left as it is, and what is rejected by line."""

import time

import pytest

from claims.errors import UsageError
from claims.store.importing import import_people
from claims.store.ledger.judging import merge
from claims.store.ledger.ledger import Ledger
from claims.store.ledger.undoing import undo
from claims.store.loading import Loader
from tests.store.making import EXTRACTOR, make_batch

TABLES = ("speakers", "parties", "aliases", "roles", "party_members")
HEAD = "name,kind,wikidata_id,iso_code,aliases,title,party,started_on,ended_on,members\n"


def given(tmp_path, text, name="people.csv"):
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def state(raw):
    return {table: sorted(raw(f"SELECT * FROM {table}"), key=repr) for table in TABLES}


@pytest.fixture
def stored(raw, location):
    """Ana Lestari and the Ministry of Dams speak; Samaya (QS), Velmora (QV) and their bloc are parties."""
    with Loader(location, extractor=EXTRACTOR, loaded_by="tester") as loader:
        loader.store(make_batch(range(1)))
    return location


def bring(path, location):
    return import_people(path, location, actor="Rina")


PEOPLE = HEAD + (
    "Ana Lestari,person,Q11,,Lestari; A. Lestari,Minister of Dams,Republic of Korvath,2030-01,,\n"
    "Republic of Korvath,state,Q12,QT,Korvath,,,,,\n"
    "Samaya,,Q13,qs,Samaia,,,,,\n"
    "Outer Sea,bloc,,,,,,,,Korvath; Samaya\n"
)
SAME_IN_YAML = """\
- {name: Ana Lestari, kind: person, wikidata_id: Q11, aliases: [Lestari, A. Lestari], title: Minister of Dams, party: Korvath,
   started_on: 2030-01}
- name: Republic of Korvath
  kind: state
  wikidata_id: Q12
  iso_code: QT
  aliases: Korvath
- {name: Samaya, wikidata_id: Q13, iso_code: QS, aliases: Samaia}
- {name: Outer Sea, kind: bloc, members: [Korvath, Samaya]}
"""


class TestTaking:
    def test_what_is_new_and_what_known_records_lack(self, raw, stored, tmp_path):
        result = bring(given(tmp_path, PEOPLE), stored)
        assert (result.added, result.changed, result.unchanged, result.rejected) == (2, 2, 0, [])
        assert raw("SELECT wikidata_id FROM speakers WHERE name = 'Ana Lestari'") == [("Q11",)]
        assert raw("SELECT wikidata_id, iso_code FROM parties WHERE name = 'Samaya'") == [("Q13", "QS")]
        rows = raw("SELECT r.title, p.name, r.started_on, r.ended_on FROM roles r JOIN parties p USING (party_id) WHERE p.iso_code = 'QT'")
        assert [tuple(map(str, row)) for row in rows] == [("Minister of Dams", "Republic of Korvath", "2030-01-01", "None")]
        names = raw(
            "SELECT p.name FROM party_members m JOIN parties b ON b.party_id = m.bloc_id JOIN parties p ON p.party_id = m.member_id "
            "WHERE b.name = 'Outer Sea' ORDER BY p.name"
        )
        assert names == [("Republic of Korvath",), ("Samaya",)]
        reasons = raw(f"SELECT DISTINCT reason, changed_by FROM changes WHERE changeset = {result.changeset}")
        assert reasons == [("import of people.csv", "Rina")]

    @pytest.mark.parametrize("again", [(PEOPLE, "people.csv"), (SAME_IN_YAML, "people.yaml")])
    def test_a_second_import_changes_nothing_and_says_so(self, raw, stored, tmp_path, again):
        bring(given(tmp_path, PEOPLE), stored)
        before, changes = state(raw), raw("SELECT max(change_id) FROM changes")
        result = bring(given(tmp_path, *again), stored)
        assert (result.added, result.changed, result.unchanged, result.rejected, result.changeset) == (0, 0, 4, [], None)
        assert state(raw) == before and raw("SELECT max(change_id) FROM changes") == changes

    def test_undo_takes_the_file_back(self, raw, stored, tmp_path):
        before = state(raw)
        result = bring(given(tmp_path, PEOPLE), stored)
        with Ledger(stored, actor="Rina") as ledger:
            undo(ledger, result.changeset)
        assert state(raw) == before

    def test_an_office_that_is_known_gets_its_days_and_another_term_is_another_office(self, raw, stored, tmp_path):
        rows = ["Budi,person,,,,Mayor,,,,", "Budi,,,,,mayor,,2020,2024,", "Budi,,,,,Mayor,,2025,,"]
        for _ in range(2):
            result = bring(given(tmp_path, HEAD + "\n".join(rows) + "\n"), stored)
        assert result.unchanged == 3
        found = raw("SELECT started_on, ended_on FROM roles WHERE title = 'Mayor' ORDER BY role_id")
        assert [tuple(map(str, row)) for row in found] == [("2020-01-01", "2024-12-31"), ("2025-01-01", "None")]

    def test_what_is_merged_is_one(self, raw, stored, tmp_path):
        bring(given(tmp_path, HEAD + "Ana L.,person,,,,,,,,\n"), stored)
        with Ledger(stored, actor="Rina") as ledger:
            merge(ledger, ["Ana Lestari", "Ana L."], reason="x")
        result = bring(given(tmp_path, HEAD + "Ana L.,person,Q11,,Bu Ana,,,,,\n"), stored)
        assert (result.added, result.changed) == (0, 1)
        assert raw("SELECT name FROM speakers WHERE wikidata_id = 'Q11'") == [("Ana Lestari",)]

    def test_a_known_record_of_another_name_is_found_by_its_identifier_and_gets_the_name(self, raw, stored, tmp_path):
        result = bring(given(tmp_path, HEAD + "Negeri Samaya,state,,QS,,,,,,\n"), stored)
        assert (result.added, result.changed) == (0, 1)
        assert raw("SELECT count(*) FROM aliases WHERE name = 'Negeri Samaya'") == [(1,)]

    def test_a_database_is_made_where_there_is_none(self, location, tmp_path):
        assert bring(given(tmp_path, PEOPLE), location).added == 4


class TestRejecting:
    @pytest.mark.parametrize(
        ("row", "message"),
        [
            ("Citra,,,,,,,,,", "kind says what it is"),
            ("Citra,persn,,,,,,,,", "Nearest: person"),
            (",person,Q99,,,,,,,", "nobody is known by its identifiers"),
            ("Citra,person,99,,,,,,,", "wikidata_id looks like Q148"),
            ("Citra,state,,QQQ,,,,,,", "iso_code looks like CN"),
            ("Citra,person,,QS,,,,,,", "an iso_code is a state's"),
            ("Citra,person,,,,Mayor,Samaia,,,", "Nearest: Samaya"),
            ("Citra,person,,,,,Samaya,,,", "there is no title"),
            ("Citra,state,,,,Mayor,,,,", "not of a party"),
            ("Citra,person,,,,Mayor,,2024,2023,", "lies before"),
            ("Citra,person,,,,Mayor,,2024-02-30,,", "started_on takes a year, month or day"),
            ("Citra,person,,,,,,,,Samaya", "members are of a party"),
            ("Sea,bloc,,,,,,,,Samaya; Nowhere", "no party is called “Nowhere”"),
            ("Samaya,state,,QV,,,,,,", "by its name it is p1, by its identifiers p2"),
            ("Samaya,state,,QX,,,,,,", "has the iso_code QS, not QX"),
            ("Samaya,company,,,,,,,,", "is known as state, not company"),
            ("Citra,person", "it has 2 cells"),
        ],
    )
    def test_an_entry_is_rejected_by_file_and_line_and_the_rest_is_taken(self, raw, stored, tmp_path, row, message):
        path = given(tmp_path, HEAD + "Dewi,person,,,,,,,,\n" + row + "\nEko,person,,,,,,,,\n")
        result = bring(path, stored)
        assert result.added == 2 and len(result.rejected) == 1
        assert result.rejected[0].startswith(f"{path}, line 3: ") and message in result.rejected[0]
        assert raw("SELECT count(*) FROM speakers WHERE name = 'Citra'") == [(0,)]
        assert raw("SELECT count(*) FROM parties WHERE name IN ('Citra', 'Sea')") == [(0,)]

    @pytest.mark.parametrize(
        ("text", "name", "message"),
        [
            ("", "people.csv", "empty"),
            ("name,name\nA,B\n", "people.csv", "given twice"),
            ("name,kind,colour\nA,person,red\n", "people.csv", "none is “colour”"),
            (b"name,kind\n\xff,person\n", "people.csv", "UTF-8"),
            ('name,kind\n"Ana,person\n', "people.csv", "not closed"),
            ("name,kind\n" + "x" * 140_000 + ",person\n", "people.csv", "131,072"),
            ("- name: &a Ana\n  kind: person\n- name: *a\n", "people.yaml", "aliases"),
            ("- {name: Ana, name: Budi, kind: person}\n", "people.yaml", "given twice"),
            ("[" * 100_000, "people.yaml", "deep"),
            ("- {name: [Ana, Budi], kind: person}\n", "people.yaml", "name takes a text"),
            ("just words", "people.yaml", "mapping"),
            ("name: x", "people.txt", "end in .csv"),
            (b"name,kind\nA\0,person\n", "people.csv", "NUL"),
        ],
    )
    def test_what_cannot_be_read_is_named(self, raw, stored, tmp_path, text, name, message):
        before = state(raw)
        result = bring(given(tmp_path, text, name), stored)
        assert len(result.rejected) == 1 and message in result.rejected[0] and str(tmp_path) in result.rejected[0]
        assert state(raw) == before and result.changeset is None

    def test_texts_of_yaml_stay_texts(self, raw, stored, tmp_path):
        result = bring(given(tmp_path, "- name: no\n  kind: person\n  aliases: [1.10, 2020-01-01, 12:30:45, yes]\n", "people.yaml"), stored)
        assert result.added == 1 and result.rejected == []
        names = {row[0] for row in raw("SELECT a.name FROM aliases a JOIN speakers s USING (speaker_id) WHERE s.name = 'no'")}
        assert names == {"1.10", "2020-01-01", "12:30:45", "yes"}

    def test_a_byte_order_mark_is_no_part_of_the_first_column(self, stored, tmp_path):
        assert bring(given(tmp_path, "\ufeffname,kind\r\nCitra,person\r\n"), stored).added == 1

    def test_a_name_that_several_bear_is_rejected(self, stored, tmp_path):
        text = HEAD + "Citra Dewi,person,,,Citra,,,,,\nCitra Sari,person,,,Citra,,,,,\nCITRA,person,,,,,,,,\n"
        assert "may be any of" in bring(given(tmp_path, text), stored).rejected[0]

    def test_many_wrong_names_are_told_at_once(self, stored, tmp_path):
        began = time.monotonic()
        result = bring(
            given(tmp_path, HEAD + "".join(f"P{number},person,,,,Mayor,Nowhere {number},,,\n" for number in range(3000))), stored
        )
        assert len(result.rejected) == 3000 and time.monotonic() - began < 30

    def test_nobody_signs_as_a_load_does(self, stored, tmp_path):
        with pytest.raises(UsageError, match="how loads sign"):
            import_people(given(tmp_path, PEOPLE), stored, actor="Rina", reason="load 7")
