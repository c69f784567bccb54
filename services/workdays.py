"""Working days (工作日) in China: weekends, statutory holidays, and the weekends worked instead (调休).

The State Council announces each year's holidays late in the year before; a year nobody has announced yet is
counted by plain weekdays, and whoever asks is told.
"""

from datetime import date, timedelta
from typing import NamedTuple

import chinese_calendar

_ONE_DAY = timedelta(days=1)
_FRIDAY = 5


class Workdays(NamedTuple):
    """A number of working days; not `announced` where a year's holidays were not known."""

    days: int
    announced: bool


def is_workday(day: date) -> bool:
    """Tell whether a day is worked; by plain weekdays in a year whose holidays are not known."""
    known = _announced(day)
    return day.isoweekday() <= _FRIDAY if known is None else known


def workdays(after: date, through: date) -> Workdays:
    """Count the working days after a day, up to another one which counts; 0 when that is not later."""
    days, announced = 0, True
    for number in range(1, max(0, (through - after).days) + 1):
        day = after + number * _ONE_DAY
        announced = announced and _announced(day) is not None
        days += is_workday(day)
    return Workdays(days, announced)


def day_after_workdays(after: date, days: int) -> date:
    """Return the day on which that many working days after a day have passed; the day itself for none."""
    day = after
    for _ in range(days):
        day += _ONE_DAY
        while not is_workday(day):
            day += _ONE_DAY
    return day


def _announced(day: date) -> bool | None:
    try:
        worked: bool = chinese_calendar.is_workday(day)
    except NotImplementedError:
        return None
    return worked
