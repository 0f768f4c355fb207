"""Reports through Typer: the list, the formats, and the words on stderr."""

import csv
import io
import json

import pytest

from claims.samples.library import sample_paths
from claims.views.reports import reports
from tests.cli.process import run, run_on_terminal, without_style
from tests.cli.test_listing import ask, refuse


def test_the_list_needs_no_database_and_names_every_report(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    head, rule, *rows = ask("report", "--list").splitlines()
    assert head.split() == ["report", "what", "it", "shows", "filters"] and set(rule) == {"-", " "}
    assert [row.split()[0] for row in rows] == [*reports(), "brief"]
    assert ask("report") == ask("report", "--list")
    listed = json.loads(ask("report", "--list", "--format", "json"))
    money = next(each for each in listed if each["report"] == "money-pledged")
    assert money["description"].startswith("One row for each committer, beneficiary, year") and "--unit" in money["filters"]
    assert list(tmp_path.iterdir()) == []


def test_a_table_groups_digits_and_shows_what_people_read(sqlite_fuller):
    head, _, row = (" ".join(line.split()) for line in ask("report", "money-pledged", "--unit", "EUR", "--db", sqlite_fuller).splitlines())
    assert head == "committers beneficiaries year strength unit period amount up to commitments"
    assert row == "Samaya Torvia, Velmora 2022 pledge EUR 1 year 7,000,000 7,000,000 1"
    (line,) = ask("report", "differing-numbers", "--by", "rudi tana", "--db", sqlite_fuller).splitlines()[2:]
    assert " ".join(line.split()) == "n8 the new road 2022 90 kilometre 90,000 120,000 metre Rudi Tana Torvia Times"
    line = ask("report", "review-backlog", "--source", "kabar", "--db", sqlite_fuller).splitlines()[2]
    assert line.startswith("src2") and line.endswith("2026-01-02 03:04 UTC")
    assert "0.57" in ask("report", "coverage", "--source", "VLN", "--db", sqlite_fuller)


def test_other_formats_hold_all_columns_and_plain_values(sqlite_fuller):
    (row,) = json.loads(ask("report", "due-and-overdue", "--overdue", "--format", "json", "--db", sqlite_fuller))
    assert (row["commitment_id"], row["state"], row["source_id"], row["publisher"]) == ("c1", "overdue", "src1", "VLN")
    rows = list(csv.DictReader(io.StringIO(ask("report", "money-pledged", "--format", "csv", "--db", sqlite_fuller))))
    assert [row["amount"] for row in rows] == ["7000000", "24000000", "4000000"]
    lines = ask("report", "coverage", "--format", "md", "--limit", "1", "--db", sqlite_fuller).splitlines()
    assert lines[0].startswith("| publisher | language | month |") and lines[2].startswith("| Eastwire | en | 2025-08 |")
    first = json.loads(ask("report", "statements-by-month", "--format", "jsonl", "--db", sqlite_fuller).splitlines()[0])
    assert (first["month"], first["speaker"], first["speaker_id"]) == ("2025-08", "Rudi Tana", "sp3")


def test_nothing_and_more_are_said_on_stderr(sqlite_fuller):
    from typer.testing import CliRunner

    from cli.main import app

    cut = CliRunner().invoke(app, ["report", "coverage", "--limit", "2", "--db", sqlite_fuller])
    assert cut.stderr == "4 more rows; --limit 0 shows all.\n"
    none = CliRunner().invoke(app, ["report", "money-pledged", "--by", "Eastern League", "--db", sqlite_fuller])
    assert (none.exit_code, none.stdout, none.stderr) == (0, "", "No rows match.\n")


def test_sums_are_told_to_be_doubtful_until_what_articles_repeat_is_decided(tmp_path):
    db = ["--db", str(tmp_path / "claims.db")]
    first, *others = sample_paths()

    def told(*words: str) -> str:
        done = run("report", *words, *db)
        assert done.returncode == 0, done.stderr
        return done.stderr

    assert run("load", str(first), *db).returncode == 0
    assert told("commitments-by-strength") == ""  # one article alone repeats nothing
    assert run("load", *map(str, others), *db).returncode == 0
    looked = "Repeated promises count twice unless `claims relations find` told them apart.\n"
    assert told("commitments-by-strength") == told("money-pledged") == looked and told("who-speaks-for-whom", "--limit", "0") == ""
    # Who made a page or picture learns which command helps; who reads it has no database at hand.
    made = [("report", "brief", "--by", "China"), *(("report", "money-pledged", "--format", drawn) for drawn in ("html", "svg"))]
    for page in (run(*words, *db) for words in made):
        assert page.stderr == looked and "claims relations" not in page.stdout
        assert "may count twice: nobody has looked yet for what several articles report." in " ".join(page.stdout.split())
    assert "claims relations find" in run(*db).stdout
    run("relations", "find", *db)
    found = json.loads(run("relations", "--format", "json", *db).stdout)
    doubled = [each for each in found if each["left"]["id"].startswith("c")]
    assert 1 < len(doubled) < len(found)  # a statement that is told twice adds nothing up
    assert told("money-pledged") == f"Promises may count twice: {len(doubled)} proposals to decide on (`claims relations`).\n"
    brief = run(*made[0], "--format", "md", *db).stdout
    assert f"nobody has decided yet on {len(doubled)} proposals of what several articles report." in brief
    assert "claims relations" not in brief and "; proposed" not in brief and "; not checked yet" in brief
    numbers = [str(each["number"]) for each in doubled]
    assert run("relations", "accept", *numbers, *db).returncode == 0
    assert told("money-pledged") == ""


@pytest.mark.parametrize(
    ("command", "sentence"),
    [
        ("report money", "Error: There is no report “money”. Nearest: money-pledged.\n"),
        ("report coverage --unit USD", "Error: --unit does not apply to the report coverage; it takes "),
        ("report coverage --format xml", "--format knows no “xml”"),
        ("report coverage --by ", "The value after --by is empty"),
    ],
)
def test_a_wrong_word_is_a_sentence_and_exit_2(sqlite_fuller, command, sentence):
    code, said = refuse(*command.split(" "), "--db", sqlite_fuller)
    assert code == 2 and sentence in said


@pytest.mark.parametrize("columns", [80, 140])
@pytest.mark.parametrize("name", ["--list", *reports()])
def test_a_terminal_is_not_overrun(sqlite_fuller, name, columns):
    code, printed = run_on_terminal(columns, "report", name, "--db", sqlite_fuller)
    assert code == 0
    assert max(len(line) for line in without_style(printed).splitlines()) <= columns
