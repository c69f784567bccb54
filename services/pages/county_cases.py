"""The cases of units that the county decides: the queue of all units, one case beside its checks, one file."""

from typing import Any, Final

from services.auth import may
from services.pages.asked import course
from services.pages.lists import Batch, Column, Table, by_cursor, table_of
from services.pages.page import Reply, Shown, page
from services.pages.signers import names_of
from services.pages.unit_names import unit_names
from services.pages.visit import Visit
from services.reads.county import WaitingCaseRow, WaitingFileRow

_CASES: Final = "/federations/{federation_id}/cases"
_UNIT: Final = "/federations/{federation_id}/units/{unit_id}"
_SECTION: Final = "cases"
_AID_COURSE: Final = ("申请", "审核", "县级审批", "发放")
_FILE_COURSE: Final = ("申请", "初审", "入户", "县级核对", "公示", "公示期满", "县级审批", "建档")
_FILE_DONE: Final = {
    "visited": 3, "checked": 4, "posted": 5, "notice_closed": 6, "approved": 7, "rejected": 6, "open": 8,
    "exited": 8, "closed": 8, "relapsed": 8, "applied": 1, "reviewed": 2, "sent_back": 1,
}  # fmt: skip
_FILE_STEPS: Final = {
    "visited": (("returnEconomicCheck", "economic-check"), ("rejectHardship", "reject")),
    "checked": (("rejectHardship", "reject"),),
    "posted": (("rejectHardship", "reject"),),
    "notice_closed": (("approveHardship", "approve"), ("rejectHardship", "reject")),
    "open": (("reclassifyHardship", "reclassify"), ("exitHardship", "exit")),
    "exited": (("closeHouseholdFile", "close"),),
}
"""What the county may do next with a file, by its stage; the rest waits for the unit."""


@page("GET", _CASES, "county_cases", policy=may("county.cases"), section=_SECTION)
async def county_cases(visit: Visit) -> Reply:
    """Everything of the units that waits for a decision here."""
    seen = await visit.read("listCasesOfCounty")
    names = await unit_names(visit)
    values = {
        "aid": aid_table(visit, seen.aid_cases, names),
        "aid_fen": sum(one.requested_fen for one in seen.aid_cases),
        "files": seen.files,
        "names": names,
    }
    return Shown(template="county/cases.html", values=values)


def aid_table(visit: Visit, rows: list[WaitingCaseRow], names: Any) -> Table:  # noqa: ANN401 # ids to names
    """Return aid that waits, to be opened one by one or decided several at once."""
    columns: list[Column[WaitingCaseRow]] = [
        Column(
            name="case_no",
            title="帮扶编号",
            get=lambda row: row.case_no,
            href=lambda row: visit.at(f"/units/{row.unit_id}/aid-cases/{row.aid_case_id}"),
            fixed=True,
        ),
        Column(name="unit", title="单位", get=lambda row: names.get(str(row.unit_id))),
        Column(name="category", title="帮扶项目", get=lambda row: row.category),
        Column(name="fund_source", title="资金来源", get=lambda row: row.fund_source),
        Column(name="requested_fen", title="申请（元）", get=lambda row: row.requested_fen),
        Column(name="requested_on", title="申请日期", get=lambda row: row.requested_on),
        Column(name="since", title="审核通过", get=lambda row: row.since),
    ]
    batch = Batch(action=visit.at("/cases/approve"), buttons=[("look", "批量审批…")])
    return table_of(
        visit,
        "等候县级审批的帮扶",
        columns,
        rows,
        key=lambda row: f"{row.unit_id}.{row.aid_case_id}",
        totals=[("合计", {"requested_fen": sum(row.requested_fen for row in rows)})],
        batch=batch if rows and visit.can("approveAidByCounty") else None,
        empty="没有等候审批的帮扶。",
    )


@page("GET", f"{_UNIT}/aid-cases", "unit_aid_cases", policy=may("county.cases"), section=_SECTION)
async def unit_aid_cases(visit: Visit) -> Reply:
    """The aid cases of one unit that the county decides or decided."""
    answer = await visit.ask("listAidCasesOfUnit", cursor=visit.query.get("cursor"))
    columns: list[Column[Any]] = [
        Column(
            name="case_no",
            title="帮扶编号",
            get=lambda row: row.case_no,
            href=lambda row: visit.at(f"/units/{visit.ids['unit_id']}/aid-cases/{row.aid_case_id}"),
            fixed=True,
        ),
        Column(name="category", title="帮扶项目", get=lambda row: row.category),
        Column(name="fund_source", title="资金来源", get=lambda row: row.fund_source),
        Column(name="requested_on", title="申请日期", get=lambda row: row.requested_on),
        Column(name="requested_fen", title="申请（元）", get=lambda row: row.requested_fen),
        Column(name="approved_fen", title="批准（元）", get=lambda row: row.approved_fen),
        Column(name="paid_fen", title="已发放（元）", get=lambda row: row.paid_fen),
        Column(name="ended", title="终止", get=lambda row: row.ended, field="AidCaseSeen.ended"),
    ]
    return await _of_unit(visit, "帮扶事项", columns, answer)


@page("GET", f"{_UNIT}/households", "unit_households", policy=may("county.cases"), section=_SECTION)
async def unit_households(visit: Visit) -> Reply:
    """The hardship files of one unit that wait for the county or were decided by it."""
    answer = await visit.ask("listHouseholdsOfUnit", cursor=visit.query.get("cursor"))
    columns: list[Column[Any]] = [
        Column(
            name="file_no",
            title="档案编号",
            get=lambda row: row.file_no or "未编号",
            href=lambda row: visit.at(
                f"/units/{visit.ids['unit_id']}/households/{row.household_id}"
            ),
            fixed=True,
        ),
        Column(name="hardship_class", title="困难类别", get=lambda row: row.hardship_class),
        Column(
            name="stage", title="办理环节", get=lambda row: row.stage, field="HouseholdSeen.stage"
        ),
        Column(name="stage_on", title="该环节日期", get=lambda row: row.stage_on),
        Column(name="opened_on", title="建档日期", get=lambda row: row.opened_on),
    ]
    return await _of_unit(visit, "困难档案", columns, answer)


async def _of_unit(visit: Visit, title: str, columns: list[Column[Any]], answer: Any) -> Shown:  # noqa: ANN401 # Answer
    table = table_of(
        visit,
        title,
        columns,
        answer.body.rows,
        turning=by_cursor(visit, answer),
        position=answer.body.position,
        as_of=answer.body.as_of,
        empty="没有县级办理的记录。单位自己办理的不在这里。",
    )
    names = await unit_names(visit)
    unit = names.get(visit.ids["unit_id"], "")
    return Shown(
        template="county/of_unit.html", values={"title": title, "unit": unit, "table": table}
    )


@page(
    "GET",
    f"{_UNIT}/aid-cases/{{aid_case_id}}",
    "county_aid_case",
    policy=may("county.cases"),
    section=_SECTION,
)
async def county_aid_case(visit: Visit) -> Reply:
    """One case beside its four checks. Who is helped stays with the unit."""
    view = await visit.read("readAidCaseOfUnit")
    row = view.aid_case
    is_open = row.approved_on is None and row.ended is None
    done = 4 if row.paid_fen else 3 if row.approved_on else 2
    values = {
        "view": view,
        "row": row,
        "course": course(_AID_COURSE, done, ended=row.ended is not None),
        "offers": [("approveAidByCounty", "approve"), ("rejectAidByCounty", "reject")]
        if is_open
        else [],
        "unit": (await unit_names(visit)).get(visit.ids["unit_id"], ""),
        "history_rows": (await visit.read("readAidCaseHistoryOfUnit", limit=100)).rows,
    }
    return Shown(template="county/aid_case.html", values=values)


@page(
    "GET",
    f"{_UNIT}/households/{{household_id}}",
    "county_household",
    policy=may("county.cases"),
    section=_SECTION,
)
async def county_household(visit: Visit) -> Reply:
    """One hardship file with its steps, as the county needs it to decide."""
    view = await visit.read("readHouseholdOfUnit")
    stage = view.household.stage
    values = {
        "view": view,
        "row": view.household,
        "course": course(
            _FILE_COURSE, _FILE_DONE.get(stage, 0), ended=stage in ("rejected", "exited", "closed")
        ),
        "offers": _FILE_STEPS.get(stage, ()),
        "names": await names_of(visit),
        "unit": (await unit_names(visit)).get(visit.ids["unit_id"], ""),
        "has_notice": any(one.step == "notice_posted" for one in view.steps),
        "history_rows": (await visit.read("readHouseholdHistoryOfUnit", limit=100)).rows,
    }
    return Shown(template="county/household.html", values=values)


@page(
    "GET",
    "/federations/{federation_id}/disclosures",
    "county_notices",
    policy=may("county.read"),
    section="disclosures",
)
async def county_notices(visit: Visit) -> Reply:
    """Notices that hang in the units, masked as everybody reads them there."""
    seen = await visit.read("listCasesOfCounty") if visit.can("listCasesOfCounty") else None
    names = await unit_names(visit)
    columns: list[Column[WaitingFileRow]] = [
        Column(
            name="sheet",
            title="公示单",
            get=lambda _: "查看公示单",
            href=lambda row: visit.at(f"/units/{row.unit_id}/households/{row.household_id}/notice"),
            fixed=True,
        ),
        Column(name="unit", title="单位", get=lambda row: names.get(str(row.unit_id))),
        Column(name="stage", title="状态", get=lambda row: row.stage, field="WaitingFileRow.stage"),
        Column(name="since", title="自", get=lambda row: row.since),
    ]
    table = None
    if seen is not None:
        table = table_of(visit, "认定公示", columns, seen.notices, empty="现在没有认定公示。")
    return Shown(template="county/notices.html", values={"table": table})


@page(
    "GET",
    f"{_UNIT}/households/{{household_id}}/notice",
    "county_notice",
    policy=may("county.cases"),
    section="disclosures",
)
async def county_notice(visit: Visit) -> Reply:
    """The sheet as it hangs out, to look at and to print."""
    sheet = await visit.read("readHardshipNoticeOfUnit")
    unit = (await unit_names(visit)).get(visit.ids["unit_id"], "")
    return Shown(template="county/notice.html", values={"sheet": sheet, "unit": unit})
