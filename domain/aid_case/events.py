"""What can happen to an aid case. 人次 counts payments, 户数 households, 金额 payments less what came back."""

from typing import ClassVar, Literal

from domain.aid import AidCategory, ApprovalTier, FundSource, PaymentMethod
from domain.attachment import Attachment
from domain.event import Event
from domain.ids import AidCaseId, HouseholdId, MemberId, OfficerId, PayBatchId
from domain.money import PositiveFen, PostingLines
from domain.policy.aid import AidWarning
from domain.sealed import Sealed

RejectionReason = Literal[
    "not_eligible", "over_limit", "no_funds", "papers_incomplete", "excluded_by_other_aid", "other"
]
CancelReason = Literal["withdrawn", "deceased", "file_closed", "entered_twice", "other"]


class AidRequested(Event, frozen=True, kw_only=True):
    """Aid was asked for a registered household; `details` says for what, sealed under the file key."""

    TOPIC: ClassVar[str] = "aid_case.requested"

    aid_case_id: AidCaseId
    case_no: str
    household_id: HouseholdId
    beneficiary_id: MemberId
    category: AidCategory
    fund_source: FundSource
    amount_fen: PositiveFen
    handler_id: OfficerId
    evidence: tuple[Attachment, ...] = ()
    details: Sealed | None = None


class AidReviewed(Event, frozen=True, kw_only=True):
    """The request was checked (审核); only one that is supported can be approved."""

    TOPIC: ClassVar[str] = "aid_case.reviewed"

    aid_case_id: AidCaseId
    outcome: Literal["supported", "not_supported"]
    reviewer_id: OfficerId


class AidApproved(Event, frozen=True, kw_only=True):
    """Aid was approved for a registered household (先建档、后帮扶); the event's date is the 审批日期.

    `requested_version` is the request that was approved; without one the approval was taken over from
    paper. `warnings` are limits of the policy named that the amount passes.
    """

    TOPIC: ClassVar[str] = "aid_case.approved"

    aid_case_id: AidCaseId
    case_no: str
    household_id: HouseholdId
    beneficiary_id: MemberId
    category: AidCategory
    fund_source: FundSource
    amount_fen: PositiveFen
    handler_id: OfficerId | None = None
    reviewer_id: OfficerId | None = None
    approver_id: OfficerId | None = None
    requested_version: int | None = None
    tier: ApprovalTier | None = None
    decision_no: str | None = None
    limits_id: str | None = None
    limits_version: int | None = None
    warnings: tuple[AidWarning, ...] = ()


class AidApprovalReversed(Event, frozen=True, kw_only=True):
    """An approval that was taken over from paper is taken back, unpaid (冲销, rule 17)."""

    TOPIC: ClassVar[str] = "aid_case.approval_reversed"

    aid_case_id: AidCaseId
    household_id: HouseholdId
    reason: str


class AidRejected(Event, frozen=True, kw_only=True):
    """The request was not approved: nothing more happens to this case."""

    TOPIC: ClassVar[str] = "aid_case.rejected"

    aid_case_id: AidCaseId
    household_id: HouseholdId
    reason: RejectionReason
    approver_id: OfficerId
    tier: ApprovalTier
    decision_no: str | None = None


class AidCancelled(Event, frozen=True, kw_only=True):
    """A request or an approval of which nothing is paid was taken back."""

    TOPIC: ClassVar[str] = "aid_case.cancelled"

    aid_case_id: AidCaseId
    household_id: HouseholdId
    reason: CancelReason
    handler_id: OfficerId


class AidPaid(Event, frozen=True, kw_only=True):
    """A payment of the case; `payee` holds bank, account and phone under the books key.

    `exception_document_no`: the paper that lets the money go to a guardian's or spouse's account.
    """

    TOPIC: ClassVar[str] = "aid_case.paid"

    aid_case_id: AidCaseId
    household_id: HouseholdId
    recipient_id: MemberId
    category: AidCategory
    fund_source: FundSource
    amount_fen: PositiveFen
    method: PaymentMethod
    payee: Sealed
    posting_map: str
    lines: PostingLines
    cashier_id: OfficerId | None = None
    exception_document_no: str | None = None
    pay_batch_id: PayBatchId | None = None
    warnings: tuple[AidWarning, ...] = ()


class AidPaymentReturned(Event, frozen=True, kw_only=True):
    """A payment came back (退汇) or was entered by mistake: it no longer counts."""

    TOPIC: ClassVar[str] = "aid_case.payment_returned"

    aid_case_id: AidCaseId
    household_id: HouseholdId
    recipient_id: MemberId
    category: AidCategory
    fund_source: FundSource
    amount_fen: PositiveFen
    returned_version: int
    reason: str
    lines: PostingLines


AidCaseEvent = (
    AidRequested
    | AidReviewed
    | AidApproved
    | AidApprovalReversed
    | AidRejected
    | AidCancelled
    | AidPaid
    | AidPaymentReturned
)
