"""Decides about dues: who owes and pays for which month (domain.md 3)."""

from datetime import date
from typing import assert_never

import msgspec

from domain.dues.commands import (
    DeclareWageBase,
    DuesCommand,
    ReceiveDues,
    RefundDues,
    ReverseDuesReceipt,
    ReverseDuesRefund,
    ReverseDuesWaiver,
    ReverseWageBase,
    SendDuesReminder,
    WaiveDues,
)
from domain.dues.events import (
    DuesEvent,
    DuesReceiptReversed,
    DuesReceived,
    DuesRefunded,
    DuesRefundReversed,
    DuesReminderSent,
    DuesWaived,
    DuesWaiverReversed,
    WageBaseDeclared,
    WageBaseReversed,
)
from domain.dues.state import State, evolve
from domain.membership import Timeline
from domain.money import FEN_MAX, PostingLines, negated
from domain.officers import Office, Officers
from domain.period import is_month, month_of
from domain.policy.dues import DuesExemption, DuesPolicy, allows_waiver, dues_due
from domain.policy.posting import PostingMap, posting_lines
from domain.refusal import Refused

__all__ = ["FUND", "Context", "State", "decide", "evolve"]

FUND = "own_funds"
"""All dues stay in the grassroots union (domain.md 3.6), so they are its own funds."""
_APPROVING: tuple[Office, ...] = ("chairperson", "vice_chairperson", "approver")
HANDLING: tuple[Office, ...] = ("handler", "cashier", "accountant", "group_leader")


class Context(msgspec.Struct, frozen=True):
    """What a dues decision needs from elsewhere: the membership, the policies of the date, the officers.

    `batch_closed`: the collection batch a receipt names is closed already.
    """

    member: Timeline
    dues_policy: DuesPolicy | None
    posting_map: PostingMap | None
    officers: Officers = Officers()
    exemption: DuesExemption | None = None
    batch_closed: bool = False


def decide(state: State, command: DuesCommand, context: Context) -> list[DuesEvent] | Refused:
    if not context.member.spans:
        return Refused("dues.member_unknown", "member_id")
    match command:
        case DeclareWageBase():
            return _declare(command, context)
        case ReverseWageBase():
            return _reverse_wage_base(state, command)
        case ReceiveDues():
            return _receive(command, context)
        case ReverseDuesReceipt():
            return _reverse(state, command)
        case RefundDues():
            return _refund(state, command, context)
        case ReverseDuesRefund():
            return _reverse_refund(state, command)
        case WaiveDues():
            return _waive(state, command, context)
        case ReverseDuesWaiver():
            return _reverse_waiver(state, command)
        case SendDuesReminder():
            return _remind(state, command, context)
        case _:
            assert_never(command)


def _declare(command: DeclareWageBase, context: Context) -> list[DuesEvent] | Refused:
    if not is_month(command.from_month):
        return Refused("dues.month_malformed", "from_month")
    if context.dues_policy is None:
        return Refused("dues.no_policy_in_force", "from_month")
    if not 0 <= command.wage_fen <= FEN_MAX:
        return Refused("dues.wage_out_of_range", "wage_fen")
    return [
        WageBaseDeclared(
            member_id=command.member_id,
            from_month=command.from_month,
            wage=command.wage,
            due_fen=dues_due(command.wage_fen, context.dues_policy),
            policy_id=context.dues_policy.policy_id,
            policy_version=context.dues_policy.version,
        )
    ]


def _reverse_wage_base(state: State, command: ReverseWageBase) -> list[DuesEvent] | Refused:
    declared = [base for base in state.bases if base.version == command.reversed_version]
    if not declared:
        return Refused("dues.no_such_wage_base", "reversed_version")
    return [
        WageBaseReversed(
            member_id=command.member_id,
            from_month=declared[0].from_month,
            reversed_version=command.reversed_version,
            reason=command.reason,
        )
    ]


def _receive(command: ReceiveDues, context: Context) -> list[DuesEvent] | Refused:
    """Whatever the account holds already: partial, late and early receipts are all receipts."""
    refused = _unfit(command)
    if refused is not None:
        return refused
    if not context.member.was_member_in(command.dues_month):
        return Refused("dues.not_member_in_month", "dues_month")
    if command.batch_id is not None and context.batch_closed:
        return Refused("dues.batch_closed", "batch_id")
    posted = _posted("dues.received", command.amount_fen, context)
    if isinstance(posted, Refused):
        return posted
    posting_map, lines = posted
    return [
        DuesReceived(
            member_id=command.member_id,
            dues_month=command.dues_month,
            amount_fen=command.amount_fen,
            posting_map=posting_map,
            lines=lines,
            batch_id=command.batch_id,
        )
    ]


def _reverse(state: State, command: ReverseDuesReceipt) -> list[DuesEvent] | Refused:
    receipt = state.receipts.get(command.reversed_version)
    if receipt is None:
        return Refused("dues.no_such_receipt", "reversed_version")
    if command.reversed_version in state.reversed_versions:
        return Refused("dues.receipt_already_reversed", "reversed_version")
    if command.occurred_on < state.received_on[command.reversed_version]:
        return Refused("dues.reversed_before_received", "occurred_on")
    if state.received_fen(receipt.dues_month) < receipt.amount_fen:
        return Refused("dues.receipt_refunded", "reversed_version")
    return [
        DuesReceiptReversed(
            member_id=command.member_id,
            dues_month=receipt.dues_month,
            amount_fen=receipt.amount_fen,
            reversed_version=command.reversed_version,
            reason=command.reason,
            lines=negated(receipt.lines),
        )
    ]


def _refund(state: State, command: RefundDues, context: Context) -> list[DuesEvent] | Refused:
    """Money goes out again: one handles it, another approves, neither is the member (domain.md rule 15)."""
    refused = _unfit(command) or _unsigned(command, context)
    if refused is not None:
        return refused
    if command.amount_fen > state.received_fen(command.dues_month):
        return Refused("dues.refund_over_received", "amount_fen")
    first_on = state.first_receipt_on(command.dues_month)
    if first_on is not None and command.occurred_on < first_on:
        return Refused("dues.refunded_before_received", "occurred_on")
    posted = _posted("dues.refunded", -command.amount_fen, context)
    if isinstance(posted, Refused):
        return posted
    posting_map, lines = posted
    return [
        DuesRefunded(
            member_id=command.member_id,
            dues_month=command.dues_month,
            amount_fen=command.amount_fen,
            reason=command.reason,
            handler_id=command.handler_id,
            approver_id=command.approver_id,
            posting_map=posting_map,
            lines=lines,
        )
    ]


def _reverse_refund(state: State, command: ReverseDuesRefund) -> list[DuesEvent] | Refused:
    refund = state.refunds.get(command.reversed_version)
    if refund is None:
        return Refused("dues.no_such_refund", "reversed_version")
    refused = _not_reversible(state, command.reversed_version, command.occurred_on)
    return refused or [
        DuesRefundReversed(
            member_id=command.member_id,
            dues_month=refund.dues_month,
            amount_fen=refund.amount_fen,
            reversed_version=command.reversed_version,
            reason=command.reason,
            lines=negated(refund.lines),
        )
    ]


def _waive(state: State, command: WaiveDues, context: Context) -> list[DuesEvent] | Refused:
    refused = _unfit(command)
    if refused is not None:
        return refused
    if not command.decision_no.strip():
        return Refused("dues.decision_no_missing", "decision_no")
    exemption = context.exemption
    if not allows_waiver(command.reason, exemption):
        return Refused("dues.reason_not_exempt", "reason")
    assessed_fen = state.assessment(context.member, command.dues_month).assessed_fen
    if command.amount_fen > assessed_fen - state.waived_fen(command.dues_month):
        return Refused("dues.waived_over_due", "amount_fen")
    return [
        DuesWaived(
            member_id=command.member_id,
            dues_month=command.dues_month,
            amount_fen=command.amount_fen,
            reason=command.reason,
            decision_no=command.decision_no,
            policy_id=None if exemption is None else exemption.policy_id,
            policy_version=None if exemption is None else exemption.version,
            details=command.details,
        )
    ]


def _reverse_waiver(state: State, command: ReverseDuesWaiver) -> list[DuesEvent] | Refused:
    waiver = state.waivers.get(command.reversed_version)
    if waiver is None:
        return Refused("dues.no_such_waiver", "reversed_version")
    refused = _not_reversible(state, command.reversed_version, command.occurred_on)
    return refused or [
        DuesWaiverReversed(
            member_id=command.member_id,
            dues_month=waiver.dues_month,
            amount_fen=waiver.amount_fen,
            reversed_version=command.reversed_version,
            reason=command.reason,
        )
    ]


def _remind(state: State, command: SendDuesReminder, context: Context) -> list[DuesEvent] | Refused:
    if not is_month(command.through_month):
        return Refused("dues.month_malformed", "through_month")
    if command.through_month > month_of(command.occurred_on):
        return Refused("dues.month_not_begun", "through_month")
    arrears = state.arrears(context.member, command.through_month)
    if not 1 <= arrears.amount_fen <= FEN_MAX:
        return Refused("dues.nothing_in_arrears", "through_month")
    return [
        DuesReminderSent(
            member_id=command.member_id,
            through_month=command.through_month,
            months=len(arrears.months),
            amount_fen=arrears.amount_fen,
            channel=command.channel,
            details=command.details,
        )
    ]


def _unfit(command: ReceiveDues | RefundDues | WaiveDues) -> Refused | None:
    if not 1 <= command.amount_fen <= FEN_MAX:
        return Refused("dues.amount_not_positive", "amount_fen")
    if not is_month(command.dues_month):
        return Refused("dues.month_malformed", "dues_month")
    return None


def _unsigned(command: RefundDues, context: Context) -> Refused | None:
    handler_id, approver_id, day = command.handler_id, command.approver_id, command.occurred_on
    if not context.officers.holds_any(handler_id, HANDLING, day):
        return Refused("dues.office_not_held", "handler_id")
    if not context.officers.holds_any(approver_id, _APPROVING, day):
        return Refused("dues.office_not_held", "approver_id")
    if not context.officers.are_different(handler_id, approver_id, recipient=command.member_id):
        return Refused("dues.signers_not_different", "approver_id")
    return None


def _not_reversible(state: State, version: int, day: date) -> Refused | None:
    """A refund or waiver is reversed once, and not before it was entered."""
    if version in state.reversed_versions:
        return Refused("dues.already_reversed", "reversed_version")
    if day < state.dated[version]:
        return Refused("dues.reversed_before_entered", "occurred_on")
    return None


def _posted(
    operation: str, amount_fen: int, context: Context
) -> tuple[str, PostingLines] | Refused:
    """Return the posting map's id and the lines of an operation."""
    if context.posting_map is None:
        return Refused("dues.no_posting_map_in_force", "occurred_on")
    lines = posting_lines(context.posting_map, operation, fund=FUND, amount_fen=amount_fen)
    if lines is None:
        return Refused("dues.operation_not_posted", "occurred_on")
    return context.posting_map.policy_id, lines
