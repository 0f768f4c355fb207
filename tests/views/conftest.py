"""Databases to read from; nothing in these tests writes, so that they share one of each kind."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from claims.store.access import Reader, open_reader


@pytest.fixture(params=["sqlite", "postgresql"])
def stocked(request: pytest.FixtureRequest) -> str:
    place: str = request.getfixturevalue(f"{request.param}_stock")
    return place


@pytest.fixture
def reader(stocked: str) -> Iterator[Reader]:
    with open_reader(stocked) as opened:
        yield opened


@pytest.fixture(params=["sqlite", "postgresql"])
def fuller(request: pytest.FixtureRequest) -> str:
    place: str = request.getfixturevalue(f"{request.param}_fuller")
    return place


@pytest.fixture
def full_reader(fuller: str) -> Iterator[Reader]:
    with open_reader(fuller) as opened:
        yield opened


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Reader]:
    from claims.store.migrations import upgrade

    upgrade(str(tmp_path / "empty.db"))
    with open_reader(str(tmp_path / "empty.db")) as opened:
        yield opened
