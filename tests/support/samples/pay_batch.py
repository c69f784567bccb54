"""Samples of the events of a payment batch."""

from domain.event import Event
from domain.pay_batch.events import (
    PayItem,
    PaymentBatchApproved,
    PaymentBatchDiscarded,
    PaymentBatchDrafted,
    PaymentBatchPaid,
    PaymentBatchReviewed,
    PaymentBatchSentBack,
    PaymentItemFailed,
    PaymentItemReturned,
)
from tests.domain.aid import CASHIER, PAPER, PAY_BATCH
from tests.domain.values import (
    AID_CASE,
    APPROVER,
    HANDLER,
    HOUSEHOLD,
    MEMBER,
    REVIEWER,
    sealed,
)

ITEM = PayItem(
    aid_case_id=AID_CASE,
    household_id=HOUSEHOLD,
    recipient_id=MEMBER,
    amount_fen=200000,
    payee=sealed("books"),
    exception_document_no="监护公证〔2026〕5号",
)
COMPLETE: tuple[Event, ...] = (
    PaymentBatchDrafted(
        pay_batch_id=PAY_BATCH,
        batch_no="FF2026-01",
        category="living_aid",
        fund_source="own_funds",
        method="transfer",
        items=(ITEM,),
        item_count=1,
        total_fen=200000,
        handler_id=HANDLER,
    ),
    PaymentBatchReviewed(pay_batch_id=PAY_BATCH, reviewer_id=REVIEWER),
    PaymentBatchSentBack(pay_batch_id=PAY_BATCH, reason="accounts_wrong", officer_id=REVIEWER),
    PaymentBatchApproved(
        pay_batch_id=PAY_BATCH,
        item_count=1,
        total_fen=200000,
        approver_id=APPROVER,
        decision_no="会议纪要〔2026〕4号",
    ),
    PaymentBatchPaid(
        pay_batch_id=PAY_BATCH,
        item_count=1,
        total_fen=200000,
        cashier_id=CASHIER,
        bank_file=PAPER.sha256,
        signed_list=PAPER.sha256,
    ),
    PaymentItemFailed(
        pay_batch_id=PAY_BATCH, aid_case_id=AID_CASE, amount_fen=200000, reason="name_differs"
    ),
    PaymentItemReturned(
        pay_batch_id=PAY_BATCH, aid_case_id=AID_CASE, amount_fen=200000, reason="account_closed"
    ),
    PaymentBatchDiscarded(pay_batch_id=PAY_BATCH, officer_id=HANDLER),
)
MINIMAL: tuple[Event, ...] = (
    PaymentBatchApproved(
        pay_batch_id=PAY_BATCH, item_count=1, total_fen=200000, approver_id=APPROVER
    ),
    PaymentBatchPaid(pay_batch_id=PAY_BATCH, item_count=1, total_fen=200000, cashier_id=CASHIER),
)
VARIANTS: dict[str, Event] = {}
