"""工作日: weekends and statutory holidays are not worked, some weekends are; an unannounced year says so."""

from datetime import date

import pytest

from services.workdays import Workdays, day_after_workdays, is_workday, workdays


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        (date(2026, 1, 1), False),
        (date(2026, 1, 4), True),
        (date(2026, 1, 5), True),
        (date(2026, 1, 10), False),
        (date(2026, 10, 1), False),
    ],
    ids=["holiday", "worked_sunday", "monday", "saturday", "national_day"],
)
def test_a_day_is_worked_or_not(day: date, worked: bool) -> None:  # noqa: FBT001 # a table's column
    assert is_workday(day) is worked


def test_the_first_day_does_not_count_and_the_last_does() -> None:
    assert workdays(date(2025, 12, 30), date(2026, 1, 4)) == Workdays(2, announced=True)
    assert workdays(date(2026, 1, 5), date(2026, 1, 5)).days == 0
    assert workdays(date(2026, 1, 6), date(2026, 1, 5)).days == 0


def test_a_year_nobody_announced_is_counted_by_weekdays_and_said_so() -> None:
    assert workdays(date(2040, 1, 1), date(2040, 1, 8)) == Workdays(5, announced=False)


def test_counting_on_and_counting_between_agree() -> None:
    for days in range(12):
        end = day_after_workdays(date(2026, 2, 10), days)
        assert workdays(date(2026, 2, 10), end).days == days
