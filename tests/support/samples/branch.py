"""Samples of the events of a branch or group."""

from domain.branch.events import BranchClosed, BranchFormed, BranchLeaderRecorded, BranchRenamed
from domain.event import Event
from tests.domain.values import BRANCH, HANDLER

COMPLETE: tuple[Event, ...] = (
    BranchFormed(kind="group", name="第一小组", parent_branch_id=BRANCH),
    BranchRenamed(name="高三年级小组"),
    BranchLeaderRecorded(officer_id=HANDLER),
    BranchClosed(),
)
MINIMAL: tuple[Event, ...] = (BranchFormed(kind="branch", name="高中部分会"),)
VARIANTS: dict[str, Event] = {}
