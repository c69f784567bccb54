"""Samples of the events of a voucher."""

from uuid import UUID

from msgspec import structs

from domain.attachment import Attachment
from domain.event import Event
from domain.ids import OfficerId, VoucherId
from domain.voucher.events import (
    VoucherApproved,
    VoucherDiscarded,
    VoucherDrafted,
    VoucherPosted,
    VoucherReturned,
    VoucherReversed,
    VoucherReviewed,
    VoucherRevised,
    VoucherSubmitted,
)
from tests.domain.values import APPROVER, HANDLER, REVIEWER, lines, sealed

VOUCHER = VoucherId(UUID(int=66))
ACCOUNTANT = OfficerId(UUID(int=62))
CASHIER = OfficerId(UUID(int=63))
INVOICE = Attachment(sha256="ab" * 32, byte_count=48213, media_type="application/pdf")

COMPLETE: tuple[Event, ...] = (
    VoucherDrafted(
        voucher_id=VOUCHER,
        kind="expense",
        proposed=lines("50102", "102", "own_funds", 480000),
        details=sealed("books", subject=VOUCHER),
        handler_id=HANDLER,
        attachments=(INVOICE,),
    ),
    VoucherRevised(
        voucher_id=VOUCHER,
        proposed=lines("50102", "102", "own_funds", 460000),
        details=sealed("books", subject=VOUCHER),
        handler_id=HANDLER,
        attachments=(INVOICE,),
    ),
    VoucherSubmitted(voucher_id=VOUCHER, handler_id=HANDLER),
    VoucherReturned(voucher_id=VOUCHER, returned_by=REVIEWER, reason="amount_wrong"),
    VoucherReviewed(voucher_id=VOUCHER, reviewer_id=REVIEWER),
    VoucherApproved(
        voucher_id=VOUCHER,
        approver_id=APPROVER,
        decision_no="委〔2026〕3号",
        policy_id="approval-local",
        policy_version=1,
    ),
    VoucherPosted(
        voucher_id=VOUCHER,
        kind="expense",
        posted_by=CASHIER,
        standard_version="2021",
        chart_version=1,
        lines=lines("50102", "102", "own_funds", 460000),
        method="transfer",
        reference="20260316000123",
    ),
    VoucherDiscarded(voucher_id=VOUCHER, discarded_by=HANDLER, reason="entered_twice"),
    VoucherReversed(
        voucher_id=VOUCHER,
        reversed_version=7,
        requested_by=HANDLER,
        approved_by=APPROVER,
        reason="account_wrong",
        lines=lines("50102", "102", "own_funds", -460000),
    ),
)
MINIMAL: tuple[Event, ...] = (
    VoucherDrafted(
        voucher_id=VOUCHER,
        kind="income",
        proposed=lines("102", "408", "own_funds", 1),
        details=sealed("books", subject=VOUCHER),
        handler_id=HANDLER,
    ),
    VoucherRevised(
        voucher_id=VOUCHER,
        proposed=lines("102", "408", "own_funds", 2),
        details=sealed("books", subject=VOUCHER),
        handler_id=HANDLER,
    ),
    VoucherApproved(voucher_id=VOUCHER, approver_id=APPROVER),
    VoucherPosted(
        voucher_id=VOUCHER,
        kind="adjustment",
        posted_by=ACCOUNTANT,
        standard_version="2021",
        chart_version=1,
        lines=lines("401", "331", "own_funds", 2615),
    ),
)
VARIANTS: dict[str, Event] = {
    "with_kept_paper": VoucherDrafted(
        voucher_id=VOUCHER,
        kind="income",
        proposed=lines("102", "408", "own_funds", 1),
        details=sealed("books", subject=VOUCHER),
        handler_id=HANDLER,
        attachments=(structs.replace(INVOICE, kept=True),),
    ),
    "of_year_end": VoucherReversed(
        voucher_id=VOUCHER,
        reversed_version=5,
        requested_by=ACCOUNTANT,
        approved_by=APPROVER,
        reason="amount_wrong",
        lines=lines("331", "401", "own_funds", 2615),
        kind="year_end",
    ),
    "year_end": VoucherPosted(
        voucher_id=VOUCHER,
        kind="year_end",
        posted_by=ACCOUNTANT,
        standard_version="2021",
        chart_version=1,
        lines=lines("401", "331", "own_funds", 2615),
    ),
}
