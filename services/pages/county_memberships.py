"""组织关系 between units and 开除备案: what the county sees of memberships, and one question about an ID number."""

from collections.abc import Mapping
from typing import Final

from services.auth import may
from services.http.problems import Problem
from services.pages.asked import codes
from services.pages.lists import Column, Filter, Table, table_of
from services.pages.page import Reply, Shown, page
from services.pages.steps import Prepared, step
from services.pages.unit_names import unit_names
from services.pages.visit import Visit
from services.reads.transfers import ExpulsionRow, TransferRow

_FEDERATION: Final = "/federations/{federation_id}"
_SECTION: Final = "transfers"
_MOVING: Final = "moving"
_STATES: Final = [(value, text) for value, text in codes("state") if value != "all"]


@page(
    "GET",
    f"{_FEDERATION}/transfers",
    "county_transfers",
    policy=may("county.read"),
    section=_SECTION,
)
async def county_transfers(visit: Visit) -> Reply:
    """Transfers put together from both logs; who moves is not told."""
    asked = visit.query.get("state") or "all"
    state = None if asked == _MOVING else asked
    seen = await visit.read("listTransfersOfCounty", state=state, as_of=visit.query.get("as_of"))
    names = await unit_names(visit)

    def called(unit: object, row: TransferRow) -> str:
        return row.other_union if unit is None else names.get(str(unit), row.other_union)

    columns: list[Column[TransferRow]] = [
        Column(name="old", title="转出", get=lambda row: called(row.old_union_id, row), fixed=True),
        Column(name="new", title="转入", get=lambda row: called(row.new_union_id, row), fixed=True),
        Column(
            name="state",
            title="状态",
            get=lambda row: row.state,
            field="TransferRow.state",
            mark=lambda row: ("red", "两边不一致") if row.state == "contradictory" else None,
        ),
        Column(name="started_on", title="转出方发起", get=lambda row: row.started_on),
        Column(name="accepted_on", title="转入方接收", get=lambda row: row.accepted_on),
        Column(name="completed_on", title="转出方办结", get=lambda row: row.completed_on),
        Column(name="last_dues_month", title="会费缴至", get=lambda row: row.last_dues_month),
        Column(name="cancelled_on", title="撤销", get=lambda row: row.cancelled_on, hidden=True),
    ]
    table = table_of(
        visit,
        "组织关系接转",
        columns,
        seen.rows,
        filters=(
            Filter(
                name="state",
                title="状态",
                choices=[(_MOVING, "接转中（未办结）"), *_STATES],
            ),
            Filter(name="as_of", title="截至日期", kind="date"),
        ),
        position=seen.position,
        as_of=seen.as_of,
        empty="没有这样的接转。",
    )
    return Shown(template="county/transfers.html", values={"table": table})


@page("GET", f"{_FEDERATION}/expulsions", "expulsions", policy=may("county.read"), section=_SECTION)
async def expulsions(visit: Visit) -> Reply:
    """Expulsions the units decided, with the filing or the way to it."""
    seen = await visit.read("listExpulsions", as_of=visit.query.get("as_of"))
    names = await unit_names(visit)
    table = _expelled(visit, seen.rows, names)
    return Shown(template="county/expulsions.html", values={"table": table})


def _expelled(visit: Visit, rows: list[ExpulsionRow], names: Mapping[str, str]) -> Table:

    def filing(row: ExpulsionRow) -> str | None:
        if row.filed_on is not None or not visit.can("fileExpulsion"):
            return None
        return visit.at(f"/units/{row.unit_id}/members/{row.member_id}/expulsion/file")

    columns: list[Column[ExpulsionRow]] = [
        Column(name="unit", title="单位", get=lambda row: names.get(str(row.unit_id)), fixed=True),
        Column(name="decided_on", title="决定日期", get=lambda row: row.decided_on),
        Column(name="decision_no", title="决定文号", get=lambda row: row.decision_no),
        Column(name="filed_on", title="备案日期", get=lambda row: row.filed_on),
        Column(name="filing_no", title="备案号", get=lambda row: row.filing_no),
        Column(
            name="act",
            title="办理",
            get=lambda row: "登记备案" if filing(row) else "",
            href=filing,
        ),
    ]
    return table_of(visit, "开除会籍备案", columns, rows, empty="没有开除会籍的决定。")


async def _filing(visit: Visit) -> Prepared:
    """The version of the member's record stands in the list of what waits to be filed."""
    rows = (await visit.read("listExpulsions")).rows
    of_member = [row for row in rows if str(row.member_id) == visit.ids["member_id"]]
    row = next((one for one in of_member if one.filed_on is None), None)
    if row is None:
        raise Problem("request.path_unknown")
    note = f"单位决定：{row.decided_on:%Y-%m-%d}，{row.decision_no}。"
    return Prepared(version=row.version, values={"note": note})


async def _inquiring(visit: Visit) -> Prepared:  # noqa: ARG001 # every step is prepared for a visit
    note = "只答复是否在某个单位在籍，不说是哪个单位。谁查询、为什么查询，先记入日志。"
    return Prepared(values={"note": note})


step(
    f"{_FEDERATION}/units/{{unit_id}}/members/{{member_id}}/expulsion/file",
    "fileExpulsion",
    leads="/expulsions",
    section=_SECTION,
    prepare=_filing,
    template="books/noted_step.html",
)
step(
    f"{_FEDERATION}/identity-inquiries",
    "inquireIdentity",
    leads="/transfers",
    section=_SECTION,
    prepare=_inquiring,
    template="books/noted_step.html",
    shows="county/inquired.html",
)
