"""Starting and stopping: what is refused before anything starts, and that browsing leaves the database as it was."""

import hashlib
import signal
import socket
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import httpx
import pytest

from claims.errors import Refused, UsageError
from claims.web.serving import database_file, listen, serve
from claims.web.site import read_site
from tests.web.browser import serving
from tests.web.rows import fill_with_story, insert


def test_ctrl_c_ends_it_cleanly(story_path: Path) -> None:
    with serving(story_path) as (client, process):
        assert client.get("/").status_code == 200
        client.get("/nothing")
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=30)
        assert (process.returncode, out, err) == (0, "", "")


def test_sigterm_ends_it_as_terminated(story_path: Path) -> None:
    with serving(story_path) as (client, process):
        client.get("/")
        process.send_signal(signal.SIGTERM)
        _, err = process.communicate(timeout=30)
        assert process.returncode in (-signal.SIGTERM, 143)
        assert err == ""


def test_browsing_changes_nothing(empty_database: Callable[[str], Path]) -> None:
    path = empty_database("quiet.db")
    fill_with_story(path)
    before = hashlib.sha256(path.read_bytes()).hexdigest()
    with serving(path) as (client, _):
        assert client.get("/claims/commitments").status_code == 200
        assert client.get("/claims/search?words=kereta").status_code == 200
    assert hashlib.sha256(path.read_bytes()).hexdigest() == before


def test_what_is_loaded_meanwhile_is_seen_and_the_writer_is_not_held_up(empty_database: Callable[[str], Path]) -> None:
    path = empty_database("live.db")
    with serving(path) as (client, _):
        assert "Nothing is loaded yet" in client.get("/").text
        with closing(sqlite3.connect(path, isolation_level=None)) as writer:
            assert writer.execute("PRAGMA journal_mode").fetchone() == ("wal",)
            writer.execute("BEGIN IMMEDIATE")
            insert(writer, "parties", name="Zubrowka", kind="state")
            assert client.get("/claims/parties.json").json()["filtered_table_rows_count"] == 0
            writer.execute("COMMIT")
            assert client.get("/claims/parties.json").json()["filtered_table_rows_count"] == 1


@pytest.mark.parametrize("name", ["a b?c#d%41.db", 'claims\'s "best".db', "<b>.db", "données-データ.db", "a\nb\x1b[31m.db", "caf\udce9.db"])
def test_any_file_name_works(empty_database: Callable[[str], Path], name: str) -> None:
    with serving(empty_database(name)) as (client, _):
        assert client.get("/claims/commitments").status_code == 200
        assert "<b>" not in client.get("/claims").text


def test_a_missing_foreign_or_older_database_is_refused_and_nothing_starts(tmp_path: Path, empty_database: Callable[[str], Path]) -> None:
    with pytest.raises(Refused, match="claims load PATH"):
        serve(str(tmp_path / "missing.db"))
    assert not (tmp_path / "missing.db").exists()
    foreign = tmp_path / "foreign.db"
    with closing(sqlite3.connect(foreign)) as connection:
        connection.execute("CREATE TABLE t (x)")
    with pytest.raises(Refused):
        serve(str(foreign))
    text = tmp_path / "text.db"
    text.write_text("no database at all")
    with pytest.raises(Refused):
        serve(str(text))
    older = empty_database("older.db")
    with closing(sqlite3.connect(older)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(Refused):
        serve(str(older))


def test_a_database_server_is_refused_with_what_to_do() -> None:
    with pytest.raises(Refused, match="publish a SQLite snapshot"):
        database_file("postgresql://someone:secret@localhost/claims")


def test_sqlite_urls_are_paths(tmp_path: Path) -> None:
    assert database_file(f"sqlite:///{tmp_path}/x.db") == tmp_path.resolve() / "x.db"


def test_a_port_in_use_is_refused(story_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(Refused, match=f"Port {port} on 127.0.0.1 is in use.*--port"):
            serve(str(story_path), port=port)


@pytest.mark.parametrize(("host", "port"), [("127.0.0.1", 65536), ("127.0.0.1", -1), ("no such host", 0), ("192.0.2.1", 0), ("a" * 300, 0)])
def test_a_host_or_port_that_cannot_be_is_a_usage_error(host: str, port: int) -> None:
    with pytest.raises(UsageError):
        listen(host, port)


def test_beyond_loopback_no_sql_but_ours_runs(story_path: Path) -> None:
    with serving(story_path, "0.0.0.0") as (client, _):
        address = f"http://127.0.0.1:{client.base_url.port}"
        assert httpx.get(f"{address}/claims/who-committed").status_code == 200
        assert httpx.get(f"{address}/claims.json?sql=select+1").status_code == 403
        assert httpx.get(f"{address}/claims/commitments?_where=1=1").status_code == 403
        assert "Your own SQL" not in httpx.get(f"{address}/claims").text


def test_on_a_large_table_facets_are_offered_and_not_counted(
    empty_database: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = empty_database("large.db")
    with closing(sqlite3.connect(path)) as connection, connection:
        insert(connection, "parties", party_id=read_site()["facet_rows"] + 1, name="Zubrowka", kind="state")
    with serving(path) as (client, _):
        assert client.get("/claims/parties.json").json()["facet_results"] == {}
        assert '<a href="/claims/parties?_facet=kind">kind</a>' in client.get("/claims/parties").text
        assert "kind" in client.get("/claims/parties.json?_facet=kind").json()["facet_results"]
        assert "kind" in client.get("/claims/speakers.json").json()["facet_results"]
