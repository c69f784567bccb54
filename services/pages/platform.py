"""The platform's own pages: which counties and unions there are, what is to be erased, what runs."""

from typing import Any, Final

from services.auth import may
from services.pages.lists import Column, Filter, table_of
from services.pages.page import Reply, Shown, page
from services.pages.steps import Prepared, step
from services.pages.visit import Visit

_PLATFORM: Final = "/platform"


@page("GET", _PLATFORM, "platform", policy=may("platform.found"), section="platform")
async def platform(visit: Visit) -> Reply:
    """Every county with its units: codes and names, nothing of their books."""
    listed = await visit.read("listPlaces")
    typed = visit.query.get("q", "").strip()
    values = {
        "federations": listed.federations,
        "q": typed,
        "found": [
            (county, [one for one in county.units if _is_named(one, typed)])
            for county in listed.federations
        ],
    }
    return Shown(template="platform/platform.html", values=values)


def _is_named(one: Any, typed: str) -> bool:  # noqa: ANN401 # UnitPlace
    return typed in one.name or typed.upper() in one.code.upper()


async def _plain(visit: Visit) -> Prepared:  # noqa: ARG001 # every step is prepared for a visit
    return Prepared(values={"note": ""})


step(
    f"{_PLATFORM}/federations/new",
    "foundFederation",
    leads="/platform",
    section="platform",
    prepare=_plain,
    template="books/noted_step.html",
)


@page("GET", f"{_PLATFORM}/erasures", "erasures", policy=may("platform.erase"), section="erasures")
async def erasures(visit: Visit) -> Reply:
    """What two have approved, or whose term is over; ids only."""
    seen = await visit.read("listErasuresReady")
    names = await place_names(visit)
    return Shown(template="platform/erasures.html", values={"seen": seen, "names": names})


async def _executing(visit: Visit) -> Prepared:
    names = await place_names(visit)
    unit = names.get(visit.ids["unit_id"], "")
    note = f"{unit}，编号末位 {visit.ids['member_id'][-8:]}。执行后密钥销毁，谁也打不开，不能恢复。"
    return Prepared(ids={"union_id": visit.ids["unit_id"]}, values={"note": note})


step(
    f"{_PLATFORM}/erasures/{{unit_id}}/{{member_id}}/execute",
    "executeErasure",
    leads="/platform/erasures",
    section="erasures",
    prepare=_executing,
    template="books/noted_step.html",
)


async def place_names(visit: Visit) -> dict[str, str]:
    """Return the names of counties and units by id."""
    listed = (await visit.read("listPlaces")).federations
    names = {str(county.federation_id): county.name for county in listed}
    return names | {str(one.unit_id): one.name for county in listed for one in county.units}


@page("GET", f"{_PLATFORM}/jobs", "jobs", policy=may("platform.found"), section="jobs")
async def jobs(visit: Visit) -> Reply:
    """Imports of every union: what waits, what runs, what failed; nothing of the files."""
    rows = (await visit.read("listJobsOfPlatform", limit=200)).rows
    names = await place_names(visit)
    state = visit.query.get("state", "")
    at_work = {"waiting", "reading", "committing", "reversing"}
    shown = [row for row in rows if not state or (row.state in at_work) == (state == "at_work")]
    columns: list[Column[Any]] = [
        Column(name="unit", title="单位", get=lambda row: names.get(str(row.union_id)), fixed=True),
        Column(name="kind", title="表格种类", get=lambda row: row.kind, field="ImportJob.kind"),
        Column(
            name="state",
            title="状态",
            get=lambda row: row.state,
            field="ImportJob.state",
            mark=lambda row: ("red", "须处理") if row.state == "failed" else None,
        ),
        Column(name="done", title="进度（行）", get=lambda row: f"{row.done}/{row.of}"),
        Column(name="rows_read", title="读入行数", get=lambda row: row.rows_read),
        Column(name="rows_accepted", title="可受理", get=lambda row: row.rows_accepted),
        Column(name="problem", title="原因", get=lambda row: row.problem_title),
        Column(name="tries", title="尝试次数", get=lambda row: row.tries),
        Column(name="created_at", title="上传", get=lambda row: row.created_at),
        Column(name="changed_at", title="最近变化", get=lambda row: row.changed_at),
    ]
    table = table_of(
        visit,
        "后台任务",
        columns,
        shown,
        filters=(
            Filter(
                name="state",
                title="状态",
                choices=[("at_work", "在办"), ("ended", "已办完或未成")],
            ),
        ),
        empty="没有后台任务。",
    )
    working = sum(row.state in at_work for row in rows)
    return Shown(template="platform/jobs.html", values={"table": table, "working": working})
