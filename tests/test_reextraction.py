"""Reading stored texts anew: the same as reading their files, on both databases."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from claims import pipeline
from claims.errors import Refused, UsageError
from claims.extraction.extractor import RuleExtractor
from claims.references import Reference
from claims.samples.library import sample_paths
from claims.store.access import open_reader
from claims.store.ledger.amending import amend
from claims.store.ledger.ledger import Ledger
from claims.terms import Outcome, RecordKind
from claims.views.verification import verify

PAGE = """<!doctype html><html lang="en"><head><title>Ferries for Torvia</title>
<meta property="og:site_name" content="The Samar Herald"><meta name="author" content="Mira Sand">
<meta property="article:published_time" content="2031-03-07T09:00:00+02:00"></head><body><article><h1>Ferries for Torvia</h1>
<p>Port Samar - President Ana Belov on Friday said Velmora will lend Torvia 20 million US dollars within two years to buy ferries.</p>
<p>"Torvia is ready to open its harbour to all of them," minister Jon Ulfar said after the meeting in Port Samar.</p>
</article></body></html>"""
TABLES = (
    *("sources", "speakers", "parties", "aliases", "party_members", "roles", "statements", "statement_acts", "statement_addressees"),
    *("statement_topics", "commitments", "commitment_parties", "commitment_topics", "numeric_claims"),
)


SITI = 'Port Samar, 4 March 2031 - The harbour will be closed, minister Siti said. "We will open it again in May," Siti said.\n'


class Later(RuleExtractor):
    """The rules under another version."""

    name = "rules 9"


class Fewer(RuleExtractor):
    """Rules that fail at one article."""

    name = "rules 8"

    def extract(self, document):
        if "ferries" in document.text:
            raise ZeroDivisionError
        return super().extract(document)


@pytest.fixture
def articles(tmp_path: Path) -> list[Path]:
    page = tmp_path / "page.html"
    page.write_text(PAGE, "utf-8")
    return [*sample_paths(), page]


def state(location):
    with open_reader(location) as reader:
        found = {table: reader.rows(f"SELECT * FROM {table}") for table in TABLES}
    return {table: sorted(({**row, "extractor": None} for row in rows), key=repr) for table, rows in found.items()}


def outcomes(report):
    return {document.path: document.outcome for document in report.documents}


def test_stored_texts_are_read_as_their_files_were(location, articles):
    pipeline.load(articles, location, loaded_by="tester")
    before = state(location)
    shown: list[tuple[int, int]] = []
    report = pipeline.reextract(location, loaded_by="tester", extractor=Later(), progress=lambda done, total: shown.append((done, total)))
    count = len(articles)
    assert outcomes(report) == {f"src{number}": Outcome.RENEWED for number in range(1, count + 1)}
    assert report.disagreements == 0 and shown == [(number, count) for number in range(1, count + 1)]
    assert state(location) == before
    with open_reader(location) as reader:
        assert {row["extractor"] for row in reader.rows("SELECT DISTINCT extractor FROM statements")} == {"rules 9"}
        assert reader.rows("SELECT count(*) AS n FROM changes WHERE operation <> 'insert' AND table_name = 'sources'") == [{"n": 0}]
        assert verify(reader).faults == []
    again = pipeline.reextract(location, loaded_by="tester", extractor=Later())
    assert set(outcomes(again).values()) == {Outcome.UNCHANGED}
    loaded = pipeline.load(articles, location, loaded_by="tester", extractor=Later())
    assert {document.outcome for document in loaded.documents} == {Outcome.UNCHANGED}


def test_sources_are_chosen_and_one_that_cannot_be_read_is_named(sqlite_location, articles):
    pipeline.load(articles, sqlite_location, loaded_by="tester")
    page = len(articles)
    report = pipeline.reextract(sqlite_location, loaded_by="tester", sources=("src1", "page.html"), extractor=Fewer())
    assert outcomes(report) == {"src1": Outcome.RENEWED, f"src{page}": Outcome.REJECTED}
    assert report.documents[1].message.startswith(f"src{page}: the extractor failed")
    with pytest.raises(UsageError, match="no publisher, agency, file or title"):
        pipeline.reextract(sqlite_location, loaded_by="tester", sources=("nobody",), extractor=Later())


def test_what_was_read_in_a_wrong_language_is_read_in_the_right_one(location, articles, tmp_path):
    right = tmp_path / "right.db"
    pipeline.load(articles[:2], str(right), loaded_by="tester")
    pipeline.load(articles[:2], location, loaded_by="tester", language="id")
    wrong = state(location)
    assert wrong["statements"] != (wanted := state(str(right))["statements"])
    same = pipeline.load(articles[:2], location, loaded_by="tester", language="id")
    assert set(outcomes(same).values()) == {Outcome.UNCHANGED} and same.unlike == ()
    report = pipeline.load(articles[:2], location, loaded_by="tester", language="en")
    assert set(outcomes(report).values()) == {Outcome.RENEWED}
    assert len(state(location)["statements"]) == len(wanted)
    report = pipeline.reextract(location, loaded_by="tester", language="id", sources=("src1",))
    assert outcomes(report) == {"src1": Outcome.RENEWED} and report.unlike == (("src1", "en"),)
    with pytest.raises(UsageError, match="no lexicon"):
        pipeline.reextract(location, loaded_by="tester", language="xx")


def test_a_text_that_was_tampered_with_is_not_read(sqlite_location, articles):
    pipeline.load(articles[:2], sqlite_location, loaded_by="tester")
    with closing(sqlite3.connect(sqlite_location)) as connection:
        connection.execute("UPDATE sources SET text = text || 'x' WHERE source_id = 2")
        connection.commit()
    report = pipeline.reextract(sqlite_location, loaded_by="tester", extractor=Later())
    assert outcomes(report) == {"src1": Outcome.RENEWED, "src2": Outcome.REJECTED}
    assert "not the one its sha256 was made of" in report.documents[1].message


def test_sources_that_hold_only_what_people_recorded_are_read_when_they_are_named(sqlite_location, articles):
    pipeline.load(articles[:2], sqlite_location, loaded_by="tester")
    with closing(sqlite3.connect(sqlite_location)) as connection:
        for table in ("statements", "commitments", "numeric_claims"):
            connection.execute(f"UPDATE {table} SET origin = 'recorded' WHERE source_id = 2")
        connection.commit()
    assert set(outcomes(pipeline.reextract(sqlite_location, loaded_by="tester", extractor=Later()))) == {"src1"}
    assert set(outcomes(pipeline.reextract(sqlite_location, loaded_by="tester", sources=("src2",), extractor=Later()))) == {"src2"}


def test_there_must_be_a_database(sqlite_location):
    with pytest.raises(Refused, match="no database"):
        pipeline.reextract(sqlite_location, loaded_by="tester")
    assert not Path(sqlite_location).exists()


def test_whom_people_gave_another_name_is_meant_by_the_former_one(location, articles, tmp_path):
    (tmp_path / "siti.txt").write_text(SITI)
    pipeline.load([*articles, tmp_path / "siti.txt"], location, loaded_by="tester")
    with open_reader(location) as reader:
        speakers, parties = (reader.rows(f"SELECT * FROM {table} ORDER BY 1") for table in ("speakers", "parties"))
    assert "Siti" in {row["name"] for row in speakers}
    with Ledger(location, actor="Rina") as ledger:
        for kind, rows in ((RecordKind.SPEAKER, speakers), (RecordKind.PARTY, parties)):
            for row in rows:
                reference = Reference(kind, row[f"{kind}_id"])
                amend(ledger, reference, {"name": f"{row['name']} the Elder"}, reason="the full name")
    before = state(location)
    pipeline.reextract(location, loaded_by="tester", extractor=Later())
    assert state(location) == before
    (tmp_path / "again.txt").write_text(SITI.replace("May", "June"))
    pipeline.load([tmp_path / "again.txt"], location, loaded_by="tester", extractor=Later())
    assert [state(location)[table] for table in ("speakers", "parties")] == [before[table] for table in ("speakers", "parties")]
