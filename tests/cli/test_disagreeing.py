"""reextract and disagreements as processes."""

import json
import sqlite3
from contextlib import closing
from functools import partial

import pytest

from claims.samples.library import sample_paths
from tests.cli import process


@pytest.fixture
def run(tmp_path):
    """The program over two articles of which a person changed two records, after an older version of the rules had read them."""
    location = str(tmp_path / "x.db")
    run = partial(process.run, CLAIMS_DB=location, CLAIMS_ACTOR="Rina")
    assert run("load", *sample_paths()[:2]).returncode == 0
    with closing(sqlite3.connect(location)) as connection:
        connection.execute("UPDATE loads SET extractor = 'rules 0.0.1'")
        connection.commit()
    assert run("amend", "c1", "due_on=2031", "topics=", "--reason", "the decree").returncode == 0
    assert run("accept", "s1").returncode == 0
    return run


def listed(run, *options):
    return json.loads(run("disagreements", "--format", "json", *options).stdout)


def test_a_stored_article_is_read_anew_and_the_disagreement_is_decided(run):
    done = run("reextract")
    assert (done.returncode, done.stderr) == (0, "")
    first, second, third = done.stdout.splitlines()
    assert first.endswith("x.db read anew, 0 unchanged, 0 rejected.") and first.startswith("2 documents of ")
    assert second == "1 reading differs from what people settled: `claims disagreements` lists both."
    assert third.startswith("The database now holds ")
    (found,) = listed(run)
    assert (found["id"], found["record"]) == ("d1", "c1")
    assert {each["field"] for each in found["fields"]} == {"due_on", "due_precision", "due_basis", "topics"}
    lines = run("disagreements").stdout.splitlines()
    assert len(lines) == 2 + 4 and all(line.startswith("d1  c1") for line in lines[2:])
    done = run("disagreements", "accept", "d1", "--reason", "the text says so")
    assert done.returncode == 0 and "c1  topics: aid" in done.stdout
    assert listed(run) == [] and len(listed(run, "--verdict", "accepted")) == 1
    assert "accepted; extracted by rules 0.13.0" in run("show", "c1").stdout
    assert run("reextract").stdout.startswith("Nothing changed: this extractor was the last to read these articles of ")
    assert run("verify").returncode == 0


def test_a_reading_that_stands_already_changes_nothing_when_it_is_accepted(run):
    run("amend", "n1", "value=7", "--reason", "misread")
    (amended,) = json.loads(run("sql", "SELECT max(changeset) AS number FROM changes", "--format", "json").stdout)
    run("reextract")
    (about,) = (each["id"] for each in listed(run) if each["record"] == "n1")
    assert f"differs     {about}: read otherwise since" in run("show", "n1").stdout
    assert run("undo", str(amended["number"])).returncode == 0
    before = run("show", "n1").stdout.replace(f"  differs     {about}: read otherwise since; `claims disagreements` has both\n", "")
    done = run("disagreements", "accept", about, "--reason", "as it is")
    assert done.returncode == 0 and done.stderr == "n1 stands as it is read already, and was left as it is.\n"
    assert run("show", "n1").stdout == before


def test_a_load_of_the_same_files_does_the_same_and_a_reading_is_dismissed(run):
    done = run("load", *sample_paths()[:2])
    assert "2 documents known before, read anew by this extractor.\n1 reading differs" in done.stdout
    done = run("disagreements", "dismiss", "1", "--reason", "the decree stands")
    assert done.stdout.startswith("Dismissed d1; the records stay as they are.")
    assert (
        "“" not in done.stdout
        and listed(run, "--verdict", "dismissed", "--kind", "commitment", "--source", "src1")[0]["judged_by"] == "Rina"
    )
    assert run("disagreements").stderr == "No disagreements match.\n"


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("accept", "c1", "--reason", "x"), 2, "“c1” is not the name of a disagreement."),
        (("accept", "d1"), 2, "Say why with --reason"),
        (("dismiss", "d9", "--reason", "x"), 2, "There is no disagreement d9 in this database"),
        (("--kind", "rumour"), 2, "--kind knows no “rumour”"),
        (("--verdict", "maybe"), 2, "--verdict knows no “maybe”; it takes one of: open, accepted, dismissed."),
        (("--source", "src9"), 2, "--source: there is no source src9."),
    ],
)
def test_what_may_not_be_is_told(run, words, code, told):
    run("reextract")
    done = run("disagreements", *words)
    assert done.returncode == code and done.stderr.startswith(f"Error: {told}"), done.stderr
    assert len(listed(run)) == 1


def test_the_database_is_named_in_any_place(run, tmp_path):
    run("reextract")
    location = str(tmp_path / "x.db")
    for words in (
        ("--db", location, "disagreements", "accept", "d9", "--reason", "x"),
        ("disagreements", "--db", location, "accept", "d9", "--reason", "x"),
        ("disagreements", "accept", "d9", "--reason", "x", "--db", location),
    ):
        assert "no disagreement d9" in process.run(*words, cwd=tmp_path).stderr


def test_no_database_and_no_such_source(run, tmp_path):
    assert process.run("reextract", "--db", str(tmp_path / "none.db")).returncode == 4
    done = run("reextract", "--source", "nobody")
    assert done.returncode == 2 and "no publisher, agency, file or title is “nobody”" in done.stderr
