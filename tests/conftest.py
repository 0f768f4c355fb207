"""What all tests share: a real PostgreSQL server of their own, a fresh place for a database on each kind, and databases to read."""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from claims.store.access import Reader, open_reader
from claims.store.migrations import upgrade
from tests.databases import fresh_database, on_each, on_postgresql, on_sqlite
from tests.views.fuller import stock_fuller
from tests.views.stock import stock
from tests.writers.showcase import show_off

# A run that was started in the background ignores Ctrl-C, and so would the programs that the tests interrupt.
signal.signal(signal.SIGINT, signal.default_int_handler)

SERVERS = Path("/usr/lib/postgresql")
USER = "postgres"


def server_programs() -> Path | None:
    """The folder of the newest server that is installed."""
    versions = [path.parent for path in SERVERS.glob("*/bin/initdb")]
    return max(versions, key=lambda path: int(path.parent.name), default=None)


def as_server_user(command: list[str]) -> list[str]:
    """PostgreSQL refuses to run as root."""
    return [shutil.which("runuser") or "/usr/sbin/runuser", "-u", USER, "--", *command] if os.geteuid() == 0 else command


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def run(command: list[str]) -> str:
    """Run a program of the server; return what went wrong, or nothing."""
    done = subprocess.run(as_server_user(command), cwd="/", capture_output=True, text=True, check=False)
    return f"{command[0]}: {done.stdout}{done.stderr}" if done.returncode else ""


@pytest.fixture(scope="session")
def postgresql_url() -> Iterator[str]:
    """The URL of the database `postgres` on a server that lives as long as this worker's tests."""
    programs = server_programs()
    if programs is None:
        pytest.fail("These tests need a PostgreSQL server; install the Debian package postgresql.", pytrace=False)
    home = Path(tempfile.mkdtemp(prefix="claims-pg-", dir="/tmp"))
    if os.geteuid() == 0:
        shutil.chown(home, USER)
    data = home / "data"
    initdb, control = str(programs / "initdb"), str(programs / "pg_ctl")
    start = [control, "-D", str(data), "-l", str(home / "log"), "-w", "-t", "60", "start", "-o"]
    try:
        fault = run([initdb, "-D", str(data), "-U", USER, "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"])
        for _ in range(0 if fault else 3):  # another worker may take the port between the look and the start
            port = free_port()
            settings = f"-c listen_addresses=127.0.0.1 -p {port} -k {home} -c fsync=off -c full_page_writes=off -c max_connections=40"
            fault = run([*start, settings])
            if not fault:
                break
        if fault:
            pytest.fail(f"The PostgreSQL server for the tests does not start: {fault}", pytrace=False)
        yield f"postgresql://{USER}@127.0.0.1:{port}/postgres"
    finally:
        run([control, "-D", str(data), "-m", "immediate", "-w", "stop"])
        shutil.rmtree(home, ignore_errors=True)


@pytest.fixture
def postgresql_location(postgresql_url: str) -> Iterator[str]:
    """The URL of a fresh, empty PostgreSQL database."""
    with fresh_database(postgresql_url) as location:
        yield location


@pytest.fixture
def sqlite_location(tmp_path: Path) -> str:
    """The path of an SQLite database that does not exist yet."""
    return str(tmp_path / "claims.db")


location = on_each("location")
"""Where a fresh database can be made, on each kind in turn; nothing is there yet."""

# Databases that are only read; the modules that make them say what they hold.
sqlite_stock, postgresql_stock = on_sqlite(stock), on_postgresql(stock)
sqlite_fuller, postgresql_fuller = on_sqlite(stock_fuller), on_postgresql(stock_fuller)
sqlite_showcase, postgresql_showcase = on_sqlite(show_off), on_postgresql(show_off)
fuller, showcase = on_each("fuller"), on_each("showcase")


@pytest.fixture
def empty(sqlite_location: str) -> Iterator[Reader]:
    """The reader of a database that holds nothing."""
    upgrade(sqlite_location)
    with open_reader(sqlite_location) as opened:
        yield opened
