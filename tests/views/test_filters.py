import pytest

from claims.errors import UsageError
from claims.inputs import nearest, read_day, read_number, read_term
from claims.references import Reference, parse_reference, require_reference
from claims.terms import AssessmentStatus, RecordKind, Strength
from claims.views.binding import Conditions, like_pattern
from claims.views.filters import Filters


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2022", "2022-01-01", "2022-12-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2022-12", "2022-12-01", "2022-12-31"),
        ("2022-01-25", "2022-01-25", "2022-01-25"),
    ],
)
def test_a_day_is_an_interval(text, first, last):
    assert (read_day("--since", text), read_day("--until", text, last=True)) == (first, last)


@pytest.mark.parametrize("text", ["2022-13", "2022-02-30", "25/1/2022", "yesterday", "", "２０２２", "0000", "2022-1-1"])
def test_a_day_that_is_none_is_refused_with_the_forms(text):
    with pytest.raises(UsageError, match="--since takes a year, month or day, such as 2022"):
        read_day("--since", text)


@pytest.mark.parametrize(("text", "value"), [("100", 100.0), ("2.5", 2.5), ("-1", -1.0), ("1e9", 1e9), (" 7 ", 7.0)])
def test_numbers_are_plain_digits(text, value):
    assert read_number("--min", text) == value


@pytest.mark.parametrize("text", ["", "abc", "nan", "inf", "1e999", "1_0", "1,000", "５", "1e", "--1", "0x10", "9" * 50])
def test_what_is_no_plain_number_is_refused(text):
    with pytest.raises(UsageError, match="--min takes a number in plain digits"):
        read_number("--min", text)


def test_terms_are_read_in_any_case():
    assert read_term(Strength, "--strength", "Pledge") == "pledge"
    assert read_term(AssessmentStatus, "--status", "Not-Assessed") == "not assessed"


def test_an_unknown_term_names_the_allowed_ones_and_the_nearest():
    with pytest.raises(UsageError, match=r"pledge, willing, aspiration.*Did you mean pledge"):
        read_term(Strength, "--strength", "plege")


def test_the_nearest_names_hold_the_words_or_are_spelled_alike():
    assert nearest("japarov", ["Sadyr Japarov", "Xi Jinping"]) == ["Sadyr Japarov"]
    assert nearest("Chna", ["China", "Chad", "Peru"])[0] == "China"
    assert nearest("zzzz", ["China"]) == []


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (
            {"since": "2025-03", "until": "2025-02"},
            "--since 2025-03 comes after --until 2025-02, and no day is both; give the earlier one as --since.",
        ),
        ({"since": "2025-01-02", "until": "2024"}, "--since 2025-01-02 comes after --until 2024, and no day is both"),
        ({"min": "100", "max": "99.5"}, "--min 100 is above --max 99.5, and no number is both; give the smaller one as --min."),
    ],
)
def test_bounds_that_cross_are_refused(given, sentence):
    with pytest.raises(UsageError, match=sentence):
        Filters(**given)


def test_bounds_may_meet():
    Filters(since="2025-03", until="2025", min="1", max="1.0")


def test_words_that_are_no_text_are_refused():
    with pytest.raises(UsageError, match="--by takes text in UTF-8"):
        Filters(by="\udcff")


def test_values_are_bound_and_never_part_of_the_sql():
    where = Conditions()
    where.add("a = {} AND b IN {}", "x'; DROP TABLE sources --", [1, 2])
    where.add("c IN {}", [])
    assert where.sql == "(a = :v0 AND b IN (:v1, :v2)) AND (c IN (NULL))"
    assert where.values == {"v0": "x'; DROP TABLE sources --", "v1": 1, "v2": 2}
    assert Conditions().sql == "1 = 1"


def test_a_like_pattern_takes_every_character_as_it_is():
    assert like_pattern("50%_!") == "%50!%!_!!%"


@pytest.mark.parametrize(
    ("text", "kind", "number"),
    [("c7", RecordKind.COMMITMENT, 7), ("SRC1", RecordKind.SOURCE, 1), (" sp4 ", RecordKind.SPEAKER, 4), ("p2", RecordKind.PARTY, 2)],
)
def test_references(text, kind, number):
    assert parse_reference(text) == Reference(kind, number)
    assert str(Reference(kind, number)) == text.strip().lower()


@pytest.mark.parametrize("text", ["", "c", "7", "c0", "c-1", "c07", "x7", "c7x", "c 7", "c" + "9" * 19, "c٧", "commitment 7", "c7\n; drop"])
def test_what_is_no_reference_is_refused_with_the_forms(text):
    with pytest.raises(UsageError, match="c7 a commitment"):
        require_reference(text)
