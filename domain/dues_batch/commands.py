"""What may be asked of a collection of dues."""

from domain.command import Command
from domain.dues_batch.events import DifferenceReason
from domain.ids import BranchId, DuesBatchId


class CloseDuesBatch(Command, frozen=True, kw_only=True):
    """`declared_…` stand on the handed-over list; `heads` and `amount_fen` are counted from the receipts."""

    batch_id: DuesBatchId
    declared_heads: int
    declared_fen: int
    heads: int
    amount_fen: int
    difference_reason: DifferenceReason | None = None
    first_month: str | None = None
    last_month: str | None = None
    branch_id: BranchId | None = None


DuesBatchCommand = CloseDuesBatch
