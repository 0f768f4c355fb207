"""claims report brief: a page is made whole, never over another one, and where nothing matches none is made."""

import webbrowser

import pytest
from lxml import html

from tests.cli.process import run, run_on_terminal
from tests.cli.test_listing import ask, refuse


def brief(*arguments, db):
    return run("report", "brief", *arguments, "--db", db)


def test_a_page_is_made_as_the_file_is_called(stocked, tmp_path):
    begins = {"brief.html": "<!doctype html>", "brief.HTM": "<!doctype html>", "brief.md": "# Velmora", "page": "<!doctype html>"}
    for name, beginning in begins.items():
        done = brief("--by", "Velmora", "-o", tmp_path / name, db=stocked)
        assert (done.returncode, done.stdout, done.stderr) == (0, "", f"Made {tmp_path / name}.\n")
        assert (tmp_path / name).read_text("utf-8").startswith(beginning)
    assert {path.name for path in tmp_path.iterdir()} == set(begins)


def test_without_a_file_it_is_printed(stocked):
    assert brief("--by", "Velmora", db=stocked).stdout.startswith("# Velmora\n")
    assert brief("--by", "Velmora", "--format", "html", db=stocked).stdout.startswith("<!doctype html>")
    code, printed = run_on_terminal(80, "report", "brief", "--source", "Trap", "--db", stocked)
    assert code == 0 and "\x1b[31m" not in printed and "\u202e" not in printed


def test_it_says_what_was_asked_of_which_database_but_not_where_that_lies(stocked, tmp_path):
    page = brief("--by", "vx", "--since", "2022", "--format", "html", db=stocked).stdout
    text = " ".join(html.document_fromstring(page).text_content().split())
    assert "Commitments, positions and numbers by Velmora from 2022, as claims.db holds them." in text
    assert "claims report brief --by vx --since 2022" in text and str(stocked) not in page
    printed = brief("--by", "vx", "--limit", "5", "--today", " 2025-01-01", db=stocked).stdout
    assert "Made by: claims report brief --by vx --limit 5 --today 2025-01-01\n" in printed


def test_a_file_that_is_there_stays_unless_force_is_given(stocked, tmp_path):
    place = tmp_path / "brief.html"
    place.write_text("mine")
    done = brief("--by", "Velmora", "-o", place, db=stocked)
    assert (done.returncode, done.stderr) == (4, f"Error: {place} is there already; --force replaces it.\n")
    assert place.read_text() == "mine"
    assert brief("--by", "Velmora", "-o", place, "--force", db=stocked).returncode == 0
    assert place.read_text().startswith("<!doctype html>") and list(tmp_path.iterdir()) == [place]


def test_where_nothing_matches_no_page_is_made(stocked, tmp_path):
    done = brief("--by", "Velmora", "--until", "1999", "-o", tmp_path / "brief.html", db=stocked)
    assert (done.returncode, done.stdout) == (4, "")
    assert done.stderr == "Error: Nothing in claims.db matches, so nothing was made; fewer or other filters find more.\n"
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_cannot_be_written_is_a_sentence(stocked, tmp_path):
    done = brief("--by", "Velmora", "-o", tmp_path / "none" / "brief.html", db=stocked)
    assert done.returncode == 4 and done.stderr.endswith("cannot be written: No such file or directory.\n")
    assert brief("--by", "Velmora", "-o", tmp_path, "--force", "--format", "md", db=stocked).returncode == 4


def test_it_may_go_to_a_device(stocked):
    assert brief("--by", "Velmora", "-o", "/dev/stdout", db=stocked).stdout.startswith("<!doctype html>")


def test_open_shows_the_page_in_a_browser(stocked, tmp_path, monkeypatch):
    opened = []
    monkeypatch.setattr(webbrowser, "open", opened.append)
    monkeypatch.chdir(tmp_path)
    ask("report", "brief", "--by", "Velmora", "-o", "brief.html", "--open", "--db", stocked)
    assert opened == [(tmp_path / "brief.html").as_uri()]


def test_an_earlier_instant(stocked):
    from claims.store.access import open_reader

    with open_reader(stocked) as reader:
        moment = reader.rows("SELECT max(changed_at) AS at FROM changes")[0]["at"]
    assert f"as claims.db holds them as of {moment}." in brief("--by", "Velmora", "--as-of", moment, db=stocked).stdout


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ((), "A brief is about somebody or something: name them with --by, --to or --topic."),
        (("--by", "Velmoria"), "Nearest: Velmora"),
        (("--unit", "USD"), "--unit does not apply to a brief; it takes --by, --to, --topic, --since, --until, --source, --language."),
        (("--by", "Velmora", "--format", "csv"), "--format knows no “csv”; it takes one of: html, md."),
        (("--by", "Velmora", "-o", "brief.pdf"), "--output knows no “pdf”; it takes one of: html, md."),
        (("--by", "Velmora", "--columns", "id"), "--columns does not apply to a brief"),
        (("--by", "Velmora", "--open"), "--open and --force are for a file; name it with --output."),
    ],
)
def test_a_wrong_word_is_a_sentence_and_exit_2(stocked, tmp_path, monkeypatch, arguments, sentence):
    monkeypatch.chdir(tmp_path)
    code, said = refuse("report", "brief", *arguments, "--db", stocked)
    assert code == 2 and sentence in said and said.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_what_is_text_goes_into_no_file(stocked, tmp_path):
    code, said = refuse("report", "coverage", "-o", str(tmp_path / "coverage.csv"), "--db", stocked)
    assert code == 2 and "are for pages and plots" in said
    code, said = refuse("report", "breif", "--db", stocked)
    assert code == 2 and "There is no report “breif”. Nearest: brief." in said
