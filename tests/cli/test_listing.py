"""Listing through Typer: filters reach the reader, formats hold what they promise."""

import csv
import io
import json

import pytest
from typer.testing import CliRunner

from claims.store.revision import HEAD
from cli.main import app
from tests.cli.process import run_on_terminal, without_style

RUNNER = CliRunner()


def ask(*arguments: str) -> str:
    result = RUNNER.invoke(app, list(arguments))
    assert result.exit_code == 0, result.output
    return result.stdout


def refuse(*arguments: str) -> tuple[int, str]:
    result = RUNNER.invoke(app, list(arguments))
    assert result.exit_code != 0 and result.stdout == "", result.output
    assert "Traceback" not in result.stderr
    return result.exit_code, result.stderr


def test_a_table_on_a_pipe_is_one_line_a_record(stocked):
    head, rule, *rows = ask("commitments", "--db", stocked).splitlines()
    assert head.split("  ")[0] == "id" and set(rule) == {"-", " "}
    assert [row.split()[0] for row in rows] == ["c3", "c1", "c2"]
    assert "lend Torvia more than 20 million US dollars to build a harbour" in rows[1]
    assert "> 20,000,000 USD" in rows[1] and "2022-03-04  2024-03-04  overdue" in rows[1]


@pytest.mark.parametrize(
    "command",
    [
        *("commitments", "statements", "numbers", "sources", "timeline --by Velmora", "history"),
        *("report money-pledged", "report brief --by Velmora", "report due-and-overdue --format svg"),
    ],
)
def test_days_that_cross_are_an_error_of_use_and_no_empty_answer(stocked, command):
    code, said = refuse(*command.split(), "--since", "2022-02", "--until", "2022-01-31", "--db", stocked)
    assert code == 2
    told = "Error: --since 2022-02 comes after --until 2022-01-31, and no day is both; give the earlier one as --since."
    assert " ".join(said.split()) == told


def test_json_is_complete_and_jsonl_is_one_a_line(stocked):
    records = json.loads(ask("commitments", "--by", "Velmora", "--format", "json", "--db", stocked))
    assert records[0]["id"] == "c1" and records[0]["committers"] == ["Velmora"] and records[0]["overdue"] is True
    assert records[0]["amounts"][0]["value"] == "20000000"
    lines = ask("statements", "--format", "jsonl", "--db", stocked).splitlines()
    assert [json.loads(line)["id"] for line in lines] == ["s4", "s5", "s1", "s2", "s3", "s6"]
    assert json.loads(lines[-1])["content"].startswith("\x1b[31mred\u202e") and "\u202e" not in lines[-1]
    assert json.loads(ask("commitments", "--min", "1e12", "--format", "json", "--db", stocked)) == []


def test_csv_and_tsv_are_read_back_and_hold_no_formula(stocked):
    rows = list(csv.DictReader(io.StringIO(ask("statements", "--format", "csv", "--db", stocked))))
    assert [row["id"] for row in rows] == ["s4", "s5", "s1", "s2", "s3", "s6"]
    assert rows[-1]["speaker"] == "'=SUM(1)" and rows[4]["acts"] == "commitment; position"
    rows = list(csv.DictReader(io.StringIO(ask("speakers", "--format", "tsv", "--db", stocked)), delimiter="\t"))
    assert rows[1]["name"] == "Ana Belov" and rows[1]["roles"] == "President Velmora"


def test_markdown_is_a_table_of_plain_words(stocked):
    lines = ask("statements", "--format", "md", "--db", stocked).splitlines()
    assert lines[0] == "| id | speaker | said on | acts | what was said | publisher |" and lines[1].startswith("| --- |")
    assert r"\x1b[31mred\u{202e} &lt;b\>\|".replace("[", r"\[").replace(r"\x", r"\\x").replace(r"\u", r"\\u") in lines[-1]


def test_how_many_more_there_are_goes_to_stderr(stocked):
    result = RUNNER.invoke(app, ["statements", "--limit", "2", "--db", stocked])
    assert len(result.stdout.splitlines()) == 4 and result.stderr == "4 more statements; --limit 0 shows all.\n"
    result = RUNNER.invoke(app, ["commitments", "--min", "1e12", "--db", stocked])
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "No commitments match.\n")


def test_filters_reach_every_list(stocked):
    cases = {
        "commitments --by vx --to torvia --topic aid --strength pledge --overdue --unit USD --min 1 --max 1e9 --since 2022 --until 2022-03 "
        "--source VLN --language en --search harbour --review proposed --status not-assessed --order -due_on": ["c1"],
        "statements --by torvia --act position --topic education --since 2022-03-04 --order said_on": ["s3"],
        "statements --topic trade --by belov": ["s2"],
        "numbers --by velmora --to torvia --unit usd --search harbour": ["n1"],
        "sources --source kabar --language id --search bendungan --since 2025 --until 2025": ["src2"],
        "speakers --by samaya --source kabar --language id --search tana": ["sp3"],
        "parties --by tx --search TORV --order -made": ["p2"],
    }
    for command, expected in cases.items():
        records = json.loads(ask(*command.split(), "--format", "json", "--db", stocked))
        assert [record["id"] for record in records] == expected, command


def test_the_same_answer_from_postgresql(stocked, postgresql_stock):
    for command in ("commitments", "statements", "numbers", "speakers", "parties", "show c1", "stats --format json"):
        assert ask(*command.split(), "--db", stocked) == ask(*command.split(), "--db", postgresql_stock), command
    # Which words stand around a hit is each database's own choice.
    found, expected = (ask("search", "harbour", "--format", "jsonl", "--db", place).splitlines() for place in (postgresql_stock, stocked))
    assert [json.loads(hit)["id"] for hit in found] == [json.loads(hit)["id"] for hit in expected]


@pytest.mark.parametrize(
    ("command", "sentence"),
    [
        ("commitments --by Atlantis", "Error: --by: no party or speaker is called “Atlantis”."),
        ("commitments --order due", "Nearest: due_on"),
        ("statements --act promise", "--act knows no “promise”; it takes one of: commitment, call, position, assessment, other."),
        ("numbers --unit USDT", "Nearest: USD."),
        ("numbers --format xml", "--format knows no “xml”; it takes one of: table, json, jsonl, csv, tsv, md."),
        ("show c99", "There is no commitment c99"),
        ("show seven", "“seven” is not the name of a record. Names look like this: s12 is a statement, c7 a commitment"),
        ("show c1 --format csv", "it takes one of: table, json, jsonl"),
        ("search !!!", "at least one word"),
        ("commitments --since then", "--since takes a year, month or day"),
        ("commitments --limit -1", "Error: --limit takes a whole number from 1 to 1000000000, or 0 for all, not “-1”."),
        ("search harbour --limit 1e3", "not “1e3”"),
        ("statements --limit 10000000000", "not “10000000000”"),
        (
            "commitments --by ",
            "Error: The value after --by is empty, as where a variable of the shell is not set; write one, or leave it out.",
        ),
        ("commitments --colour red", "Error: claims commitments has no option “--colour”. Nearest: "),
        ("commitments -x", "Error: claims commitments has no option -x; `claims commitments --help` tells what it takes."),
        ("commitments --copies=3", "Error: --copies stands alone: it takes no value."),
        (
            "commitments Sadyr Japarov",
            "Error: claims commitments takes no “Sadyr Japarov” here; words that belong together stand in quotation marks, and "
            "`claims commitments --help` tells what it takes.",
        ),
        ("comitments", "Error: claims has no command “comitments”. Nearest: commitments, "),
        ("relations accepts 7", "Error: claims relations has no command “accepts”. Nearest: accept."),
        ("undo", "Error: claims undo needs CHANGE, as in: claims undo 4711"),
        ("instalment c1 5 USD", "Error: claims instalment needs --type, as in: claims instalment c12 100000000 USD --type disbursement"),
        ("undo abc", "Error: A change is named by its number, such as 4711, which `claims history` shows, not “abc”."),
        ("relations accept x", "Error: “x” is not the number of a relation, such as 7"),
        ("serve --port abc", "Error: --port takes a whole number from 1 to 65535, or 0 for a free one, not “abc”."),
        ("serve --port 65536", "not “65536”."),
        ("evaluate x --errors -1", "Error: --errors takes a whole number from 1 to 1000000000, or 0 for all, not “-1”."),
        ("sql selec", "syntax error"),
        ("sql delete\tfrom\tsources", "Only reading is possible"),
    ],
)
def test_a_wrong_word_is_a_sentence_and_exit_2(stocked, command, sentence):
    code, said = refuse(*(word.replace("\t", " ") for word in command.split(" ")), *() if "evaluate" in command else ("--db", stocked))
    assert code == 2 and sentence in " ".join(said.split()) and said.startswith("Error: ")


def test_an_option_at_the_end_says_that_it_needs_a_value(stocked):
    assert refuse("commitments", "--by") == (2, "Error: --by needs a value behind it, and nothing stands there.\n")


def test_db_may_stand_before_the_command_and_in_the_environment(stocked, monkeypatch):
    expected = ask("parties", "--db", stocked)
    assert ask("--db", stocked, "parties") == expected
    assert HEAD in ask("--db", stocked, "db", "current")
    monkeypatch.setenv("CLAIMS_DB", stocked)
    assert ask("parties") == expected


def test_columns_are_chosen_and_ordered_by_title_or_by_field(stocked):
    lines = ask("commitments", "--columns", "due_on, ID,Who,source-id", "--db", stocked).splitlines()
    assert lines[0].split("  ")[0] == "due on" and lines[0].split() == ["due", "on", "id", "who", "source", "id"]
    assert lines[2].split() == ["2090-12-31", "c3", "Samaya", "src2"]
    assert ask("parties", "--columns", "id,iso_code,name,id", "--format", "csv", "--limit", "2", "--db", stocked) == (
        "id,iso_code,name\np4,,Eastern League\np3,SX,Samaya\n"
    )


def test_what_is_a_field_and_a_title_is_data_in_json_and_text_in_a_table(stocked):
    assert json.loads(ask("commitments", "--by", "Velmora", "--columns", "status,committers,who", "--format", "json", "--db", stocked)) == [
        {"status": "not assessed", "committers": ["Velmora"], "who": "Velmora"}
    ]
    assert ask("commitments", "--by", "Velmora", "--columns", "status", "--db", stocked).splitlines()[2] == "overdue"


@pytest.mark.parametrize("command", ["statements", "numbers", "sources", "speakers", "search harbour", "timeline c1", "report coverage"])
def test_every_list_takes_columns_and_a_wrong_one_offers_the_nearest(stocked, command):
    known = {"timeline c1": "day", "report coverage": "publisher"}.get(command, "id")
    assert ask(*command.split(), "--columns", known, "--format", "csv", "--db", stocked).startswith(f"{known}\n")
    code, said = refuse(*command.split(), "--columns", f"{known}x", "--db", stocked)
    assert code == 2 and f"have no “{known}x”. Nearest: " in said and known in said


def test_columns_of_nothing_are_refused(stocked):
    code, said = refuse("commitments", "--columns", ",", "--db", stocked)
    assert code == 2 and "--columns takes names parted by commas" in said


@pytest.mark.parametrize("columns", [80, 140])
def test_many_columns_wrap_and_cut_no_id(stocked, columns):
    chosen = "id,who,to_whom,what,strength,amount,said_on,due_on,status,text,key,source_id,title"
    code, printed = run_on_terminal(columns, "commitments", "--columns", chosen, "--db", stocked)
    lines = without_style(printed).splitlines()
    assert code == 0 and max(map(len, lines)) <= columns
    words = " ".join(lines).split()
    assert {"c1", "c2", "c3", "src1", "src2", "2022-03-04"} <= set(words)
