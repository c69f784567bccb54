"""The county's workbench: what waits for it, counted, each number leading to the list it counts."""

from collections.abc import Sequence
from datetime import timedelta
from typing import NamedTuple

from services.auth import may
from services.http.county_waiting import CountyCases
from services.pages.coverage import behind, month_before
from services.pages.homes import page_of, queues_of
from services.pages.page import Reply, Shown, page
from services.pages.unit_names import unit_names
from services.pages.visit import Visit
from services.reads.county import UnitCovered
from services.reads.tasks import TaskRow

_FEDERATION = "/federations/{federation_id}"


class Tile(NamedTuple):
    """One number with its words; `note` says what it counts more exactly."""

    waiting: int
    title: str
    note: str
    href: str


@page("GET", _FEDERATION, "county_home", policy=may("county.read"), section="home")
async def county_home(visit: Visit) -> Reply:
    """Cases to decide, units that are silent or behind, findings past their day, money under way."""
    today = visit.parts.today()
    tasks = (await visit.read("listCountyTasks")).tasks
    month = month_before(today)
    covered = (await visit.read("readCoverage", year=int(month[:4]))).units
    live = {str(row.unit_id) for row in (await visit.read("listUnits")).rows if not row.ended_on}
    covered = [one for one in covered if str(one.unit_id) in live]
    cases = await visit.read("listCasesOfCounty") if visit.can("listCasesOfCounty") else None
    values = {
        "federation": await visit.read("readFederation"),
        "names": await unit_names(visit),
        "cases": cases,
        "waiting": [] if cases is None else _waiting(visit, cases),
        "units": _of_units(visit, covered, month),
        "others": [*await _others(visit), *_tasks(visit, tasks)],
        "tasks": [(task, page_of(visit, task.link)) for task in tasks],
        "today": today,
        "late_after": today - timedelta(days=_LONG),
    }
    return Shown(template="county/home.html", values=values)


_LONG = 10
"""Days after which what waits is marked: a hint to the eye, no rule."""


def _waiting(visit: Visit, cases: CountyCases) -> list[Tile]:
    checks = [one for one in cases.files if one.stage == "visited"]
    decisions = [one for one in cases.files if one.stage == "notice_closed"]
    aid = cases.aid_cases
    notices = [one for one in cases.notices if one.stage == "posted"]
    return [
        Tile(len(aid), "帮扶待审批", "已经单位审核、达到县级审批金额", visit.at("/cases")),
        Tile(len(checks), "困难家庭待核对", "已入户，等待家庭经济状况核对", visit.at("/cases")),
        Tile(len(decisions), "困难认定待审批", "公示已结束", visit.at("/cases")),
        Tile(len(notices), "正在公示", "公示期满、异议答复后报县级审批", visit.at("/disclosures")),
    ]


def _of_units(visit: Visit, covered: Sequence[UnitCovered], month: str) -> list[Tile]:
    silent = sum(one.recorded_at is None for one in covered)
    late = sum(behind(one, month) for one in covered)
    year = month[:4]
    return [
        Tile(
            silent,
            "从未记账的单位",
            f"共 {len(covered)} 个单位",
            visit.at("/coverage", year=year, state="silent"),
        ),
        Tile(
            late,
            f"{month} 未结账的单位",
            "缺的月份不算零",
            visit.at("/coverage", year=year, state="behind"),
        ),
    ]


async def _others(visit: Visit) -> list[Tile]:
    findings = await visit.read("listFindingsOfUnits", state="open")
    expulsions = (await visit.read("listExpulsions")).rows
    to_file = sum(row.filed_on is None for row in expulsions)
    transfers = (await visit.read("listTransfersOfCounty")).rows
    differing = sum(row.state == "contradictory" for row in transfers)
    return [
        Tile(
            findings.overdue,
            "整改逾期",
            f"未销号 {findings.count} 个",
            visit.at("/findings", state="open"),
        ),
        Tile(to_file, "开除会籍待备案", "章程第七条", visit.at("/expulsions")),
        Tile(
            len(transfers),
            "组织关系接转中",
            f"两边说法不一 {differing} 件",
            visit.at("/transfers", state="moving"),
        ),
    ]


def _tasks(visit: Visit, tasks: Sequence[TaskRow]) -> list[Tile]:
    return [
        Tile(queue.waiting, queue.title, queue.rule, page_of_queue(visit, queue.href))
        for queue in queues_of(visit, tasks)
    ]


def page_of_queue(visit: Visit, href: str) -> str:
    """A queue of the county's own tasks leads to their list, which always is one step below the county."""
    return href if href.startswith(f"{visit.base}/") else visit.at("/allocations")
