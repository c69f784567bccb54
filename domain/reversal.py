"""On which day a mistake is undone (冲销, rule 17 of domain.md)."""

from datetime import date

from domain.period import month_of


def reversal_day(original_on: date, closed_through: str, today: date) -> date:
    """Return the day to undo an entry: its own while its month is open, else today; never before it.

    `closed_through` is the last closed month, empty when none is.
    """
    if month_of(original_on) > closed_through:
        return original_on
    return max(original_on, today)


def is_reversal_day(day: date, original_on: date, closed_through: str, today: date) -> bool:
    """Tell whether an entry may be undone on a day: in the month of its reversal day, not before it."""
    fitting = reversal_day(original_on, closed_through, today)
    return day >= original_on and month_of(day) == month_of(fitting)
