"""The reporting views, on both databases."""

import re
from pathlib import Path

import pytest

import claims.views

FILES = sorted(Path(claims.views.__file__).parent.glob("*.sql"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_view_begins_by_saying_what_it_shows_and_is_one_bare_select(path):
    lines = path.read_text("utf-8").splitlines()
    assert lines[0].startswith("-- ") and lines[0].endswith(".")
    body = [line for line in lines if not line.startswith("--")]
    assert body[0] == "SELECT" and not any(line.endswith(";") for line in body)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_view_runs_and_gives_plain_values(full_reader, path):
    rows = full_reader.rows(f"SELECT * FROM {path.stem}")
    assert rows
    # A number that PostgreSQL keeps as NUMERIC would come as a text; only exact decimals may.
    numbers = {name for row in rows for name, value in row.items() if isinstance(value, str) and re.fullmatch(r"-?[0-9]+\.[0-9]+", value)}
    assert numbers <= {"value", "upper_value", "amounts"}


def test_who_committed_to_what(reader):
    rows = {row["commitment_id"]: row for row in reader.rows("SELECT * FROM who_committed_to_what")}
    assert sorted(rows) == [1, 2, 3]
    lent = rows[1]
    assert (lent["committers"], lent["counterparties"], lent["speaker"], lent["amounts"]) == (
        "Velmora",
        "Torvia",
        "Ana Belov",
        "> 20000000 USD",
    )
    assert (lent["announced_on"], lent["due_on"], lent["overdue"], lent["status"]) == ("2022-03-04", "2024-03-04", 1, "not assessed")
    assert (rows[2]["overdue"], rows[2]["status"], rows[3]["overdue"]) == (0, "fulfilled", 0)


def test_due_and_overdue(reader):
    rows = reader.rows("SELECT commitment_id, state FROM due_and_overdue ORDER BY commitment_id")
    assert [row["state"] for row in rows] == ["overdue", "settled", "due"]


def test_commitment_states(reader):
    rows = reader.rows("SELECT commitment_id, status, state, fulfilled_on, assessed_on FROM commitment_states ORDER BY commitment_id")
    assert [tuple(row.values()) for row in rows] == [
        (1, "not assessed", "overdue", None, None),
        (2, "fulfilled", "settled", "2022-09-01", "2022-09-01"),
        (3, "not assessed", "due", None, None),
        (4, "not assessed", "open", None, None),
    ]


def test_commitments_by_party(reader):
    rows = {row["party"]: row for row in reader.rows("SELECT * FROM commitments_by_party")}
    assert [rows["Velmora"][column] for column in ("made", "pledges", "received", "overdue", "fulfilled")] == [1, 1, 0, 1, 0]
    assert [rows["Torvia"][column] for column in ("made", "pledges", "received", "overdue", "fulfilled")] == [1, 0, 1, 0, 1]
    assert rows["Eastern League"]["received"] == 1


def test_numbers_over_time(reader):
    rows = reader.rows("SELECT holds_for, value, speaker FROM numbers_over_time ORDER BY numeric_claim_id")
    assert [tuple(row.values()) for row in rows] == [
        ("2022-03-04", "20000000", "Ana Belov"),
        ("2021", "1250000000", "Ana Belov"),
        (None, "5", None),
    ]


def test_statements_by_speaker_and_who_speaks_for_whom(reader):
    rows = reader.rows("SELECT acts, words FROM statements_by_speaker WHERE speaker = 'Jon Úlfar'")
    assert rows == [{"acts": "commitment, position", "words": "Torvia hopes to open a school of fishing"}]
    rows = reader.rows("SELECT title, party, statements, evidence FROM who_speaks_for_whom WHERE speaker = 'Ana Belov'")
    assert rows == [{"title": "President", "party": "Velmora", "statements": 2, "evidence": "President Ana Belov"}]


def test_looking_up_commitments_scans_nothing_but_commitments(sqlite_stock):
    import sqlite3

    connection = sqlite3.connect(f"file:{sqlite_stock}?mode=ro", uri=True)
    for tail in ("WHERE commitment_id = 1", "LIMIT 20"):
        plan = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN SELECT * FROM who_committed_to_what {tail}")]
        few = ("SCAN named", "SCAN amount", "SCAN CONSTANT ROW", "SCAN told")  # of one commitment
        scans = [step for step in plan if step.startswith("SCAN") and step not in ("SCAN c", *few)]
        assert scans == []
    connection.close()
