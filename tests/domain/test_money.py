"""Money is integer fen; yuan is only how it is printed."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from domain.money import FEN_MAX, PostingLine, is_balanced, yuan_text
from tests.domain.strategies import THOROUGH

fen = st.integers(-FEN_MAX, FEN_MAX)


@THOROUGH
@given(fen)
def test_the_text_is_the_amount_in_yuan_with_two_decimals(amount: int) -> None:
    text = yuan_text(amount)
    assert Decimal(text) * 100 == amount
    assert text[-3] == "."


@THOROUGH
@given(fen)
def test_the_text_carries_a_sign_only_when_money_goes_out(amount: int) -> None:
    assert yuan_text(amount).startswith("-") == (amount < 0)
    assert yuan_text(-abs(amount)).lstrip("-") == yuan_text(abs(amount))


def test_amounts_as_printed_on_paper() -> None:
    printed = {0: "0.00", 5: "0.05", -5: "-0.05", 100: "1.00", 2615: "26.15", -2615: "-26.15"}
    assert {amount: yuan_text(amount) for amount in printed} == printed


@THOROUGH
@given(
    st.lists(st.builds(PostingLine, account=st.just("102"), fund=st.sampled_from("ab"), fen=fen))
)
def test_lines_balance_when_every_fund_sums_to_zero(lines: list[PostingLine]) -> None:
    """Rule 9 of domain.md: they sum to zero per fund."""
    by_fund = [sum(line.fen for line in lines if line.fund == fund) for fund in "ab"]
    assert is_balanced(lines) == (by_fund == [0, 0])


def test_what_one_fund_lacks_another_does_not_make_good() -> None:
    """Rule 12 of domain.md: earmarked money is a separate line (两条线)."""
    across = [
        PostingLine(account="503", fund="central_fiscal", fen=100),
        PostingLine(account="102", fund="own_funds", fen=-100),
    ]
    assert not is_balanced(across)
    assert is_balanced([])
