"""What later decisions need to know of a union, and how its events make it up."""

from typing import assert_never
from uuid import UUID

import msgspec

from domain.event import Fact
from domain.ids import UnionId
from domain.money import PostingLines
from domain.officers import Officers
from domain.period import previous_month
from domain.policy.in_force import Adopted
from domain.refusal import Refused
from domain.union.events import (
    BalancesTakenOver,
    BankAccountRecorded,
    CommitteeElected,
    OfficerRecorded,
    ParticularsCorrected,
    PeriodClosed,
    PeriodReopened,
    PolicyAdopted,
    UnionAbsorbed,
    UnionApprovedByHigher,
    UnionDissolved,
    UnionEvent,
    UnionFrozen,
    UnionMerged,
    UnionRegistered,
    UnionRenamed,
    UnionSplit,
    UnionUnfrozen,
    VocabularyKept,
    YearLocked,
)

Decided = list[UnionEvent] | Refused


class State(msgspec.Struct, frozen=True):
    """What later decisions need to know of a union.

    `frozen` and `dissolved` (also by a merger) stop the union; whoever decides about another aggregate
    in the same log asks for them too. `closed_through` is the last closed month, empty when none is;
    `locked_through_year` the last year that is final, 0 when none is.
    """

    registered: bool = False
    dissolved: bool = False
    frozen: bool = False
    name: str = ""
    legal_person: bool = True
    credit_code: str = ""
    federation_id: UnionId | None = None
    policies: tuple[Adopted, ...] = ()
    adoptions: frozenset[UUID] = frozenset()
    officers: Officers = Officers()
    closed_through: str = ""
    locked_through_year: int = 0
    transfers: frozenset[UUID] = frozenset()
    vocabulary: str = ""


class Context(msgspec.Struct, frozen=True):
    """What some decisions want from elsewhere.

    `own_id` is the union's own tenant id; `balances` its whole trial balance on the day, one line per
    account and fund. Where they are None, they are not looked at.
    """

    own_id: UnionId | None = None
    balances: PostingLines | None = None


def evolve(state: State, fact: Fact) -> State:
    event: UnionEvent = fact.event  # type: ignore[assignment] # the catalogue gave this stream only these
    match event:
        case UnionRegistered():
            return with_particulars(
                msgspec.structs.replace(
                    state, registered=True, name=event.name, federation_id=event.federation_id
                ),
                event.legal_person,
                event.credit_code,
            )
        case UnionRenamed():
            return msgspec.structs.replace(state, name=event.name)
        case ParticularsCorrected():
            return with_particulars(state, event.legal_person, event.credit_code)
        case OfficerRecorded():
            officers = state.officers.with_office(
                event.officer_id, event.office, event.until, event.member_id
            )
            return msgspec.structs.replace(state, officers=officers)
        case PolicyAdopted():
            return _with_policy(state, event)
        case VocabularyKept():
            return msgspec.structs.replace(state, vocabulary=event.toml)
        case PeriodClosed():
            return msgspec.structs.replace(state, closed_through=event.period)
        case PeriodReopened():
            return msgspec.structs.replace(state, closed_through=previous_month(event.period))
        case YearLocked():
            return msgspec.structs.replace(state, locked_through_year=event.year)
        case UnionFrozen():
            return msgspec.structs.replace(state, frozen=True)
        case UnionUnfrozen():
            return msgspec.structs.replace(state, frozen=False)
        case UnionAbsorbed() | UnionSplit() | BalancesTakenOver():
            return msgspec.structs.replace(state, transfers=state.transfers | {event.transfer_id})
        case UnionMerged() | UnionDissolved():
            return msgspec.structs.replace(state, dissolved=True)
        case UnionApprovedByHigher() | CommitteeElected() | BankAccountRecorded():
            return state
        case _:
            assert_never(event)


def with_particulars(state: State, legal_person: bool | None, credit_code: str | None) -> State:  # noqa: FBT001 # a field of the event
    return msgspec.structs.replace(
        state,
        legal_person=state.legal_person if legal_person is None else legal_person,
        credit_code=state.credit_code if credit_code is None else credit_code,
    )


def _with_policy(state: State, event: PolicyAdopted) -> State:
    adoptions = state.adoptions
    if event.adoption_id is not None:
        adoptions |= {event.adoption_id}
    adopted = Adopted(event.valid_from, event.policy)
    return msgspec.structs.replace(state, policies=(*state.policies, adopted), adoptions=adoptions)
