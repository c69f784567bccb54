"""What can happen to a federation."""

from typing import ClassVar, Literal

from domain.event import Event
from domain.ids import UnionId


class FederationRegistered(Event, frozen=True, kw_only=True):
    TOPIC: ClassVar[str] = "federation.registered"

    code: str
    name: str
    credit_code: str | None = None


class UnitEnrolled(Event, frozen=True, kw_only=True):
    """A union became a unit of the federation, under a typed edge (territorial, industrial, zone)."""

    TOPIC: ClassVar[str] = "federation.unit_enrolled"

    unit_id: UnionId
    code: str
    name: str
    parent_id: UnionId
    edge: Literal["territorial", "industrial", "zone"]
    legal_person: bool


class IdentityInquiryAnswered(Event, frozen=True, kw_only=True):
    """The county asked whether some ID number is live in a unit; where is neither asked nor answered."""

    TOPIC: ClassVar[str] = "federation.identity_inquiry_answered"

    reason: str
    live: bool


FederationEvent = FederationRegistered | UnitEnrolled | IdentityInquiryAnswered
