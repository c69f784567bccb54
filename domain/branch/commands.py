"""What may be asked of a branch or group of a union."""

from domain.branch.events import BranchKind
from domain.command import Command
from domain.ids import BranchId, OfficerId


class FormBranch(Command, frozen=True, kw_only=True):
    branch_id: BranchId
    kind: BranchKind
    name: str
    parent_branch_id: BranchId | None = None


class RenameBranch(Command, frozen=True, kw_only=True):
    branch_id: BranchId
    name: str


class RecordBranchLeader(Command, frozen=True, kw_only=True):
    branch_id: BranchId
    officer_id: OfficerId


class CloseBranch(Command, frozen=True, kw_only=True):
    """`open_groups` under it and `members` in it are counted from the ledgers, not stated by whoever asks."""

    branch_id: BranchId
    open_groups: int = 0
    members: int = 0


BranchCommand = FormBranch | RenameBranch | RecordBranchLeader | CloseBranch
