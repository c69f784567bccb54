"""What may be asked of an aid case."""

from typing import Literal

from domain.aid import AidCategory, ApprovalTier, FundSource, PaymentMethod
from domain.aid_case.events import CancelReason, RejectionReason
from domain.attachment import Attachment
from domain.command import Command
from domain.ids import AidCaseId, HouseholdId, MemberId, OfficerId, PayBatchId
from domain.sealed import Sealed


class RequestAid(Command, frozen=True, kw_only=True):
    aid_case_id: AidCaseId
    case_no: str
    household_id: HouseholdId
    beneficiary_id: MemberId
    category: AidCategory
    fund_source: FundSource
    amount_fen: int
    handler_id: OfficerId
    evidence: tuple[Attachment, ...] = ()
    details: Sealed | None = None


class ReviewAid(Command, frozen=True, kw_only=True):
    aid_case_id: AidCaseId
    outcome: Literal["supported", "not_supported"]
    reviewer_id: OfficerId


class ApproveAid(Command, frozen=True, kw_only=True):
    """Approves a reviewed request; without a request, takes an approval over from paper (补登)."""

    aid_case_id: AidCaseId
    case_no: str
    household_id: HouseholdId
    beneficiary_id: MemberId
    category: AidCategory
    fund_source: FundSource
    amount_fen: int
    handler_id: OfficerId | None = None
    reviewer_id: OfficerId | None = None
    approver_id: OfficerId | None = None
    tier: ApprovalTier = "unit"
    decision_no: str | None = None


class ReverseApproval(Command, frozen=True, kw_only=True):
    """Take back an approval that was taken over from paper, with the import it came in."""

    aid_case_id: AidCaseId
    reason: str


class RejectAid(Command, frozen=True, kw_only=True):
    aid_case_id: AidCaseId
    reason: RejectionReason
    approver_id: OfficerId
    tier: ApprovalTier = "unit"
    decision_no: str | None = None


class CancelAid(Command, frozen=True, kw_only=True):
    aid_case_id: AidCaseId
    reason: CancelReason
    handler_id: OfficerId


class PayAid(Command, frozen=True, kw_only=True):
    """`category` and `fund_source`, where the pay list names them, must be those of the case.

    `payee_is_recipient`: the name of the bank account is the recipient's, compared before it was sealed.
    """

    aid_case_id: AidCaseId
    recipient_id: MemberId
    amount_fen: int
    method: PaymentMethod
    payee: Sealed
    category: AidCategory | None = None
    fund_source: FundSource | None = None
    cashier_id: OfficerId | None = None
    payee_is_recipient: bool = True
    exception_document_no: str | None = None
    pay_batch_id: PayBatchId | None = None


class ReturnAidPayment(Command, frozen=True, kw_only=True):
    aid_case_id: AidCaseId
    returned_version: int
    reason: str


AidCaseCommand = (
    RequestAid
    | ReviewAid
    | ApproveAid
    | ReverseApproval
    | RejectAid
    | CancelAid
    | PayAid
    | ReturnAidPayment
)
