"""帮扶救助: the list of cases, one case beside its checks, and what the cashier sees of one that is approved."""

from typing import Final

from services.auth import may
from services.pages.asked import asked, codes, course
from services.pages.lists import Column, Filter, by_cursor, table_of
from services.pages.page import Reply, Shown, page
from services.pages.signers import names_of
from services.pages.visit import Visit
from services.reads.aid import AidCaseRow

_CASES: Final = "/unions/{union_id}/aid-cases"
_CASE: Final = f"{_CASES}/{{aid_case_id}}"
_COURSE: Final = ("申请", "审核", "审批", "发放")
_DONE: Final = {
    "requested": 1,
    "not_supported": 2,
    "reviewed": 2,
    "approved": 3,
    "paid": 4,
    "ended": 0,
}
_COLOURS: Final = {"paid": "green", "ended": "grey", "not_supported": "red"}


@page("GET", _CASES, "aid_cases", policy=may("aid.read"), section="aid")
async def aid_cases(visit: Visit) -> Reply:
    """Every case, on its way or paid."""
    answer = await asked(visit, "listAidCases", "stage", "category", "since", "as_of")
    table = table_of(
        visit,
        "困难职工帮扶台账",
        _columns(visit),
        answer.body.rows,
        filters=(
            Filter(name="stage", title="办理环节", choices=codes("AidCaseRow.stage")),
            Filter(name="category", title="帮扶项目", choices=codes("category")),
            Filter(name="since", title="自", kind="date"),
            Filter(name="as_of", title="截至日期", kind="date"),
        ),
        turning=by_cursor(visit, answer),
        position=answer.body.position,
        as_of=answer.body.as_of,
        empty="没有帮扶记录。帮扶从在档的困难家庭开始申请。",
    )
    return Shown(template="aid/aid_cases.html", values={"table": table})


def _columns(visit: Visit) -> list[Column[AidCaseRow]]:
    return [
        Column(
            name="case_no",
            title="帮扶编号",
            get=lambda row: row.case_no,
            href=lambda row: visit.at(f"/aid-cases/{row.aid_case_id}"),
            fixed=True,
        ),
        Column(name="person", title="受助人", get=lambda row: row.person.name),
        Column(name="category", title="帮扶项目", get=lambda row: row.category),
        Column(name="fund_source", title="资金来源", get=lambda row: row.fund_source),
        Column(name="stage", title="办理环节", get=lambda row: row.stage, field="AidCaseRow.stage"),
        Column(name="requested_on", title="申请日期", get=lambda row: row.requested_on),
        Column(name="requested_fen", title="申请（元）", get=lambda row: row.requested_fen),
        Column(name="approved_fen", title="批准（元）", get=lambda row: row.approved_fen),
        Column(name="paid_fen", title="已发放（元）", get=lambda row: row.paid_fen),
        Column(name="file_no", title="档案编号", get=lambda row: row.file_no, hidden=True),
        Column(
            name="hardship_class", title="困难类别", get=lambda row: row.hardship_class, hidden=True
        ),
        Column(
            name="last_paid_on", title="最近发放", get=lambda row: row.last_paid_on, hidden=True
        ),
    ]


@page("GET", _CASE, "aid_case", policy=may("payments.read"), section="aid")
async def aid_case(visit: Visit) -> Reply:
    """One case: for whoever decides it beside its checks, for the cashier what a payment needs."""
    if not visit.can("readAidCase"):
        return await _payable(visit)
    view = await visit.read("readAidCase")
    row = view.aid_case
    values = {
        "view": view,
        "row": row,
        "course": course(_COURSE, _done(row), ended=row.ended is not None),
        "colour": _COLOURS.get(row.stage, "amber"),
        "checks": (await visit.read("readAidChecks")).checks,
        "offers": _offers(row),
        "names": await names_of(visit),
        "history_rows": (await visit.read("readAidCaseHistory", limit=100)).rows,
    }
    return Shown(template="aid/aid_case.html", values=values)


def _done(row: AidCaseRow) -> int:
    if row.ended is None:
        return _DONE[row.stage]
    return 3 if row.approved_on else 2 if row.review_outcome else 1


def _offers(row: AidCaseRow) -> list[tuple[str, str]]:
    """What may be done next, by operation and path; who may is asked of the operation."""
    base = f"/aid-cases/{row.aid_case_id}"
    match row.stage:
        case "requested":
            return [("reviewAid", f"{base}/review"), ("cancelAid", f"{base}/cancel")]
        case "reviewed":
            return [
                ("approveAidRequest", f"{base}/approve"),
                ("rejectAid", f"{base}/reject"),
                ("cancelAid", f"{base}/cancel"),
            ]
        case "not_supported":
            return [("rejectAid", f"{base}/reject"), ("cancelAid", f"{base}/cancel")]
        case "approved":
            drafting = f"/pay-batches/draft?category={row.category}&fund_source={row.fund_source}"
            offers = [("payAid", f"{base}/payments"), ("draftPayBatch", drafting)]
            return offers if row.paid_fen else [*offers, ("cancelAid", f"{base}/cancel")]
        case _:
            return []


async def _payable(visit: Visit) -> Reply:
    view = await visit.read("readPayableCase")
    return Shown(
        template="aid/payable_case.html",
        values={"view": view, "row": view.aid_case, "names": await names_of(visit)},
    )
