"""Dates: the case files of each language, the calendar, and any text at all."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.extraction.calendars import exists, month_and_day
from claims.extraction.candidates import DateMention
from claims.extraction.finders.dates import find_dates
from claims.extraction.lexicon import languages

CASES = Path(__file__).parent / "cases"
FIELDS = ("year", "month", "day", "weekday", "relative_days", "relative_months", "relative_years", "period", "bound")


def cases():
    for language in languages():
        for row in tomllib.loads((CASES / language / "dates.toml").read_text("utf-8"))["case"]:
            yield pytest.param(language, row, id=f"{language}: {row['text'][:60]}")


def shown(mention: DateMention, text: str) -> dict[str, object]:
    row: dict[str, object] = {"text": mention.span.of(text), "basis": mention.basis, "precision": str(mention.precision)}
    return row | {field: getattr(mention, field) for field in FIELDS if getattr(mention, field) is not None}


@pytest.mark.parametrize(("language", "case"), list(cases()))
def test_case(language, case):
    assert [shown(d, case["text"]) for d in find_dates(case["text"], language)] == case["expected"]


@pytest.mark.parametrize("language", languages())
def test_every_language_has_cases_enough(language):
    assert len(tomllib.loads((CASES / language / "dates.toml").read_text("utf-8"))["case"]) >= 50


@pytest.mark.parametrize(
    ("year", "month", "day", "real"),
    [
        (2024, 2, 29, True),
        (2025, 2, 29, False),
        (1900, 2, 29, False),
        (2000, 2, 29, True),
        (None, 2, 29, True),
        (None, 2, 30, False),
        (2025, 13, 1, False),
        (2025, 4, 31, False),
        (2025, 4, None, True),
    ],
)
def test_calendar(year, month, day, real):
    assert exists(year, month, day) is real


def test_the_order_of_figures_is_not_guessed():
    assert month_and_day("4", "5", 2026, "dmy") == (5, 4)
    assert month_and_day("4", "5", 2026, "") is None
    assert month_and_day("31", "3", 2026, "") == (3, 31)
    assert month_and_day("3", "31", 2026, "") == (3, 31)
    assert month_and_day("31", "2", 2026, "dmy") is None


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize(
    "piece",
    ["20", "2025-", "1/", "(1/1) ", "Senin (", "Monday, ", "Juni ", "June 5 ", "tahun ", "lalu ", "three years ", "dalam ", "in ", "31"],
)
def test_long_runs_of_anything_pass(language, piece):
    text = piece * (50_000 // len(piece))
    assert all(0 <= d.span.start < d.span.end <= len(text) for d in find_dates(text, language))


PIECES = """2025|31|5|/|-| |(|)|,|.|Juni|June|March|May|Senin|Monday|tahun|year|tahun lalu|next month|dalam|within|three|tiga|years|ke depan
|ago|akhir|the end of|kuartal I|Q3|by|sebelum|hingga|İ|'|time|setahun|2025-06-17|17/6|Sept.|th"""
WORDS = st.lists(st.sampled_from(PIECES.split("|")), max_size=25)


@given(WORDS.map("".join) | WORDS.map(" ".join) | st.text(), st.sampled_from(languages()))
def test_any_text_passes_and_spans_are_in_order(text, language):
    end = 0
    for mention in find_dates(text, language):
        assert end <= mention.span.start < mention.span.end <= len(text)
        end = mention.span.end
        assert mention.month is None or exists(mention.year, mention.month, mention.day)
