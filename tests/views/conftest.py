"""Databases to read from; nothing in these tests writes, so that they share one of each kind."""

from collections.abc import Iterator

import pytest

from claims.store.access import Reader, open_reader
from tests.databases import on_each

stocked = on_each("stock")


@pytest.fixture
def reader(stocked: str) -> Iterator[Reader]:
    with open_reader(stocked) as opened:
        yield opened


@pytest.fixture
def full_reader(fuller: str) -> Iterator[Reader]:
    with open_reader(fuller) as opened:
        yield opened
