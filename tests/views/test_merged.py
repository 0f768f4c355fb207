"""Reading where records are judged to be the same: everything speaks of the one they stand for, and any name of any of them finds all."""

import re
import sqlite3
from contextlib import closing

import psycopg
import pytest
import sqlalchemy as sa

from claims.store.access import open_reader
from claims.store.databases.database import find_database
from claims.store.models import Base
from claims.views.cards import find_card
from claims.views.commitments import list_commitments
from claims.views.filters import Filters
from claims.views.names import PARTY_NAMES, SPEAKER_NAMES
from claims.views.numbers import list_numbers
from claims.views.people import list_parties, list_speakers
from claims.views.search import search
from claims.views.statements import list_statements
from claims.views.stats import count_tables
from claims.views.verification import verify
from tests.databases import on_each, on_postgresql, on_sqlite
from tests.views.stock import stock

LISTS = {
    "commitments": list_commitments,
    "statements": list_statements,
    "numbers": list_numbers,
    "speakers": list_speakers,
    "parties": list_parties,
}


def stock_merged(location):
    """Fill it as `stock` does, and judge.

    Torvia is Velmora (which binds both sides of c1 to one), Belov's minister is Belov, and a new spelling is a bloc.
    """
    stock(location)
    tables = Base.metadata.tables
    engine = find_database(location).engine()
    with engine.begin() as connection:
        connection.execute(sa.update(tables["parties"]).where(tables["parties"].c.name == "Torvia").values(same_as_id=1))
        connection.execute(sa.update(tables["speakers"]).where(tables["speakers"].c.name == "Jon Úlfar").values(same_as_id=1))
        bloc = connection.execute(sa.insert(tables["parties"]).values(name="Ligue de l'Est", kind="bloc", same_as_id=4, wikidata_id="Q77"))
        connection.execute(sa.insert(tables["party_members"]).values(bloc_id=bloc.inserted_primary_key[0], member_id=3))
        connection.execute(sa.insert(tables["roles"]).values(speaker_id=2, party_id=bloc.inserted_primary_key[0], title="envoy"))
        connection.execute(sa.insert(tables["commitment_parties"]).values(commitment_id=1, party_id=2, role="committer"))
    engine.dispose()


sqlite_merged, postgresql_merged = on_sqlite(stock_merged), on_postgresql(stock_merged)
merged = on_each("merged")


@pytest.fixture
def reader(merged):
    with open_reader(merged) as opened:
        yield opened


CASES = [
    ("commitments", {"by": "Torvia"}, "c1 c2"),
    ("commitments", {"by": "Velmora"}, "c1 c2"),
    ("commitments", {"by": "tx"}, "c1 c2"),
    ("commitments", {"by": "republik velmora"}, "c1 c2"),
    ("commitments", {"by": "p2"}, "c1 c2"),
    ("commitments", {"by": "Jon Úlfar"}, "c1 c2"),
    ("commitments", {"to": "Velmora"}, "c1"),
    ("commitments", {"to": "Ligue de l'Est"}, "c3 c1"),
    ("statements", {"by": "Jon Úlfar"}, "s1 s2 s3"),
    ("statements", {"by": "Belov"}, "s1 s2 s3"),
    ("statements", {"by": "Torvia"}, "s1 s2 s3"),
    ("statements", {"by": "Eastern League"}, "s1 s2 s3"),
    ("statements", {"to": "Belov"}, "s1"),
    ("statements", {"order": "-speaker"}, "s4 s5 s1 s2 s3 s6"),
    ("numbers", {"by": "Torvia"}, "n1 n2"),
    ("numbers", {"by": "Jon Úlfar"}, "n1 n2"),
    ("speakers", {}, "sp4 sp1 sp3"),
    ("speakers", {"by": "Torvia"}, "sp1"),
    ("speakers", {"by": "sp2"}, "sp1"),
    ("speakers", {"by": "Liga Timur"}, "sp1"),
    ("speakers", {"search": "úlf"}, "sp1"),
    ("speakers", {"source": "vln"}, "sp1"),
    ("speakers", {"order": "-statements", "limit": 1}, "sp1"),
    ("parties", {}, "p4 p3 p1"),
    ("parties", {"by": "tx"}, "p1"),
    ("parties", {"search": "torv"}, "p1"),
    ("parties", {"search": "ligue"}, "p4"),
    ("parties", {"order": "-made", "limit": 1}, "p1"),
]


@pytest.mark.parametrize(("kind", "filters", "expected"), CASES)
def test_any_name_of_any_record_finds_all(reader, kind, filters, expected):
    found = [record.id for record in LISTS[kind](reader, Filters(**filters)).records]
    assert found == expected.split()


def test_a_party_is_one_with_all_its_names_and_counts_each_commitment_once(reader):
    (velmora,) = list_parties(reader, Filters(by="Torvia")).records
    assert (velmora.name, velmora.iso_code, velmora.aliases, velmora.merged) == ("Velmora", "VX", ["Republik Velmora", "Torvia"], ["p2"])
    assert (velmora.made, velmora.received, velmora.speakers) == (2, 1, ["Ana Belov"])
    (league,) = list_parties(reader, Filters(by="Liga Timur")).records
    assert (league.members, league.wikidata_id) == (["Samaya", "Velmora"], "Q77")


def test_a_speaker_is_one_with_all_offices_and_statements(reader):
    (belov,) = list_speakers(reader, Filters(by="Jon Úlfar")).records
    assert (belov.name, belov.aliases, belov.merged, belov.statements) == ("Ana Belov", ["Belov", "Jon Úlfar"], ["sp2"], 3)
    assert {(role.title, role.party) for role in belov.roles} == {
        ("President", "Velmora"),
        ("minister", "Velmora"),
        ("envoy", "Eastern League"),
    }


def test_records_name_whom_they_are_judged_to_be(reader):
    commitments = {record.id: record for record in list_commitments(reader, Filters()).records}
    assert (commitments["c1"].committers, commitments["c1"].counterparties) == (["Velmora"], ["Velmora"])
    assert (commitments["c2"].committers, commitments["c2"].speaker, commitments["c2"].speaker_id) == (["Velmora"], "Ana Belov", "sp1")
    statements = {record.id: record for record in list_statements(reader, Filters()).records}
    assert (statements["s3"].speaker, statements["s3"].speaker_id, statements["s3"].speaker_mention) == ("Ana Belov", "sp1", "Jon Úlfar")
    assert statements["s1"].addressees == ["Ana Belov"]
    assert {hit.who for hit in search(reader, "fishing", 5).records if hit.kind == "statement"} == {"Ana Belov"}


@pytest.mark.parametrize(("name", "shown"), [("sp2", "sp1"), ("sp1", "sp1"), ("p2", "p1"), ("p5", "p4")])
def test_the_card_of_a_merged_record_is_that_of_whom_it_stands_for(reader, name, shown):
    assert find_card(reader, name).record.id == shown


def test_the_offices_on_a_card_are_those_of_all_records(reader):
    assert [role.title for role in find_card(reader, "s3").roles] == ["President"]
    assert find_card(reader, "s3").speaker.name == "Ana Belov"


def test_what_is_the_same_counts_once(reader):
    counts = count_tables(reader)
    assert (counts["speakers"], counts["parties"]) == (3, 3)


def test_the_reporting_views_speak_of_whom_records_stand_for(reader):
    rows = reader.rows("SELECT committers, counterparties, speaker FROM who_committed_to_what ORDER BY commitment_id")
    assert [tuple(row.values()) for row in rows][:2] == [("Velmora", "Velmora", "Ana Belov"), ("Velmora", None, "Ana Belov")]
    assert reader.rows("SELECT committers FROM due_and_overdue WHERE commitment_id = 2") == [{"committers": "Velmora"}]
    rows = reader.rows("SELECT party, iso_code, made, pledges, received, overdue, fulfilled FROM commitments_by_party ORDER BY party")
    assert [tuple(row.values()) for row in rows] == [
        ("Eastern League", None, 0, 0, 1, 0, 0),
        ("Samaya", "SX", 1, 0, 0, 0, 0),
        ("Velmora", "VX", 2, 1, 1, 1, 1),
    ]
    rows = reader.rows("SELECT DISTINCT speaker_id, speaker, addressees FROM statements_by_speaker WHERE statement_id IN (1, 3) ORDER BY 3")
    assert [row["speaker"] for row in rows] == ["Ana Belov", "Ana Belov"] and "Ana Belov" in [row["addressees"] for row in rows]
    rows = reader.rows("SELECT speaker, party, statements FROM who_speaks_for_whom WHERE title = 'minister'")
    assert rows == [{"speaker": "Ana Belov", "party": "Velmora", "statements": 3}]
    assert reader.rows("SELECT DISTINCT speaker FROM numbers_over_time WHERE unit = 'USD'") == [{"speaker": "Ana Belov"}]


PLANS = {
    "statements of a party's speakers": lambda reader: list_statements(reader, Filters(by="Torvia")),
    "commitments of a party": lambda reader: list_commitments(reader, Filters(by="Torvia")),
    "who speaks": lambda reader: list_speakers(reader, Filters(by="Torvia")),
    "which parties": lambda reader: list_parties(reader, Filters(by="Torvia", order="-made")),
}

FOUND = re.compile(r"SCAN (few|counted|held|stated|told|verdict|\(subquery-\d+\)|CONSTANT ROW)( LEFT-JOIN)?")


@pytest.mark.parametrize("what", PLANS)
def test_whom_records_stand_for_is_looked_up_in_indexes(sqlite_stock, what):
    """No step of any query reads a whole table, but for the names that --by looks through."""
    asked = []
    with open_reader(sqlite_stock) as reader:
        table = reader.table
        reader.table = lambda sql, parameters={}: asked.append((sql, parameters)) or table(sql, parameters)
        PLANS[what](reader)
    with closing(sqlite3.connect(f"file:{sqlite_stock}?mode=ro", uri=True)) as connection:
        steps = [
            row[3]
            for sql, parameters in asked
            if PARTY_NAMES not in sql and SPEAKER_NAMES not in sql
            for row in connection.execute(f"EXPLAIN QUERY PLAN {sql}", parameters)
        ]
    # These are the few rows that the query has found so far, and the one that it begins with.
    assert steps and [step for step in steps if step.startswith("SCAN") and not FOUND.fullmatch(step)] == []


def test_each_party_is_counted_by_way_of_its_own_rows(sqlite_stock):
    """Of two indexes the planner must not take the one of all pledges, for each party once more."""
    with closing(sqlite3.connect(f"file:{sqlite_stock}?mode=ro", uri=True)) as connection:
        plan = [row[3] for row in connection.execute("EXPLAIN QUERY PLAN SELECT * FROM commitments_by_party")]
    of_commitments = {step for step in plan if step.split()[:2] in (["SEARCH", "c"], ["SCAN", "c"])}
    assert of_commitments == {"SEARCH c USING INTEGER PRIMARY KEY (rowid=?)"}


def test_no_party_is_counted_along_all_commitments_on_postgresql(postgresql_stock):
    """Where a list of what repeats others is made first, the planner goes through all commitments with it, for each party once more."""
    with psycopg.connect(postgresql_stock) as connection:
        plan = [step for (step,) in connection.execute("EXPLAIN SELECT * FROM commitments_by_party")]
    assert plan and not [step for step in plan if "NOT (hashed SubPlan" in step]


def test_verify_tells_who_stands_for_another_than_the_judgements_say(reader):
    faults = {fault.id: fault.message for fault in verify(reader).faults}
    assert faults["sp2"] == "it stands for sp1, but by the judgements in relations for sp2"
