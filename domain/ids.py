"""Identifiers. A tenant is always `UnionId`; every other id is unique inside its union's log."""

from typing import NewType
from uuid import UUID, uuid5

UnionId = NewType("UnionId", UUID)
MemberId = NewType("MemberId", UUID)
HouseholdId = NewType("HouseholdId", UUID)
AidCaseId = NewType("AidCaseId", UUID)
CondolenceId = NewType("CondolenceId", UUID)
OfficerId = NewType("OfficerId", UUID)
ImportRunId = NewType("ImportRunId", UUID)
StreamId = NewType("StreamId", UUID)


def dues_stream(member_id: MemberId) -> StreamId:
    """Return the stream of a member's dues account: one per member, named by the member."""
    return StreamId(uuid5(member_id, "dues"))
