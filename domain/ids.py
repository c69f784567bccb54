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
AccountId = NewType("AccountId", UUID)
ViewingId = NewType("ViewingId", UUID)
ExportId = NewType("ExportId", UUID)
StreamId = NewType("StreamId", UUID)

PLATFORM = UnionId(UUID("0f6b1f0e-7a51-5c2b-9f57-6f6e67687569"))
"""The tenant whose log holds the accounts of people and what happened at the door."""


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


def appointment_stream(place_id: UnionId, account_id: AccountId) -> StreamId:
    """Return the stream of an account's appointment at a place: one per place and account."""
    return StreamId(uuid5(place_id, f"appointment:{account_id}"))


def api_key_stream(place_id: UnionId, key_id: str) -> StreamId:
    """Return the stream of an API key in the log of the place it is for."""
    return StreamId(uuid5(place_id, f"api_key:{key_id}"))


def door_stream(platform_id: UnionId) -> StreamId:
    """Return the stream of those who knocked under names nobody has."""
    return StreamId(uuid5(platform_id, "door"))


def erasure_stream(subject_id: UUID) -> StreamId:
    """Return the stream of the erasures asked for of one person."""
    return StreamId(uuid5(subject_id, "erasure"))


def privacy_notice_stream(union_id: UnionId) -> StreamId:
    """Return the stream of a union's notices about personal data."""
    return StreamId(uuid5(union_id, "privacy_notice"))
