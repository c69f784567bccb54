"""审计项目 of all units: for the county's officers to lead, for its auditors the way into the books."""

from datetime import date
from typing import Any, Final

from services.auth import may
from services.http.county_engagements import AuditsOfUnits
from services.pages.engagements import state_mark, topics_text
from services.pages.lists import Column, Filter, table_of
from services.pages.page import Reply, Shown, Went, page
from services.pages.visit import Visit, path_part
from services.reads.engagements import EngagementOfUnit

_AUDITS: Final = "/federations/{federation_id}/audits"
_ONLY_MINE: Final = (("true", "本人可查阅的"),)


@page("GET", _AUDITS, "audits", policy=may("county.read"), section="audits")
async def audits(visit: Visit) -> Reply:
    """Every audit of every unit; those that whoever looks may read under lead straight into the books."""
    asked: dict[str, Any] = {name: visit.query.get(name) for name in ("as_of", "open_to_me")}
    seen: AuditsOfUnits = await visit.read("listEngagementsOfUnits", **asked)
    units = {row.unit_id: row for row in (await visit.read("listUnits")).rows}
    today = visit.parts.today()
    columns: list[Column[EngagementOfUnit]] = [
        Column(
            name="unit",
            title="单位",
            get=lambda row: units[row.unit_id].name if row.unit_id in units else None,
            href=lambda row: visit.at(f"/units/{row.unit_id}/engagements/{row.engagement_id}"),
            fixed=True,
        ),
        Column(
            name="kind",
            title="审计种类",
            get=lambda row: row.kind,
            field="EngagementOfUnit.kind",
            mark=lambda row: state_mark(row, today),
        ),
        Column(
            name="enter",
            title="进入账簿",
            get=lambda row: f"查阅至 {row.open_until}" if is_open(row, today) else None,
            href=lambda row: books_of(row) if is_open(row, today) else None,
            fixed=True,
        ),
        Column(
            name="ordered_by",
            title="立项机构",
            get=lambda row: row.ordered_by,
            field="EngagementOfUnit.ordered_by",
        ),
        Column(name="basis_no", title="依据文号", get=lambda row: row.basis_no),
        Column(name="opened_on", title="立项日期", get=lambda row: row.opened_on),
        Column(
            name="books", title="审计期间", get=lambda row: f"{row.books_from} ～ {row.books_until}"
        ),
        Column(name="topics", title="审计范围", get=lambda row: topics_text(row.topics)),
        Column(name="report_no", title="报告文号", get=lambda row: row.report_no),
    ]
    table = table_of(
        visit,
        "全县审计项目",
        columns,
        seen.rows,
        filters=(
            Filter(name="open_to_me", title="范围", choices=_ONLY_MINE),
            Filter(name="as_of", title="截至日期", kind="date"),
        ),
        as_of=seen.as_of,
        empty="没有审计项目。",
    )
    mine = [row for row in seen.rows if is_open(row, today)]
    choices = [(str(one.unit_id), f"{one.code} {one.name}") for one in units.values()]
    values: dict[str, Any] = {
        "table": table,
        "mine": [(row, units.get(row.unit_id), books_of(row)) for row in mine],
        "units": choices,
    }
    return Shown(template="audit/audits.html", values=values)


@page("GET", f"{_AUDITS}/new", "new_audit", policy=may("county.write"), section="audits")
async def new_audit(visit: Visit) -> Reply:
    """Go on to the form of the unit that was chosen; without one, back to where it is chosen."""
    unit_id = visit.query.get("unit_id", "")
    if not unit_id:
        return Went(location=visit.at("/audits"))
    return Went(location=visit.at(f"/units/{path_part(unit_id)}/engagements/new"))


def is_open(row: EngagementOfUnit, today: date) -> bool:
    """Whether whoever looks may read the unit's books under the engagement today."""
    return row.closed_on is None and row.open_until is not None and row.open_until >= today


def books_of(row: EngagementOfUnit) -> str:
    """Return where the books of a unit are read under an engagement."""
    return f"/engagements/{row.engagement_id}/unions/{row.unit_id}"
