"""What is owed for one month: rate, dropped remainder, rounding, all in fen."""

from decimal import ROUND_HALF_UP, Decimal

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.money import FEN_MAX
from domain.policy.dues import DuesPolicy, dues_base, dues_due, is_sound
from tests.domain.strategies import THOROUGH, dues_policies
from tests.domain.values import DUES_POLICY, DUES_POLICY_WHOLE_YUAN

wages = st.integers(0, FEN_MAX)
typed_policies = st.builds(
    DuesPolicy,
    policy_id=st.just("dues"),
    version=st.just(1),
    rate_numerator=st.integers(-2, 9),
    rate_denominator=st.integers(-2, 9),
    base_unit_fen=st.integers(-1, 3),
)
"""Rules as somebody may type them; many cannot be reckoned with."""


@pytest.mark.parametrize(
    ("wage_fen", "base_fen", "due_fen"),
    [(523860, 523000, 2615), (399999, 399000, 1995), (999, 0, 0), (1000, 1000, 5), (0, 0, 0)],
)
def test_the_worked_examples_of_the_national_rule(
    wage_fen: int, base_fen: int, due_fen: int
) -> None:
    """domain.md 3.2, 全总 工发〔1978〕101号: 5,238.60 → 5,230 → 26.15."""
    assert dues_base(wage_fen, DUES_POLICY) == base_fen
    assert dues_due(wage_fen, DUES_POLICY) == due_fen


@pytest.mark.parametrize(
    ("wage_fen", "due_fen"),
    [(250000, 1300), (259999, 1300), (249999, 1200), (9999, 0), (10000, 100), (523860, 2600)],
)
def test_local_practice_drops_below_a_hundred_yuan_and_rounds_to_whole_yuan(
    wage_fen: int, due_fen: int
) -> None:
    """domain.md 3.2, 汉口学院: 12.5≈13."""
    assert dues_due(wage_fen, DUES_POLICY_WHOLE_YUAN) == due_fen


@THOROUGH
@given(wages)
def test_the_national_due_is_the_rule_of_the_samples(wage_fen: int) -> None:
    """Rule 6 of the samples; always a multiple of 5 fen (domain.md 3.2)."""
    due = dues_due(wage_fen, DUES_POLICY)
    assert due == (wage_fen // 1000 * 1000) * 5 // 1000
    assert due % 5 == 0


@THOROUGH
@given(wages, dues_policies)
def test_a_due_is_a_whole_number_of_fen_and_rounds_half_up(
    wage_fen: int, policy: DuesPolicy
) -> None:
    exact = msgspec.structs.replace(policy, due_rounding="none")
    whole_yuan = msgspec.structs.replace(policy, due_rounding="yuan_half_up")
    due = dues_due(wage_fen, exact)
    yuan = (Decimal(due) / 100).quantize(Decimal(1), ROUND_HALF_UP)
    assert type(due) is int
    assert dues_due(wage_fen, whole_yuan) == int(yuan) * 100


@THOROUGH
@given(wages, wages, dues_policies)
def test_whoever_earns_more_never_owes_less(one: int, other: int, policy: DuesPolicy) -> None:
    less, more = sorted((one, other))
    assert dues_due(less, policy) <= dues_due(more, policy)


@THOROUGH
@given(wages, dues_policies)
def test_only_the_remainder_of_the_wage_is_dropped(wage_fen: int, policy: DuesPolicy) -> None:
    base = dues_base(wage_fen, policy)
    assert 0 <= wage_fen - base < policy.base_unit_fen
    assert base % policy.base_unit_fen == 0


@THOROUGH
@given(wages, typed_policies)
def test_a_sound_rule_asks_for_a_share_of_the_wage(wage_fen: int, policy: DuesPolicy) -> None:
    if is_sound(policy):
        assert 0 <= dues_due(wage_fen, policy) <= wage_fen


@pytest.mark.parametrize("policy", [DUES_POLICY, DUES_POLICY_WHOLE_YUAN])
def test_the_rules_in_use_are_sound(policy: DuesPolicy) -> None:
    assert is_sound(policy)


@pytest.mark.parametrize(("numerator", "denominator"), [(0, 1), (1, 1), (1, 1000)])
def test_a_rate_is_sound_from_nothing_to_the_whole_wage(numerator: int, denominator: int) -> None:
    rate = msgspec.structs.replace(
        DUES_POLICY, rate_numerator=numerator, rate_denominator=denominator, base_unit_fen=1
    )
    assert is_sound(rate)
