"""审计项目 of a union's own audit committee, and what every engagement shows (审计条例 art. 23 to 25)."""

from typing import Final
from uuid import UUID, uuid5

from domain.engagement import commands as ask
from domain.engagement.events import OrderedBy
from services.auth import may
from services.http import engagement_access as access
from services.http import engagement_form as form
from services.http.asking import Answer, Asking
from services.http.engagement_views import (
    EngagementView,
    engagement_list,
    engagement_view,
)
from services.http.operation import operation
from services.http.paging import ListQuery, ReadQuery, Rows, listed, paged
from services.reads.engagements import EngagementRow, ReadRow

_ENGAGEMENTS = "/v1/unions/{union_id}/engagements"
_ENGAGEMENT = f"{_ENGAGEMENTS}/{{engagement_id}}"
_BY: Final[OrderedBy] = "audit_committee"


@operation(
    "POST",
    _ENGAGEMENTS,
    "openEngagement",
    tag="engagements",
    policy=may("audit.record"),
    answer=form.EngagementWritten,
    writes=True,
    status=201,
    refusals=form.OF_OPENING,
    example=form.OPENING_EXAMPLE,
)
async def open_engagement(asking: Asking, body: form.EngagementOpening) -> Answer:
    """立项: what is audited, on which topics, until when the books may be read.

    Its keys read the books from `books_from` to `books_until`: a year or month must begin, and every date lie, in
    them; what names no date is shown as of the last day of them that has come.
    """
    engagement_id = uuid5(asking.command_id, "engagement")
    return await form.step(asking, ask.OpenEngagement, body, engagement_id, _BY, is_new=True)


@operation(
    "POST",
    f"{_ENGAGEMENT}/plan",
    "changeEngagementPlan",
    tag="engagements",
    policy=may("audit.record"),
    answer=form.EngagementWritten,
    writes=True,
    matches=True,
    refusals=(*form.REFUSALS, *form.OF_PLANS, "engagement.plan_not_changed"),
    example=form.PLAN_EXAMPLE,
)
async def change_engagement_plan(
    asking: Asking, engagement_id: UUID, body: form.PlanChange
) -> Answer:
    """方案调整: from now on every access is bound by the new scope."""
    return await form.step(asking, ask.ChangePlan, body, engagement_id, _BY)


@operation(
    "POST",
    f"{_ENGAGEMENT}/access",
    "grantAuditAccess",
    tag="engagements",
    policy=may("audit.record"),
    answer=access.AccessGiven,
    writes=True,
    matches=True,
    status=201,
    refusals=access.OF_GRANTS,
    example=access.GRANT_EXAMPLE,
)
async def grant_audit_access(
    asking: Asking, engagement_id: UUID, body: access.AccessGrant
) -> Answer:
    """Let an auditor of the county read, or give out a key that only reads, shown this once."""
    return await access.grant(asking, body, engagement_id, _BY)


@operation(
    "POST",
    f"{_ENGAGEMENT}/access/{{access_id}}/revoke",
    "revokeAuditAccess",
    tag="engagements",
    policy=may("audit.record"),
    answer=form.EngagementWritten,
    writes=True,
    matches=True,
    refusals=access.OF_REVOKING,
    example=form.SIGNED_EXAMPLE,
)
async def revoke_audit_access(
    asking: Asking, engagement_id: UUID, access_id: str, body: form.Signed
) -> Answer:
    """Take a key back for ever."""
    return await access.revoke(asking, body, engagement_id, access_id, _BY)


@operation(
    "POST",
    f"{_ENGAGEMENT}/samples",
    "drawSample",
    tag="engagements",
    policy=may("audit.record"),
    answer=form.EngagementWritten,
    writes=True,
    matches=True,
    status=201,
    refusals=form.OF_SAMPLES,
    example=form.SAMPLE_EXAMPLE,
)
async def draw_sample(asking: Asking, engagement_id: UUID, body: form.SampleDrawing) -> Answer:
    """抽样 from a public seed, pinned to positions: whoever draws again draws the same."""
    return await form.draw(asking, body, engagement_id, _BY)


@operation(
    "POST",
    f"{_ENGAGEMENT}/verifications",
    "recordVerification",
    tag="engagements",
    policy=may("audit.record"),
    answer=form.EngagementWritten,
    writes=True,
    matches=True,
    refusals=(*form.REFUSALS, "engagement.counts_out_of_range"),
    example=form.VERIFICATION_EXAMPLE,
)
async def record_verification(
    asking: Asking, engagement_id: UUID, body: form.VerificationResult
) -> Answer:
    """Put on record what a recomputation of the books found, good or bad."""
    return await form.step(asking, ask.RecordVerification, body, engagement_id, _BY)


@operation(
    "POST",
    f"{_ENGAGEMENT}/report",
    "issueAuditReport",
    tag="engagements",
    policy=may("audit.record"),
    answer=form.EngagementWritten,
    writes=True,
    matches=True,
    refusals=form.OF_REPORTS,
    example=form.REPORT_EXAMPLE,
)
async def issue_audit_report(
    asking: Asking, engagement_id: UUID, body: form.ReportIssuing
) -> Answer:
    """出具审计报告; a later one of another number takes its place."""
    return await form.step(asking, ask.IssueReport, body, engagement_id, _BY)


@operation(
    "POST",
    f"{_ENGAGEMENT}/close",
    "closeEngagement",
    tag="engagements",
    policy=may("audit.record"),
    answer=form.EngagementWritten,
    writes=True,
    matches=True,
    refusals=form.OF_CLOSING,
    example=form.CLOSING_EXAMPLE,
)
async def close_engagement(
    asking: Asking, engagement_id: UUID, body: form.EngagementClosing
) -> Answer:
    """结项: nothing more is read under it."""
    return await form.close(asking, body, engagement_id, _BY)


@operation(
    "GET",
    _ENGAGEMENTS,
    "listEngagements",
    tag="engagements",
    policy=may("evidence.read"),
    answer=Rows[EngagementRow],
    refusals=("request.cursor_invalid",),
)
async def list_engagements(asking: Asking, query: ListQuery) -> Answer:
    """Every audit of the union; under an engagement's key only that one."""
    return await engagement_list(asking, query)


@operation(
    "GET",
    _ENGAGEMENT,
    "readEngagement",
    tag="engagements",
    policy=may("evidence.read"),
    answer=EngagementView,
    refusals=("engagement.unknown",),
)
async def read_engagement(asking: Asking, engagement_id: UUID, query: ReadQuery) -> Answer:
    """One audit: its scope, who may read and how often they did, samples, verifications, reports."""
    return await engagement_view(asking, engagement_id, query)


@operation(
    "GET",
    f"{_ENGAGEMENT}/reads",
    "listAuditReads",
    tag="engagements",
    policy=may("evidence.read"),
    answer=Rows[ReadRow],
    refusals=("engagement.unknown", "request.cursor_invalid"),
)
async def list_audit_reads(asking: Asking, engagement_id: UUID, query: ListQuery) -> Answer:
    """Every read under the engagement, in the order of the log."""
    scope, after = await listed(asking, query)
    ledgers = asking.parts.ledgers
    page = await ledgers.engagement_reads(scope, engagement_id, limit=query.limit, after=after)
    return await paged(asking, query, scope, page)
