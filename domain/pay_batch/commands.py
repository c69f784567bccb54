"""What may be asked of a payment batch."""

from domain.aid import AidCategory, FundSource, PaymentMethod
from domain.attachment import Sha256
from domain.command import Command
from domain.ids import AidCaseId, OfficerId, PayBatchId
from domain.pay_batch.events import FailureReason, PayItem, SendBackReason


class DraftPayBatch(Command, frozen=True, kw_only=True):
    """Draws the list up, or draws it up again after it was sent back."""

    pay_batch_id: PayBatchId
    batch_no: str
    category: AidCategory
    fund_source: FundSource
    method: PaymentMethod
    items: tuple[PayItem, ...]
    handler_id: OfficerId


class ReviewPayBatch(Command, frozen=True, kw_only=True):
    pay_batch_id: PayBatchId
    reviewer_id: OfficerId


class SendBackPayBatch(Command, frozen=True, kw_only=True):
    pay_batch_id: PayBatchId
    reason: SendBackReason
    officer_id: OfficerId


class ApprovePayBatch(Command, frozen=True, kw_only=True):
    pay_batch_id: PayBatchId
    approver_id: OfficerId
    decision_no: str | None = None


class ExecutePayBatch(Command, frozen=True, kw_only=True):
    """Pays the list: `bank_file` for transfers, `signed_list` for cash."""

    pay_batch_id: PayBatchId
    cashier_id: OfficerId
    bank_file: Sha256 | None = None
    signed_list: Sha256 | None = None


class RecordFailedItem(Command, frozen=True, kw_only=True):
    pay_batch_id: PayBatchId
    aid_case_id: AidCaseId
    reason: FailureReason


class RecordReturnedItem(Command, frozen=True, kw_only=True):
    pay_batch_id: PayBatchId
    aid_case_id: AidCaseId
    reason: FailureReason


class DiscardPayBatch(Command, frozen=True, kw_only=True):
    pay_batch_id: PayBatchId
    officer_id: OfficerId


PayBatchCommand = (
    DraftPayBatch
    | ReviewPayBatch
    | SendBackPayBatch
    | ApprovePayBatch
    | ExecutePayBatch
    | RecordFailedItem
    | RecordReturnedItem
    | DiscardPayBatch
)
