"""Quantities: the case files of each language, exactness, and any text at all."""

import tomllib
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.errors import RejectedInput
from claims.extraction.candidates import Quantity
from claims.extraction.finders.dates import find_dates
from claims.extraction.lexicon import languages, lexicon
from claims.extraction.numerals import numeral_reader
from claims.extraction.quantities import find_quantities
from claims.extraction.units import multiply_period
from claims.terms import Comparator, QuantityKind

CASES = Path(__file__).parent / "cases"
SECTIONS = ("numbers", "quantities", "dates")


def cases():
    for language in languages():
        rows = tomllib.loads((CASES / language / "quantities.toml").read_text("utf-8"))["case"]
        for row in rows:
            yield pytest.param(language, row, id=f"{language}: {row['text'][:60]}")


def shown(quantity: Quantity) -> dict[str, str]:
    row = {"text": quantity.text, "value": str(quantity.value), "comparator": str(quantity.comparator)}
    optional = {"upper": quantity.upper_value, "unit": quantity.unit, "kind": quantity.kind, "period": quantity.period}
    return row | {key: str(value) for key, value in optional.items() if value is not None}


@pytest.mark.parametrize(("language", "case"), list(cases()))
def test_case(language, case):
    found = find_quantities(case["text"], language)
    assert [shown(q) for q in found] == case["expected"]
    assert all(case["text"][q.start : q.end] == q.text for q in found)


@pytest.mark.parametrize("language", languages())
def test_every_language_has_cases_enough(language):
    assert len(tomllib.loads((CASES / language / "quantities.toml").read_text("utf-8"))["case"]) >= 120


def keys(table, path=()):
    for key, value in table.items():
        yield (*path, key)
        if isinstance(value, dict):
            yield from keys(value, (*path, key))


@pytest.mark.parametrize("section", SECTIONS)
def test_languages_have_the_same_keys(section):
    first, *others = ({*keys(lexicon(language)[section])} for language in languages())
    assert all(other == first for other in others)


@pytest.mark.parametrize(
    ("language", "text", "value"),
    [
        ("id", "123.456.789.012.345.678,91", "123456789012345678.91"),
        ("en", "123,456,789,012,345,678.91", "123456789012345678.91"),
        ("id", "12345678901234567890,1234 juta", "12345678901234567890123400"),
        ("en", "$0.1 trillion", "100000000000"),
        ("id", "50,1 miliar", "50100000000"),
        ("en", "0033", "33"),
        ("id", "0,77", "0.77"),
    ],
)
def test_values_are_exact(language, text, value):
    (found,) = find_quantities(text, language)
    assert str(found.value) == value


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("mark", ["1.2.3.4", "1.0.0", "1" * 61, "1,2,3,4,5", "１２ orang", "1_000"])
def test_what_is_no_number_gives_none(language, mark):
    assert find_quantities(f"x {mark} x", language) == []


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize(
    "piece",
    [
        "1",
        ",",
        "1,",
        "1 ",
        "1-",
        "1.",
        "$",
        "Rp",
        "(1)",
        "1/2 ",
        "dua ",
        "half a ",
        "one in ",
        "1 juta ",
        "between 1 and ",
        "20",
        "1:",
        "-",
    ],
)
def test_long_runs_of_anything_pass(language, piece):
    text = piece * (100_000 // len(piece))
    assert all(text[q.start : q.end] == q.text for q in find_quantities(text, language))


PIECES = """5|1.000|2,5|½|1/2| |-|–|%|$|Rp|US$|juta|million|dua|two|and|a|half|of|dari|sampai|to|between|antara|lebih|orang|people|tahun
|years|(|)|,|.|İ|x|setahun|a year|per|\u00a0|10.30|2-1|one|in|setengah|ribuan|tens|third|March|Juni|2025|ago|lalu|minus|+|or more|m|bn|kg"""
WORDS = st.lists(st.sampled_from(PIECES.split("|")), max_size=30)


@given(WORDS.map("".join) | WORDS.map(" ".join) | st.text(), st.sampled_from(languages()))
def test_any_text_passes_and_every_span_is_verbatim(text, language):
    found = find_quantities(text, language)
    for quantity in found:
        assert 0 <= quantity.start < quantity.end <= len(text)
        assert text[quantity.start : quantity.end] == quantity.text
        assert quantity.value.is_finite()
        assert (quantity.unit is None) == (quantity.kind is None)
        assert (quantity.upper_value is not None) == (quantity.comparator is Comparator.RANGE)
        assert quantity.upper_value is None or quantity.upper_value > quantity.value
    assert [q.start for q in found] == sorted(q.start for q in found)


@given(st.integers(0, 10**15 - 1))
def test_grouped_figures_are_read_back(number):
    for language in languages():
        reader = numeral_reader(language)
        printed = f"{number:,}".replace(",", reader.group)
        numeral = reader.read(printed, printed, 0)
        assert numeral is not None
        assert numeral.value == number


def test_dates_may_be_given():
    text = "Pada 17 Juni 2025, 12 dari 34 kapal berlayar selama 3 hari."
    assert find_quantities(text, "id", find_dates(text, "id")) == find_quantities(text, "id")
    assert [q.text for q in find_quantities(text, "id")] == ["12 dari 34 kapal", "34 kapal", "3 hari"]


def test_unknown_language_is_rejected():
    with pytest.raises(RejectedInput, match="no lexicon"):
        find_quantities("5 persen", "xx")


@pytest.mark.parametrize(
    ("period", "count", "expected"),
    [
        ("P1Y", "3", "P3Y"),
        ("P1Y", "1.5", "P18M"),
        ("PT1H", "0.5", "PT30M"),
        ("P1W", "2", "P2W"),
        ("P10Y", "3", "P30Y"),
        ("P1M", "0.3", None),
        ("P1D", "-1", None),
    ],
)
def test_periods_are_multiplied(period, count, expected):
    assert multiply_period(period, Decimal(count)) == expected


def test_range_has_both_bounds():
    (found,) = find_quantities("sekitar 2 sampai 2,2 juta ton", "id")
    assert (found.value, found.upper_value, found.comparator) == (2_000_000, 2_200_000, Comparator.RANGE)
    assert found.kind is QuantityKind.COUNT
