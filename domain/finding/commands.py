"""What may be asked of a finding. `by` says for whom the officer signs; who asks sets it, not what is asked."""

from datetime import date

from domain.attachment import Attachment
from domain.command import Command
from domain.finding.events import (
    Authority,
    ExtensionReason,
    FindingKind,
    Measure,
    Requirement,
    ReturnReason,
    RuleId,
    Severity,
    WithdrawalReason,
)
from domain.ids import EngagementId, FindingId, OfficerId
from domain.sealed import Sealed


class RaiseFinding(Command, frozen=True, kw_only=True):
    """`known_at` is the position of the books the auditor had before them."""

    finding_id: FindingId
    kind: FindingKind
    severity: Severity
    by: Authority
    officer_id: OfficerId
    basis: str
    known_at: int
    positions: tuple[int, ...] = ()
    amount_fen: int | None = None
    rule: RuleId | None = None
    engagement_id: EngagementId | None = None
    period_from: date | None = None
    period_until: date | None = None
    document_no: str | None = None
    details: Sealed | None = None


class RequireRectification(Command, frozen=True, kw_only=True):
    finding_id: FindingId
    requirement: Requirement
    due_on: date
    by: Authority
    officer_id: OfficerId
    document_no: str | None = None


class ExtendDeadline(Command, frozen=True, kw_only=True):
    finding_id: FindingId
    due_on: date
    reason: ExtensionReason
    by: Authority
    officer_id: OfficerId
    document_no: str | None = None


class SubmitRectification(Command, frozen=True, kw_only=True):
    """The union's answer: `officer_id` is one of its own officers, `known_at` where its log has come to."""

    finding_id: FindingId
    measure: Measure
    officer_id: OfficerId
    known_at: int
    recovered_fen: int = 0
    evidence: tuple[Attachment, ...] = ()
    corrected_positions: tuple[int, ...] = ()
    document_no: str | None = None
    details: Sealed | None = None


class ReturnRectification(Command, frozen=True, kw_only=True):
    finding_id: FindingId
    reason: ReturnReason
    due_on: date
    by: Authority
    officer_id: OfficerId
    details: Sealed | None = None


class AcceptRectification(Command, frozen=True, kw_only=True):
    finding_id: FindingId
    by: Authority
    officer_id: OfficerId
    document_no: str | None = None


class CloseFinding(Command, frozen=True, kw_only=True):
    finding_id: FindingId
    by: Authority
    officer_id: OfficerId
    document_no: str | None = None


class WithdrawFinding(Command, frozen=True, kw_only=True):
    finding_id: FindingId
    reason: WithdrawalReason
    by: Authority
    officer_id: OfficerId
    document_no: str | None = None


FindingCommand = (
    RaiseFinding
    | RequireRectification
    | ExtendDeadline
    | SubmitRectification
    | ReturnRectification
    | AcceptRectification
    | CloseFinding
    | WithdrawFinding
)
