"""Decides about aid: file first, aid after; within the approved amount; to the person's own account.

Sources: domain.md rules 12 to 15, 5.4 to 5.6, 会计法 art. 25 and 35 (separation of duties). An approval without
a request is taken over from paper (补登): limits then only warn, for what was done cannot be prevented.
"""

from datetime import date
from typing import assert_never

import msgspec

from domain.aid import HANDLING, REVIEWING, ApprovalTier, together
from domain.aid_case import record
from domain.aid_case.commands import (
    AidCaseCommand,
    ApproveAid,
    CancelAid,
    PayAid,
    RejectAid,
    RequestAid,
    ReturnAidPayment,
    ReverseApproval,
    ReviewAid,
)
from domain.aid_case.context import Context
from domain.aid_case.events import (
    AidApprovalReversed,
    AidApproved,
    AidCaseEvent,
    AidRequested,
    AidReviewed,
)
from domain.aid_case.limited import blocked, warnings_of
from domain.aid_case.paying import pay
from domain.aid_case.state import State, evolve
from domain.funds import may_pay
from domain.ids import OfficerId
from domain.money import FEN_MAX
from domain.officers import APPROVING
from domain.policy.aid import (
    LimitPassed,
    approval_rule,
    limits_passed,
)
from domain.refusal import Refused

__all__ = ["Context", "State", "decide", "evolve"]

Decided = list[AidCaseEvent] | Refused


def decide(state: State, command: AidCaseCommand, context: Context) -> Decided:
    match command:
        case RequestAid():
            return _request(state, command, context)
        case ReviewAid():
            return _review(state, command, context)
        case ApproveAid():
            return _approve(state, command, context)
        case ReverseApproval():
            return _reverse_approval(state, command)
        case RejectAid():
            return _reject(state, command, context)
        case CancelAid():
            return _cancel(state, command, context)
        case PayAid():
            return pay(state, command, context)
        case ReturnAidPayment():
            return _return(state, command)
        case _:
            assert_never(command)


def _request(state: State, command: RequestAid, context: Context) -> Decided:
    if state.requested is not None:
        return Refused("aid_case.already_requested", "case_no")
    if state.approved is not None:
        return Refused("aid_case.already_approved", "case_no")
    if (fault := _not_fundable(command, context)) is not None:
        return fault
    if not context.officers.holds_any(command.handler_id, HANDLING, command.occurred_on):
        return Refused("aid_case.office_not_held", "handler_id")
    if not context.officers.are_different(command.handler_id, recipient=command.beneficiary_id):
        return Refused("aid_case.duties_not_separated", "handler_id")
    return [record.requested(command)]


def _not_fundable(command: RequestAid | ApproveAid, context: Context) -> Refused | None:
    """先建档、后帮扶: aid is for a member, on a file that is open on the day, of a positive amount."""
    if context.file_opened_on is None:
        return Refused("aid_case.no_household_file", "household_id")
    if isinstance(command, ApproveAid) and command.occurred_on < context.file_opened_on:
        return Refused("aid_case.approved_before_file", "occurred_on")
    if context.file_closed_on is not None and command.occurred_on > context.file_closed_on:
        return Refused("aid_case.file_closed", "household_id")
    if not context.person.spans:
        return Refused("aid_case.member_unknown", "beneficiary_id")
    if not 1 <= command.amount_fen <= FEN_MAX:
        return Refused("aid_case.amount_not_positive", "amount_fen")
    if not may_pay(command.fund_source, command.category):
        return Refused("aid_case.fund_of_another_purpose", "fund_source")
    return None


def _review(state: State, command: ReviewAid, context: Context) -> Decided:
    requested = state.requested
    if requested is None:
        return Refused("aid_case.not_requested", "aid_case_id")
    if state.reviewed is not None:
        return Refused("aid_case.already_reviewed", "aid_case_id")
    if (fault := _too_late_or_early(state, command.occurred_on)) is not None:
        return fault
    if not context.officers.holds_any(command.reviewer_id, REVIEWING, command.occurred_on):
        return Refused("aid_case.office_not_held", "reviewer_id")
    if not context.officers.are_different(
        requested.handler_id, command.reviewer_id, recipient=requested.beneficiary_id
    ):
        return Refused("aid_case.duties_not_separated", "reviewer_id")
    return [record.reviewed(command)]


def _too_late_or_early(state: State, day: date) -> Refused | None:
    """A case that was rejected or cancelled is over; the steps of one that runs follow in time."""
    if state.ended is not None:
        return Refused("aid_case.ended", "aid_case_id")
    if state.step_on is not None and day < state.step_on:
        return Refused("aid_case.before_the_last_step", "occurred_on")
    return None


def _approve(state: State, command: ApproveAid, context: Context) -> Decided:
    if state.approved is not None:
        return Refused(_approved_before(state.approved, command), "case_no")
    if (fault := _not_fundable(command, context)) is not None:
        return fault
    if (fault := _too_late_or_early(state, command.occurred_on)) is not None:
        return fault
    request = state.requested
    if request is not None:
        command = _with_those_before(request, state.reviewed, command)
        if (fault := _not_as_requested(request, state.reviewed, command)) is not None:
            return fault
        if (fault := _wrong_approver(command, context)) is not None:
            return fault
    if not together(context.officers, context.county).are_different(
        command.handler_id,
        command.reviewer_id,
        command.approver_id,
        recipient=command.beneficiary_id,
    ):
        return Refused("aid_case.duties_not_separated", "approver_id")
    passed: tuple[LimitPassed, ...] = ()
    if context.limits is not None:
        passed = limits_passed(context.limits, command.category, command.amount_fen, context.so_far)
    if request is not None and (stopped := blocked(passed)) is not None:
        return stopped
    version = None if request is None else state.requested_version
    return [record.approved(command, version, context.limits, warnings_of(passed))]


def _reverse_approval(state: State, command: ReverseApproval) -> Decided:
    """Only what came from paper: an approval of a request is somebody's step, which is cancelled instead."""
    if state.approved is None or state.approved_on is None:
        return Refused("aid_case.not_approved", "aid_case_id")
    if state.requested is not None or state.ended is not None:
        return Refused("aid_case.approval_not_reversible", "aid_case_id")
    if state.paid_fen() > 0:
        return Refused("aid_case.already_paid", "aid_case_id")
    if command.occurred_on < state.approved_on:
        return Refused("aid_case.before_the_last_step", "occurred_on")
    return [
        AidApprovalReversed(
            aid_case_id=command.aid_case_id,
            household_id=state.approved.household_id,
            reason=command.reason,
        )
    ]


def _approved_before(approved: AidApproved, command: ApproveAid) -> str:
    same = (
        approved.household_id == command.household_id
        and approved.beneficiary_id == command.beneficiary_id
        and approved.category == command.category
        and approved.fund_source == command.fund_source
        and approved.amount_fen == command.amount_fen
    )
    return "aid_case.already_approved" if same else "aid_case.approved_otherwise"


def _with_those_before(
    request: AidRequested, reviewed: AidReviewed | None, command: ApproveAid
) -> ApproveAid:
    """Whoever asked and whoever reviewed stand on the case already: the approval need not repeat them."""
    return msgspec.structs.replace(
        command,
        handler_id=command.handler_id or request.handler_id,
        reviewer_id=command.reviewer_id or (reviewed.reviewer_id if reviewed else None),
    )


def _not_as_requested(
    request: AidRequested, reviewed: AidReviewed | None, command: ApproveAid
) -> Refused | None:
    if reviewed is None:
        return Refused("aid_case.not_reviewed", "aid_case_id")
    if reviewed.outcome != "supported":
        return Refused("aid_case.not_supported", "aid_case_id")
    same = (
        request.household_id == command.household_id
        and request.beneficiary_id == command.beneficiary_id
        and request.category == command.category
        and request.fund_source == command.fund_source
        and request.handler_id == command.handler_id
        and reviewed.reviewer_id == command.reviewer_id
    )
    if not same:
        return Refused("aid_case.differs_from_request", "aid_case_id")
    if command.amount_fen > request.amount_fen:
        return Refused("aid_case.over_requested", "amount_fen")
    return None


def _wrong_approver(command: ApproveAid, context: Context) -> Refused | None:
    """The amount says who approves (5.4: major items by collective decision): the unit or the county."""
    if command.approver_id is None:
        return Refused("aid_case.approver_unnamed", "approver_id")
    if not _may_approve(command.approver_id, command.tier, command.occurred_on, context):
        return Refused("aid_case.office_not_held", "approver_id")
    rule = approval_rule(context.limits, command.amount_fen) if context.limits else None
    if rule is not None and rule.tier == "county" and command.tier == "unit":
        return Refused("aid_case.tier_too_low", "tier")
    if rule is not None and rule.collective and not command.decision_no:
        return Refused("aid_case.decision_missing", "decision_no")
    return None


def _may_approve(approver: OfficerId, tier: ApprovalTier, day: date, context: Context) -> bool:
    officers = context.officers if tier == "unit" else context.county
    return officers.holds_any(approver, APPROVING, day)


def _reject(state: State, command: RejectAid, context: Context) -> Decided:
    if state.requested is None:
        return Refused("aid_case.not_requested", "aid_case_id")
    if state.approved is not None:
        return Refused("aid_case.already_approved", "aid_case_id")
    if (fault := _too_late_or_early(state, command.occurred_on)) is not None:
        return fault
    if not _may_approve(command.approver_id, command.tier, command.occurred_on, context):
        return Refused("aid_case.office_not_held", "approver_id")
    reviewer_id = None if state.reviewed is None else state.reviewed.reviewer_id
    if not together(context.officers, context.county).are_different(
        state.requested.handler_id,
        reviewer_id,
        command.approver_id,
        recipient=state.requested.beneficiary_id,
    ):
        return Refused("aid_case.duties_not_separated", "approver_id")
    return [record.rejected(command, state.requested)]


def _cancel(state: State, command: CancelAid, context: Context) -> Decided:
    case = state.approved or state.requested
    if case is None:
        return Refused("aid_case.not_requested", "aid_case_id")
    if (fault := _too_late_or_early(state, command.occurred_on)) is not None:
        return fault
    if state.paid_fen() > 0:
        return Refused("aid_case.already_paid", "aid_case_id")
    if not context.officers.holds_any(command.handler_id, HANDLING, command.occurred_on):
        return Refused("aid_case.office_not_held", "handler_id")
    return [record.cancelled(command, case)]


def _return(state: State, command: ReturnAidPayment) -> Decided:
    payment = state.payments.get(command.returned_version)
    if payment is None:
        return Refused("aid_case.no_such_payment", "returned_version")
    if command.returned_version in state.returned_versions:
        return Refused("aid_case.payment_already_returned", "returned_version")
    if command.occurred_on < state.paid_on[command.returned_version]:
        return Refused("aid_case.returned_before_paid", "occurred_on")
    return [record.returned(command, payment)]
