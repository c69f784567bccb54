"""What can happen to a branch or group of a union (章程 art. 30, domain.md 1.1)."""

from typing import ClassVar, Literal

from domain.event import Event
from domain.ids import BranchId, OfficerId

BranchKind = Literal["branch", "group"]


class BranchFormed(Event, frozen=True, kw_only=True):
    """分会 of the union, or 小组 of a branch or of the union itself."""

    TOPIC: ClassVar[str] = "branch.formed"

    kind: BranchKind
    name: str
    parent_branch_id: BranchId | None = None


class BranchRenamed(Event, frozen=True, kw_only=True):
    TOPIC: ClassVar[str] = "branch.renamed"

    name: str


class BranchLeaderRecorded(Event, frozen=True, kw_only=True):
    """From this day an officer of the union leads it (分会主席, 小组长)."""

    TOPIC: ClassVar[str] = "branch.leader_recorded"

    officer_id: OfficerId


class BranchClosed(Event, frozen=True, kw_only=True):
    """It exists no more; nobody is in it and no group hangs under it."""

    TOPIC: ClassVar[str] = "branch.closed"


BranchEvent = BranchFormed | BranchRenamed | BranchLeaderRecorded | BranchClosed
