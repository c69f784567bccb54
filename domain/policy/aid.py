"""Aid rules that change by place and year: sources, limits, tiers of approval (domain.md 5.5, 5.6, rule 14)."""

from typing import Literal

import msgspec

from domain.aid import AidCategory, ApprovalTier
from domain.money import FEN_MAX, Fen

AidWarning = Literal[
    "over_payment_limit",
    "over_year_limit",
    "over_all_aid_limit",
    "second_aid_in_year",
    "excluded_by_other_aid",
]
"""Which limit was passed, where the rule warns or the paper is taken over as it is."""


class AidPolicy(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    forbid_unknown_fields=True,
    tag_field="kind",
    tag="aid",
):
    """Fund sources that may only be paid to the person's own bank account.

    Source: earmarked fiscal money is never paid in cash, 《中央财政专项帮扶资金使用管理办法》
    总工发〔2015〕20号.
    """

    policy_id: str
    version: int
    no_cash_fund_sources: tuple[str, ...]


class AidLimit(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The limits of one category (domain.md 5.6); None is no limit.

    `per_payment_fen` is per person-time (人次), `per_year_fen` per person and calendar year;
    `exclusive_within_year`: one such aid a year and household; `exclusive_with`: not in one year with these.
    """

    category: AidCategory
    per_payment_fen: Fen | None = None
    per_year_fen: Fen | None = None
    exclusive_within_year: bool = False
    exclusive_with: tuple[AidCategory, ...] = ()
    mode: Literal["block", "warn"] = "block"


class ApprovalRule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who approves amounts above `over_fen`; `collective`: only by a decision with a number (集体研究)."""

    over_fen: Fen
    tier: ApprovalTier
    collective: bool = False


class AidLimits(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    forbid_unknown_fields=True,
    tag_field="kind",
    tag="aid_limits",
):
    """Limits by category, a limit of all aid of a household in a year, and who approves how much."""

    policy_id: str
    version: int
    limits: tuple[AidLimit, ...] = ()
    all_aid_per_year_fen: Fen | None = None
    all_aid_mode: Literal["block", "warn"] = "block"
    approvals: tuple[ApprovalRule, ...] = ()


class AidSoFar(msgspec.Struct, frozen=True):
    """What was approved in the calendar year before the case at hand, rejected and cancelled cases left out.

    `person_fen`: for the beneficiary, by category; `household_fen`: for the household, by category: a
    category stands in it as soon as one case was approved.
    """

    person_fen: dict[AidCategory, int] = {}
    household_fen: dict[AidCategory, int] = {}


class LimitPassed(msgspec.Struct, frozen=True):
    """A limit that an amount passes, and whether the policy blocks or only warns."""

    warning: AidWarning
    blocks: bool


def is_sound(policy: AidPolicy | AidLimits) -> bool:
    """Tell whether amounts are bounded and no category or tier is ruled on twice."""
    if isinstance(policy, AidPolicy):
        return True
    ruled = [limit.category for limit in policy.limits]
    steps = [rule.over_fen for rule in policy.approvals]
    amounts = [*steps, *_amounts(policy)]
    bounded = all(0 <= amount <= FEN_MAX for amount in amounts)
    return bounded and len(set(ruled)) == len(ruled) and len(set(steps)) == len(steps)


def _amounts(policy: AidLimits) -> list[int]:
    named = [policy.all_aid_per_year_fen]
    for limit in policy.limits:
        named += [limit.per_payment_fen, limit.per_year_fen]
    return [amount for amount in named if amount is not None]


def approval_rule(policy: AidLimits, amount_fen: int) -> ApprovalRule | None:
    """Return the rule for approving an amount: the highest step it is above; None: no rule."""
    passed = [rule for rule in policy.approvals if amount_fen > rule.over_fen]
    return max(passed, key=lambda rule: rule.over_fen, default=None)


def limits_passed(
    policy: AidLimits, category: AidCategory, amount_fen: int, so_far: AidSoFar
) -> tuple[LimitPassed, ...]:
    """Return the limits of a year that an approval of this amount would pass."""
    passed: list[LimitPassed] = []
    limit = _limit_of(policy, category)
    if limit is not None:
        passed += [
            LimitPassed(warning, limit.mode == "block")
            for warning in _of_year(limit, amount_fen, so_far)
        ]
    of_household = sum(so_far.household_fen.values()) + amount_fen
    if policy.all_aid_per_year_fen is not None and of_household > policy.all_aid_per_year_fen:
        passed.append(LimitPassed("over_all_aid_limit", policy.all_aid_mode == "block"))
    return tuple(passed)


def _of_year(limit: AidLimit, amount_fen: int, so_far: AidSoFar) -> list[AidWarning]:
    found: list[AidWarning] = []
    of_person = so_far.person_fen.get(limit.category, 0) + amount_fen
    if limit.per_year_fen is not None and of_person > limit.per_year_fen:
        found.append("over_year_limit")
    if limit.exclusive_within_year and limit.category in so_far.household_fen:
        found.append("second_aid_in_year")
    if any(other in so_far.household_fen for other in limit.exclusive_with):
        found.append("excluded_by_other_aid")
    return found


def payment_limit_passed(
    policy: AidLimits, category: AidCategory, amount_fen: int
) -> LimitPassed | None:
    """Return the limit per person-time that one payment passes, if it does."""
    limit = _limit_of(policy, category)
    if limit is None or limit.per_payment_fen is None or amount_fen <= limit.per_payment_fen:
        return None
    return LimitPassed("over_payment_limit", limit.mode == "block")


def _limit_of(policy: AidLimits, category: AidCategory) -> AidLimit | None:
    return next((limit for limit in policy.limits if limit.category == category), None)
