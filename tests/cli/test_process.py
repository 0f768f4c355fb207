"""The program as a real process: exit codes, streams, terminals, what it imports."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from claims.store.revision import HEAD
from cli.layout import width
from tests.cli.process import PROGRAM, ROOT, environment, run, run_on_terminal, without_style

HEAVY = (
    "llm",
    "altair",
    "vl_convert",
    "sqlalchemy",
    "alembic",
    "pydantic",
    "datasette",
    "babel",
    "claims.extraction",
    "rich",
    "click",
    "psycopg",
)
READING = [
    "commitments",
    "statements",
    "numbers",
    "sources",
    "speakers",
    "parties",
    "show c1",
    "timeline c2",
    "report money-pledged --by velmora",
    "report --list",
    "copies",
    "relations --all",
    "search harbour",
    "sql select+1",
    "stats",
    "verify",
    "export --history",
    "export --format schema.org",
    "export --format annotations",
    "export --format iati",
    "export --format ftm",
    "schema",
    "",
]
MEANT = {"verify": {"claims.extraction"}}  # it reads the printed numbers again
WITHOUT_DATABASE = ("schema", "report --list", "")


@pytest.mark.parametrize("command", READING)
def test_a_reading_command_imports_nothing_heavy(stocked, command):
    barred = [name for name in HEAVY if name not in MEANT.get(command, ())]
    code = (
        "import sys; from cli.main import app; sys.argv = ['claims', *sys.argv[1:]]\n"
        "try: app()\n"
        f"finally: print(sorted(name for name in sys.modules for heavy in {barred!r} if name == heavy or name.startswith(heavy + '.')))"
    )
    arguments = [word.replace("+", " ") for word in command.split()] + ([] if command in WITHOUT_DATABASE else ["--db", stocked])
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], cwd=ROOT, env=environment(), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "[]"


def test_a_command_does_not_import_the_others(stocked):
    code = (
        "import sys; from cli.main import app; sys.argv = ['claims', 'stats', '--db', sys.argv[1]]\n"
        "try: app()\n"
        "finally: print({name for name in sys.modules if name.startswith('cli.')} & {'cli.listing', 'cli.loading', 'cli.reviewing'})"
    )
    done = subprocess.run([sys.executable, "-c", code, stocked], cwd=ROOT, env=environment(), capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "set()"


@pytest.mark.parametrize("columns", [80, 140])
@pytest.mark.parametrize(
    "command",
    ["commitments", "statements", "numbers", "sources", "speakers", "parties", "timeline c2", "show c1 s6", "search harbour", "stats"],
)
def test_a_terminal_is_filled_and_not_overrun(stocked, command, columns):
    code, printed = run_on_terminal(columns, *command.split(), "--db", stocked)
    lines = without_style(printed).splitlines()
    assert code == 0 and max(width(line) for line in lines) <= columns
    assert "\u202e" not in printed and "\x1b[31m" not in printed


@pytest.mark.parametrize("columns", [80, 140])
def test_a_table_on_a_terminal_wraps_and_cuts_nothing(stocked, columns):
    lines = without_style(run_on_terminal(columns, "commitments", "--db", stocked)[1]).splitlines()
    assert [line.split()[0] for line in lines if line[:1] == "c"] == ["c3", "c1", "c2"]
    words = " ".join(lines).split()
    for expected in ("2022-03-04", "2024-03-04", "aspiration", "20,000,000", "harbour"):
        assert expected in words
    assert "…" not in "".join(lines)


def test_many_columns_are_shown_one_below_the_other_where_they_do_not_fit(stocked):
    select = "select * from who_committed_to_what where commitment_id = 1"
    lines = without_style(run_on_terminal(80, "sql", select, "--db", stocked)[1]).splitlines()
    assert ["committers", "Velmora"] in [line.split() for line in lines] and max(width(line) for line in lines) <= 80


def test_rows_of_one_line_stand_close_and_taller_ones_apart(stocked):
    close = without_style(run_on_terminal(80, "stats", "--db", stocked)[1])
    apart = without_style(run_on_terminal(80, "commitments", "--db", stocked)[1])
    assert all(line.strip() for line in close.splitlines()) and not all(line.strip() for line in apart.splitlines())


def test_narrow_terminals_still_show_whole_ids(stocked):
    assert {"src1", "src2", "src3"} <= set(without_style(run_on_terminal(30, "sources", "--db", stocked)[1]).split())


def test_marked_words_are_styled_on_a_terminal(stocked):
    assert "\x1b[1;7mwill" in run_on_terminal(100, "show", "c1", "--db", stocked)[1]


def test_a_missing_database_names_what_to_run_and_is_not_made(tmp_path):
    for command in READING:
        if command in WITHOUT_DATABASE:
            continue
        done = run(*(word.replace("+", " ") for word in command.split()), cwd=tmp_path)
        assert (done.returncode, done.stdout) == (4, ""), command
        assert done.stderr == "Error: There is no database at claims.db yet; make one with: claims load PATH\n"
    assert list(tmp_path.iterdir()) == []


def test_a_database_that_is_not_ours_is_refused_and_left_alone(tmp_path):
    import sqlite3

    foreign = tmp_path / "foreign.db"
    connection = sqlite3.connect(foreign)
    connection.execute("CREATE TABLE recipes (name TEXT)")
    connection.close()
    before = foreign.read_bytes()
    for command in ("commitments", "db upgrade", "verify", "stats"):
        done = run(*command.split(), "--db", str(foreign))
        assert done.returncode == 4 and done.stderr.startswith("Error: ") and "Traceback" not in done.stderr
        assert done.stderr.count("\n") == 1
    assert foreign.read_bytes() == before


def test_db_upgrade_current_and_history(tmp_path):
    place = str(tmp_path / "new.db")
    assert "no database" in run("db", "current", "--db", place).stdout
    assert run("db", "upgrade", "--db", place).stdout == f"Made {place} at schema {HEAD}.\n"
    assert "Nothing to do" in run("db", "upgrade", "--db", place).stdout
    assert run("db", "current", "--db", place).stdout == f"{HEAD} (the newest)\n"
    assert "here" in run("db", "history", "--db", place).stdout


def test_a_closed_pipe_is_a_clean_end(stocked):
    many = "with recursive t(n) as (select 1 union all select n + 1 from t where n < 200000) select n from t"
    with subprocess.Popen(
        [*PROGRAM, "sql", many, "--db", stocked], cwd=ROOT, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout and process.stderr
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_a_full_disk_is_a_sentence(stocked):
    with open("/dev/full", "w") as full:  # noqa: PTH123
        done = subprocess.run(
            [*PROGRAM, "stats", "--db", stocked], cwd=ROOT, env=environment(), stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )
    assert done.returncode == 3 and done.stderr == "Error: There is no room to write the output: No space left on device.\n"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_what_was_kept_is_told_where_there_is_no_room_to_report_it(stocked, tmp_path):
    place = shutil.copy(stocked, tmp_path / "claims.db")
    done = on_shell(f"amend c2 action=zfull --reason x --db {place} > /dev/full")
    assert done.returncode == 3 and done.stderr == (
        f"Error: There is no room to write the output: No space left on device. What was changed in {place} is kept; "
        "`claims history` tells it.\n"
    )
    assert "zfull" in run("show", "c2", "--db", place).stdout
    (tmp_path / "a.txt").write_text("PORT - Ana Belov said on Friday that the harbour will open.\n", "utf-8")
    done = on_shell(f"load {tmp_path}/a.txt --db {tmp_path}/new.db > /dev/full")
    assert done.returncode == 3 and f"What was changed in {tmp_path}/new.db is kept" in done.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
@pytest.mark.parametrize("command", ["--help", "--version", "commitments --help"])
def test_help_on_a_full_disk_is_a_sentence_too(command):
    done = on_shell(f"{command} > /dev/full")
    assert (done.returncode, done.stderr) == (3, "Error: There is no room to write the output: No space left on device.\n")


def test_streams_that_nobody_reads_change_no_exit_code(stocked, tmp_path):
    assert on_shell(f"stats --db {stocked} >&-").returncode == 0
    assert on_shell(f"commitments --by Atlantis --db {stocked} >&- 2>&-").returncode == 2
    assert on_shell(f"load missing --db {tmp_path}/x.db 2>&1 | true").stdout == "0\n"
    if Path("/dev/full").exists():
        assert on_shell(f"commitments --by Atlantis --db {stocked} 2>/dev/full").returncode == 2


def on_shell(command: str) -> subprocess.CompletedProcess[str]:
    """Run the program as a shell does; behind a pipe, print its exit code."""
    program = " ".join([*PROGRAM, command])
    if command.endswith("| true"):
        program += "; echo ${PIPESTATUS[0]}"
    return subprocess.run(["bash", "-c", program], cwd=ROOT, env=environment(), capture_output=True, text=True, check=False)


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_ends_a_query(stocked, number, code):
    endless = "with recursive t(n) as (select 1 union all select n + 1 from t) select count(*) from t"
    with subprocess.Popen(
        [*PROGRAM, "sql", endless, "--db", stocked], cwd=ROOT, env=environment(), stderr=subprocess.PIPE, text=True
    ) as process:
        while not is_reading(process.pid, stocked):
            time.sleep(0.05)
        time.sleep(0.3)
        process.send_signal(number)
        _, said = process.communicate(timeout=30)
    assert process.returncode == code and said == "Interrupted.\n"


@pytest.mark.parametrize(("number", "code"), [("SIGINT", 130), ("SIGTERM", 143)])
def test_a_signal_that_comes_while_garbage_is_collected_is_not_lost(stocked, number, code):
    program = (
        "import claims.views.stats as stats, os, signal, sys, time\n"
        "class Garbage:\n"
        f"    def __del__(self): os.kill(os.getpid(), signal.{number}); time.sleep(0.1)\n"
        "def slow(reader): Garbage(); time.sleep(20)\n"
        "stats.read_stats = slow\n"
        "from cli.main import main\n"
        "sys.argv = ['claims', 'stats', '--db', sys.argv[1]]\n"
        "main()"
    )
    done = run_code(program, stocked)
    assert (done.returncode, done.stdout, done.stderr) == (code, "", "Interrupted.\n")


@pytest.mark.parametrize(("number", "code"), [("SIGINT", 130), ("SIGTERM", 143)])
def test_a_signal_that_comes_again_while_the_program_ends_is_too_late(stocked, number, code):
    program = (
        "import claims.views.stats as stats, cli.main as program, os, signal, sys\n"
        f"def send(*_): os.kill(os.getpid(), signal.{number})\n"
        "def settle(): send(); print('settled', flush=True)\n"
        "stats.read_stats, program.settle_streams = send, settle\n"
        "sys.argv = ['claims', 'stats', '--db', sys.argv[1]]\n"
        "program.main()"
    )
    done = run_code(program, stocked)
    assert (done.returncode, done.stdout, done.stderr) == (code, "settled\n", "Interrupted.\n")


def run_code(program: str, place: Path) -> subprocess.CompletedProcess[str]:
    """Run Python code with a database as its one argument."""
    return subprocess.run([sys.executable, "-c", program, place], cwd=ROOT, env=environment(), capture_output=True, text=True, check=False)


def is_reading(pid: int, place: str) -> bool:
    return any(os.path.realpath(link) == os.path.realpath(place) for link in Path(f"/proc/{pid}/fd").iterdir())


def test_words_that_are_not_utf8_are_a_sentence(stocked):
    done = subprocess.run(
        [*PROGRAM, "search", b"\xff\xfe", "--db", stocked], cwd=ROOT, env=environment(), capture_output=True, text=True, check=False
    )
    assert done.returncode == 2 and done.stderr.startswith("Error: ") and "Traceback" not in done.stderr


def test_an_encoding_that_cannot_hold_the_words_gets_escapes(stocked):
    done = run("speakers", "--db", stocked, PYTHONIOENCODING="ascii")
    assert done.returncode == 0 and r"Jon \xdalfar" in done.stdout


def test_an_unexpected_fault_is_a_sentence_and_a_traceback_only_on_demand(stocked):
    code = (
        "import claims.views.stats as stats, sys\n"
        "def broken(reader): raise ZeroDivisionError('by zero')\n"
        "stats.read_stats = broken\n"
        "from cli.main import main\n"
        "sys.argv = ['claims', 'stats', '--db', sys.argv[1]]\n"
        "main()"
    )
    for wanted in ("0", "1"):
        done = subprocess.run(
            [sys.executable, "-c", code, stocked],
            cwd=ROOT,
            env=environment(CLAIMS_DEBUG=wanted),
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 1 and "ZeroDivisionError: by zero" in done.stderr
        assert ("Traceback" in done.stderr) is (wanted == "1")
