"""Samples of the events of an erasure."""

from datetime import date

from domain.erasure.events import (
    BooksDestroyed,
    ErasureApproved,
    ErasureExecuted,
    ErasureRefused,
    ErasureRequested,
    HoldLifted,
    HoldPlaced,
    ProcessingRestricted,
)
from domain.event import Event
from tests.domain.values import APPROVER, HANDLER, MEMBER

_CLERK = "account:00000000-0000-0000-0000-000000000001"
_CHAIR = "account:00000000-0000-0000-0000-000000000002"

COMPLETE: tuple[Event, ...] = (
    ErasureRequested(
        subject_id=MEMBER, basis="requested", officer_id=HANDLER, by=_CLERK, document_no="申-1"
    ),
    ErasureApproved(subject_id=MEMBER, officer_id=APPROVER, by=_CHAIR, decision_no="批-1"),
    ErasureRefused(subject_id=MEMBER, reason="no_ground", officer_id=APPROVER, by=_CHAIR),
    HoldPlaced(subject_id=MEMBER, reason="lawsuit", document_no="民初1号", officer_id=APPROVER),
    HoldLifted(subject_id=MEMBER, document_no="民初1号", officer_id=APPROVER),
    ErasureExecuted(
        subject_id=MEMBER,
        destroyed=("file",),
        policy_id="retention.national",
        policy_version=1,
        books_until=date(2057, 1, 1),
        last_posting_on=date(2026, 1, 31),
    ),
    ProcessingRestricted(subject_id=MEMBER, books_until=date(2057, 1, 1)),
    BooksDestroyed(subject_id=MEMBER),
)
MINIMAL: tuple[Event, ...] = (
    ErasureRequested(
        subject_id=MEMBER, basis="withdrawn_consent", officer_id=HANDLER, by="key:0123456789"
    ),
    ErasureApproved(subject_id=MEMBER, officer_id=APPROVER, by=_CHAIR),
    ErasureExecuted(
        subject_id=MEMBER,
        destroyed=("file", "books"),
        policy_id="retention.national",
        policy_version=1,
    ),
)
VARIANTS: dict[str, Event] = {}
