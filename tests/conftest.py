"""What all tests share: a real PostgreSQL server of their own, and a fresh place for a database on each kind."""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import pytest

from tests.views.fuller import stock_fuller
from tests.views.stock import stock

# A run that was started in the background ignores Ctrl-C, and so would the programs that the tests interrupt.
signal.signal(signal.SIGINT, signal.default_int_handler)

SERVERS = Path("/usr/lib/postgresql")
USER = "postgres"
# A people's order of letters, where "-" comes before ",", as most servers have it: not the order of code points that SQLite has.
COLLATION = "TEMPLATE template0 LOCALE_PROVIDER icu ICU_LOCALE 'en-US'"


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


@contextmanager
def fresh_database(server_url: str) -> Iterator[str]:
    """The URL of an empty database on the server, which is dropped afterwards."""
    import psycopg

    name = f"claims_{uuid4().hex}"
    with psycopg.connect(server_url, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name} {COLLATION}")
        yield server_url.removesuffix("postgres") + name
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def postgresql_location(postgresql_url: str) -> Iterator[str]:
    """The URL of a fresh, empty PostgreSQL database."""
    with fresh_database(postgresql_url) as location:
        yield location


@pytest.fixture
def sqlite_location(tmp_path: Path) -> str:
    """The path of an SQLite database that does not exist yet."""
    return str(tmp_path / "claims.db")


@pytest.fixture(params=["sqlite", "postgresql"])
def location(request: pytest.FixtureRequest) -> str:
    """Where a fresh database can be made, on each kind in turn; nothing is there yet."""
    place: str = request.getfixturevalue(f"{request.param}_location")
    return place


@pytest.fixture(scope="session")
def sqlite_stock(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The path of an SQLite database that is only read; see tests.views.stock for what it holds."""
    location = str(tmp_path_factory.mktemp("stock") / "claims.db")
    stock(location)
    return location


@pytest.fixture(scope="session")
def postgresql_stock(postgresql_url: str) -> Iterator[str]:
    """The URL of a PostgreSQL database with the same rows, only read too."""
    with fresh_database(postgresql_url) as location:
        stock(location)
        yield location


@pytest.fixture(scope="session")
def sqlite_fuller(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The path of an SQLite database that holds more, only read too; see tests.views.fuller."""
    location = str(tmp_path_factory.mktemp("fuller") / "claims.db")
    stock_fuller(location)
    return location


@pytest.fixture(scope="session")
def postgresql_fuller(postgresql_url: str) -> Iterator[str]:
    """The URL of a PostgreSQL database with the same rows."""
    with fresh_database(postgresql_url) as location:
        stock_fuller(location)
        yield location
