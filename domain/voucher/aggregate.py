"""Decides about vouchers: draft, submit, review, approve, post, each by somebody else, and the reversal.

Sources: 会计法 art. 25 and 35 (记账, 审批, 经办, 保管 separated), domain.md 4.3, 4.4, 5.4, rules 9, 15 and 17.
"""

from collections.abc import Container
from datetime import date
from typing import Literal, assert_never

import msgspec

from domain.accounts import Chart
from domain.event import Fact
from domain.ids import OfficerId, VoucherId
from domain.money import FEN_MAX, PostingLines, is_balanced, negated
from domain.officers import Officers
from domain.policy.approval import ApprovalPolicy
from domain.refusal import Refused
from domain.reversal import is_reversal_day
from domain.voucher.commands import (
    ApproveVoucher,
    DiscardVoucher,
    DraftVoucher,
    PostVoucher,
    ReturnVoucher,
    ReverseVoucher,
    ReviewVoucher,
    ReviseVoucher,
    SubmitVoucher,
    VoucherCommand,
)
from domain.voucher.events import (
    VoucherApproved,
    VoucherDiscarded,
    VoucherDrafted,
    VoucherEvent,
    VoucherPosted,
    VoucherReturned,
    VoucherReversed,
    VoucherReviewed,
    VoucherRevised,
    VoucherSubmitted,
)
from domain.voucher_kind import (
    APPROVERS,
    BOOKKEEPING,
    REVIEWERS,
    SIGNING,
    VoucherKind,
    are_of_kind,
    handling_offices,
    is_day_of_kind,
    posting_offices,
)

Stage = Literal[
    "none", "draft", "submitted", "reviewed", "approved", "posted", "reversed", "discarded"
]
LINES_LEAST = 2


class State(msgspec.Struct, frozen=True):
    """How far it is, what it proposes, who signed so far, and what was posted when."""

    stage: Stage = "none"
    kind: VoucherKind = "expense"
    proposed: PostingLines = ()
    attached: bool = False
    handler_id: OfficerId | None = None
    reviewer_id: OfficerId | None = None
    approver_id: OfficerId | None = None
    last_step_on: date = date.min
    posted_version: int = 0
    posted_on: date = date.min
    lines: PostingLines = ()


class Context(msgspec.Struct, frozen=True):
    """What a voucher needs from elsewhere.

    `chart` and `approval_policy` are those of the command's date, None when none is in force. `opening_id` is the
    id of this union's voucher of opening balances; `closed_through` its last closed month; `no_cash_funds` the
    earmarked funds that never touch the cash box (domain.md rule 14).
    """

    officers: Officers
    chart: Chart | None
    approval_policy: ApprovalPolicy | None
    opening_id: VoucherId | None = None
    closed_through: str = ""
    no_cash_funds: tuple[str, ...] = ()


def evolve(state: State, fact: Fact) -> State:
    event: VoucherEvent = fact.event  # type: ignore[assignment] # the catalogue gave this stream only these
    state = msgspec.structs.replace(state, last_step_on=fact.occurred_on)
    match event:
        case VoucherDrafted():
            return _drafted(State(kind=event.kind, last_step_on=fact.occurred_on), event)
        case VoucherRevised():
            return _drafted(state, event)
        case VoucherSubmitted():
            return msgspec.structs.replace(state, stage="submitted")
        case VoucherReturned():
            return msgspec.structs.replace(state, stage="draft", reviewer_id=None, approver_id=None)
        case VoucherReviewed():
            return msgspec.structs.replace(state, stage="reviewed", reviewer_id=event.reviewer_id)
        case VoucherApproved():
            return msgspec.structs.replace(state, stage="approved", approver_id=event.approver_id)
        case VoucherPosted():
            return msgspec.structs.replace(
                state,
                stage="posted",
                lines=event.lines,
                posted_on=fact.occurred_on,
                posted_version=fact.version,
            )
        case VoucherDiscarded():
            return msgspec.structs.replace(state, stage="discarded")
        case VoucherReversed():
            return msgspec.structs.replace(state, stage="reversed", lines=())
        case _:
            assert_never(event)


def _drafted(state: State, event: VoucherDrafted | VoucherRevised) -> State:
    return msgspec.structs.replace(
        state,
        stage="draft",
        proposed=event.proposed,
        attached=bool(event.attachments),
        handler_id=event.handler_id,
    )


def decide(state: State, command: VoucherCommand, context: Context) -> list[VoucherEvent] | Refused:
    if isinstance(command, DraftVoucher):
        return _draft(state, command, context)
    if state.stage == "none":
        return Refused("voucher.unknown", "voucher_id")
    if state.stage == "discarded":
        return Refused("voucher.discarded", "voucher_id")
    if isinstance(command, ReverseVoucher):
        return _reverse(state, command, context)
    if state.stage in ("posted", "reversed"):
        return Refused("voucher.already_posted", "voucher_id")
    if command.occurred_on < state.last_step_on:
        return Refused("voucher.before_last_step", "occurred_on")
    match command:
        case ReviseVoucher():
            return _revise(state, command, context)
        case SubmitVoucher():
            return _submit(state, command, context)
        case ReturnVoucher():
            return _send_back(state, command, context)
        case ReviewVoucher():
            return _review(state, command, context)
        case ApproveVoucher():
            return _approve(state, command, context)
        case PostVoucher():
            return _post(state, command, context)
        case DiscardVoucher():
            return _discard(command, context)
        case _:
            assert_never(command)


def _draft(state: State, command: DraftVoucher, context: Context) -> list[VoucherEvent] | Refused:
    opening = command.kind == "opening"
    again = opening and state.stage in ("reversed", "discarded")
    if state.stage != "none" and not again:
        return Refused("voucher.already_drafted", "voucher_id")
    if opening != (command.voucher_id == context.opening_id):
        return Refused("voucher.opening_has_its_own_id", "voucher_id")
    offices = handling_offices(command.kind)
    if not context.officers.holds_any(command.handler_id, offices, command.occurred_on):
        return Refused("voucher.office_not_held", "handler_id")
    if (fault := _fault_of_lines(command.kind, command.proposed, context.chart)) is not None:
        return fault
    return [
        VoucherDrafted(
            voucher_id=command.voucher_id,
            kind=command.kind,
            proposed=command.proposed,
            details=command.details,
            handler_id=command.handler_id,
            attachments=command.attachments,
        )
    ]


def _revise(state: State, command: ReviseVoucher, context: Context) -> list[VoucherEvent] | Refused:
    if state.stage != "draft":
        return Refused("voucher.not_draft", "voucher_id")
    offices = handling_offices(state.kind)
    if not context.officers.holds_any(command.handler_id, offices, command.occurred_on):
        return Refused("voucher.office_not_held", "handler_id")
    if (fault := _fault_of_lines(state.kind, command.proposed, context.chart)) is not None:
        return fault
    return [
        VoucherRevised(
            voucher_id=command.voucher_id,
            proposed=command.proposed,
            details=command.details,
            handler_id=command.handler_id,
            attachments=command.attachments,
        )
    ]


def _submit(state: State, command: SubmitVoucher, context: Context) -> list[VoucherEvent] | Refused:
    """Only who drafted it submits it, with the papers the policy asks for (R13 of domain.md 7.4)."""
    if state.stage != "draft":
        return Refused("voucher.not_draft", "voucher_id")
    if command.handler_id != state.handler_id:
        return Refused("voucher.submitted_by_another", "handler_id")
    if state.kind != "opening":
        if context.approval_policy is None:
            return Refused("voucher.no_policy_in_force", "occurred_on")
        if state.kind in context.approval_policy.attachments_for and not state.attached:
            return Refused("voucher.attachment_missing", "attachments")
    return [VoucherSubmitted(voucher_id=command.voucher_id, handler_id=command.handler_id)]


def _send_back(
    state: State, command: ReturnVoucher, context: Context
) -> list[VoucherEvent] | Refused:
    if state.stage == "draft":
        return Refused("voucher.not_submitted", "voucher_id")
    if not context.officers.holds_any(command.returned_by, SIGNING, command.occurred_on):
        return Refused("voucher.office_not_held", "returned_by")
    if not context.officers.are_different(command.returned_by, state.handler_id):
        return Refused("voucher.duties_not_separated", "returned_by")
    return [
        VoucherReturned(
            voucher_id=command.voucher_id, returned_by=command.returned_by, reason=command.reason
        )
    ]


def _review(state: State, command: ReviewVoucher, context: Context) -> list[VoucherEvent] | Refused:
    if state.stage != "submitted":
        return Refused("voucher.not_submitted", "voucher_id")
    if not context.officers.holds_any(command.reviewer_id, REVIEWERS, command.occurred_on):
        return Refused("voucher.office_not_held", "reviewer_id")
    if not context.officers.are_different(command.reviewer_id, state.handler_id):
        return Refused("voucher.duties_not_separated", "reviewer_id")
    return [VoucherReviewed(voucher_id=command.voucher_id, reviewer_id=command.reviewer_id)]


def _approve(
    state: State, command: ApproveVoucher, context: Context
) -> list[VoucherEvent] | Refused:
    """重大收支须集体研究决定; opening balances are checked by the approver alone, for nothing was spent."""
    awaited: Stage = "submitted" if state.kind == "opening" else "reviewed"
    if state.stage != awaited:
        return Refused("voucher.not_reviewed", "voucher_id")
    if not context.officers.holds_any(command.approver_id, APPROVERS, command.occurred_on):
        return Refused("voucher.office_not_held", "approver_id")
    if not context.officers.are_different(command.approver_id, state.handler_id, state.reviewer_id):
        return Refused("voucher.duties_not_separated", "approver_id")
    policy = context.approval_policy
    if policy is None and state.kind != "opening":
        return Refused("voucher.no_policy_in_force", "occurred_on")
    if policy is not None and state.kind == "expense" and not command.decision_no:
        moved_fen = sum(line.fen for line in state.proposed if line.fen > 0)
        if moved_fen > policy.collective_above_fen:
            return Refused("voucher.decision_missing", "decision_no")
    return [
        VoucherApproved(
            voucher_id=command.voucher_id,
            approver_id=command.approver_id,
            decision_no=command.decision_no or None,
            policy_id=policy.policy_id if policy is not None else None,
            policy_version=policy.version if policy is not None else None,
        )
    ]


def _post(state: State, command: PostVoucher, context: Context) -> list[VoucherEvent] | Refused:
    if state.stage != "approved":
        return Refused("voucher.not_approved", "voucher_id")
    offices = posting_offices(state.kind)
    if not context.officers.holds_any(command.posted_by, offices, command.occurred_on):
        return Refused("voucher.office_not_held", "posted_by")
    bookkeeping = state.kind in BOOKKEEPING
    others = (state.reviewer_id, state.approver_id, None if bookkeeping else state.handler_id)
    if not context.officers.are_different(command.posted_by, *others):
        return Refused("voucher.duties_not_separated", "posted_by")
    if bookkeeping != (command.method is None):
        return Refused("voucher.method_not_of_kind", "method")
    if not is_day_of_kind(state.kind, command.occurred_on):
        return Refused("voucher.not_at_year_end", "occurred_on")
    if context.chart is None:
        return Refused("voucher.no_chart_in_force", "occurred_on")
    if (fault := _fault_of_lines(state.kind, state.proposed, context.chart)) is not None:
        return fault
    if _is_earmarked_cash(state, command, context.chart, context.no_cash_funds):
        return Refused("voucher.cash_for_earmarked_funds", "method")
    return [
        VoucherPosted(
            voucher_id=command.voucher_id,
            kind=state.kind,
            posted_by=command.posted_by,
            standard_version=context.chart.standard_version,
            chart_version=context.chart.version,
            lines=state.proposed,
            method=command.method,
            reference=command.reference or None,
        )
    ]


def _is_earmarked_cash(
    state: State, command: PostVoucher, chart: Chart, funds: Container[str]
) -> bool:
    """Earmarked money never leaves in cash and never enters the cash box (domain.md 5.5, rule 14)."""
    if command.method is None:
        return False
    earmarked = [line for line in state.proposed if line.fund in funds]
    return any(
        command.method == "cash" or ((account := chart.find(line.account)) and account.cash)
        for line in earmarked
    )


def _discard(command: DiscardVoucher, context: Context) -> list[VoucherEvent] | Refused:
    if not context.officers.holds_any(command.discarded_by, SIGNING, command.occurred_on):
        return Refused("voucher.office_not_held", "discarded_by")
    return [
        VoucherDiscarded(
            voucher_id=command.voucher_id, discarded_by=command.discarded_by, reason=command.reason
        )
    ]


def _reverse(
    state: State, command: ReverseVoucher, context: Context
) -> list[VoucherEvent] | Refused:
    """A mistake is reversed once, in its own month while that is open, with a second person's consent."""
    if state.stage == "reversed":
        return Refused("voucher.already_reversed", "voucher_id")
    if state.stage != "posted":
        return Refused("voucher.not_posted", "voucher_id")
    day = command.occurred_on
    if not is_reversal_day(day, state.posted_on, context.closed_through, command.today):
        return Refused("voucher.reversed_in_wrong_period", "occurred_on")
    if not context.officers.holds_any(command.requested_by, SIGNING, day):
        return Refused("voucher.office_not_held", "requested_by")
    if not context.officers.holds_any(command.approved_by, APPROVERS, day):
        return Refused("voucher.office_not_held", "approved_by")
    if not context.officers.are_different(command.requested_by, command.approved_by):
        return Refused("voucher.duties_not_separated", "approved_by")
    return [
        VoucherReversed(
            voucher_id=command.voucher_id,
            reversed_version=state.posted_version,
            requested_by=command.requested_by,
            approved_by=command.approved_by,
            reason=command.reason,
            lines=negated(state.lines),
            kind=state.kind,
        )
    ]


def _fault_of_lines(kind: VoucherKind, lines: PostingLines, chart: Chart | None) -> Refused | None:
    """Say why lines cannot be posted by a chart: rule 9, and accounts the standard has and details."""
    if chart is None:
        return Refused("voucher.no_chart_in_force", "occurred_on")
    if len(lines) < LINES_LEAST:
        return Refused("voucher.lines_too_few", "proposed")
    if any(line.fen == 0 for line in lines):
        return Refused("voucher.line_without_amount", "proposed")
    if any(abs(line.fen) > FEN_MAX for line in lines):
        return Refused("voucher.line_out_of_range", "proposed")
    if not all(line.fund for line in lines):
        return Refused("voucher.line_without_fund", "proposed")
    if not is_balanced(lines):
        return Refused("voucher.lines_not_balanced", "proposed")
    if not all(chart.find(line.account) for line in lines):
        return Refused("voucher.account_unknown", "proposed")
    if not all(chart.posting(line.account) for line in lines):
        return Refused("voucher.account_has_details", "proposed")
    if not are_of_kind(kind, lines, chart):
        return Refused("voucher.lines_not_of_kind", "proposed")
    return None
