"""Claims that contradict each other, and what is no contradiction; on both databases."""

from pathlib import Path

import pytest

from claims.pipeline import load
from claims.references import Pair, Reference, require_reference
from claims.samples.library import sample_paths
from claims.store.access import open_reader
from claims.store.ledger.amending import amend
from claims.store.ledger.ledger import Ledger
from claims.store.ledger.relating import propose
from claims.terms import RecordKind, Relation
from claims.views.commitments import list_commitments
from claims.views.conflicts import list_conflicts
from claims.views.filters import Filters

SEEDS = Path(__file__).resolve().parents[3] / "shared" / "gold" / "seeds"


def write(folder, **articles):
    """One article a publisher: `name="day|sentences"`."""
    paths = []
    for name, content in articles.items():
        day, _, text = content.partition("|")
        path = folder / f"{name}.txt"
        path.write_text(f"A day in the port\n\nPORT SAMAR, {day} ({name.title()} Wire) - {text}\n", "utf-8")
        paths.append(path)
    return paths


def conflicts(location, *paths, changes=False):
    load(list(paths), location, loaded_by="tester")
    with open_reader(location) as reader:
        return [(str(each.difference), each.one.says, each.other.says) for each in list_conflicts(reader, changes=changes, limit=0).records]


ONE = "March 4, 2022|Trade between Norway and Kenya reached $50.1 billion in 2021."


@pytest.mark.parametrize(
    ("other", "found"),
    [
        ("March 5, 2022|Trade between Norway and Kenya reached $48 billion in 2021.", [("conflict", "50100000000 USD", "48000000000 USD")]),
        ("March 5, 2022|Trade between Norway and Kenya reached $50.12 billion in 2021.", []),  # rounded to 50.1
        ("March 5, 2022|Trade between Norway and Kenya reached more than $50 billion in 2021.", []),
        ("March 5, 2022|Trade between Norway and Kenya reached $48 billion in 2020.", []),  # another year
        ("March 5, 2022|Trade between Norway and Kenya reached 48 billion euros in 2021.", []),
        ("March 5, 2022|Tourism from Sweden and Denmark reached $48 billion in 2021.", []),
    ],
)
def test_numbers_of_the_same_thing_and_time(location, tmp_path, other, found):
    assert conflicts(location, *write(tmp_path, vela=ONE, orin=other)) == found


def test_another_year_is_a_change_over_time_if_asked_for(location, tmp_path):
    paths = write(tmp_path, vela=ONE, orin="March 5, 2022|Trade between Norway and Kenya reached $48 billion in 2020.")
    assert conflicts(location, *paths, changes=True) == [("change over time", "48000000000 USD", "50100000000 USD")]


GROWN = "Trade between Norway and Kenya reached $40 billion in 2019. Trade between Norway and Kenya reached $50 billion in 2021."


@pytest.mark.parametrize(
    ("stated", "found"),
    [
        ("Trade between Norway and Kenya rose 25 percent from 2019 to 2021.", []),
        ("Trade between Norway and Kenya rose 40 percent from 2019 to 2021.", [("growth", "40 percent", "50000000000 USD")]),
        ("Trade between Norway and Kenya fell 25 percent from 2019 to 2021.", [("growth", "25 percent", "50000000000 USD")]),
        ("Trade between Norway and Kenya rose more than 20 percent from 2019 to 2021.", []),
        ("Trade between Norway and Kenya rose 40 percent from 2017 to 2021.", []),  # nothing is known of 2017
    ],
)
def test_growth_that_is_stated_is_checked_against_what_can_be_computed(location, tmp_path, stated, found):
    assert conflicts(location, *write(tmp_path, vela=f"March 4, 2022|{GROWN}", orin=f"March 5, 2022|{stated}")) == found


def test_a_note_says_what_was_computed(location, tmp_path):
    stated = "March 5, 2022|Trade between Norway and Kenya rose 40 percent from 2019 to 2021."
    load(write(tmp_path, vela=f"March 4, 2022|{GROWN}", orin=stated), location, loaded_by="tester")
    with open_reader(location) as reader:
        (found,) = list_conflicts(reader).records
    assert found.note is not None
    assert found.note.startswith("2019 to 2021: +25.0 percent by n")
    assert "rose 40 percent" in found.one.text and found.one.publisher != found.other.publisher


def test_two_languages_meet_in_parties_topics_and_days(location, tmp_path):
    english, indonesian = (next(path for path in sample_paths() if path.name.startswith(code)) for code in ("en_2022", "id_2022"))
    changed = tmp_path / "changed.txt"
    changed.write_text(indonesian.read_text("utf-8").replace("500 juta", "600 juta"), "utf-8")
    assert conflicts(location, english, indonesian) == []
    assert ("conflict", "500000000 USD", "600000000 USD") in conflicts(location, changed)


def test_two_languages_meet_in_statements_that_may_be_the_same(location, tmp_path):
    english, indonesian = (next(path for path in sample_paths() if path.name.startswith(code)) for code in ("en_2022", "id_2022"))
    assert conflicts(location, english, indonesian) == []
    with open_reader(location) as reader:
        pledges = list_commitments(reader, Filters(unit="USD", min="500000000", max="500000000", order="id")).records
    first, second = (int(pledge.statement_id[1:]) for pledge in pledges)
    with Ledger(location, actor="Rina") as ledger:
        propose(ledger, [Pair(RecordKind.STATEMENT, second, first, Relation.SAME_AS)], reason="alike")
        assert conflicts(location, english) == []
        amend(ledger, Reference(RecordKind.NUMERIC_CLAIM, int(pledges[1].amounts[0].id[1:])), {"value": "7"}, reason="a test")
        withdraw_parties(ledger, pledges[1].id)
    assert conflicts(location, english) == [("conflict", "500000000 USD", "7 USD")]


def withdraw_parties(ledger, pledge):
    """Leave nothing but the statements to tell that two commitments are the same."""
    amend(ledger, require_reference(pledge), {"committers": "Kazakhstan"}, reason="a test")


@pytest.mark.parametrize(("day", "difference"), [("March 4, 2022", "conflict"), ("November 9, 2022", "change over time")])
def test_an_office_that_rotates_is_held_by_one_state_a_day(location, tmp_path, day, difference):
    said = "“{} holds the rotating presidency of the SCO with pride,” Minister Ana Belov said."
    paths = write(tmp_path, vela=f"March 4, 2022|{said.format('Norway')}", orin=f"{day}|{said.format('Kenya')}")
    assert conflicts(location, *paths, changes=True) == [(difference, "Norway", "Kenya")]


def test_in_the_seeds_time_has_passed_and_nobody_erred(location):
    if not SEEDS.is_dir():
        pytest.skip("the annotated seeds are not beside this checkout")
    found = conflicts(location, *sorted(SEEDS.glob("*.txt")), changes=True)
    assert {difference for difference, _, _ in found} == {"change over time"}
    assert ("change over time", "3 initiative", "4 initiative") in found
    assert ("change over time", "China", "Kirgistan") in found
