"""Decides about a union as an organisation."""

from typing import assert_never

import msgspec

from domain.event import Fact
from domain.ids import UnionId
from domain.officers import Office, Officers
from domain.period import is_month, last_day
from domain.policy.dues import DuesPolicy, is_sound
from domain.policy.in_force import Adopted
from domain.refusal import Refused
from domain.union.commands import (
    AdoptPolicy,
    ClosePeriod,
    DissolveUnion,
    KeepVocabulary,
    RecordOfficer,
    RegisterUnion,
    RenameUnion,
    UnionCommand,
)
from domain.union.events import (
    OfficerRecorded,
    PeriodClosed,
    PolicyAdopted,
    UnionDissolved,
    UnionEvent,
    UnionRegistered,
    UnionRenamed,
    VocabularyKept,
)

_INCOMPATIBLE: dict[Office, Office] = {"accountant": "cashier", "cashier": "accountant"}


class State(msgspec.Struct, frozen=True):
    """What later decisions need to know of a union. An office is held until its date, None: no end known."""

    registered: bool = False
    dissolved: bool = False
    name: str = ""
    federation_id: UnionId | None = None
    policies: tuple[Adopted, ...] = ()
    officers: Officers = Officers()
    closed_through: str = ""
    vocabulary: str = ""


def evolve(state: State, fact: Fact) -> State:
    event: UnionEvent = fact.event  # type: ignore[assignment] # the catalogue gave this stream only these
    match event:
        case UnionRegistered():
            return msgspec.structs.replace(
                state, registered=True, name=event.name, federation_id=event.federation_id
            )
        case UnionRenamed():
            return msgspec.structs.replace(state, name=event.name)
        case OfficerRecorded():
            return msgspec.structs.replace(state, officers=_with_officer(state.officers, event))
        case PolicyAdopted():
            adopted = Adopted(event.valid_from, event.policy)
            return msgspec.structs.replace(state, policies=(*state.policies, adopted))
        case VocabularyKept():
            return msgspec.structs.replace(state, vocabulary=event.toml)
        case PeriodClosed():
            return msgspec.structs.replace(state, closed_through=event.period)
        case UnionDissolved():
            return msgspec.structs.replace(state, dissolved=True)
        case _:
            assert_never(event)


def decide(state: State, command: UnionCommand) -> list[UnionEvent] | Refused:
    if isinstance(command, RegisterUnion):
        return _register(state, command)
    if not state.registered:
        return Refused("union.unknown")
    if state.dissolved and not isinstance(command, ClosePeriod):
        return Refused("union.dissolved")
    match command:
        case RenameUnion():
            if command.name == state.name:
                return Refused("union.name_unchanged", "name")
            return [UnionRenamed(name=command.name)]
        case RecordOfficer():
            return _record_officer(state, command)
        case AdoptPolicy():
            if isinstance(command.policy, DuesPolicy) and not is_sound(command.policy):
                return Refused("union.policy_not_sound", "policy")
            return [
                PolicyAdopted(
                    policy=command.policy,
                    valid_from=command.valid_from,
                    document_no=command.document_no,
                    adoption_id=command.adoption_id,
                )
            ]
        case KeepVocabulary():
            return [VocabularyKept(toml=command.toml)]
        case ClosePeriod():
            return _close(state, command)
        case DissolveUnion():
            return [UnionDissolved(document_no=command.document_no)]
        case _:
            assert_never(command)


def _register(state: State, command: RegisterUnion) -> list[UnionEvent] | Refused:
    if state.registered:
        return Refused("union.already_registered")
    if command.credit_code and not command.legal_person:
        return Refused("union.credit_code_without_legal_person", "credit_code")
    return [
        UnionRegistered(
            code=command.code,
            name=command.name,
            federation_id=command.federation_id,
            parent=command.parent,
            legal_person=command.legal_person,
            credit_code=command.credit_code or None,
            employer_kind=command.employer_kind,
            employee_count=command.employee_count,
            founded_on=command.founded_on,
        )
    ]


def _record_officer(state: State, command: RecordOfficer) -> list[UnionEvent] | Refused:
    """Nobody is accountant and cashier at once (会计法 art. 35)."""
    if command.until is not None and command.until < command.occurred_on:
        return Refused("union.office_ends_before_it_begins", "until")
    if command.until is None and state.officers.holds(
        command.officer_id, command.office, command.occurred_on
    ):
        return Refused("union.officer_already_recorded", "officer_id")
    other = _INCOMPATIBLE.get(command.office)
    held_already = other is not None and state.officers.holds(
        command.officer_id, other, command.occurred_on
    )
    if command.until is None and held_already:
        return Refused("union.offices_not_separated", "office")
    return [
        OfficerRecorded(
            officer_id=command.officer_id,
            office=command.office,
            name=command.name,
            until=command.until,
            member_id=command.member_id,
        )
    ]


def _with_officer(officers: Officers, event: OfficerRecorded) -> Officers:
    members = officers.members
    if event.member_id is not None:
        members = {**members, event.officer_id: event.member_id}
    return Officers({**officers.held, (event.officer_id, event.office): event.until}, members)


def _close(state: State, command: ClosePeriod) -> list[UnionEvent] | Refused:
    if not is_month(command.period):
        return Refused("union.period_malformed", "period")
    if command.period <= state.closed_through:
        return Refused("union.period_already_closed", "period")
    if command.occurred_on <= last_day(command.period):
        return Refused("union.period_not_over", "period")
    return [PeriodClosed(period=command.period)]
