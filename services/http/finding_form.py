"""What may be said of a finding, by whichever auditor: bodies, examples, and how a step is carried out.

What is written in words is sealed under keys of the finding's own, and stays readable as long as the books.
"""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Final
from uuid import UUID, uuid5

from msgspec import Meta

from domain.attachment import Attachment
from domain.finding import commands as ask
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
from domain.money import Fen
from domain.sealed import Sealed
from services.http.asking import Answer, Asking
from services.http.fields import Body, DocumentNo, Position, Text, Title
from services.http.people import seals
from services.http.problems import Problem
from services.http.steps import take
from services.http.writing import Written

_Positions = Annotated[tuple[Annotated[int, Meta(ge=1, le=2**53)], ...], Meta(max_length=200)]
_OFFICER: Final = "01959000-0000-7000-8000-000000000009"
_SIGNED: Final[Mapping[str, Any]] = {"occurred_on": "2026-03-02", "officer_id": _OFFICER}

STEP_REFUSALS: Final = (
    "finding.unknown",
    "finding.ended_already",
    "finding.before_the_last_entry",
    "finding.office_not_held",
    "finding.auditor_keeps_the_books",
    "finding.raised_by_the_county",
)
"""What every step of an auditor may be refused with."""
OF_TERMS: Final = ("finding.no_policy_in_force", "finding.deadline_out_of_range")
OF_RAISING: Final = (
    "finding.office_not_held",
    "finding.auditor_keeps_the_books",
    "finding.basis_missing",
    "finding.positions_not_in_the_log",
    "finding.amount_out_of_range",
    "finding.period_ends_before_it_begins",
    "finding.engagement_unknown",
)


class FindingWritten(Written, frozen=True, kw_only=True):
    finding_id: UUID


class FindingText(Body, frozen=True, kw_only=True):
    """In words; may name people, so it is sealed."""

    summary: Text


class FindingRaising(Body, frozen=True, kw_only=True):
    """`positions`: the events it is about. `known_at`: where the books stood (default: now)."""

    occurred_on: date
    kind: FindingKind
    severity: Severity
    officer_id: OfficerId
    basis: Title
    known_at: Position | None = None
    positions: _Positions = ()
    amount_fen: Fen | None = None
    rule: RuleId | None = None
    engagement_id: EngagementId | None = None
    period_from: date | None = None
    period_until: date | None = None
    document_no: DocumentNo | None = None
    details: FindingText | None = None


class Requiring(Body, frozen=True, kw_only=True):
    """整改要求; the deadline lies within the days of the audit policy."""

    occurred_on: date
    requirement: Requirement
    due_on: date
    officer_id: OfficerId
    document_no: DocumentNo | None = None


class Extension(Body, frozen=True, kw_only=True):
    occurred_on: date
    due_on: date
    reason: ExtensionReason
    officer_id: OfficerId
    document_no: DocumentNo | None = None


class Submission(Body, frozen=True, kw_only=True):
    """整改报告: what was done, with the papers or the events that show it."""

    occurred_on: date
    measure: Measure
    officer_id: OfficerId
    recovered_fen: Fen = 0
    evidence: Annotated[tuple[Attachment, ...], Meta(max_length=50)] = ()
    corrected_positions: _Positions = ()
    document_no: DocumentNo | None = None
    details: FindingText | None = None


class Returning(Body, frozen=True, kw_only=True):
    """复核 not passed, with the new deadline."""

    occurred_on: date
    reason: ReturnReason
    due_on: date
    officer_id: OfficerId
    details: FindingText | None = None


class AuditorsStep(Body, frozen=True, kw_only=True):
    occurred_on: date
    officer_id: OfficerId
    document_no: DocumentNo | None = None


class FindingWithdrawal(Body, frozen=True, kw_only=True):
    occurred_on: date
    reason: WithdrawalReason
    officer_id: OfficerId
    document_no: DocumentNo | None = None


RAISING_EXAMPLE: Final = {
    **_SIGNED,
    "kind": "split_payments",
    "severity": "high",
    "basis": "基层工会经费收支管理办法 第二十条",
    "rule": "R04",
    "positions": [311, 312],
    "amount_fen": 198000,
    "details": {"summary": "同日两笔均略低于审批限额"},
}
REQUIRING_EXAMPLE: Final = {**_SIGNED, "requirement": "recover_money", "due_on": "2026-04-15"}
EXTENSION_EXAMPLE: Final = {
    **_SIGNED,
    "due_on": "2026-04-30",
    "reason": "money_in_instalments",
}
SUBMISSION_EXAMPLE: Final = {
    "occurred_on": "2026-04-10",
    "officer_id": _OFFICER,
    "measure": "money_recovered",
    "recovered_fen": 198000,
    "corrected_positions": [950],
}
RETURNING_EXAMPLE: Final = {
    "occurred_on": "2026-04-12",
    "officer_id": _OFFICER,
    "reason": "evidence_missing",
    "due_on": "2026-04-30",
}
STEP_EXAMPLE: Final = {"occurred_on": "2026-05-06", "officer_id": _OFFICER}
WITHDRAWAL_EXAMPLE: Final = {**_SIGNED, "reason": "wrong_facts"}


async def raise_finding(asking: Asking, body: FindingRaising, by: Authority) -> Answer:
    """Carry out the raising of a finding in the log the request is about."""
    finding_id = uuid5(asking.command_id, "finding")
    head = (await asking.parts.log.head(asking.tenant_id)).position
    known_at = head if body.known_at is None else body.known_at
    if known_at > head:
        raise Problem("request.known_at_ahead")
    given = {"by": by, "known_at": known_at}
    return await step(asking, ask.RaiseFinding, body, finding_id, is_new=True, **given)


async def step(
    asking: Asking,
    kind: type[ask.FindingCommand],
    body: Body,
    finding_id: UUID,
    *,
    is_new: bool = False,
    **given: Any,  # noqa: ANN401 # the rest of the command's fields
) -> Answer:
    """Carry out a step; its words are sealed on the way."""
    values = {name: getattr(body, name) for name in body.__struct_fields__}
    details = values.get("details")
    if details is not None:
        values["details"] = await _sealed(asking, finding_id, details)
    command = kind(**{**values, **given, "finding_id": FindingId(finding_id)})
    ids = {"finding_id": finding_id}
    return await take(
        asking, [command], body, finding_id, kind=FindingWritten, ids=ids, is_new=is_new
    )


async def _sealed(asking: Asking, finding_id: UUID, told: Body) -> Sealed:
    """Seal what is told under keys of the finding: it may name several people, or none of the books."""
    name = f"finding:{finding_id}"
    holders = await asking.parts.vault.enrol(asking.tenant_id, "finding", [name])
    to = await seals(asking, holders[name])
    return to.struct(holders[name], "books", "details", told)
