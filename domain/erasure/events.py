"""What can happen to an erasure. A key is named by person and kind; no event holds anything it protected.

`by`: the login or key that acted, as in the envelope: two people are asked for, and no decision sees envelopes.
"""

from datetime import date
from typing import ClassVar, Literal

from domain.event import Event
from domain.ids import MemberId, OfficerId
from domain.sealed import KeyKind

Basis = Literal["withdrawn_consent", "purpose_done", "retention_over", "unlawful", "requested"]
"""PIPL art. 47: 撤回同意, 目的已实现, 保存期限届满, 违法处理, 本人请求."""
RefusalReason = Literal[
    "records_held", "no_ground", "not_the_person", "entered_by_mistake", "other"
]
HoldReason = Literal["lawsuit", "audit", "complaint", "authority"]


class ErasureRequested(Event, frozen=True, kw_only=True):
    TOPIC: ClassVar[str] = "erasure.requested"

    subject_id: MemberId
    basis: Basis
    officer_id: OfficerId
    by: str
    document_no: str = ""


class ErasureApproved(Event, frozen=True, kw_only=True):
    """One of two approvals, by different people, neither of whom asked."""

    TOPIC: ClassVar[str] = "erasure.approved"

    subject_id: MemberId
    officer_id: OfficerId
    by: str
    decision_no: str = ""


class ErasureRefused(Event, frozen=True, kw_only=True):
    """The request came to nothing; another may follow."""

    TOPIC: ClassVar[str] = "erasure.refused"

    subject_id: MemberId
    reason: RefusalReason
    officer_id: OfficerId
    by: str


class HoldPlaced(Event, frozen=True, kw_only=True):
    """Nothing of this person may be destroyed while a paper says so (诉讼, 审计, 投诉, 有权机关)."""

    TOPIC: ClassVar[str] = "erasure.hold_placed"

    subject_id: MemberId
    reason: HoldReason
    document_no: str
    officer_id: OfficerId


class HoldLifted(Event, frozen=True, kw_only=True):
    TOPIC: ClassVar[str] = "erasure.hold_lifted"

    subject_id: MemberId
    document_no: str
    officer_id: OfficerId


class ErasureExecuted(Event, frozen=True, kw_only=True):
    """The keys of these kinds are destroyed from here on, whatever is done next may be done again.

    `books_until`: the first day on which the books key may go as well, None where it goes at once. The policy is
    the one the term was counted by; `last_posting_on` the newest voucher day that names the person.
    """

    TOPIC: ClassVar[str] = "erasure.executed"

    subject_id: MemberId
    destroyed: tuple[KeyKind, ...]
    policy_id: str
    policy_version: int
    books_until: date | None = None
    last_posting_on: date | None = None


class ProcessingRestricted(Event, frozen=True, kw_only=True):
    """What the books key opens is stored and protected, nothing else, until that day (PIPL art. 47 sentence 2)."""

    TOPIC: ClassVar[str] = "erasure.restricted"

    subject_id: MemberId
    books_until: date


class BooksDestroyed(Event, frozen=True, kw_only=True):
    """The statutory term is over: the books key is destroyed as well."""

    TOPIC: ClassVar[str] = "erasure.books_destroyed"

    subject_id: MemberId


ErasureEvent = (
    ErasureRequested
    | ErasureApproved
    | ErasureRefused
    | HoldPlaced
    | HoldLifted
    | ErasureExecuted
    | ProcessingRestricted
    | BooksDestroyed
)
