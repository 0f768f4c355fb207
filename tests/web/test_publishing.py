"""Publishing: from either database a whole copy to be read alone, which names no reviewer unless asked and answers as the database does."""

import json
import shutil
import sqlite3
import threading
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from claims.errors import Refused, StoreError
from claims.references import require_reference
from claims.store.access import open_reader
from claims.store.ledger.amending import amend, withdraw
from claims.store.ledger.following import assess
from claims.store.ledger.ledger import Ledger
from claims.store.selects import view_selects
from claims.store.shapes import SHAPES
from claims.terms import RecordKind
from claims.views.commitments import list_commitments
from claims.views.filters import Filters
from claims.views.history import history_of
from claims.web import publishing
from claims.web.publishing import LEFT_OUT, publish
from claims.web.records import read_record
from claims.web.site import read_site
from tests.views.fuller import stock_fuller
from tests.web.browser import serving

PEOPLE = ("Zita Quill", "Odo Prynne")


@pytest.fixture
def reviewed(location: str) -> str:
    """A database in which two people changed, judged, assessed and withdrew, on each kind in turn."""
    stock_fuller(location)
    with Ledger(location, actor=PEOPLE[0]) as ledger:
        amend(ledger, require_reference("c1"), {"due_on": "2024-05-06"}, reason="the treaty says May")
        assess(ledger, require_reference("c1"), {"status": "fulfilled", "assessed_on": "2024-05-01"})
        withdraw(ledger, [require_reference("n2")], reason="a page number")
    with Ledger(location, actor=PEOPLE[1]) as ledger:
        amend(ledger, require_reference("a1"), {"note": "late"}, reason="it was late")
        amend(ledger, require_reference("c1"), {"topics": "ports"}, reason="of ports")
    return location


def rows(location: str, sql: str) -> list[tuple[Any, ...]]:
    with open_reader(location) as reader:
        return reader.table(sql)[1]


def files_of(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_every_row_is_there_and_every_view_answers_as_before(reviewed: str, tmp_path: Path) -> None:
    made = publish(reviewed, tmp_path / "out.db", reviewers=True)
    for table, shape in SHAPES.items():
        if table not in LEFT_OUT:
            ask = f"SELECT * FROM {table} ORDER BY {', '.join(shape.key)}"
            assert rows(str(made.path), ask) == rows(reviewed, ask), table
            assert made.rows[table] == len(rows(reviewed, ask))
    for view in view_selects():
        ask = f"SELECT * FROM {view}"
        assert sorted(rows(str(made.path), ask), key=repr) == sorted(rows(reviewed, ask), key=repr), view
    assert made.size == made.path.stat().st_size
    assert {name for name in files_of(tmp_path) if not name.startswith("claims.db")} == {"out.db"}


def test_nobody_who_reviewed_is_named_unless_asked(reviewed: str, tmp_path: Path) -> None:
    hidden, named = publish(reviewed, tmp_path / "hidden.db").path, publish(reviewed, tmp_path / "named.db", reviewers=True).path
    for person in PEOPLE:
        assert person.encode() not in hidden.read_bytes()
        assert person.encode() in named.read_bytes()
    who = rows(str(hidden), "SELECT changed_by FROM changes ORDER BY change_id")
    assert {name for (name,) in who} == {None, "reviewer 2", "reviewer 3"}  # the first judged what the stock holds
    assert rows(str(hidden), "SELECT assessor FROM assessments WHERE commitment_id = 1") == [("reviewer 2",)]
    assert rows(str(hidden), "SELECT assessor FROM commitment_states WHERE commitment_id = 1") == [("reviewer 2",)]
    assert rows(str(hidden), "SELECT reviewers FROM publication") == [("numbered",)]


def test_the_history_tells_what_people_changed_and_nothing_that_was_withdrawn(reviewed: str, tmp_path: Path) -> None:
    out = publish(reviewed, tmp_path / "out.db").path
    (gone,) = rows(reviewed, "SELECT old FROM changes WHERE operation = 'delete' AND table_name = 'numeric_claims'")
    assert json.loads(gone[0])["text"]
    assert rows(str(out), "SELECT count(*) FROM changes WHERE table_name = 'numeric_claims' AND row_key = '2'") == [(0,)]
    with open_reader(str(out)) as reader:
        changes = history_of(reader, "c1").records
        told = [(each.changed_by, each.reason, [(field.name, field.after) for field in each.fields]) for each in changes]
        assert ("reviewer 2", "the treaty says May") in [each[:2] for each in told]
        assert ("reviewer 3", "of ports", [("topic", "ports")]) in told
        page = read_record(reader, RecordKind.COMMITMENT, 1)
    assert page is not None
    assert "the treaty says May" in [change.reason for change in page["changes"]]


def test_it_is_compact_sound_and_made_for_reading(reviewed: str, tmp_path: Path) -> None:
    out = publish(reviewed, tmp_path / "out.db").path
    with closing(sqlite3.connect(out)) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("delete",)
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        assert connection.execute("PRAGMA freelist_count").fetchone() == (0,)
        kinds = dict(connection.execute("SELECT name, type FROM sqlite_master").fetchall())
        assert {kinds[name] for name in read_site()["published"]} == {"table"}
        assert "trigger" not in kinds.values()
        assert {kinds[name] for name in ("statements_fts", "commitments_fts", "sources_fts")} == {"table"}
        assert connection.execute("SELECT count(*) FROM statements_fts WHERE statements_fts MATCH 'harbour'").fetchone()[0]
        assert connection.execute("SELECT count(*) FROM sqlite_stat1 WHERE tbl = 'commitment_states'").fetchone()[0]
        for name, table in read_site()["published"].items():
            for number in range(len(table.get("indexes", []))):
                assert kinds[f"ix_{name}_{number + 1}"] == "index"


def test_it_cannot_be_changed_nor_asked_how_it_stood(reviewed: str, tmp_path: Path) -> None:
    out = str(publish(reviewed, tmp_path / "out.db").path)
    with (
        pytest.raises(Refused, match="published, to be read alone; change the database"),
        Ledger(out, actor="x") as ledger,
    ):
        amend(ledger, require_reference("c1"), {"due_on": "2024-05-07"}, reason="later")
    with pytest.raises(Refused, match="without the whole history"):
        open_reader(out, as_of="2026-02-01")
    with open_reader(out) as reader:
        assert list_commitments(reader, Filters(by="Velmora")).records


def test_what_is_there_is_replaced_only_by_force(sqlite_stock: str, tmp_path: Path) -> None:
    out = tmp_path / "out.db"
    out.write_text("mine")
    with pytest.raises(Refused, match="is there already; --force replaces it"):
        publish(sqlite_stock, out)
    assert out.read_text() == "mine"
    publish(sqlite_stock, out, force=True)
    assert rows(str(out), "SELECT count(*) FROM sources") == rows(sqlite_stock, "SELECT count(*) FROM sources")


@pytest.mark.parametrize("force", [False, True])
def test_the_database_itself_a_folder_and_a_place_that_is_not_there_are_refused(sqlite_stock: str, tmp_path: Path, force: bool) -> None:
    before = Path(sqlite_stock).read_bytes()
    link = tmp_path / "link.db"
    link.symlink_to(sqlite_stock)
    for out, words in (
        (Path(sqlite_stock), "the database itself"),
        (link, "the database itself"),
        (tmp_path, "is a folder"),
        (tmp_path / "none" / "out.db", "cannot be"),
        (Path("/dev/null"), "not a regular file" if force else "is there already"),
    ):
        with pytest.raises(Refused, match=words):
            publish(sqlite_stock, out, force=force)
    assert Path(sqlite_stock).read_bytes() == before


def test_a_file_that_appears_meanwhile_is_not_replaced(sqlite_stock: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "out.db"
    fill = publishing.fill

    def filled(*given: Any) -> dict[str, int]:
        out.write_text("somebody else's")
        return fill(*given)

    monkeypatch.setattr(publishing, "fill", filled)
    with pytest.raises(Refused, match="is there already"):
        publish(sqlite_stock, out)
    assert out.read_text() == "somebody else's"
    assert files_of(tmp_path) == {"out.db"}


def test_nothing_is_left_of_one_that_was_cut_off(sqlite_stock: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(publishing, "make_tables", broken)
    with pytest.raises(KeyboardInterrupt):
        publish(sqlite_stock, tmp_path / "out.db")
    assert files_of(tmp_path) == set()


def test_it_is_of_one_moment_whatever_is_written_meanwhile(location: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stock_fuller(location)
    copy = publishing.copy

    def slow(connection: sqlite3.Connection, reader: Any, table: str, *rest: Any) -> None:
        if table == "commitments":

            def write() -> None:
                with Ledger(location, actor=PEOPLE[0]) as ledger:
                    assess(ledger, require_reference("c2"), {"status": "fulfilled", "assessed_on": "2024-05-01"})

            writer = threading.Thread(target=write)
            writer.start()
            writer.join()
        copy(connection, reader, table, *rest)

    monkeypatch.setattr(publishing, "copy", slow)
    before = rows(location, "SELECT count(*) FROM assessments")
    out = publish(location, tmp_path / "out.db").path
    assert rows(str(out), "SELECT count(*) FROM assessments") == before != rows(location, "SELECT count(*) FROM assessments")


def test_a_damaged_database_is_named_rather_than_its_copy(sqlite_stock: str, tmp_path: Path) -> None:
    damaged = tmp_path / "damaged.db"
    shutil.copy(sqlite_stock, damaged)
    with closing(sqlite3.connect(damaged)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        (page,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'statements'").fetchone()
        (size,) = connection.execute("PRAGMA page_size").fetchone()
    with damaged.open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(b"\xff" * size)
    with pytest.raises(StoreError, match=r"damaged\.db"):
        publish(str(damaged), tmp_path / "out.db")
    assert not [name for name in files_of(tmp_path) if "out" in name]


def test_it_is_served(reviewed: str, tmp_path: Path) -> None:
    out = publish(reviewed, tmp_path / "out.db").path
    before = out.read_bytes()
    with serving(out) as (client, _):
        pages = ("commitments", "commitments/1", "sources/1", "coverage", "due_and_overdue", "repeated_records")
        for address in ("/", "/claims", *(f"/claims/{page}" for page in pages)):
            assert client.get(address).status_code == 200, address
        assert "reviewer 2" in client.get("/claims/commitments/1").text
        tables = client.get("/claims.json").json()["tables"]
        assert not {"publication", "change_actor"} & {table["name"] for table in tables if not table["hidden"]}
    assert out.read_bytes() == before
    assert {name for name in files_of(tmp_path) if not name.startswith("claims.db")} == {"out.db"}
