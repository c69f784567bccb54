"""Rules of the books that make sense, and those that do not."""

import msgspec
import pytest

from domain.money import FEN_MAX
from domain.policy import approval, budget_control, posting
from domain.policy.posting import PostingRule
from tests.domain.books import APPROVAL, BLOCKING, WARNING
from tests.domain.values import POSTING_MAP


def test_an_approval_limit_is_an_amount() -> None:
    assert approval.is_sound(APPROVAL)
    for wrong in (-1, FEN_MAX + 1):
        assert not approval.is_sound(msgspec.structs.replace(APPROVAL, collective_above_fen=wrong))


@pytest.mark.parametrize("field", ["adjustments_per_year", "materials_working_days"])
def test_counts_of_budget_control_are_not_negative(field: str) -> None:
    assert budget_control.is_sound(BLOCKING)
    assert budget_control.is_sound(WARNING)
    assert not budget_control.is_sound(msgspec.structs.replace(BLOCKING, **{field: -1}))


@pytest.mark.parametrize(("debit", "credit"), [("102", "102"), ("", "102"), ("102", "")])
def test_a_posting_rule_moves_money_from_one_account_to_another(debit: str, credit: str) -> None:
    assert posting.is_sound(POSTING_MAP)
    rules = {"dues.received": PostingRule(debit=debit, credit=credit)}
    assert not posting.is_sound(msgspec.structs.replace(POSTING_MAP, rules=rules))
