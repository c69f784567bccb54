"""Every kind of policy says whether it can be reckoned with, or is sound in every shape its type allows."""

from typing import get_args

import msgspec
import pytest

from domain.policy.aid import AidPolicy
from domain.policy.closing import ClosingPolicy
from domain.policy.dues import DuesExemption
from domain.policy.in_force import Policy
from domain.policy.posting import PostingRule
from domain.policy.soundness import SOUND, is_sound
from services.policies import Preset, county_presets, local_presets, presets
from tests.domain.audit import SMALL_COUNTS
from tests.domain.funds import CLOSING_POLICY, FUND_POSTING_MAP

IN_EVERY_SHAPE = {AidPolicy, DuesExemption}
"""Lists of codes only: whatever stands in them, a decision can be made."""


def test_every_kind_of_policy_is_asked() -> None:
    assert set(get_args(Policy)) == set(SOUND) | IN_EVERY_SHAPE
    assert not set(SOUND) & IN_EVERY_SHAPE


@pytest.mark.parametrize(
    "preset",
    [*presets(), *local_presets().values(), *county_presets().values()],
    ids=lambda preset: preset.policy.policy_id,
)
def test_what_is_on_offer_is_sound(preset: Preset) -> None:
    assert is_sound(preset.policy)


@pytest.mark.parametrize("required", [("",), ("cash_counted", "cash_counted")])
def test_a_checklist_names_each_item_once(required: tuple[str, ...]) -> None:
    policy = msgspec.structs.replace(CLOSING_POLICY, required=required)
    assert not is_sound(policy)
    assert is_sound(ClosingPolicy(policy_id="closing", version=1, required=()))


def test_an_operation_moves_money_from_one_account_to_another() -> None:
    circle = {"subsidy.other": PostingRule(debit="102", credit="102")}
    assert is_sound(FUND_POSTING_MAP)
    assert not is_sound(msgspec.structs.replace(FUND_POSTING_MAP, rules=circle))


@pytest.mark.parametrize(("least", "sound"), [(0, False), (1, False), (2, True), (1_001, False)])
def test_small_counts_leave_out_some_and_tell_some(least: int, *, sound: bool) -> None:
    assert is_sound(msgspec.structs.replace(SMALL_COUNTS, least=least)) is sound
