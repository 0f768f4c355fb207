import os
import socket
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from claims.errors import Refused, StoreError, UsageError
from claims.store import access, migrations, waiting
from claims.store.databases import database as rules
from claims.store.databases import sqlite as sqlite_module
from claims.store.databases.database import find_database
from claims.store.loading import Loader
from tests.store.conftest import Raw
from tests.store.making import EXTRACTOR, make_batch


def load(location):
    with Loader(location, extractor=EXTRACTOR, loaded_by="tester") as loader:
        loader.store(make_batch([1]))


def foreign_sqlite(path):
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("CREATE TABLE theirs (x)")
        connection.commit()


PLACES = {
    "empty file": (lambda path: path.touch(), "is an empty file"),
    "text file": (lambda path: path.write_text("Samaya will pay.\n" * 100), "is not an SQLite database"),
    "short file": (lambda path: path.write_bytes(b"SQLite"), "is not an SQLite database"),
    "header alone": (lambda path: path.write_bytes(b"SQLite format 3\0"), "is not an SQLite database"),
    "somebody else's database": (foreign_sqlite, "claims did not make"),
    "folder": (lambda path: path.mkdir(), "is a folder"),
    "pipe": (os.mkfifo, "not a regular file"),
}


@pytest.mark.parametrize("use", [access.open_reader, migrations.upgrade, load], ids=["read", "upgrade", "load"])
@pytest.mark.parametrize(("make", "sentence"), PLACES.values(), ids=PLACES)
def test_what_is_not_ours_is_refused_and_left_alone(tmp_path, make, sentence, use):
    place = tmp_path / "claims.db"
    make(place)
    before = place.read_bytes() if place.is_file() else None
    with pytest.raises(Refused, match=sentence) as caught:
        use(str(place))
    assert "\n" not in str(caught.value)
    assert (place.read_bytes() if place.is_file() else None) == before
    assert [path.name for path in tmp_path.iterdir()] == ["claims.db"]


def test_reading_never_makes_a_database(location, tmp_path):
    with pytest.raises(Refused, match="claims load PATH"):
        access.open_reader(location)
    assert migrations.current(location) is None
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("use", [access.open_reader, load], ids=["read", "load"])
def test_an_older_schema_names_the_upgrade(raw, location, use, monkeypatch):
    raw("UPDATE alembic_version SET version_num = '0000'")
    monkeypatch.setattr(rules, "REVISIONS", ("0000", *rules.REVISIONS))
    with pytest.raises(Refused, match="claims db upgrade"):
        use(location)
    assert raw("SELECT version_num FROM alembic_version") == [("0000",)]


@pytest.mark.parametrize("use", [access.open_reader, migrations.upgrade, load], ids=["read", "upgrade", "load"])
def test_a_newer_schema_is_refused(raw, location, use):
    raw("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(Refused, match="newer version of claims"):
        use(location)
    assert raw("SELECT version_num FROM alembic_version") == [("9999",)]


@pytest.mark.parametrize("use", [access.open_reader, migrations.upgrade, load], ids=["read", "upgrade", "load"])
def test_somebody_elses_postgresql_database_is_refused(postgresql_location, use):
    raw = Raw(postgresql_location)
    raw("CREATE TABLE theirs (x int)")
    with pytest.raises(Refused, match="did not make"):
        use(postgresql_location)
    assert raw("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'") == [(1,)]


def test_an_unreachable_server_is_one_sentence_without_the_password():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with pytest.raises(StoreError, match="cannot be reached") as caught:
        access.open_reader(f"postgresql://rina:secret@127.0.0.1:{port}/claims")
    assert "\n" not in str(caught.value)
    assert "secret" not in str(caught.value)


def test_a_missing_postgresql_database_is_one_sentence(postgresql_url):
    with pytest.raises(StoreError, match=r'"nowhere" does not exist'):
        access.open_reader(postgresql_url.replace("/postgres", "/nowhere").replace("//nowhere", "//postgres"))


def test_the_psycopg_spelling_of_the_url_is_the_same_database(postgresql_location):
    migrations.upgrade(postgresql_location.replace("postgresql://", "postgresql+psycopg://"))
    with access.open_reader(postgresql_location) as reader:
        assert reader.kind == "postgresql"


def test_postgresql_without_psycopg_names_the_package():
    code = "import sys; sys.modules['psycopg'] = None\nfrom claims.store.access import open_reader\nopen_reader('postgresql://127.0.0.1/x')"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=Path.cwd())
    assert "claims.errors.Refused: A PostgreSQL database needs the package psycopg" in done.stderr


@pytest.mark.parametrize("location", ["mysql://x/y", "sqlite://", "sqlite:///", ":memory:", "", "a\0b", "postgresql://[x/y", "http://x"])
def test_a_place_that_cannot_be_is_a_usage_error(location):
    with pytest.raises(UsageError) as caught:
        access.open_reader(location)
    assert "\n" not in str(caught.value)


def test_a_busy_database_is_a_store_error_and_the_unit_is_undone(sqlite_location, monkeypatch):
    load(sqlite_location)
    monkeypatch.setattr(sqlite_module, "WAIT", 0.1)
    with closing(sqlite3.connect(sqlite_location, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match="is busy"):
            load(sqlite_location)
    with access.open_reader(sqlite_location) as reader:
        assert reader.rows("SELECT count(*) AS n FROM loads") == [{"n": 1}]


WRITING = {"sqlite": "BEGIN IMMEDIATE", "postgresql": "BEGIN; LOCK TABLE loads IN EXCLUSIVE MODE"}


def test_who_waits_for_another_writer_is_told_once_it_lasts(location, monkeypatch):
    load(location)
    heard = []
    monkeypatch.setattr(waiting, "tellers", [heard.append])
    monkeypatch.setattr(waiting, "SILENT", 0.2)
    if location.startswith("postgresql"):
        other, begin = psycopg.connect(location, autocommit=True), WRITING["postgresql"]
    else:
        other, begin = sqlite3.connect(location, isolation_level=None, check_same_thread=False), WRITING["sqlite"]
    with closing(other):
        load(location)
        assert heard == []
        other.execute(begin)
        release = threading.Timer(1.5, other.execute, ["ROLLBACK"])
        release.start()
        load(location)
        release.join()
    assert heard == [find_database(location).name]


def test_a_statement_that_only_takes_long_waits_for_nobody(postgresql_location, monkeypatch):
    load(postgresql_location)
    heard = []
    monkeypatch.setattr(waiting, "tellers", [heard.append])
    monkeypatch.setattr(waiting, "SILENT", 0.1)
    engine = find_database(postgresql_location).engine()
    with engine.begin() as connection:
        connection.exec_driver_sql("SELECT pg_sleep(0.7)")
    engine.dispose()
    assert heard == []


def test_a_damaged_database_is_a_store_error(sqlite_location):
    load(sqlite_location)
    content = bytearray(Path(sqlite_location).read_bytes())
    content[100:] = os.urandom(len(content) - 100)
    Path(sqlite_location).write_bytes(content)
    with pytest.raises(StoreError, match="damaged"):
        access.open_reader(sqlite_location)


def test_a_full_disk_is_a_store_error_and_what_was_committed_stays(sqlite_location):
    """A limit on the size of files stands for a full disk."""
    load(sqlite_location)
    size = Path(sqlite_location).stat().st_size
    code = (
        "import resource, signal, sys\n"
        "from claims.errors import StoreError\n"
        "from claims.store.loading import Loader\n"
        "from tests.store.making import EXTRACTOR, make_batch\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        f"resource.setrlimit(resource.RLIMIT_FSIZE, ({size + 200_000}, {size + 200_000}))\n"
        "try:\n"
        "    with Loader(sys.argv[1], extractor=EXTRACTOR, loaded_by='tester') as loader:\n"
        "        for number in range(10, 1000, 10): loader.store(make_batch(range(number, number + 10), sentences=20))\n"
        "except StoreError as error: print(error)\n"
    )
    done = subprocess.run([sys.executable, "-c", code, sqlite_location], capture_output=True, text=True, check=True, cwd=Path.cwd())
    assert "cannot grow" in done.stdout
    with access.open_reader(sqlite_location) as reader:
        (found,) = reader.rows("SELECT count(*) AS n, (SELECT count(*) FROM statements) AS statements FROM sources")
    assert found["statements"] == 2 + 20 * (found["n"] - 1)
    load(sqlite_location)


def count_sources(place):
    with access.open_reader(place) as reader:
        return reader.rows("SELECT count(*) AS n FROM sources")[0]["n"]


def as_nobody(use, place):
    """What `use` raised or returned in a child process without root's rights, as text."""
    out, into = os.pipe()
    child = os.fork()
    if child == 0:
        if os.geteuid() == 0:
            os.setgid(65534)
            os.setuid(65534)
        try:
            told = repr(use(str(place)))
        except BaseException as error:
            told = f"{type(error).__name__} {error}"
        os.write(into, told.encode())
        os._exit(0)
    os.close(into)
    os.waitpid(child, 0)
    with os.fdopen(out) as file:
        return file.read()


@pytest.fixture
def locked_folder(tmp_path_factory):
    """A folder that can be searched and read, and not written."""
    folder = tmp_path_factory.mktemp("locked")
    for parent in (folder, *folder.parents):
        if parent.stat().st_uid == os.getuid() and parent != Path("/") and parent != Path("/tmp"):
            parent.chmod(0o755)
    yield folder
    folder.chmod(0o755)


@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
def test_a_read_only_folder_is_refused_and_nothing_is_changed(locked_folder):
    place = locked_folder / "claims.db"
    load(str(place))
    before = place.read_bytes()
    place.chmod(0o444)
    locked_folder.chmod(0o555)
    assert as_nobody(load, place).startswith("Refused ")
    assert as_nobody(load, locked_folder / "new.db").startswith("Refused ")
    assert place.read_bytes() == before
    assert [path.name for path in locked_folder.iterdir()] == ["claims.db"]
    assert as_nobody(count_sources, place).startswith("Refused ")


@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
def test_a_file_that_may_not_be_read_is_refused(locked_folder):
    place = locked_folder / "claims.db"
    load(str(place))
    place.chmod(0o000)
    assert as_nobody(count_sources, place).startswith("Refused ")
