"""What pages remember of their look-ups: how long, and how much."""

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime, tzinfo
from itertools import count
from pathlib import Path
from types import SimpleNamespace

import pytest
from datasette.app import Datasette

from claims.web import application
from claims.web.application import ReadOnlyDatabase
from claims.web.lookups import MOST_REMEMBERED, remembered


class Asked:
    """A site over a database whose look-ups return how many there were before."""

    def __init__(self, path: Path) -> None:
        self.database = ReadOnlyDatabase(Datasette(memory=False), path, published=False)
        self.site = SimpleNamespace(get_database=lambda name: self.database)
        self.number = count()

    def ask(self, key: object) -> int:
        async def look_up() -> int:
            return next(self.number)

        return asyncio.run(remembered(self.site, key, look_up))


@pytest.fixture
def asked(story_path: Path) -> Iterator[Asked]:
    asked = Asked(story_path)
    yield asked
    asked.database.close()


def test_what_is_asked_again_is_remembered_until_the_day_ends(asked: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
    class Clock(datetime):
        day = 1

        @classmethod
        def now(cls, tz: tzinfo | None = None) -> "Clock":
            assert tz is UTC  # as CURRENT_DATE of SQLite
            return cls(2031, 5, cls.day, 23, 59, tzinfo=tz)

    monkeypatch.setattr(application, "datetime", Clock)
    assert [asked.ask("overdue"), asked.ask("overdue")] == [0, 0]
    Clock.day = 2  # what was due is overdue
    assert [asked.ask("overdue"), asked.ask("overdue")] == [1, 1]


def test_what_was_not_asked_for_longest_is_forgotten_first(asked: Asked) -> None:
    assert [asked.ask("facts"), asked.ask("seldom")] == [0, 1]
    for number in range(3 * MOST_REMEMBERED):
        asked.ask(("money-by-party", f"unit {number}"))
        assert asked.ask("facts") == 0
    assert len(asked.database.memory) == MOST_REMEMBERED
    assert asked.ask("seldom") > 1
