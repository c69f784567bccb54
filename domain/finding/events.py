"""What can happen to a finding (审计问题). What was found, in words, is sealed: it may name people.

That a deadline has passed changes nothing by itself (domain.md rule 4): it raises a task, and rule R20 hits.
"""

from datetime import date
from typing import Annotated, ClassVar, Literal

import msgspec

from domain.attachment import Attachment
from domain.event import Event
from domain.ids import EngagementId, FindingId, OfficerId
from domain.money import Fen
from domain.sealed import Sealed

Authority = Literal["audit_committee", "county"]
"""Who audits: the union's own audit committee (经审会), or the county's over its unit."""
FindingKind = Literal[
    "duplicate_payment",
    "paid_to_ineligible",
    "approval_missing",
    "split_payments",
    "cash_or_wrong_account",
    "benefit_exceeded",
    "dues_short",
    "contribution_short",
    "budget_exceeded",
    "procedure_skipped",
    "earmarked_misused",
    "employer_cost",
    "voucher_incomplete",
    "funds_mixed",
    "asset_unrecorded",
    "prizes_exceeded",
    "balance_stale",
    "benefit_without_dues",
    "concentration",
    "rectification_late",
    "chain_broken",
    "other",
]
"""The catalogue of domain.md 7.4 in its order, R01 to R21, and what stands in none of its rows."""
Severity = Literal["low", "medium", "high"]
RuleId = Annotated[str, msgspec.Meta(pattern=r"\A[RX](0[1-9]|[1-9][0-9])\Z")]
"""A rule of `domain.irregularity`: R01 to R21 are those of domain.md 7.4."""
Requirement = Literal[
    "recover_money",
    "correct_books",
    "complete_papers",
    "repeat_procedure",
    "mend_rules",
    "hold_to_account",
    "other",
]
"""整改要求: what is to be done."""
Measure = Literal[
    "money_recovered",
    "books_corrected",
    "papers_completed",
    "procedure_repeated",
    "rules_mended",
    "held_to_account",
    "explained",
]
"""整改措施: what was done."""
ExtensionReason = Literal["waiting_for_others", "money_in_instalments", "staff_changed", "other"]
ReturnReason = Literal["evidence_missing", "not_recovered", "books_unchanged", "recurred", "other"]
WithdrawalReason = Literal["raised_twice", "wrong_facts", "wrong_rule", "other"]


class FindingRaised(Event, frozen=True, kw_only=True):
    """发现: what an audit holds against the books, as they stood at position `known_at`.

    `positions`: the events it is about. `basis`: the article it rests on, a short code text such as `审计条例 23`.
    `period_from` and `period_until`: the days it is about. `rule`: the rule of domain.md 7.4 that hit.
    """

    TOPIC: ClassVar[str] = "finding.raised"

    finding_id: FindingId
    kind: FindingKind
    severity: Severity
    by: Authority
    officer_id: OfficerId
    basis: str
    known_at: int
    positions: tuple[int, ...] = ()
    amount_fen: Fen | None = None
    rule: RuleId | None = None
    engagement_id: EngagementId | None = None
    period_from: date | None = None
    period_until: date | None = None
    document_no: str | None = None
    details: Sealed | None = None


class RectificationRequired(Event, frozen=True, kw_only=True):
    """整改要求: what the union must do by `due_on`, and the policy the term was measured by."""

    TOPIC: ClassVar[str] = "finding.rectification_required"

    finding_id: FindingId
    requirement: Requirement
    due_on: date
    by: Authority
    officer_id: OfficerId
    policy_id: str
    policy_version: int
    document_no: str | None = None


class DeadlineExtended(Event, frozen=True, kw_only=True):
    TOPIC: ClassVar[str] = "finding.deadline_extended"

    finding_id: FindingId
    due_on: date
    reason: ExtensionReason
    by: Authority
    officer_id: OfficerId
    document_no: str | None = None


class RectificationSubmitted(Event, frozen=True, kw_only=True):
    """整改报告: what the union did, the papers that show it, and the events that put the books right.

    `recovered_fen`: money that came back. `within_term`: on or before the deadline that held on the day.
    """

    TOPIC: ClassVar[str] = "finding.rectification_submitted"

    finding_id: FindingId
    measure: Measure
    officer_id: OfficerId
    within_term: bool
    recovered_fen: Fen = 0
    evidence: tuple[Attachment, ...] = ()
    corrected_positions: tuple[int, ...] = ()
    document_no: str | None = None
    details: Sealed | None = None


class RectificationReturned(Event, frozen=True, kw_only=True):
    """复核 not passed: the union does it again by `due_on`."""

    TOPIC: ClassVar[str] = "finding.rectification_returned"

    finding_id: FindingId
    reason: ReturnReason
    due_on: date
    by: Authority
    officer_id: OfficerId
    details: Sealed | None = None


class RectificationAccepted(Event, frozen=True, kw_only=True):
    """复核 passed."""

    TOPIC: ClassVar[str] = "finding.rectification_accepted"

    finding_id: FindingId
    by: Authority
    officer_id: OfficerId
    document_no: str | None = None


class FindingClosed(Event, frozen=True, kw_only=True):
    """销号: struck off the list."""

    TOPIC: ClassVar[str] = "finding.closed"

    finding_id: FindingId
    by: Authority
    officer_id: OfficerId
    document_no: str | None = None


class FindingWithdrawn(Event, frozen=True, kw_only=True):
    """It was raised in error; it stays on record as such."""

    TOPIC: ClassVar[str] = "finding.withdrawn"

    finding_id: FindingId
    reason: WithdrawalReason
    by: Authority
    officer_id: OfficerId
    document_no: str | None = None


FindingEvent = (
    FindingRaised
    | RectificationRequired
    | DeadlineExtended
    | RectificationSubmitted
    | RectificationReturned
    | RectificationAccepted
    | FindingClosed
    | FindingWithdrawn
)
