"""Names: twins that nobody can tell apart are one name."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.resolution.names import clean, fold


@pytest.mark.parametrize(
    "name",
    [
        "Léa Óran",
        "Le\u0301a O\u0301ran",
        "Léa\u200b Óran",
        "\ufeffLéa Óran",
        "Léa\u00a0Óran",
        " Léa \n Óran ",
        "\u202aLéa Óran\u202c",
        "Lé\u00ada Óran",
    ],
)
def test_twins_are_one_name(name):
    assert clean(name) == "Léa Óran"
    assert fold(name.upper()) == fold("Léa Óran")


def test_joiners_that_spell_a_name_stay():
    assert clean("علی\u200cرضا") == "علی\u200cرضا"


def test_confusables_stay_apart():
    assert clean("Xi Jinping") != clean("\u0425i Jinping")  # a Cyrillic letter


@given(st.text(min_size=1))
def test_cleaning_twice_changes_nothing_and_leaves_something(name):
    assert clean(clean(name)) == clean(name) != ""
    assert clean(unicodedata.normalize("NFD", name)) == clean(unicodedata.normalize("NFC", name)) or not clean(name).strip()
