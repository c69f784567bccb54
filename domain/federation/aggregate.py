"""Decides about a federation and its tree of units."""

from typing import assert_never

from domain.federation import money
from domain.federation.commands import (
    AdoptPolicyForUnits,
    AllocateFund,
    AnswerIdentityInquiry,
    CancelFundAllocation,
    CloseUnit,
    ConfirmFundAllocation,
    EnrolUnit,
    FederationCommand,
    FreezeUnit,
    MergeUnit,
    MoveUnit,
    ProvideFund,
    RecordCountyOfficer,
    RegisterFederation,
    ReverseFundProvision,
    TakeOverBalances,
    UnfreezeUnit,
)
from domain.federation.events import (
    CountyOfficerRecorded,
    FederationRegistered,
    IdentityInquiryAnswered,
    PolicyAdoptedForUnits,
    UnitClosed,
    UnitEnrolled,
    UnitFrozen,
    UnitMerged,
    UnitMoved,
    UnitUnfrozen,
)
from domain.federation.state import Decided, Place, State, evolve
from domain.ids import UnionId
from domain.policy.soundness import is_sound
from domain.refusal import Refused

__all__ = ["State", "decide", "evolve"]


def decide(state: State, command: FederationCommand, *, own_id: UnionId) -> Decided:
    """`own_id` is the federation's own tenant id: the top of its tree."""
    if isinstance(command, RegisterFederation):
        return _register(state, command)
    if not state.registered:
        return Refused("federation.unknown")
    match command:
        case RecordCountyOfficer():
            return _record_officer(state, command)
        case EnrolUnit():
            return _enrol(state, command, own_id)
        case MoveUnit():
            return _move(state, command, own_id)
        case FreezeUnit() | UnfreezeUnit():
            return _freeze(state, command)
        case MergeUnit() | CloseUnit():
            return _end(state, command)
        case AdoptPolicyForUnits():
            return _adopt(state, command)
        case ProvideFund():
            return money.provide(command)
        case ReverseFundProvision():
            return money.reverse_provision(state, command)
        case AllocateFund():
            return money.allocate(state, command)
        case CancelFundAllocation():
            return money.cancel(state, command)
        case ConfirmFundAllocation():
            return money.confirm(state, command)
        case TakeOverBalances():
            return money.take_over(state, command)
        case AnswerIdentityInquiry():
            return [IdentityInquiryAnswered(reason=command.reason, live=command.live)]
        case _:
            assert_never(command)


def _register(state: State, command: RegisterFederation) -> Decided:
    if state.registered:
        return Refused("federation.already_registered")
    return [
        FederationRegistered(
            code=command.code, name=command.name, credit_code=command.credit_code or None
        )
    ]


def _record_officer(state: State, command: RecordCountyOfficer) -> Decided:
    """The rules of a union's officers hold for the county's too (会计法 art. 35)."""
    day = command.occurred_on
    if command.until is not None and command.until < day:
        return Refused("federation.office_ends_before_it_begins", "until")
    if command.until is None and state.officers.holds(command.officer_id, command.office, day):
        return Refused("federation.officer_already_recorded", "officer_id")
    lasts = command.until is None or command.until > day
    begins = lasts and not state.officers.holds(command.officer_id, command.office, day)
    if begins and state.officers.clashes(command.officer_id, command.office, day):
        return Refused("federation.offices_not_separated", "office")
    return [
        CountyOfficerRecorded(
            officer_id=command.officer_id,
            office=command.office,
            name=command.name,
            until=command.until,
        )
    ]


def _enrol(state: State, command: EnrolUnit, own_id: UnionId) -> Decided:
    if command.unit_id == own_id:
        return Refused("federation.unit_is_federation", "unit_id")
    if command.unit_id in state.units:
        return Refused("federation.unit_already_enrolled", "unit_id")
    if command.code in state.codes:
        return Refused("federation.unit_code_taken", "code")
    fault = _no_parent(state, command.parent_id, own_id)
    if fault is not None:
        return fault
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


def _move(state: State, command: MoveUnit, own_id: UnionId) -> Decided:
    """A unit never hangs under itself, however far down."""
    fault = _no_unit(state, command.unit_id) or _no_parent(state, command.parent_id, own_id)
    if fault is not None:
        return fault
    if state.is_below(command.parent_id, command.unit_id):
        return Refused("federation.unit_below_itself", "parent_id")
    if state.places[command.unit_id] == Place(command.parent_id, command.edge):
        return Refused("federation.place_unchanged", "parent_id")
    return [
        UnitMoved(
            unit_id=command.unit_id,
            parent_id=command.parent_id,
            edge=command.edge,
            document_no=command.document_no,
        )
    ]


def _freeze(state: State, command: FreezeUnit | UnfreezeUnit) -> Decided:
    fault = _no_unit(state, command.unit_id)
    if fault is not None:
        return fault
    is_frozen = command.unit_id in state.frozen
    if isinstance(command, FreezeUnit):
        if is_frozen:
            return Refused("federation.unit_already_frozen", "unit_id")
        return [
            UnitFrozen(
                unit_id=command.unit_id, reason=command.reason, document_no=command.document_no
            )
        ]
    if not is_frozen:
        return Refused("federation.unit_not_frozen", "unit_id")
    return [UnitUnfrozen(unit_id=command.unit_id, document_no=command.document_no)]


def _end(state: State, command: MergeUnit | CloseUnit) -> Decided:
    """A unit ends only when nothing hangs under it: those below are moved first."""
    fault = _no_unit(state, command.unit_id)
    if fault is not None:
        return fault
    if state.has_units_below(command.unit_id):
        return Refused("federation.units_below", "unit_id")
    if isinstance(command, CloseUnit):
        return [UnitClosed(unit_id=command.unit_id, document_no=command.document_no)]
    if command.into_id == command.unit_id:
        return Refused("federation.unit_merged_into_itself", "into_id")
    if command.into_id not in state.units or command.into_id in state.ended:
        return Refused("federation.receiver_unknown", "into_id")
    return [
        UnitMerged(
            unit_id=command.unit_id,
            into_id=command.into_id,
            transfer_id=command.transfer_id,
            document_no=command.document_no,
        )
    ]


def _adopt(state: State, command: AdoptPolicyForUnits) -> Decided:
    if command.adoption_id in state.adoptions:
        return Refused("federation.already_adopted", "adoption_id")
    if not is_sound(command.policy):
        return Refused("federation.policy_not_sound", "policy")
    if not set(command.units) <= state.units:
        return Refused("federation.unit_unknown", "units")
    return [
        PolicyAdoptedForUnits(
            adoption_id=command.adoption_id,
            policy=command.policy,
            valid_from=command.valid_from,
            document_no=command.document_no,
            units=command.units,
        )
    ]


def _no_unit(state: State, unit_id: UnionId) -> Refused | None:
    if unit_id not in state.units:
        return Refused("federation.unit_unknown", "unit_id")
    if unit_id in state.ended:
        return Refused("federation.unit_ended", "unit_id")
    return None


def _no_parent(state: State, parent_id: UnionId, own_id: UnionId) -> Refused | None:
    if parent_id == own_id:
        return None
    if parent_id not in state.units:
        return Refused("federation.parent_unknown", "parent_id")
    if parent_id in state.ended:
        return Refused("federation.parent_ended", "parent_id")
    return None
