"""Decides about the employer's contribution of one month: two percent due, received, shared, handed up.

Sources: 工会法 art. 43 and 44, domain.md 4.1 to 4.3 and rule 8: what belongs to the levels above is a liability,
not income. Commands on a wrong month are refused before anything else.
"""

from collections.abc import Mapping
from typing import NamedTuple, assert_never

import msgspec

from domain.contribution.commands import (
    ChargeLateFee,
    ContributionCommand,
    DeclarePayroll,
    DunEmployer,
    PayUpward,
    ReceiveContribution,
    ReceiveRefund,
    ReverseContribution,
)
from domain.contribution.events import (
    ContributionReceived,
    ContributionReversed,
    EmployerDunned,
    Entry,
    LateFeeReceived,
    MoneyEvent,
    PayrollDeclared,
    RefundReceived,
    UpwardRemittancePaid,
)
from domain.contribution.state import Decided, State, evolve, without
from domain.funds import OWN_FUNDS
from domain.headcount import HEADS_MAX
from domain.money import FEN_MAX, PostingLine, PostingLines, negated
from domain.officers import APPROVING, Officers
from domain.period import is_month
from domain.policy.posting import PostingMap, posting_lines
from domain.policy.sharing import SharingPolicy, contribution_due_fen, due_on, retained_fen
from domain.refusal import Refused

__all__ = ["Context", "State", "decide", "evolve"]

_ENTRIES: dict[type[MoneyEvent], Entry] = {
    ContributionReceived: "contribution",
    UpwardRemittancePaid: "remittance",
    RefundReceived: "refund",
    LateFeeReceived: "late_fee",
}


class Context(msgspec.Struct, frozen=True):
    """What a decision needs from elsewhere.

    `sharing_policy` is the one in force at the end of the month the money is for; `posting_map` that of
    the command's day. `remitted_in_year_fen` is what the union handed up for all months of that year.
    """

    sharing_policy: SharingPolicy | None
    posting_map: PostingMap | None
    officers: Officers = Officers()
    remitted_in_year_fen: int = 0


def decide(state: State, command: ContributionCommand, context: Context) -> Decided:
    if not is_month(command.month):
        return Refused("contribution.month_malformed", "month")
    match command:
        case DeclarePayroll():
            return _declare(command, context)
        case DunEmployer():
            return _dun(state, command)
        case ReceiveContribution():
            return _receive(state, command, context)
        case PayUpward():
            return _pay_upward(state, command, context)
        case ReceiveRefund():
            return _receive_refund(state, command, context)
        case ChargeLateFee():
            return _charge_late_fee(state, command, context)
        case ReverseContribution():
            return _reverse(state, command)
        case _:
            assert_never(command)


def _declare(command: DeclarePayroll, context: Context) -> Decided:
    policy = context.sharing_policy
    if policy is None:
        return Refused("contribution.no_policy_in_force", "month")
    due_day = due_on(command.month, policy)
    if due_day is None:
        return Refused("contribution.month_malformed", "month")
    if not 0 <= command.payroll_fen <= FEN_MAX:
        return Refused("contribution.payroll_out_of_range", "payroll_fen")
    if not 0 <= command.employees <= HEADS_MAX:
        return Refused("contribution.employees_out_of_range", "employees")
    return [
        PayrollDeclared(
            month=command.month,
            employees=command.employees,
            payroll_fen=command.payroll_fen,
            due_fen=contribution_due_fen(command.payroll_fen, policy),
            due_on=due_day,
            policy_id=policy.policy_id,
            policy_version=policy.version,
        )
    ]


def _dun(state: State, command: DunEmployer) -> Decided:
    arrears_fen = state.arrears_fen(command.occurred_on)
    if arrears_fen == 0:
        return Refused("contribution.nothing_in_arrears", "month")
    return [
        EmployerDunned(
            month=command.month, arrears_fen=arrears_fen, document_no=command.document_no
        )
    ]


def _receive(state: State, command: ReceiveContribution, context: Context) -> Decided:
    """The split is reckoned on everything received so far: part payments add up like one payment."""
    if not 1 <= command.amount_fen <= FEN_MAX:
        return Refused("contribution.amount_not_positive", "amount_fen")
    standing = state.standing(ContributionReceived)
    numbers = {receipt.receipt_no for receipt in standing}
    if command.receipt_no is not None and command.receipt_no in numbers:
        return Refused("contribution.receipt_number_used", "receipt_no")
    policy = context.sharing_policy
    if policy is None:
        return Refused("contribution.no_policy_in_force", "month")
    received = state.total_fen(ContributionReceived) + command.amount_fen
    kept = retained_fen(received, policy) - state.retained_fen()
    kept = min(max(kept, 0), command.amount_fen)
    upward = command.amount_fen - kept
    posted = _posted(context, {"contribution.retained": kept, "contribution.upward": upward})
    if isinstance(posted, Refused):
        return posted
    return [
        ContributionReceived(
            month=command.month,
            amount_fen=command.amount_fen,
            retained_fen=kept,
            upward_fen=upward,
            channel=command.channel,
            policy_id=policy.policy_id,
            policy_version=policy.version,
            posting_map=posted.posting_map,
            lines=posted.lines,
            receipt_no=command.receipt_no,
        )
    ]


def _pay_upward(state: State, command: PayUpward, context: Context) -> Decided:
    """上解: never more than is owed; who approves does not pay (rule 15)."""
    if not 1 <= command.amount_fen <= FEN_MAX:
        return Refused("contribution.amount_not_positive", "amount_fen")
    if command.amount_fen > state.owed_upward_fen():
        return Refused("contribution.more_than_owed", "amount_fen")
    fault = _not_signed(command, context.officers)
    if fault is not None:
        return fault
    posted = _posted(context, {"contribution.remitted": command.amount_fen})
    if isinstance(posted, Refused):
        return posted
    return [
        UpwardRemittancePaid(
            month=command.month,
            amount_fen=command.amount_fen,
            posting_map=posted.posting_map,
            lines=posted.lines,
            document_no=command.document_no,
            approver_id=command.approver_id,
            cashier_id=command.cashier_id,
        )
    ]


def _not_signed(command: PayUpward, officers: Officers) -> Refused | None:
    approver, cashier, day = command.approver_id, command.cashier_id, command.occurred_on
    if not officers.are_different(approver, cashier):
        return Refused("contribution.duties_not_separated", "cashier_id")
    if approver is not None and not officers.holds_any(approver, APPROVING, day):
        return Refused("contribution.office_not_held", "approver_id")
    if cashier is not None and not officers.holds(cashier, "cashier", day):
        return Refused("contribution.office_not_held", "cashier_id")
    return None


def _receive_refund(state: State, command: ReceiveRefund, context: Context) -> Decided:
    """返还: never more than was handed up; in full only to whom the policy of the year calls a small payer."""
    if not 1 <= command.amount_fen <= FEN_MAX:
        return Refused("contribution.amount_not_positive", "amount_fen")
    if command.amount_fen > state.refundable_fen():
        return Refused("contribution.more_than_remitted", "amount_fen")
    if command.kind == "small_payer" and not _is_small_payer(context):
        return Refused("contribution.not_a_small_payer", "kind")
    posted = _posted(context, {"contribution.refunded_down": command.amount_fen})
    if isinstance(posted, Refused):
        return posted
    return [
        RefundReceived(
            month=command.month,
            amount_fen=command.amount_fen,
            kind=command.kind,
            document_no=command.document_no,
            posting_map=posted.posting_map,
            lines=posted.lines,
        )
    ]


def _is_small_payer(context: Context) -> bool:
    policy = context.sharing_policy
    if policy is None or policy.small_payer_threshold_fen is None:
        return False
    return context.remitted_in_year_fen < policy.small_payer_threshold_fen


def _charge_late_fee(state: State, command: ChargeLateFee, context: Context) -> Decided:
    """滞纳金: only where the region's policy has one, and not more than it comes to."""
    policy = context.sharing_policy
    if not 1 <= command.amount_fen <= FEN_MAX:
        return Refused("contribution.amount_not_positive", "amount_fen")
    if policy is None or policy.late_fee is None:
        return Refused("contribution.no_late_fee_in_force", "month")
    if state.declared is None:
        return Refused("contribution.payroll_not_declared", "month")
    owed = state.late_fee_owed_fen(policy.late_fee, command.occurred_on)
    if command.amount_fen > owed - state.total_fen(LateFeeReceived):
        return Refused("contribution.late_fee_above_owed", "amount_fen")
    posted = _posted(context, {"contribution.late_fee": command.amount_fen})
    if isinstance(posted, Refused):
        return posted
    return [
        LateFeeReceived(
            month=command.month,
            amount_fen=command.amount_fen,
            policy_id=policy.policy_id,
            policy_version=policy.version,
            posting_map=posted.posting_map,
            lines=posted.lines,
        )
    ]


def _reverse(state: State, command: ReverseContribution) -> Decided:
    """冲销, latest first where one entry rests on another: nothing is handed up that never came in."""
    entry = state.entries.get(command.reversed_version)
    if entry is None:
        return Refused("contribution.no_such_entry", "reversed_version")
    if command.reversed_version in state.reversed_versions:
        return Refused("contribution.entry_already_reversed", "reversed_version")
    if command.occurred_on < state.entered_on[command.reversed_version]:
        return Refused("contribution.reversed_before_entered", "occurred_on")
    after = without(state, command.reversed_version)
    if after.owed_upward_fen() < 0:
        return Refused("contribution.remitted_already", "reversed_version")
    if after.refundable_fen() < 0:
        return Refused("contribution.refunded_already", "reversed_version")
    retained, upward = _parts(entry)
    return [
        ContributionReversed(
            month=entry.month,
            entry=_ENTRIES[type(entry)],
            amount_fen=entry.amount_fen,
            reversed_version=command.reversed_version,
            reason=command.reason,
            lines=negated(entry.lines),
            retained_fen=retained,
            upward_fen=upward,
        )
    ]


def _parts(entry: MoneyEvent) -> tuple[int, int]:
    if isinstance(entry, ContributionReceived):
        return entry.retained_fen, entry.upward_fen
    return 0, 0


class _Posted(NamedTuple):
    posting_map: str
    lines: PostingLines


def _posted(context: Context, amounts: Mapping[str, int]) -> _Posted | Refused:
    """Return the lines of some operations, one line per account: the bank is debited once, in full."""
    if context.posting_map is None:
        return Refused("contribution.no_posting_map_in_force", "occurred_on")
    sums: dict[str, int] = {}
    for operation, amount_fen in amounts.items():
        lines = posting_lines(context.posting_map, operation, fund=OWN_FUNDS, amount_fen=amount_fen)
        if lines is None:
            return Refused("contribution.operation_not_posted", "occurred_on")
        for line in lines:
            sums[line.account] = sums.get(line.account, 0) + line.fen
    found = tuple(
        PostingLine(account=account, fund=OWN_FUNDS, fen=fen)
        for account, fen in sums.items()
        if fen
    )
    return _Posted(context.posting_map.policy_id, found)
