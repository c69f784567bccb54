"""What may be asked about a subsidy."""

from domain.command import Command
from domain.funds import SubsidyKind
from domain.ids import AllocationId, SubsidyId


class ReceiveSubsidy(Command, frozen=True, kw_only=True):
    """`fund` None: the one that belongs to the kind."""

    subsidy_id: SubsidyId
    kind: SubsidyKind
    amount_fen: int
    document_no: str
    fund: str | None = None
    allocation_id: AllocationId | None = None


class ReverseSubsidy(Command, frozen=True, kw_only=True):
    subsidy_id: SubsidyId
    reason: str


SubsidyCommand = ReceiveSubsidy | ReverseSubsidy
