"""Rules on offer for hardship, aid, visits and condolences: what is national, what only an example."""

import pytest

from domain.policy.aid import AidLimits, payment_limit_passed
from domain.policy.benefit import BenefitPolicy
from domain.policy.hardship import HardshipLine, HardshipPolicy
from domain.policy.soundness import is_sound
from services.policies.loader import local_presets, preset_called, presets

ANHUI_2025 = {
    "festival_gift": 220000,
    "birthday": 50000,
    "marriage": 200000,
    "childbirth": 200000,
    "hospitalization": 200000,
    "member_death": 200000,
    "relative_death": 200000,
    "retirement": 200000,
    "hardship_once": 200000,
}
"""皖工发〔2025〕18号, in fen (domain.md 4.6)."""


@pytest.mark.parametrize("name", sorted(local_presets()))
def test_every_local_rule_can_be_adopted(name: str) -> None:
    assert is_sound(local_presets()[name].policy)


@pytest.mark.parametrize("name", sorted(local_presets()))
def test_every_local_rule_is_called_by_the_name_of_its_file(name: str) -> None:
    assert preset_called(name) == local_presets()[name]


def test_a_rule_is_called_by_the_id_of_its_policy_where_no_other_has_it() -> None:
    assert preset_called("sharing.beijing") == local_presets()["sharing-beijing"]
    assert preset_called("benefit.anhui") is None


def test_the_way_of_a_file_is_offered_to_every_union_and_the_line_is_not() -> None:
    """The line is the county's and changes every year (rule 11 of domain.md)."""
    offered = [type(preset.policy) for preset in presets()]
    assert offered.count(HardshipPolicy) == 1
    assert HardshipLine not in offered
    assert BenefitPolicy not in offered


def test_the_limits_of_anhui_2025() -> None:
    policy = local_presets()["benefit-anhui-2025"].policy
    assert isinstance(policy, BenefitPolicy)
    assert {rule.benefit: rule.limit_fen for rule in policy.rules} == ANHUI_2025
    assert not any("shopping_card" in rule.allowed_forms for rule in policy.rules)


def test_the_limits_of_shandong_2019() -> None:
    """3,000 yuan per person-time, 6,000 per person-year, in principle."""
    policy = local_presets()["aid-limits-shandong-2019"].policy
    assert isinstance(policy, AidLimits)
    passed = payment_limit_passed(policy, "winter_warmth", 300001)
    assert passed is not None
    assert not passed.blocks
