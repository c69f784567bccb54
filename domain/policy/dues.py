"""Dues (会费): what one member owes for one month.

Source: 会费 is 0.5 % of one's own monthly wage, what is below ten yuan of the wage is dropped first
(domain.md 3.1 and 3.2, 全总 工发〔1978〕101号); local practice drops below a hundred yuan or rounds the
result to whole yuan. Rate, unit and rounding are therefore policy data.
"""

from typing import Literal

import msgspec

from domain.money import FEN_MAX, FEN_PER_YUAN, Fen

Rounding = Literal["none", "yuan_half_up"]
WaiverReason = Literal["hardship", "illness", "disaster", "maternity", "unpaid_leave", "other"]


class DuesPolicy(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    forbid_unknown_fields=True,
    tag_field="kind",
    tag="dues",
):
    """Rate as a fraction, the unit below which the wage is dropped, and the rounding of the result."""

    policy_id: str
    version: int
    rate_numerator: int
    rate_denominator: int
    base_unit_fen: Fen
    due_rounding: Rounding = "none"


def is_sound(policy: DuesPolicy) -> bool:
    """Tell whether the policy can be reckoned with: a rate from 0 to 1, a unit of at least a fen."""
    return (
        1 <= policy.base_unit_fen <= FEN_MAX
        and 0 <= policy.rate_numerator <= policy.rate_denominator
    ) and policy.rate_denominator >= 1


def dues_base(wage_fen: int, policy: DuesPolicy) -> int:
    """Return the wage without its remainder (计费基数, 舍尾), in fen."""
    return wage_fen // policy.base_unit_fen * policy.base_unit_fen


def dues_due(wage_fen: int, policy: DuesPolicy) -> int:
    """Return what is owed for one month, in fen: 5,238.60 yuan → 26.15 under the national rule."""
    due = dues_base(wage_fen, policy) * policy.rate_numerator // policy.rate_denominator
    match policy.due_rounding:
        case "none":
            return due
        case "yuan_half_up":
            return (due + FEN_PER_YUAN // 2) // FEN_PER_YUAN * FEN_PER_YUAN


class DuesExemption(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    forbid_unknown_fields=True,
    tag_field="kind",
    tag="dues_exemption",
):
    """For which reasons a committee may waive dues (免交) besides the exemption of the charter.

    Retained members owe nothing by 章程 art. 8, everywhere; whatever else exempts is local (domain.md 3.3: no
    national exemption for members in hardship). While none is adopted, a decision alone waives.
    """

    policy_id: str
    version: int
    reasons: tuple[WaiverReason, ...]


def allows_waiver(reason: WaiverReason, exemption: DuesExemption | None) -> bool:
    """Tell whether dues may be waived for a reason."""
    return exemption is None or reason in exemption.reasons
