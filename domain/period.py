"""Months, as text 'YYYY-MM': accounting periods and the months dues are for.

Text, because it is what people write, sorts by time, and reads the same in an event, a row and a URL.
"""

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from typing import Annotated

import msgspec

MONTHS_PER_YEAR = 12
_MONTHS_REMEMBERED = 2_048
_DAYS_REMEMBERED = 65_536

MonthCount = Annotated[int, msgspec.Meta(ge=1, le=9_999 * MONTHS_PER_YEAR)]
Month = Annotated[str, msgspec.Meta(pattern=r"\A(?!0000)[0-9]{4}-(0[1-9]|1[0-2])\Z")]
_MONTH = re.compile(r"(?!0000)[0-9]{4}-(?:0[1-9]|1[0-2])")


@lru_cache(_MONTHS_REMEMBERED)
def is_month(text: str) -> bool:
    """Tell whether a text names a month, 'YYYY-MM' with ASCII digits."""
    return _MONTH.fullmatch(text) is not None


@lru_cache(_DAYS_REMEMBERED)
def month_of(day: date) -> str:
    """Return the month a day lies in."""
    return f"{day.year:04d}-{day.month:02d}"


def month_text(year: int, month: int) -> str:
    """Return the month with this year and number (1 to 12)."""
    return f"{year:04d}-{month:02d}"


@lru_cache(_MONTHS_REMEMBERED)
def first_day(month: str) -> date:
    """Return the first day of a month."""
    return date(int(month[:4]), int(month[5:]), 1)


@lru_cache(_MONTHS_REMEMBERED)
def last_day(month: str) -> date:
    """Return the last day of a month, on which dues are owed or not."""
    year, number = int(month[:4]), int(month[5:])
    return date(year, number, monthrange(year, number)[1])


def next_month(month: str) -> str:
    """Return the month after this one."""
    year, number = int(month[:4]), int(month[5:])
    return month_text(year + number // MONTHS_PER_YEAR, number % MONTHS_PER_YEAR + 1)


def previous_month(month: str) -> str:
    """Return the month before this one; before '0001-01' a text that sorts before every month."""
    year, number = int(month[:4]), int(month[5:])
    if number > 1:
        return month_text(year, number - 1)
    return month_text(year - 1, MONTHS_PER_YEAR)


def months_of_year(year: int) -> Iterator[str]:
    """Yield the twelve months of a year, January first."""
    for number in range(1, MONTHS_PER_YEAR + 1):
        yield month_text(year, number)
