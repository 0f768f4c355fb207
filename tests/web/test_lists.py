"""Pages of tables: what is read for them, and how often."""

import asyncio
import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from claims.web.application import ReadOnlyDatabase, build_application
from tests.web.rows import fill_with_story

# Of every page: what has changed (3 questions), who may see it (2), the rows, how many there are, and the names of what they refer to.
QUESTIONS = 8
COLUMN = re.compile(r'data-label="(\w+)"')
NUMBER = re.compile(r'href="/claims/commitments/([0-9]+)"')
NEXT = re.compile(r'class="next" href="(?:http://localhost)?([^"]+)"')


class Site:
    """A site that tells what it asks its database: the SQL, and how many questions went to a thread."""

    def __init__(self, path: Path) -> None:
        self.site = build_application(path, large_tables=frozenset(["statements", "commitments"]), hosts=[], allow_sql=True)
        self.sql: list[str] = []
        self.questions = 0

    def get(self, address: str) -> Any:
        self.sql, self.questions = [], 0
        answer = asyncio.run(self.site.client.get(address))
        assert answer.status_code == 200, answer.text
        return answer

    def rows_read(self) -> str:
        """Return the SELECT of the rows of a page of commitments."""
        return next(sql for sql in self.sql if "from commitments" in sql and "limit" in sql)


@pytest.fixture
def site(empty_database: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    path = empty_database("story.db")
    fill_with_story(path)
    made = Site(path)
    execute, in_thread = ReadOnlyDatabase.execute, ReadOnlyDatabase.execute_fn

    async def told(database: Any, sql: str, *values: Any, **settings: Any) -> Any:
        made.sql.append(sql)
        return await execute(database, sql, *values, **settings)

    async def counted(database: Any, question: Any) -> Any:
        made.questions += 1
        return await in_thread(database, question)

    monkeypatch.setattr(ReadOnlyDatabase, "execute", told)
    monkeypatch.setattr(ReadOnlyDatabase, "execute_fn", counted)
    yield made
    made.site.get_database("claims").close()


def test_a_page_reads_the_columns_that_it_shows_and_data_has_them_all(site: Site) -> None:
    page = site.get("/claims/commitments").text
    assert "announced_on" in site.rows_read() and "span_start" not in site.rows_read()
    assert COLUMN.findall(page)[:3] == ["commitment_id", "announced_on", "strength"] and "span_start" not in COLUMN.findall(page)
    site.get("/claims/commitments?_all=1")
    assert "span_start" in site.rows_read()
    assert "span_start" in site.get("/claims/commitments.json").json()["columns"]
    assert "span_start" in site.get("/claims/commitments.csv").text.splitlines()[0]


def test_a_list_is_sorted_by_any_column_which_it_then_shows_from_page_to_page(site: Site) -> None:
    address: str | None = "/claims/commitments?_sort=span_end&_size=1"
    found = []
    while address:
        page = site.get(address).text
        assert '<option value="span_end" selected>' in page and COLUMN.findall(page)[-1] == "span_end"
        found += NUMBER.findall(page)
        following = NEXT.search(page)
        address = following and unescape(following[1])
    ends = site.get("/claims/commitments.json?_sort=span_end&_shape=arrays&_col=span_end").json()["rows"]
    assert len(ends) == 3 and found == [str(number) for number, _ in ends]


def test_what_a_table_is_like_is_asked_again_only_after_a_change(site: Site, tmp_path: Path) -> None:
    site.get("/claims/statements")
    site.get("/claims/statements")
    assert site.questions <= QUESTIONS
    with closing(sqlite3.connect(tmp_path / "story.db")) as connection, connection:
        connection.execute("ALTER TABLE statements ADD COLUMN mood TEXT")
    assert "mood" in COLUMN.findall(site.get("/claims/statements?_all=1").text)
