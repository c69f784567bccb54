"""慰问: what was given, what is asked for, one of either."""

from typing import Any, Final

from services.auth import may
from services.http.problems import Problem
from services.pages.asked import asked, course
from services.pages.lists import Column, Filter, by_cursor, table_of
from services.pages.page import Reply, Shown, page
from services.pages.signers import names_of
from services.pages.visit import Visit
from services.reads.condolence import CondolenceRequestRow, CondolenceRow

_CONDOLENCES: Final = "/unions/{union_id}/condolences"
_REQUESTS: Final = "/unions/{union_id}/condolence-requests"
_SECTION: Final = "condolences"
_COURSE: Final = ("申请", "审批", "慰问")


@page("GET", _CONDOLENCES, "condolences", policy=may("aid.read"), section=_SECTION)
async def condolences(visit: Visit) -> Reply:
    """慰问台账."""
    answer = await asked(visit, "listCondolences", "since", "as_of")
    waiting = await visit.read("listCondolenceRequests", limit=200)
    table = table_of(
        visit,
        "慰问台账",
        _given_columns(visit),
        answer.body.rows,
        filters=(
            Filter(name="since", title="自", kind="date"),
            Filter(name="as_of", title="截至日期", kind="date"),
        ),
        turning=by_cursor(visit, answer),
        position=answer.body.position,
        as_of=answer.body.as_of,
        empty="没有慰问记录。",
    )
    open_ones = sum(not row.delivered_on and not row.rejection for row in waiting.rows)
    return Shown(template="aid/condolences.html", values={"table": table, "waiting": open_ones})


def _given_columns(visit: Visit) -> list[Column[CondolenceRow]]:
    return [
        Column(name="given_on", title="慰问日期", get=lambda row: row.given_on),
        Column(
            name="person",
            title="会员",
            get=lambda row: row.person.name,
            href=lambda row: visit.at(f"/condolences/{row.condolence_id}"),
            fixed=True,
        ),
        Column(name="department", title="部门", get=lambda row: row.department),
        Column(
            name="occasion",
            title="慰问事由",
            get=lambda row: row.occasion,
            field="CondolenceRow.occasion",
            mark=lambda row: ("amber", "超标提示") if row.warnings else None,
        ),
        Column(name="form", title="形式", get=lambda row: row.form, field="CondolenceRow.form"),
        Column(name="festival", title="节日", get=lambda row: row.festival, hidden=True),
        Column(name="amount_fen", title="金额（元）", get=lambda row: row.amount_fen),
    ]


@page(
    "GET",
    f"{_CONDOLENCES}/{{condolence_id}}",
    "condolence",
    policy=may("aid.read"),
    section=_SECTION,
)
async def condolence(visit: Visit) -> Reply:
    """One that was given."""
    view = await visit.read("readCondolence")
    values = {
        "row": view.condolence,
        "names": await names_of(visit),
        "history_rows": await _history(visit),
    }
    return Shown(template="aid/condolence.html", values=values)


@page("GET", _REQUESTS, "condolence_requests", policy=may("aid.read"), section=_SECTION)
async def condolence_requests(visit: Visit) -> Reply:
    """慰问申请台账."""
    answer = await asked(visit, "listCondolenceRequests", "as_of")
    table = table_of(
        visit,
        "慰问申请台账",
        _request_columns(visit),
        answer.body.rows,
        filters=(Filter(name="as_of", title="截至日期", kind="date"),),
        turning=by_cursor(visit, answer),
        position=answer.body.position,
        as_of=answer.body.as_of,
        empty="没有慰问申请。",
    )
    return Shown(template="aid/condolence_requests.html", values={"table": table})


def _request_columns(visit: Visit) -> list[Column[CondolenceRequestRow]]:
    return [
        Column(name="requested_on", title="申请日期", get=lambda row: row.requested_on),
        Column(
            name="person",
            title="会员",
            get=lambda row: row.person.name,
            href=lambda row: visit.at(f"/condolence-requests/{row.condolence_id}"),
            fixed=True,
        ),
        Column(
            name="occasion",
            title="慰问事由",
            get=lambda row: row.occasion,
            field="CondolenceRequestRow.occasion",
        ),
        Column(name="stage", title="办理环节", get=lambda row: _stage(row)[1]),
        Column(name="amount_fen", title="申请（元）", get=lambda row: row.amount_fen),
        Column(name="approved_fen", title="批准（元）", get=lambda row: row.approved_fen),
        Column(name="delivered_on", title="慰问日期", get=lambda row: row.delivered_on),
    ]


def _stage(row: CondolenceRequestRow) -> tuple[int, str]:
    """How many steps are taken, and what is next in words."""
    if row.delivered_on:
        return 3, "已慰问"
    if row.rejection:
        return 2, "不予慰问"
    if row.approved_on:
        return 2, "已批准，待慰问"
    return 1, "已申请，待审批"


@page(
    "GET",
    f"{_REQUESTS}/{{condolence_id}}",
    "condolence_request",
    policy=may("payments.read"),
    section=_SECTION,
)
async def condolence_request(visit: Visit) -> Reply:
    """One request, and what is next; whoever only delivers it sees what was approved."""
    if not visit.can("readCondolenceRequest"):
        view = await visit.read("readPayableCondolence")
        values = {"row": view.request, "names": await names_of(visit)}
        return Shown(template="aid/payable_condolence.html", values=values)
    row = (await visit.read("readCondolenceRequest")).request
    done, called = _stage(row)
    base = f"/condolence-requests/{row.condolence_id}"
    offers = {
        "已申请，待审批": [
            ("approveCondolence", f"{base}/approve"),
            ("rejectCondolence", f"{base}/reject"),
        ],
        "已批准，待慰问": [("deliverCondolence", f"{base}/deliver")],
    }
    values = {
        "row": row,
        "course": course(_COURSE, done, ended=row.rejection is not None),
        "called": called,
        "offers": offers.get(called, []),
        "names": await names_of(visit),
        "is_given": row.delivered_on is not None and await _stands(visit),
        "history_rows": await _history(visit),
    }
    return Shown(template="aid/condolence_request.html", values=values)


async def _stands(visit: Visit) -> bool:
    """A condolence that was reversed has no page of its own."""
    try:
        await visit.read("readCondolence")
    except Problem as problem:
        if problem.code != "condolence.unknown":
            raise
        return False
    return True


async def _history(visit: Visit) -> Any:  # noqa: ANN401 # rows of a history
    return (await visit.read("readCondolenceHistory", limit=100)).rows
