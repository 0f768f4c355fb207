"""A newsroom's week through the command line, from the first load to a second database that tells the same; on both databases."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from claims.errors import ExitCode
from claims.extraction.candidates import Extraction
from claims.extraction.extractor import RuleExtractor
from claims.samples.library import sample_paths
from claims.terms import Strength
from cli.main import app
from tests.databases import fresh_database

RUNNER = CliRunner()


class Newsroom:
    """One database and the people who work on it."""

    def __init__(self, database: str) -> None:
        self.database = database

    def does(self, *arguments: str, by: str | None = None, code: int = ExitCode.DONE) -> str:
        signed = ["--by", by] if by else []
        result = RUNNER.invoke(app, ["--db", self.database, *arguments, *signed])
        assert result.exit_code == code, (arguments, result.output)
        return result.stdout

    def rows(self, *arguments: str) -> list[dict[str, object]]:
        found: list[dict[str, object]] = json.loads(self.does(*arguments, "--format", "json"))
        return found

    def one(self, *arguments: str) -> dict[str, object]:
        (row,) = self.rows(*arguments)
        return row

    def record(self, name: str) -> dict[str, object]:
        """One record, as its card tells it."""
        found: dict[str, object] = self.one("show", name)["record"]  # type: ignore[assignment]
        return found

    def last_change(self) -> str:
        return str(self.rows("history", "--limit", "1")[0]["number"])

    def exported(self, path: Path) -> list[str]:
        """Every row of the database in natural references, sorted."""
        self.does("export", "-o", str(path))
        return sorted(path.read_text("utf-8").splitlines())


@pytest.fixture
def elsewhere(request: pytest.FixtureRequest, location: str, tmp_path: Path) -> Iterator[str]:
    """Where another database of the same kind can be made."""
    if "://" not in location:
        yield str(tmp_path / "elsewhere.db")
        return
    with fresh_database(request.getfixturevalue("postgresql_url")) as place:
        yield place


def changed(extract: object) -> object:
    """An extractor that reads every pledge as a mere wish: what an upgrade may do."""

    def read(self: RuleExtractor, document: object) -> Extraction:
        found: Extraction = extract(self, document)  # type: ignore[operator]
        return replace(found, commitments=tuple(each._replace(strength=Strength.ASPIRATION) for each in found.commitments))

    return read


def test_a_week(location: str, elsewhere: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLAIMS_ACTOR", "Desk")
    desk = Newsroom(location)

    # Monday: the articles come in; a second load changes nothing
    articles = [str(path) for path in sample_paths()]
    assert "10 documents loaded" in desk.does("load", *articles)
    assert "Nothing changed" in desk.does("load", *articles)
    pledge = desk.one("commitments", "--by", "China", "--unit", "USD", "--language", "en", "--limit", "1")
    first, statement = str(pledge["id"]), str(pledge["statement_id"])
    assert pledge["review"] == "proposed" and pledge["due_on"] == "2025-01-25"
    before_review = desk.exported(tmp_path / "monday.jsonl")

    # Tuesday: what the machine read is reviewed and put right
    desk.does("accept", first, statement, by="Rina")
    desk.does("amend", first, "due_on=2025-06-30", "--reason", "the decree says June", by="Rina")
    wrong = str(desk.rows("numbers", "--limit", "1", "--order", "id")[0]["id"])
    desk.does("reject", wrong, by="Budi")
    assert wrong not in {row["id"] for row in desk.rows("numbers", "--limit", "0")}
    assert desk.record(first)["due_on"] == "2025-06-30"
    assert "plege" in RUNNER.invoke(app, ["--db", location, "amend", first, "strength=plege", "--reason", "x"]).output

    # Wednesday: two spellings are one speaker
    desk.does("add", "speaker", "name=Sadyr Zhaparov", "kind=person", by="Rina")
    said = {row["id"] for row in desk.rows("statements", "--by", "Sadyr Japarov", "--limit", "0")}
    desk.does("merge", "Sadyr Japarov", "Sadyr Zhaparov", "--reason", "two spellings", by="Rina")
    merged = desk.last_change()
    assert {row["id"] for row in desk.rows("statements", "--by", "Sadyr Zhaparov", "--limit", "0")} == said != set()

    # Thursday: what became of the promise
    desk.does("assess", first, "partly fulfilled", "--on", "2024-12-01", "--evidence", "https://example.org/aid", by="Budi")
    desk.does("assess", first, "no evidence found", "--on", "2024-06-01", by="Rina")
    desk.does("instalment", first, "100000000", "USD", "--type", "disbursement", "--on", "2023-05-01", "--from", "China")
    assert desk.record(first)["status"] == "partly fulfilled"
    assert [row["id"] for row in desk.rows("commitments", "--status", "partly fulfilled")] == [first]

    # Friday: a new version of the extractor reads the same articles otherwise
    monkeypatch.setattr(RuleExtractor, "name", "rules 99")
    monkeypatch.setattr(RuleExtractor, "extract", changed(RuleExtractor.extract))
    desk.does("reextract")
    commitments = {str(row["id"]): row for row in desk.rows("commitments", "--limit", "0")}
    assert commitments[first]["strength"] == "pledge" and commitments[first]["due_on"] == "2025-06-30", "people's work stays"
    assert {row["strength"] for row in commitments.values() if row["review"] == "proposed"} == {"aspiration"}
    disagreements = desk.rows("disagreements", "--limit", "0")
    assert disagreements, "the accepted pledge is read otherwise now"
    desk.does("disagreements", "dismiss", *(str(row["id"]) for row in disagreements), "--reason", "the text says will")
    assert desk.rows("disagreements") == []
    desk.does("undo", merged, by="Rina")
    assert desk.rows("statements", "--by", "Sadyr Zhaparov") == []
    assert {row["id"] for row in desk.rows("statements", "--by", "Sadyr Japarov", "--limit", "0")} == said

    # Saturday: the database goes to another newsroom, history and all
    everything = tmp_path / "everything.jsonl"
    desk.does("export", "--history", "-o", str(everything))
    other = Newsroom(elsewhere)
    other.does("load", str(everything))
    assert other.exported(tmp_path / "theirs.jsonl") == desk.exported(tmp_path / "ours.jsonl") != before_review
    assert len(other.rows("history", "--by", "Rina", "--limit", "0")) >= len(desk.rows("history", "--by", "Rina", "--limit", "0"))

    # Sunday: nothing is damaged
    for newsroom in (desk, other):
        newsroom.does("verify")
