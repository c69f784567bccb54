"""Identifiers. A tenant is always `UnionId`; every other id is unique inside its union's log."""

from typing import NewType
from uuid import UUID, uuid5

UnionId = NewType("UnionId", UUID)
MemberId = NewType("MemberId", UUID)
HouseholdId = NewType("HouseholdId", UUID)
AidCaseId = NewType("AidCaseId", UUID)
CondolenceId = NewType("CondolenceId", UUID)
PayBatchId = NewType("PayBatchId", UUID)
PairingId = NewType("PairingId", UUID)
VisitId = NewType("VisitId", UUID)
ObjectionId = NewType("ObjectionId", UUID)
OfficerId = NewType("OfficerId", UUID)
ImportRunId = NewType("ImportRunId", UUID)
SubsidyId = NewType("SubsidyId", UUID)
CustodialId = NewType("CustodialId", UUID)
AllocationId = NewType("AllocationId", UUID)
VoucherId = NewType("VoucherId", UUID)
BranchId = NewType("BranchId", UUID)
DuesBatchId = NewType("DuesBatchId", UUID)
EngagementId = NewType("EngagementId", UUID)
BooksReadId = NewType("BooksReadId", UUID)
FindingId = NewType("FindingId", UUID)
DisclosureId = NewType("DisclosureId", UUID)
StreamId = NewType("StreamId", UUID)


def dues_stream(member_id: MemberId) -> StreamId:
    """Return the stream of a member's dues account: one per member, named by the member."""
    return StreamId(uuid5(member_id, "dues"))


def opening_voucher_id(union_id: UnionId) -> VoucherId:
    """Return the id of a union's voucher of opening balances: one per union."""
    return VoucherId(uuid5(union_id, "voucher:opening"))


def budget_stream(union_id: UnionId, year: int) -> StreamId:
    """Return the stream of a union's budget of one calendar year."""
    return StreamId(uuid5(union_id, f"budget:{year}"))


def bank_statement_stream(union_id: UnionId, account: str) -> StreamId:
    """Return the stream of the statements of one money account, by its code in the chart."""
    return StreamId(uuid5(union_id, f"bank_statement:{account}"))


def contribution_stream(union_id: UnionId, month: str) -> StreamId:
    """Return the stream of the employer's contribution for one month, named by union and month."""
    return StreamId(uuid5(union_id, f"contribution:{month}"))


def statement_stream(union_id: UnionId, code: str) -> StreamId:
    """Return the stream of a printed statement: one per code, so the same print is issued once."""
    return StreamId(uuid5(union_id, f"statement:{code}"))
