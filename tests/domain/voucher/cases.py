"""What the voucher cases share: one expense on its way through all hands, and its context."""

from datetime import date

import msgspec

from domain.ids import OfficerId, VoucherId
from domain.money import PostingLines, negated
from domain.voucher.aggregate import Context
from domain.voucher.commands import (
    ApproveVoucher,
    DraftVoucher,
    PostVoucher,
    ReverseVoucher,
    ReviewVoucher,
    SubmitVoucher,
)
from domain.voucher.events import (
    VoucherApproved,
    VoucherDrafted,
    VoucherPosted,
    VoucherReversed,
    VoucherReviewed,
    VoucherSubmitted,
)
from domain.voucher_kind import VoucherKind
from tests.domain.books import (
    APPROVAL,
    CASHIER,
    CHART,
    INVOICE,
    OFFICERS,
    OPENING,
    VOUCHER,
    entry,
)
from tests.domain.values import APPROVER, HANDLER, REVIEWER, sealed
from tests.support.given_when_then import Dated, on

DAY = date(2026, 3, 16)
NEXT_DAY = date(2026, 3, 17)
THE_DAY_BEFORE = date(2026, 3, 15)
CONTEXT = Context(OFFICERS, CHART, APPROVAL, OPENING)
DETAILS = sealed("books", subject=VOUCHER)
SPENT = entry(("50102", 480000), ("102", -480000))
DRAFT = DraftVoucher(
    occurred_on=DAY,
    voucher_id=VOUCHER,
    kind="expense",
    proposed=SPENT,
    details=DETAILS,
    handler_id=HANDLER,
    attachments=(INVOICE,),
)
DRAFTED = VoucherDrafted(
    voucher_id=VOUCHER,
    kind="expense",
    proposed=SPENT,
    details=DETAILS,
    handler_id=HANDLER,
    attachments=(INVOICE,),
)
SUBMIT = SubmitVoucher(occurred_on=DAY, voucher_id=VOUCHER, handler_id=HANDLER)
SUBMITTED = VoucherSubmitted(voucher_id=VOUCHER, handler_id=HANDLER)
REVIEW = ReviewVoucher(occurred_on=DAY, voucher_id=VOUCHER, reviewer_id=REVIEWER)
REVIEWED = VoucherReviewed(voucher_id=VOUCHER, reviewer_id=REVIEWER)
APPROVE = ApproveVoucher(occurred_on=DAY, voucher_id=VOUCHER, approver_id=APPROVER)
APPROVED = VoucherApproved(
    voucher_id=VOUCHER, approver_id=APPROVER, policy_id="approval-local", policy_version=1
)
POST = PostVoucher(
    occurred_on=DAY, voucher_id=VOUCHER, posted_by=CASHIER, method="transfer", reference="B-77"
)
POSTED = VoucherPosted(
    voucher_id=VOUCHER,
    kind="expense",
    posted_by=CASHIER,
    standard_version="2021",
    chart_version=1,
    lines=SPENT,
    method="transfer",
    reference="B-77",
)
REVERSE = ReverseVoucher(
    occurred_on=DAY,
    voucher_id=VOUCHER,
    today=NEXT_DAY,
    requested_by=HANDLER,
    approved_by=APPROVER,
    reason="account_wrong",
)
REVERSED = VoucherReversed(
    voucher_id=VOUCHER,
    reversed_version=5,
    requested_by=HANDLER,
    approved_by=APPROVER,
    reason="account_wrong",
    lines=negated(SPENT),
    kind="expense",
)
TO_SUBMITTED = (on(DAY, DRAFTED), on(DAY, SUBMITTED))
TO_REVIEWED = (*TO_SUBMITTED, on(DAY, REVIEWED))
TO_APPROVED = (*TO_REVIEWED, on(DAY, APPROVED))
TO_POSTED = (*TO_APPROVED, on(DAY, POSTED))


def drafted(
    kind: VoucherKind,
    proposed: PostingLines,
    handler_id: OfficerId = HANDLER,
    voucher_id: VoucherId = VOUCHER,
) -> VoucherDrafted:
    """Return the draft of another kind of voucher, without papers."""
    return msgspec.structs.replace(
        DRAFTED,
        voucher_id=voucher_id,
        kind=kind,
        proposed=proposed,
        handler_id=handler_id,
        attachments=(),
    )


def approved_by_all(draft: VoucherDrafted) -> tuple[Dated, ...]:
    """Return a draft with all its signatures, on one day."""
    return (on(DAY, draft), on(DAY, SUBMITTED), on(DAY, REVIEWED), on(DAY, APPROVED))
