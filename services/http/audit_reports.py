"""审计报告 of an engagement, drawn up from the books and the findings (domain.md 7.2)."""

from typing import Final, Literal
from uuid import UUID

import msgspec

from services.auth import may
from services.exporters.audit_report import (
    AuditReport,
    EngagementUnknown,
    audit_report,
    report_text,
    sheet_csv,
)
from services.http.asking import Answer, Asking, weak
from services.http.county import UNIT_OF_COUNTY, in_unit
from services.http.operation import operation
from services.http.paging import ReadQuery, scope_of
from services.http.problems import Problem

_REPORT: Final = "engagements/{engagement_id}/report"
_TEXT: Final = "text/plain; charset=utf-8"
_CSV: Final = "text/csv; charset=utf-8"


class ReportQuery(ReadQuery, frozen=True, kw_only=True):
    """`text`: the whole report to be signed; `csv`: the one-page 结果报告单."""

    format: Literal["json", "text", "csv"] = "json"


@operation(
    "GET",
    f"/v1/unions/{{union_id}}/{_REPORT}",
    "readAuditReport",
    tag="findings",
    policy=may("evidence.read"),
    answer=AuditReport,
    refusals=("engagement.unknown",),
)
async def read_audit_report(asking: Asking, engagement_id: UUID, query: ReportQuery) -> Answer:
    """审计报告: 经费收支情况, 审计评价, 发现的问题, 整改要求; 结果报告单 as CSV.

    It tells figures of the days audited: a key of an engagement reads it under the topic `books`.
    """
    scope = await scope_of(asking, query)
    parts = asking.parts
    try:
        report = await audit_report(parts.ledgers, parts.log, parts.vault, scope, engagement_id)
    except EngagementUnknown:
        raise Problem("engagement.unknown") from None
    return _answer(report, query)


@operation(
    "GET",
    f"{UNIT_OF_COUNTY}/{_REPORT}",
    "readAuditReportOfUnit",
    tag="county",
    policy=may("county.read"),
    answer=AuditReport,
    refusals=("engagement.unknown", "federation.unit_unknown"),
)
async def read_audit_report_of_unit(
    asking: Asking, unit_id: UUID, engagement_id: UUID, query: ReportQuery
) -> Answer:
    """The same for the county, without what findings say in words: that stays with the unit."""
    there = await in_unit(asking, unit_id)
    scope = await scope_of(there, query)
    parts = there.parts
    try:
        report = await audit_report(parts.ledgers, parts.log, parts.vault, scope, engagement_id)
    except EngagementUnknown:
        raise Problem("engagement.unknown") from None
    silent = [msgspec.structs.replace(one, summary=None) for one in report.findings]
    return _answer(msgspec.structs.replace(report, findings=silent), query)


def _answer(report: AuditReport, query: ReportQuery) -> Answer:
    headers = weak(report.position)
    if query.format == "text":
        return Answer(body=report_text(report).encode(), headers=headers, media_type=_TEXT)
    if query.format == "csv":
        return Answer(body=sheet_csv(report).encode(), headers=headers, media_type=_CSV)
    return Answer(body=report, headers=headers)
