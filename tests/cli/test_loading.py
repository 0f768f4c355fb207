"""load, extract and demo as processes, from files to answers."""

import json
import os
import signal
import subprocess
import time
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli.main import app
from tests.cli.process import PROGRAM, ROOT, environment, run, run_on_terminal, without_style

ARTICLE = """Port Samar (VLN) - President Ana Belov said on Friday (March 4, 2022) that Velmora will lend Torvia 20 million US dollars.

"Velmora will build a harbour in Torvia," Belov said.
"""
BERITA = """Lusaka Baru (Kabar) - Menteri Energi Samaya Rudi Tana mengatakan Samaya akan membangun bendungan di Torvia.

"Kami siap membantu Torvia," kata Tana.
"""


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "a.txt").write_text(ARTICLE, "utf-8")
    (folder / "b.txt").write_text(BERITA, "utf-8")
    return folder


def test_load_ask_and_load_again(articles, location):
    done = run("load", articles, "--by", "Mira", "--db", location)
    assert done.returncode == 0 and done.stderr == ""
    first, held = done.stdout.splitlines()
    assert first.startswith("2 documents loaded into ") and first.endswith(", 0 unchanged, 0 rejected.")
    assert held.startswith("The database now holds ") and held.endswith(" from 2 articles.")
    said = json.loads(run("statements", "--by", "Ana Belov", "--format", "json", "--db", location).stdout)
    assert said and {one["publisher"] for one in said} == {"VLN"}
    assert run("verify", "--db", location).returncode == 0
    again = run("load", articles, "--db", location)
    assert again.returncode == 0 and again.stdout.splitlines()[1] == held
    assert again.stdout.startswith("Nothing changed: ") and "knows these articles already (2 unchanged, 0 rejected)." in again.stdout
    actors = run("sql", "select loaded_by from loads order by load_id", "--format", "jsonl", "--db", location).stdout.splitlines()
    assert json.loads(actors[0]) == {"loaded_by": "Mira"}


def test_a_password_is_never_printed(articles, postgresql_location):
    location = postgresql_location.replace("postgres@", "postgres:s3cret@")
    for arguments in (["load", articles], ["load", articles], ["db", "upgrade"], ["db", "current"], []):
        done = run(*arguments, "--db", location)
        assert done.returncode == 0 and "s3cret" not in done.stdout + done.stderr


def test_rejected_files_are_named_and_the_rest_is_loaded(articles, tmp_path):
    (articles / "c.txt").write_bytes(b"\x00\x01\xff\xfe binary")
    (articles / "d.txt").write_bytes(b"")
    done = run("load", articles, tmp_path / "missing.txt", "--db", tmp_path / "x.db", CLAIMS_ACTOR="Mira")
    assert done.returncode == 1 and "2 documents loaded" in done.stdout and "3 rejected" in done.stdout
    lines = done.stderr.splitlines()
    assert len(lines) == 3 and all(line.startswith("Rejected: ") for line in lines)
    assert all(any(name in line for line in lines) for name in ("c.txt", "d.txt", "missing.txt"))


def test_a_path_that_is_not_there_makes_no_database(tmp_path):
    done = run("load", "missing", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (1, "Nothing was loaded (0 unchanged, 1 rejected).\n")
    assert "missing" in done.stderr and list(tmp_path.iterdir()) == []


def test_files_of_other_kinds_are_passed_over_in_a_sentence(articles, tmp_path):
    for name in ("a.pdf", "b.pdf", "c.docx", "notes", ".hidden"):
        (articles / name).write_text("Some words.")
    done = run("load", articles, "--db", tmp_path / "x.db")
    assert (done.returncode, done.stderr) == (0, "Passed over 4 files that are not read: 2 .pdf, 1 .docx and 1 without an ending.\n")
    (articles / "records.csv").write_text("record\n")
    done = run("extract", articles)
    told = "Passed over 5 files that are not read: 2 .pdf, 1 .csv, 1 .docx and 1 without an ending.\n"
    assert (done.returncode, done.stderr, len(done.stdout.splitlines())) == (0, told, 2)
    for number in range(9):
        (articles / f"a.x{number}").touch()
    assert ", 1 .x1, 1 .x2 and 7 of other kinds.\n" in run("extract", articles).stderr


def test_a_single_article_is_no_plural(articles, tmp_path):
    done = run("load", articles / "a.txt", "--db", tmp_path / "x.db")
    assert done.stdout.startswith("1 document loaded into ") and done.stdout.endswith(" from 1 article.\n")


def test_whether_a_path_may_be_read_is_left_to_the_reader_of_files(articles, tmp_path, monkeypatch):
    # Typer would refuse the whole command; root, which may read everything, runs this too.
    access = os.access
    monkeypatch.setattr(os, "access", lambda path, *wanted, **how: Path(path) != articles and access(path, *wanted, **how))
    done = CliRunner().invoke(app, ["load", str(articles), "--db", str(tmp_path / "x.db")])
    assert done.exit_code == 0 and "2 documents loaded" in done.stdout


def test_an_interrupted_load_says_that_the_same_command_goes_on(tmp_path):
    (tmp_path / "many").mkdir()
    for number in range(3000):
        (tmp_path / "many" / f"{number}.txt").write_text(f"{ARTICLE}\nNumber {number}.\n", "utf-8")
    place = tmp_path / "x.db"
    command = [*PROGRAM, "load", tmp_path / "many", "--db", place]
    with subprocess.Popen(command, cwd=ROOT, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        while not place.exists():
            time.sleep(0.05)
        process.send_signal(signal.SIGTERM)
        printed, said = process.communicate(timeout=60)
    assert (process.returncode, printed) == (143, "")
    assert said == "What was stored so far stays; the same command goes on with the rest.\nInterrupted.\n"
    assert run("verify", "--db", place).returncode == 0


def test_a_language_without_a_lexicon_is_a_usage_error(articles, tmp_path):
    done = run("load", articles, "--language", "xx", "--db", tmp_path / "x.db")
    assert done.returncode == 2 and "xx" in done.stderr and "id" in done.stderr and not (tmp_path / "x.db").exists()


def test_articles_of_another_language_than_the_declared_one_are_named(articles, tmp_path):
    done = run("load", articles, "--language", "id", "--db", tmp_path / "x.db")
    assert done.returncode == 0 and " like another language: " in done.stderr and "(en)" in done.stderr
    done = run("reextract", "--language", "en", "--db", tmp_path / "x.db")
    assert done.returncode == 0 and done.stdout.startswith("2 documents of ") and "(id)" in done.stderr


def test_a_foreign_database_is_refused(articles, tmp_path):
    (tmp_path / "notes.db").write_text("these are notes, not a database; leave them alone please" * 20)
    done = run("load", articles, "--db", tmp_path / "notes.db")
    assert done.returncode == 4 and done.stderr.startswith("Error: ") and done.stdout == ""
    assert (tmp_path / "notes.db").read_text().startswith("these are notes")


def test_a_terminal_shows_progress_and_the_data_stays_clean(articles, tmp_path):
    code, printed = run_on_terminal(80, "load", str(articles), "--db", str(tmp_path / "x.db"))
    assert code == 0 and "Reading articles" in printed and "2 documents loaded" in without_style(printed)


def test_extract_prints_one_line_a_document_in_order(articles, tmp_path):
    (articles / "broken.txt").write_bytes(b"\xff\xfe\x00")
    paths = [articles / "b.txt", articles / "broken.txt", articles / "a.txt"]
    done = run("extract", *paths, "--format", "jsonl", cwd=tmp_path)
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert [Path(one["source"]["path"]).name for one in found] == ["b.txt", "a.txt"]
    assert set(found[0]) == {"source", "statements", "commitments", "numeric_claims"}
    assert done.returncode == 1 and done.stderr.count("\n") == 1
    assert done.stderr.startswith("Rejected: ") and "broken.txt" in done.stderr
    assert [one["source"]["path"] for one in json.loads(run("extract", *paths, "--format", "json").stdout)] == [
        one["source"]["path"] for one in found
    ]
    assert [path.name for path in tmp_path.iterdir()] == ["articles"]


def test_extract_takes_no_other_format(articles):
    done = run("extract", articles, "--format", "csv")
    assert done.returncode == 2 and "jsonl, json" in done.stderr


def test_the_demo_shows_commitments_and_names_three_commands_that_work(tmp_path):
    done = run("demo", cwd=tmp_path)
    assert done.returncode == 0 and done.stderr == ""
    aid = [line for line in done.stdout.splitlines() if "500,000,000 USD" in line]
    assert any("China" in line and "Kazakhstan, Kyrgyzstan, Tajikistan, Turkmenistan, Uzbekistan" in line for line in aid)
    commands = [line.split() for line in done.stdout.splitlines() if line.startswith("  claims ")]
    assert len(commands) == 3 and commands[2][1] == "serve"
    for command in commands[:2]:
        asked = run(*command[1:], cwd=tmp_path)
        assert asked.returncode == 0 and asked.stdout
    again = run("demo", cwd=tmp_path)
    assert again.stdout.startswith("Nothing changed") and again.stdout.splitlines()[2:] == done.stdout.splitlines()[2:]
