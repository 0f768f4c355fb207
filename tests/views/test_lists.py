"""The read functions, on both databases."""

import sqlite3
from contextlib import closing

import pytest

from claims.errors import UsageError
from claims.store.access import open_reader
from claims.views.commitments import list_commitments
from claims.views.filters import Filters
from claims.views.numbers import find_sentence, list_numbers
from claims.views.people import list_parties, list_speakers
from claims.views.sources import list_sources
from claims.views.statements import list_statements
from tests.views.stock import HOSTILE

LISTS = {
    "commitments": list_commitments,
    "statements": list_statements,
    "numbers": list_numbers,
    "sources": list_sources,
    "speakers": list_speakers,
    "parties": list_parties,
}

CASES = [
    # newest first, rejected ones left out, records of a day in the order of the text
    ("commitments", {}, "c3 c1 c2"),
    ("commitments", {"review": "rejected"}, ""),  # it repeats c3
    ("commitments", {"review": "rejected", "copies": True}, "c4"),
    ("commitments", {"by": "Velmora"}, "c1"),
    ("commitments", {"by": "republik VELMORA"}, "c1"),
    ("commitments", {"by": "vx"}, "c1"),
    ("commitments", {"by": "p1"}, "c1"),
    ("commitments", {"by": "Ana Belov"}, "c1"),
    ("commitments", {"by": "JON ÚLFAR"}, "c2"),
    ("commitments", {"to": "Torvia"}, "c1"),
    ("commitments", {"to": "Liga Timur"}, "c3 c1"),
    ("commitments", {"by": "SX", "to": "Eastern League"}, "c3"),
    ("commitments", {"topic": "Aid"}, "c1"),
    ("commitments", {"strength": "willing"}, "c3"),
    ("commitments", {"status": "fulfilled"}, "c2"),
    ("commitments", {"status": "in progress"}, ""),
    ("commitments", {"status": "not assessed"}, "c3 c1"),
    ("commitments", {"overdue": True}, "c1"),
    ("commitments", {"unit": "usd"}, "c1"),
    ("commitments", {"unit": "USD", "min": "20000000", "max": "2e7"}, "c1"),
    ("commitments", {"min": "20000001"}, ""),
    ("commitments", {"since": "2023"}, "c3"),
    ("commitments", {"until": "2022-03"}, "c1 c2"),
    ("commitments", {"source": "vln"}, "c1 c2"),
    ("commitments", {"source": "src2"}, "c3"),
    ("commitments", {"source": "harbour.txt"}, "c1 c2"),
    ("commitments", {"language": "ID"}, "c3"),
    ("commitments", {"search": "harbour torvia"}, "c1"),
    ("commitments", {"order": "due_on"}, "c2 c1 c3"),
    ("commitments", {"order": "-due_on"}, "c3 c1 c2"),
    ("commitments", {"order": "amount"}, "c1 c2 c3"),
    ("commitments", {"order": "-strength"}, "c1 c3 c2"),
    ("commitments", {"order": "id", "limit": 2}, "c1 c2"),
    ("statements", {}, "s4 s5 s1 s2 s3 s6"),
    ("statements", {"by": "Belov"}, "s1 s2"),
    ("statements", {"by": "Torvia"}, "s3"),
    ("statements", {"by": "Rudi Tana", "act": "position"}, "s5"),
    ("statements", {"to": "Jon Úlfar"}, "s1"),
    ("statements", {"to": "Eastern League"}, "s1"),
    ("statements", {"act": "assessment"}, "s2"),
    ("statements", {"topic": "energy"}, "s4 s5"),  # s4 makes a commitment of that topic
    ("statements", {"topic": "TRADE"}, "s5 s2"),
    ("statements", {"search": "impor listrik"}, "s5"),
    ("statements", {"search": "listrik impor"}, "s5"),
    ("statements", {"order": "said_on"}, "s1 s2 s3 s4 s5 s6"),
    ("statements", {"order": "-id", "limit": 1}, "s6"),
    ("numbers", {}, "n1 n2 n3"),
    ("numbers", {"unit": "USD"}, "n2 n1"),
    ("numbers", {"unit": "USD", "min": "100000000"}, "n2"),
    ("numbers", {"by": "Velmora", "to": "Torvia"}, "n1"),
    ("numbers", {"by": "Ana Belov"}, "n1 n2"),
    ("numbers", {"search": "trade"}, "n2"),
    ("numbers", {"search": "RATES percent"}, "n3"),
    ("numbers", {"search": "rates trade"}, ""),
    ("numbers", {"topic": "transport"}, "n1"),
    ("numbers", {"topic": "trade"}, "n2"),
    ("numbers", {"since": "2022-03-04", "until": "2022-03-04"}, "n1 n2"),
    ("numbers", {"since": "2022-03-05"}, ""),
    ("numbers", {"order": "as_of"}, "n2 n1 n3"),
    ("sources", {}, "src2 src1 src3"),
    ("sources", {"language": "en", "since": "2022"}, "src1"),
    ("sources", {"source": "Eastwire"}, "src1"),
    ("sources", {"search": "bendungan"}, "src2"),
    ("sources", {"order": "title"}, None),
    ("speakers", {"by": "Velmora"}, "sp1"),
    ("speakers", {"search": "bel"}, "sp1"),
    ("speakers", {"search": "%"}, ""),
    ("speakers", {"search": "úlf"}, "sp2"),
    ("speakers", {"source": "Kabar"}, "sp3"),
    ("speakers", {"order": "-statements", "limit": 2}, "sp1 sp3"),
    ("parties", {}, "p4 p3 p2 p1"),
    ("parties", {"by": "tx"}, "p2"),
    ("parties", {"search": "liga"}, "p4"),
    ("parties", {"order": "iso_code"}, "p3 p2 p1 p4"),
    ("parties", {"order": "-received", "limit": 2}, "p2 p4"),
]


@pytest.mark.parametrize(("kind", "filters", "expected"), CASES)
def test_filters_select(reader, kind, filters, expected):
    found = [record.id for record in LISTS[kind](reader, Filters(**filters)).records]
    if expected is not None:
        assert found == expected.split()


def test_a_commitment_is_whole(reader):
    (lent,) = list_commitments(reader, Filters(by="Velmora")).records
    assert (lent.committers, lent.counterparties, lent.topics) == (["Velmora"], ["Torvia"], ["aid", "transport"])
    assert (lent.speaker, lent.speaker_id, lent.statement_id, lent.source_id) == ("Ana Belov", "sp1", "s1", "src1")
    assert (lent.announced_on, lent.due_on, lent.due_precision, lent.status, lent.overdue) == (
        "2022-03-04",
        "2024-03-04",
        "day",
        "not assessed",
        True,
    )
    assert [(found.value, found.unit, found.comparator) for found in lent.amounts] == [("20000000", "USD", ">")]
    assert lent.text[lent.cue_start - lent.span_start : lent.cue_end - lent.span_start] == lent.cue == "will"


def test_the_latest_verdict_counts_and_what_is_fulfilled_is_not_overdue(reader):
    (hoped,) = list_commitments(reader, Filters(by="Torvia")).records
    assert (hoped.status, hoped.overdue, hoped.due_on) == ("fulfilled", False, "2023-12-31")


def test_a_statement_is_whole(reader):
    said = list_statements(reader, Filters(by="Belov")).records
    assert [(one.acts, one.addressees, one.cue, one.via) for one in said] == [
        (["commitment"], ["Jon Úlfar"], "said", None),
        (["assessment"], [], "said", "Velmora TV"),
    ]
    assert [one.topics for one in said] == [[], ["trade"]]
    assert said[0].content.startswith("Velmora will lend") and said[0].commitments == ["c1"] and said[1].numbers == ["n2"]


def test_parties_are_ordered_by_the_counts_that_they_show(sqlite_stock, tmp_path):
    place = tmp_path / "reviewed.db"
    with closing(sqlite3.connect(sqlite_stock)) as whole, closing(sqlite3.connect(place)) as reviewed:
        whole.backup(reviewed)
        reviewed.execute("UPDATE commitments SET review = 'rejected' WHERE commitment_id = 1")
        reviewed.commit()
    with open_reader(str(place)) as reader:
        for order in ("made", "received"):
            counts = [getattr(party, order) for party in list_parties(reader, Filters(order=f"-{order}")).records]
            assert counts == sorted(counts, reverse=True)
            assert counts[0] == 1


def test_a_page_says_how_many_more_there_are(reader):
    page = list_statements(reader, Filters(limit=2))
    assert (len(page.records), page.more, page.more_is_exact) == (2, 4, True)
    assert list_statements(reader, Filters(limit=0)).more == 0
    assert list_statements(reader, Filters(limit=6)).more == 0


@pytest.mark.parametrize(
    ("kind", "filters", "sentence"),
    [
        ("commitments", {"by": "Velmira"}, "--by: no party or speaker is called “Velmira”. Nearest: Velmora"),
        ("commitments", {"to": "Atlantis"}, "--to: no party or speaker is called “Atlantis”"),
        ("commitments", {"to": "Rudi Tana"}, "--to: “Rudi Tana” speaks, but is no party"),
        ("commitments", {"topic": "enrgy"}, "--topic: no topic is “enrgy”. Nearest: energy."),
        ("commitments", {"unit": "USDT"}, "Nearest: USD."),
        ("commitments", {"language": "fr"}, "--language: no source's language is “fr”. Known are, for example: en, id."),
        ("commitments", {"source": "Kabbar"}, "--source: no publisher, agency, file or title is “Kabbar”. Nearest: Kabar."),
        ("commitments", {"source": "src99"}, "there is no source src99"),
        ("commitments", {"status": "done"}, "--status knows no “done”"),
        ("commitments", {"strength": "strong"}, "pledge, willing, aspiration"),
        ("commitments", {"review": "maybe"}, "proposed, accepted, rejected"),
        ("commitments", {"order": "due"}, "Nearest: due_on"),
        ("commitments", {"order": "1; drop table sources"}, "--order takes one of id, announced_on"),
        ("commitments", {"order": "-"}, "--order takes a column"),
        ("commitments", {"search": "!!!"}, "at least one word"),
        ("statements", {"act": "promise"}, "--act knows no “promise”"),
        ("statements", {"since": "soon"}, "--since takes a year"),
        ("numbers", {"min": "many"}, "--min takes a number"),
        ("numbers", {"by": ""}, "--by was given nothing to look for"),
        ("statements", {"search": " "}, "--search was given nothing to look for"),
        ("parties", {"by": "Xyzzy"}, "no party or speaker"),
    ],
)
def test_a_value_that_does_not_exist_is_a_sentence(reader, kind, filters, sentence):
    with pytest.raises(UsageError) as caught:
        LISTS[kind](reader, Filters(**filters))
    assert sentence in str(caught.value)


@pytest.mark.parametrize("value", ["' OR 1=1 --", '"', "%", "_", "x' UNION SELECT text FROM sources --", "\x1b[31m", ";"])
@pytest.mark.parametrize("option", ["by", "to", "topic", "unit", "language", "source"])
def test_sql_in_a_filter_is_a_plain_word(reader, option, value):
    with pytest.raises(UsageError):
        list_commitments(reader, Filters(**{option: value}))


def test_an_empty_database_says_that_it_is_empty(empty):
    assert all(found(empty, Filters()).records == [] for found in LISTS.values())
    with pytest.raises(UsageError, match="The database holds none yet"):
        list_commitments(empty, Filters(by="Velmora"))


def test_a_number_of_the_reporters_own_stands_in_its_line(reader):
    in_statement, _, own = list_numbers(reader, Filters()).records
    assert in_statement.sentence.startswith("Port Samar (VLN) - President Ana Belov")
    assert own.sentence == HOSTILE and (own.sentence_start, own.statement_id) == (0, None)


@pytest.mark.parametrize(
    ("around", "start", "span", "sentence"),
    [
        ("one two\nof 5 dollars in all\nthree", 0, (11, 20), ("of 5 dollars in all", 8)),
        ("cut words of 5 dollars", 90, (103, 112), ("words of 5 dollars", 94)),
        ("5 dollars " + "more " * 58 + "cut short", 0, (0, 9), ("5 dollars " + "more " * 58 + "cut", 0)),
        ("5 dollars" + "x" * 300, 0, (0, 9), ("5 dollars" + "x" * 300, 0)),
    ],
)
def test_the_line_around_a_number_is_cut_at_spaces(around, start, span, sentence):
    assert len(around) <= 309
    row = {"sentence": None, "around": around, "around_start": start, "span_start": span[0], "span_end": span[1]}
    assert find_sentence(row) == sentence
