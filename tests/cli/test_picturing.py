"""claims report as html, png and svg: made whole or refused with a sentence."""

import sys
import webbrowser

import pytest

from claims.views.reports import reports
from tests.cli.process import run, run_on_terminal
from tests.cli.test_listing import ask, refuse


def report(*arguments, db):
    return run("report", *arguments, "--db", db)


def test_a_file_is_made_as_it_is_called(sqlite_fuller, tmp_path):
    begins = {"money.svg": b"<svg", "money.PNG": b"\x89PNG", "money.html": b"<!doctype html>", "money.htm": b"<!doctype html>"}
    doubt = "Promises may count twice: 1 proposal to decide on (`claims relations`).\n"
    for name, beginning in begins.items():
        done = report("money-pledged", "-o", tmp_path / name, db=sqlite_fuller)
        assert (done.returncode, done.stdout, done.stderr) == (0, "", f"{doubt}Made {tmp_path / name}.\n")
        assert (tmp_path / name).read_bytes().startswith(beginning)
    assert {path.name for path in tmp_path.iterdir()} == set(begins)


def test_without_a_file_it_is_printed_but_no_png_on_a_terminal(sqlite_fuller):
    assert report("coverage", "--format", "svg", db=sqlite_fuller).stdout.startswith("<svg")
    assert report("coverage", "--format", "html", db=sqlite_fuller).stdout.startswith("<!doctype html>")
    assert report("coverage", "-o", "/dev/stdout", "--format", "svg", db=sqlite_fuller).stdout.startswith("<svg")
    code, printed = run_on_terminal(80, "report", "coverage", "--format", "png", "--db", sqlite_fuller)
    assert (code, printed) == (2, "Error: A PNG is no text for a terminal; name a file with --output.\n")


def test_a_page_takes_columns_order_and_limit_for_its_table(sqlite_fuller):
    page = report(
        "coverage", "--format", "html", "--columns", "month,publisher", "--order", "month", "--limit", "1", db=sqlite_fuller
    ).stdout
    assert page.index('<th scope="col">month') < page.index('<th scope="col">publisher') and "<td" in page
    assert page.count("<tbody>\n<tr>") == 1 and "5 more match" in page


def test_a_page_prints_the_command_that_asks_again(sqlite_fuller):
    options = ["--columns", "month,publisher", "--order", "-month", "--limit", "0", "--today", " 2025-01-01"]
    page = ask("report", "coverage", "--format", "html", *options, "--db", sqlite_fuller)
    assert "claims report coverage --order -month --limit 0 --columns month,publisher --today 2025-01-01<" in page
    assert "claims report coverage<" in ask("report", "coverage", "--format", "html", "--db", sqlite_fuller)


def test_open_shows_the_plot(sqlite_fuller, tmp_path, monkeypatch):
    opened = []
    monkeypatch.setattr(webbrowser, "open", opened.append)
    monkeypatch.chdir(tmp_path)
    ask("report", "coverage", "-o", "coverage.svg", "--open", "--db", sqlite_fuller)
    assert opened == [(tmp_path / "coverage.svg").as_uri()]


def test_without_what_draws_there_are_pages_and_no_plots(sqlite_fuller, monkeypatch):
    from typer.testing import CliRunner

    from cli.main import app

    monkeypatch.setitem(sys.modules, "altair", None)
    code, said = refuse("report", "coverage", "--format", "svg", "--db", sqlite_fuller)
    missing = "Plots need the packages altair and vl-convert-python; install them with: pip install 'claims[plots]'\n"
    assert (code, said) == (4, f"Error: {missing}")
    done = CliRunner().invoke(app, ["report", "coverage", "--format", "html", "--db", sqlite_fuller])
    assert done.exit_code == 0 and "<svg" not in done.stdout and "<td" in done.stdout
    assert done.stderr == f"The page has no plot. {missing}"
    assert CliRunner().invoke(app, ["report", "who-speaks-for-whom", "--format", "html", "--db", sqlite_fuller]).stderr == ""


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        ("who-speaks-for-whom --format png", 2, "The report who-speaks-for-whom has no plot; these have one: who-committed-to-what, "),
        ("coverage -o coverage.csv", 2, "--output, --force and --open are for pages and plots (html, png, svg); others go to "),
        ("coverage -o coverage.pdf", 2, "--output knows no “pdf”; it takes one of: table, json, jsonl, csv, tsv, md, html, png, svg."),
        ("coverage --format svg --limit 3", 2, "--limit does not apply to a plot, which is of all that matches"),
        ("coverage --format svg --columns month", 2, "--columns does not apply to a plot"),
        ("coverage --format html --columns monht", 2, "rows of this report have no “monht”. Nearest: month."),
        ("coverage --format svg --open", 2, "--open and --force are for a file; name it with --output."),
        ("coverage --format svg --since 2099", 4, "matches, so nothing was made; fewer or other filters find more."),
        ("coverage --format html --since 2099", 4, "matches, so nothing was made; fewer or other filters find more."),
        ("money-pledged --by Samaya --unit USD --format svg", 4, "Not drawn, as no day is known: 4,000,000 USD."),
    ],
)
def test_what_cannot_be_made_is_a_sentence(sqlite_fuller, tmp_path, monkeypatch, arguments, code, sentence):
    monkeypatch.chdir(tmp_path)
    found, said = refuse("report", *arguments.split(), "--db", sqlite_fuller)
    assert found == code and sentence in said and said.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", reports())
def test_every_report_is_a_page(sqlite_fuller, name):
    assert ask("report", name, "--format", "html", "--db", sqlite_fuller).startswith("<!doctype html>")
