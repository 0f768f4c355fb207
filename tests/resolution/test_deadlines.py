"""Deadlines: the last day of what the words name, and a reason where there is none."""

from calendar import monthrange
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.documents.document import Span
from claims.extraction.candidates import DateMention, SourceDetails
from claims.resolution.deadlines import Deadline, DueBasis, add_months, add_period, announced_on, deadline_of, due, last_day
from claims.terms import DatePrecision
from tests.resolution.extractions import commitment, extraction, statement

DAY, MONTH, QUARTER, YEAR = DatePrecision.DAY, DatePrecision.MONTH, DatePrecision.QUARTER, DatePrecision.YEAR
SAID = date(2022, 1, 25)  # a Tuesday


def mention(basis="full", **parts) -> DateMention:
    return DateMention(Span(0, 1), basis, **parts)


def day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("parts", "said", "expected"),
    [
        ({"period": "P3Y", "bound": "within"}, "2022-01-25", "2025-01-25"),
        ({"period": "P1Y"}, "2024-02-29", "2025-02-28"),
        ({"period": "P4Y"}, "2024-02-29", "2028-02-29"),
        ({"period": "P1M"}, "2023-01-31", "2023-02-28"),
        ({"period": "P1M"}, "2024-01-31", "2024-02-29"),
        ({"period": "P18M"}, "2022-08-31", "2024-02-29"),
        ({"period": "P1Y6M"}, "2022-01-25", "2023-07-25"),
        ({"period": "P2W"}, "2022-02-20", "2022-03-06"),
        ({"period": "P100D"}, "2022-01-25", "2022-05-05"),
        ({"period": "PT48H"}, "2022-01-25", "2022-01-27"),
        ({"period": "PT36H"}, "2022-01-25", "2022-01-27"),
        ({"period": "P0D"}, "2022-01-25", "2022-01-25"),
    ],
)
def test_periods_are_counted_from_the_day_it_was_said(parts, said, expected):
    assert due(mention("period", **parts), day(said)) == Deadline(day(expected), DAY, DueBasis.PERIOD, parts["period"])


@pytest.mark.parametrize(
    ("parts", "expected", "precision"),
    [
        ({"year": 2025, "month": 6, "day": 30, "bound": "by"}, "2025-06-30", DAY),
        ({"year": 2025, "month": 6, "day": 30, "bound": "before"}, "2025-06-29", DAY),
        ({"year": 2027, "month": 6, "bound": "by"}, "2027-06-30", MONTH),
        ({"year": 2028, "month": 2}, "2028-02-29", MONTH),
        ({"year": 2027, "month": 6, "bound": "before"}, "2027-05-31", MONTH),
        ({"year": 2027, "month": 8, "precision": QUARTER}, "2027-09-30", QUARTER),
        ({"year": 2030, "bound": "by"}, "2030-12-31", YEAR),
        ({"year": 2030, "bound": "before"}, "2029-12-31", YEAR),
        ({"year": 2030, "bound": "until"}, "2030-12-31", YEAR),
        ({"year": 9999}, "9999-12-31", YEAR),
    ],
)
@pytest.mark.parametrize("said", [SAID, None])
def test_a_date_with_its_year_needs_no_day(parts, expected, precision, said):
    assert due(mention(**parts), said) == Deadline(day(expected), precision, DueBasis.PRINTED)


@pytest.mark.parametrize(
    ("parts", "said", "expected", "precision"),
    [
        ({"month": 6, "day": 30}, "2022-01-25", "2022-06-30", DAY),
        ({"month": 1, "day": 24}, "2022-01-25", "2023-01-24", DAY),
        ({"month": 1, "day": 25}, "2022-01-25", "2022-01-25", DAY),
        ({"month": 2, "day": 29}, "2022-01-25", "2024-02-29", DAY),
        ({"month": 2, "day": 29}, "2096-03-01", "2104-02-29", DAY),
        ({"month": 1, "day": 27, "weekday": 3}, "2022-01-25", "2022-01-27", DAY),
        ({"month": 1}, "2022-01-25", "2022-01-31", MONTH),
        ({"month": 12}, "2022-01-25", "2022-12-31", MONTH),
        ({"weekday": 4}, "2022-01-25", "2022-01-28", DAY),
        ({"weekday": 1}, "2022-01-25", "2022-01-25", DAY),
        ({"weekday": 0}, "2022-01-25", "2022-01-31", DAY),
    ],
)
def test_without_a_year_the_next_one_from_the_day_it_was_said(parts, said, expected, precision):
    assert due(mention("day-month", **parts), day(said)) == Deadline(day(expected), precision, DueBasis.NEXT)
    assert due(mention("day-month", **parts), None) == Deadline(None, None, DueBasis.UNKNOWN_DAY)


@pytest.mark.parametrize(
    ("parts", "expected", "precision"),
    [
        ({"relative_days": 1}, "2022-01-26", DAY),
        ({"relative_months": 1, "precision": MONTH}, "2022-02-28", MONTH),
        ({"relative_months": 0, "precision": QUARTER}, "2022-03-31", QUARTER),
        ({"relative_years": 1, "precision": YEAR}, "2023-12-31", YEAR),
        ({"relative_years": 0, "precision": YEAR, "bound": "before"}, "2021-12-31", YEAR),
        ({"relative_years": 1, "month": 6}, "2023-06-30", MONTH),
        ({"relative_years": 1, "month": 6, "day": 3}, "2023-06-03", DAY),
    ],
)
def test_relative_dates_count_from_the_day_it_was_said(parts, expected, precision):
    assert due(mention("relative", **parts), SAID) == Deadline(day(expected), precision, DueBasis.RELATIVE)
    assert due(mention("relative", **parts), None) == Deadline(None, None, DueBasis.UNKNOWN_DAY)


@pytest.mark.parametrize(
    ("parts", "basis"),
    [
        ({"year": 2030, "bound": "from"}, DueBasis.BEGINNING),
        ({"period": "P3Y", "bound": "after"}, DueBasis.BEGINNING),
        ({"year": 2025, "month": 2, "day": 31}, DueBasis.NO_SUCH_DATE),
        ({"year": 2025, "month": 2, "day": 29}, DueBasis.NO_SUCH_DATE),
        ({"year": 10000}, DueBasis.NO_SUCH_DATE),
        ({"year": 1, "bound": "before"}, DueBasis.NO_SUCH_DATE),
        ({"month": 2, "day": 31}, DueBasis.NO_SUCH_DATE),
        ({"month": 13}, DueBasis.NO_SUCH_DATE),
        ({"period": "P99999Y"}, DueBasis.NO_SUCH_DATE),
        ({"period": "P9999999D"}, DueBasis.NO_SUCH_DATE),
        ({"month": 1, "day": 27, "weekday": 0}, DueBasis.OTHER_WEEKDAY),
        ({"period": "P1.5Y"}, DueBasis.NOT_READ),
        ({"period": "P"}, DueBasis.NOT_READ),
        ({"period": "three years"}, DueBasis.NOT_READ),
        ({}, DueBasis.NOT_READ),
        ({"day": 3}, DueBasis.NOT_READ),
    ],
)
def test_nothing_is_guessed(parts, basis):
    assert due(mention(**parts), SAID) == Deadline(None, None, basis, parts.get("period"))
    assert basis in (DueBasis.BEGINNING,) or basis.value.startswith("not known: ")


def test_a_period_stays_a_period_where_the_day_is_not_known():
    assert due(mention("period", period="P3Y"), None) == Deadline(None, None, DueBasis.UNKNOWN_DAY, "P3Y")


def test_the_day_is_that_of_the_statement_else_of_the_events():
    said, silent, told = statement(), statement(said_on=None), commitment(statement=None)
    assert announced_on(extraction(statements=(said,)), commitment()) == date(2022, 1, 25)
    assert announced_on(extraction(statements=(silent,)), commitment()) == date(2022, 1, 24)
    assert announced_on(extraction(), told) == date(2022, 1, 24)
    assert announced_on(extraction(source=SourceDetails("en", published_on=SAID)), told) is None


def test_no_deadline_without_words_for_it():
    assert deadline_of(extraction(), commitment(deadline=None)) is None


dates = st.dates(date(1900, 1, 1), date(2200, 12, 31))


@given(start=dates, months=st.integers(0, 1200))
def test_months_later_is_the_same_day_or_the_end_of_a_shorter_month(start, months):
    end = add_months(start, months)
    assert (end.year - start.year) * 12 + end.month - start.month == months
    assert end.day == min(start.day, monthrange(end.year, end.month)[1])


@given(start=dates, years=st.integers(0, 50), months=st.integers(0, 30), days=st.integers(0, 1000))
def test_a_period_is_months_and_then_days(start, years, months, days):
    assert add_period(start, f"P{years}Y{months}M{days}D") == add_months(start, 12 * years + months) + timedelta(days)


@given(start=dates, shorter=st.integers(0, 600), longer=st.integers(0, 600))
def test_a_longer_period_never_ends_earlier(start, shorter, longer):
    shorter, longer = sorted((shorter, longer))
    assert add_months(start, shorter) <= add_months(start, longer)


@given(when=dates, precision=st.sampled_from(DatePrecision))
def test_the_last_day_is_the_last(when, precision):
    end = last_day(when, precision)
    assert end >= when
    assert last_day(end, precision) == end
    if precision != DAY:
        assert last_day(end + timedelta(1), precision) > end
        assert (end + timedelta(1)).day == 1


small = st.none() | st.integers(-3, 40)


@given(
    parts=st.fixed_dictionaries(
        {
            "year": st.none() | st.integers(-1, 12000),
            "month": small,
            "day": small,
            "weekday": st.none() | st.integers(0, 6),
            "relative_days": st.none() | st.integers(),
            "relative_months": st.none() | st.integers(),
            "relative_years": st.none() | st.integers(),
            "period": st.none() | st.text(max_size=8) | st.from_regex(r"P[0-9]{1,9}[YMWD]", fullmatch=True),
            "bound": st.sampled_from([None, "by", "before", "within", "in", "from", "after", "until", "?"]),
            "precision": st.sampled_from(DatePrecision),
        }
    ),
    said=st.none() | st.dates(),
)
def test_any_mention_has_a_day_or_a_reason(parts, said):
    found = due(mention(**parts), said)
    unknown = found.basis == DueBasis.BEGINNING or found.basis.value.startswith("not known: ")
    assert (found.due_on is None) == (found.precision is None) == unknown
    assert found.period == parts["period"]
