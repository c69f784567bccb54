"""What may be asked about a membership. Every command names the member."""

from datetime import date
from uuid import UUID

from domain.command import Command
from domain.ids import MemberId
from domain.member.events import RetentionCause
from domain.membership import Membership
from domain.sealed import Sealed


class RegisterMember(Command, frozen=True, kw_only=True):
    member_id: MemberId
    identity: Sealed
    profile: Sealed
    joined_on: date
    stated: Membership = "active"
    retained_on: date | None = None


class ApplyForMembership(Command, frozen=True, kw_only=True):
    member_id: MemberId
    identity: Sealed
    profile: Sealed


class ApproveMembership(Command, frozen=True, kw_only=True):
    """`application_on_paper`: an admission of the past, taken from a ledger; the application is on file."""

    member_id: MemberId
    decision_no: str = ""
    details: Sealed | None = None
    application_on_paper: bool = False


class RejectApplication(Command, frozen=True, kw_only=True):
    member_id: MemberId
    reason: str


class CorrectMemberFact(Command, frozen=True, kw_only=True):
    member_id: MemberId
    reason: str
    identity: Sealed | None = None
    profile: Sealed | None = None
    joined_on: date | None = None


class RetainMembership(Command, frozen=True, kw_only=True):
    member_id: MemberId
    cause: RetentionCause
    decision_no: str = ""
    details: Sealed | None = None


class ReinstateMembership(Command, frozen=True, kw_only=True):
    member_id: MemberId
    decision_no: str = ""
    details: Sealed | None = None


class AnnounceWithdrawal(Command, frozen=True, kw_only=True):
    member_id: MemberId
    decision_no: str = ""
    details: Sealed | None = None


class RecordDeath(Command, frozen=True, kw_only=True):
    member_id: MemberId
    details: Sealed | None = None


class AcceptTransferIn(Command, frozen=True, kw_only=True):
    """`identity` and `profile` are needed unless the person is already on these books."""

    member_id: MemberId
    transfer_id: UUID
    other_union: str = ""
    decision_no: str = ""
    identity: Sealed | None = None
    profile: Sealed | None = None
    joined_on: date | None = None
    details: Sealed | None = None


class CompleteTransferOut(Command, frozen=True, kw_only=True):
    member_id: MemberId
    transfer_id: UUID
    other_union: str = ""
    decision_no: str = ""
    details: Sealed | None = None


class ReverseMembershipChange(Command, frozen=True, kw_only=True):
    member_id: MemberId
    reversed_version: int
    reason: str


MemberCommand = (
    RegisterMember
    | ApplyForMembership
    | ApproveMembership
    | RejectApplication
    | CorrectMemberFact
    | RetainMembership
    | ReinstateMembership
    | AnnounceWithdrawal
    | RecordDeath
    | AcceptTransferIn
    | CompleteTransferOut
    | ReverseMembershipChange
)
