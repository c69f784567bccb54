"""What may be asked of a voucher."""

from datetime import date

from domain.attachment import Attachment
from domain.command import Command
from domain.ids import OfficerId, VoucherId
from domain.money import PostingLines
from domain.sealed import Sealed
from domain.voucher.events import DiscardReason, PaymentMethod, ReturnReason, ReversalReason
from domain.voucher_kind import VoucherKind


class DraftVoucher(Command, frozen=True, kw_only=True):
    voucher_id: VoucherId
    kind: VoucherKind
    proposed: PostingLines
    details: Sealed
    handler_id: OfficerId
    attachments: tuple[Attachment, ...] = ()


class ReviseVoucher(Command, frozen=True, kw_only=True):
    voucher_id: VoucherId
    proposed: PostingLines
    details: Sealed
    handler_id: OfficerId
    attachments: tuple[Attachment, ...] = ()


class SubmitVoucher(Command, frozen=True, kw_only=True):
    voucher_id: VoucherId
    handler_id: OfficerId


class ReturnVoucher(Command, frozen=True, kw_only=True):
    voucher_id: VoucherId
    returned_by: OfficerId
    reason: ReturnReason


class ReviewVoucher(Command, frozen=True, kw_only=True):
    voucher_id: VoucherId
    reviewer_id: OfficerId


class ApproveVoucher(Command, frozen=True, kw_only=True):
    voucher_id: VoucherId
    approver_id: OfficerId
    decision_no: str | None = None


class PostVoucher(Command, frozen=True, kw_only=True):
    """Pay or book it. `method` says how money moved and is missing where none does."""

    voucher_id: VoucherId
    posted_by: OfficerId
    method: PaymentMethod | None = None
    reference: str | None = None


class DiscardVoucher(Command, frozen=True, kw_only=True):
    voucher_id: VoucherId
    discarded_by: OfficerId
    reason: DiscardReason


class ReverseVoucher(Command, frozen=True, kw_only=True):
    """`occurred_on` is the explicit day of the reversal, `today` the day it is asked for."""

    voucher_id: VoucherId
    today: date
    requested_by: OfficerId
    approved_by: OfficerId
    reason: ReversalReason


VoucherCommand = (
    DraftVoucher
    | ReviseVoucher
    | SubmitVoucher
    | ReturnVoucher
    | ReviewVoucher
    | ApproveVoucher
    | PostVoucher
    | DiscardVoucher
    | ReverseVoucher
)
