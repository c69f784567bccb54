"""审计项目 ordered by the county's audit committee over a unit: facts of the unit's own log under the county's key.

Source: 章程 art. 13: the higher 经审会 must examine the next lower union.
"""

from datetime import date
from typing import Final
from uuid import UUID, uuid5

from domain.engagement import commands as ask
from domain.engagement.events import OrderedBy
from services.auth import access_id_of, may
from services.http import engagement_access as access
from services.http import engagement_form as form
from services.http.asking import Answer, Asking
from services.http.county import UNIT_OF_COUNTY, county_of, in_unit
from services.http.engagement_views import (
    EngagementView,
    SampleCheck,
    SampleSheet,
    SheetQuery,
    engagement_list,
    engagement_view,
    sample_check,
    sample_sheet,
)
from services.http.fields import Answered, Query
from services.http.operation import operation
from services.http.paging import ListQuery, ReadQuery, Rows
from services.reads.engagements import EngagementOfUnit, EngagementRow

_ENGAGEMENTS = f"{UNIT_OF_COUNTY}/engagements"
_ENGAGEMENT = f"{_ENGAGEMENTS}/{{engagement_id}}"
_SAMPLE = f"{_ENGAGEMENT}/samples/{{sample_no}}"
_BY: Final[OrderedBy] = "county"
_NO_UNIT = "federation.unit_unknown"
_UNKNOWN = (_NO_UNIT, "engagement.unknown", "request.path_unknown")


class AuditsQuery(Query, frozen=True, kw_only=True):
    """`open_to_me`: only those under which whoever asks may read today."""

    as_of: date | None = None
    open_to_me: bool = False


class AuditsOfUnits(Answered, frozen=True, kw_only=True):
    """Engagements over the units of the county, whoever ordered them; those that run come first."""

    as_of: date
    rows: list[EngagementOfUnit]


@operation(
    "GET",
    "/v1/federations/{federation_id}/audits",
    "listEngagementsOfUnits",
    tag="county",
    policy=may("county.read"),
    answer=AuditsOfUnits,
)
async def list_engagements_of_units(asking: Asking, query: AuditsQuery) -> Answer:
    """Every audit of every unit, and until when whoever asks may read the unit's books under it."""
    as_of = query.as_of or asking.parts.today()
    person = asking.login.person
    access_id = None if person is None else access_id_of(person.account_id)
    units = list((await county_of(asking)).units)
    rows = await asking.parts.county.engagements(units, as_of, access_id)
    if query.open_to_me:
        rows = [row for row in rows if _is_open(row, as_of)]
    return Answer(body=AuditsOfUnits(as_of=as_of, rows=rows))


def _is_open(row: EngagementOfUnit, day: date) -> bool:
    return row.closed_on is None and row.open_until is not None and row.open_until >= day


@operation(
    "POST",
    _ENGAGEMENTS,
    "openEngagementOfUnit",
    tag="county",
    policy=may("county.write"),
    answer=form.EngagementWritten,
    writes=True,
    status=201,
    refusals=(*form.OF_OPENING, _NO_UNIT),
    example=form.OPENING_EXAMPLE,
)
async def open_engagement_of_unit(
    asking: Asking, unit_id: UUID, body: form.EngagementOpening
) -> Answer:
    """立项 by the county."""
    there = await in_unit(asking, unit_id)
    engagement_id = uuid5(there.command_id, "engagement")
    return await form.step(there, ask.OpenEngagement, body, engagement_id, _BY, is_new=True)


@operation(
    "POST",
    f"{_ENGAGEMENT}/plan",
    "changeEngagementPlanOfUnit",
    tag="county",
    policy=may("county.write"),
    answer=form.EngagementWritten,
    writes=True,
    matches=True,
    refusals=(*form.REFUSALS, *form.OF_PLANS, "engagement.plan_not_changed", _NO_UNIT),
    example=form.PLAN_EXAMPLE,
)
async def change_engagement_plan_of_unit(
    asking: Asking, unit_id: UUID, engagement_id: UUID, body: form.PlanChange
) -> Answer:
    """方案调整."""
    return await form.step(await in_unit(asking, unit_id), ask.ChangePlan, body, engagement_id, _BY)


@operation(
    "POST",
    f"{_ENGAGEMENT}/access",
    "grantAuditAccessToUnit",
    tag="county",
    policy=may("county.write"),
    answer=access.AccessGiven,
    writes=True,
    matches=True,
    status=201,
    refusals=(*access.OF_GRANTS, _NO_UNIT),
    example=access.GRANT_EXAMPLE,
)
async def grant_audit_access_to_unit(
    asking: Asking, unit_id: UUID, engagement_id: UUID, body: access.AccessGrant
) -> Answer:
    """Let an auditor of the county read a unit's books, or give out a key that only reads, shown once."""
    return await access.grant(await in_unit(asking, unit_id), body, engagement_id, _BY)


@operation(
    "POST",
    f"{_ENGAGEMENT}/access/{{access_id}}/revoke",
    "revokeAuditAccessToUnit",
    tag="county",
    policy=may("county.write"),
    answer=form.EngagementWritten,
    writes=True,
    matches=True,
    refusals=(*access.OF_REVOKING, _NO_UNIT),
    example=form.SIGNED_EXAMPLE,
)
async def revoke_audit_access_to_unit(
    asking: Asking, unit_id: UUID, engagement_id: UUID, access_id: str, body: form.Signed
) -> Answer:
    """Take a key back for ever."""
    there = await in_unit(asking, unit_id)
    return await access.revoke(there, body, engagement_id, access_id, _BY)


@operation(
    "POST",
    f"{_ENGAGEMENT}/samples",
    "drawSampleOfUnit",
    tag="county",
    policy=may("county.write"),
    answer=form.EngagementWritten,
    writes=True,
    matches=True,
    status=201,
    refusals=(*form.OF_SAMPLES, _NO_UNIT),
    example=form.SAMPLE_EXAMPLE,
)
async def draw_sample_of_unit(
    asking: Asking, unit_id: UUID, engagement_id: UUID, body: form.SampleDrawing
) -> Answer:
    """抽样 from a public seed."""
    return await form.draw(await in_unit(asking, unit_id), body, engagement_id, _BY)


@operation(
    "POST",
    f"{_ENGAGEMENT}/verifications",
    "recordVerificationOfUnit",
    tag="county",
    policy=may("county.write"),
    answer=form.EngagementWritten,
    writes=True,
    matches=True,
    refusals=(*form.REFUSALS, "engagement.counts_out_of_range", _NO_UNIT),
    example=form.VERIFICATION_EXAMPLE,
)
async def record_verification_of_unit(
    asking: Asking, unit_id: UUID, engagement_id: UUID, body: form.VerificationResult
) -> Answer:
    """Put on record what a recomputation of the unit's books found."""
    there = await in_unit(asking, unit_id)
    return await form.step(there, ask.RecordVerification, body, engagement_id, _BY)


@operation(
    "POST",
    f"{_ENGAGEMENT}/report",
    "issueAuditReportOnUnit",
    tag="county",
    policy=may("county.write"),
    answer=form.EngagementWritten,
    writes=True,
    matches=True,
    refusals=(*form.OF_REPORTS, _NO_UNIT),
    example=form.REPORT_EXAMPLE,
)
async def issue_audit_report_on_unit(
    asking: Asking, unit_id: UUID, engagement_id: UUID, body: form.ReportIssuing
) -> Answer:
    """出具审计报告."""
    there = await in_unit(asking, unit_id)
    return await form.step(there, ask.IssueReport, body, engagement_id, _BY)


@operation(
    "POST",
    f"{_ENGAGEMENT}/close",
    "closeEngagementOfUnit",
    tag="county",
    policy=may("county.write"),
    answer=form.EngagementWritten,
    writes=True,
    matches=True,
    refusals=(*form.OF_CLOSING, _NO_UNIT),
    example=form.CLOSING_EXAMPLE,
)
async def close_engagement_of_unit(
    asking: Asking, unit_id: UUID, engagement_id: UUID, body: form.EngagementClosing
) -> Answer:
    """结项."""
    return await form.close(await in_unit(asking, unit_id), body, engagement_id, _BY)


@operation(
    "GET",
    _ENGAGEMENTS,
    "listEngagementsOfUnit",
    tag="county",
    policy=may("county.read"),
    answer=Rows[EngagementRow],
    refusals=(_NO_UNIT, "request.cursor_invalid"),
)
async def list_engagements_of_unit(asking: Asking, unit_id: UUID, query: ListQuery) -> Answer:
    """Every audit of a unit, whoever ordered it."""
    return await engagement_list(await in_unit(asking, unit_id), query)


@operation(
    "GET",
    _ENGAGEMENT,
    "readEngagementOfUnit",
    tag="county",
    policy=may("county.read"),
    answer=EngagementView,
    refusals=_UNKNOWN,
)
async def read_engagement_of_unit(
    asking: Asking, unit_id: UUID, engagement_id: UUID, query: ReadQuery
) -> Answer:
    """One audit of a unit."""
    return await engagement_view(await in_unit(asking, unit_id), engagement_id, query)


@operation(
    "GET",
    _SAMPLE,
    "readSampleOfUnit",
    tag="county",
    policy=may("county.read"),
    answer=SampleSheet,
    refusals=_UNKNOWN,
)
async def read_sample_of_unit(
    asking: Asking, unit_id: UUID, engagement_id: UUID, sample_no: int, query: SheetQuery
) -> Answer:
    """抽样清单: positions, dates and amounts, nobody's name."""
    return await sample_sheet(await in_unit(asking, unit_id), engagement_id, sample_no, query)


@operation(
    "GET",
    f"{_SAMPLE}/check",
    "checkSampleOfUnit",
    tag="county",
    policy=may("county.read"),
    answer=SampleCheck,
    refusals=_UNKNOWN,
)
async def check_sample_of_unit(
    asking: Asking, unit_id: UUID, engagement_id: UUID, sample_no: int, query: ReadQuery
) -> Answer:
    """Draw the unit's sample again from the stored events."""
    return await sample_check(await in_unit(asking, unit_id), engagement_id, sample_no, query)
