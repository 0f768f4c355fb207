import json
import re
import shutil
from datetime import UTC, datetime

import pytest

from claims.wording import between, length
from tests.cli.test_listing import RUNNER, app, ask, refuse

CARD = """\
c1  commitment
  who         Velmora
  to whom     Torvia
  what        lend Torvia more than 20 million US dollars to build a harbour
  how firm    pledge (“will”)
  amount      > 20,000,000 USD (“more than 20 million US dollars”, n1)
  said        by Ana Belov, President (Velmora); 2022-03-04, Port Samar
  due         2024-03-04 — within P2Y of the day it was said — 2 years
  status      overdue
  topics      aid, transport
  evidence    Port Samar (VLN) - President Ana Belov on Friday (4/3) said Velmora [will] lend Torvia [more than 20 million US dollars] \
within two years to build a harbour.
  reported by VLN ← Eastwire
  reporter    Mira Sand
  article     src1 Velmora to build harbour in Torvia
  file        harbour.txt
  address     https://vln.example/1
  review      proposed; extracted by hand 1
"""


def test_a_card_of_a_commitment(stocked):
    assert ask("show", "c1", "--db", stocked) == CARD


def test_cards_of_every_kind_at_once(stocked):
    cards = ask("show", "s2", "n2", "SP1", "p4", "src3", "--db", stocked).split("\n\n")
    assert [card.split()[:2] for card in cards] == [
        ["s2", "statement"],
        ["n2", "numeric"],
        ["sp1", "speaker"],
        ["p4", "party"],
        ["src3", "source"],
    ]
    assert "reported by VLN ← Eastwire ← Velmora TV" in cards[0] and "Belov [said] trade" in cards[0]
    assert "grown to [1.25 billion US dollars] in 2021" in cards[1]
    assert "members     Torvia, Velmora" in cards[3]


def test_a_hostile_text_is_shown_escaped_with_its_marks_in_place(stocked):
    card = ask("show", "s6", "--db", stocked)
    assert "\x1b" not in card and "\u202e" not in card
    assert r"=SUM(1) [said] \x1b[31mred\u{202e}" in card


def test_cards_as_json(stocked):
    records = json.loads(ask("show", "c1", "sp1", "--format", "json", "--db", stocked))
    assert [card["record"]["id"] for card in records] == ["c1", "sp1"]
    assert records[0]["source"]["agency"] == "Eastwire" and records[0]["speaker"]["name"] == "Ana Belov"


def test_a_number_in_the_reporters_own_words_shows_the_line_it_stands_in(stocked):
    card = ask("show", "n3", "--db", stocked)
    assert "said        in the reporter's own words\n" in card
    assert r"\x1b[31mred\u{202e} <b>| [link](x) rates would rise [5 percent]." in card


def test_a_period_is_shown_in_words():
    periods = ["P3Y", "P1Y6M", "P1W", "PT48H", "P1DT1M", "P", "PT", "P1.5Y", "per month", "P" + "9" * 5000 + "Y"]
    words = ["3 years", "1 year 6 months", "1 week", "48 hours", "1 day 1 minute"]
    assert [length(period) for period in periods] == words + periods[5:]


def test_the_beginning_of_an_article_ends_with_a_whole_word(stocked):
    card = ask("show", "src1", "--db", stocked)
    assert "build a harbour. Belov said …\n" in card
    assert "listrik, kata Tana.\n" in ask("show", "src2", "--db", stocked)


def test_search_brackets_the_words(stocked):
    lines = ask("search", "harbour", "torvia", "--db", stocked).splitlines()[2:]
    assert [line.split()[0] for line in lines] == ["c1", "s1", "src1"]
    assert "[Torvia]" in lines[1] and "[harbour]" in lines[1]
    hit = json.loads(ask("search", "bendungan", "--format", "jsonl", "--db", stocked).splitlines()[0])
    assert [hit["snippet"][start:end] for start, end in hit["marks"]] == ["bendungan"] * len(hit["marks"]) and hit["marks"]


def test_sql_in_every_format(stocked):
    select = "select name, iso_code from parties order by name"
    assert ask("sql", select, "--db", stocked).splitlines()[2:] == [
        "Eastern League",
        "Samaya          SX",
        "Torvia          TX",
        "Velmora         VX",
    ]
    assert json.loads(ask("sql", select, "--format", "json", "--db", stocked))[0] == {"name": "Eastern League", "iso_code": None}
    assert ask("sql", select, "--format", "csv", "--db", stocked).splitlines()[:2] == ["name,iso_code", "Eastern League,"]
    assert ask("sql", "select 1 as one where 1 = 0", "--format", "csv", "--db", stocked) == "one\n"


def test_sql_values_that_json_has_no_word_for(stocked):
    select = "select 1 as a, 2 as a, x'00ff' as b, 1e400 as c"
    assert json.loads(ask("sql", select, "--format", "json", "--db", stocked)) == [{"a": 1, "a_2": 2, "b": "00ff", "c": "more than 10^308"}]


def test_sql_that_selects_nothing_is_refused(stocked):
    result = RUNNER.invoke(app, ["sql", "-- only a remark", "--db", stocked])
    assert result.exit_code == 2 and "give one SELECT" in result.stderr


def test_sql_that_finds_nothing_says_so(stocked):
    result = RUNNER.invoke(app, ["sql", "select 1 as one where 1 = 0", "--db", stocked])
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "No rows.\n")


def test_sql_may_begin_with_a_comment(stocked):
    assert ask("sql", "-- how many\nselect 2 as n", "--format", "csv", "--db", stocked) == "n\n2\n"
    assert RUNNER.invoke(app, ["sql", "select 1", "--formt", "csv", "--db", stocked]).exit_code == 2


def test_stats(stocked):
    rows = ask("stats", "--db", stocked).splitlines()
    assert any(row.split() == ["table", "commitments", "4"] for row in rows)
    assert any(row.split() == ["language", "en", "2"] for row in rows)
    assert any("2022-03-04 to 2025-07-01" in row for row in rows)
    assert {"counted_by": "act", "name": "position", "count": 2} in json.loads(ask("stats", "--format", "json", "--db", stocked))


def test_claims_alone_says_what_there_is_and_what_to_do_next(stocked, tmp_path, monkeypatch):
    said = ask("--db", stocked)
    assert f"{stocked} holds 3 articles, 6 statements, 4 commitments, 3 numeric claims." in said
    assert f"commitments --db {stocked}" in said
    waits = [line.split("# ")[1] for line in said.partition("Waiting for you:")[2].partition("What to do next:")[0].strip().splitlines()]
    assert waits == ["3 commitments, 6 statements, 3 numbers that nobody checked", "1 commitment is overdue"]
    monkeypatch.chdir(tmp_path)
    said = ask()
    assert "There is no database at claims.db yet; make one with: claims load PATH" in said and "demo" in said
    assert list(tmp_path.iterdir()) == []


def test_verify(stocked):
    result = RUNNER.invoke(app, ["verify", "--db", stocked])
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "30 spans in 3 sources checked: none wrong.\n")


def test_verify_finds_damage(tmp_path):
    import sqlite3

    from tests.views.stock import stock

    place = tmp_path / "claims.db"
    stock(str(place))
    connection = sqlite3.connect(place)
    connection.execute("UPDATE statements SET text = 'Somebody' || substr(text, 6) WHERE statement_id = 2")
    connection.execute("UPDATE sources SET text = text || '!' WHERE source_id = 2")
    connection.commit()
    connection.close()
    result = RUNNER.invoke(app, ["verify", "--format", "json", "--db", str(place)])
    assert result.exit_code == 1 and "wrong" in result.stderr
    assert {fault["id"] for fault in json.loads(result.stdout)} == {"s2", "src2"}


def test_help_names_the_columns_to_sort_by():
    from claims.views import commitments, numbers, people, sources, statements

    listings = {
        "commitments": commitments.LISTING,
        "statements": statements.LISTING,
        "numbers": numbers.LISTING,
        "sources": sources.LISTING,
    }
    for command, listing in {**listings, "speakers": people.SPEAKERS, "parties": people.PARTIES}.items():
        assert f"--order takes {', '.join(listing.orderings)}." in " ".join(ask(command, "--help").split())


def test_version():
    assert ask("--version").startswith("claims ")


@pytest.mark.parametrize(
    "command",
    [
        *(["commitments"], ["statements"], ["numbers"], ["sources"], ["speakers"], ["parties"]),
        *(["show", "c1"], ["search", "harbour"], ["stats"], ["sql", "SELECT count(*) FROM who_committed_to_what"]),
    ],
    ids=lambda words: words[0],
)
def test_as_of_today_is_as_it_is_and_before_the_first_change_is_nothing(stocked, command):
    today = datetime.now(UTC).date().isoformat()
    assert ask(*command, "--as-of", today, "--db", stocked) == ask(*command, "--db", stocked)
    code, said = refuse(*command, "--as-of", "2001-02-03", "--db", stocked)
    assert code == 2 and "held nothing yet at 2001-02-03T23:59:59.999999Z" in said


def test_an_office_on_a_card_has_a_name_by_which_it_is_corrected(stocked, tmp_path):
    place = tmp_path / "offices.db"
    shutil.copy(stocked, place)
    db = ["--db", str(place)]
    assert "  office      r1 President (Velmora), in src1\n" in ask("show", "sp1", *db)
    ask("add", "role", "speaker=sp1", "title=Mayor", "started_on=2016", "ended_on=2018-06", *db)
    card = ask("show", "sp1", *db)
    assert [line.split()[-1] for line in card[card.index("  office ") :].splitlines()[:2]] == ["2018-06-30", "src1"]
    (number,) = re.findall(r"(r[0-9]+) Mayor, 2016 to 2018-06-30\n", card)
    ask("amend", number, "ended_on=2019", "--reason", "decree", *db)
    assert f"{number} Mayor, 2016 to 2019\n" in ask("show", "sp1", *db)
    (told,) = [each for each in json.loads(ask("show", "sp1", "--format", "json", *db))[0]["offices"] if each["id"] == number]
    assert (told["title"], told["party"], told["started_on"], told["ended_on"]) == ("Mayor", None, "2016-01-01", "2019-12-31")
    ask("remove", number, "--reason", "his brother", *db)
    assert "Mayor" not in ask("show", "sp1", *db)


@pytest.mark.parametrize(
    ("days", "words"),
    [
        ((None, None), ""),
        (("2016-01-01", "2016-12-31"), "2016"),
        (("2016-03-01", "2018-12-31"), "2016-03-01 to 2018"),
        (("2016-01-01", None), "since 2016"),
        ((None, "2018-06-30"), "until 2018-06-30"),
    ],
)
def test_a_span_is_told_in_years_where_it_is_whole_years(days, words):
    assert between(*days) == words
