"""How long papers of the books are kept: until then a person's books key is restricted, not destroyed.

Source: 会计档案管理办法 (财政部 国家档案局令第79号) art. 14 and table 1: the term begins with the first day
after the accounting year. PIPL art. 47: where a statutory term still runs, processing stops but for storage.
"""

from datetime import date

import msgspec


class RetentionPolicy(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    forbid_unknown_fields=True,
    tag_field="kind",
    tag="retention",
):
    """`books_years`: full years vouchers are kept; `hardship_file_years`: years after the file was closed."""

    policy_id: str
    version: int
    books_years: int
    hardship_file_years: int | None = None


def is_sound(policy: RetentionPolicy) -> bool:
    """Tell whether the terms can be counted: vouchers are kept at all, and for no longer than calendars reach."""
    years = (policy.books_years, policy.hardship_file_years or 1)
    return all(1 <= each <= date.max.year - date.min.year for each in years)


def kept_until(policy: RetentionPolicy, last_posting_on: date) -> date:
    """Return the first day on which the papers of a year may go: whole years after the end of that year."""
    year = last_posting_on.year + 1 + policy.books_years
    return date.max if year > date.max.year else date(year, 1, 1)


def file_kept_until(policy: RetentionPolicy, closed_on: date) -> date:
    """Return the first day on which a closed hardship file may go."""
    year = closed_on.year + (policy.hardship_file_years or 0)
    if year > date.max.year:
        return date.max
    is_leap_day = (closed_on.month, closed_on.day) == (2, 29)
    return date(year, 3, 1) if is_leap_day else closed_on.replace(year=year)
