"""审计问题 of a union: its audit committee raises, re-checks and strikes off, the union answers (domain.md 7.2).

发现 → 整改 → 复核 → 销号. What the county's committee signs has its routes in `county_findings.py`.
"""

from typing import Final, Literal
from uuid import UUID

from domain.finding import commands as ask
from domain.finding.events import Authority
from services.auth import may
from services.http import finding_form as form
from services.http.asking import Answer, Asking, strong
from services.http.fields import Answered
from services.http.operation import operation
from services.http.paging import ListQuery, ReadQuery, Rows, listed, paged, scope_of
from services.http.problems import Problem
from services.reads.finding_words import words_of
from services.reads.findings import FindingRow, FindingStepRow
from services.reads.people import Fields

_FINDINGS = "/v1/unions/{union_id}/findings"
_FINDING = f"{_FINDINGS}/{{finding_id}}"
_BY: Final[Authority] = "audit_committee"

FindingState = Literal[
    "open", "raised", "required", "submitted", "returned", "accepted", "closed", "withdrawn"
]


class FindingsQuery(ListQuery, frozen=True, kw_only=True):
    """`state` open: neither struck off nor withdrawn. Under an engagement's key only its own are listed."""

    state: FindingState | None = None
    engagement_id: UUID | None = None


class StepView(Answered, frozen=True, kw_only=True):
    """A step, and what was said with it."""

    step: FindingStepRow
    details: Fields


class FindingView(Answered, frozen=True, kw_only=True):
    position: int
    version: int
    finding: FindingRow
    details: Fields
    steps: list[StepView]


@operation(
    "POST",
    _FINDINGS,
    "raiseFinding",
    tag="findings",
    policy=may("audit.record"),
    answer=form.FindingWritten,
    writes=True,
    status=201,
    refusals=(*form.OF_RAISING, "request.known_at_ahead"),
    example=form.RAISING_EXAMPLE,
)
async def raise_finding(asking: Asking, body: form.FindingRaising) -> Answer:
    """发现: the audit committee holds something against the books, with the events it is about."""
    return await form.raise_finding(asking, body, _BY)


@operation(
    "POST",
    f"{_FINDING}/require-rectification",
    "requireRectification",
    tag="findings",
    policy=may("audit.record"),
    answer=form.FindingWritten,
    writes=True,
    matches=True,
    refusals=(*form.STEP_REFUSALS, *form.OF_TERMS, "finding.already_required"),
    example=form.REQUIRING_EXAMPLE,
)
async def require_rectification(asking: Asking, finding_id: UUID, body: form.Requiring) -> Answer:
    """整改要求: what the union must do, and by when."""
    return await form.step(asking, ask.RequireRectification, body, finding_id, by=_BY)


@operation(
    "POST",
    f"{_FINDING}/extend",
    "extendDeadline",
    tag="findings",
    policy=may("audit.record"),
    answer=form.FindingWritten,
    writes=True,
    matches=True,
    refusals=(*form.STEP_REFUSALS, *form.OF_TERMS, "finding.not_required"),
    example=form.EXTENSION_EXAMPLE,
)
async def extend_deadline(asking: Asking, finding_id: UUID, body: form.Extension) -> Answer:
    """Put the deadline off, within the days of the audit policy."""
    return await form.step(asking, ask.ExtendDeadline, body, finding_id, by=_BY)


@operation(
    "POST",
    f"{_FINDING}/submit",
    "submitRectification",
    tag="findings",
    policy=may("findings.answer"),
    answer=form.FindingWritten,
    writes=True,
    matches=True,
    refusals=(
        "finding.unknown",
        "finding.ended_already",
        "finding.before_the_last_entry",
        "finding.office_not_held",
        "finding.not_required",
        "finding.amount_out_of_range",
        "finding.nothing_shown",
        "finding.positions_not_in_the_log",
    ),
    example=form.SUBMISSION_EXAMPLE,
)
async def submit_rectification(asking: Asking, finding_id: UUID, body: form.Submission) -> Answer:
    """整改报告 of the union; a late one is taken and marked late."""
    head = await asking.parts.log.head(asking.tenant_id)
    return await form.step(
        asking, ask.SubmitRectification, body, finding_id, known_at=head.position
    )


@operation(
    "POST",
    f"{_FINDING}/return",
    "returnRectification",
    tag="findings",
    policy=may("audit.record"),
    answer=form.FindingWritten,
    writes=True,
    matches=True,
    refusals=(
        *form.STEP_REFUSALS,
        *form.OF_TERMS,
        "finding.nothing_submitted",
        "finding.checked_by_who_submitted",
    ),
    example=form.RETURNING_EXAMPLE,
)
async def return_rectification(asking: Asking, finding_id: UUID, body: form.Returning) -> Answer:
    """复核 not passed: the union does it again."""
    return await form.step(asking, ask.ReturnRectification, body, finding_id, by=_BY)


@operation(
    "POST",
    f"{_FINDING}/accept",
    "acceptRectification",
    tag="findings",
    policy=may("audit.record"),
    answer=form.FindingWritten,
    writes=True,
    matches=True,
    refusals=(*form.STEP_REFUSALS, "finding.nothing_submitted", "finding.checked_by_who_submitted"),
    example=form.STEP_EXAMPLE,
)
async def accept_rectification(asking: Asking, finding_id: UUID, body: form.AuditorsStep) -> Answer:
    """复核 passed, by somebody else than who answered."""
    return await form.step(asking, ask.AcceptRectification, body, finding_id, by=_BY)


@operation(
    "POST",
    f"{_FINDING}/close",
    "closeFinding",
    tag="findings",
    policy=may("audit.record"),
    answer=form.FindingWritten,
    writes=True,
    matches=True,
    refusals=(*form.STEP_REFUSALS, "finding.not_accepted"),
    example=form.STEP_EXAMPLE,
)
async def close_finding(asking: Asking, finding_id: UUID, body: form.AuditorsStep) -> Answer:
    """销号: strike a finding off that passed the re-check."""
    return await form.step(asking, ask.CloseFinding, body, finding_id, by=_BY)


@operation(
    "POST",
    f"{_FINDING}/withdraw",
    "withdrawFinding",
    tag="findings",
    policy=may("audit.record"),
    answer=form.FindingWritten,
    writes=True,
    matches=True,
    refusals=(*form.STEP_REFUSALS, "finding.accepted_already"),
    example=form.WITHDRAWAL_EXAMPLE,
)
async def withdraw_finding(
    asking: Asking, finding_id: UUID, body: form.FindingWithdrawal
) -> Answer:
    """Withdraw a finding that was raised in error; it stays on record."""
    return await form.step(asking, ask.WithdrawFinding, body, finding_id, by=_BY)


@operation(
    "GET",
    _FINDINGS,
    "listFindings",
    tag="findings",
    policy=may("findings.read"),
    answer=Rows[FindingRow],
    refusals=("engagement.unknown", "request.cursor_invalid"),
)
async def list_findings(asking: Asking, query: FindingsQuery) -> Answer:
    """问题清单: every finding and where it stands on the date; under an engagement's key those it raised."""
    scope, after = await listed(asking, query)
    page = await asking.parts.ledgers.findings(
        scope,
        limit=query.limit,
        after=after,
        stage=query.state,
        engagement_id=asking.login.engagement_id or query.engagement_id,
    )
    return await paged(asking, query, scope, page)


@operation(
    "GET",
    _FINDING,
    "readFinding",
    tag="findings",
    policy=may("findings.read"),
    answer=FindingView,
    refusals=("finding.unknown",),
)
async def read_finding(asking: Asking, finding_id: UUID, query: ReadQuery) -> Answer:
    """One finding with its steps and what was said with each; under an engagement's key one that it raised."""
    scope = await scope_of(asking, query)
    parts = asking.parts
    page = await parts.ledgers.findings(
        scope, limit=1, finding_id=finding_id, engagement_id=asking.login.engagement_id
    )
    if not page.rows:
        raise Problem("finding.unknown")
    steps = await parts.ledgers.finding_steps(scope, finding_id)
    told = await words_of(parts.log, parts.vault, scope, [finding_id])
    version = await asking.version_of(finding_id)
    view = FindingView(
        position=min(page.position, steps.position),
        version=version,
        finding=page.rows[0],
        details=told.get((finding_id, 1), {}),
        steps=[
            StepView(step=row, details=told.get((finding_id, row.version), {}))
            for row in steps.rows
        ],
    )
    return Answer(body=view, headers=strong(version))
