"""Long output on a terminal goes through a pager, and nothing else does."""

import time

import pytest

from cli.edge import bring_forward
from tests.cli.process import Conversation, run, run_on_terminal, without_style

LONG = "with recursive t(n) as (select 1 union all select n + 1 from t where n < 200) select 'row ' || n as n from t"
SHORT = "select 'row 1' as n"


@pytest.fixture
def pager(tmp_path):
    """A pager that says so before the text that it is given, and keeps it."""
    program = tmp_path / "pager"
    program.write_text(f'#!/bin/sh\necho "PAGED with LESS=$LESS"\nexec tee {tmp_path}/seen\n')
    program.chmod(0o755)
    return str(program)


def test_what_is_longer_than_the_terminal_is_paged(stocked, pager, tmp_path):
    code, printed = run_on_terminal(80, "sql", LONG, "--db", stocked, PAGER=pager)
    assert code == 0 and without_style(printed).startswith("PAGED with LESS=FRX\n") and "row 200" in printed
    assert "row 1" in (tmp_path / "seen").read_text()


def test_what_fits_is_not_paged(stocked, pager):
    code, printed = run_on_terminal(80, "sql", SHORT, "--db", stocked, PAGER=pager)
    assert code == 0 and "PAGED" not in printed and "row 1" in printed


@pytest.mark.parametrize("words", [("--no-pager", "sql", LONG), ("sql", LONG, "--no-pager"), ("sql", "--no-pager", LONG)])
def test_no_pager_may_stand_anywhere(stocked, pager, words):
    code, printed = run_on_terminal(80, *words, "--db", stocked, PAGER=pager)
    assert code == 0 and "PAGED" not in printed and "row 200" in printed


@pytest.mark.parametrize("values", [{"PAGER": ""}, {"PAGER": "cat"}, {"PAGER": "no-such-pager"}, {"PAGER": "tee", "TERM": "dumb"}])
def test_without_a_pager_all_is_printed(stocked, values):
    code, printed = run_on_terminal(80, "sql", LONG, "--db", stocked, **values)
    assert code == 0 and "row 200" in printed


def test_nothing_is_paged_on_a_pipe(stocked, pager, tmp_path):
    assert run("sql", LONG, "--db", stocked, PAGER=pager).stdout.startswith("n\n---")
    assert not (tmp_path / "seen").exists()


def test_a_pager_that_is_left_early_is_a_clean_end(stocked, tmp_path):
    program = tmp_path / "pager"
    program.write_text("#!/bin/sh\nexit 0\n")
    program.chmod(0o755)
    many = LONG.replace("200", "200000")
    assert run_on_terminal(80, "sql", many, "--db", stocked, PAGER=str(program)) == (0, "")


def test_the_program_waits_until_the_pager_is_left_and_ctrl_c_is_the_pagers(stocked, tmp_path):
    program = tmp_path / "pager"
    program.write_text("#!/bin/sh\ntrap '' INT\ncat\necho READY\nread key </dev/tty\n")
    program.chmod(0o755)
    with Conversation(80, "sql", LONG, "--db", stocked, PAGER=str(program)) as talk:
        talk.hear("READY")
        talk.press("\x03")
        time.sleep(0.5)
        assert talk.process.poll() is None
        talk.press("\n")
        assert talk.end()[0] == 0


def test_a_mistake_is_told_after_what_was_printed(stocked, pager):
    code, printed = run_on_terminal(80, "show", "c1", "c99", "--db", stocked, PAGER=pager)
    assert code == 2 and "Error: There is no commitment c99" in printed


def test_options_that_may_stand_anywhere_come_first():
    assert bring_forward(["sql", "--no-pager", "x"]) == ["--no-pager", "sql", "x"]
    assert bring_forward(["search", "--", "--no-pager"]) == ["search", "--", "--no-pager"]
