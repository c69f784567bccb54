"""A member's dues account: wage bases declared, receipts for months, reversals."""

from datetime import date

import msgspec
import pytest

from domain.dues.aggregate import Context
from domain.dues.commands import DeclareWageBase, DuesCommand, ReceiveDues, ReverseDuesReceipt
from domain.dues.events import DuesReceiptReversed, DuesReceived, WageBaseDeclared
from domain.membership import Span, Timeline
from domain.money import FEN_MAX
from tests.domain.strategies import NO_MONTHS
from tests.domain.values import (
    DUES_POLICY,
    DUES_POLICY_WHOLE_YUAN,
    MEMBER,
    POSTING_MAP,
    lines,
    sealed,
)
from tests.support.given_when_then import given, on

DAY = date(2026, 4, 10)
MEMBER_FROM_FEBRUARY_TO_MAY = Timeline(
    (
        Span(date(2026, 2, 28), date(2026, 5, 31), "active"),
        Span(date(2026, 5, 31), None, "transferred_out"),
    )
)
CONTEXT = Context(MEMBER_FROM_FEBRUARY_TO_MAY, DUES_POLICY, POSTING_MAP)
DECLARE = DeclareWageBase(
    occurred_on=DAY, member_id=MEMBER, from_month="2026-03", wage_fen=523860, wage=sealed("file")
)
DECLARED = WageBaseDeclared(
    member_id=MEMBER,
    from_month="2026-03",
    wage=sealed("file"),
    due_fen=2615,
    policy_id="dues-national",
    policy_version=1,
)
RECEIVE = ReceiveDues(occurred_on=DAY, member_id=MEMBER, dues_month="2026-03", amount_fen=2615)
RECEIVED = DuesReceived(
    member_id=MEMBER,
    dues_month="2026-03",
    amount_fen=2615,
    posting_map="posting-2021",
    lines=lines("102", "401", "own_funds", 2615),
)
REVERSE = ReverseDuesReceipt(
    occurred_on=DAY, member_id=MEMBER, reversed_version=1, reason="重复入账"
)
REVERSED = DuesReceiptReversed(
    member_id=MEMBER,
    dues_month="2026-03",
    amount_fen=2615,
    reversed_version=1,
    reason="重复入账",
    lines=lines("102", "401", "own_funds", -2615),
)


@pytest.mark.parametrize(
    "command", [DECLARE, RECEIVE, REVERSE], ids=lambda command: type(command).__name__
)
def test_whoever_never_was_a_member_has_no_dues_account(command: DuesCommand) -> None:
    outcome = given().when(command, Context(Timeline(), DUES_POLICY, POSTING_MAP))
    outcome.refused("dues.member_unknown", "member_id")


def test_a_declared_wage_decides_the_due_and_is_sealed() -> None:
    """domain.md 3.1 and 3.2, 全总 工发〔1978〕101号."""
    given().when(DECLARE, CONTEXT).then(DECLARED)


def test_the_event_names_the_policy_that_decided() -> None:
    context = Context(MEMBER_FROM_FEBRUARY_TO_MAY, DUES_POLICY_WHOLE_YUAN, POSTING_MAP)
    event = msgspec.structs.replace(
        DECLARED, due_fen=2600, policy_id="dues-whole-yuan", policy_version=2
    )
    given().when(DECLARE, context).then(event)


def test_without_a_dues_policy_nothing_is_declared() -> None:
    context = Context(MEMBER_FROM_FEBRUARY_TO_MAY, None, POSTING_MAP)
    given().when(DECLARE, context).refused("dues.no_policy_in_force", "from_month")


@pytest.mark.parametrize("wage_fen", [-1, FEN_MAX + 1])
def test_a_wage_is_not_negative_and_bounded(wage_fen: int) -> None:
    command = msgspec.structs.replace(DECLARE, wage_fen=wage_fen)
    given().when(command, CONTEXT).refused("dues.wage_out_of_range", "wage_fen")


def test_whoever_earns_nothing_owes_nothing() -> None:
    command = msgspec.structs.replace(DECLARE, wage_fen=0)
    given().when(command, CONTEXT).then(msgspec.structs.replace(DECLARED, due_fen=0))


def test_dues_are_received_with_their_posting_lines() -> None:
    """Rule 9 of domain.md: a money event carries its lines."""
    outcome = given(DECLARED).when(RECEIVE, CONTEXT).then(RECEIVED)
    state = outcome.state()
    assert (state.receipts, state.received_on) == ({2: RECEIVED}, {2: DAY})


def test_several_receipts_for_one_month_add_up() -> None:
    state = given(RECEIVED).when(RECEIVE, CONTEXT).then(RECEIVED).state()
    assert state.receipts == {1: RECEIVED, 2: RECEIVED}
    assert (state.received_fen("2026-03"), state.received_fen("2026-04")) == (5230, 0)


@pytest.mark.parametrize("amount_fen", [0, -2615, FEN_MAX + 1])
def test_a_receipt_is_positive_and_bounded(amount_fen: int) -> None:
    command = msgspec.structs.replace(RECEIVE, amount_fen=amount_fen)
    given().when(command, CONTEXT).refused("dues.amount_not_positive", "amount_fen")


@pytest.mark.parametrize("month", NO_MONTHS)
def test_dues_are_for_a_month(month: str) -> None:
    command = msgspec.structs.replace(RECEIVE, dues_month=month)
    given().when(command, CONTEXT).refused("dues.month_malformed", "dues_month")


@pytest.mark.parametrize("month", NO_MONTHS)
def test_a_wage_is_declared_from_a_month_on(month: str) -> None:
    command = msgspec.structs.replace(DECLARE, from_month=month)
    given().when(command, CONTEXT).refused("dues.month_malformed", "from_month")


@pytest.mark.parametrize("month", ["2026-01", "2026-06", "2025-03"])
def test_no_dues_for_a_month_in_which_the_person_was_no_member(month: str) -> None:
    command = msgspec.structs.replace(RECEIVE, dues_month=month)
    given().when(command, CONTEXT).refused("dues.not_member_in_month", "dues_month")


@pytest.mark.parametrize("month", ["2026-02", "2026-05"])
def test_the_months_of_joining_and_leaving_may_be_paid(month: str) -> None:
    """domain.md 3.3: by months actually in the unit."""
    command = msgspec.structs.replace(RECEIVE, dues_month=month)
    given().when(command, CONTEXT).then(msgspec.structs.replace(RECEIVED, dues_month=month))


def test_a_retained_member_owes_nothing_but_may_have_paid() -> None:
    """中国工会章程 art. 8: 保留会籍期间免交会费; the person stays a member."""
    retained = Timeline((Span(date(2020, 1, 1), None, "retained"),))
    given().when(RECEIVE, Context(retained, DUES_POLICY, POSTING_MAP)).then(RECEIVED)


def test_without_a_posting_map_nothing_is_received() -> None:
    context = Context(MEMBER_FROM_FEBRUARY_TO_MAY, DUES_POLICY, None)
    given().when(RECEIVE, context).refused("dues.no_posting_map_in_force", "occurred_on")


def test_what_the_posting_map_does_not_know_is_not_booked() -> None:
    unaware = msgspec.structs.replace(POSTING_MAP, rules={})
    context = Context(MEMBER_FROM_FEBRUARY_TO_MAY, DUES_POLICY, unaware)
    given().when(RECEIVE, context).refused("dues.operation_not_posted", "occurred_on")


def test_a_mistaken_receipt_is_reversed_with_red_letter_lines() -> None:
    """Rule 17 of domain.md: 冲销, never edited."""
    state = given(RECEIVED).when(REVERSE, CONTEXT).then(REVERSED).state()
    assert state.reversed_versions == {1}
    assert state.received_fen("2026-03") == 0


def test_what_was_reversed_counts_no_more_and_the_rest_does() -> None:
    state = given(RECEIVED, RECEIVED).when(REVERSE, CONTEXT).state()
    assert state.received_fen("2026-03") == 2615


def test_no_receipt_is_reversed_before_it_came_in() -> None:
    command = msgspec.structs.replace(REVERSE, occurred_on=date(2026, 4, 9))
    outcome = given(on(DAY, RECEIVED)).when(command, CONTEXT)
    outcome.refused("dues.reversed_before_received", "occurred_on")


def test_a_receipt_may_be_reversed_on_its_day() -> None:
    given(on(DAY, RECEIVED)).when(REVERSE, CONTEXT).then(REVERSED)


def test_a_receipt_is_reversed_once() -> None:
    outcome = given(RECEIVED, REVERSED).when(REVERSE, CONTEXT)
    outcome.refused("dues.receipt_already_reversed", "reversed_version")


@pytest.mark.parametrize("version", [-1, 0, 1, 3])
def test_only_a_receipt_is_reversed(version: int) -> None:
    """Version 1 is a declaration, versions 0 and 3 are not there."""
    command = msgspec.structs.replace(REVERSE, reversed_version=version)
    outcome = given(DECLARED, RECEIVED).when(command, CONTEXT)
    outcome.refused("dues.no_such_receipt", "reversed_version")
