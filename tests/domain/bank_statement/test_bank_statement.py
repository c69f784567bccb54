"""银行存款余额调节表: bank and books agree once what each has not noted is counted, or the difference is named."""

from datetime import date

import msgspec
import pytest
from hypothesis import given as given_any
from hypothesis import strategies as st

from domain.bank_statement.aggregate import Context, difference_fen
from domain.bank_statement.commands import AssertBalance, BankStatementCommand, WithdrawAssertion
from domain.bank_statement.events import (
    AssertionWithdrawn,
    BalanceAsserted,
    OutstandingItem,
    OutstandingKind,
)
from domain.money import FEN_MAX
from domain.officers import Officers
from tests.domain.books import (
    ACCOUNTANT,
    AUDITOR,
    CASHIER,
    CHART,
    HANDLER,
    INVOICE,
    OFFICERS,
    REVIEWER,
)
from tests.domain.strategies import THOROUGH, any_of, any_struct
from tests.domain.values import MEMBER
from tests.support.given_when_then import Dated, given, on

DAY = date(2026, 3, 31)
CONTEXT = Context(OFFICERS, CHART)


def outstanding(kind: OutstandingKind, fen: int) -> OutstandingItem:
    return OutstandingItem(kind=kind, fen=fen, noted_on=date(2026, 3, 30))


ALL_FOUR = (
    outstanding("received_not_at_bank", 20000),
    outstanding("paid_not_at_bank", 49000),
    outstanding("received_not_in_books", 36000),
    outstanding("paid_not_in_books", 15000),
)
ASSERT = AssertBalance(
    occurred_on=DAY,
    account="102",
    bank_fen=1250000,
    books_fen=1200000,
    asserted_by=ACCOUNTANT,
    statement=INVOICE,
    outstanding=ALL_FOUR,
)
ASSERTED = BalanceAsserted(
    account="102",
    bank_fen=1250000,
    books_fen=1200000,
    asserted_by=ACCOUNTANT,
    statement=INVOICE,
    outstanding=ALL_FOUR,
)
WITHDRAW = WithdrawAssertion(
    occurred_on=DAY,
    account="102",
    withdrawn_version=1,
    withdrawn_by=ACCOUNTANT,
    reason="statement_wrong",
)
WITHDRAWN = AssertionWithdrawn(
    account="102", withdrawn_version=1, withdrawn_by=ACCOUNTANT, reason="statement_wrong"
)


@pytest.mark.parametrize("changed", [{"bank_fen": -FEN_MAX - 1}, {"books_fen": FEN_MAX + 1}])
def test_balances_are_amounts(changed: dict[str, int]) -> None:
    outcome = given().when(msgspec.structs.replace(ASSERT, **changed), CONTEXT)
    outcome.refused("bank_statement.amount_out_of_range", "account")


def test_what_only_one_side_has_noted_explains_the_difference() -> None:
    """1,250,000 + 20,000 - 49,000 = 1,200,000 + 36,000 - 15,000 = 1,221,000."""
    assert 1250000 + 20000 - 49000 == 1200000 + 36000 - 15000
    state = given().when(ASSERT, CONTEXT).then(ASSERTED).state()
    assert state.asserted == {DAY: 1}


def test_equal_balances_need_no_explanation() -> None:
    command = msgspec.structs.replace(ASSERT, bank_fen=1200000, outstanding=())
    event = msgspec.structs.replace(ASSERTED, bank_fen=1200000, outstanding=())
    given().when(command, CONTEXT).then(event)


def test_cash_is_counted_like_a_bank_account() -> None:
    command = msgspec.structs.replace(
        ASSERT, account="101", bank_fen=0, books_fen=0, outstanding=(), statement=None
    )
    given().when(command, CONTEXT).events()


def test_a_difference_has_a_reason() -> None:
    command = msgspec.structs.replace(ASSERT, outstanding=())
    outcome = given().when(command, CONTEXT)
    outcome.refused("bank_statement.difference_unexplained", "difference_reason")


def test_a_difference_with_a_reason_is_recorded() -> None:
    command = msgspec.structs.replace(ASSERT, outstanding=(), difference_reason="under_inquiry")
    event = msgspec.structs.replace(
        ASSERTED, outstanding=(), difference_fen=50000, difference_reason="under_inquiry"
    )
    given().when(command, CONTEXT).then(event)


def test_what_agrees_has_no_reason_to_differ() -> None:
    command = msgspec.structs.replace(ASSERT, difference_reason="bank_error")
    outcome = given().when(command, CONTEXT)
    outcome.refused("bank_statement.no_difference", "difference_reason")


@pytest.mark.parametrize("account", ["135", "401", "501", "999"])
def test_only_money_is_compared_with_a_statement(account: str) -> None:
    command = msgspec.structs.replace(ASSERT, account=account)
    outcome = given().when(command, CONTEXT)
    outcome.refused("bank_statement.not_a_money_account", "account")


def test_without_a_chart_nothing_is_compared() -> None:
    outcome = given().when(ASSERT, Context(OFFICERS, None))
    outcome.refused("bank_statement.no_chart_in_force", "occurred_on")


def test_a_day_is_compared_once() -> None:
    outcome = given(on(DAY, ASSERTED)).when(ASSERT, CONTEXT)
    outcome.refused("bank_statement.already_asserted", "occurred_on")
    earlier = date(2026, 2, 28)
    given(on(earlier, ASSERTED)).when(ASSERT, CONTEXT).then(ASSERTED)


def test_an_item_is_noted_by_the_statements_date() -> None:
    late = OutstandingItem(kind="paid_not_at_bank", fen=1, noted_on=date(2026, 4, 1))
    command = msgspec.structs.replace(ASSERT, outstanding=(*ALL_FOUR, late))
    outcome = given().when(command, CONTEXT)
    outcome.refused("bank_statement.item_after_statement", "outstanding")


@pytest.mark.parametrize("officer", [ACCOUNTANT, REVIEWER, AUDITOR])
def test_accountant_reviewer_and_auditors_compare(officer: object) -> None:
    command = msgspec.structs.replace(ASSERT, asserted_by=officer)
    given().when(command, CONTEXT).events()


@pytest.mark.parametrize(
    ("command", "field", "history"),
    [(ASSERT, "asserted_by", ()), (WITHDRAW, "withdrawn_by", (on(DAY, ASSERTED),))],
    ids=["assert", "withdraw"],
)
def test_whoever_keeps_the_money_does_not_confirm_it(
    command: BankStatementCommand, field: str, history: tuple[Dated, ...]
) -> None:
    """会计法 art. 35: 出纳人员不得兼任稽核; nor by another office of the same person."""
    for officer in (CASHIER, HANDLER):
        own = msgspec.structs.replace(command, **{field: officer})
        outcome = given(*history).when(own, CONTEXT)
        outcome.refused("bank_statement.office_not_held", field)
    both = Officers({**OFFICERS.held, (CASHIER, "reviewer"): None})
    same = Officers(OFFICERS.held, {CASHIER: MEMBER, REVIEWER: MEMBER})
    for officers, officer in ((both, CASHIER), (same, REVIEWER)):
        own = msgspec.structs.replace(command, **{field: officer})
        outcome = given(*history).when(own, Context(officers, CHART))
        outcome.refused("bank_statement.cashier_compares", field)


def test_a_mistaken_comparison_is_withdrawn_and_made_anew() -> None:
    outcome = given(on(DAY, ASSERTED)).when(WITHDRAW, CONTEXT).then(WITHDRAWN)
    outcome.and_when(ASSERT, CONTEXT).then(ASSERTED)


@pytest.mark.parametrize("version", [-1, 0, 2, 3])
def test_only_a_comparison_that_stands_is_withdrawn(version: int) -> None:
    command = msgspec.structs.replace(WITHDRAW, withdrawn_version=version)
    outcome = given(on(DAY, ASSERTED), on(DAY, WITHDRAWN)).when(command, CONTEXT)
    outcome.refused("bank_statement.no_such_assertion", "withdrawn_version")
    again = given(on(DAY, ASSERTED), on(DAY, WITHDRAWN)).when(WITHDRAW, CONTEXT)
    again.refused("bank_statement.no_such_assertion", "withdrawn_version")


items = st.lists(any_struct(OutstandingItem), max_size=6)
amounts = st.integers(-(10**9), 10**9)


@THOROUGH
@given_any(amounts, amounts, items)
def test_the_equation_of_the_reconciliation(
    bank_fen: int, books_fen: int, found: list[OutstandingItem]
) -> None:
    def total(kind: OutstandingKind) -> int:
        return sum(item.fen for item in found if item.kind == kind)

    bank = bank_fen + total("received_not_at_bank") - total("paid_not_at_bank")
    books = books_fen + total("received_not_in_books") - total("paid_not_in_books")
    assert difference_fen(bank_fen, books_fen, found) == bank - books


@THOROUGH
@given_any(amounts, any_of(OutstandingKind), st.integers(1, 10**9))
def test_an_item_and_its_counterpart_undo_each_other(
    bank_fen: int, kind: OutstandingKind, fen: int
) -> None:
    counterpart: dict[OutstandingKind, OutstandingKind] = {
        "received_not_at_bank": "paid_not_at_bank",
        "paid_not_at_bank": "received_not_at_bank",
        "received_not_in_books": "paid_not_in_books",
        "paid_not_in_books": "received_not_in_books",
    }
    both = (outstanding(kind, fen), outstanding(counterpart[kind], fen))
    assert difference_fen(bank_fen, bank_fen, both) == 0
