"""Databases that tests only read: each is made once of each kind, as a fixture of the run."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from uuid import uuid4

import psycopg
import pytest

# A people's order of letters, where "-" comes before ",", as most servers have it: not the order of code points that SQLite has.
COLLATION = "TEMPLATE template0 LOCALE_PROVIDER icu ICU_LOCALE 'en-US'"

Make = Callable[[str], None]
"""What makes a database at a location, and fills it."""


@contextmanager
def fresh_database(server_url: str) -> Iterator[str]:
    """The URL of an empty database on the server, which is dropped afterwards."""
    name = f"claims_{uuid4().hex}"
    with psycopg.connect(server_url, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name} {COLLATION}")
        yield server_url.removesuffix("postgres") + name
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def on_sqlite(make: Make):
    """The fixture of an SQLite database that is made so: its path."""

    @pytest.fixture(scope="session")
    def made(tmp_path_factory: pytest.TempPathFactory) -> str:
        location = str(tmp_path_factory.mktemp("made") / "claims.db")
        make(location)
        return location

    return made


def on_postgresql(make: Make):
    """The fixture of a PostgreSQL database with the same rows: its URL."""

    @pytest.fixture(scope="session")
    def made(postgresql_url: str) -> Iterator[str]:
        with fresh_database(postgresql_url) as location:
            make(location)
            yield location

    return made


def on_each(name: str):
    """The fixture of both, one after the other; they are called `sqlite_NAME` and `postgresql_NAME`."""

    @pytest.fixture(params=["sqlite", "postgresql"])
    def place(request: pytest.FixtureRequest) -> str:
        found: str = request.getfixturevalue(f"{request.param}_{name}")
        return found

    return place
