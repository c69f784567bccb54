"""The unions' time zone. A business date is never taken from an instant in UTC."""

from datetime import date, datetime, timedelta, timezone

CHINA = timezone(timedelta(hours=8))
"""Asia/Shanghai: one offset since 1991."""


def now_in_china() -> datetime:
    """Return this instant, in China."""
    return datetime.now(CHINA)


def business_day() -> date:
    """Return today's business date."""
    return now_in_china().date()
