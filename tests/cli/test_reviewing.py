"""Reviewing on a real terminal: each key does one thing, what was decided stays, and nothing in a record steers the terminal."""

import shutil
import sqlite3
from contextlib import closing

import pytest

from claims.errors import UsageError
from claims.references import require_reference
from claims.store.access import open_reader
from claims.store.ledger.amending import amend
from claims.store.ledger.ledger import Ledger
from claims.terms import Review
from cli.layout import width
from cli.reviewing import Walk
from tests.cli.process import Conversation, run
from tests.views.stock import stock

PROMPT = "q quit > "


@pytest.fixture
def place(stocked, tmp_path):
    return str(shutil.copy(stocked, tmp_path / "claims.db"))


@pytest.fixture
def review(place):
    talks = []

    def begin(*filters, columns=100):
        talks.append(Conversation(columns, "review", *filters, "--db", place, CLAIMS_ACTOR="Rina"))
        return talks[-1]

    yield begin
    for talk in talks:
        with talk:
            pass


def sql(place, statement):
    with closing(sqlite3.connect(place, isolation_level=None)) as connection:
        return connection.execute(statement).fetchall()


def reviews(place, table="commitments"):
    return [review for (review,) in sql(place, f"SELECT review FROM {table} ORDER BY {table[:-1]}_id")]


def test_keys_accept_reject_skip_and_the_end_says_what_was_done(review, place):
    talk = review("--kind", "commitments")
    for number, (name, key) in enumerate([("c1", "a"), ("c2", "r"), ("c3", "s")], 1):
        assert f"{number} of 3  {name}  commitment" in talk.hear(PROMPT)
        talk.press(key)
    code, said = talk.end()
    assert code == 0 and "1 accepted, 1 rejected, 1 skipped; 0 left." in said
    assert reviews(place) == ["accepted", "rejected", "proposed", "rejected"]
    signed = "SELECT changed_by, count(DISTINCT changeset) FROM changes WHERE table_name = 'commitments' AND operation = 'update'"
    assert sql(place, signed) == [("Rina", 2)]


def test_each_decision_is_kept_at_once_and_ctrl_c_leaves_it(review, place):
    talk = review("--kind", "commitments")
    talk.hear(PROMPT)
    talk.press("a")
    talk.hear(PROMPT)
    assert reviews(place)[0] == "accepted"
    talk.press("\x03")
    code, said = talk.end()
    assert code == 130 and "1 accepted; 2 left." in said and "Interrupted." in said and "Traceback" not in said
    assert reviews(place) == ["accepted", "proposed", "proposed", "rejected"]


def test_undo_goes_back_to_the_last_record_and_takes_its_decision_back(review, place):
    talk = review("--kind", "commitments")
    talk.hear(PROMPT)
    talk.press("u")
    assert "There is nothing to take back." in talk.hear(PROMPT)
    talk.press("r")
    talk.hear(PROMPT)
    talk.press("s")
    talk.hear(PROMPT)
    talk.press("u")
    assert "2 of 3  c2" in talk.hear(PROMPT)
    talk.press("u")
    assert "c1 is no longer rejected." in (said := talk.hear(PROMPT)) and "1 of 3  c1" in said
    talk.press("q")
    code, said = talk.end()
    assert code == 0 and "Nothing was decided; 3 left." in said
    assert reviews(place)[0] == "proposed"


def test_amending_asks_for_a_field_and_a_reason_and_shows_the_record_again(review, place):
    talk = review("--kind", "commitments")
    talk.hear(PROMPT)
    for field, reason, expected in [
        ("strength=plege", "x", "Did you mean pledge?"),
        ("", None, "Nothing was amended"),
        ("strength=willing", "", "Nothing was amended"),
        ("strength=willing", "ia hanya bersedia", "c1  strength: pledge → willing"),
    ]:
        talk.press("e")
        talk.hear("field=value: ")
        talk.press(field + "\r")
        if reason is not None:
            talk.hear("reason: ")
            talk.press(reason + "\r")
        assert expected in (said := talk.hear(PROMPT))
    assert "1 of 3  c1" in said and "willing (“will”)" in said
    talk.press("a")
    assert "2 of 3  c2" in talk.hear(PROMPT)
    talk.press("\x04")
    assert "1 accepted, 1 amended; 2 left." in talk.end()[1]
    assert sql(place, "SELECT strength, review FROM commitments WHERE commitment_id = 1") == [("willing", "accepted")]
    assert sql(place, "SELECT count(*) FROM changes WHERE reason = 'ia hanya bersedia'") == [(1,)]


def test_the_same_on_postgresql(postgresql_location):
    stock(postgresql_location)
    with Conversation(100, "review", "--kind", "commitments", "--db", postgresql_location, CLAIMS_ACTOR="Rina") as talk:
        talk.hear(PROMPT)
        talk.press("a")
        talk.hear(PROMPT)
        talk.press("r")
        talk.hear(PROMPT)
        talk.press("u")
        talk.hear("2 of 3  c2")
        talk.hear(PROMPT)
        with Ledger(postgresql_location, actor="Budi") as ledger:
            amend(ledger, require_reference("c2"), {"topics": "fishery"}, reason="x")
        talk.press("a")
        talk.hear("c2 is no longer as it was shown")
        assert "fishery" in talk.hear(PROMPT)
        talk.press("q")
        assert "1 accepted; 2 left." in talk.end()[1]
    with open_reader(postgresql_location) as reader:
        rows = reader.rows("SELECT review FROM commitments ORDER BY commitment_id")
    assert [row["review"] for row in rows] == ["accepted", "proposed", "proposed", "rejected"]


def test_other_keys_do_nothing(review, place):
    talk = review("--kind", "commitments")
    talk.hear(PROMPT)
    for keys in ("x", "\x1b[A", "é", "\r"):
        talk.press(keys)
        assert "commitment" not in talk.hear(PROMPT)
    talk.press("Q")
    assert talk.end()[0] == 0 and reviews(place) == ["proposed"] * 3 + ["rejected"]


def test_what_somebody_else_decides_meanwhile_is_not_asked_again(review, place):
    talk = review("--kind", "commitments")
    talk.hear(PROMPT)
    sql(place, "UPDATE commitments SET review = 'accepted' WHERE commitment_id = 2")
    talk.press("s")
    assert "c2 is accepted meanwhile." in (said := talk.hear(PROMPT)) and "3 of 3  c3" in said
    sql(place, "UPDATE commitments SET review = 'rejected' WHERE commitment_id = 3")
    talk.press("a")
    code, said = talk.end()
    assert code == 0 and "c3 is rejected meanwhile." in said and "1 skipped; 0 left." in said
    assert reviews(place)[2] == "rejected"


@pytest.mark.parametrize("key", ["a", "r"])
@pytest.mark.parametrize(
    ("change", "shown"),
    [
        ("UPDATE commitments SET strength = 'aspiration' WHERE commitment_id = 1", "aspiration (“will”)"),
        ("UPDATE commitment_topics SET topic = 'fishery' WHERE commitment_id = 1 AND topic = 'transport'", "aid, fishery"),
        ("UPDATE parties SET name = 'Torvia the Great' WHERE name = 'Torvia'", "Torvia the Great"),
    ],
)
def test_what_somebody_else_amends_meanwhile_is_shown_before_it_is_decided(review, place, change, shown, key):
    talk = review("--kind", "commitments")
    assert shown not in talk.hear(PROMPT)
    sql(place, change)
    talk.press(key)
    said = talk.hear(PROMPT)
    assert "c1 is no longer as it was shown; this is how it stands." in said and "1 of 3  c1" in said and shown in said
    assert reviews(place)[0] == "proposed"
    talk.press(key)
    assert "2 of 3  c2" in talk.hear(PROMPT)
    talk.press("q")
    assert f"1 {reviews(place)[0]}; 2 left." in talk.end()[1]


def test_what_changes_elsewhere_meanwhile_hinders_no_decision(review, place):
    talk = review("--kind", "commitments")
    talk.hear(PROMPT)
    counted = "SELECT count(*) FROM statements WHERE speaker_id = (SELECT speaker_id FROM statements WHERE statement_id = 1)"
    before = sql(place, counted)
    sql(place, "UPDATE statements SET speaker_id = (SELECT speaker_id FROM statements WHERE statement_id = 1) WHERE statement_id = 6")
    assert sql(place, counted) != before
    talk.press("a")
    assert "2 of 3  c2" in talk.hear(PROMPT)
    talk.press("q")
    assert "1 accepted; 2 left." in talk.end()[1]


def test_a_decision_that_is_refused_is_told(place, monkeypatch, capsys):
    def refused(*_, **__):
        raise UsageError("This may not be decided.")

    monkeypatch.setattr("claims.store.ledger.amending.review", refused)
    keys = iter("aq")
    monkeypatch.setattr("cli.reviewing.read_key", lambda _: next(keys))
    with Ledger(place, actor="Rina") as ledger:
        Walk(ledger, place, [require_reference("c1")], Review.PROPOSED).run()
    said = capsys.readouterr().out
    assert "This may not be decided." in said and "Nothing was decided; 1 left." in said
    assert said.count("1 of 1  c1") == 1


def test_what_somebody_else_withdraws_meanwhile_is_passed_over(review, place):
    talk = review("--kind", "numbers")
    talk.hear(PROMPT)
    sql(place, "DELETE FROM numeric_claims WHERE numeric_claim_id = 1")
    talk.press("a")
    assert "n1 is gone meanwhile." in (said := talk.hear(PROMPT)) and "2 of 3  n2" in said
    talk.press("q")
    talk.end()


@pytest.mark.parametrize("columns", [80, 140])
def test_the_evidence_stands_in_context_and_hostile_text_is_shown_escaped(review, columns):
    talk = review(columns=columns)
    said = ""
    for _ in range(12):
        said += talk.hear(PROMPT)
        talk.press("s")
    talk.end()
    assert max(width(line) for line in said.splitlines()) <= columns
    words = " ".join(said.split())
    assert "Velmora to build harbour in Torvia Port Samar (VLN) - President Ana Belov on Friday (4/3) said" in words
    assert "to build a harbour. Belov said trade between the two had grown" in words
    assert r"\x1b[31mred\u{202e} <b>| [link](x) rates" in words
    order = [line.split()[3] for line in said.splitlines() if " of 12  " in line]
    assert " ".join(order) == "s1 c1 n1 s2 n2 s3 c2 s4 c3 s5 s6 n3"


def test_hostile_text_beside_the_evidence_is_shown_escaped(review, place):
    sql(
        place,
        "INSERT INTO commitments (key, source_id, span_start, span_end, text, cue, cue_start, cue_end, strength, origin, review) "
        "SELECT 'k', source_id, instr(text, 'would') - 1, instr(text, 'would') + 4, 'would', 'would', instr(text, 'would') - 1, "
        "instr(text, 'would') + 4, 'pledge', 'extracted', 'proposed' FROM sources WHERE source_id = 3",
    )
    talk = review("--source", "Trap", "--kind", "commitments")
    assert r"said \x1b[31mred\u{202e} <b>| [link](x) rates" in talk.hear(PROMPT)
    talk.press("q")
    talk.end()


def test_filters_choose_what_is_walked(review):
    for filters, expected in [
        (("--act", "position"), "1 of 2  s3"),
        (("--by", "Velmora", "--kind", "numbers"), "1 of 2  n1"),
        (("--status", "fulfilled"), "1 of 1  c2"),
        (("--overdue",), "1 of 1  c1"),
        (("--review", "rejected", "--copies"), "1 of 1  c4"),
        (("--source", "Kabar", "--limit", "1"), "1 of 1  s4"),
    ]:
        talk = review(*filters)
        assert expected in talk.hear(PROMPT)
        talk.press("q")
        assert talk.end()[0] == 0


def test_where_nothing_is_to_be_reviewed(review):
    code, said = review("--review", "accepted").end()
    assert (code, said) == (0, "No accepted records match.\n")


@pytest.mark.parametrize(
    ("filters", "sentence"),
    [
        (("--kind", "parties"), "--kind knows no “parties”"),
        (("--kind", "numbers", "--act", "call"), "--act means nothing for numbers"),
        (("--act", "call", "--overdue"), "--act and --overdue together mean nothing"),
        (("--by", "Velmira"), "Nearest: Velmora"),
        (("--review", "maybe"), "proposed, accepted, rejected"),
    ],
)
def test_what_means_nothing_is_a_sentence(review, filters, sentence):
    code, said = review(*filters).end()
    assert code == 2 and sentence in " ".join(said.split()) and "Traceback" not in said


def test_without_a_terminal_scripts_are_told_what_to_use(place):
    done = run("review", "--db", place)
    assert (done.returncode, done.stdout) == (4, "")
    assert "claims accept ID…" in done.stderr and "claims reject ID…" in done.stderr and done.stderr.count("\n") == 1
