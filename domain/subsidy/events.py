"""What can happen to a subsidy."""

from typing import ClassVar

from domain.event import Event
from domain.funds import SubsidyKind
from domain.ids import AllocationId, SubsidyId
from domain.money import PositiveFen, PostingLines


class SubsidyReceived(Event, frozen=True, kw_only=True):
    """Money came in for a purpose (上级补助, 政府补助, 行政补助), into the fund of that purpose.

    `allocation_id` is that of the federation's decision, where the federation gave it: the same fact in
    two logs.
    """

    TOPIC: ClassVar[str] = "subsidy.received"

    subsidy_id: SubsidyId
    kind: SubsidyKind
    fund: str
    amount_fen: PositiveFen
    document_no: str
    posting_map: str
    lines: PostingLines
    allocation_id: AllocationId | None = None


class SubsidyReversed(Event, frozen=True, kw_only=True):
    """A subsidy was entered by mistake (冲销); the lines are its red-letter lines."""

    TOPIC: ClassVar[str] = "subsidy.reversed"

    subsidy_id: SubsidyId
    kind: SubsidyKind
    fund: str
    amount_fen: PositiveFen
    reversed_version: int
    reason: str
    lines: PostingLines


SubsidyEvent = SubsidyReceived | SubsidyReversed
