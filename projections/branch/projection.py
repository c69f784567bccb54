"""The branches and groups of a union: name, place, leader, and whether they are open."""

from domain.branch.events import (
    BranchClosed,
    BranchEvent,
    BranchFormed,
    BranchLeaderRecorded,
    BranchRenamed,
)
from domain.event import Recorded

from projections.projection import Applied, Memory, Projection
from projections.write import Write, WriteShape


def _apply(recorded: Recorded, _: Memory | None) -> Applied:
    key = (recorded.stream_id,)
    place = (recorded.version, recorded.position)
    match recorded.event:
        case BranchFormed() as event:
            formed = (event.kind, event.name, event.parent_branch_id, recorded.occurred_on)
            return None, [Write("put_branch", key, (*formed, *place))]
        case BranchRenamed() as event:
            return None, [Write("rename_branch", key, (event.name, *place))]
        case BranchLeaderRecorded() as event:
            led = (event.officer_id, recorded.occurred_on)
            return None, [Write("put_leader", key, (*led, *place))]
        case BranchClosed():
            return None, [Write("close_branch", key, (recorded.occurred_on, *place))]
        case _:
            return None, []


BRANCH = Projection(
    name="branch",
    version=1,
    package="projections.branch",
    topics=frozenset(event.TOPIC for event in BranchEvent.__args__),
    writes={
        "put_branch": WriteShape(("uuid", "text", "text", "uuid", "date", "int4", "int8")),
        "rename_branch": WriteShape(("uuid", "text", "int4", "int8")),
        "put_leader": WriteShape(("uuid", "uuid", "date", "int4", "int8")),
        "close_branch": WriteShape(("uuid", "date", "int4", "int8")),
    },
    apply=_apply,
)
