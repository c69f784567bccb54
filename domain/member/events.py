"""What can happen to a membership (会籍), domain.md 2.2.

`identity` holds name and ID number under the books key; `profile` everything else that is personal,
under the file key.
"""

from datetime import date
from typing import ClassVar, Literal
from uuid import UUID

from domain.event import Event
from domain.membership import Membership
from domain.sealed import Sealed

RetentionCause = Literal["retired", "unemployed", "employer_closed", "military", "other"]


class MemberRegistered(Event, frozen=True, kw_only=True):
    """Somebody on the union's old roster was taken onto these books.

    `joined_on` is the first 入会日期, which survives transfers; `stated` is what the roster says of
    the membership, `retained_on` since when it was retained, if it ever was.
    """

    TOPIC: ClassVar[str] = "member.registered"

    identity: Sealed
    profile: Sealed
    joined_on: date
    stated: Membership = "active"
    retained_on: date | None = None


class MembershipApplied(Event, frozen=True, kw_only=True):
    """A person applied, voluntarily (中国工会章程 art. 2)."""

    TOPIC: ClassVar[str] = "member.applied"

    identity: Sealed
    profile: Sealed


class MembershipApproved(Event, frozen=True, kw_only=True):
    """The grassroots committee approved; membership counts from this day (章程 art. 2)."""

    TOPIC: ClassVar[str] = "member.approved"

    decision_no: str = ""
    details: Sealed | None = None


class ApplicationRejected(Event, frozen=True, kw_only=True):
    TOPIC: ClassVar[str] = "member.application_rejected"

    reason: str


class MemberFactCorrected(Event, frozen=True, kw_only=True):
    """Facts about a member were put right; what is absent stays as it was."""

    TOPIC: ClassVar[str] = "member.fact_corrected"

    reason: str
    identity: Sealed | None = None
    profile: Sealed | None = None
    joined_on: date | None = None


class MembershipRetained(Event, frozen=True, kw_only=True):
    """Retired, unemployed …: membership is kept, no dues are owed (章程 art. 8)."""

    TOPIC: ClassVar[str] = "member.retained"

    cause: RetentionCause
    decision_no: str = ""
    details: Sealed | None = None


class MembershipReinstated(Event, frozen=True, kw_only=True):
    TOPIC: ClassVar[str] = "member.reinstated"

    decision_no: str = ""
    details: Sealed | None = None


class WithdrawalAnnounced(Event, frozen=True, kw_only=True):
    """The committee announced a free withdrawal (章程 art. 6)."""

    TOPIC: ClassVar[str] = "member.withdrawn"

    decision_no: str = ""
    details: Sealed | None = None


class MemberDeceased(Event, frozen=True, kw_only=True):
    TOPIC: ClassVar[str] = "member.deceased"

    details: Sealed | None = None


class TransferInAccepted(Event, frozen=True, kw_only=True):
    """A member came from another union; the other half of the transfer shares `transfer_id` (章程 art. 5)."""

    TOPIC: ClassVar[str] = "member.transferred_in"

    transfer_id: UUID
    other_union: str = ""
    decision_no: str = ""
    identity: Sealed | None = None
    profile: Sealed | None = None
    joined_on: date | None = None
    details: Sealed | None = None


class TransferOutCompleted(Event, frozen=True, kw_only=True):
    """A member went to another union; the other half of the transfer shares `transfer_id` (章程 art. 5)."""

    TOPIC: ClassVar[str] = "member.transferred_out"

    transfer_id: UUID
    other_union: str = ""
    decision_no: str = ""
    details: Sealed | None = None


class MembershipChangeReversed(Event, frozen=True, kw_only=True):
    """An earlier change was entered by mistake; `reversed_version` names its event in this stream."""

    TOPIC: ClassVar[str] = "member.change_reversed"

    reversed_version: int
    reason: str


MemberEvent = (
    MemberRegistered
    | MembershipApplied
    | MembershipApproved
    | ApplicationRejected
    | MemberFactCorrected
    | MembershipRetained
    | MembershipReinstated
    | WithdrawalAnnounced
    | MemberDeceased
    | TransferInAccepted
    | TransferOutCompleted
    | MembershipChangeReversed
)
