"""On a terminal words stay whole, and a wrong word is answered with the nearest right one."""

import re

import pytest

from cli.drawing import fit, lines
from cli.layout import width
from tests.cli.process import ROOT, run_on_terminal, without_style
from tests.cli.test_listing import refuse

COLOUR = re.compile(r"\x1b\[[0-9;]*(3[0-9]|4[0-9]|9[0-7]|10[0-7])[0-9;]*m")
LISTS = [
    *("commitments", "statements", "numbers", "sources", "speakers", "parties", "timeline c2", "history", "stats", ""),
    *("report due-and-overdue", "report coverage", "commitments --columns id,who,what,key,source_id,status,announced_on,due_on"),
]


def lines_of(columns, command, place):
    code, printed = run_on_terminal(columns, *command.split(), CLAIMS_DB=place)
    assert code in (0, 2)
    return without_style(printed).splitlines()


@pytest.mark.parametrize(
    ("needs", "room", "sizes"),
    [
        ([(3, 5), (10, 20)], 40, [5, 20]),
        ([(3, 5), (10, 20)], 20, [5, 15]),
        ([(3, 30), (10, 20)], 30, [15, 15]),
        ([(3, 30), (18, 20)], 31, [13, 18]),
        ([(3, 30), (10, 90)], 32, [16, 16]),
        ([], 80, []),
    ],
)
def test_what_is_missing_is_taken_from_the_widest_columns_as_far_as_their_words_allow(needs, room, sizes):
    assert fit(needs, room) == sizes


@pytest.mark.parametrize(
    ("text", "size", "broken"),
    [
        ("", 5, [""]),
        ("the harbour of Torvia", 21, ["the harbour of Torvia"]),
        ("the harbour of Torvia", 14, ["the harbour of", "Torvia"]),
        ("the harbour of Torvia", 5, ["the", "harbo", "ur of", "Torvi", "a"]),
        ("see https://example.org/a", 9, ["see", "https://e", "xample.or", "g/a"]),
        ("港口的条约 kereta", 7, ["港口的", "条约", "kereta"]),
        ("e\u0301te\u0301 e\u0301te\u0301", 3, ["e\u0301te\u0301", "e\u0301te\u0301"]),
        ("กี่กี่ กี่", 2, ["กี่กี่", "กี่"]),
    ],
)
def test_lines_are_no_wider_than_their_place_and_break_between_words(text, size, broken):
    assert lines(text, size) == broken and max(map(width, broken)) <= size


def test_marks_go_on_in_the_next_line(monkeypatch):
    monkeypatch.setenv("TERM", "xterm")
    assert lines("it will build one", 9, [(3, 13)]) == ["it \x1b[1;7mwill\x1b[0m", "\x1b[1;7mbuild\x1b[0m one"]


@pytest.mark.parametrize("command", ["commitments", "show c1", "sources --columns id,title,url,publisher,loaded_at,sha256"])
def test_drawing_on_a_terminal_imports_no_library_that_draws(sqlite_fuller, tmp_path, command):
    (tmp_path / "sitecustomize.py").write_text("import sys\nsys.modules['rich'] = None\n")
    code, printed = run_on_terminal(80, *command.split(), "--db", sqlite_fuller, PYTHONPATH=f"{tmp_path}:{ROOT}")
    assert code == 0 and "\x1b[" in printed


def test_a_simple_terminal_is_sent_plain_characters(sqlite_fuller):
    ascii_alone = {"TERM": "dumb", "LC_ALL": "C", "PYTHONIOENCODING": "ascii"}
    for command in ("commitments", "show c1"):
        _, printed = run_on_terminal(100, *command.split(), "--db", sqlite_fuller, **ascii_alone)
        assert printed.isascii() and "\x1b" not in printed and "\\u2500" not in printed


@pytest.mark.parametrize("command", LISTS)
def test_no_word_is_broken_on_eighty_columns(sqlite_fuller, command):
    narrow, wide = (lines_of(columns, command, sqlite_fuller) for columns in (80, 400))
    assert max(map(len, narrow)) <= 80
    assert {word for line in narrow for word in line.split() if "─" not in word} <= {word for line in wide for word in line.split()}


def test_what_is_said_breaks_between_words_too(sqlite_fuller):
    said = lines_of(80, "timeline", sqlite_fuller)
    assert len(said) > 1 and max(map(len, said)) <= 80
    assert " ".join(said).startswith("Error: A timeline is of one commitment, such as c12, or of those that --by, --topic ")
    state = lines_of(64, "", sqlite_fuller)
    after = next(number for number, line in enumerate(state) if line.startswith("  claims review")) + 1
    assert state[after].startswith(" " * 20) and not state[after].strip().startswith("claims")


@pytest.mark.parametrize("command", ["commitments", "show c1", "report coverage", "", "commitments --by nobody", "--help"])
def test_no_colours_where_none_are_wanted(sqlite_fuller, command):
    _, printed = run_on_terminal(100, "--db", sqlite_fuller, *command.split(), NO_COLOR="1")
    assert printed and not COLOUR.search(printed)


@pytest.mark.parametrize(
    ("command", "sentence"),
    [
        ("commitmnts", "Nearest: commitments"),
        ("relations fnd", "Nearest: find."),
        ("numbers --unti USD", "--unit"),
        ("commitments --by Velmroa", "Nearest: Velmora."),
        ("commitments --strength plege", "Did you mean pledge?"),
        (
            "commitments --status overdue",
            "--status takes a verdict, and overdue is none: it follows from the due day, and --overdue finds it.",
        ),
        ("report coverage --order mnth", "Nearest: month."),
        ("report mony-pledged", "Nearest: money-pledged."),
        ("sql select+*+from+comitments", "no such table: comitments. Nearest: commitments,"),
        ("sql select+*+from+zzz", "no such table: zzz.\n"),
        ("undo x", "A change is named by its number, such as 4711, which `claims history` shows, not “x”."),
        ("undo 9" + "9" * 30, "A change is named by its number"),
    ],
)
def test_a_wrong_word_is_answered_with_the_nearest(sqlite_fuller, command, sentence):
    code, said = refuse(*(word.replace("+", " ") for word in command.split()), "--db", sqlite_fuller)
    assert code == 2 and sentence in said


def test_postgresql_says_the_same_of_a_table_that_is_not_there(postgresql_stock):
    code, said = refuse("sql", "select * from comitments", "--db", postgresql_stock)
    assert code == 2 and "Nearest: commitments," in said
