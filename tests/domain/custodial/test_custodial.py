"""Money held in trust: a liability that never goes below nothing, on any day."""

from datetime import date, timedelta

import msgspec
import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from domain.custodial import aggregate
from domain.custodial.aggregate import Context
from domain.custodial.commands import (
    CustodialCommand,
    PayCustodialFund,
    ReceiveCustodialFund,
    ReverseCustodialEntry,
)
from domain.custodial.events import (
    CustodialFundPaid,
    CustodialFundReceived,
    CustodialFundReversed,
)
from domain.ids import OfficerId
from domain.money import negated
from tests.domain.books import ACCOUNTANT, CASHIER, CHAIRPERSON, OFFICERS
from tests.domain.funds import CUSTODY, FUND_POSTING_MAP, NO_RULES
from tests.domain.strategies import THOROUGH, days_of_2026, run
from tests.domain.values import lines, sealed
from tests.support.given_when_then import given, on

DAY = date(2026, 5, 6)
EARLIER, LATER = DAY - timedelta(days=1), DAY + timedelta(days=1)
CONTEXT = Context(FUND_POSTING_MAP, OFFICERS)
RECEIVE = ReceiveCustodialFund(
    occurred_on=DAY, custodial_id=CUSTODY, purpose="mutual_aid_premium", amount_fen=366_000
)
RECEIVED = CustodialFundReceived(
    custodial_id=CUSTODY,
    purpose="mutual_aid_premium",
    amount_fen=366_000,
    posting_map="posting-2021",
    lines=lines("102", "231", "custodial", 366_000),
)
PAY = PayCustodialFund(
    occurred_on=DAY,
    custodial_id=CUSTODY,
    amount_fen=366_000,
    payee=sealed("books"),
    approver_id=CHAIRPERSON,
    cashier_id=CASHIER,
)
PAID = CustodialFundPaid(
    custodial_id=CUSTODY,
    amount_fen=366_000,
    posting_map="posting-2021",
    lines=lines("231", "102", "custodial", 366_000),
    payee=sealed("books"),
    approver_id=CHAIRPERSON,
    cashier_id=CASHIER,
)
REVERSE = ReverseCustodialEntry(
    occurred_on=DAY, custodial_id=CUSTODY, reversed_version=1, reason="误入"
)


def test_money_in_trust_is_a_liability() -> None:
    """domain.md 4.3: Dr 102, Cr 231; rule 12."""
    assert given().when(RECEIVE, CONTEXT).then(RECEIVED).state().balance_fen() == 366_000


def test_it_goes_to_whom_it_is_for() -> None:
    outcome = given(on(DAY, RECEIVED)).when(PAY, CONTEXT).then(PAID)
    assert outcome.state().balance_fen() == 0


def test_no_more_is_paid_than_is_held() -> None:
    command = msgspec.structs.replace(PAY, amount_fen=366_001)
    outcome = given(on(DAY, RECEIVED)).when(command, CONTEXT)
    outcome.refused("custodial.more_than_held", "amount_fen")


def test_nothing_is_paid_before_it_came_in() -> None:
    outcome = given(on(LATER, RECEIVED)).when(PAY, CONTEXT)
    outcome.refused("custodial.more_than_held", "amount_fen")


def test_a_late_entry_does_not_take_what_was_paid_since() -> None:
    """补登: the money was held on that day, but is spent by now."""
    history = given(on(EARLIER, RECEIVED), on(LATER, PAID))
    history.when(PAY, CONTEXT).refused("custodial.more_than_held", "amount_fen")


@pytest.mark.parametrize("command", [RECEIVE, PAY], ids=lambda one: type(one).__name__)
@pytest.mark.parametrize("amount_fen", [0, -1, 10**12 + 1])
def test_an_amount_is_more_than_nothing(command: CustodialCommand, amount_fen: int) -> None:
    asked = msgspec.structs.replace(command, amount_fen=amount_fen)
    outcome = given(on(DAY, RECEIVED)).when(asked, CONTEXT)
    outcome.refused("custodial.amount_not_positive", "amount_fen")


@pytest.mark.parametrize("command", [RECEIVE, PAY], ids=lambda one: type(one).__name__)
def test_no_money_moves_without_a_posting_map(command: CustodialCommand) -> None:
    history = given(on(DAY, RECEIVED))
    without = msgspec.structs.replace(CONTEXT, posting_map=None)
    history.when(command, without).refused("custodial.no_posting_map_in_force", "occurred_on")
    unknown = msgspec.structs.replace(CONTEXT, posting_map=NO_RULES)
    history.when(command, unknown).refused("custodial.operation_not_posted", "occurred_on")


def test_whoever_approves_a_payment_does_not_make_it() -> None:
    """Rule 15 of domain.md."""
    command = msgspec.structs.replace(PAY, approver_id=CASHIER)
    outcome = given(on(DAY, RECEIVED)).when(command, CONTEXT)
    outcome.refused("custodial.duties_not_separated", "cashier_id")


@pytest.mark.parametrize(
    ("field", "officer"), [("approver_id", ACCOUNTANT), ("cashier_id", ACCOUNTANT)]
)
def test_whoever_signs_a_payment_holds_the_office_for_it(field: str, officer: OfficerId) -> None:
    command = msgspec.structs.replace(PAY, **{field: officer})
    outcome = given(on(DAY, RECEIVED)).when(command, CONTEXT)
    outcome.refused("custodial.office_not_held", field)


def test_an_entry_made_by_mistake_is_reversed_in_red() -> None:
    event = CustodialFundReversed(
        custodial_id=CUSTODY,
        entry="received",
        amount_fen=366_000,
        reversed_version=1,
        reason="误入",
        lines=negated(RECEIVED.lines),
    )
    outcome = given(on(DAY, RECEIVED)).when(REVERSE, CONTEXT).then(event)
    assert outcome.state().balance_fen() == 0
    outcome.and_when(REVERSE, CONTEXT).refused(
        "custodial.entry_already_reversed", "reversed_version"
    )


def test_a_payment_that_came_back_is_held_again() -> None:
    command = msgspec.structs.replace(REVERSE, reversed_version=2)
    outcome = given(on(DAY, RECEIVED), on(DAY, PAID)).when(command, CONTEXT)
    [event] = outcome.events()
    assert event.entry == "paid"
    assert outcome.state().balance_fen() == 366_000


def test_what_was_paid_out_keeps_what_came_in() -> None:
    outcome = given(on(DAY, RECEIVED), on(DAY, PAID)).when(REVERSE, CONTEXT)
    outcome.refused("custodial.more_than_held", "reversed_version")


def test_what_is_no_entry_is_not_reversed() -> None:
    given().when(REVERSE, CONTEXT).refused("custodial.no_such_entry", "reversed_version")


def test_nothing_is_reversed_before_it_was_entered() -> None:
    outcome = given(on(LATER, RECEIVED)).when(REVERSE, CONTEXT)
    outcome.refused("custodial.reversed_before_entered", "occurred_on")


amounts = st.integers(1, 50)
commands: st.SearchStrategy[CustodialCommand] = st.one_of(
    st.builds(
        ReceiveCustodialFund,
        occurred_on=days_of_2026,
        custodial_id=st.just(CUSTODY),
        purpose=st.just("donation"),
        amount_fen=amounts,
    ),
    st.builds(
        PayCustodialFund,
        occurred_on=days_of_2026,
        custodial_id=st.just(CUSTODY),
        amount_fen=amounts,
    ),
    st.builds(
        ReverseCustodialEntry,
        occurred_on=days_of_2026,
        custodial_id=st.just(CUSTODY),
        reversed_version=st.integers(1, 12),
        reason=st.just("冲销"),
    ),
)


@THOROUGH
@drawn(st.lists(commands, max_size=16))
def test_no_run_of_commands_owes_less_than_nothing_on_any_day(
    asked: list[CustodialCommand],
) -> None:
    state, facts = run(
        aggregate, asked, lambda state, command: aggregate.decide(state, command, CONTEXT)
    )
    for day in {fact.occurred_on for fact in facts}:
        held = -sum(
            line.fen
            for fact in facts
            if fact.occurred_on <= day
            for line in fact.event.lines  # type: ignore[attr-defined] # every event of this stream posts
            if line.account == "231"
        )
        assert held >= 0
    assert state.balance_fen() >= 0
