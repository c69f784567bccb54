"""Decides about a membership: which changes are legal where they stand in time (domain.md 2.2).

A change may be entered late (补登), so legality is asked of the whole timeline with the new change in its
place, not of the latest state only. The rules of each change stand in `entering`, `leaving`, `arrears` and
`belonging`.
"""

from typing import assert_never

from domain.event import Fact
from domain.member import arrears, belonging, entering, leaving
from domain.member.commands import (
    AcceptTransferIn,
    AnnounceWithdrawal,
    ApplyForMembership,
    ApproveMembership,
    AssignMember,
    CancelApplication,
    CancelTransferOut,
    CancelWithdrawalRequest,
    ClearArrears,
    CollectCertificate,
    CompleteTransferOut,
    CorrectMemberFact,
    DecideExpulsion,
    DeclareDeemedWithdrawal,
    DropExpulsion,
    FileExpulsion,
    GiveConsent,
    IssueArrearsWarning,
    IssueCertificate,
    MemberCommand,
    ProposeExpulsion,
    RecordDeath,
    RegisterMember,
    ReinstateMembership,
    RejectApplication,
    RequestWithdrawal,
    RetainMembership,
    ReverseMembershipChange,
    ReverseRegistration,
    StartTransferOut,
    WithdrawConsent,
)
from domain.member.context import Context, Decided
from domain.member.events import (
    DeemedWithdrawalDeclared,
    ExpulsionDecided,
    MemberDeceased,
    MemberEvent,
    MemberRegistered,
    MembershipApproved,
    MembershipReinstated,
    MembershipRetained,
    TransferInAccepted,
    TransferOutCancelled,
    TransferOutCompleted,
    TransferOutStarted,
    WithdrawalAnnounced,
)
from domain.member.state import State, evolve
from domain.membership import LIVE, Change
from domain.refusal import Refused

__all__ = ["Context", "State", "change_of", "decide", "evolve"]

_FIRST_COMMANDS = (RegisterMember, ApplyForMembership, AcceptTransferIn)
_NOWHERE = Context()

_CHANGES: dict[type, Change] = {
    MemberRegistered: "register",
    MembershipApproved: "join",
    TransferInAccepted: "transfer_in",
    MembershipRetained: "retain",
    MembershipReinstated: "reinstate",
    TransferOutStarted: "start_transfer_out",
    TransferOutCancelled: "cancel_transfer_out",
    TransferOutCompleted: "transfer_out",
    WithdrawalAnnounced: "withdraw",
    MemberDeceased: "death",
    DeemedWithdrawalDeclared: "deem_withdrawn",
    ExpulsionDecided: "expel",
}


def change_of(event: MemberEvent) -> Change | None:
    """Return the change of membership an event makes, if it makes one."""
    return _CHANGES.get(type(event))


def decide(state: State, command: MemberCommand, context: Context = _NOWHERE) -> Decided:
    events = _events(state, command, context)
    if isinstance(events, Refused):
        return events
    after = state
    for offset, event in enumerate(events, start=1):
        after = evolve(after, Fact(event, command.occurred_on, state.version + offset))
    if after.steps and not after.timeline.spans:
        return Refused(_illegal(state, command), "occurred_on")
    if not after.transfers_agree():
        return Refused("member.other_transfer", "transfer_id")
    return events


def _events(state: State, command: MemberCommand, context: Context) -> Decided:
    is_unknown = not state.known() and not isinstance(command, _FIRST_COMMANDS)
    if is_unknown or context.erased:
        return Refused("member.unknown", "member_id")
    match command:
        case RegisterMember():
            return entering.register(state, command)
        case ApplyForMembership():
            return entering.apply(state, command)
        case ApproveMembership():
            return entering.approve(state, command)
        case RejectApplication():
            return entering.reject(state, command)
        case CancelApplication():
            return entering.cancel_application(state, command)
        case AcceptTransferIn():
            return entering.transfer_in(state, command)
        case CorrectMemberFact():
            return entering.correct(state, command, context)
        case ReverseRegistration():
            return entering.reverse_registration(state, command)
        case ReverseMembershipChange():
            return entering.reverse(state, command, context)
        case RetainMembership():
            return leaving.retain(command)
        case ReinstateMembership():
            return [MembershipReinstated(decision_no=command.decision_no, details=command.details)]
        case RecordDeath():
            return [MemberDeceased(details=command.details)]
        case StartTransferOut():
            return leaving.start_transfer(command)
        case CancelTransferOut():
            return leaving.cancel_transfer(command)
        case CompleteTransferOut():
            return leaving.complete_transfer(command)
        case RequestWithdrawal():
            return leaving.request_withdrawal(state, command)
        case CancelWithdrawalRequest():
            return leaving.cancel_withdrawal_request(state, command)
        case AnnounceWithdrawal():
            return leaving.announce_withdrawal(state, command)
        case ProposeExpulsion():
            return leaving.propose_expulsion(state, command, context)
        case DropExpulsion():
            return leaving.drop_expulsion(state, command)
        case DecideExpulsion():
            return leaving.decide_expulsion(state, command, context)
        case FileExpulsion():
            return leaving.file_expulsion(state, command)
        case IssueArrearsWarning():
            return arrears.warn(state, command, context)
        case ClearArrears():
            return arrears.clear(state, command)
        case DeclareDeemedWithdrawal():
            return arrears.declare(state, command, context)
        case AssignMember():
            return belonging.assign(state, command, context)
        case IssueCertificate():
            return belonging.issue_certificate(state, command)
        case CollectCertificate():
            return belonging.collect_certificate(state, command)
        case GiveConsent():
            return belonging.give_consent(state, command, context)
        case WithdrawConsent():
            return belonging.withdraw_consent(state, command)
        case _:
            assert_never(command)


def _illegal(state: State, command: MemberCommand) -> str:
    """Name the rule a change broke, by the state of its own day."""
    if isinstance(command, ReverseMembershipChange):
        return "member.change_not_legal"
    on_day = state.timeline.on(command.occurred_on)
    entering_now = isinstance(command, ApproveMembership | AcceptTransferIn)
    if on_day == "deceased":
        return "member.deceased"
    if entering_now and on_day in LIVE:
        return "member.already_member"
    if not entering_now and on_day is not None and on_day not in LIVE:
        return "member.not_live"
    pending = state.timeline.is_transferring(command.occurred_on)
    if isinstance(command, CancelTransferOut):
        return "member.change_not_legal" if pending else "member.no_transfer_pending"
    if pending and not isinstance(command, CompleteTransferOut | RecordDeath):
        return "member.transfer_pending"
    return "member.change_not_legal"
