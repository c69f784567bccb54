"""How somebody comes onto the books, and how what stands there is put right (domain.md 2.2, rows 1 to 3, 7, 17)."""

from domain.member.commands import (
    AcceptTransferIn,
    ApplyForMembership,
    ApproveMembership,
    CancelApplication,
    CorrectMemberFact,
    RegisterMember,
    RejectApplication,
    ReverseMembershipChange,
    ReverseRegistration,
)
from domain.member.context import COMMITTEE, Context, Decided, unsigned
from domain.member.events import (
    ApplicationCancelled,
    ApplicationRejected,
    MemberFactCorrected,
    MemberRegistered,
    MembershipApplied,
    MembershipApproved,
    MembershipChangeReversed,
    RegistrationReversed,
    TransferInAccepted,
)
from domain.member.state import State
from domain.membership import LIVE
from domain.refusal import Refused


def register(state: State, command: RegisterMember) -> Decided:
    if state.timeline.latest() in LIVE:
        return Refused("member.already_member", "member_id")
    if state.known():
        return Refused("member.already_registered", "member_id")
    return [
        MemberRegistered(
            identity=command.identity,
            profile=command.profile,
            joined_on=command.joined_on,
            stated=command.stated,
            retained_on=command.retained_on,
        )
    ]


def apply(state: State, command: ApplyForMembership) -> Decided:
    if state.timeline.latest() in LIVE:
        return Refused("member.already_member", "member_id")
    if state.applied_on is not None:
        return Refused("member.application_waits", "member_id")
    if state.timeline.latest() == "deceased":
        return Refused("member.deceased", "member_id")
    return [MembershipApplied(identity=command.identity, profile=command.profile)]


def approve(state: State, command: ApproveMembership) -> Decided:
    if state.applied_on is not None and command.occurred_on < state.applied_on:
        return Refused("member.approved_before_applied", "occurred_on")
    on_paper = command.application_on_paper and state.steps
    if state.applied_on is None and not on_paper:
        return Refused("member.no_application", "member_id")
    return [MembershipApproved(decision_no=command.decision_no, details=command.details)]


def reject(state: State, command: RejectApplication) -> Decided:
    if state.applied_on is None:
        return Refused("member.no_application", "member_id")
    return [ApplicationRejected(reason=command.reason)]


def cancel_application(state: State, command: CancelApplication) -> Decided:
    if state.applied_on is None:
        return Refused("member.no_application", "member_id")
    if command.occurred_on < state.applied_on:
        return Refused("member.cancelled_before_applied", "occurred_on")
    return [ApplicationCancelled(details=command.details)]


def transfer_in(state: State, command: AcceptTransferIn) -> Decided:
    if not state.known() and (command.identity is None or command.profile is None):
        return Refused("member.unknown", "member_id")
    if command.joined_on is not None and command.joined_on > command.occurred_on:
        return Refused("member.joined_after_entry", "joined_on")
    return [
        TransferInAccepted(
            transfer_id=command.transfer_id,
            other_union=command.other_union,
            decision_no=command.decision_no,
            identity=command.identity,
            profile=command.profile,
            joined_on=command.joined_on,
            details=command.details,
        )
    ]


def correct(state: State, command: CorrectMemberFact, context: Context) -> Decided:
    if command.identity is None and command.profile is None and command.joined_on is None:
        return Refused("member.nothing_corrected")
    later = [step.on for step in state.steps if step.change != "register"]
    if command.joined_on is not None and later and command.joined_on > min(later):
        return Refused("member.joined_after_entry", "joined_on")
    return _not_approved(command, context) or [
        MemberFactCorrected(
            reason=command.reason,
            identity=command.identity,
            profile=command.profile,
            joined_on=command.joined_on,
            approved_by=command.approved_by,
        )
    ]


def reverse(state: State, command: ReverseMembershipChange, context: Context) -> Decided:
    if not any(step.version == command.reversed_version for step in state.steps):
        return Refused("member.no_such_change", "reversed_version")
    if len(state.steps) == 1:
        return Refused("member.entry_not_reversible", "reversed_version")
    return _not_approved(command, context) or [
        MembershipChangeReversed(
            reversed_version=command.reversed_version,
            reason=command.reason,
            approved_by=command.approved_by,
        )
    ]


def reverse_registration(state: State, command: ReverseRegistration) -> Decided:
    """Only the entry itself can be taken back: whatever changed since stands on it."""
    if not any(
        step.version == command.reversed_version and step.change == "register"
        for step in state.steps
    ):
        return Refused("member.no_such_registration", "reversed_version")
    if len(state.steps) > 1:
        return Refused("member.changed_since_registered", "reversed_version")
    return [RegistrationReversed(reversed_version=command.reversed_version, reason=command.reason)]


def _not_approved(
    command: CorrectMemberFact | ReverseMembershipChange, context: Context
) -> Refused | None:
    """Refuse the approval of a correction, where one is named, by somebody who may not give it."""
    if command.approved_by is None:
        return None
    return unsigned(
        context,
        command.approved_by,
        "approved_by",
        offices=COMMITTEE,
        day=command.occurred_on,
        about=command.member_id,
    )
