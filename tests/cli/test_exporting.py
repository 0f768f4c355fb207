"""Export and records on the command line, as a real process: codes, sentences, what lies on disk."""

import csv
import json
import os
import shutil
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

from tests.cli.process import run

RECORDS = '{"parties": [{"name": "Samaya", "kind": "state", "aliases": ["=1+1"]}, {"name": "X", "kind": "realm"}]}'


def test_a_database_goes_out_and_comes_back(stocked, tmp_path):
    out = run("export", "--history", "-o", "all.jsonl", "--db", stocked, cwd=tmp_path)
    assert (out.returncode, out.stdout, out.stderr) == (0, "", "")
    printed = run("export", "--history", "--db", stocked).stdout
    assert printed == (tmp_path / "all.jsonl").read_text("utf-8")
    assert "\x1b" not in printed and "\u202e" not in printed and all(map(json.loads, printed.splitlines()))
    back = run("load", "all.jsonl", cwd=tmp_path)
    assert back.returncode == 0 and "rows of all.jsonl added to claims.db, 0 unchanged, 0 rejected:" in back.stdout
    assert run("export", "--history", cwd=tmp_path).stdout == printed
    again = run("load", "all.jsonl", cwd=tmp_path)
    assert again.returncode == 0 and again.stdout.startswith("Nothing changed: claims.db holds what all.jsonl tells already")
    with closing(sqlite3.connect(tmp_path / "claims.db")) as connection:
        assert connection.execute("SELECT count(*) FROM statements_fts WHERE statements_fts MATCH 'harbour'").fetchone()[0]
        triggers = connection.execute("SELECT count(*) FROM sqlite_master WHERE type = 'trigger'").fetchone()
    with closing(sqlite3.connect(stocked)) as connection:
        assert connection.execute("SELECT count(*) FROM sqlite_master WHERE type = 'trigger'").fetchone() == triggers


def test_tables_for_a_spreadsheet_hold_no_formula(stocked, tmp_path):
    assert run("export", "--format", "csv", "-o", "tables", "--db", stocked, cwd=tmp_path).returncode == 0
    rows = list(csv.DictReader((tmp_path / "tables" / "speakers.csv").read_text("utf-8").splitlines()))
    assert {row["name"] for row in rows} == {"Ana Belov", "Jon Úlfar", "Rudi Tana", "'=SUM(1)"}
    assert (tmp_path / "tables" / "events.csv").read_text("utf-8").count("\n") == 1
    again = run("export", "--format", "csv", "-o", "tables", "--db", stocked, cwd=tmp_path)
    assert (again.returncode, again.stderr) == (4, "Error: tables cannot be written: File exists.\n")


def test_an_export_takes_no_place_that_is_taken(stocked, tmp_path):
    place = shutil.copy(stocked, tmp_path / "self.db")
    (tmp_path / "notes").write_text("mine", "utf-8")
    (tmp_path / "link").symlink_to("notes")
    (tmp_path / "broken").symlink_to("nowhere")
    before = {name: (tmp_path / name).read_bytes() for name in ("self.db", "notes")}
    for name in ("self.db", "notes", "link", "broken", "."):
        refused = run("export", "-o", name, "--db", place, cwd=tmp_path)
        assert (refused.returncode, refused.stdout) == (4, "")
        assert refused.stderr == f"Error: {name} is there already; name another file.\n"
    assert before == {name: (tmp_path / name).read_bytes() for name in before}
    assert {path.name for path in tmp_path.iterdir()} - {"self.db-wal", "self.db-shm"} == {"self.db", "notes", "link", "broken"}


def test_an_export_goes_to_standard_output_to_pipes_and_to_devices(stocked, tmp_path):
    printed = run("export", "--db", stocked).stdout
    assert run("export", "-o", "-", "--db", stocked, cwd=tmp_path).stdout == printed
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with ThreadPoolExecutor() as pool:
        heard = pool.submit(pipe.read_text, "utf-8")
        assert run("export", "-o", "pipe", "--db", stocked, cwd=tmp_path).returncode == 0
        assert heard.result(60) == printed
    assert pipe.is_fifo()
    for device in ("null", "full"):
        (tmp_path / device).symlink_to(f"/dev/{device}")
    assert run("export", "-o", "null", "--db", stocked, cwd=tmp_path).returncode == 0
    full = run("export", "-o", "full", "--db", stocked, cwd=tmp_path)
    assert full.returncode == 4 and full.stderr == "Error: full cannot be written: No space left on device.\n"
    assert {path.name for path in tmp_path.iterdir()} == {"pipe", "null", "full"}
    assert all((tmp_path / device).is_char_device() for device in ("null", "full"))


def test_records_and_articles_of_one_folder_and_what_is_wrong_with_them(tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "records.json").write_text(RECORDS, "utf-8")
    (folder / "article.gold.json").write_text("{}", "utf-8")
    (folder / "article.txt").write_text("PORT (VLN) - Ana Belov said on Friday (4/3/2022) that the harbour would open.\n", "utf-8")
    done = run("load", "in", cwd=tmp_path)
    assert done.returncode == 1
    rejected, passed_over = done.stderr.splitlines()
    assert rejected.startswith("Rejected: in/records.json, line 1, character 72: ")
    assert passed_over == "Passed over 1 file that is not read: 1 .gold.json."
    assert "1 document loaded into claims.db" in done.stdout and "1 row of in/records.json added" in done.stdout
    assert "`claims undo " in done.stdout
    again = run("load", "in", cwd=tmp_path).stdout
    assert "Nothing changed: claims.db knows these articles already (1 unchanged, 0 rejected)." in again
    assert "Nothing of in/records.json was added (1 unchanged, 1 rejected)." in again


def test_what_cannot_be_written_or_is_cut_off_is_a_sentence(stocked, tmp_path):
    assert run("export", "-o", "no/where.jsonl", "--db", stocked, cwd=tmp_path).returncode == 4
    for into in ((), ("-o", "-")):
        tables = run("export", "--format", "csv", *into, "--db", stocked, cwd=tmp_path)
        assert tables.returncode == 2 and "name it with --output" in tables.stderr and not (tmp_path / "-").exists()
    printed = run("export", "--db", stocked).stdout
    (tmp_path / "cut.jsonl").write_text(printed[: len(printed) // 2], "utf-8")
    done = run("load", "cut.jsonl", cwd=tmp_path)
    assert (done.returncode, done.stderr.count("\n")) == (1, 1) and "cut off" in done.stderr
    assert not (tmp_path / "claims.db").exists()
