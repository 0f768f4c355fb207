"""The queries of the cookbook give the same answers on SQLite, on PostgreSQL, and in DuckDB over the Parquet export."""

import re
import shlex
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from claims.store.access import open_reader
from cli.main import app
from tests.databases import fresh_database
from tests.house.shown import BLOCK, PROMPT, ROOT

PAGE = (ROOT / "docs" / "COOKBOOK.md").read_text("utf-8")
BLOCKS = [(found["kind"], found["body"]) for found in BLOCK.finditer(PAGE)]
QUERIES = [body for kind, body in BLOCKS if kind == "sql"]
TITLES = re.findall(r"^### \d+\. (.+)$", PAGE, re.MULTILINE)
Rows = Sequence[Sequence[Any]]


def follow(location: str) -> str:
    """Do in the database at `location` what the page does to its own."""
    commands = [
        line.removeprefix(PROMPT) for kind, body in BLOCKS if kind == "console" for line in body.splitlines() if line.startswith(PROMPT)
    ]
    for command in commands:
        if command.startswith("claims "):
            words = [str(ROOT / "claims" / "samples") if word == "articles" else word for word in shlex.split(command)[1:]]
            done = CliRunner().invoke(app, words, env={"CLAIMS_DB": location})
            assert done.exit_code == 0, done.output
    return location


@pytest.fixture(scope="module")
def sqlite_kitchen(tmp_path_factory: pytest.TempPathFactory) -> str:
    return follow(str(tmp_path_factory.mktemp("cookbook") / "cookbook.db"))


@pytest.fixture(scope="module")
def postgresql_kitchen(postgresql_url: str) -> Iterator[str]:
    with fresh_database(postgresql_url) as location:
        yield follow(location)


@pytest.fixture(scope="module")
def duckdb_kitchen(sqlite_kitchen: str) -> Any:
    """A connection made by the very Python of the page, in the folder where it wrote the tables."""
    folder = Path(sqlite_kitchen).parent
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        words = next(line for line in re.findall(r"`(claims export [^`]+)`", PAGE))
        done = CliRunner().invoke(app, shlex.split(words)[1:], env={"CLAIMS_DB": sqlite_kitchen})
        assert done.exit_code == 0, done.output
        names: dict[str, Any] = {}
        exec(next(body for kind, body in BLOCKS if kind == "python"), names)
    return names["connection"]


def comparable(rows: Rows) -> list[list[Any]]:
    """Rows as all three databases give them: what is a number, or reads as one, by its value, days as text."""
    return [[number(str(value)) for value in row] for row in rows]


def number(text: str) -> str | float:
    try:
        return float(text)
    except ValueError:
        return text


def test_it_holds_twenty_questions_each_with_its_answer() -> None:
    kinds = [kind for kind, _ in BLOCKS]
    assert len(TITLES) == len(set(TITLES)) == len(QUERIES) == 20
    assert [kinds[place + 1] for place, kind in enumerate(kinds) if kind == "sql"] == ["text"] * 20


@pytest.mark.parametrize("query", QUERIES, ids=TITLES)
def test_every_database_gives_the_same_rows(query: str, sqlite_kitchen: str, postgresql_kitchen: str, duckdb_kitchen: Any) -> None:
    with open_reader(sqlite_kitchen) as reader:
        columns, rows = reader.table(query)
    with open_reader(postgresql_kitchen) as reader:
        assert reader.table(query)[0] == columns
        assert comparable(reader.table(query)[1]) == comparable(rows)
    found = duckdb_kitchen.execute(query)
    assert [column[0] for column in found.description] == columns
    assert comparable(found.fetchall()) == comparable(rows)
    assert rows
