"""What may be asked about a membership. Every command names the member."""

from datetime import date
from uuid import UUID

from domain.command import Command
from domain.ids import BranchId, MemberId, OfficerId, UnionId
from domain.member.events import (
    ArrearsEnd,
    CertificateKind,
    CollectionCause,
    RetentionCause,
    TransferEnd,
    TransferSide,
)
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
    approved_by: OfficerId | None = None


class RetainMembership(Command, frozen=True, kw_only=True):
    """`from_month`: from when dues stop, as announced; it must be the month of the business date."""

    member_id: MemberId
    cause: RetentionCause
    decision_no: str = ""
    details: Sealed | None = None
    from_month: str | None = None


class ReinstateMembership(Command, frozen=True, kw_only=True):
    member_id: MemberId
    decision_no: str = ""
    details: Sealed | None = None


class RequestWithdrawal(Command, frozen=True, kw_only=True):
    member_id: MemberId
    details: Sealed | None = None


class CancelWithdrawalRequest(Command, frozen=True, kw_only=True):
    member_id: MemberId
    details: Sealed | None = None


class AnnounceWithdrawal(Command, frozen=True, kw_only=True):
    """`request_on_paper`: a withdrawal taken from a ledger (补登); the request is on file, not on these books."""

    member_id: MemberId
    decision_no: str = ""
    details: Sealed | None = None
    request_on_paper: bool = True


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


class StartTransferOut(Command, frozen=True, kw_only=True):
    member_id: MemberId
    transfer_id: UUID
    target_union_id: UnionId | None = None
    target_union: str = ""
    last_dues_month: str | None = None
    decision_no: str = ""
    details: Sealed | None = None


class CancelTransferOut(Command, frozen=True, kw_only=True):
    member_id: MemberId
    transfer_id: UUID
    by: TransferSide
    reason: TransferEnd
    details: Sealed | None = None


class CompleteTransferOut(Command, frozen=True, kw_only=True):
    """Follows the new union's acceptance; without a transfer started here it is taken from a ledger (补登)."""

    member_id: MemberId
    transfer_id: UUID
    other_union: str = ""
    decision_no: str = ""
    details: Sealed | None = None


class ReverseRegistration(Command, frozen=True, kw_only=True):
    """Take back an entry that a roster told of, with the import it came in."""

    member_id: MemberId
    reversed_version: int
    reason: str


class ReverseMembershipChange(Command, frozen=True, kw_only=True):
    member_id: MemberId
    reversed_version: int
    reason: str
    approved_by: OfficerId | None = None


class CancelApplication(Command, frozen=True, kw_only=True):
    member_id: MemberId
    details: Sealed | None = None


class IssueArrearsWarning(Command, frozen=True, kw_only=True):
    """How many months are unpaid comes from the dues account, not from whoever asks."""

    member_id: MemberId
    issued_by: OfficerId
    details: Sealed | None = None


class ClearArrears(Command, frozen=True, kw_only=True):
    member_id: MemberId
    reason: ArrearsEnd
    details: Sealed | None = None


class DeclareDeemedWithdrawal(Command, frozen=True, kw_only=True):
    """The committee states the conditions of 章程 art. 6 that only people can judge; all must hold."""

    member_id: MemberId
    no_just_cause: bool
    no_participation: bool
    education_refused: bool
    decision_no: str
    decided_by: OfficerId
    details: Sealed | None = None


class ProposeExpulsion(Command, frozen=True, kw_only=True):
    member_id: MemberId
    proposed_by: OfficerId
    details: Sealed | None = None


class DropExpulsion(Command, frozen=True, kw_only=True):
    member_id: MemberId
    decision_no: str
    details: Sealed | None = None


class DecideExpulsion(Command, frozen=True, kw_only=True):
    member_id: MemberId
    decision_no: str
    decided_by: OfficerId
    details: Sealed | None = None


class FileExpulsion(Command, frozen=True, kw_only=True):
    member_id: MemberId
    filing_no: str


class AssignMember(Command, frozen=True, kw_only=True):
    member_id: MemberId
    branch_id: BranchId | None = None
    group_id: BranchId | None = None


class IssueCertificate(Command, frozen=True, kw_only=True):
    member_id: MemberId
    kind: CertificateKind
    certificate: Sealed


class CollectCertificate(Command, frozen=True, kw_only=True):
    member_id: MemberId
    issued_version: int
    cause: CollectionCause
    details: Sealed | None = None


class GiveConsent(Command, frozen=True, kw_only=True):
    member_id: MemberId
    notice_version: str


class WithdrawConsent(Command, frozen=True, kw_only=True):
    member_id: MemberId
    notice_version: str


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
    | ReverseRegistration
    | CancelApplication
    | StartTransferOut
    | CancelTransferOut
    | IssueArrearsWarning
    | ClearArrears
    | DeclareDeemedWithdrawal
    | RequestWithdrawal
    | CancelWithdrawalRequest
    | ProposeExpulsion
    | DropExpulsion
    | DecideExpulsion
    | FileExpulsion
    | AssignMember
    | IssueCertificate
    | CollectCertificate
    | GiveConsent
    | WithdrawConsent
)
