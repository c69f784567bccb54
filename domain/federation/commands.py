"""What may be asked of a federation."""

from datetime import date
from uuid import UUID

from domain.command import Command
from domain.federation.events import Edge
from domain.funds import SubsidyKind
from domain.ids import AllocationId, OfficerId, UnionId
from domain.money import PostingLines
from domain.officers import Office
from domain.policy.in_force import Policy
from domain.sealed import Sealed
from domain.supervision import FreezeReason


class RegisterFederation(Command, frozen=True, kw_only=True):
    code: str
    name: str
    credit_code: str | None = None


class RecordCountyOfficer(Command, frozen=True, kw_only=True):
    officer_id: OfficerId
    office: Office
    name: Sealed
    until: date | None = None


class EnrolUnit(Command, frozen=True, kw_only=True):
    unit_id: UnionId
    code: str
    name: str
    parent_id: UnionId
    edge: Edge
    legal_person: bool


class MoveUnit(Command, frozen=True, kw_only=True):
    unit_id: UnionId
    parent_id: UnionId
    edge: Edge
    document_no: str


class FreezeUnit(Command, frozen=True, kw_only=True):
    unit_id: UnionId
    reason: FreezeReason
    document_no: str


class UnfreezeUnit(Command, frozen=True, kw_only=True):
    unit_id: UnionId
    document_no: str


class MergeUnit(Command, frozen=True, kw_only=True):
    unit_id: UnionId
    into_id: UnionId
    transfer_id: UUID
    document_no: str


class CloseUnit(Command, frozen=True, kw_only=True):
    unit_id: UnionId
    document_no: str


class AdoptPolicyForUnits(Command, frozen=True, kw_only=True):
    """`units` empty: for all units, also those enrolled later."""

    adoption_id: UUID
    policy: Policy
    valid_from: date
    document_no: str
    units: tuple[UnionId, ...] = ()


class ProvideFund(Command, frozen=True, kw_only=True):
    fund: str
    amount_fen: int
    document_no: str


class ReverseFundProvision(Command, frozen=True, kw_only=True):
    reversed_version: int
    reason: str


class AllocateFund(Command, frozen=True, kw_only=True):
    allocation_id: AllocationId
    unit_id: UnionId
    kind: SubsidyKind
    fund: str
    amount_fen: int
    document_no: str
    handler_id: OfficerId
    approver_id: OfficerId


class CancelFundAllocation(Command, frozen=True, kw_only=True):
    allocation_id: AllocationId
    reason: str


class ConfirmFundAllocation(Command, frozen=True, kw_only=True):
    """What the unit's log says of the subsidy it received."""

    allocation_id: AllocationId
    fund: str
    amount_fen: int
    received_on: date


class TakeOverBalances(Command, frozen=True, kw_only=True):
    from_union_id: UnionId
    transfer_id: UUID
    lines: PostingLines


class AnswerIdentityInquiry(Command, frozen=True, kw_only=True):
    """`live` was looked up before: the answer is decided elsewhere, that it was given is recorded."""

    reason: str
    live: bool


FederationCommand = (
    RegisterFederation
    | RecordCountyOfficer
    | EnrolUnit
    | MoveUnit
    | FreezeUnit
    | UnfreezeUnit
    | MergeUnit
    | CloseUnit
    | AdoptPolicyForUnits
    | ProvideFund
    | ReverseFundProvision
    | AllocateFund
    | CancelFundAllocation
    | ConfirmFundAllocation
    | TakeOverBalances
    | AnswerIdentityInquiry
)
