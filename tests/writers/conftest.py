"""A database to export from; nothing in these tests writes, so that they share one of each kind."""

from collections.abc import Iterator

import pytest

from claims.store.access import Reader, open_reader


@pytest.fixture
def reader(showcase: str) -> Iterator[Reader]:
    with open_reader(showcase) as opened, opened.snapshot():
        yield opened
