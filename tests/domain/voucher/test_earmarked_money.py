"""Earmarked money goes by bank transfer: it never leaves in cash nor enters the cash box (domain.md rule 14)."""

import msgspec
import pytest

from domain.money import PostingLine, PostingLines
from tests.domain.voucher.cases import CONTEXT, POST, approved_by_all, drafted
from tests.support.given_when_then import given

EARMARKED = msgspec.structs.replace(CONTEXT, no_cash_funds=("central_fiscal",))


def in_fund(fund: str, *amounts: tuple[str, int]) -> PostingLines:
    return tuple(PostingLine(account=account, fund=fund, fen=fen) for account, fen in amounts)


@pytest.mark.parametrize(
    ("paid_from", "method"), [("101", "cash"), ("101", "transfer"), ("102", "cash")]
)
def test_earmarked_money_is_not_paid_in_cash(paid_from: str, method: str) -> None:
    paid = drafted("expense", in_fund("central_fiscal", ("50102", 5000), (paid_from, -5000)))
    command = msgspec.structs.replace(POST, method=method)
    outcome = given(*approved_by_all(paid)).when(command, EARMARKED)
    outcome.refused("voucher.cash_for_earmarked_funds", "method")


def test_earmarked_money_is_not_drawn_into_the_cash_box() -> None:
    drawn = drafted("transfer", in_fund("central_fiscal", ("101", 5000), ("102", -5000)))
    outcome = given(*approved_by_all(drawn)).when(POST, EARMARKED)
    outcome.refused("voucher.cash_for_earmarked_funds", "method")


def test_own_funds_may_be_paid_in_cash() -> None:
    paid = drafted("expense", in_fund("own_funds", ("50102", 5000), ("101", -5000)))
    command = msgspec.structs.replace(POST, method="cash")
    assert given(*approved_by_all(paid)).when(command, EARMARKED).events()
