"""困难职工档案: the list, one file with all its steps, its papers, and what the figures of a family advise."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final, NamedTuple

from services.auth import may
from services.http.problems import Problem
from services.pages.asked import asked, codes, course
from services.pages.lists import Column, Filter, by_cursor, table_of
from services.pages.page import Reply, Shown, page
from services.pages.papers import file_page
from services.pages.reading_forms import day_of, fen_of
from services.pages.reasons import said
from services.pages.signers import names_of
from services.pages.visit import Visit
from services.reads.households import HouseholdRow, HouseholdStepRow

_HOUSEHOLDS: Final = "/unions/{union_id}/households"
_HOUSEHOLD: Final = f"{_HOUSEHOLDS}/{{household_id}}"
_COURSE: Final = ("申请", "初审", "入户核实", "信息比对", "公示", "公示期满", "县级审批", "建档")
_DONE: Final = {
    "none": 0,
    "sent_back": 0,
    "rejected": 0,
    "relapsed": 0,
    "applied": 1,
    "reviewed": 2,
    "visited": 3,
    "checked": 4,
    "posted": 5,
    "notice_closed": 6,
    "approved": 7,
    "open": 8,
    "exited": 8,
    "closed": 8,
}
_COLOURS: Final = {
    "open": "green",
    "exited": "grey",
    "closed": "grey",
    "rejected": "red",
    "sent_back": "red",
    "relapsed": "red",
}
_NEXT: Final[Mapping[str, Sequence[tuple[str, str]]]] = {
    "applied": (("reviewHardshipApplication", "/review-application"),),
    "sent_back": (("applyAgainForHardship", "/apply"),),
    "rejected": (("applyAgainForHardship", "/apply"),),
    "relapsed": (("applyAgainForHardship", "/apply"),),
    "reviewed": (("recordHomeVisit", "/home-visit"),),
    "checked": (("postPublicNotice", "/notice"),),
    "posted": (("closePublicNotice", "/notice/close"), ("raiseObjection", "/objections")),
    "approved": (("openApprovedFile", "/open"),),
    "open": (("changeHousehold", "/changes"), ("reviewHardship", "/reviews")),
    "exited": (("recordRelapse", "/relapse"),),
    "closed": (("recordRelapse", "/relapse"),),
}
"""What the union may do next, by stage; what is not here waits for the county."""


class Clock(NamedTuple):
    """Until when the step that runs should be done; `late`: it is past."""

    due_on: date | None
    days: int
    late: bool
    announced: bool


@page("GET", _HOUSEHOLDS, "households", policy=may("aid.read"), section="households")
async def households(visit: Visit) -> Reply:
    """Every file and every application under way."""
    answer = await asked(visit, "listHouseholds", "stage", "hardship_class", "as_of")
    table = table_of(
        visit,
        "困难职工档案",
        _columns(visit),
        answer.body.rows,
        filters=(
            Filter(name="stage", title="办理环节", choices=codes("HouseholdRow.stage")),
            Filter(name="hardship_class", title="困难类别", choices=codes("hardship_class")),
            Filter(name="as_of", title="截至日期", kind="date"),
        ),
        turning=by_cursor(visit, answer),
        position=answer.body.position,
        as_of=answer.body.as_of,
        empty="没有困难职工档案。职工提出申请后，从“登记困难申请”开始。",
    )
    return Shown(template="aid/households.html", values={"table": table})


def _columns(visit: Visit) -> list[Column[HouseholdRow]]:
    return [
        Column(
            name="person",
            title="户主",
            get=lambda row: row.person.name,
            href=lambda row: visit.at(f"/households/{row.household_id}"),
            fixed=True,
        ),
        Column(name="file_no", title="档案编号", get=lambda row: row.file_no),
        Column(name="hardship_class", title="困难类别", get=lambda row: row.hardship_class),
        Column(
            name="stage",
            title="办理环节",
            get=lambda row: row.stage,
            field="HouseholdRow.stage",
        ),
        Column(name="stage_on", title="该环节日期", get=lambda row: row.stage_on),
        Column(name="applied_on", title="申请日期", get=lambda row: row.applied_on),
        Column(name="opened_on", title="建档日期", get=lambda row: row.opened_on),
    ]


@page("GET", _HOUSEHOLD, "household", policy=may("aid.read"), section="households")
async def household(visit: Visit) -> Reply:
    """One file: how far it has come, what is next and by when, every step and who signed it."""
    view = await visit.read("readHousehold")
    stage = view.household.stage
    sheet = await visit.read("readHardshipNotice") if stage == "posted" else None
    values = {
        "view": view,
        "row": view.household,
        "course": course(_COURSE, _DONE.get(stage, 0), ended=stage in ("exited", "closed")),
        "colour": _COLOURS.get(stage, "amber"),
        "offers": [
            (one, f"/households/{visit.ids['household_id']}{path}")
            for one, path in _NEXT.get(stage, ())
        ],
        "objections": _open_objections(view.steps) if stage in ("posted", "notice_closed") else [],
        "clock": None if sheet is None else _clock(sheet.term, visit.parts.today()),
        "names": await names_of(visit),
        "cases": (await visit.read("listAidCases", household_id=visit.ids["household_id"])).rows,
        "history_rows": (await visit.read("readHouseholdHistory", limit=100)).rows,
    }
    return Shown(template="aid/household.html", values=values)


def _open_objections(steps: Sequence[HouseholdStepRow]) -> list[HouseholdStepRow]:
    answered = {one.objection_id for one in steps if one.step == "objection_resolved"}
    raised = [one for one in steps if one.step == "objection_raised"]
    return [one for one in raised if one.objection_id not in answered]


def _clock(term: Any, today: date) -> Clock | None:  # noqa: ANN401 # NoticeTerm or nothing
    if term is None:
        return None
    due = term.may_close_on
    return Clock(due, term.working_days, due is not None and due < today, term.announced)


@page(
    "GET",
    "/unions/{union_id}/hardship-classification",
    "hardship_classification",
    policy=may("aid.read"),
    section="households",
)
async def hardship_classification(visit: Visit) -> Reply:
    """困难类别测算: what is typed is compared with the local line and kept nowhere."""
    typed = {name: visit.query.get(name, "").strip() for name in ("income", "rigid", "size", "on")}
    values: dict[str, Any] = {
        "typed": typed,
        "sudden": visit.query.get("sudden") == "true",
        "advised": None,
        "error": "",
    }
    if any(typed[name] for name in ("income", "rigid", "size")):
        income, rigid = fen_of(typed["income"]), fen_of(typed["rigid"] or "0")
        try:
            values["advised"] = await visit.read(
                "adviseHardshipClass",
                income_year_fen=typed["income"] if income is None else income,
                rigid_year_fen=typed["rigid"] if rigid is None else rigid,
                family_size=typed["size"],
                sudden_event=values["sudden"],
                as_of=day_of(typed["on"]),
            )
        except Problem as problem:
            if problem.code.startswith("access."):
                raise
            values["error"] = said(problem.code)
    return Shown(
        template="aid/classification.html", values=values, status=422 if values["error"] else 200
    )


file_page(
    "/prints/households/{household_id}/form",
    "typesetHousehold",
    action="aid.read",
    section="households",
)
file_page(
    "/prints/households/{household_id}/notice",
    "typesetHardshipNotice",
    action="aid.read",
    section="households",
)
