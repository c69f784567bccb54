"""The posting map: which accounts an operation moves."""

from hypothesis import given
from hypothesis import strategies as st

from domain.money import FEN_MAX, is_balanced
from domain.policy.posting import posting_lines
from tests.domain.strategies import THOROUGH
from tests.domain.values import POSTING_MAP, lines


def test_dues_go_from_the_bank_account_to_dues_income() -> None:
    """domain.md 4.3: Dr 102 银行存款, Cr 401 会费收入."""
    found = posting_lines(POSTING_MAP, "dues.received", fund="own_funds", amount_fen=2615)
    assert found == lines("102", "401", "own_funds", 2615)


def test_an_operation_the_map_does_not_know_has_no_lines() -> None:
    assert posting_lines(POSTING_MAP, "dues.refunded", fund="own_funds", amount_fen=1) is None


@THOROUGH
@given(st.sampled_from(sorted(POSTING_MAP.rules)), st.text(), st.integers(1, FEN_MAX))
def test_the_lines_of_an_operation_balance_in_its_fund(
    operation: str, fund: str, amount_fen: int
) -> None:
    """Rule 9 of domain.md."""
    found = posting_lines(POSTING_MAP, operation, fund=fund, amount_fen=amount_fen)
    assert found is not None
    assert is_balanced(found)
    assert [(line.fund, line.fen) for line in found] == [(fund, amount_fen), (fund, -amount_fen)]
