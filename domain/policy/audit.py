"""Terms of an audit: how long a union has to put a finding right, how often it makes its accounts public.

Source: domain.md 7.2 (整改 in 30 to 60 days, practice), 7.6 (公开 at least once a year; a notice about people shows
name, unit, class and amount and no more). Unions and counties set their own, so it is policy data.
"""

import msgspec

_DAYS_MOST = 3_650
_MONTHS_MOST = 120


class AuditPolicy(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    forbid_unknown_fields=True,
    tag_field="kind",
    tag="audit",
):
    """Days a term of rectification has at least and at most; months between two disclosures of the accounts.

    `notice_columns`: what a public notice may tell of people, by code.
    """

    policy_id: str
    version: int
    rectification_days_least: int
    rectification_days_most: int
    disclosure_months: int
    notice_columns: tuple[str, ...]


def is_sound(policy: AuditPolicy) -> bool:
    """Tell whether the terms are terms, and every column of a notice has a code and stands once."""
    return (
        1 <= policy.rectification_days_least <= policy.rectification_days_most <= _DAYS_MOST
        and 1 <= policy.disclosure_months <= _MONTHS_MOST
        and all(policy.notice_columns)
        and len(set(policy.notice_columns)) == len(policy.notice_columns)
    )
