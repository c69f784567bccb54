"""What is said about appointments on the way in and out: who is wanted for what, by whom, and how offers stand."""

from datetime import date
from typing import Literal
from uuid import UUID

import msgspec

from domain.actor import Actor
from domain.appointment import aggregate as appointment
from domain.ids import AccountId, MemberId, OfficerId
from domain.roles import PersonRole, Place


class NewAppointment(msgspec.Struct, frozen=True, kw_only=True):
    """Who is to hold which roles at a place. `login` is a name in its one spelling (`names.py`)."""

    place: Place
    place_id: UUID
    login: str
    name: str
    roles: tuple[PersonRole, ...]
    member_id: MemberId | None = None
    until: date | None = None


class Appointer(msgspec.Struct, frozen=True, kw_only=True):
    """Who gives or takes roles; `roles` None: the operator at the machine's command line, `account_id` then too."""

    actor: Actor
    account_id: AccountId | None = None
    roles: tuple[PersonRole, ...] | None = None


class Offered(msgspec.Struct, frozen=True, kw_only=True):
    """What came of an offer. `code` is shown this once; it lets nobody in who has a password already."""

    account_id: AccountId
    officer_id: OfficerId | None
    code: str
    position: int


Stands = Literal["offered", "holds", "asleep", "over", "ended"]


class AppointmentListed(msgspec.Struct, frozen=True, kw_only=True):
    """An appointment as it stands. `asleep`: the account was reset, and the place has not given another code."""

    account_id: AccountId
    officer_id: OfficerId | None
    roles: tuple[PersonRole, ...]
    until: date | None
    stands: Stands


def listed(
    account_id: AccountId, state: appointment.State, generation: int, day: date
) -> AppointmentListed:
    return AppointmentListed(
        account_id=account_id,
        officer_id=state.officer_id,
        roles=tuple(sorted(state.roles)),
        until=state.until,
        stands=_stands(state, generation, day),
    )


def _stands(state: appointment.State, generation: int, day: date) -> Stands:
    if state.ended:
        return "ended"
    if state.is_over(day):
        return "over"
    if state.accepted_generation is None:
        return "offered"
    return "holds" if state.accepted_generation == generation else "asleep"
