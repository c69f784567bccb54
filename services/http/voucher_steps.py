"""记账凭证: submitted, reviewed, approved, posted, each by somebody else; sent back, given up, reversed."""

from datetime import date
from uuid import UUID

from domain.ids import OfficerId, VoucherId
from domain.voucher.commands import (
    ApproveVoucher,
    DiscardVoucher,
    PostVoucher,
    ReturnVoucher,
    ReverseVoucher,
    ReviewVoucher,
    SubmitVoucher,
    VoucherCommand,
)
from domain.voucher.events import DiscardReason, PaymentMethod, ReturnReason, ReversalReason
from services.auth import may
from services.http.asking import Answer, Asking
from services.http.fields import Body, DocumentNo
from services.http.operation import operation
from services.http.vouchers import (
    FAULTS_OF_LINES,
    FAULTS_OF_STEPS,
    SOMEBODY,
    VOUCHER,
    VoucherWritten,
    written,
)

_SOMEBODY_ELSE = "01959000-0000-7000-8000-000000000012"
_FAULTS_OF_SPENDING = (
    "budget.none_approved",
    "budget.line_missing",
    "budget.line_exceeded",
    "budget.settled",
    "budget.amount_not_positive",
    "budget.not_an_expense",
)
FAULTS_OF_REVERSAL = (
    "voucher.unknown",
    "voucher.discarded",
    "voucher.not_posted",
    "voucher.already_reversed",
    "voucher.reversed_in_wrong_period",
    "voucher.office_not_held",
    "voucher.duties_not_separated",
)


class Submission(Body, frozen=True, kw_only=True):
    occurred_on: date
    handler_id: UUID


class Return(Body, frozen=True, kw_only=True):
    occurred_on: date
    returned_by: UUID
    reason: ReturnReason


class Review(Body, frozen=True, kw_only=True):
    occurred_on: date
    reviewer_id: UUID


class Approval(Body, frozen=True, kw_only=True):
    """`decision_no`: the collective decision, above the limit of the approval policy."""

    occurred_on: date
    approver_id: UUID
    decision_no: DocumentNo | None = None


class Posting(Body, frozen=True, kw_only=True):
    """`occurred_on` is the 记账日期; `method` where money moves, `reference` the bank's."""

    occurred_on: date
    posted_by: UUID
    method: PaymentMethod | None = None
    reference: DocumentNo | None = None


class Discard(Body, frozen=True, kw_only=True):
    occurred_on: date
    discarded_by: UUID
    reason: DiscardReason


class Reversal(Body, frozen=True, kw_only=True):
    """`occurred_on`: in the month of the posting while it is open, else in today's."""

    occurred_on: date
    requested_by: UUID
    approved_by: UUID
    reason: ReversalReason


@operation(
    "POST",
    f"{VOUCHER}/submit",
    "submitVoucher",
    tag="vouchers",
    policy=may("books.write"),
    answer=VoucherWritten,
    writes=True,
    matches=True,
    refusals=(
        "voucher.not_draft",
        "voucher.submitted_by_another",
        "voucher.no_policy_in_force",
        "voucher.attachment_missing",
        *FAULTS_OF_STEPS,
    ),
    example={"occurred_on": "2026-03-16", "handler_id": SOMEBODY},
)
async def submit_voucher(asking: Asking, voucher_id: UUID, body: Submission) -> Answer:
    """Ask for review (提交)."""
    command = SubmitVoucher(
        occurred_on=body.occurred_on,
        voucher_id=VoucherId(voucher_id),
        handler_id=OfficerId(body.handler_id),
    )
    return await _step(asking, command, body)


@operation(
    "POST",
    f"{VOUCHER}/return",
    "returnVoucher",
    tag="vouchers",
    policy=may("books.review"),
    answer=VoucherWritten,
    writes=True,
    matches=True,
    refusals=("voucher.not_submitted", "voucher.duties_not_separated", *FAULTS_OF_STEPS),
    example={"occurred_on": "2026-03-16", "returned_by": SOMEBODY, "reason": "amount_wrong"},
)
async def return_voucher(asking: Asking, voucher_id: UUID, body: Return) -> Answer:
    """Send it back to its handler (退回): it is a draft again, and what it held of the budget is free."""
    command = ReturnVoucher(
        occurred_on=body.occurred_on,
        voucher_id=VoucherId(voucher_id),
        returned_by=OfficerId(body.returned_by),
        reason=body.reason,
    )
    return await _step(asking, command, body)


@operation(
    "POST",
    f"{VOUCHER}/review",
    "reviewVoucher",
    tag="vouchers",
    policy=may("books.review"),
    answer=VoucherWritten,
    writes=True,
    matches=True,
    refusals=("voucher.not_submitted", "voucher.duties_not_separated", *FAULTS_OF_STEPS),
    example={"occurred_on": "2026-03-16", "reviewer_id": SOMEBODY},
)
async def review_voucher(asking: Asking, voucher_id: UUID, body: Review) -> Answer:
    """Find papers, lines and arithmetic in order (审核)."""
    command = ReviewVoucher(
        occurred_on=body.occurred_on,
        voucher_id=VoucherId(voucher_id),
        reviewer_id=OfficerId(body.reviewer_id),
    )
    return await _step(asking, command, body)


@operation(
    "POST",
    f"{VOUCHER}/approve",
    "approveVoucher",
    tag="vouchers",
    policy=may("books.approve"),
    answer=VoucherWritten,
    writes=True,
    matches=True,
    refusals=(
        "voucher.not_reviewed",
        "voucher.duties_not_separated",
        "voucher.no_policy_in_force",
        "voucher.decision_missing",
        *FAULTS_OF_STEPS,
        *_FAULTS_OF_SPENDING,
    ),
    example={"occurred_on": "2026-03-16", "approver_id": SOMEBODY},
)
async def approve_voucher(asking: Asking, voucher_id: UUID, body: Approval) -> Answer:
    """Allow it (审批); where a budget binds, it is set against its lines in the same append."""
    command = ApproveVoucher(
        occurred_on=body.occurred_on,
        voucher_id=VoucherId(voucher_id),
        approver_id=OfficerId(body.approver_id),
        decision_no=body.decision_no,
    )
    return await _step(asking, command, body)


@operation(
    "POST",
    f"{VOUCHER}/post",
    "postVoucher",
    tag="vouchers",
    policy=may("books.post"),
    answer=VoucherWritten,
    writes=True,
    matches=True,
    refusals=(
        "voucher.not_approved",
        "voucher.duties_not_separated",
        "voucher.cash_for_earmarked_funds",
        "voucher.method_not_of_kind",
        "voucher.not_at_year_end",
        *FAULTS_OF_STEPS,
        *FAULTS_OF_LINES,
        *_FAULTS_OF_SPENDING,
    ),
    example={
        "occurred_on": "2026-03-16",
        "posted_by": SOMEBODY,
        "method": "transfer",
        "reference": "20260316000123",
    },
)
async def post_voucher(asking: Asking, voucher_id: UUID, body: Posting) -> Answer:
    """Pay it or book it (付款, 记账): it is in the books, and has its number."""
    command = PostVoucher(
        occurred_on=body.occurred_on,
        voucher_id=VoucherId(voucher_id),
        posted_by=OfficerId(body.posted_by),
        method=body.method,
        reference=body.reference,
    )
    return await _step(asking, command, body)


@operation(
    "POST",
    f"{VOUCHER}/discard",
    "discardVoucher",
    tag="vouchers",
    policy=may("books.write"),
    answer=VoucherWritten,
    writes=True,
    matches=True,
    refusals=FAULTS_OF_STEPS,
    example={"occurred_on": "2026-03-16", "discarded_by": SOMEBODY, "reason": "entered_twice"},
)
async def discard_voucher(asking: Asking, voucher_id: UUID, body: Discard) -> Answer:
    """Give up a voucher that is not in the books (作废)."""
    command = DiscardVoucher(
        occurred_on=body.occurred_on,
        voucher_id=VoucherId(voucher_id),
        discarded_by=OfficerId(body.discarded_by),
        reason=body.reason,
    )
    return await _step(asking, command, body)


@operation(
    "POST",
    f"{VOUCHER}/reverse",
    "reverseVoucher",
    tag="vouchers",
    policy=may("books.approve"),
    answer=VoucherWritten,
    writes=True,
    matches=True,
    refusals=FAULTS_OF_REVERSAL,
    example={
        "occurred_on": "2026-03-20",
        "requested_by": SOMEBODY,
        "approved_by": _SOMEBODY_ELSE,
        "reason": "account_wrong",
    },
)
async def reverse_voucher(asking: Asking, voucher_id: UUID, body: Reversal) -> Answer:
    """Undo a posting in red (红字冲销); both stay on record. Its preview shows the effect on both months."""
    return await _step(asking, reversal(asking, voucher_id, body), body)


def reversal(asking: Asking, voucher_id: UUID, body: Reversal) -> ReverseVoucher:
    """Return the wish to reverse, asked today."""
    return ReverseVoucher(
        occurred_on=body.occurred_on,
        voucher_id=VoucherId(voucher_id),
        today=asking.parts.today(),
        requested_by=OfficerId(body.requested_by),
        approved_by=OfficerId(body.approved_by),
        reason=body.reason,
    )


async def _step(asking: Asking, command: VoucherCommand, body: Body) -> Answer:
    return await written(asking, command, body, expected=asking.matching(command.voucher_id))
