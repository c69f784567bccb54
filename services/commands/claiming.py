"""What only one stream of a union may hold at a time: claimed and released in the append that decides it."""

from uuid import UUID

from domain.appointment import aggregate as appointment
from domain.appointment.events import AppointmentEnded, AppointmentOffered
from domain.event import Event
from domain.household import aggregate as household
from domain.household.events import (
    FileOpeningReversed,
    HardshipRelapsed,
    HouseholdFileClosed,
    HouseholdFileOpened,
    HouseholdFileReopened,
)
from domain.ids import MemberId, OfficerId
from domain.pairing.events import PairingEnded, PairingStarted
from services.commands.states import States


def claims_of(event: Event, stream_id: UUID, states: States) -> list[str]:
    """One household, one open file (一户一档) and one open pairing (一帮一); one officer or member, one account."""
    match event:
        case HouseholdFileOpened() | HouseholdFileReopened():
            return [_householder(stream_id, states)]
        case PairingStarted():
            return [f"pairing:{event.household_id}"]
        case AppointmentOffered():
            return _account_of(event.officer_id, event.member_id)
        case _:
            return []


def releases_of(event: Event, stream_id: UUID, states: States) -> list[str]:
    """A file that was closed, a pairing or an appointment that ended: another one may follow."""
    match event:
        case HouseholdFileClosed():
            return [_householder(stream_id, states)]
        case FileOpeningReversed():
            return [f"householder:{event.householder_id}"]
        case HardshipRelapsed() if states.of(stream_id, household.State).closed_because is None:
            # 脱困 without 注销: nothing closed the file, so nothing released it yet
            return [_householder(stream_id, states)]
        case PairingEnded():
            return [f"pairing:{event.household_id}"]
        case AppointmentOffered():
            state = states.of(stream_id, appointment.State)
            return _account_of(state.replaced_officer_id, state.replaced_member_id)
        case AppointmentEnded():
            state = states.of(stream_id, appointment.State)
            return _account_of(state.officer_id, state.member_id)
        case _:
            return []


def _account_of(officer_id: OfficerId | None, member_id: MemberId | None) -> list[str]:
    found = [] if officer_id is None else [f"officer-account:{officer_id}"]
    return found if member_id is None else [*found, f"member-account:{member_id}"]


def _householder(stream_id: UUID, states: States) -> str:
    return f"householder:{states.of(stream_id, household.State).householder_id}"
