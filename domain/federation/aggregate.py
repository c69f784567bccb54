"""Decides about a federation and its tree of units."""

from typing import assert_never

import msgspec

from domain.event import Fact
from domain.federation.commands import (
    AnswerIdentityInquiry,
    EnrolUnit,
    FederationCommand,
    RegisterFederation,
)
from domain.federation.events import (
    FederationEvent,
    FederationRegistered,
    IdentityInquiryAnswered,
    UnitEnrolled,
)
from domain.ids import UnionId
from domain.refusal import Refused


class State(msgspec.Struct, frozen=True):
    registered: bool = False
    units: frozenset[UnionId] = frozenset()
    codes: frozenset[str] = frozenset()


def evolve(state: State, fact: Fact) -> State:
    event: FederationEvent = fact.event  # type: ignore[assignment] # the catalogue gave this stream only these
    match event:
        case FederationRegistered():
            return msgspec.structs.replace(state, registered=True, codes=state.codes | {event.code})
        case UnitEnrolled():
            return msgspec.structs.replace(
                state, units=state.units | {event.unit_id}, codes=state.codes | {event.code}
            )
        case IdentityInquiryAnswered():
            return state
        case _:
            assert_never(event)


def decide(
    state: State, command: FederationCommand, *, own_id: UnionId
) -> list[FederationEvent] | Refused:
    """`own_id` is the federation's own tenant id: the top of its tree."""
    if isinstance(command, RegisterFederation):
        return _register(state, command)
    if not state.registered:
        return Refused("federation.unknown")
    match command:
        case EnrolUnit():
            return _enrol(state, command, own_id)
        case AnswerIdentityInquiry():
            return [IdentityInquiryAnswered(reason=command.reason, live=command.live)]
        case _:
            assert_never(command)


def _register(state: State, command: RegisterFederation) -> list[FederationEvent] | Refused:
    if state.registered:
        return Refused("federation.already_registered")
    return [
        FederationRegistered(
            code=command.code, name=command.name, credit_code=command.credit_code or None
        )
    ]


def _enrol(state: State, command: EnrolUnit, own_id: UnionId) -> list[FederationEvent] | Refused:
    if command.unit_id == own_id:
        return Refused("federation.unit_is_federation", "unit_id")
    if command.unit_id in state.units:
        return Refused("federation.unit_already_enrolled", "unit_id")
    if command.code in state.codes:
        return Refused("federation.unit_code_taken", "code")
    if command.parent_id != own_id and command.parent_id not in state.units:
        return Refused("federation.parent_unknown", "parent_id")
    return [
        UnitEnrolled(
            unit_id=command.unit_id,
            code=command.code,
            name=command.name,
            parent_id=command.parent_id,
            edge=command.edge,
            legal_person=command.legal_person,
        )
    ]
