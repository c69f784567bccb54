"""Decides about appointments: who gives which roles to whom, and that duties stay apart (`domain/roles.py`).

An offer holds only once it was accepted with the code that went with it: so nobody takes a login name beforehand
to inherit what is given to its owner later. A reset of the account puts all its appointments to sleep until each
place has given out another code. Sources: 等保 2.0 访问控制 (least privilege, 管理用户权限分离; domain.md 8.2),
会计法 art. 25 and 35.
"""

from datetime import date
from typing import assert_never

import msgspec

from domain.appointment.commands import (
    AcceptAppointment,
    AppointmentCommand,
    ChangeAppointment,
    EndAppointment,
    OfferAppointment,
)
from domain.appointment.events import (
    AppointmentAccepted,
    AppointmentChanged,
    AppointmentEnded,
    AppointmentEvent,
    AppointmentOffered,
)
from domain.event import Fact
from domain.ids import MemberId, OfficerId
from domain.refusal import Refused
from domain.roles import MAY_APPOINT, ROLES_OF, PersonRole, are_separated, may_give

Decided = list[AppointmentEvent] | Refused
Roles = frozenset[PersonRole]

_NONE: Roles = frozenset()


class State(msgspec.Struct, frozen=True):
    """The newest offer as it stands; `accepted_generation` is None while its code was not redeemed.

    `until`: the first day it no longer holds. `replaced_officer_id`: whose account this was before the offer
    that took the place of one still standing; `replaced_member_id` likewise.
    """

    roles: Roles = _NONE
    until: date | None = None
    officer_id: OfficerId | None = None
    accepted_generation: int | None = None
    offered: bool = False
    ended: bool = False
    replaced_officer_id: OfficerId | None = None
    member_id: MemberId | None = None
    replaced_member_id: MemberId | None = None

    def roles_on(self, day: date, generation: int) -> Roles:
        """Return the roles that hold on a day for an account in this generation."""
        accepted = self.accepted_generation == generation and not self.ended
        return self.roles if accepted and not self.is_over(day) else _NONE

    def is_over(self, day: date) -> bool:
        """Tell whether its term is over on a day."""
        return self.until is not None and self.until <= day

    def officer_on(self, day: date, generation: int) -> OfficerId | None:
        """Return as which officer of the place the account signs on a day."""
        return self.officer_id if self.roles_on(day, generation) else None


def evolve(state: State, fact: Fact) -> State:
    event: AppointmentEvent = fact.event  # type: ignore[assignment] # the catalogue gave this stream only these
    replace = msgspec.structs.replace
    match event:
        case AppointmentOffered():
            return _offered(state, event)
        case AppointmentAccepted():
            return replace(state, accepted_generation=event.generation)
        case AppointmentChanged():
            return replace(state, roles=frozenset(event.roles), until=event.until)
        case AppointmentEnded():
            return replace(state, ended=True)
        case _:
            assert_never(event)


def decide(state: State, command: AppointmentCommand) -> Decided:
    match command:
        case OfferAppointment():
            return _offer(state, command)
        case AcceptAppointment():
            return _accept(state, command)
        case ChangeAppointment():
            return _change(state, command)
        case EndAppointment():
            return _end(state, command)
        case _:
            assert_never(command)


def _offered(state: State, event: AppointmentOffered) -> State:
    return State(
        roles=frozenset(event.roles),
        until=event.until,
        officer_id=event.officer_id,
        offered=True,
        replaced_officer_id=None if state.ended else state.officer_id,
        member_id=event.member_id,
        replaced_member_id=None if state.ended else state.member_id,
    )


def _offer(state: State, command: OfferAppointment) -> Decided:
    if state.roles_on(command.occurred_on, command.generation):
        return Refused("appointment.already_holds", "account_id")
    standing = _NONE if state.ended else state.roles
    refused = _unfit(command) or _not_theirs(command, frozenset(command.roles), standing)
    if refused is not None:
        return refused
    return [
        AppointmentOffered(
            account_id=command.account_id,
            roles=command.roles,
            officer_id=command.officer_id,
            member_id=command.member_id,
            until=command.until,
            appointer=command.appointer,
        )
    ]


def _accept(state: State, command: AcceptAppointment) -> Decided:
    refused = _not_standing(state)
    if refused is not None:
        return refused
    if state.is_over(command.occurred_on):
        return Refused("appointment.ended", "account_id")
    if state.accepted_generation == command.generation:
        return Refused("appointment.already_accepted", "account_id")
    if state.accepted_generation is not None:
        # the code was redeemed before the account was reset: the place has to give another one
        return Refused("appointment.not_offered", "generation")
    return [AppointmentAccepted(account_id=command.account_id, generation=command.generation)]


def _change(state: State, command: ChangeAppointment) -> Decided:
    refused = _not_standing(state) or _unfit(command)
    if refused is not None:
        return refused
    roles = frozenset(command.roles)
    if (roles, command.until) == (state.roles, state.until):
        return Refused("appointment.not_changed", "roles")
    gained, lost = roles - state.roles, state.roles - roles
    if command.until != state.until:
        longer = command.until is None or (state.until is not None and command.until > state.until)
        gained, lost = (roles, lost) if longer else (gained, state.roles)
    refused = _not_theirs(command, gained, lost)
    if refused is not None:
        return refused
    return [
        AppointmentChanged(
            account_id=command.account_id,
            roles=command.roles,
            until=command.until,
            appointer=command.appointer,
        )
    ]


def _end(state: State, command: EndAppointment) -> Decided:
    refused = _not_standing(state)
    if refused is not None:
        return refused
    resigns = command.appointer == command.account_id and command.reason == "resigned"
    refused = None if resigns else _not_theirs(command, _NONE, state.roles)
    if refused is not None:
        return refused
    return [
        AppointmentEnded(
            account_id=command.account_id, reason=command.reason, appointer=command.appointer
        )
    ]


def _not_standing(state: State) -> Refused | None:
    if not state.offered:
        return Refused("appointment.not_offered", "account_id")
    return Refused("appointment.ended", "account_id") if state.ended else None


def _unfit(command: OfferAppointment | ChangeAppointment) -> Refused | None:
    """Roles of this place, that one person may hold together, for some days at least."""
    roles = frozenset(command.roles)
    if not roles:
        return Refused("appointment.roles_missing", "roles")
    if not roles <= ROLES_OF[command.place]:
        return Refused("appointment.role_not_of_place", "roles")
    if not are_separated(roles):
        return Refused("appointment.roles_not_separated", "roles")
    if command.until is not None and command.until <= command.occurred_on:
        return Refused("appointment.ends_before_it_begins", "until")
    return None


def _not_theirs(
    command: OfferAppointment | ChangeAppointment | EndAppointment, gained: Roles, lost: Roles
) -> Refused | None:
    """Nobody appoints themselves; who gave what another gives on may take both away."""
    if command.appointer == command.account_id:
        return Refused("appointment.not_oneself", "account_id")
    held = command.appointer_roles
    if held is None:
        return None
    if not may_give(held, gained) or not lost <= _within_reach(frozenset(held)):
        return Refused("appointment.not_yours_to_give", "roles")
    return None


def _within_reach(givers: Roles) -> Roles:
    """Return all roles these may give, and those that may give on."""
    reached = _NONE.union(*(MAY_APPOINT.get(role, _NONE) for role in givers))
    return reached if reached <= givers else reached | _within_reach(givers | reached)
