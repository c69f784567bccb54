"""What can happen to a voucher. Only what posts to the books carries `lines`; a draft proposes.

The number of a voucher (凭证号) is not in here: it is its place among all that was posted in its month, so it
has no gaps and needs no counter.
"""

from typing import ClassVar, Literal

from domain.attachment import Attachment
from domain.event import Event
from domain.ids import OfficerId, VoucherId
from domain.money import PostingLines
from domain.sealed import Sealed
from domain.voucher_kind import VoucherKind

PaymentMethod = Literal["transfer", "cash", "treasury"]
"""银行转账, 现金, 国库集中支付."""
ReturnReason = Literal[
    "attachments_missing", "amount_wrong", "account_wrong", "not_budgeted", "not_allowed", "other"
]
DiscardReason = Literal["entered_twice", "not_needed", "refused", "other"]
ReversalReason = Literal[
    "entered_twice", "amount_wrong", "account_wrong", "fund_wrong", "payment_returned", "other"
]


class VoucherDrafted(Event, frozen=True, kw_only=True):
    """Lines are proposed; `details` holds summary and counterparty (摘要, 对方单位) under the books key."""

    TOPIC: ClassVar[str] = "voucher.drafted"

    voucher_id: VoucherId
    kind: VoucherKind
    proposed: PostingLines
    details: Sealed
    handler_id: OfficerId
    attachments: tuple[Attachment, ...] = ()


class VoucherRevised(Event, frozen=True, kw_only=True):
    """The draft was written anew, whole."""

    TOPIC: ClassVar[str] = "voucher.revised"

    voucher_id: VoucherId
    proposed: PostingLines
    details: Sealed
    handler_id: OfficerId
    attachments: tuple[Attachment, ...] = ()


class VoucherSubmitted(Event, frozen=True, kw_only=True):
    """The handler asks for review (提交)."""

    TOPIC: ClassVar[str] = "voucher.submitted"

    voucher_id: VoucherId
    handler_id: OfficerId


class VoucherReturned(Event, frozen=True, kw_only=True):
    """It goes back to its handler (退回) and is a draft again: earlier signatures no longer count."""

    TOPIC: ClassVar[str] = "voucher.returned"

    voucher_id: VoucherId
    returned_by: OfficerId
    reason: ReturnReason


class VoucherReviewed(Event, frozen=True, kw_only=True):
    """The reviewer found papers, lines and arithmetic in order (审核)."""

    TOPIC: ClassVar[str] = "voucher.reviewed"

    voucher_id: VoucherId
    reviewer_id: OfficerId


class VoucherApproved(Event, frozen=True, kw_only=True):
    """It may be paid or posted (审批); the policy named said whether a collective decision was needed."""

    TOPIC: ClassVar[str] = "voucher.approved"

    voucher_id: VoucherId
    approver_id: OfficerId
    decision_no: str | None = None
    policy_id: str | None = None
    policy_version: int | None = None


class VoucherPosted(Event, frozen=True, kw_only=True):
    """It is in the books from the event's date (记账), by the chart of that date; `reference` is the bank's."""

    TOPIC: ClassVar[str] = "voucher.posted"

    voucher_id: VoucherId
    kind: VoucherKind
    posted_by: OfficerId
    standard_version: str
    chart_version: int
    lines: PostingLines
    method: PaymentMethod | None = None
    reference: str | None = None


class VoucherDiscarded(Event, frozen=True, kw_only=True):
    """It will never be posted (作废)."""

    TOPIC: ClassVar[str] = "voucher.discarded"

    voucher_id: VoucherId
    discarded_by: OfficerId
    reason: DiscardReason


class VoucherReversed(Event, frozen=True, kw_only=True):
    """A posting was undone (冲销); the lines are its red-letter lines, on the event's date.

    `kind` is that of the voucher, None where it was not told.
    """

    TOPIC: ClassVar[str] = "voucher.reversed"

    voucher_id: VoucherId
    reversed_version: int
    requested_by: OfficerId
    approved_by: OfficerId
    reason: ReversalReason
    lines: PostingLines
    kind: VoucherKind | None = None


VoucherEvent = (
    VoucherDrafted
    | VoucherRevised
    | VoucherSubmitted
    | VoucherReturned
    | VoucherReviewed
    | VoucherApproved
    | VoucherPosted
    | VoucherDiscarded
    | VoucherReversed
)
