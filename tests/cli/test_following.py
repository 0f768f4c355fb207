"""assess, instalment and timeline: what they print, in which formats, and how they refuse."""

import csv
import io
import json
import re
import shutil

import pytest
from typer.testing import CliRunner

from cli.main import app

RUNNER = CliRunner()


@pytest.fixture
def place(stocked, tmp_path, monkeypatch):
    """A copy of the stock that may be written, opened by Rina."""
    monkeypatch.setenv("CLAIMS_DB", str(shutil.copy(stocked, tmp_path / "claims.db")))
    monkeypatch.setenv("CLAIMS_ACTOR", "Rina")


def ask(*arguments):
    result = RUNNER.invoke(app, list(arguments))
    assert result.exit_code == 0, result.output
    return result.stdout


def refuse(*arguments):
    result = RUNNER.invoke(app, list(arguments))
    assert (result.exit_code, result.stdout) == (2, ""), result.output
    return result.stderr


def test_a_late_fulfilment_is_told_at_once_with_how_to_put_it_right(place):
    printed = ask("assess", "c1", "fulfilled", "--on", "2024-03-05", "--evidence", "https://example.org")
    assert "c1 stands as: fulfilled, 1 day late." in printed and "claims amend a3 assessed_on=DAY" in printed
    assert "fulfilled, 1 day late" in ask("commitments", "--by", "Velmora")
    assert json.loads(ask("commitments", "--by", "Velmora", "--format", "json"))[0]["days_late"] == 1
    assert "status      fulfilled, 1 day late — Rina, 2024-03-05 (a3); https://example.org" in ask("show", "c1")


def test_a_verdict_of_an_earlier_day_says_which_one_counts(place):
    printed = ask("assess", "c2", "stalled", "--on", "2022-05-01")
    assert "c2 stands as: fulfilled." in printed and "a2, Mira Sand, 2022-09-01" in printed


def test_today_is_meant_where_no_day_is_given_and_the_assessor_is_who_acts(place):
    from datetime import date

    printed = ask("assess", "c1", "unverifiable", "--by", "Budi")
    assert f"assessed_on: {date.today()}" in printed and "assessor: Budi" in printed and "overdue, unverifiable" in printed


def test_money_is_kept_exactly_and_shown_against_the_promise(place):
    ask("instalment", "c1", "100.10", "usd", "--type", "disbursement", "--from", "VX", "--to", "torvia", "--on", "2023-01-01")
    card = ask("show", "c1")
    assert "promised 20,000,000 USD; disbursed 100.1 USD; remaining 19,999,899.9 USD" in card
    assert "payments    disbursement of 100.1 USD, 2023-01-01 (i1); from Velmora to Torvia" in card
    assert "i1  instalment" in ask("show", "i1") and "a2  assessment" in ask("show", "a2")
    (found,) = json.loads(ask("show", "c1", "--format", "json"))
    assert found["balances"][0]["remaining"] == "19999899.9"


def test_a_timeline_in_every_format(place):
    ask("instalment", "c2", "5", "EUR", "--type", "pledge", "--on", "2022-04-01")
    assert [line.split()[:3] for line in ask("timeline", "c2").splitlines()[2:]] == [
        ["2022-03-04", "announced", "c2"],
        ["2022-04-01", "pledged", "i1"],
        ["2022-06-01", "assessed", "a1"],
        ["2022-09-01", "assessed", "a2"],
        ["2023-12-31", "due", "c2"],
    ]
    assert [row["id"] for row in csv.DictReader(io.StringIO(ask("timeline", "c2", "--format", "csv")))] == ["c2", "i1", "a1", "a2", "c2"]
    assert json.loads(ask("timeline", "--topic", "education", "--status", "fulfilled", "--format", "json"))[1]["value"] == "5"
    assert {entry["commitment_id"] for entry in json.loads(ask("timeline", "--overdue", "--format", "json"))} == {"c1"}


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("timeline",), "of one commitment, such as c12, or of those that"),
        (("timeline", "c1", "--by", "Velmora"), "of one commitment, such as c12, or of those that"),
        (("timeline", "p1"), "p1 is a party"),
        (("assess", "c1", "done"), "status knows no “done”"),
        (("assess", "n1", "fulfilled"), "n1 is a numeric claim"),
        (("instalment", "c1", "1", "USD", "--type", "loan"), "type knows no “loan”"),
        (("instalment", "c1", "1e999999", "USD", "--type", "pledge"), "plain digits"),
        (("show", "r1"), "There are no cards of roles"),
        (("show", "a99"), "There is no assessment a99"),
    ],
)
def test_what_may_not_be_is_a_sentence(place, arguments, sentence):
    said = refuse(*arguments)
    assert sentence in said and said.count("\n") == 1


def test_what_nobody_will_see_is_said(place):
    ask("reject", "c1")
    result = RUNNER.invoke(app, ["assess", "c1", "stalled", "--on", "2024-03-05"])
    assert result.exit_code == 0 and "c1 is rejected" in result.stderr and "`claims accept c1` brings it back" in result.stderr


def test_verify_counts_numbers_that_are_not_what_their_words_say(place):
    said = RUNNER.invoke(app, ["amend", "n1", "value=7", "--reason", "x"])
    assert said.exit_code == 0 and "n1 stands as 7" in said.stderr
    (words,) = json.loads(ask("sql", "SELECT text FROM numeric_claims WHERE numeric_claim_id = 1", "--format", "json"))
    ask("add", "number", "source=src1", f"text={words['text']}", "value=7", "metric=x")
    assert "1 number that people entered says otherwise than the words: n" in RUNNER.invoke(app, ["verify"]).stderr


def test_what_was_overdue_on_another_day_can_be_asked(place):
    def listed(*arguments):
        return [row["id"] for row in json.loads(ask(*arguments, "--format", "json"))]

    assert listed("commitments", "--overdue", "--today", "2024-03-04") == []
    assert listed("commitments", "--overdue", "--today", "2024-03-05") == ["c1"]
    assert "status      overdue" not in ask("show", "c1", "--today", "2024-03-04") and "status      overdue" in ask("show", "c1")
    told = json.loads(ask("timeline", "c1", "--today", "2024-03-04", "--format", "json"))
    assert [each["status"] for each in told if each["event"] == "due"] == ["not assessed"]
    (counted,) = json.loads(ask("report", "due-and-overdue", "--by", "Velmora", "--today", "2024-03-04", "--format", "json"))
    assert counted["state"] == "due"
    day = "select cast(current_date as text) as day"
    assert json.loads(ask("sql", day, "--today", "2024-03-04", "--format", "json")) == [{"day": "2024-03-04"}]
    assert "--today 2024-03-04" in ask("report", "brief", "--by", "Velmora", "--today", "2024-03-04")


@pytest.mark.parametrize("arguments", [("instalment", "c1", "-5", "USD", "--type", "pledge"), ("search", "-5")])
def test_a_number_below_zero_is_told_from_an_option(place, arguments):
    told = "Error: What begins with a hyphen reads as an option: an amount is above zero, and such words stand behind --.\n"
    assert refuse(*arguments) == told


def test_what_has_no_such_field_is_called_by_its_article_and_its_fields_once(place):
    assert refuse("amend", "a1", "colour=red", "--reason", "x").startswith("Error: An assessment has the fields status, score, ")
    said = refuse("amend", "a1", "zzz=red", "--reason", "x")
    assert said.endswith("evidence, note; none is “zzz”.\n") and said.count("rubric") == 1
    assert "e1 is an event; statements, commitments" in refuse("accept", "e1")
    assert "claims assess" in refuse("amend", "c1", "status=fulfilled", "--reason", "x")


def test_one_row_is_a_row(place):
    number = re.search(r"claims undo (\d+)", ask("amend", "c1", "condition=rain", "--reason", "x"))[1]
    assert ask("undo", number).startswith(f"Took back {number}: 1 row. ")


def test_what_a_file_says_otherwise_is_not_called_known(place, tmp_path):
    path = tmp_path / "one.json"
    parties = [{"name": "Velmora", "kind": "state"}, {"name": "Velmora", "kind": "company"}]
    path.write_text(json.dumps({"parties": parties}), "utf-8")
    done = RUNNER.invoke(app, ["load", str(path)])
    assert done.exit_code == 1 and done.stdout.startswith(f"Nothing of {path} was added (1 unchanged, 1 rejected).\n")
    assert done.stderr.startswith(f"Rejected: {path}, line 1, character 52: it is here already as p1")


def test_one_more_is_said_of_one(place):
    assert RUNNER.invoke(app, ["parties", "--limit", "3"]).stderr == "1 more party; --limit 0 shows all.\n"
    assert RUNNER.invoke(app, ["parties", "--limit", "2"]).stderr == "2 more parties; --limit 0 shows all.\n"
