"""What can happen on a member's dues account. The month dues are for is not the day they came in."""

from typing import ClassVar, Literal

from domain.event import Event
from domain.ids import DuesBatchId, MemberId, OfficerId
from domain.money import Fen, PositiveFen, PostingLines
from domain.period import Month, MonthCount
from domain.policy.dues import WaiverReason
from domain.sealed import Sealed

RefundReason = Literal["overpaid", "left", "retained", "waived", "other"]
ReminderChannel = Literal["talk", "telephone", "message", "letter", "notice_board", "other"]


class WageBaseDeclared(Event, frozen=True, kw_only=True):
    """From a month on the member's wage is this; the monthly due follows by the policy named.

    The wage itself is personal and sealed; `due_fen` is money and stays readable for ever.
    """

    TOPIC: ClassVar[str] = "dues.wage_base_declared"

    member_id: MemberId
    from_month: Month
    wage: Sealed
    due_fen: Fen
    policy_id: str
    policy_version: int


class WageBaseReversed(Event, frozen=True, kw_only=True):
    """A declared wage base is taken back: months again follow the one before it, or none (冲销, rule 17)."""

    TOPIC: ClassVar[str] = "dues.wage_base_reversed"

    member_id: MemberId
    from_month: Month
    reversed_version: int
    reason: str


class DuesReceived(Event, frozen=True, kw_only=True):
    """An amount was received for one member and one month; `batch_id` names the collection it came in with."""

    TOPIC: ClassVar[str] = "dues.received"

    member_id: MemberId
    dues_month: Month
    amount_fen: PositiveFen
    posting_map: str
    lines: PostingLines
    batch_id: DuesBatchId | None = None


class DuesReceiptReversed(Event, frozen=True, kw_only=True):
    """A receipt was entered by mistake (冲销); the lines are its red-letter lines."""

    TOPIC: ClassVar[str] = "dues.receipt_reversed"

    member_id: MemberId
    dues_month: Month
    amount_fen: PositiveFen
    reversed_version: int
    reason: str
    lines: PostingLines


class DuesRefunded(Event, frozen=True, kw_only=True):
    """Dues of a month were paid back (退费); the lines are red-letter lines of the receipt's accounts."""

    TOPIC: ClassVar[str] = "dues.refunded"

    member_id: MemberId
    dues_month: Month
    amount_fen: PositiveFen
    reason: RefundReason
    handler_id: OfficerId
    approver_id: OfficerId
    posting_map: str
    lines: PostingLines


class DuesRefundReversed(Event, frozen=True, kw_only=True):
    """A refund was entered by mistake; the lines undo its lines."""

    TOPIC: ClassVar[str] = "dues.refund_reversed"

    member_id: MemberId
    dues_month: Month
    amount_fen: PositiveFen
    reversed_version: int
    reason: str
    lines: PostingLines


class DuesWaived(Event, frozen=True, kw_only=True):
    """A committee waived dues of a month (免交); nothing is posted, for dues are booked when they come in."""

    TOPIC: ClassVar[str] = "dues.waived"

    member_id: MemberId
    dues_month: Month
    amount_fen: PositiveFen
    reason: WaiverReason
    decision_no: str
    policy_id: str | None = None
    policy_version: int | None = None
    details: Sealed | None = None


class DuesWaiverReversed(Event, frozen=True, kw_only=True):
    """A waiver was entered by mistake: the dues are owed again."""

    TOPIC: ClassVar[str] = "dues.waiver_reversed"

    member_id: MemberId
    dues_month: Month
    amount_fen: PositiveFen
    reversed_version: int
    reason: str


class DuesReminderSent(Event, frozen=True, kw_only=True):
    """The member was asked for what was unpaid through a month (催缴, L5 of domain.md 6.1).

    `months` counts the months unpaid, `amount_fen` is what was missing; `details` hold what was said.
    """

    TOPIC: ClassVar[str] = "dues.reminder_sent"

    member_id: MemberId
    through_month: Month
    months: MonthCount
    amount_fen: PositiveFen
    channel: ReminderChannel
    details: Sealed | None = None


DuesEvent = (
    WageBaseDeclared
    | WageBaseReversed
    | DuesReceived
    | DuesReceiptReversed
    | DuesRefunded
    | DuesRefundReversed
    | DuesWaived
    | DuesWaiverReversed
    | DuesReminderSent
)
