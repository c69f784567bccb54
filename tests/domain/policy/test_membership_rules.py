"""How many unpaid months allow a committee to decide, and for which reasons dues are waived."""

import msgspec
import pytest

from domain.policy.dues import allows_waiver
from domain.policy.membership import allows_deemed_withdrawal, is_sound
from tests.domain.values import DUES_EXEMPTION, MEMBERSHIP_POLICY


@pytest.mark.parametrize(("months", "allowed"), [(0, False), (5, False), (6, True), (60, True)])
def test_six_unpaid_months_allow_a_decision(months: int, allowed: bool) -> None:  # noqa: FBT001 # a case of the test
    """中国工会章程 art. 6: 连续六个月不交纳会费."""
    assert allows_deemed_withdrawal(months, MEMBERSHIP_POLICY) == allowed


@pytest.mark.parametrize(("months", "sound"), [(-1, False), (0, False), (1, True), (6, True)])
def test_nobody_leaves_for_owing_nothing(months: int, sound: bool) -> None:  # noqa: FBT001 # a case of the test
    assert is_sound(msgspec.structs.replace(MEMBERSHIP_POLICY, arrears_months=months)) == sound


def test_a_local_rule_narrows_for_which_reasons_dues_are_waived() -> None:
    """domain.md 3.3: what else than the charter exempts is local."""
    assert allows_waiver("illness", None)
    assert allows_waiver("hardship", DUES_EXEMPTION)
    assert not allows_waiver("illness", DUES_EXEMPTION)
