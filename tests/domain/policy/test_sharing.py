"""The employer's two percent: what is due, when, who keeps what, and what lateness costs."""

from datetime import date

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.policy.sharing import (
    SharingPolicy,
    contribution_due_fen,
    due_on,
    is_sound,
    late_fee_fen,
    retained_fen,
)
from tests.domain.funds import BEIJING_LATE_FEE, SHARING_POLICY, sharing_policies
from tests.domain.strategies import THOROUGH


def test_two_percent_of_the_payroll_is_due() -> None:
    """工会法 art. 43: 310,000.00 yuan → 6,200.00."""
    assert contribution_due_fen(31_000_000, SHARING_POLICY) == 620_000


def test_a_fraction_of_a_fen_is_dropped() -> None:
    assert contribution_due_fen(12_349, SHARING_POLICY) == 246


@pytest.mark.parametrize(
    ("month", "day", "expected"),
    [
        ("2026-03", 15, date(2026, 4, 15)),
        ("2025-12", 15, date(2026, 1, 15)),
        ("2026-01", 31, date(2026, 2, 28)),
        ("2024-01", 30, date(2024, 2, 29)),
        ("9999-12", 15, None),
    ],
)
def test_it_is_due_on_a_day_of_the_next_month(month: str, day: int, expected: date | None) -> None:
    """Shanghai and Beijing: by the 15th, on the payroll of the month before (domain.md 4.1)."""
    policy = msgspec.structs.replace(SHARING_POLICY, due_day=day)
    assert due_on(month, policy) == expected


def test_sixty_percent_stay() -> None:
    """domain.md 4.2: of 6,200.00 yuan 3,720.00 stay and 2,480.00 go up."""
    assert retained_fen(620_000, SHARING_POLICY) == 372_000


@pytest.mark.parametrize(
    ("arrears_fen", "days", "fee_fen"),
    [
        (100_000, 0, 0),
        (100_000, 1, 500),
        (100_000, 30, 15_000),
        (100_000, 200, 100_000),
        (100_000, 5000, 100_000),
    ],
)
def test_five_permille_a_day_and_never_above_the_arrears(
    arrears_fen: int, days: int, fee_fen: int
) -> None:
    """北京市实施《工会法》办法 art. 55; 重庆市工会条例 art. 45: 不超过本金."""
    assert late_fee_fen(arrears_fen, days, BEIJING_LATE_FEE) == fee_fen


@pytest.mark.parametrize(
    "rule",
    [
        {"rate_denominator": 0},
        {"rate_numerator": 101},
        {"rate_numerator": -1},
        {"retained_numerator": 101},
        {"retained_denominator": 0},
        {"due_day": 0},
        {"due_day": 32},
        {"small_payer_threshold_fen": -1},
        {"late_fee": msgspec.structs.replace(BEIJING_LATE_FEE, rate_denominator=0)},
        {"late_fee": msgspec.structs.replace(BEIJING_LATE_FEE, rate_numerator=-5)},
    ],
    ids=str,
)
def test_a_rule_that_makes_no_sense_is_not_sound(rule: dict[str, object]) -> None:
    assert is_sound(SHARING_POLICY)
    assert not is_sound(msgspec.structs.replace(SHARING_POLICY, **rule))


@THOROUGH
@given(sharing_policies, st.integers(0, 10**12), st.integers(0, 10**12))
def test_the_part_that_stays_is_a_part(policy: SharingPolicy, payroll: int, more: int) -> None:
    assert is_sound(policy)
    due = contribution_due_fen(payroll, policy)
    assert 0 <= retained_fen(due, policy) <= due <= payroll
    assert retained_fen(due, policy) <= retained_fen(due + more, policy)
