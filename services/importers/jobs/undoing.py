"""Which command undoes an event of an import run, by the aggregate's own rules (冲销, rule 17 of domain.md)."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, NamedTuple, get_args
from uuid import UUID

import msgspec

from domain.aid_case.commands import ReturnAidPayment, ReverseApproval
from domain.aid_case.events import AidApprovalReversed, AidApproved, AidPaid
from domain.command import Command
from domain.condolence.commands import ReverseCondolence
from domain.condolence.events import CondolenceRecorded, CondolenceReversed
from domain.dues.commands import ReverseDuesReceipt, ReverseWageBase
from domain.dues.events import DuesReceived, WageBaseDeclared
from domain.event import Event
from domain.household.commands import ReverseFileOpening
from domain.household.events import FileOpeningReversed, HouseholdFileOpened
from domain.ids import MemberId, OfficerId
from domain.import_run.events import ImportRunEvent
from domain.member.commands import ReverseMembershipChange, ReverseRegistration
from domain.member.events import (
    MemberDeceased,
    MemberRegistered,
    MembershipApproved,
    MembershipReinstated,
    MembershipRetained,
    TransferInAccepted,
    TransferOutCompleted,
    WithdrawalAnnounced,
)
from domain.union.events import OfficerRecorded

_CHANGES = (
    MembershipApproved,
    MembershipRetained,
    MembershipReinstated,
    WithdrawalAnnounced,
    MemberDeceased,
    TransferInAccepted,
    TransferOutCompleted,
)
KEPT: tuple[type[Event], ...] = (OfficerRecorded, *get_args(ImportRunEvent))
"""What a run leaves behind: an officer whom papers name may have signed elsewhere; and the record of the run."""
UNDOES_WHOLE: Mapping[type[Event], type[Event]] = {
    CondolenceReversed: CondolenceRecorded,
    AidApprovalReversed: AidApproved,
    FileOpeningReversed: HouseholdFileOpened,
}
"""What is undone in a stream that names no version: every such event before."""


class Happened(NamedTuple):
    """An event with its place: what undoing needs to know of it."""

    position: int
    stream_id: UUID
    version: int
    occurred_on: date
    event: Event


class Undoing(NamedTuple):
    """On which day, and why, a run is taken back; `approved_by` where somebody agreed to reversing changes."""

    day_of: Callable[[date], date]
    reason: str
    approved_by: UUID | None = None


def undone_version(event: Event) -> int | None:
    """Return the version of the event in the same stream that an event undoes; None where it names none."""
    version: int | None = getattr(event, "reversed_version", None)
    return version if version is not None else getattr(event, "returned_version", None)


def command_undoing(happened: Happened, how: Undoing) -> Command | None:
    """Return what undoes an event; None where nothing does."""
    day, reason = how.day_of(happened.occurred_on), how.reason
    match happened.event:
        case MemberRegistered():
            return ReverseRegistration(
                occurred_on=day,
                member_id=MemberId(happened.stream_id),
                reversed_version=happened.version,
                reason=reason,
            )
        case event if isinstance(event, _CHANGES):
            return ReverseMembershipChange(
                occurred_on=day,
                member_id=MemberId(happened.stream_id),
                reversed_version=happened.version,
                reason=reason,
                approved_by=None if how.approved_by is None else OfficerId(how.approved_by),
            )
        case WageBaseDeclared() | DuesReceived() as event:
            kind = ReverseWageBase if isinstance(event, WageBaseDeclared) else ReverseDuesReceipt
            return kind(
                occurred_on=day,
                member_id=event.member_id,
                reversed_version=happened.version,
                reason=reason,
            )
        case HouseholdFileOpened() as event:
            return ReverseFileOpening(
                occurred_on=day, household_id=event.household_id, reason=reason
            )
        case AidApproved() as event:
            return ReverseApproval(occurred_on=day, aid_case_id=event.aid_case_id, reason=reason)
        case AidPaid() as event:
            return ReturnAidPayment(
                occurred_on=day,
                aid_case_id=event.aid_case_id,
                returned_version=happened.version,
                reason=reason,
            )
        case CondolenceRecorded() as event:
            return ReverseCondolence(
                occurred_on=day, condolence_id=event.condolence_id, reason=reason
            )
        case _:
            return None


def named_in(value: Any) -> set[UUID]:  # noqa: ANN401 # any field of any event
    """Return every id that an event names, wherever in it."""
    match value:
        case UUID():
            return {value}
        case msgspec.Struct():
            fields = (getattr(value, name) for name in value.__struct_fields__)
            return set().union(*map(named_in, fields))
        case tuple() | list() | frozenset():
            return set().union(*map(named_in, value))
        case _:
            return set()
