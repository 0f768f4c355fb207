"""Names alike: what is proposed and why, what is not, and that the work grows with the names."""

import sys

import pytest

from claims.resolution.similarity import Bearer, Reason, distance, find_alike
from claims.resolution.states import codes_in_any_language

PERSONS = "person"
STATES = {"kirgistan": "KG", "kyrgyzstan": "KG", "qirg‘iziston": "KG", "niger": "NE"}


def bearer(number, *names, group=PERSONS, records=0, **identifiers):
    return Bearer(number, group, names, identifiers, records)


def alike(*bearers):
    return [
        (pair.left, pair.right, pair.reason)
        for pair in find_alike(bearers, persons=PERSONS, code_of=lambda name: STATES.get(name.casefold()))
    ]


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        ("Ana Lestari", "ana  LESTARI", Reason.SAME_NAME),
        ("Ana Lestari", "Lestari Ana", Reason.OTHER_ORDER),
        ("Al-Rashid Omar", "Alrashid Omar", Reason.OTHER_ORDER),
        ("José Alvarado", "Jose Alvarado", Reason.OTHER_ORDER),
        ("Presiden Ana Lestari", "Ana Lestari", Reason.OTHER_ORDER),
        ("Sadyr Dzhaparov", "Sadyr Japarov", Reason.TRANSLITERATION),
        ("Садыр Жапаров", "Sadyr Zhaparov", Reason.OTHER_ORDER),
        ("Soekarno", "Sukarno", Reason.TRANSLITERATION),
        ("Muhammad Fauzi", "Mohamed Fauzi", Reason.TRANSLITERATION),
        ("Lestari", "Ana Lestari", Reason.ONE_HOLDS_THE_OTHER),
        ("A. Lestari", "Ana Lestari", Reason.ONE_HOLDS_THE_OTHER),
        ("Ana Lestani", "Ana Lestari", Reason.A_LETTER_OR_TWO),
        ("Kirgizstan Baru", "Kurgizstar Baru", Reason.A_LETTER_OR_TWO),
        ("Ana Lestari", "Budi Santosa", None),
        ("Ana Belo", "Ana Belu", None),  # short words differ by more than a slip
        ("Speaker 1001", "Speaker 1002", None),  # numbers are no spellings
        ("A. Lestari", "Budi Lestari", None),
    ],
)
def test_why_two_names_may_be_one(one, other, reason):
    found = alike(bearer(1, one), bearer(2, other))
    assert [why for _, _, why in found] == ([reason] if reason else [])


def test_states_are_one_under_the_names_of_all_languages():
    found = alike(
        bearer(1, "Kyrgyzstan", group="party", iso_code="KG"),
        bearer(2, "Kirgistan", group="party"),
        bearer(3, "Qirg‘iziston", group="party"),
    )
    assert found == [(1, 2, Reason.ONE_STATE), (1, 3, Reason.ONE_STATE)]


def test_the_languages_of_cldr_name_states():
    codes = codes_in_any_language()
    assert {codes[name] for name in ("китай", "kina", "tiongkok", "中国")} == {"CN"}
    assert "kongo" not in codes  # two states bear it


def test_those_whose_identifiers_differ_are_two():
    assert alike(bearer(1, "Niger", group="party", iso_code="NE"), bearer(2, "Nigera", group="party", iso_code="NG")) == []
    assert alike(bearer(1, "Ana Lestari", wikidata_id="Q1"), bearer(2, "Lestari Ana", wikidata_id="Q2")) == []


def test_persons_and_bodies_are_never_one():
    assert alike(bearer(1, "Samaya"), bearer(2, "Samaya", group="speaker")) == []


def test_the_weightier_comes_first():
    assert alike(bearer(1, "Lestari Ana"), bearer(2, "Ana Lestari", records=7)) == [(2, 1, Reason.OTHER_ORDER)]


def test_a_single_word_that_articles_call_two_people_by_says_nothing():
    assert alike(bearer(1, "Ana Lestari", "Lestari"), bearer(2, "Budi Lestari", "Lestari")) == []
    assert alike(bearer(1, "Ana Lestari", "Lestari"), bearer(2, "Lestari")) == [(1, 2, Reason.SAME_NAME)]


def test_many_of_one_name_are_proposed_with_one_of_them_alone():
    assert len(alike(*(bearer(number, "Ana Lestari") for number in range(50)))) == 49


@pytest.mark.parametrize(
    ("one", "other", "most", "expected"),
    [("kitten", "sitting", 3, 3), ("kitten", "sitting", 2, 3), ("abc", "abc", 2, 0), ("abc", "abcdef", 2, 3), ("ab", "ba", 2, 2)],
)
def test_distances_are_counted_up_to_the_most_that_matters(one, other, most, expected):
    assert distance(one, other, most) == expected


def calls(bearers):
    """Return how many Python functions are called."""
    counted = 0

    def count(_frame, event, _argument):
        nonlocal counted
        counted += event == "call"

    sys.setprofile(count)
    try:
        find_alike(bearers, persons=PERSONS, code_of=lambda name: None)
    finally:
        sys.setprofile(None)
    return counted


@pytest.mark.parametrize(
    "name",
    [
        lambda number: f"Speaker {number:05d}",
        lambda number: f"Siti {'a' * (number % 30)}{number}",
        lambda number: f"Ana{'bcdfghjklm'[number % 10]}a Lesta{'bcdfghjklm'[number // 10 % 10]}i{'bcdfghjklm'[number // 100 % 10]}on",
        lambda number: "Ana Lestari",
    ],
    ids=["numbered", "holding", "a letter apart", "the same"],
)
def test_work_grows_with_the_names(name):
    few, many = ([bearer(number, name(number)) for number in range(size)] for size in (500, 2000))
    calls(few)  # data is read once
    assert calls(many) < 8 * calls(few)
