"""审计项目: every audit of a union, and one with who may read, samples, verifications and reports."""

from datetime import date
from typing import Any, Final

from services.auth import may
from services.http.engagement_views import EngagementView
from services.pages.asked import asked
from services.pages.engagement_sides import OWN, SIDES, Act, Side
from services.pages.lists import Column, by_cursor, table_of
from services.pages.page import Fetched, Reply, Shown, page
from services.pages.signers import names_of
from services.pages.visit import Visit
from services.reads.engagements import EngagementRow, ReadRow
from services.words.forms import page_title
from services.words.forms.choices import CHOICES_OF

_OFFERS: Final[tuple[tuple[Act, str], ...]] = (
    ("grant", "access"),
    ("draw", "samples"),
    ("verify", "verifications"),
    ("issue", "report/issue"),
    ("plan", "plan"),
    ("close", "close"),
)
_FORMATS: Final = {"text": "审计报告.txt", "csv": "审计结果报告单.csv"}


def state_mark(row: Any, today: date) -> tuple[str, str]:  # noqa: ANN401 # EngagementRow, EngagementOfUnit
    """Return the colour and word for how an engagement stands."""
    if row.closed_on is not None:
        return "grey", "已终止" if row.outcome == "called_off" else "已结项"
    return ("amber", "查阅已到期") if row.access_until < today else ("green", "进行中")


def topics_text(topics: list[str]) -> str:
    """Return the topics of an engagement in words."""
    return "、".join(CHOICES_OF["topics"].get(one, one) for one in topics)


def _declare(side: Side) -> None:
    """Declare the pages that show engagements, for one committee."""
    policy, section = may(side.action), side.section

    async def engagements(visit: Visit) -> Reply:
        return await _list(side, visit)

    async def engagement(visit: Visit) -> Reply:
        return await _one(side, visit)

    async def report(visit: Visit) -> Reply:
        return await _report(side, visit)

    page("GET", side.every, side.named["list"], policy=policy, section=section)(engagements)
    page("GET", side.one, side.named["read"], policy=policy, section=section)(engagement)
    page("GET", f"{side.one}/report", side.named["report"], policy=policy, section=section)(report)


async def _list(side: Side, visit: Visit) -> Reply:
    """Every audit, whoever ordered it; under an engagement that one."""
    answer = await asked(visit, side.named["list"], "as_of")
    today = visit.parts.today()
    columns: list[Column[EngagementRow]] = [
        Column(
            name="kind",
            title="审计种类",
            get=lambda row: row.kind,
            field="EngagementRow.kind",
            href=lambda row: visit.at(side.path(visit, row.engagement_id)),
            mark=lambda row: state_mark(row, today),
            fixed=True,
        ),
        Column(
            name="ordered_by",
            title="立项机构",
            get=lambda row: row.ordered_by,
            field="EngagementRow.ordered_by",
        ),
        Column(name="basis_no", title="依据文号", get=lambda row: row.basis_no),
        Column(name="opened_on", title="立项日期", get=lambda row: row.opened_on),
        Column(
            name="books",
            title="审计期间",
            get=lambda row: f"{row.books_from} ～ {row.books_until}",
        ),
        Column(name="topics", title="审计范围", get=lambda row: topics_text(row.topics)),
        Column(name="access_until", title="查阅截止", get=lambda row: row.access_until),
        Column(name="reads", title="查阅次数", get=lambda row: row.reads, align="number"),
        Column(name="samples", title="抽样", get=lambda row: row.samples, align="number"),
        Column(name="report_no", title="报告文号", get=lambda row: row.report_no),
        Column(
            name="opinion",
            title="审计评价",
            get=lambda row: row.opinion,
            field="EngagementRow.opinion",
        ),
    ]
    table = table_of(
        visit,
        "审计项目",
        columns,
        answer.body.rows,
        turning=by_cursor(visit, answer),
        position=answer.body.position,
        as_of=answer.body.as_of,
        empty="还没有审计项目。",
    )
    offer = (side.named["open"], side.path(visit, "new"))
    return Shown(template="audit/engagements.html", values={"table": table, "offer": offer})


async def _one(side: Side, visit: Visit) -> Reply:
    """One audit with everything that was done under it."""
    view: EngagementView = await visit.read(side.named["read"])
    row = view.engagement
    is_led_here = row.closed_on is None and _leads(side, row)
    values = {
        "side": side,
        "view": view,
        "row": row,
        "mark": state_mark(row, visit.parts.today()),
        "topics": topics_text(row.topics),
        "names": await names_of(visit),
        "path": side.path(visit, row.engagement_id),
        "offers": [
            (side.named[act], side.path(visit, row.engagement_id, part))
            for act, part in _OFFERS
            if is_led_here
        ],
        "is_led_here": is_led_here,
        "union_id": visit.ids.get("union_id") or visit.ids["unit_id"],
        "today": visit.parts.today(),
    }
    return Shown(template="audit/engagement.html", values=values)


def _leads(side: Side, row: EngagementRow) -> bool:
    """Whether these pages are of the committee that ordered the audit: nobody else takes its steps."""
    return (row.ordered_by == "audit_committee") == (side is OWN)


async def _report(side: Side, visit: Visit) -> Reply:
    """审计报告 drawn up from the books and the findings, as a page or as a file."""
    wanted = visit.query.get("format", "")
    if wanted in _FORMATS:
        answer = await visit.ask(side.named["report"], format=wanted)
        return Fetched(answer=answer, name=_FORMATS[wanted])
    report = await visit.read(side.named["report"])
    values = {"report": report, "path": side.path(visit, visit.ids["engagement_id"])}
    return Shown(template="audit/report.html", values=values)


for _side in SIDES:
    _declare(_side)


@page(
    "GET",
    f"{OWN.one}/reads",
    "listAuditReads",
    policy=may("evidence.read"),
    section=OWN.section,
)
async def reads(visit: Visit) -> Reply:
    """Every read under the engagement, in the order of the log."""
    answer = await asked(visit, "listAuditReads")
    columns: list[Column[ReadRow]] = [
        Column(
            name="position",
            title="记录号",
            get=lambda row: row.position,
            href=lambda row: visit.at(f"/events/{row.position}"),
            align="number",
            fixed=True,
        ),
        Column(name="read_at", title="时间", get=lambda row: row.read_at),
        Column(name="what", title="查阅了什么", get=lambda row: page_title(row.operation_id)),
        Column(name="topic", title="范围", get=lambda row: row.topic, field="ReadRow.topic"),
        Column(name="about", title="对象", get=lambda row: "、".join(one[:8] for one in row.about)),
        Column(name="as_of", title="业务日期", get=lambda row: row.as_of),
        Column(name="known_at", title="截至记录", get=lambda row: row.known_at, align="number"),
        Column(name="access_id", title="授权编号", get=lambda row: row.access_id[:8]),
    ]
    table = table_of(
        visit,
        "查阅记录",
        columns,
        answer.body.rows,
        turning=by_cursor(visit, answer),
        position=answer.body.position,
        as_of=answer.body.as_of,
        empty="还没有人查阅。",
    )
    path = OWN.path(visit, visit.ids["engagement_id"])
    return Shown(template="audit/reads.html", values={"table": table, "path": path})
