"""Databases to read from; nothing in these tests writes, so that they share one of each kind."""

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from claims.store.access import Reader, open_reader
from tests.views.stock import stock


@pytest.fixture(scope="session")
def sqlite_stock(tmp_path_factory: pytest.TempPathFactory) -> str:
    place = str(tmp_path_factory.mktemp("stock") / "claims.db")
    stock(place)
    return place


@pytest.fixture(scope="session")
def postgresql_stock(postgresql_url: str) -> Iterator[str]:
    import psycopg

    name = f"claims_{uuid4().hex}"
    with psycopg.connect(postgresql_url, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
        place = postgresql_url.removesuffix("postgres") + name
        stock(place)
        yield place
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=["sqlite", "postgresql"])
def stocked(request: pytest.FixtureRequest) -> str:
    place: str = request.getfixturevalue(f"{request.param}_stock")
    return place


@pytest.fixture
def reader(stocked: str) -> Iterator[Reader]:
    with open_reader(stocked) as opened:
        yield opened


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Reader]:
    from claims.store.migrations import upgrade

    upgrade(str(tmp_path / "empty.db"))
    with open_reader(str(tmp_path / "empty.db")) as opened:
        yield opened
