"""Months as text sort by time and know their days."""

from datetime import date, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.period import (
    Month,
    first_day,
    is_month,
    last_day,
    month_of,
    month_text,
    months_of_year,
    next_month,
    previous_month,
)
from tests.domain.strategies import NO_MONTHS, THOROUGH, days, loose_months, months


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
    [*NO_MONTHS, "2026-1", "2026-01\n", " 2026-01", "2026-01-01", "２０２６-01", "0000-12"],
)
def test_what_is_no_month_is_not_taken_for_one(text: str) -> None:
    assert not is_month(text)
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(text, Month)


@THOROUGH
@given(months)
def test_the_month_before_the_next_is_the_month_itself(month: str) -> None:
    assert previous_month(next_month(month)) == month
    assert previous_month(month) < month


@pytest.mark.parametrize("month", ["0001-01", "9999-12"])
def test_the_first_and_the_last_month_of_the_calendar_have_their_days(month: str) -> None:
    assert is_month(month)
    assert first_day(month) < last_day(month)


@THOROUGH
@given(loose_months | st.from_regex(r"[0-9٠-٩]{4}-[0-9]{2}\n?", fullmatch=True))
def test_a_command_and_an_event_take_the_same_texts_for_months(text: str) -> None:
    assert is_month(text) == _is_month_of_an_event(text)
    if is_month(text):
        assert month_of(first_day(text)) == text


def _is_month_of_an_event(text: str) -> bool:
    try:
        msgspec.convert(text, Month)
    except msgspec.ValidationError:
        return False
    return True
