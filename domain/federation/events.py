"""What can happen to a federation."""

from datetime import date
from typing import ClassVar, Literal
from uuid import UUID

from domain.event import Event
from domain.funds import SubsidyKind
from domain.ids import AllocationId, OfficerId, UnionId
from domain.money import PositiveFen, PostingLines
from domain.officers import Office
from domain.policy.in_force import Policy
from domain.sealed import Sealed
from domain.supervision import FreezeReason

Edge = Literal["territorial", "industrial", "zone"]


class FederationRegistered(Event, frozen=True, kw_only=True):
    TOPIC: ClassVar[str] = "federation.registered"

    code: str
    name: str
    credit_code: str | None = None


class CountyOfficerRecorded(Event, frozen=True, kw_only=True):
    """A person holds an office of the federation from the event's date; `until` ends it."""

    TOPIC: ClassVar[str] = "federation.officer_recorded"

    officer_id: OfficerId
    office: Office
    name: Sealed
    until: date | None = None


class UnitEnrolled(Event, frozen=True, kw_only=True):
    """A union became a unit of the federation, under a typed edge (territorial, industrial, zone)."""

    TOPIC: ClassVar[str] = "federation.unit_enrolled"

    unit_id: UnionId
    code: str
    name: str
    parent_id: UnionId
    edge: Edge
    legal_person: bool


class UnitMoved(Event, frozen=True, kw_only=True):
    """A unit hangs under another parent or edge from the event's date on."""

    TOPIC: ClassVar[str] = "federation.unit_moved"

    unit_id: UnionId
    parent_id: UnionId
    edge: Edge
    document_no: str


class UnitFrozen(Event, frozen=True, kw_only=True):
    """The county stopped a unit from acting; the unit's own log says so too (`union.frozen`)."""

    TOPIC: ClassVar[str] = "federation.unit_frozen"

    unit_id: UnionId
    reason: FreezeReason
    document_no: str


class UnitUnfrozen(Event, frozen=True, kw_only=True):
    TOPIC: ClassVar[str] = "federation.unit_unfrozen"

    unit_id: UnionId
    document_no: str


class UnitMerged(Event, frozen=True, kw_only=True):
    """A unit became part of another one and has no place in the tree any more (章程 art. 40)."""

    TOPIC: ClassVar[str] = "federation.unit_merged"

    unit_id: UnionId
    into_id: UnionId
    transfer_id: UUID
    document_no: str


class UnitClosed(Event, frozen=True, kw_only=True):
    """A unit was dissolved and has no place in the tree any more (工会法 art. 13)."""

    TOPIC: ClassVar[str] = "federation.unit_closed"

    unit_id: UnionId
    document_no: str


class PolicyAdoptedForUnits(Event, frozen=True, kw_only=True):
    """The federation adopted a rule that holds in its units from a date: in all, or in those listed.

    Each unit's own log carries it out with the same `adoption_id`.
    """

    TOPIC: ClassVar[str] = "federation.policy_adopted"

    adoption_id: UUID
    policy: Policy
    valid_from: date
    document_no: str
    units: tuple[UnionId, ...] = ()


class FundProvided(Event, frozen=True, kw_only=True):
    """Money of one fund stands ready to be allocated to units."""

    TOPIC: ClassVar[str] = "federation.fund_provided"

    fund: str
    amount_fen: PositiveFen
    document_no: str


class FundProvisionReversed(Event, frozen=True, kw_only=True):
    TOPIC: ClassVar[str] = "federation.fund_provision_reversed"

    fund: str
    amount_fen: PositiveFen
    reversed_version: int
    reason: str


class FundAllocated(Event, frozen=True, kw_only=True):
    """Money of a fund was allocated to a unit for a purpose; the unit receives it as a subsidy of this kind."""

    TOPIC: ClassVar[str] = "federation.fund_allocated"

    allocation_id: AllocationId
    unit_id: UnionId
    kind: SubsidyKind
    fund: str
    amount_fen: PositiveFen
    document_no: str
    handler_id: OfficerId
    approver_id: OfficerId


class FundAllocationCancelled(Event, frozen=True, kw_only=True):
    TOPIC: ClassVar[str] = "federation.fund_allocation_cancelled"

    allocation_id: AllocationId
    unit_id: UnionId
    fund: str
    amount_fen: PositiveFen
    reason: str


class FundAllocationConfirmed(Event, frozen=True, kw_only=True):
    """The unit's own log has the subsidy with this allocation's id and amount."""

    TOPIC: ClassVar[str] = "federation.fund_allocation_confirmed"

    allocation_id: AllocationId
    unit_id: UnionId
    fund: str
    amount_fen: PositiveFen
    received_on: date


class BalancesTakenOver(Event, frozen=True, kw_only=True):
    """A dissolved unit's balances came to the federation, which disposes of them (章程 art. 40)."""

    TOPIC: ClassVar[str] = "federation.balances_taken_over"

    from_union_id: UnionId
    transfer_id: UUID
    lines: PostingLines


class IdentityInquiryAnswered(Event, frozen=True, kw_only=True):
    """The county asked whether some ID number is live in a unit; where is neither asked nor answered."""

    TOPIC: ClassVar[str] = "federation.identity_inquiry_answered"

    reason: str
    live: bool


FederationEvent = (
    FederationRegistered
    | CountyOfficerRecorded
    | UnitEnrolled
    | UnitMoved
    | UnitFrozen
    | UnitUnfrozen
    | UnitMerged
    | UnitClosed
    | PolicyAdoptedForUnits
    | FundProvided
    | FundProvisionReversed
    | FundAllocated
    | FundAllocationCancelled
    | FundAllocationConfirmed
    | BalancesTakenOver
    | IdentityInquiryAnswered
)
