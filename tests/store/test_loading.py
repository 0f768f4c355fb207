import multiprocessing
import os
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from claims.errors import Refused
from claims.store import access
from claims.store.loading import Loader
from claims.terms import Outcome
from tests.store.making import EXTRACTOR, make_batch, make_document

COUNTED = (
    *("sources", "statements", "statement_acts", "statement_addressees", "statement_topics", "commitments", "commitment_parties"),
    "numeric_claims",
)


def load(location, batch, extractor=EXTRACTOR, by="tester"):
    with Loader(location, extractor=extractor, loaded_by=by) as loader:
        return loader.store(batch)


def rows(location, sql, **parameters):
    with access.open_reader(location) as reader:
        return reader.rows(sql, parameters)


def counts(location):
    return {table: rows(location, f"SELECT count(*) AS n FROM {table}")[0]["n"] for table in COUNTED}


def outcomes(results):
    return [result[1] for result in results]


def test_a_missing_database_is_made_and_the_document_comes_back_as_it_was(location):
    path, outcome, source, message = load(location, make_batch([1]))[0]
    assert (path, outcome, message) == ("folder/1.txt", Outcome.LOADED, None)
    document = make_document(1)
    (kept,) = rows(location, "SELECT * FROM sources")
    assert kept["source_id"] == source
    assert kept["text"] == document.document.text
    assert (kept["sha256"], kept["file_name"], kept["event_on"]) == (document.document.sha256, "1.txt", "2031-03-04")
    assert (kept["language"], kept["publisher"], kept["title"]) == ("en", "The Invented Times", "Dams, part 1")
    assert kept["loaded_at"].endswith("Z")
    assert len(kept["loaded_at"]) == len("2031-03-04T00:00:00.000000Z")


def test_numbers_come_back_exactly(location):
    load(location, make_batch([1]))
    assert {row["value"] for row in rows(location, "SELECT value FROM numeric_claims")} == {"123456789012345678.91"}


def test_every_span_is_its_evidence_in_sql_too(location):
    load(location, make_batch(range(3), filler=" Ünïcödé 🌊"))
    for table in ("statements", "commitments", "numeric_claims"):
        cut = (
            f"SELECT r.text AS kept, substr(s.text, r.span_start + 1, r.span_end - r.span_start) AS cut FROM {table} AS r JOIN sources AS s"
        )
        found = rows(location, f"{cut} ON s.source_id = r.source_id")
        assert found
        assert all(row["kept"] == row["cut"] for row in found)


def test_records_point_at_each_other(location):
    load(location, make_batch([1, 2]))
    joined = rows(
        location,
        "SELECT s.source_id, c.source_id AS of_commitment, n.source_id AS of_number, sp.name, s.review, s.origin, s.extractor "
        "FROM statements AS s JOIN commitments AS c ON c.statement_id = s.statement_id "
        "JOIN numeric_claims AS n ON n.commitment_id = c.commitment_id AND n.statement_id = s.statement_id "
        "JOIN speakers AS sp ON sp.speaker_id = s.speaker_id",
    )
    assert len(joined) == 4
    assert all(row["source_id"] == row["of_commitment"] == row["of_number"] for row in joined)
    assert {(row["name"], row["review"], row["origin"], row["extractor"]) for row in joined} == {
        ("Ana Lestari", "proposed", "extracted", EXTRACTOR)
    }


def test_names_aliases_members_and_offices_are_kept_once(location):
    load(location, make_batch([1, 2]))
    load(location, make_batch([3]))
    found = {table: rows(location, f"SELECT count(*) AS n FROM {table}")[0]["n"] for table in ("speakers", "parties", "aliases", "roles")}
    assert found == {"speakers": 2, "parties": 3, "aliases": 2, "roles": 1}
    members = rows(
        location,
        "SELECT b.name AS bloc, m.name AS member FROM party_members AS pm "
        "JOIN parties AS b ON b.party_id = pm.bloc_id JOIN parties AS m ON m.party_id = pm.member_id ORDER BY m.name",
    )
    assert [(row["bloc"], row["member"]) for row in members] == [("Inner Sea", "Samaya"), ("Inner Sea", "Velmora")]


def test_the_directory_knows_names_and_aliases_of_one_bearer_alone(location):
    load(location, make_batch([1]) + make_batch([2], speaker="Budi Lestari"))
    load(location, make_batch([3], speaker="Citra Wening"))
    with Loader(location, extractor=EXTRACTOR, loaded_by="tester") as loader:
        assert loader.directory.speaker_named("Ana Lestari") == "Ana Lestari"
        assert loader.directory.speaker_named("Wening") == "Citra Wening"
        assert loader.directory.speaker_named("Lestari") is None
        assert loader.directory.speaker_named("Nobody") is None
        assert loader.directory.party_named("Republik Samaya") == "Samaya"


def test_a_second_load_changes_nothing(location):
    load(location, make_batch([1, 2]))
    before = counts(location)
    with Loader(location, extractor=EXTRACTOR, loaded_by="tester") as loader:
        assert [loader.known(document.document.sha256) for _, document in make_batch([1, 2, 3])] == [1, 2, None]
        assert outcomes(loader.store(make_batch([1, 2]))) == [Outcome.UNCHANGED] * 2
    assert counts(location) == before
    assert rows(location, "SELECT count(*) AS n FROM changes WHERE table_name = 'sources'") == [{"n": 2}]


def test_twice_the_same_text_in_one_batch_is_stored_once(location):
    twin = ("folder/twin.txt", make_document(1))
    results = load(location, [*make_batch([1]), twin])
    assert outcomes(results) == [Outcome.LOADED, Outcome.UNCHANGED]
    assert results[0][2] == results[1][2]


def test_a_document_that_breaks_a_rule_is_rejected_whole_and_the_others_are_kept(location):
    broken = make_document(1, filler=" Again.")  # the keys of document 1 under another text
    results = load(location, [*make_batch([1, 2]), ("folder/broken.txt", broken), *make_batch([3])])
    assert outcomes(results) == [Outcome.LOADED, Outcome.LOADED, Outcome.REJECTED, Outcome.LOADED]
    assert results[2][3].startswith("folder/broken.txt: its records break a rule of the database: ")
    assert counts(location)["sources"] == 3
    assert counts(location)["statements"] == 6
    noted = rows(location, "SELECT path, outcome, message FROM load_documents WHERE outcome = 'rejected'")
    assert noted == [{"path": "folder/broken.txt", "outcome": "rejected", "message": results[2][3]}]


@pytest.mark.parametrize(
    ("document", "why"),
    [
        (make_document(1, filler=" \0"), "NUL"),
        (make_document(1, filler=" \ud800"), "surrogate"),
    ],
    ids=["nul", "surrogate"],
)
def test_what_cannot_be_kept_exactly_is_rejected_with_the_reason(location, document, why):
    results = load(location, [("folder/odd.txt", document), *make_batch([2])])
    assert outcomes(results) == [Outcome.REJECTED, Outcome.LOADED]
    assert why in results[0][3]


def test_what_came_of_each_document_is_written_down(location):
    with Loader(location, extractor=EXTRACTOR, loaded_by="tester") as loader:
        loader.record("folder/bad.txt", Outcome.REJECTED, None, "folder/bad.txt is not text.")
        loader.store(make_batch([1]))
        loader.record("folder/1.txt", Outcome.UNCHANGED, 1, None)  # the same path again: the first outcome stays
    found = rows(location, "SELECT path, outcome, source_id, message FROM load_documents ORDER BY path")
    assert found == [
        {"path": "folder/1.txt", "outcome": "loaded", "source_id": 1, "message": None},
        {"path": "folder/bad.txt", "outcome": "rejected", "source_id": None, "message": "folder/bad.txt is not text."},
    ]
    (run,) = rows(location, "SELECT * FROM loads")
    assert (run["extractor"], run["loaded_by"], run["version"]) == (EXTRACTOR, "tester", "0.1.0")
    assert run["finished_at"] >= run["started_at"]


def test_a_path_that_is_not_utf_8_is_kept_readable(location):
    path = os.fsdecode(b"folder/\xff1.txt")
    document = make_document(1)
    document = replace(document, document=replace(document.document, path=path))
    assert load(location, [(path, document)])[0][:2] == (path, Outcome.LOADED)
    assert rows(location, "SELECT path FROM load_documents") == [{"path": "folder/\\xff1.txt"}]
    assert rows(location, "SELECT file_name FROM sources") == [{"file_name": "\\xff1.txt"}]


def test_a_run_that_was_cut_off_has_no_end(location):
    with pytest.raises(KeyboardInterrupt), Loader(location, extractor=EXTRACTOR, loaded_by="tester") as loader:
        loader.store(make_batch([1]))
        loader.record("folder/bad.txt", Outcome.REJECTED, None, "not text")
        raise KeyboardInterrupt
    assert rows(location, "SELECT finished_at FROM loads") == [{"finished_at": None}]
    assert rows(location, "SELECT count(*) AS n FROM load_documents") == [{"n": 2}]


def test_a_load_signs_the_history(location):
    load(location, make_batch([1]), by="Rina")
    signed = rows(location, "SELECT DISTINCT changed_by, reason, operation FROM changes")
    assert signed == [{"changed_by": "Rina", "reason": "load 1", "operation": "insert"}]


def test_a_newer_extractor_replaces_what_nobody_touched_under_the_same_ids(location):
    load(location, make_batch([1], sentences=3))
    before = rows(location, "SELECT key, statement_id FROM statements ORDER BY key")
    results = load(location, make_batch([1], sentences=3, extractor="hand 2", title="A better headline"), extractor="hand 2")
    assert outcomes(results) == [Outcome.RENEWED]
    assert rows(location, "SELECT key, statement_id FROM statements ORDER BY key") == before
    assert rows(location, "SELECT DISTINCT extractor FROM commitments") == [{"extractor": "hand 2"}]
    assert rows(location, "SELECT title FROM sources") == [{"title": "A better headline"}]
    assert outcomes(load(location, make_batch([1], sentences=3, extractor="hand 2"), extractor="hand 2")) == [Outcome.UNCHANGED]


def test_human_work_wins_over_a_newer_extractor(location, raw):
    load(location, make_batch([1], sentences=4))
    raw("UPDATE commitments SET due_on = '2040-01-01' WHERE commitment_id = 1")
    raw("UPDATE statements SET review = 'accepted' WHERE statement_id = 2")
    raw("DELETE FROM commitment_topics WHERE commitment_id = 3")
    shorter = make_document(1, sentences=4, extractor="hand 2")
    shorter = replace(shorter, statements=shorter.statements[3:], commitments=(), numeric_claims=())
    assert outcomes(load(location, [("folder/1.txt", shorter)], extractor="hand 2")) == [Outcome.RENEWED]
    assert [row["commitment_id"] for row in rows(location, "SELECT commitment_id FROM commitments ORDER BY 1")] == [1, 3]
    assert rows(location, "SELECT due_on FROM commitments WHERE commitment_id = 1") == [{"due_on": "2040-01-01"}]
    kept = rows(location, "SELECT statement_id, extractor FROM statements ORDER BY 1")
    assert [(row["statement_id"], row["extractor"]) for row in kept] == [(1, "hand 1"), (2, "hand 1"), (3, "hand 1"), (4, "hand 2")]
    assert rows(location, "SELECT count(*) AS n FROM numeric_claims") == [{"n": 0}]


def test_no_number_is_given_twice(location):
    """The history and people know a record by its number, so that of a record that has gone is never another's."""
    load(location, make_batch([1], sentences=3))
    fewer = make_document(1, sentences=3, extractor="hand 2")
    fewer = replace(fewer, statements=fewer.statements[:2], commitments=fewer.commitments[:2], numeric_claims=fewer.numeric_claims[:2])
    assert outcomes(load(location, [("folder/1.txt", fewer)], extractor="hand 2")) == [Outcome.RENEWED]
    gone = {(row["table_name"], row["row_key"]) for row in rows(location, "SELECT * FROM changes WHERE operation = 'delete'")}
    ((_, _, source, _),) = load(location, make_batch([2], extractor="hand 2"), extractor="hand 2")
    for table, key in (("statements", "statement_id"), ("commitments", "commitment_id"), ("numeric_claims", "numeric_claim_id")):
        assert (table, "3") in gone
        newest = rows(location, f"SELECT {key} AS id FROM {table} WHERE source_id = {source}")
        assert min(row["id"] for row in newest) > 3


def write_documents(location, first, count):
    with Loader(location, extractor=EXTRACTOR, loaded_by=f"writer {first}") as loader:
        for number in range(first, first + count, 5):
            loader.store(make_batch(range(number, number + 5)))


def test_several_loaders_at_once_lose_nothing(location, raw):
    context = multiprocessing.get_context("spawn")
    # Neighbours overlap, so that the same texts, speakers and parties arrive from two sides.
    writers = [context.Process(target=write_documents, args=(location, first, 40)) for first in (0, 20, 40, 60)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert [writer.exitcode for writer in writers] == [0] * 4
    assert counts(location) == {
        "sources": 100,
        "statements": 200,
        "statement_acts": 400,
        "statement_addressees": 200,
        "statement_topics": 400,
        "commitments": 200,
        "commitment_parties": 400,
        "numeric_claims": 200,
    }
    assert rows(location, "SELECT count(*) AS n FROM speakers") == [{"n": 2}]


def test_several_loaders_may_make_the_database_at_once(location):
    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=write_documents, args=(location, first, 5)) for first in (0, 10, 20)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert [writer.exitcode for writer in writers] == [0] * 3
    assert counts(location)["sources"] == 15


ENDLESS = """
import sys
from claims.store.loading import Loader
from tests.store.making import EXTRACTOR, make_batch
with Loader(sys.argv[1], extractor=EXTRACTOR, loaded_by="tester") as loader:
    for number in range(0, 100_000, 3):
        loader.store(make_batch(range(number, number + 3), sentences=20))
        print(number, flush=True)
"""


def test_a_killed_load_leaves_whole_documents_and_what_was_acknowledged(location, raw):
    with subprocess.Popen([sys.executable, "-c", ENDLESS, location], stdout=subprocess.PIPE, text=True, cwd=Path.cwd()) as process:
        acknowledged = 0
        for _ in range(12):
            acknowledged = int(process.stdout.readline()) + 3
        os.kill(process.pid, signal.SIGKILL)
    found = counts(location)
    assert found["sources"] >= acknowledged
    assert found["statements"] == found["commitments"] == found["numeric_claims"] == 20 * found["sources"]
    assert found["statement_acts"] == found["commitment_parties"] == 40 * found["sources"]
    assert outcomes(load(location, make_batch(range(found["sources"] + 3), sentences=20)))[-3:] == [Outcome.LOADED] * 3


def test_a_place_that_cannot_be_written_is_refused(tmp_path):
    place = tmp_path / "no" / "such" / "folder" / "claims.db"
    with pytest.raises(Refused, match="cannot be made"):
        load(str(place), make_batch([1]))
    assert list(tmp_path.iterdir()) == []
