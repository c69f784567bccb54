"""The employer's contribution (拨缴经费): what is due, when, and who keeps which part.

Sources: 工会法 art. 43 (two percent of the month's total payroll) and art. 44 (arrears); domain.md 4.1 and 4.2. The
part a grassroots union keeps, the day of the month, the threshold for small payers and any late fee
differ by province and year.
"""

from datetime import date
from typing import Literal

import msgspec

from domain.money import FEN_MAX, Fen
from domain.period import is_month, last_day, next_month

_LONGEST_MONTH = 31


class LateFee(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """滞纳金: a part of the arrears per day, from the due date (Beijing) or from the dunning notice (Chongqing)."""

    rate_numerator: int
    rate_denominator: int
    runs_from: Literal["due_date", "dunning"] = "due_date"


class SharingPolicy(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    forbid_unknown_fields=True,
    tag_field="kind",
    tag="sharing",
):
    """Rate of the payroll, the part kept (留成), and the day of the next month on which it is due.

    `small_payer_threshold_fen`: who handed up less than this in the year may be refunded in full
    (小额缴费工会组织工会经费全额返还); None: no such rule. `late_fee` None: none is charged.
    """

    policy_id: str
    version: int
    rate_numerator: int
    rate_denominator: int
    retained_numerator: int
    retained_denominator: int
    due_day: int
    small_payer_threshold_fen: Fen | None = None
    late_fee: LateFee | None = None


def is_sound(policy: SharingPolicy) -> bool:
    """Tell whether the policy can be reckoned with: parts from 0 to 1, a day that some month has."""
    threshold = policy.small_payer_threshold_fen
    late_fee = policy.late_fee
    return (
        _is_part(policy.rate_numerator, policy.rate_denominator)
        and _is_part(policy.retained_numerator, policy.retained_denominator)
        and 1 <= policy.due_day <= _LONGEST_MONTH
        and (threshold is None or 0 <= threshold <= FEN_MAX)
        and (late_fee is None or _is_part(late_fee.rate_numerator, late_fee.rate_denominator))
    )


def contribution_due_fen(payroll_fen: int, policy: SharingPolicy) -> int:
    """Return what the employer owes for a month's payroll, in fen; a fraction of a fen is dropped."""
    return payroll_fen * policy.rate_numerator // policy.rate_denominator


def due_on(month: str, policy: SharingPolicy) -> date | None:
    """Return the day the contribution for a month's payroll is due: in the month after it.

    None for the last month there is: it has no month after it.
    """
    following = next_month(month)
    if not is_month(following):
        return None
    end = last_day(following)
    return end.replace(day=min(policy.due_day, end.day))


def retained_fen(received_fen: int, policy: SharingPolicy) -> int:
    """Return the part of what was received that stays (留成), in fen; the rest belongs to the levels above."""
    return received_fen * policy.retained_numerator // policy.retained_denominator


def late_fee_fen(arrears_fen: int, days: int, late_fee: LateFee) -> int:
    """Return the fee on arrears of some days, never above the arrears themselves, in fen."""
    fee = arrears_fen * days * late_fee.rate_numerator // late_fee.rate_denominator
    return min(fee, arrears_fen)


def _is_part(numerator: int, denominator: int) -> bool:
    return denominator >= 1 and 0 <= numerator <= denominator
