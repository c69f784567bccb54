"""Dues paid back, dues waived, dues asked for: what the account holds decides (domain.md 3)."""

from datetime import date

import msgspec
import pytest

from domain.dues.aggregate import Context
from domain.dues.commands import (
    ReceiveDues,
    RefundDues,
    ReverseDuesReceipt,
    ReverseDuesRefund,
    ReverseDuesWaiver,
    SendDuesReminder,
    WaiveDues,
)
from domain.dues.events import (
    DuesReceived,
    DuesRefunded,
    DuesRefundReversed,
    DuesReminderSent,
    DuesWaived,
    DuesWaiverReversed,
    WageBaseDeclared,
)
from domain.ids import OfficerId
from domain.membership import Span, Timeline
from domain.money import FEN_MAX
from domain.officers import Officers
from tests.domain.strategies import NO_MONTHS
from tests.domain.values import (
    APPROVER,
    DUES_BATCH,
    DUES_EXEMPTION,
    DUES_POLICY,
    HANDLER,
    MEMBER,
    POSTING_MAP,
    REFUNDING_MAP,
    REVIEWER,
    lines,
    sealed,
)
from tests.support.given_when_then import given, on

JANUARY, EARLIER, DAY = date(2026, 1, 5), date(2026, 4, 9), date(2026, 4, 10)
CONTEXT = Context(
    member=Timeline((Span(date(2026, 1, 1), None, "active"),)),
    dues_policy=DUES_POLICY,
    posting_map=REFUNDING_MAP,
    officers=Officers({(HANDLER, "cashier"): None, (APPROVER, "chairperson"): None}),
)
DECLARED = WageBaseDeclared(
    member_id=MEMBER,
    from_month="2026-01",
    wage=sealed("file"),
    due_fen=2615,
    policy_id="dues-national",
    policy_version=1,
)
RECEIVED = DuesReceived(
    member_id=MEMBER,
    dues_month="2026-03",
    amount_fen=2615,
    posting_map="posting-2021",
    lines=lines("102", "401", "own_funds", 2615),
)
REFUND = RefundDues(
    occurred_on=DAY,
    member_id=MEMBER,
    dues_month="2026-03",
    amount_fen=615,
    reason="overpaid",
    handler_id=HANDLER,
    approver_id=APPROVER,
)
REFUNDED = DuesRefunded(
    member_id=MEMBER,
    dues_month="2026-03",
    amount_fen=615,
    reason="overpaid",
    handler_id=HANDLER,
    approver_id=APPROVER,
    posting_map="posting-2021",
    lines=lines("102", "401", "own_funds", -615),
)
WAIVE = WaiveDues(
    occurred_on=DAY,
    member_id=MEMBER,
    dues_month="2026-03",
    amount_fen=2615,
    reason="hardship",
    decision_no="会〔2026〕12号",
)
WAIVED = DuesWaived(
    member_id=MEMBER,
    dues_month="2026-03",
    amount_fen=2615,
    reason="hardship",
    decision_no="会〔2026〕12号",
)
REMIND = SendDuesReminder(
    occurred_on=DAY, member_id=MEMBER, through_month="2026-03", channel="talk"
)


def undo_refund(version: int = 2, day: date = DAY) -> ReverseDuesRefund:
    return ReverseDuesRefund(
        occurred_on=day, member_id=MEMBER, reversed_version=version, reason="重复退费"
    )


def undo_waiver(version: int = 2, day: date = DAY) -> ReverseDuesWaiver:
    return ReverseDuesWaiver(
        occurred_on=day, member_id=MEMBER, reversed_version=version, reason="录入有误"
    )


def test_a_refund_is_posted_with_red_letter_lines() -> None:
    state = given(RECEIVED).when(REFUND, CONTEXT).then(REFUNDED).state()
    assert state.received_fen("2026-03") == 2000


def test_no_more_is_refunded_than_came_in_for_the_month() -> None:
    whole = msgspec.structs.replace(REFUND, amount_fen=2615)
    outcome = given(RECEIVED).when(whole, CONTEXT)
    assert outcome.state().received_fen("2026-03") == 0
    outcome.and_when(REFUND, CONTEXT).refused("dues.refund_over_received", "amount_fen")
    given().when(REFUND, CONTEXT).refused("dues.refund_over_received", "amount_fen")


def test_what_came_in_for_another_month_is_not_refunded() -> None:
    april = msgspec.structs.replace(REFUND, dues_month="2026-04")
    given(RECEIVED).when(april, CONTEXT).refused("dues.refund_over_received")


def test_nothing_is_refunded_before_it_came_in() -> None:
    command = msgspec.structs.replace(REFUND, occurred_on=EARLIER)
    outcome = given(on(DAY, RECEIVED)).when(command, CONTEXT)
    outcome.refused("dues.refunded_before_received", "occurred_on")


@pytest.mark.parametrize("command", [REFUND, WAIVE], ids=lambda command: type(command).__name__)
@pytest.mark.parametrize("amount_fen", [0, -1, FEN_MAX + 1])
def test_what_is_refunded_or_waived_is_positive_and_bounded(
    command: RefundDues | WaiveDues, amount_fen: int
) -> None:
    asked = msgspec.structs.replace(command, amount_fen=amount_fen)
    given(RECEIVED).when(asked, CONTEXT).refused("dues.amount_not_positive", "amount_fen")


@pytest.mark.parametrize("command", [REFUND, WAIVE], ids=lambda command: type(command).__name__)
@pytest.mark.parametrize("month", NO_MONTHS)
def test_refunds_and_waivers_are_for_a_month(command: RefundDues | WaiveDues, month: str) -> None:
    asked = msgspec.structs.replace(command, dues_month=month)
    given(RECEIVED).when(asked, CONTEXT).refused("dues.month_malformed", "dues_month")


@pytest.mark.parametrize(
    ("handler_id", "approver_id", "field"),
    [(REVIEWER, APPROVER, "handler_id"), (HANDLER, REVIEWER, "approver_id")],
)
def test_a_refund_is_handled_and_approved_by_whoever_may(
    handler_id: OfficerId, approver_id: OfficerId, field: str
) -> None:
    asked = msgspec.structs.replace(REFUND, handler_id=handler_id, approver_id=approver_id)
    given(RECEIVED).when(asked, CONTEXT).refused("dues.office_not_held", field)


@pytest.mark.parametrize(
    "officers",
    [
        Officers({(HANDLER, "cashier"): None, (HANDLER, "chairperson"): None}),
        Officers({(HANDLER, "cashier"): None, (HANDLER, "approver"): None}, {HANDLER: MEMBER}),
    ],
)
def test_nobody_both_handles_and_approves_a_refund(officers: Officers) -> None:
    """Rule 15 of domain.md."""
    context = msgspec.structs.replace(CONTEXT, officers=officers)
    asked = msgspec.structs.replace(REFUND, approver_id=HANDLER)
    outcome = given(RECEIVED).when(asked, context)
    outcome.refused("dues.signers_not_different", "approver_id")


def test_the_member_does_not_approve_the_own_refund() -> None:
    officers = Officers(CONTEXT.officers.held, {APPROVER: MEMBER})
    context = msgspec.structs.replace(CONTEXT, officers=officers)
    given(RECEIVED).when(REFUND, context).refused("dues.signers_not_different")


def test_without_posting_nothing_is_refunded() -> None:
    no_map = msgspec.structs.replace(CONTEXT, posting_map=None)
    given(RECEIVED).when(REFUND, no_map).refused("dues.no_posting_map_in_force", "occurred_on")
    unaware = msgspec.structs.replace(CONTEXT, posting_map=POSTING_MAP)
    given(RECEIVED).when(REFUND, unaware).refused("dues.operation_not_posted", "occurred_on")


def test_a_mistaken_refund_is_reversed() -> None:
    event = DuesRefundReversed(
        member_id=MEMBER,
        dues_month="2026-03",
        amount_fen=615,
        reversed_version=2,
        reason="重复退费",
        lines=lines("102", "401", "own_funds", 615),
    )
    state = given(RECEIVED, REFUNDED).when(undo_refund(), CONTEXT).then(event).state()
    assert state.received_fen("2026-03") == 2615


@pytest.mark.parametrize("version", [-1, 0, 1, 3])
def test_only_a_refund_is_reversed_as_one(version: int) -> None:
    outcome = given(RECEIVED, REFUNDED).when(undo_refund(version), CONTEXT)
    outcome.refused("dues.no_such_refund", "reversed_version")


def test_a_refund_or_waiver_is_reversed_once_and_not_before_its_day() -> None:
    refunded = given(RECEIVED, on(DAY, REFUNDED))
    refunded.when(undo_refund(day=EARLIER), CONTEXT).refused("dues.reversed_before_entered")
    once = refunded.when(undo_refund(), CONTEXT)
    once.and_when(undo_refund(), CONTEXT).refused("dues.already_reversed", "reversed_version")
    waived = given(DECLARED, on(DAY, WAIVED))
    waived.when(undo_waiver(day=EARLIER), CONTEXT).refused("dues.reversed_before_entered")
    undone = waived.when(undo_waiver(), CONTEXT)
    undone.and_when(undo_waiver(), CONTEXT).refused("dues.already_reversed")


def test_a_receipt_that_was_refunded_is_not_reversed() -> None:
    reverse = ReverseDuesReceipt(
        occurred_on=DAY, member_id=MEMBER, reversed_version=1, reason="重复入账"
    )
    given(RECEIVED, REFUNDED).when(reverse, CONTEXT).refused("dues.receipt_refunded")
    again = given(RECEIVED, REFUNDED).when(undo_refund(), CONTEXT).and_when(reverse, CONTEXT)
    assert again.state().received_fen("2026-03") == 0


def test_a_committee_waives_what_is_due() -> None:
    state = given(DECLARED).when(WAIVE, CONTEXT).then(WAIVED).state()
    assessment = state.assessment(CONTEXT.member, "2026-03")
    assert (assessment.assessed_fen, assessment.due_fen) == (2615, 0)
    assert assessment.exemption == "waived"


def test_no_more_is_waived_than_is_due() -> None:
    part = msgspec.structs.replace(WAIVE, amount_fen=2000)
    partly = given(DECLARED).when(part, CONTEXT)
    assert partly.state().assessment(CONTEXT.member, "2026-03").due_fen == 615
    partly.and_when(part, CONTEXT).refused("dues.waived_over_due", "amount_fen")


@pytest.mark.parametrize("month", ["2025-12", "2025-01"])
def test_where_nothing_is_due_nothing_is_waived(month: str) -> None:
    command = msgspec.structs.replace(WAIVE, dues_month=month, amount_fen=1)
    given(DECLARED).when(command, CONTEXT).refused("dues.waived_over_due")


def test_a_waiver_rests_on_a_numbered_decision() -> None:
    command = msgspec.structs.replace(WAIVE, decision_no=" ")
    given(DECLARED).when(command, CONTEXT).refused("dues.decision_no_missing", "decision_no")


def test_a_local_rule_says_for_which_reasons_dues_are_waived() -> None:
    """domain.md 3.3: no national exemption for members in hardship, so the local rule decides."""
    context = msgspec.structs.replace(CONTEXT, exemption=DUES_EXEMPTION)
    event = msgspec.structs.replace(WAIVED, policy_id="dues-exempt-county", policy_version=1)
    given(DECLARED).when(WAIVE, context).then(event)
    ill = msgspec.structs.replace(WAIVE, reason="illness")
    given(DECLARED).when(ill, context).refused("dues.reason_not_exempt", "reason")


def test_a_mistaken_waiver_is_reversed_and_the_dues_are_owed_again() -> None:
    event = DuesWaiverReversed(
        member_id=MEMBER,
        dues_month="2026-03",
        amount_fen=2615,
        reversed_version=2,
        reason="录入有误",
    )
    state = given(DECLARED, WAIVED).when(undo_waiver(), CONTEXT).then(event).state()
    assert state.assessment(CONTEXT.member, "2026-03").due_fen == 2615


@pytest.mark.parametrize("version", [-1, 0, 1, 3])
def test_only_a_waiver_is_reversed_as_one(version: int) -> None:
    outcome = given(DECLARED, WAIVED).when(undo_waiver(version), CONTEXT)
    outcome.refused("dues.no_such_waiver", "reversed_version")


def test_a_reminder_says_how_many_months_and_how_much() -> None:
    """L5 of domain.md 6.1: reckoned from the account, never stated."""
    event = DuesReminderSent(
        member_id=MEMBER, through_month="2026-03", months=2, amount_fen=5230, channel="talk"
    )
    given(DECLARED, RECEIVED).when(REMIND, CONTEXT).then(event)


def test_whoever_paid_is_not_reminded() -> None:
    march_only = msgspec.structs.replace(DECLARED, from_month="2026-03")
    outcome = given(march_only, RECEIVED).when(REMIND, CONTEXT)
    outcome.refused("dues.nothing_in_arrears", "through_month")


def test_nobody_is_reminded_of_months_to_come() -> None:
    this_month = msgspec.structs.replace(REMIND, through_month="2026-04")
    assert given(DECLARED).when(this_month, CONTEXT).events()
    command = msgspec.structs.replace(REMIND, through_month="2026-05")
    given(DECLARED).when(command, CONTEXT).refused("dues.month_not_begun", "through_month")


@pytest.mark.parametrize("month", NO_MONTHS)
def test_a_reminder_is_through_a_month(month: str) -> None:
    command = msgspec.structs.replace(REMIND, through_month=month)
    given(DECLARED).when(command, CONTEXT).refused("dues.month_malformed", "through_month")


def test_a_receipt_names_the_collection_it_came_in_with() -> None:
    """domain.md 3.4: the month due is kept apart from the collection batch."""
    command = ReceiveDues(
        occurred_on=DAY,
        member_id=MEMBER,
        dues_month="2026-03",
        amount_fen=2615,
        batch_id=DUES_BATCH,
    )
    event = msgspec.structs.replace(RECEIVED, batch_id=DUES_BATCH)
    given(DECLARED).when(command, CONTEXT).then(event)
    closed = msgspec.structs.replace(CONTEXT, batch_closed=True)
    given(DECLARED).when(command, closed).refused("dues.batch_closed", "batch_id")


def test_partial_late_and_early_receipts_are_all_receipts() -> None:
    base = ReceiveDues(occurred_on=JANUARY, member_id=MEMBER, dues_month="2026-06", amount_fen=1)
    early = given(DECLARED).when(base, CONTEXT)
    assert early.state().received_fen("2026-06") == 1
    rest = msgspec.structs.replace(base, occurred_on=date(2026, 12, 1), amount_fen=2614)
    assert early.and_when(rest, CONTEXT).state().received_fen("2026-06") == 2615
