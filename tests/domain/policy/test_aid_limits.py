"""Limits of aid (domain.md 5.6): per person-time, per person-year, one after another, all aid together."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.aid import AidCategory
from domain.policy.aid import (
    AidLimit,
    AidLimits,
    AidSoFar,
    ApprovalRule,
    approval_rule,
    is_sound,
    limits_passed,
    payment_limit_passed,
)
from tests.domain.aid import AID_LIMITS
from tests.domain.strategies import THOROUGH
from tests.domain.values import AID_POLICY

NOTHING = AidSoFar()


def passed(
    category: AidCategory, amount_fen: int, so_far: AidSoFar = NOTHING
) -> list[tuple[str, bool]]:
    found = limits_passed(AID_LIMITS, category, amount_fen, so_far)
    return [(limit.warning, limit.blocks) for limit in found]


def test_shandong_3000_a_time_and_6000_a_year() -> None:
    """山东 2019: 每人次不超过3000元, 每人每年不超过6000元, as an example of the two limits."""
    assert payment_limit_passed(AID_LIMITS, "living_aid", 300000) is None
    over = payment_limit_passed(AID_LIMITS, "living_aid", 300001)
    assert over is not None
    assert over.blocks
    assert passed("living_aid", 600000) == []
    so_far = AidSoFar(person_fen={"living_aid": 300000}, household_fen={"living_aid": 300000})
    assert passed("living_aid", 300001, so_far) == [("over_year_limit", True)]


def test_one_aid_a_year_may_only_warn() -> None:
    so_far = AidSoFar(household_fen={"winter_warmth": 100})
    assert passed("winter_warmth", 100, so_far) == [("second_aid_in_year", False)]


def test_some_aids_exclude_each_other() -> None:
    so_far = AidSoFar(household_fen={"temporary_aid": 100})
    assert passed("medical_aid", 100, so_far) == [("excluded_by_other_aid", True)]


def test_all_aid_of_a_household_has_its_limit() -> None:
    so_far = AidSoFar(household_fen={"education_aid": 900000})
    assert passed("special_care", 100000, so_far) == []
    assert passed("special_care", 100001, so_far) == [("over_all_aid_limit", True)]


def test_a_category_without_a_rule_has_no_limit_of_its_own() -> None:
    assert payment_limit_passed(AID_LIMITS, "legal_aid", 10**9) is None


@pytest.mark.parametrize(
    ("amount_fen", "tier", "collective"),
    [(200001, "unit", True), (500000, "unit", True), (500001, "county", True)],
)
def test_the_amount_says_who_approves(amount_fen: int, tier: str, *, collective: bool) -> None:
    rule = approval_rule(AID_LIMITS, amount_fen)
    assert rule is not None
    assert (rule.tier, rule.collective) == (tier, collective)
    assert approval_rule(AID_LIMITS, 200000) is None


@THOROUGH
@given(st.integers(0, 10**6), st.integers(0, 10**6), st.integers(0, 10**6))
def test_more_money_never_passes_fewer_limits(amount: int, more: int, before: int) -> None:
    so_far = AidSoFar(person_fen={"living_aid": before}, household_fen={"living_aid": before})
    less = set(passed("living_aid", amount, so_far))
    assert less <= set(passed("living_aid", amount + more, so_far))


@pytest.mark.parametrize(
    "unsound",
    [
        {"limits": (AidLimit(category="living_aid"), AidLimit(category="living_aid"))},
        {"limits": (AidLimit(category="living_aid", per_year_fen=-1),)},
        {"all_aid_per_year_fen": 10**13},
        {
            "approvals": (
                ApprovalRule(over_fen=1, tier="unit"),
                ApprovalRule(over_fen=1, tier="county"),
            )
        },
    ],
)
def test_what_rules_twice_or_without_bounds_is_not_sound(unsound: dict[str, object]) -> None:
    assert is_sound(AID_LIMITS)
    assert is_sound(AID_POLICY)
    assert not is_sound(msgspec.structs.replace(AID_LIMITS, **unsound))


def test_limits_that_say_nothing_pass_everything() -> None:
    silent = AidLimits(policy_id="none", version=1)
    assert limits_passed(silent, "living_aid", 10**12, AidSoFar()) == ()
