"""Months as text sort by time and know their days."""

from datetime import date, timedelta

import msgspec
import pytest
from hypothesis import given

from domain.period import (
    Month,
    first_day,
    last_day,
    month_of,
    month_text,
    months_of_year,
    next_month,
)
from tests.domain.strategies import THOROUGH, days, months


@THOROUGH
@given(days)
def test_a_day_lies_between_the_first_and_last_of_its_month(day: date) -> None:
    month = month_of(day)
    assert first_day(month) <= day <= last_day(month)
    assert msgspec.convert(month, Month) == month


@THOROUGH
@given(months)
def test_the_next_month_begins_the_day_after(month: str) -> None:
    assert first_day(next_month(month)) == last_day(month) + timedelta(days=1)
    assert month < next_month(month)


@THOROUGH
@given(days, days)
def test_months_sort_by_time(one: date, other: date) -> None:
    if month_of(one) < month_of(other):
        assert one < other


def test_the_year_turns_after_december() -> None:
    assert next_month("2026-12") == "2027-01"
    assert list(months_of_year(2026))[::11] == ["2026-01", "2026-12"]
    assert month_text(2026, 3) == "2026-03"


@pytest.mark.parametrize(("month", "last"), [("2024-02", 29), ("2026-02", 28), ("2026-04", 30)])
def test_months_end_where_the_calendar_says(month: str, last: int) -> None:
    assert last_day(month).day == last


@pytest.mark.parametrize(
    "text",
    ["2026-13", "2026-00", "2026-1", "2026-01\n", " 2026-01", "2026-01-01", "２０２６-01", ""],
)
def test_what_is_no_month_is_not_taken_for_one(text: str) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(text, Month)
