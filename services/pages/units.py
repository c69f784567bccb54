"""所属工会: found by name, drawn as a tree, and one unit as the county sees it."""

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from services.auth import may
from services.pages.county_charts import charts_of
from services.pages.coverage import cells_of, last_month, year_asked
from services.pages.lists import Column, Filter, by_number, table_of
from services.pages.page import Reply, Shown, page
from services.pages.reading_forms import count_of
from services.pages.unit_names import unit_names, units_of
from services.pages.visit import Visit
from services.reads.rows import UnitRow
from services.words.forms import choice_text

_UNITS: Final = "/federations/{federation_id}/units"
_UNIT: Final = f"{_UNITS}/{{unit_id}}"
_SECTION: Final = "units"
_SIZE: Final = 50
STATES: Final = (("active", "正常"), ("frozen", "停用"), ("ended", "已终止"))


class Branch(NamedTuple):
    """A unit and what hangs under it."""

    unit: UnitRow
    below: list["Branch"]


def state_of(row: UnitRow) -> tuple[str, str]:
    """Return a colour and a word for where a unit stands."""
    if row.ended_on is not None:
        return ("grey", "已合并" if row.merged_into else "已终止")
    if row.frozen_reason is not None:
        return ("red", f"停用：{choice_text('reason', row.frozen_reason, 'Freezing')}")
    return ("green", "正常")


@page("GET", _UNITS, "units", policy=may("county.read"), section=_SECTION)
async def units(visit: Visit) -> Reply:
    """Units by name, pinyin, initials or code."""
    typed = visit.query.get("page", "")
    found = await visit.read(
        "searchUnits",
        q=visit.query.get("q"),
        state=visit.query.get("state"),
        page=count_of(typed) or None,
        size=_SIZE,
    )
    names = await unit_names(visit)
    table = table_of(
        visit,
        "所属工会",
        _columns(visit, names),
        found.rows,
        filters=(
            Filter(name="q", title="单位", placeholder="名称、拼音首字母或代码"),
            Filter(name="state", title="状态", choices=STATES),
        ),
        turning=by_number(visit, page=found.page, pages=found.pages, total=found.total, size=_SIZE),
        position=found.position,
        as_of=found.as_of,
        empty="没有这样的单位。新单位从“登记单位”开始。",
    )
    return Shown(template="county/units.html", values={"table": table})


def _columns(visit: Visit, names: Mapping[str, str]) -> list[Column[UnitRow]]:
    return [
        Column(name="code", title="代码", get=lambda row: row.code),
        Column(
            name="name",
            title="单位",
            get=lambda row: row.name,
            href=lambda row: visit.at(f"/units/{row.unit_id}"),
            mark=state_of,
            fixed=True,
        ),
        Column(
            name="parent", title="上级", get=lambda row: names.get(str(row.parent_id), "县总工会")
        ),
        Column(name="edge", title="隶属关系", get=lambda row: choice_text("edge", row.edge)),
        Column(name="enrolled_on", title="登记日期", get=lambda row: row.enrolled_on),
        Column(
            name="legal_person",
            title="法人资格",
            get=lambda row: row.legal_person,
            field="UnitRow.legal_person",
        ),
        Column(name="ended_on", title="终止日期", get=lambda row: row.ended_on, hidden=True),
    ]


@page("GET", f"{_UNITS}/tree", "unit_tree", policy=may("county.read"), section=_SECTION)
async def unit_tree(visit: Visit) -> Reply:
    """Every unit under the one it hangs under."""
    rows = await units_of(visit)
    return Shown(
        template="county/tree.html", values={"branches": tree_of(rows), "total": len(rows)}
    )


def tree_of(rows: Sequence[UnitRow]) -> list[Branch]:
    """Return units as a tree; what has ended is in none. A unit whose parent ended hangs under the county."""
    live = [row for row in rows if row.ended_on is None]
    branches = {row.unit_id: Branch(row, []) for row in live}
    top: list[Branch] = []
    for row in live:
        above = branches.get(row.parent_id)
        (top if above is None else above.below).append(branches[row.unit_id])
    return top


@page("GET", _UNIT, "unit", policy=may("county.read"), section=_SECTION)
async def unit(visit: Visit) -> Reply:
    """Its registration, how far its books have come, its year, its money, its cases, findings and audits."""
    unit_id = visit.ids["unit_id"]
    year = year_asked(visit)
    view = await visit.read("readUnit")
    covered = (await visit.read("readCoverage", year=year)).units
    own = next((one for one in covered if str(one.unit_id) == unit_id), None)
    figures = await visit.read("readRollup", year=year)
    totals = next((one for key, one in figures.units.items() if str(key) == unit_id), None)
    sees_cases = visit.can("listCasesOfCounty")
    values = {
        "view": view,
        "row": view.unit,
        "union": view.union,
        "state": state_of(view.unit),
        "names": await unit_names(visit),
        "year": year,
        "covered": own,
        "cells": [] if own is None else cells_of(own, last_month(year, visit.parts.today())),
        "totals": totals,
        "charts": [] if totals is None else charts_of(totals)[:3],
        "allocations": (await visit.read("listAllocations", unit_id=unit_id)).rows,
        "findings": await visit.read("listFindingsOfUnits", unit_id=unit_id),
        "engagements": (await visit.read("listEngagementsOfUnit")).rows,
        "cases": await visit.read("listCasesOfCounty", unit_id=unit_id) if sees_cases else None,
        "offers": _offers(view.unit, view.union.approved_on is None),
        "below": [row for row in await units_of(visit) if str(row.parent_id) == unit_id],
    }
    return Shown(template="county/unit.html", values=values)


def _offers(row: UnitRow, not_approved: bool) -> list[tuple[str, str]]:  # noqa: FBT001 # one fact of the unit
    """What may be done with a unit, by operation and the last part of its address."""
    if row.ended_on is not None:
        return []
    if row.frozen_reason is not None:
        return [
            ("unfreezeUnit", "unfreeze"),
            ("mergeUnit", "merge"),
            ("dissolveUnit", "dissolve"),
        ]
    approval = [("approveFounding", "approval")] if not_approved else []
    return [
        *approval,
        ("moveUnit", "move"),
        ("freezeUnit", "freeze"),
        ("splitUnit", "split"),
        ("mergeUnit", "merge"),
        ("dissolveUnit", "dissolve"),
    ]
