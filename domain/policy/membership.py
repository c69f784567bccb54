"""Membership rules that are dated: from how many unpaid months on a committee may declare a withdrawal.

Source: 中国工会章程 art. 6 (连续六个月不交纳会费 …), domain.md 2.1 and rule 4. The number is what a congress may
change, so it is policy data; the other three conditions of the article are judged by people.
"""

import msgspec


class MembershipPolicy(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    forbid_unknown_fields=True,
    tag_field="kind",
    tag="membership",
):
    """`arrears_months`: months in a row without any payment that allow 视为自动退会."""

    policy_id: str
    version: int
    arrears_months: int


def is_sound(policy: MembershipPolicy) -> bool:
    """Tell whether the policy can be applied: nobody leaves for owing nothing."""
    return policy.arrears_months >= 1


def allows_deemed_withdrawal(unpaid_months: int, policy: MembershipPolicy) -> bool:
    """Tell whether the arrears are long enough; the committee still decides (domain.md 2.1)."""
    return unpaid_months >= policy.arrears_months
