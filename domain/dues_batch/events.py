"""What can happen to a collection of dues: it is handed over, counted and closed (domain.md 3.4, L4)."""

from typing import Annotated, ClassVar, Literal

import msgspec

from domain.event import Event
from domain.ids import BranchId
from domain.money import PositiveFen
from domain.period import Month

Heads = Annotated[int, msgspec.Meta(ge=1, le=10**9)]
DifferenceReason = Literal["paid_elsewhere", "absent", "miscounted", "wage_changed", "other"]


class DuesBatchClosed(Event, frozen=True, kw_only=True):
    """Heads and total as declared by whoever handed the money over, and as booked member by member.

    The money itself is in the receipts that name this batch. `difference_reason` says why the two differ, None
    where they agree; the months are those the collection was for, the branch the one it came from.
    """

    TOPIC: ClassVar[str] = "dues_batch.closed"

    declared_heads: Heads
    declared_fen: PositiveFen
    heads: Heads
    amount_fen: PositiveFen
    difference_reason: DifferenceReason | None = None
    first_month: Month | None = None
    last_month: Month | None = None
    branch_id: BranchId | None = None


DuesBatchEvent = DuesBatchClosed
