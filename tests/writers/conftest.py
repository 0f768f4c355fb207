"""Databases to export from; nothing in these tests writes, so that they share one of each kind."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from claims.store.access import Reader, open_reader
from tests.conftest import fresh_database
from tests.writers.showcase import show_off


@pytest.fixture(scope="session")
def sqlite_showcase(tmp_path_factory: pytest.TempPathFactory) -> str:
    location = str(tmp_path_factory.mktemp("showcase") / "claims.db")
    show_off(location)
    return location


@pytest.fixture(scope="session")
def postgresql_showcase(postgresql_url: str) -> Iterator[str]:
    with fresh_database(postgresql_url) as location:
        show_off(location)
        yield location


@pytest.fixture(params=["sqlite", "postgresql"])
def showcase(request: pytest.FixtureRequest) -> str:
    place: str = request.getfixturevalue(f"{request.param}_showcase")
    return place


@pytest.fixture
def reader(showcase: str) -> Iterator[Reader]:
    with open_reader(showcase) as opened, opened.snapshot():
        yield opened


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Reader]:
    from claims.store.migrations import upgrade

    upgrade(str(tmp_path / "empty.db"))
    with open_reader(str(tmp_path / "empty.db")) as opened:
        yield opened
