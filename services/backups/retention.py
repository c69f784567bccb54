"""Which base backups stay: the last of each of so many days, and of each of so many months.

Between the daily ones any moment can be restored, so the log since the oldest of them stays too. A monthly one
older than that brings the log it needs with it and stands for itself alone.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from services.clock import CHINA


class Terms(NamedTuple):
    """How many days and months are kept, and how many days a copy of the key store."""

    daily: int
    monthly: int
    keystore_days: int


class Kept(NamedTuple):
    """Moments of the backups that stay: those of days, and those that stay for their month only."""

    daily: frozenset[datetime]
    monthly: frozenset[datetime]

    @property
    def all(self) -> frozenset[datetime]:
        """Every one that stays."""
        return self.daily | self.monthly


def kept(moments: Iterable[datetime], terms: Terms) -> Kept:
    """Return which of the backups of these moments stay. The newest one always does."""
    newest_first = sorted(moments, reverse=True)
    days: dict[str, datetime] = {}
    months: dict[str, datetime] = {}
    for moment in newest_first:
        local = moment.astimezone(CHINA)
        days.setdefault(f"{local:%Y-%m-%d}", moment)
        months.setdefault(f"{local:%Y-%m}", moment)
    daily = frozenset([*list(days.values())[: max(1, terms.daily)]])
    return Kept(daily, frozenset(list(months.values())[: terms.monthly]) - daily)
