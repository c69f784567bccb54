"""What can happen on a member's dues account. The month dues are for is not the day they came in."""

from typing import ClassVar

from domain.event import Event
from domain.ids import MemberId
from domain.money import Fen, PositiveFen, PostingLines
from domain.period import Month
from domain.sealed import Sealed


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


class DuesReceived(Event, frozen=True, kw_only=True):
    """An amount was received for one member and one month."""

    TOPIC: ClassVar[str] = "dues.received"

    member_id: MemberId
    dues_month: Month
    amount_fen: PositiveFen
    posting_map: str
    lines: PostingLines


class DuesReceiptReversed(Event, frozen=True, kw_only=True):
    """A receipt was entered by mistake (冲销); the lines are its red-letter lines."""

    TOPIC: ClassVar[str] = "dues.receipt_reversed"

    member_id: MemberId
    dues_month: Month
    amount_fen: PositiveFen
    reversed_version: int
    reason: str
    lines: PostingLines


DuesEvent = WageBaseDeclared | DuesReceived | DuesReceiptReversed
