"""Parquet: read back with its types, and the reporting views over it in DuckDB, which give what they give in SQLite."""

import sqlite3
import sys
from contextlib import closing
from datetime import UTC, date, datetime
from decimal import Decimal
from shutil import copy

import duckdb
import pyarrow as pa
import pytest
import sqlalchemy as sa
from pyarrow import parquet

from claims.errors import Refused
from claims.store.access import open_reader
from claims.store.models import Base
from claims.store.models.base import Day, Exact, Instant
from claims.store.selects import view_selects
from claims.writers.parquet import schema_of, write_parquet
from tests.cli.process import run

TABLES = Base.metadata.tables


def written(location, folder, **options):
    folder.mkdir()
    with open_reader(location) as reader, reader.snapshot():
        write_parquet(reader, folder, **options)
    return folder


@pytest.mark.parametrize("name", TABLES)
def test_the_types_are_those_of_the_models(name):
    found = schema_of(name, [column.name for column in TABLES[name].columns])
    for column in TABLES[name].columns:
        match column.type:
            case Day():
                expected = pa.date32()
            case Instant():
                expected = pa.timestamp("us", tz="UTC")
            case sa.Integer():
                expected = pa.int64()
            case sa.Float():
                expected = pa.float64()
            case _:
                expected = pa.string()
        assert found.field(column.name).type == expected, column.name
        if isinstance(column.type, Exact):
            assert found.field(f"{column.name}_number").type == pa.float64()


def test_what_is_read_back_is_what_is_stored(fuller, tmp_path):
    folder = written(fuller, tmp_path / "out", history=True)
    assert {path.stem for path in folder.iterdir()} == set(TABLES)
    engine_rows = {}
    with open_reader(fuller) as reader:
        for name in TABLES:
            engine_rows[name] = reader.rows(f"SELECT * FROM {name}")
    for name, stored in engine_rows.items():
        rows = parquet.read_table(folder / f"{name}.parquet").to_pylist()
        told = [{column: plain(row[column]) for column in stored[0]} for row in rows] if stored else rows
        assert sorted(told, key=repr) == sorted(stored, key=repr), name


def plain(value):
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
    return value.isoformat() if isinstance(value, date) else value


def test_days_are_dates_and_exact_decimals_have_a_number_beside_them(sqlite_fuller, tmp_path):
    folder = written(sqlite_fuller, tmp_path / "out")
    numbers = {row["numeric_claim_id"]: row for row in parquet.read_table(folder / "numeric_claims.parquet").to_pylist()}
    ranging = numbers[13]
    assert (ranging["value"], ranging["value_number"], ranging["upper_value"], ranging["upper_value_number"]) == (
        "1000000",
        1e6,
        "2000000",
        2e6,
    )
    assert numbers[1]["upper_value_number"] is None and Decimal(numbers[1]["value"]) == 20_000_000
    source = parquet.read_table(folder / "sources.parquet").to_pylist()[0]
    assert source["event_on"] == date(2022, 3, 4) and source["loaded_at"] == datetime(2026, 1, 2, 3, 4, tzinfo=UTC)
    assert not (folder / "changes.parquet").exists()


def over_parquet(folder):
    connection = duckdb.connect()
    for path in folder.iterdir():
        connection.execute(f"CREATE VIEW {path.stem} AS SELECT * FROM read_parquet('{path}')")
    for name, select in view_selects().items():
        connection.execute(f"CREATE VIEW {name} AS {select}")
    return connection


def test_every_view_gives_the_same_rows_in_duckdb_over_these_files(fuller, tmp_path):
    with open_reader(fuller) as reader, over_parquet(written(fuller, tmp_path / "out")) as connection:
        for name in view_selects():
            columns, rows = reader.table(f"SELECT * FROM {name}")
            found = connection.execute(f"SELECT * FROM {name}")
            assert [column[0] for column in found.description] == columns
            assert sorted(map(comparable, found.fetchall()), key=repr) == sorted(map(comparable, rows), key=repr), name
            assert rows, name


def comparable(row):
    return [float(value) if isinstance(value, int | float) else plain(value) for value in row]


def test_an_empty_table_is_a_file_with_its_columns(sqlite_stock, tmp_path):
    folder = written(sqlite_stock, tmp_path / "out")
    events = parquet.read_table(folder / "events.parquet")
    assert events.num_rows == 0 and events.schema.field("started_on").type == pa.date32()


def test_many_rows_are_written_in_groups_and_stay_in_order(sqlite_stock, tmp_path, monkeypatch):
    monkeypatch.setattr("claims.writers.parquet.ROWS", 600)
    place = tmp_path / "many.db"
    copy(sqlite_stock, place)
    with closing(sqlite3.connect(place)) as connection, connection:
        connection.executemany("INSERT INTO parties (name, kind) VALUES (?, 'other')", [(f"Party {number}",) for number in range(1700)])
    file = parquet.ParquetFile(written(str(place), tmp_path / "out") / "parties.parquet")
    assert [file.metadata.row_group(number).num_rows for number in range(file.num_row_groups)] == [1000, 704]
    assert [row["party_id"] for row in file.read(columns=["party_id"]).to_pylist()] == list(range(1, 1705))


def test_a_day_that_is_none_is_refused_and_leaves_no_folder(sqlite_stock, tmp_path):
    place = tmp_path / "raw.db"
    copy(sqlite_stock, place)
    with closing(sqlite3.connect(place)) as connection, connection:
        connection.execute("UPDATE commitments SET due_on = 'soon' WHERE commitment_id = 1")
    done = run("export", "--format", "parquet", "-o", "out", "--db", str(place), cwd=tmp_path)
    assert done.returncode == 4 and "commitments.due_on holds “soon”" in done.stderr
    assert not (tmp_path / "out").exists()


def test_the_command_writes_a_new_folder_and_names_what_is_missing(sqlite_stock, tmp_path, monkeypatch):
    from typer.testing import CliRunner

    from cli.main import app

    runner = CliRunner()
    command = ["export", "--format", "parquet", "-o", str(tmp_path / "out"), "--db", sqlite_stock]
    done = runner.invoke(app, command)
    assert (done.exit_code, done.output) == (0, "") and (tmp_path / "out" / "sources.parquet").exists()
    assert runner.invoke(app, command).exit_code == 4
    nowhere = runner.invoke(app, ["export", "--format", "parquet", "--db", sqlite_stock])
    assert nowhere.exit_code == 2 and "--format parquet writes a folder with one file a table; name it with --output." in nowhere.stderr
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    command[4] = str(tmp_path / "other")
    missing = runner.invoke(app, command)
    assert (missing.exit_code, (tmp_path / "other").exists()) == (4, False)
    assert missing.stderr == "Error: Parquet needs the package pyarrow; install it with: pip install 'claims[reports]'\n"


def test_a_number_that_is_none_is_refused(sqlite_stock, tmp_path):
    place = tmp_path / "raw.db"
    copy(sqlite_stock, place)
    with closing(sqlite3.connect(place)) as connection, connection:
        connection.execute("UPDATE numeric_claims SET upper_value = 'much', comparator = 'range' WHERE numeric_claim_id = 1")
    with pytest.raises(Refused, match="upper_value_number holds “much”"):
        written(str(place), tmp_path / "out")
