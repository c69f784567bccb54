"""发放批次: a pay list reviewed, sent back, approved, paid whole, given up, and what came back of it."""

from datetime import date
from uuid import UUID

from domain.attachment import Sha256
from domain.ids import AidCaseId, OfficerId, PayBatchId
from domain.pay_batch import commands as ask
from domain.pay_batch.events import FailureReason, SendBackReason
from services.auth import may
from services.commands.paying import payments_of, with_return
from services.http.asking import Answer, Asking
from services.http.fields import Body, DocumentNo
from services.http.operation import operation
from services.http.pay_batches import BATCH, STEP_REFUSALS, PayBatchWritten, carry
from services.http.steps import FAULTS_OF_CHARGES, command_of

_OFFICER = "01959000-0000-7000-8000-000000000009"
_DIGEST = "0" * 63 + "1"
_RETURN_REFUSALS = (
    "pay_batch.unknown",
    "pay_batch.before_the_last_step",
    "pay_batch.not_paid",
    "pay_batch.no_such_item",
    "pay_batch.item_already_returned",
    "aid_case.payment_already_returned",
    "aid_case.returned_before_paid",
)


class PayBatchReview(Body, frozen=True, kw_only=True):
    occurred_on: date
    reviewer_id: OfficerId


class PayBatchReturn(Body, frozen=True, kw_only=True):
    occurred_on: date
    reason: SendBackReason
    officer_id: OfficerId


class PayBatchApproval(Body, frozen=True, kw_only=True):
    occurred_on: date
    approver_id: OfficerId
    decision_no: DocumentNo | None = None


class PayBatchPayment(Body, frozen=True, kw_only=True):
    """`bank_file`: SHA-256 of the file given to the bank; `signed_list`: of the scan of the signed list."""

    occurred_on: date
    cashier_id: OfficerId
    bank_file: Sha256 | None = None
    signed_list: Sha256 | None = None


class ItemReturn(Body, frozen=True, kw_only=True):
    occurred_on: date
    reason: FailureReason


class PayBatchDiscard(Body, frozen=True, kw_only=True):
    occurred_on: date
    officer_id: OfficerId


@operation(
    "POST",
    f"{BATCH}/review",
    "reviewPayBatch",
    tag="aid",
    policy=may("aid.review"),
    answer=PayBatchWritten,
    writes=True,
    matches=True,
    refusals=(*STEP_REFUSALS, "pay_batch.not_drafted"),
    example={"occurred_on": "2026-02-17", "reviewer_id": _OFFICER},
)
async def review_pay_batch(asking: Asking, pay_batch_id: UUID, body: PayBatchReview) -> Answer:
    """审核, line by line."""
    command = await command_of(
        asking, ask.ReviewPayBatch, body, pay_batch_id=PayBatchId(pay_batch_id)
    )
    return await carry(asking, [command], body, pay_batch_id)


@operation(
    "POST",
    f"{BATCH}/send-back",
    "sendBackPayBatch",
    tag="aid",
    policy=may("aid.review"),
    answer=PayBatchWritten,
    writes=True,
    matches=True,
    refusals=(*STEP_REFUSALS, "pay_batch.not_drafted"),
    example={"occurred_on": "2026-02-17", "reason": "accounts_wrong", "officer_id": _OFFICER},
)
async def send_back_pay_batch(asking: Asking, pay_batch_id: UUID, body: PayBatchReturn) -> Answer:
    """退回: the list must be drawn up again."""
    command = await command_of(
        asking, ask.SendBackPayBatch, body, pay_batch_id=PayBatchId(pay_batch_id)
    )
    return await carry(asking, [command], body, pay_batch_id)


@operation(
    "POST",
    f"{BATCH}/approve",
    "approvePayBatch",
    tag="aid",
    policy=may("aid.approve"),
    answer=PayBatchWritten,
    writes=True,
    matches=True,
    refusals=(*STEP_REFUSALS, "pay_batch.not_reviewed"),
    example={"occurred_on": "2026-02-18", "approver_id": _OFFICER, "decision_no": "会议纪要4号"},
)
async def approve_pay_batch(asking: Asking, pay_batch_id: UUID, body: PayBatchApproval) -> Answer:
    """审批 of the whole list; the approver may be an officer of the county."""
    command = await command_of(
        asking, ask.ApprovePayBatch, body, pay_batch_id=PayBatchId(pay_batch_id)
    )
    return await carry(asking, [command], body, pay_batch_id)


@operation(
    "POST",
    f"{BATCH}/pay",
    "executePayBatch",
    tag="aid",
    policy=may("payments.make"),
    answer=PayBatchWritten,
    writes=True,
    matches=True,
    refusals=(
        *FAULTS_OF_CHARGES,
        *STEP_REFUSALS,
        "pay_batch.not_approved",
        "pay_batch.bank_file_missing",
        "pay_batch.signed_list_missing",
        "aid_case.ended",
        "aid_case.over_approved",
        "aid_case.over_payment_limit",
        "aid_case.recipient_deceased",
        "aid_case.duties_not_separated",
        "aid_case.no_policy_in_force",
        "aid_case.operation_not_posted",
    ),
    example={"occurred_on": "2026-02-20", "cashier_id": _OFFICER, "bank_file": _DIGEST},
)
async def execute_pay_batch(asking: Asking, pay_batch_id: UUID, body: PayBatchPayment) -> Answer:
    """发放: list and cases are paid in one append, or nothing is."""
    command = await command_of(
        asking, ask.ExecutePayBatch, body, pay_batch_id=PayBatchId(pay_batch_id)
    )
    parts = asking.parts
    together = await payments_of(
        parts.log, parts.vault, asking.tenant_id, asking.command_id, command
    )
    return await carry(asking, [*together], body, pay_batch_id)


@operation(
    "POST",
    f"{BATCH}/items/{{aid_case_id}}/failed",
    "recordFailedItem",
    tag="aid",
    policy=may("payments.make"),
    answer=PayBatchWritten,
    writes=True,
    matches=True,
    refusals=_RETURN_REFUSALS,
    example={"occurred_on": "2026-02-21", "reason": "account_unknown"},
)
async def record_failed_item(
    asking: Asking, pay_batch_id: UUID, aid_case_id: UUID, body: ItemReturn
) -> Answer:
    """The bank refused a line: the case books the money back in the same append."""
    return await _not_paid(asking, ask.RecordFailedItem, pay_batch_id, aid_case_id, body)


@operation(
    "POST",
    f"{BATCH}/items/{{aid_case_id}}/returned",
    "recordReturnedItem",
    tag="aid",
    policy=may("payments.make"),
    answer=PayBatchWritten,
    writes=True,
    matches=True,
    refusals=_RETURN_REFUSALS,
    example={"occurred_on": "2026-02-25", "reason": "account_closed"},
)
async def record_returned_item(
    asking: Asking, pay_batch_id: UUID, aid_case_id: UUID, body: ItemReturn
) -> Answer:
    """退汇: a line came back later; the case may be paid again."""
    return await _not_paid(asking, ask.RecordReturnedItem, pay_batch_id, aid_case_id, body)


async def _not_paid(
    asking: Asking,
    kind: type[ask.RecordFailedItem] | type[ask.RecordReturnedItem],
    pay_batch_id: UUID,
    aid_case_id: UUID,
    body: ItemReturn,
) -> Answer:
    command = kind(
        occurred_on=body.occurred_on,
        pay_batch_id=PayBatchId(pay_batch_id),
        aid_case_id=AidCaseId(aid_case_id),
        reason=body.reason,
    )
    together = await with_return(asking.parts.desk, asking.tenant_id, command)
    return await carry(asking, [*together], body, pay_batch_id)


@operation(
    "POST",
    f"{BATCH}/discard",
    "discardPayBatch",
    tag="aid",
    policy=may("aid.request"),
    answer=PayBatchWritten,
    writes=True,
    matches=True,
    refusals=(*STEP_REFUSALS[:3], "pay_batch.already_ended"),
    example={"occurred_on": "2026-02-18", "officer_id": _OFFICER},
)
async def discard_pay_batch(asking: Asking, pay_batch_id: UUID, body: PayBatchDiscard) -> Answer:
    """作废 a list that was not paid."""
    command = await command_of(
        asking, ask.DiscardPayBatch, body, pay_batch_id=PayBatchId(pay_batch_id)
    )
    return await carry(asking, [command], body, pay_batch_id)
