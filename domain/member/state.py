"""What is known of one person in one union, and how every fact changes it."""

from datetime import date
from typing import assert_never
from uuid import UUID

import msgspec

from domain.event import Fact
from domain.ids import BranchId, OfficerId
from domain.member.events import (
    ApplicationCancelled,
    ApplicationRejected,
    ArrearsCleared,
    ArrearsWarningIssued,
    CertificateCollected,
    CertificateIssued,
    CertificateKind,
    ConsentGiven,
    ConsentWithdrawn,
    DeemedWithdrawalDeclared,
    ExpulsionDecided,
    ExpulsionDropped,
    ExpulsionFiled,
    ExpulsionProposed,
    MemberAssigned,
    MemberDeceased,
    MemberEvent,
    MemberFactCorrected,
    MemberRegistered,
    MembershipApplied,
    MembershipApproved,
    MembershipChangeReversed,
    MembershipReinstated,
    MembershipRetained,
    RegistrationReversed,
    TransferInAccepted,
    TransferOutCancelled,
    TransferOutCompleted,
    TransferOutStarted,
    WithdrawalAnnounced,
    WithdrawalRequestCancelled,
    WithdrawalRequested,
)
from domain.membership import LEAVES, LIVE, Change, Step, Timeline, timeline

_NOBODY = Timeline()


class ArrearsWarning(msgspec.Struct, frozen=True):
    """A warning that still holds: its day, the months unpaid by then, and who gave it."""

    on: date
    months_unpaid: int
    issued_by: OfficerId


class Expulsion(msgspec.Struct, frozen=True):
    """An expulsion under way: proposed, then decided (by the event of `decided_version`), not yet filed."""

    proposed_on: date
    proposed_by: OfficerId
    decided_on: date | None = None
    decided_version: int = 0


class Assignment(msgspec.Struct, frozen=True):
    """Where in the union a member belongs from a day on; both None: to the union as a whole."""

    on: date
    version: int
    branch_id: BranchId | None
    group_id: BranchId | None


class Certificate(msgspec.Struct, frozen=True):
    """A certificate in the member's hands."""

    kind: CertificateKind
    issued_on: date


class State(msgspec.Struct, frozen=True, omit_defaults=True):
    """A person's standing in this union.

    `applied_on` is set while an application waits, `withdrawal_requested_on` while a request to withdraw does.
    `taken_back`: the registration was reversed and nothing came since.
    `transfers` holds the transfer each step of a transfer out belongs to, by the version of its event.
    """

    version: int = 0
    applied_on: date | None = None
    joined_on: date | None = None
    retained_on: date | None = None
    steps: tuple[Step, ...] = ()
    timeline: Timeline = _NOBODY
    transfers: dict[int, UUID] = {}
    warning: ArrearsWarning | None = None
    withdrawal_requested_on: date | None = None
    expulsion: Expulsion | None = None
    assignments: tuple[Assignment, ...] = ()
    certificates: dict[int, Certificate] = {}
    consents: tuple[str, ...] = ()
    taken_back: bool = False

    @property
    def arrears_warned(self) -> bool:
        """Whether a warning about arrears holds; rights do not change by it (domain.md 2.2)."""
        return self.warning is not None

    def known(self) -> bool:
        """Tell whether this person stands on these books at all, member or applicant."""
        return self.version > 0 and not self.taken_back

    def assignment_on(self, day: date) -> Assignment | None:
        """Return where the member belongs on a day; whoever left and came back starts anew."""
        gone = [span.since for span in self.timeline.spans if span.membership not in LIVE]
        since = max((left for left in gone if left <= day), default=date.min)
        held = [each for each in self.assignments if since <= each.on <= day]
        return held[-1] if held else None

    def pending_transfer(self) -> UUID | None:
        """Return the transfer out that is started and neither completed nor cancelled today."""
        started = [step for step in sorted(self.steps) if step.change == "start_transfer_out"]
        pending = bool(self.timeline.spans) and self.timeline.spans[-1].transferring
        return self.transfers.get(started[-1].version) if started and pending else None

    def transfers_agree(self) -> bool:
        """Tell whether whatever ends a started transfer names that very transfer."""
        pending: UUID | None = None
        for step in sorted(self.steps):
            ends = step.change in ("transfer_out", "cancel_transfer_out")
            if ends and pending not in (None, self.transfers.get(step.version)):
                return False
            if step.change == "start_transfer_out":
                pending = self.transfers.get(step.version)
            elif ends:
                pending = None
        return True


def evolve(state: State, fact: Fact) -> State:
    event: MemberEvent = fact.event  # type: ignore[assignment] # the catalogue gave this stream only these
    state = msgspec.structs.replace(state, version=fact.version, taken_back=False)
    match event:
        case MemberRegistered():
            state = msgspec.structs.replace(
                state, joined_on=event.joined_on, retained_on=event.retained_on
            )
            return _folded(state, (*state.steps, Step(event.joined_on, fact.version, "register")))
        case MembershipApplied():
            return msgspec.structs.replace(state, applied_on=fact.occurred_on)
        case ApplicationRejected() | ApplicationCancelled():
            return msgspec.structs.replace(state, applied_on=None)
        case MembershipApproved():
            joined_on = _earliest(fact.occurred_on, state.joined_on)
            state = msgspec.structs.replace(state, applied_on=None, joined_on=joined_on)
            return _changed(state, fact, "join")
        case TransferInAccepted():
            joined_on = _earliest(fact.occurred_on, event.joined_on, state.joined_on)
            state = msgspec.structs.replace(state, joined_on=joined_on)
            return _changed(state, fact, "transfer_in")
        case MemberFactCorrected():
            return _with_joined_on(state, event.joined_on)
        case MembershipRetained():
            return _changed(msgspec.structs.replace(state, warning=None), fact, "retain")
        case MembershipReinstated():
            return _changed(state, fact, "reinstate")
        case WithdrawalAnnounced():
            return _changed(state, fact, "withdraw")
        case MemberDeceased():
            return _changed(state, fact, "death")
        case TransferOutStarted():
            return _transferred(state, fact, event.transfer_id, "start_transfer_out")
        case TransferOutCancelled():
            return _transferred(state, fact, event.transfer_id, "cancel_transfer_out")
        case TransferOutCompleted():
            return _transferred(state, fact, event.transfer_id, "transfer_out")
        case MembershipChangeReversed():
            return _without(state, event.reversed_version)
        case RegistrationReversed():
            return State(version=fact.version, taken_back=True)
        case ArrearsWarningIssued():
            warning = ArrearsWarning(fact.occurred_on, event.months_unpaid, event.issued_by)
            return msgspec.structs.replace(state, warning=warning)
        case ArrearsCleared():
            return msgspec.structs.replace(state, warning=None)
        case DeemedWithdrawalDeclared():
            return _changed(state, fact, "deem_withdrawn")
        case WithdrawalRequested():
            return msgspec.structs.replace(state, withdrawal_requested_on=fact.occurred_on)
        case WithdrawalRequestCancelled():
            return msgspec.structs.replace(state, withdrawal_requested_on=None)
        case ExpulsionProposed():
            proposed = Expulsion(fact.occurred_on, event.proposed_by)
            return msgspec.structs.replace(state, expulsion=proposed)
        case ExpulsionDropped() | ExpulsionFiled():
            return msgspec.structs.replace(state, expulsion=None)
        case ExpulsionDecided():
            return _expelled(state, fact, event)
        case MemberAssigned():
            return _assigned(state, fact, event)
        case CertificateIssued():
            issued = Certificate(event.kind, fact.occurred_on)
            certificates = {**state.certificates, fact.version: issued}
            return msgspec.structs.replace(state, certificates=certificates)
        case CertificateCollected():
            return _collected(state, event.issued_version)
        case ConsentGiven():
            consents = sorted({*state.consents, event.notice_version})
            return msgspec.structs.replace(state, consents=tuple(consents))
        case ConsentWithdrawn():
            kept = tuple(each for each in state.consents if each != event.notice_version)
            return msgspec.structs.replace(state, consents=kept)
        case _:
            assert_never(event)


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


def _changed(state: State, fact: Fact, change: Change) -> State:
    """Take a change into the timeline; whoever leaves leaves every open request behind."""
    if change in LEAVES:
        state = msgspec.structs.replace(
            state, warning=None, withdrawal_requested_on=None, expulsion=_decided(state.expulsion)
        )
    return _folded(state, (*state.steps, Step(fact.occurred_on, fact.version, change)))


def _transferred(state: State, fact: Fact, transfer_id: UUID, change: Change) -> State:
    transfers = {**state.transfers, fact.version: transfer_id}
    return _changed(msgspec.structs.replace(state, transfers=transfers), fact, change)


def _expelled(state: State, fact: Fact, event: ExpulsionDecided) -> State:
    proposed = state.expulsion or Expulsion(fact.occurred_on, event.decided_by)
    decided = msgspec.structs.replace(
        proposed, decided_on=fact.occurred_on, decided_version=fact.version
    )
    return _changed(msgspec.structs.replace(state, expulsion=decided), fact, "expel")


def _decided(expulsion: Expulsion | None) -> Expulsion | None:
    """Return an expulsion that was decided and waits for its filing only."""
    return expulsion if expulsion is not None and expulsion.decided_on is not None else None


def _assigned(state: State, fact: Fact, event: MemberAssigned) -> State:
    assignment = Assignment(fact.occurred_on, fact.version, event.branch_id, event.group_id)
    # of one day the later entered counts, and ids that are None cannot be compared
    held = sorted((*state.assignments, assignment), key=lambda each: (each.on, each.version))
    return msgspec.structs.replace(state, assignments=tuple(held))


def _collected(state: State, issued_version: int) -> State:
    left = {
        version: held for version, held in state.certificates.items() if version != issued_version
    }
    return msgspec.structs.replace(state, certificates=left)


def _without(state: State, version: int) -> State:
    """Take a change back; an expulsion that was never decided is not filed either."""
    if state.expulsion is not None and state.expulsion.decided_version == version:
        state = msgspec.structs.replace(state, expulsion=None)
    return _folded(state, tuple(step for step in state.steps if step.version != version))


def _folded(state: State, steps: tuple[Step, ...]) -> State:
    folded = timeline(steps, retained_on=state.retained_on)
    return msgspec.structs.replace(state, steps=steps, timeline=folded or _NOBODY)
