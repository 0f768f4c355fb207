"""The site's questions where records are judged to be the same: any name finds all, and answers name the one they stand for."""

import sqlite3
from contextlib import closing

import pytest

from claims.web.plugin import prepare_connection
from claims.web.queries import read_questions
from claims.web.site import DATABASE
from tests.views.test_merged import stock_merged


@pytest.fixture(scope="module")
def ask(tmp_path_factory):
    location = str(tmp_path_factory.mktemp("merged") / "claims.db")
    stock_merged(location)
    with closing(sqlite3.connect(f"file:{location}?mode=ro", uri=True)) as connection:
        prepare_connection(connection, DATABASE)
        connection.row_factory = sqlite3.Row

        def answer(name, **given):
            question = read_questions()[name]
            parameters = {parameter.name: "" for parameter in question.parameters} | given
            return [dict(row) for row in connection.execute(question.sql, parameters)]

        yield answer


@pytest.mark.parametrize("name", ["Velmora", "torvia", "TX", "Republik Velmora", "Jon Úlfar", "belov"])
def test_who_committed_is_found_by_any_name(ask, name):
    rows = ask("who-committed", by=name)
    assert {row["record"] for row in rows} == {"c1", "c2"} and {row["who"] for row in rows} == {"Velmora"}


def test_a_bloc_is_found_by_any_name_and_brings_the_members_of_all_its_records(ask):
    assert [row["record"] for row in ask("who-committed", to="Ligue de l'Est")] == ["c3", "c1"]
    assert {row["record"] for row in ask("due-and-overdue", party="Ligue de l'Est")} == {"c1", "c2", "c3"}
    assert {row["who"] for row in ask("due-and-overdue", party="torvia")} == {"Velmora"}


def test_parties_that_are_one_are_counted_as_one(ask):
    rows = {row["party"]: row for row in ask("commitments-by-party")}
    assert (rows["Velmora"]["commitments made"], rows["Velmora"]["commitments to it"]) == (2, 1) and "Torvia" not in rows


@pytest.mark.parametrize("name", ["Ana Belov", "jon Úlfar", "Belov"])
def test_statements_and_numbers_of_a_speaker_are_found_by_any_name(ask, name):
    rows = ask("statements-of-speaker", speaker=name)
    assert {row["record"] for row in rows} == {"s1", "s2", "s3"} and {row["speaker"] for row in rows} == {"Ana Belov"}
    assert {row["record"] for row in ask("numbers-over-time", speaker=name)} == {"n1", "n2"}


def test_search_names_whom_records_stand_for(ask):
    assert [(row["record"], row["who"]) for row in ask("search", words="harbour torvia")][:2] == [("c1", "Velmora"), ("s1", "Ana Belov")]
