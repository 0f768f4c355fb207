"""What the shell offers: names, values and ids of the database, quickly, harmlessly, and nothing where there is nothing."""

import shutil
import sqlite3
import subprocess
from contextlib import closing

import pytest
from typer.main import get_command

from cli.completing import HELD, TERMS, finder
from cli.main import app
from tests.cli.process import PROGRAM, ROOT, environment, run


def offers(*words, shell="bash", **values):
    """What is offered for the last of the words."""
    asked = {"_CLAIMS_COMPLETE": f"complete_{shell}"}
    line = ("claims", *words)
    if shell == "bash":
        asked |= {"COMP_WORDS": "\n".join(line), "COMP_CWORD": str(len(words))}
    else:
        asked |= {"_TYPER_COMPLETE_ARGS": " ".join(line), "_TYPER_COMPLETE_FISH_ACTION": "get-args"}
    done = run(**asked, **values)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout.rstrip("\n").split("\n")


def all_parameters(command):
    yield from command.params
    for inside in getattr(command, "commands", {}).values():
        yield from all_parameters(inside)


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        (("comm",), ["commitments"]),
        (("commitments", "--strength", ""), ["pledge", "willing", "aspiration"]),
        (("commitments", "--status", "not\\ as"), ["not\\ assessed"]),
        (("statements", "--act", "c"), ["commitment", "call"]),
        (("show", "c1", "--format", "js"), ["json", "jsonl"]),
        (("similar", "s"), ["speakers"]),
        (("commitments", "--by", "vel"), ["Velmora"]),
        (("commitments", "--by", "jon\\ "), ["Jon\\ Úlfar"]),
        (("commitments", "--by", '"Jon '), ["Jon Úlfar"]),
        (("commitments", "--to", "liga"), ["Liga\\ Timur"]),
        (("commitments", "--order", ""), ["id", "announced_on", "due_on", "strength", "status", "amount"]),
        (("speakers", "--order", "st"), ["statements"]),
        (("report", "money-pledged", "--order", ""), [""]),
        (("commitments", "--topic", "e"), ["education", "energy"]),
        (("numbers", "--unit", "U"), ["USD"]),
        (("sources", "--language", ""), ["en", "id"]),
        (("sources", "--source", "harb"), ["harbour.txt"]),
        (("show", "c"), ["c1", "c2", "c3", "c4"]),
        (("show", "sp"), ["sp1", "sp2", "sp3", "sp4"]),
        (("assess", ""), ["c1", "c2", "c3", "c4"]),
        (("accept", "n2"), ["n2"]),
        (("report", "pro"), ["promised-and-delivered"]),
        (("show", "c0"), [""]),
        (("amend", "c1", "--by", "Vel"), [""]),  # the name of who does it, which nobody knows beforehand
    ],
)
def test_what_is_offered(stocked, words, offered):
    assert offers(*words, CLAIMS_DB=stocked) == offered


def test_ids_begin_as_they_are_typed(tmp_path, stocked):
    place = tmp_path / "many.db"
    shutil.copy(stocked, place)
    with closing(sqlite3.connect(place)) as connection:
        connection.executemany("INSERT INTO parties (party_id, name, kind) VALUES (?, ?, 'other')", [(n, f"P{n}") for n in range(5, 130)])
        connection.commit()
    found = offers("show", "p12", CLAIMS_DB=str(place))
    assert found == ["p12", *(f"p{number}" for number in range(120, 130))]


def test_the_database_that_the_line_names_is_asked(stocked, tmp_path):
    assert offers("commitments", "--db", stocked, "--by", "vel", cwd=tmp_path) == ["Velmora"]
    assert offers("--db", stocked, "commitments", "--by", "vel", cwd=tmp_path) == ["Velmora"]


def test_where_there_is_no_database_nothing_is_offered_said_or_made(tmp_path):
    assert offers("commitments", "--by", "vel", cwd=tmp_path) == [""]
    assert offers("show", "c", cwd=tmp_path, CLAIMS_DB="postgresql://nobody@127.0.0.1:1/none") == [""]
    assert list(tmp_path.iterdir()) == []


def test_names_that_a_shell_could_run_are_not_offered(stocked, tmp_path):
    place = tmp_path / "evil.db"
    shutil.copy(stocked, place)
    evil = ["X$(touch evil)", "X`touch evil`", "X\\$(touch evil)", "X\x1b[2J", "X\u202eY", "X; touch evil", "X'Y", 'X"Z']
    with closing(sqlite3.connect(place)) as connection:
        connection.executemany("INSERT INTO parties (name, kind) VALUES (?, 'other')", [(name,) for name in evil])
        connection.commit()
    assert offers("commitments", "--by", "X", CLAIMS_DB=str(place)) == ['X\\"Z', "X\\'Y", "X\\;\\ touch\\ evil"]
    assert offers("commitments", "--by", "X", shell="fish", CLAIMS_DB=str(place)) == ['X"Z', "X'Y", "X; touch evil"]


def test_bash_takes_a_name_of_two_words_as_one(stocked, tmp_path):
    script = run("--show-completion", "bash", _TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION="1").stdout
    program = tmp_path / "claims"
    program.write_text(f'#!/bin/sh\nexec {" ".join(PROGRAM)} "$@"\n')
    program.chmod(0o755)
    asked = (
        f"{script}\nCOMP_WORDS=(claims commitments --by Jon); COMP_CWORD=3; _claims_completion '{program}'\n"
        'printf "<%s>\\n" "${COMPREPLY[@]}"; eval "printf \'[%s]\' ${COMPREPLY[0]}"'
    )
    done = subprocess.run(
        ["bash", "-c", asked], cwd=ROOT, env=environment(CLAIMS_DB=stocked), capture_output=True, text=True, encoding="utf-8", check=True
    )
    assert done.stdout == "<Jon\\ Úlfar>\n[Jon Úlfar]"


def test_everything_that_can_be_offered_is_asked_for_by_a_command():
    known = {name for parameter in all_parameters(get_command(app)) for name in (*parameter.opts, parameter.metavar)}
    assert {*HELD, *TERMS} - known == set()


def test_every_filter_is_offered_words():
    free = {"--db", "--limit", "--search", "--since", "--until", "--min", "--max", "--order", "--columns", "--as-of", "--today"}
    commands = get_command(app).commands
    for name in ("commitments", "statements", "numbers", "sources", "speakers", "parties"):
        without = {
            opt for parameter in commands[name].params if not parameter.is_flag and finder(parameter) is None for opt in parameter.opts
        }
        assert without <= free
