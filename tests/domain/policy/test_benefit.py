"""Benefit rules (domain.md 4.6): 安徽 2025 as an example, with its limits, forms and repeat rules."""

from datetime import date

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.membership import Membership
from domain.policy.benefit import Benefit, BenefitRule, Standing, breaches, is_sound
from tests.domain.aid import BENEFIT_POLICY
from tests.domain.strategies import THOROUGH, days_of_2026

DAY = date(2026, 6, 1)
LAST_YEAR = date(2025, 12, 31)
ACTIVE = Standing()


def gift(amount_fen: int, **changed: object) -> Benefit:
    base = Benefit(occasion="festival", given_on=DAY, amount_fen=amount_fen, form="goods")
    return msgspec.structs.replace(base, **changed)


def found(wish: Benefit, *before: Benefit, standing: Standing = ACTIVE) -> list[str]:
    return [breach.warning for breach in breaches(BENEFIT_POLICY, wish, before, standing)]


def test_festival_gifts_add_up_to_2200_a_year() -> None:
    """皖工发〔2025〕18号: 2,200 yuan a year, in 2018 it was 1,500 (rule 11)."""
    assert found(gift(120000), gift(100000)) == []
    assert found(gift(120001), gift(100000)) == ["over_limit"]
    assert found(gift(220000), gift(220000, given_on=LAST_YEAR)) == []


@pytest.mark.parametrize("form", ["cash", "shopping_card"])
def test_no_money_and_no_shopping_card_as_a_festival_gift(form: str) -> None:
    """domain.md 4.5, R06."""
    assert found(gift(100, form=form)) == ["form_not_allowed"]


def test_a_form_nobody_wrote_down_is_not_judged() -> None:
    assert found(gift(100, form=None)) == []


def test_a_birthday_comes_once_a_year() -> None:
    birthday = gift(30000, occasion="birthday")
    assert found(birthday, birthday) == ["already_given"]
    assert found(birthday, msgspec.structs.replace(birthday, given_on=LAST_YEAR)) == []


def test_a_marriage_is_honoured_once_per_member() -> None:
    marriage = gift(200000, occasion="marriage")
    assert found(marriage, msgspec.structs.replace(marriage, given_on=LAST_YEAR)) == [
        "already_given"
    ]


def test_the_same_disease_once_a_year() -> None:
    """安徽: hospitalization, duplicate key = disease; the key is opaque."""
    ill = gift(200000, occasion="illness", duplicate_key="9f2c")
    assert found(ill, msgspec.structs.replace(ill, duplicate_key="77aa")) == []
    assert found(ill, ill) == ["already_given"]
    assert found(msgspec.structs.replace(ill, duplicate_key=None)) == ["duplicate_key_missing"]


def test_a_missing_hardship_file_only_warns() -> None:
    once = gift(200000, occasion="hardship")
    [breach] = breaches(BENEFIT_POLICY, once, (), ACTIVE)
    assert (breach.warning, breach.blocks) == ("no_hardship_file", False)
    assert found(once, standing=Standing(hardship_file=True)) == []


def test_a_rule_of_relatives_does_not_rule_the_member() -> None:
    relative = gift(300000, occasion="bereavement", relation="relative")
    [breach] = breaches(BENEFIT_POLICY, relative, (), ACTIVE)
    assert (breach.warning, breach.blocks) == ("over_limit", False)
    assert found(msgspec.structs.replace(relative, relation="self")) == []


@pytest.mark.parametrize(
    "membership", ["retained", "withdrawn", "transferred_out", "deceased", None]
)
def test_who_is_no_active_member_gets_no_collective_benefit(
    membership: Membership | None,
) -> None:
    """domain.md 4.5: no retirees' benefits from union funds; R02: none to those who left."""
    assert found(gift(100), standing=Standing(membership=membership)) == ["not_entitled"]


def test_the_family_of_a_deceased_member_is_entitled_on_a_bereavement() -> None:
    mourning = gift(100, occasion="bereavement", relation="relative")
    assert found(mourning, standing=Standing(membership="deceased")) == []
    assert found(mourning, standing=Standing(membership="retained")) == []


def test_a_festival_may_have_its_own_limit_beside_that_of_the_year() -> None:
    """贵州: 春节 500, other festivals 200 each."""
    spring = BenefitRule(
        benefit="spring_festival",
        occasion="festival",
        festival="spring_festival",
        limit_fen=50000,
        limit_basis="per_event",
    )
    policy = msgspec.structs.replace(BENEFIT_POLICY, rules=(*BENEFIT_POLICY.rules, spring))
    assert is_sound(policy)
    wish = gift(50001, festival="spring_festival")
    assert [each.warning for each in breaches(policy, wish, (), ACTIVE)] == ["over_limit"]
    other = gift(50001, festival="mid_autumn")
    assert breaches(policy, other, (), ACTIVE) == ()


def test_what_rules_twice_is_not_sound() -> None:
    twice = msgspec.structs.replace(BENEFIT_POLICY, rules=BENEFIT_POLICY.rules * 2)
    assert not is_sound(twice)


@THOROUGH
@given(st.lists(st.tuples(days_of_2026, st.integers(1, 150000)), max_size=12))
def test_gifts_that_nothing_objects_to_stay_within_the_year(
    wishes: list[tuple[date, int]],
) -> None:
    given_so_far: list[Benefit] = []
    for day, amount_fen in wishes:
        wish = gift(amount_fen, given_on=day)
        if not found(wish, *given_so_far):
            given_so_far.append(wish)
    assert sum(benefit.amount_fen for benefit in given_so_far) <= 220000
