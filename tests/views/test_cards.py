import sqlite3
from contextlib import closing

import pytest

from claims.errors import UsageError
from claims.store.access import open_reader
from claims.views.cards import find_card
from claims.views.stats import read_stats
from claims.views.verification import verify

EXCHANGED_INDEXES = """
    CREATE TEMP TABLE was AS SELECT name, rootpage FROM sqlite_master WHERE name IN ('ix_commitments_due_on', 'ix_commitments_strength');
    PRAGMA writable_schema = ON;
    UPDATE sqlite_master SET rootpage = (SELECT rootpage FROM was WHERE was.name <> sqlite_master.name)
    WHERE name IN (SELECT name FROM was);
"""


@pytest.mark.parametrize("name", ["c1", "s1", "n1", "sp1", "p1", "src1"])
def test_every_kind_of_record_has_a_card(reader, name):
    assert find_card(reader, name).record.id == name


def test_a_card_holds_what_the_record_belongs_to(reader):
    card = find_card(reader, "c1")
    assert card.source and card.source.agency == "Eastwire"
    assert card.statement and card.statement.id == "s1"
    assert card.speaker and [(role.title, role.party) for role in card.speaker.roles] == [("President", "Velmora")]


def test_a_number_that_does_not_exist(reader):
    with pytest.raises(UsageError, match=r"There is no commitment c99 in this database. `claims commitments` lists"):
        find_card(reader, "c99")


def test_stats(reader):
    stats = read_stats(reader)
    assert {table: stats.tables[table] for table in ("sources", "statements", "commitments", "numeric_claims")} == {
        "sources": 3, "statements": 6, "commitments": 4, "numeric_claims": 3,
    }  # fmt: skip
    assert [(count.name, count.count) for count in stats.groups if count.group == "language"] == [("en", 2), ("id", 1)]
    assert (stats.first_on, stats.last_on, stats.days, stats.last_load) == ("2022-03-04", "2025-07-01", 2, None)


@pytest.mark.parametrize(
    ("harm", "sentence"),
    [
        ("DELETE FROM sources WHERE source_id = 3", "a row of statements refers to a row of sources that is not there"),
        (
            EXCHANGED_INDEXES,
            "row 1 missing from index ix_commitments_due_on",
        ),
        ("UPDATE numeric_claims SET value_number = 5 WHERE numeric_claim_id = 1", "its value_number 5.0 is not its value 20000000"),
    ],
)
def test_damage_is_found(tmp_path, sqlite_stock, harm, sentence):
    place = tmp_path / "harmed.db"
    with closing(sqlite3.connect(sqlite_stock)) as whole, closing(sqlite3.connect(place, isolation_level=None)) as harmed:
        whole.backup(harmed)
        harmed.executescript(harm)
    with open_reader(str(place)) as reader:
        assert sentence in {fault.message for fault in verify(reader).faults}


def test_every_span_holds(reader):
    result = verify(reader)
    assert (result.sources, result.faults) == (3, [])
    # six statements with content and cue, four commitments with cue, three numbers, one role that has a span
    assert result.spans == 6 * 3 + 4 * 2 + 3 + 1
