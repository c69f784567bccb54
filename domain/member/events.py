"""What can happen to a membership (会籍), domain.md 2.2.

`identity` holds name and ID number under the books key; `profile` everything else that is personal,
under the file key.
"""

from datetime import date
from typing import ClassVar, Literal
from uuid import UUID

from domain.event import Event
from domain.ids import BranchId, OfficerId, UnionId
from domain.membership import Membership
from domain.period import Month, MonthCount
from domain.sealed import Sealed

RetentionCause = Literal["retired", "unemployed", "employer_closed", "military", "other"]
TransferSide = Literal["old_union", "new_union"]
TransferEnd = Literal["stays_employed", "not_accepted", "entered_by_mistake", "other"]
ArrearsEnd = Literal["paid", "just_cause", "entered_by_mistake", "other"]
CertificateKind = Literal["certificate", "card"]
CollectionCause = Literal[
    "retained", "withdrawn", "expelled", "transferred", "deceased", "replaced", "lost"
]


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
    approved_by: OfficerId | None = None


class MembershipRetained(Event, frozen=True, kw_only=True):
    """Retired, unemployed …: membership is kept, no dues are owed (章程 art. 8).

    `from_month` is the month from which dues stop, as the group leader announced it; it is the month of the
    business date, for dues follow the state at the end of a month.
    """

    TOPIC: ClassVar[str] = "member.retained"

    cause: RetentionCause
    decision_no: str = ""
    details: Sealed | None = None
    from_month: Month | None = None


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
    approved_by: OfficerId | None = None


class RegistrationReversed(Event, frozen=True, kw_only=True):
    """An entry that only a roster told of is taken back: the person never stood on these books (冲销, rule 17).

    Nothing but that entry may stand on the stream; whoever was taken back may be registered again.
    """

    TOPIC: ClassVar[str] = "member.registration_reversed"

    reversed_version: int
    reason: str


class ApplicationCancelled(Event, frozen=True, kw_only=True):
    """The applicant took the application back; joining is voluntary (章程 art. 2)."""

    TOPIC: ClassVar[str] = "member.application_cancelled"

    details: Sealed | None = None


class TransferOutStarted(Event, frozen=True, kw_only=True):
    """The old union gave the letter of transfer (开具接转, 章程 art. 5); the member stays one until it is accepted.

    `target_union_id` where the new union keeps its books here too, `target_union` its name as written.
    """

    TOPIC: ClassVar[str] = "member.transfer_out_started"

    transfer_id: UUID
    target_union_id: UnionId | None = None
    target_union: str = ""
    last_dues_month: Month | None = None
    decision_no: str = ""
    details: Sealed | None = None


class TransferOutCancelled(Event, frozen=True, kw_only=True):
    """A pending transfer came to nothing: the state before it holds again (domain.md 2.2, row 6)."""

    TOPIC: ClassVar[str] = "member.transfer_out_cancelled"

    transfer_id: UUID
    by: TransferSide
    reason: TransferEnd
    details: Sealed | None = None


class ArrearsWarningIssued(Event, frozen=True, kw_only=True):
    """An officer asked for the dues and talked with the member (催缴教育, 章程 art. 6); the talks in `details`."""

    TOPIC: ClassVar[str] = "member.arrears_warning_issued"

    months_unpaid: MonthCount
    issued_by: OfficerId
    details: Sealed | None = None


class ArrearsCleared(Event, frozen=True, kw_only=True):
    """The warning holds no more: paid, or excused by a just cause."""

    TOPIC: ClassVar[str] = "member.arrears_cleared"

    reason: ArrearsEnd
    details: Sealed | None = None


class DeemedWithdrawalDeclared(Event, frozen=True, kw_only=True):
    """The committee found all four conditions of 章程 art. 6 and declared the member withdrawn (视为自动退会)."""

    TOPIC: ClassVar[str] = "member.deemed_withdrawal_declared"

    months_unpaid: MonthCount
    decision_no: str
    decided_by: OfficerId
    policy_id: str
    policy_version: int
    details: Sealed | None = None


class WithdrawalRequested(Event, frozen=True, kw_only=True):
    """The member told the union group to withdraw (章程 art. 6); a member until it is announced."""

    TOPIC: ClassVar[str] = "member.withdrawal_requested"

    details: Sealed | None = None


class WithdrawalRequestCancelled(Event, frozen=True, kw_only=True):
    """The member took the request back before it was announced."""

    TOPIC: ClassVar[str] = "member.withdrawal_request_cancelled"

    details: Sealed | None = None


class ExpulsionProposed(Event, frozen=True, kw_only=True):
    """The union group discussed an expulsion (章程 art. 7); `details` hold judgement and opinion."""

    TOPIC: ClassVar[str] = "member.expulsion_proposed"

    proposed_by: OfficerId
    details: Sealed | None = None


class ExpulsionDropped(Event, frozen=True, kw_only=True):
    """The committee decided against a proposed expulsion."""

    TOPIC: ClassVar[str] = "member.expulsion_dropped"

    decision_no: str
    details: Sealed | None = None


class ExpulsionDecided(Event, frozen=True, kw_only=True):
    """The grassroots committee expelled the member (开除会籍, 章程 art. 7): membership ends on this day."""

    TOPIC: ClassVar[str] = "member.expulsion_decided"

    decision_no: str
    decided_by: OfficerId
    details: Sealed | None = None


class ExpulsionFiled(Event, frozen=True, kw_only=True):
    """The next higher union took the expulsion on file (报上一级工会备案, 章程 art. 7)."""

    TOPIC: ClassVar[str] = "member.expulsion_filed"

    filing_no: str


class MemberAssigned(Event, frozen=True, kw_only=True):
    """From this day the member belongs to a branch (分会), a group (小组), both or neither (章程 art. 30)."""

    TOPIC: ClassVar[str] = "member.assigned"

    branch_id: BranchId | None = None
    group_id: BranchId | None = None


class CertificateIssued(Event, frozen=True, kw_only=True):
    """A 会员证 or 会员卡 was given out (章程 art. 2); `certificate` holds its number."""

    TOPIC: ClassVar[str] = "member.certificate_issued"

    kind: CertificateKind
    certificate: Sealed


class CertificateCollected(Event, frozen=True, kw_only=True):
    """A certificate was taken back or became void (章程 art. 6); `issued_version` names its event."""

    TOPIC: ClassVar[str] = "member.certificate_collected"

    issued_version: int
    cause: CollectionCause
    details: Sealed | None = None


class ConsentGiven(Event, frozen=True, kw_only=True):
    """The person read a notice of this version and agreed to the use of personal data (PIPL arts. 13 and 14)."""

    TOPIC: ClassVar[str] = "member.consent_given"

    notice_version: str


class ConsentWithdrawn(Event, frozen=True, kw_only=True):
    """The person takes a consent back (PIPL art. 15); what was done before stays lawful."""

    TOPIC: ClassVar[str] = "member.consent_withdrawn"

    notice_version: str


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
    | RegistrationReversed
    | ApplicationCancelled
    | TransferOutStarted
    | TransferOutCancelled
    | ArrearsWarningIssued
    | ArrearsCleared
    | DeemedWithdrawalDeclared
    | WithdrawalRequested
    | WithdrawalRequestCancelled
    | ExpulsionProposed
    | ExpulsionDropped
    | ExpulsionDecided
    | ExpulsionFiled
    | MemberAssigned
    | CertificateIssued
    | CertificateCollected
    | ConsentGiven
    | ConsentWithdrawn
)
