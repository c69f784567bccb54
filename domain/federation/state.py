"""What later decisions need to know of a federation, and how its events make it up."""

from typing import assert_never
from uuid import UUID

import msgspec

from domain.event import Fact
from domain.federation.events import (
    BalancesTakenOver,
    CountyOfficerRecorded,
    Edge,
    FederationEvent,
    FederationRegistered,
    FundAllocated,
    FundAllocationCancelled,
    FundAllocationConfirmed,
    FundProvided,
    FundProvisionReversed,
    IdentityInquiryAnswered,
    PolicyAdoptedForUnits,
    UnitClosed,
    UnitEnrolled,
    UnitFrozen,
    UnitMerged,
    UnitMoved,
    UnitUnfrozen,
)
from domain.ids import AllocationId, UnionId
from domain.officers import Officers
from domain.refusal import Refused

Decided = list[FederationEvent] | Refused


class Place(msgspec.Struct, frozen=True):
    """Where a unit hangs in the tree."""

    parent_id: UnionId
    edge: Edge


class State(msgspec.Struct, frozen=True):
    """The tree of units, the officers, and the money that stands ready for units.

    `units` and `codes` name every unit ever enrolled; of these `ended` were merged or closed.
    """

    registered: bool = False
    units: frozenset[UnionId] = frozenset()
    codes: frozenset[str] = frozenset()
    places: dict[UnionId, Place] = {}
    frozen: frozenset[UnionId] = frozenset()
    ended: frozenset[UnionId] = frozenset()
    officers: Officers = Officers()
    adoptions: dict[UUID, PolicyAdoptedForUnits] = {}
    provisions: dict[int, FundProvided] = {}
    reversed_provisions: frozenset[int] = frozenset()
    allocations: dict[AllocationId, FundAllocated] = {}
    cancelled: frozenset[AllocationId] = frozenset()
    confirmed: frozenset[AllocationId] = frozenset()
    transfers: frozenset[UUID] = frozenset()

    def adopted_for(self, unit_id: UnionId) -> tuple[PolicyAdoptedForUnits, ...]:
        """Return the adoptions that hold for a unit, in the order they were made."""
        return tuple(
            adopted
            for adopted in self.adoptions.values()
            if not adopted.units or unit_id in adopted.units
        )

    def available_fen(self, fund: str) -> int:
        """Return what was provided in a fund and not allocated yet, in fen."""
        provided = sum(
            provision.amount_fen
            for version, provision in self.provisions.items()
            if provision.fund == fund and version not in self.reversed_provisions
        )
        allocated = sum(
            allocation.amount_fen
            for allocation_id, allocation in self.allocations.items()
            if allocation.fund == fund and allocation_id not in self.cancelled
        )
        return provided - allocated

    def has_units_below(self, unit_id: UnionId) -> bool:
        """Tell whether units that still exist hang directly under a unit."""
        return any(
            place.parent_id == unit_id and below not in self.ended
            for below, place in self.places.items()
        )

    def is_below(self, unit_id: UnionId, above: UnionId) -> bool:
        """Tell whether a unit is another one or hangs somewhere under it."""
        seen: set[UnionId] = set()
        while unit_id != above:
            place = self.places.get(unit_id)
            if place is None or unit_id in seen:
                return False
            seen.add(unit_id)
            unit_id = place.parent_id
        return True


def evolve(state: State, fact: Fact) -> State:
    event: FederationEvent = fact.event  # type: ignore[assignment] # the catalogue gave this stream only these
    match event:
        case FederationRegistered():
            return msgspec.structs.replace(state, registered=True, codes=state.codes | {event.code})
        case CountyOfficerRecorded():
            officers = state.officers.with_office(event.officer_id, event.office, event.until)
            return msgspec.structs.replace(state, officers=officers)
        case UnitEnrolled():
            return _placed(
                msgspec.structs.replace(
                    state, units=state.units | {event.unit_id}, codes=state.codes | {event.code}
                ),
                event,
            )
        case UnitMoved():
            return _placed(state, event)
        case UnitFrozen():
            return msgspec.structs.replace(state, frozen=state.frozen | {event.unit_id})
        case UnitUnfrozen():
            return msgspec.structs.replace(state, frozen=state.frozen - {event.unit_id})
        case UnitMerged() | UnitClosed():
            return msgspec.structs.replace(state, ended=state.ended | {event.unit_id})
        case PolicyAdoptedForUnits():
            adoptions = {**state.adoptions, event.adoption_id: event}
            return msgspec.structs.replace(state, adoptions=adoptions)
        case BalancesTakenOver():
            return msgspec.structs.replace(state, transfers=state.transfers | {event.transfer_id})
        case IdentityInquiryAnswered():
            return state
        case _:
            return _with_money(state, event, fact.version)


def _placed(state: State, event: UnitEnrolled | UnitMoved) -> State:
    places = {**state.places, event.unit_id: Place(event.parent_id, event.edge)}
    return msgspec.structs.replace(state, places=places)


def _with_money(
    state: State,
    event: FundProvided
    | FundProvisionReversed
    | FundAllocated
    | FundAllocationCancelled
    | FundAllocationConfirmed,
    version: int,
) -> State:
    match event:
        case FundProvided():
            return msgspec.structs.replace(state, provisions={**state.provisions, version: event})
        case FundProvisionReversed():
            reversed_provisions = state.reversed_provisions | {event.reversed_version}
            return msgspec.structs.replace(state, reversed_provisions=reversed_provisions)
        case FundAllocated():
            allocations = {**state.allocations, event.allocation_id: event}
            return msgspec.structs.replace(state, allocations=allocations)
        case FundAllocationCancelled():
            return msgspec.structs.replace(state, cancelled=state.cancelled | {event.allocation_id})
        case FundAllocationConfirmed():
            return msgspec.structs.replace(state, confirmed=state.confirmed | {event.allocation_id})
        case _:
            assert_never(event)
