"""What can happen to a payment batch. The money of an item is posted by its aid case in the same append."""

from typing import ClassVar, Literal

import msgspec

from domain.aid import AidCategory, FundSource, PaymentMethod
from domain.attachment import Sha256
from domain.event import Event
from domain.ids import AidCaseId, HouseholdId, MemberId, OfficerId, PayBatchId
from domain.money import PositiveFen
from domain.sealed import Sealed

SendBackReason = Literal[
    "amounts_wrong", "persons_wrong", "accounts_wrong", "papers_incomplete", "other"
]
FailureReason = Literal[
    "name_differs", "account_closed", "account_unknown", "not_collected", "other"
]


class PayItem(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True
):
    """One line of the pay list (花名册): one case, one person, one amount, one account.

    `payee` holds bank, account and phone under the books key; `exception_document_no` is the paper that
    lets it be another's account.
    """

    aid_case_id: AidCaseId
    household_id: HouseholdId
    recipient_id: MemberId
    amount_fen: PositiveFen
    payee: Sealed
    exception_document_no: str | None = None


class PaymentBatchDrafted(Event, frozen=True, kw_only=True):
    """A pay list was drawn up: one category, one source (两条线), its head-count and total."""

    TOPIC: ClassVar[str] = "pay_batch.drafted"

    pay_batch_id: PayBatchId
    batch_no: str
    category: AidCategory
    fund_source: FundSource
    method: PaymentMethod
    items: tuple[PayItem, ...]
    item_count: int
    total_fen: PositiveFen
    handler_id: OfficerId


class PaymentBatchReviewed(Event, frozen=True, kw_only=True):
    """审核: line by line against the cases."""

    TOPIC: ClassVar[str] = "pay_batch.reviewed"

    pay_batch_id: PayBatchId
    reviewer_id: OfficerId


class PaymentBatchSentBack(Event, frozen=True, kw_only=True):
    """退回: the list must be drawn up again."""

    TOPIC: ClassVar[str] = "pay_batch.draft_returned"

    pay_batch_id: PayBatchId
    reason: SendBackReason
    officer_id: OfficerId


class PaymentBatchApproved(Event, frozen=True, kw_only=True):
    """审批 of the whole list; count and total are repeated, for this is what was signed."""

    TOPIC: ClassVar[str] = "pay_batch.approved"

    pay_batch_id: PayBatchId
    item_count: int
    total_fen: PositiveFen
    approver_id: OfficerId
    decision_no: str | None = None


class PaymentBatchPaid(Event, frozen=True, kw_only=True):
    """The cashier paid: by the bank file of this digest, or in cash against the signed list of this digest."""

    TOPIC: ClassVar[str] = "pay_batch.paid"

    pay_batch_id: PayBatchId
    item_count: int
    total_fen: PositiveFen
    cashier_id: OfficerId
    bank_file: Sha256 | None = None
    signed_list: Sha256 | None = None


class PaymentItemFailed(Event, frozen=True, kw_only=True):
    """The bank refused an item: the money never left."""

    TOPIC: ClassVar[str] = "pay_batch.item_failed"

    pay_batch_id: PayBatchId
    aid_case_id: AidCaseId
    amount_fen: PositiveFen
    reason: FailureReason


class PaymentItemReturned(Event, frozen=True, kw_only=True):
    """An item came back later (退汇)."""

    TOPIC: ClassVar[str] = "pay_batch.item_returned"

    pay_batch_id: PayBatchId
    aid_case_id: AidCaseId
    amount_fen: PositiveFen
    reason: FailureReason


class PaymentBatchDiscarded(Event, frozen=True, kw_only=True):
    """A list that was not paid was given up."""

    TOPIC: ClassVar[str] = "pay_batch.discarded"

    pay_batch_id: PayBatchId
    officer_id: OfficerId


PayBatchEvent = (
    PaymentBatchDrafted
    | PaymentBatchReviewed
    | PaymentBatchSentBack
    | PaymentBatchApproved
    | PaymentBatchPaid
    | PaymentItemFailed
    | PaymentItemReturned
    | PaymentBatchDiscarded
)
