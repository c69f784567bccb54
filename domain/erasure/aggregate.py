"""Decides about erasures: who asks, who approves, what forbids it, which keys go when (PIPL art. 47, rule 8.1).

A request is always taken down. Approved it is by two people, neither of whom asked; what forbids it is looked at
when it is approved and again when it is carried out, since a lawsuit or an audit may begin in between.
"""

from typing import Final, assert_never

from domain.erasure.commands import (
    ApproveErasure,
    DestroyBooks,
    ErasureCommand,
    ExecuteErasure,
    HoldRecords,
    RefuseErasure,
    ReleaseHold,
    RequestErasure,
)
from domain.erasure.events import (
    BooksDestroyed,
    ErasureApproved,
    ErasureEvent,
    ErasureExecuted,
    ErasureRefused,
    ErasureRequested,
    HoldLifted,
    HoldPlaced,
    ProcessingRestricted,
)
from domain.erasure.state import Context, State, evolve
from domain.officers import APPROVING, Office
from domain.policy.retention import file_kept_until, kept_until
from domain.refusal import Refused

__all__ = ["Context", "State", "decide", "evolve", "restriction"]

Decided = list[ErasureEvent] | Refused

APPROVALS: Final = 2
_ASKING: Final[tuple[Office, ...]] = (*sorted(APPROVING), "handler", "reviewer", "group_leader")
_WHERE_RESTRICTED: Final = frozenset({"authority", "audit"})
"""Reasons for which what is under restriction may still be looked at (PIPL art. 47; 会计法 art. 13, 审计法)."""
_PERSON: Final = "account:"


def restriction(state: State, reason: str) -> Refused | None:
    """Return why something personal may not be shown, for a person who was erased or is restricted."""
    if state.stage == "destroyed":
        return Refused("erasure.data_destroyed", "subject_id")
    if state.stage in {"executed", "restricted"} and reason not in _WHERE_RESTRICTED:
        return Refused("erasure.processing_restricted", "reason")
    return None


def decide(state: State, command: ErasureCommand, context: Context) -> Decided:
    if state.last_on is not None and command.occurred_on < state.last_on:
        return Refused("erasure.before_the_last_step", "occurred_on")
    match command:
        case RequestErasure():
            return _request(state, command, context)
        case ApproveErasure():
            return _approve(state, command, context)
        case RefuseErasure():
            return _refuse(state, command, context)
        case HoldRecords():
            return _hold(state, command, context)
        case ReleaseHold():
            return _release(state, command, context)
        case ExecuteErasure():
            return _execute(state, command, context)
        case DestroyBooks():
            return _destroy_books(state, command, context)
        case _:
            assert_never(command)


def _request(state: State, command: RequestErasure, context: Context) -> Decided:
    if not context.known:
        return Refused("erasure.member_unknown", "subject_id")
    if state.stage == "requested":
        return Refused("erasure.already_requested", "subject_id")
    if state.stage in {"executed", "restricted", "destroyed"}:
        return Refused("erasure.already_executed", "subject_id")
    if not context.officers.holds_any(command.officer_id, _ASKING, command.occurred_on):
        return Refused("erasure.office_not_held", "officer_id")
    return [
        ErasureRequested(
            subject_id=command.subject_id,
            basis=command.basis,
            officer_id=command.officer_id,
            by=command.by,
            document_no=command.document_no,
        )
    ]


def _approve(state: State, command: ApproveErasure, context: Context) -> Decided:
    if state.stage != "requested":
        return Refused("erasure.not_requested", "subject_id")
    if state.approvals >= APPROVALS:
        return Refused("erasure.already_approved", "subject_id")
    refused = _signature(state, command, context) or _kept(state, command, context)
    if refused is not None:
        return refused
    return [
        ErasureApproved(
            subject_id=command.subject_id,
            officer_id=command.officer_id,
            by=command.by,
            decision_no=command.decision_no,
        )
    ]


def _signature(state: State, command: ApproveErasure, context: Context) -> Refused | None:
    """Two approve and a third asked; of keys that take down what is on paper only the officers can differ."""
    officers = context.officers
    if not officers.holds_any(command.officer_id, APPROVING, command.occurred_on):
        return Refused("erasure.office_not_held", "officer_id")
    signed = (*state.signed, command.officer_id)
    if not officers.are_different(*signed, recipient=command.subject_id):
        return Refused("erasure.signers_not_different", "officer_id")
    if command.by.startswith(_PERSON) and command.by in state.signed_by:
        return Refused("erasure.signers_not_different", "officer_id")
    return None


def _kept(
    state: State, command: ApproveErasure | ExecuteErasure, context: Context
) -> Refused | None:
    """Name what forbids that anything goes."""
    if context.live:
        return Refused("erasure.member_is_live", "subject_id")
    if context.file_open:
        return Refused("erasure.household_file_open", "subject_id")
    if context.aid_open:
        return Refused("erasure.aid_open", "subject_id")
    if context.policy is None:
        return Refused("erasure.no_policy_in_force", "occurred_on")
    closed_on = context.file_closed_on
    if closed_on is not None and command.occurred_on < file_kept_until(context.policy, closed_on):
        return Refused("erasure.hardship_file_kept", "occurred_on")
    return _held(state, context)


def _held(state: State, context: Context) -> Refused | None:
    if state.holds:
        return Refused("erasure.records_held", "subject_id")
    return Refused("erasure.audit_open", "subject_id") if context.audit_open else None


def _refuse(state: State, command: RefuseErasure, context: Context) -> Decided:
    if state.stage != "requested":
        return Refused("erasure.not_requested", "subject_id")
    if not context.officers.holds_any(command.officer_id, APPROVING, command.occurred_on):
        return Refused("erasure.office_not_held", "officer_id")
    return [
        ErasureRefused(
            subject_id=command.subject_id,
            reason=command.reason,
            officer_id=command.officer_id,
            by=command.by,
        )
    ]


def _hold(state: State, command: HoldRecords, context: Context) -> Decided:
    if not context.known:
        return Refused("erasure.member_unknown", "subject_id")
    if not command.document_no.strip():
        return Refused("erasure.document_missing", "document_no")
    if command.document_no in state.holds:
        return Refused("erasure.hold_already_placed", "document_no")
    if not context.officers.holds_any(command.officer_id, APPROVING, command.occurred_on):
        return Refused("erasure.office_not_held", "officer_id")
    return [
        HoldPlaced(
            subject_id=command.subject_id,
            reason=command.reason,
            document_no=command.document_no,
            officer_id=command.officer_id,
        )
    ]


def _release(state: State, command: ReleaseHold, context: Context) -> Decided:
    if command.document_no not in state.holds:
        return Refused("erasure.no_such_hold", "document_no")
    if not context.officers.holds_any(command.officer_id, APPROVING, command.occurred_on):
        return Refused("erasure.office_not_held", "officer_id")
    return [
        HoldLifted(
            subject_id=command.subject_id,
            document_no=command.document_no,
            officer_id=command.officer_id,
        )
    ]


def _execute(state: State, command: ExecuteErasure, context: Context) -> Decided:
    if state.stage in {"executed", "restricted", "destroyed"}:
        return Refused("erasure.already_executed", "subject_id")
    if state.stage != "requested" or state.approvals < APPROVALS:
        return Refused("erasure.not_approved", "subject_id")
    refused = _kept(state, command, context)
    if refused is not None:
        return refused
    policy = context.policy
    if policy is None:
        return Refused("erasure.no_policy_in_force", "occurred_on")
    last = command.last_posting_on
    until = None if last is None else kept_until(policy, last)
    at_once = until is None or until <= command.occurred_on
    executed = ErasureExecuted(
        subject_id=command.subject_id,
        destroyed=("file", "books") if at_once else ("file",),
        policy_id=policy.policy_id,
        policy_version=policy.version,
        books_until=None if at_once else until,
        last_posting_on=last,
    )
    if until is None or at_once:
        return [executed]
    return [executed, ProcessingRestricted(subject_id=command.subject_id, books_until=until)]


def _destroy_books(state: State, command: DestroyBooks, context: Context) -> Decided:
    if state.stage not in {"executed", "restricted"} or state.books_until is None:
        return Refused("erasure.not_restricted", "subject_id")
    until, last = state.books_until, command.last_posting_on
    if context.policy is not None and last is not None:
        until = max(until, kept_until(context.policy, last))
    if command.occurred_on < until:
        return Refused("erasure.retention_runs", "occurred_on")
    refused = _held(state, context)
    if refused is not None:
        return refused
    return [BooksDestroyed(subject_id=command.subject_id)]
