"""Decides about a membership: which changes are legal where they stand in time (domain.md 2.2).

A change may be entered late (补登), so legality is asked of the whole timeline with the new change in its
place, not of the latest state only.
"""

from datetime import date
from typing import assert_never

import msgspec

from domain.event import Fact
from domain.member.commands import (
    AcceptTransferIn,
    AnnounceWithdrawal,
    ApplyForMembership,
    ApproveMembership,
    CompleteTransferOut,
    CorrectMemberFact,
    MemberCommand,
    RecordDeath,
    RegisterMember,
    ReinstateMembership,
    RejectApplication,
    RetainMembership,
    ReverseMembershipChange,
)
from domain.member.events import (
    ApplicationRejected,
    MemberDeceased,
    MemberEvent,
    MemberFactCorrected,
    MemberRegistered,
    MembershipApplied,
    MembershipApproved,
    MembershipChangeReversed,
    MembershipReinstated,
    MembershipRetained,
    TransferInAccepted,
    TransferOutCompleted,
    WithdrawalAnnounced,
)
from domain.membership import LIVE, Change, Step, Timeline, timeline
from domain.refusal import Refused

_NOBODY = Timeline()
_FIRST_COMMANDS = (RegisterMember, ApplyForMembership, AcceptTransferIn)

_CHANGES: dict[type, Change] = {
    MemberRegistered: "register",
    MembershipApproved: "join",
    TransferInAccepted: "transfer_in",
    MembershipRetained: "retain",
    MembershipReinstated: "reinstate",
    TransferOutCompleted: "transfer_out",
    WithdrawalAnnounced: "withdraw",
    MemberDeceased: "death",
}


class State(msgspec.Struct, frozen=True):
    """A person's standing in this union. `applied_on` is set while an application waits."""

    version: int = 0
    applied_on: date | None = None
    joined_on: date | None = None
    retained_on: date | None = None
    steps: tuple[Step, ...] = ()
    timeline: Timeline = _NOBODY

    def known(self) -> bool:
        """Tell whether this person stands on these books at all, member or applicant."""
        return self.version > 0


def change_of(event: MemberEvent) -> Change | None:
    """Return the change of membership an event makes, if it makes one."""
    return _CHANGES.get(type(event))


def evolve(state: State, fact: Fact) -> State:
    event: MemberEvent = fact.event  # type: ignore[assignment] # the catalogue gave this stream only these
    state = msgspec.structs.replace(state, version=fact.version)
    match event:
        case MemberRegistered():
            state = msgspec.structs.replace(
                state, joined_on=event.joined_on, retained_on=event.retained_on
            )
            return _changed(state, Step(event.joined_on, fact.version, "register"))
        case MembershipApplied():
            return msgspec.structs.replace(state, applied_on=fact.occurred_on)
        case ApplicationRejected():
            return msgspec.structs.replace(state, applied_on=None)
        case MembershipApproved():
            joined_on = _earliest(fact.occurred_on, state.joined_on)
            state = msgspec.structs.replace(state, applied_on=None, joined_on=joined_on)
            return _changed(state, Step(fact.occurred_on, fact.version, "join"))
        case TransferInAccepted():
            joined_on = _earliest(fact.occurred_on, event.joined_on, state.joined_on)
            state = msgspec.structs.replace(state, joined_on=joined_on)
            return _changed(state, Step(fact.occurred_on, fact.version, "transfer_in"))
        case MemberFactCorrected():
            return _with_joined_on(state, event.joined_on)
        case MembershipRetained():
            return _changed(state, Step(fact.occurred_on, fact.version, "retain"))
        case MembershipReinstated():
            return _changed(state, Step(fact.occurred_on, fact.version, "reinstate"))
        case WithdrawalAnnounced():
            return _changed(state, Step(fact.occurred_on, fact.version, "withdraw"))
        case MemberDeceased():
            return _changed(state, Step(fact.occurred_on, fact.version, "death"))
        case TransferOutCompleted():
            return _changed(state, Step(fact.occurred_on, fact.version, "transfer_out"))
        case MembershipChangeReversed():
            return _without(state, event.reversed_version)
        case _:
            assert_never(event)


def decide(state: State, command: MemberCommand) -> list[MemberEvent] | Refused:
    events = _events(state, command)
    if isinstance(events, Refused):
        return events
    after = state
    for offset, event in enumerate(events, start=1):
        after = evolve(after, Fact(event, command.occurred_on, state.version + offset))
    if after.steps and not after.timeline.spans:
        return Refused(_illegal(state, command), "occurred_on")
    return events


def _events(state: State, command: MemberCommand) -> list[MemberEvent] | Refused:
    if not state.known() and not isinstance(command, _FIRST_COMMANDS):
        return Refused("member.unknown", "member_id")
    match command:
        case RegisterMember():
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
        case ApplyForMembership():
            return _apply(state, command)
        case ApproveMembership():
            return _approve(state, command)
        case RejectApplication():
            if state.applied_on is None:
                return Refused("member.no_application", "member_id")
            return [ApplicationRejected(reason=command.reason)]
        case CorrectMemberFact():
            return _correct(state, command)
        case RetainMembership():
            return [
                MembershipRetained(
                    cause=command.cause, decision_no=command.decision_no, details=command.details
                )
            ]
        case ReinstateMembership():
            return [MembershipReinstated(decision_no=command.decision_no, details=command.details)]
        case AnnounceWithdrawal():
            return [WithdrawalAnnounced(decision_no=command.decision_no, details=command.details)]
        case RecordDeath():
            return [MemberDeceased(details=command.details)]
        case AcceptTransferIn():
            return _transfer_in(state, command)
        case CompleteTransferOut():
            return [
                TransferOutCompleted(
                    transfer_id=command.transfer_id,
                    other_union=command.other_union,
                    decision_no=command.decision_no,
                    details=command.details,
                )
            ]
        case ReverseMembershipChange():
            return _reverse(state, command)
        case _:
            assert_never(command)


def _apply(state: State, command: ApplyForMembership) -> list[MemberEvent] | Refused:
    if state.timeline.latest() in LIVE:
        return Refused("member.already_member", "member_id")
    if state.applied_on is not None:
        return Refused("member.application_waits", "member_id")
    if state.timeline.latest() == "deceased":
        return Refused("member.deceased", "member_id")
    return [MembershipApplied(identity=command.identity, profile=command.profile)]


def _approve(state: State, command: ApproveMembership) -> list[MemberEvent] | Refused:
    if state.applied_on is not None and command.occurred_on < state.applied_on:
        return Refused("member.approved_before_applied", "occurred_on")
    on_paper = command.application_on_paper and state.steps
    if state.applied_on is None and not on_paper:
        return Refused("member.no_application", "member_id")
    return [MembershipApproved(decision_no=command.decision_no, details=command.details)]


def _transfer_in(state: State, command: AcceptTransferIn) -> list[MemberEvent] | Refused:
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


def _correct(state: State, command: CorrectMemberFact) -> list[MemberEvent] | Refused:
    if command.identity is None and command.profile is None and command.joined_on is None:
        return Refused("member.nothing_corrected")
    later = [step.on for step in state.steps if step.change != "register"]
    if command.joined_on is not None and later and command.joined_on > min(later):
        return Refused("member.joined_after_entry", "joined_on")
    return [
        MemberFactCorrected(
            reason=command.reason,
            identity=command.identity,
            profile=command.profile,
            joined_on=command.joined_on,
        )
    ]


def _reverse(state: State, command: ReverseMembershipChange) -> list[MemberEvent] | Refused:
    if not any(step.version == command.reversed_version for step in state.steps):
        return Refused("member.no_such_change", "reversed_version")
    if len(state.steps) == 1:
        return Refused("member.entry_not_reversible", "reversed_version")
    return [
        MembershipChangeReversed(reversed_version=command.reversed_version, reason=command.reason)
    ]


def _illegal(state: State, command: MemberCommand) -> str:
    """Name the rule a change broke, by the state of its own day."""
    if isinstance(command, ReverseMembershipChange):
        return "member.change_not_legal"
    on_day = state.timeline.on(command.occurred_on)
    entering = isinstance(command, ApproveMembership | AcceptTransferIn)
    if on_day == "deceased":
        return "member.deceased"
    if entering and on_day in LIVE:
        return "member.already_member"
    if not entering and on_day is not None and on_day not in LIVE:
        return "member.not_live"
    return "member.change_not_legal"


def _earliest(entered_on: date, *stated: date | None) -> date:
    """The first 入会日期 survives, and it is never after the membership begins."""
    return min([entered_on, *(on for on in stated if on is not None)])


def _with_joined_on(state: State, joined_on: date | None) -> State:
    """Correct the first 入会日期; where only the roster tells of the entry, the membership begins then."""
    if joined_on is None:
        return state
    steps = tuple(
        Step(joined_on, step.version, step.change) if step.change == "register" else step
        for step in state.steps
    )
    state = msgspec.structs.replace(state, joined_on=joined_on)
    return _folded(state, steps) if steps else state


def _changed(state: State, step: Step) -> State:
    return _folded(state, (*state.steps, step))


def _without(state: State, version: int) -> State:
    return _folded(state, tuple(step for step in state.steps if step.version != version))


def _folded(state: State, steps: tuple[Step, ...]) -> State:
    folded = timeline(steps, retained_on=state.retained_on)
    return msgspec.structs.replace(state, steps=steps, timeline=folded or _NOBODY)
