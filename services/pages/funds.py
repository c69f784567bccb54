"""补助与代管: money for a purpose from above and elsewhere, and money held in trust for others."""

from datetime import date
from typing import Any, Final

from domain.officers import APPROVING
from services.auth import may
from services.http.problems import Problem
from services.pages.asked import asked, codes, signing
from services.pages.lists import Column, Filter, by_cursor, table_of
from services.pages.page import Reply, Shown, page
from services.pages.reading_forms import yuan_typed
from services.pages.signers import names_of
from services.pages.steps import Prepared, step
from services.pages.visit import Visit
from services.reads.county import AllocationRow
from services.reads.funds import CustodialAccountRow, SubsidyRow
from services.words.forms import choice_text

_SUBSIDIES: Final = "/unions/{union_id}/subsidies"
_ALLOCATION: Final = "/unions/{union_id}/allocations/{allocation_id}"
_TRUST: Final = "/unions/{union_id}/custodial-funds"
_ACCOUNT: Final = f"{_TRUST}/{{custodial_id}}"
_SECTION: Final = "funds"
_STEP: Final = "money/fund_step.html"
_LEADS_TRUST: Final = "/custodial-funds/{custodial_id}"


@page("GET", _SUBSIDIES, "subsidies", policy=may("books.read"), section=_SECTION)
async def subsidies(visit: Visit) -> Reply:
    """What the federation has sent and not arrived yet, and what was received."""
    answer = await asked(visit, "listSubsidies", "since", "as_of", limit=100)
    columns: list[Column[SubsidyRow]] = [
        Column(name="received_on", title="收到日期", get=lambda row: row.received_on, fixed=True),
        Column(name="kind", title="补助种类", get=lambda row: row.kind, field="SubsidyRow.kind"),
        Column(name="fund", title="资金", get=lambda row: row.fund),
        Column(name="document_no", title="文号", get=lambda row: row.document_no),
        Column(name="amount_fen", title="金额（元）", get=lambda row: row.amount_fen),
        Column(name="from", title="来源", get=lambda row: "县总下达" if row.allocation_id else "直接收款"),
        Column(
            name="reversed_on",
            title="办理",
            get=lambda row: f"{row.reversed_on} 冲销" if row.reversed_on else _undo_text(visit),
            href=lambda row: _undo_href(visit, row),
        ),
    ]  # fmt: skip
    table = table_of(
        visit,
        "收到的补助",
        columns,
        answer.body.rows,
        mark=lambda row: "reversed" if row.reversed_on else "",
        filters=[
            Filter(name="since", title="从哪天起", kind="date"),
            Filter(name="as_of", title="截至日期", kind="date"),
        ],
        turning=by_cursor(visit, answer),
        empty="还没有收到过补助。",
        position=answer.body.position,
        as_of=answer.body.as_of,
    )
    waiting = [row for row in await _allocations(visit) if _is_under_way(row)]
    return Shown(template="money/subsidies.html", values={"table": table, "waiting": waiting})


def _undo_text(visit: Visit) -> str:
    return "冲销" if visit.can("reverseSubsidy") else ""


def _undo_href(visit: Visit, row: SubsidyRow) -> str | None:
    if row.reversed_on or not visit.can("reverseSubsidy"):
        return None
    return visit.at(f"/subsidies/{row.subsidy_id}/reverse")


async def _allocations(visit: Visit) -> list[AllocationRow]:
    """A union under no federation of ours is allocated nothing here."""
    try:
        rows: list[AllocationRow] = await visit.read("listOwnAllocations")
    except Problem as problem:
        if problem.code == "federation.no_such_allocation":
            return []
        raise
    return rows


def _is_under_way(row: AllocationRow) -> bool:
    return row.received_on is None and row.cancelled_on is None


async def _arriving(visit: Visit) -> Prepared:
    rows = await _allocations(visit)
    chosen = next(
        (row for row in rows if str(row.allocation_id) == visit.ids["allocation_id"]), None
    )
    if chosen is None:
        raise Problem("federation.no_such_allocation")
    return Prepared(about=chosen, values={"row": chosen})


async def _undoing_subsidy(visit: Visit) -> Prepared:
    chosen = await _found(visit, visit.ids["subsidy_id"])
    return Prepared(about=chosen, version=chosen.version, values={"row": chosen})


async def _found(visit: Visit, subsidy_id: str) -> SubsidyRow:
    cursor: str | None = None
    while True:
        answer = await visit.read("listSubsidies", limit=200, cursor=cursor)
        for row in answer.rows:
            if str(row.subsidy_id) == subsidy_id:
                found: SubsidyRow = row
                return found
        if (cursor := answer.next) is None:
            raise Problem("subsidy.not_received")


@page("GET", _TRUST, "custodial_funds", policy=may("books.read"), section=_SECTION)
async def custodial_funds(visit: Visit) -> Reply:
    """What is held in trust, by account."""
    answer = await visit.ask("listCustodialFunds", as_of=visit.query.get("as_of"))
    columns: list[Column[CustodialAccountRow]] = [
        Column(
            name="purpose",
            title="代管什么",
            get=lambda row: (
                None
                if row.purpose is None
                else choice_text("purpose", row.purpose, "CustodialAccountRow")
            ),
            href=lambda row: visit.at(f"/custodial-funds/{row.custodial_id}"),
            fixed=True,
        ),
        Column(name="received_fen", title="收到（元）", get=lambda row: row.received_fen),
        Column(name="paid_fen", title="付出（元）", get=lambda row: row.paid_fen),
        Column(name="balance_fen", title="结存（元）", get=lambda row: row.balance_fen),
    ]
    rows = answer.body.rows
    names = ("received_fen", "paid_fen", "balance_fen")
    table = table_of(
        visit,
        "代管经费",
        columns,
        rows,
        filters=[Filter(name="as_of", title="截至日期", kind="date")],
        totals=[("合计", {name: sum(getattr(row, name) for row in rows) for name in names})],
        empty="没有代管别人的钱。",
        position=answer.body.position,
        as_of=answer.body.as_of,
    )
    return Shown(template="money/custodial_funds.html", values={"table": table})


@page("GET", _ACCOUNT, "custodial_fund", policy=may("books.read"), section=_SECTION)
async def custodial_fund(visit: Visit) -> Reply:
    """What came in and went out of one account."""
    entries = (await visit.read("listCustodialEntries")).rows
    values = {
        "entries": entries,
        "purpose": _purpose(entries),
        "balance_fen": _balance(entries, visit.parts.today()),
        "names": await names_of(visit),
        "at": f"/custodial-funds/{visit.ids['custodial_id']}",
    }
    return Shown(template="money/custodial_fund.html", values=values)


def _purpose(entries: list[Any]) -> str:
    return choice_text("purpose", _purpose_code(entries), "CustodialEntryRow")


def _purpose_code(entries: list[Any]) -> str:
    return next((one.purpose for one in entries if one.purpose), "")


def _balance(entries: list[Any], today: date) -> int:
    counted = [one for one in entries if one.reversed_on is None or one.reversed_on > today]
    return sum(-one.amount_fen if one.entry == "paid" else one.amount_fen for one in counted)


async def _opening_trust(visit: Visit) -> Prepared:  # noqa: ARG001 # every step is prepared for a visit
    return Prepared(choices={"purpose": codes("CustodialReceipt.purpose")}, values={"row": None})


async def _into_trust(visit: Visit) -> Prepared:
    entries = (await visit.read("listCustodialEntries")).rows
    return Prepared(
        fixed={"purpose": _purpose_code(entries)},
        values={"row": None, "purpose": _purpose(entries)},
    )


async def _out_of_trust(visit: Visit) -> Prepared:
    entries = (await visit.read("listCustodialEntries")).rows
    left = _balance(entries, visit.parts.today())
    return await signing(
        visit,
        {"approver_id": sorted(APPROVING), "cashier_id": ("cashier",)},
        texts={"amount_fen": [yuan_typed(left)]} if left > 0 else {},
        values={"row": None, "purpose": _purpose(entries)},
    )


async def _undoing_trust(visit: Visit) -> Prepared:
    """Which entry is meant says the address."""
    answer = await visit.ask("listCustodialEntries")
    chosen = visit.query.get("version", "")
    entry = next((one for one in answer.body.rows if str(one.version) == chosen), None)
    return Prepared(
        about=entry,
        version=int(answer.headers["ETag"].strip('"')),
        fixed={"version": 0 if entry is None else entry.version},
        values={"row": entry, "purpose": _purpose(answer.body.rows)},
    )


for _path, _operation_id, _leads, _prepare in (
    (f"{_SUBSIDIES}/new", "receiveSubsidy", "/subsidies", None),
    (f"{_SUBSIDIES}/{{subsidy_id}}/reverse", "reverseSubsidy", "/subsidies", _undoing_subsidy),
    (f"{_ALLOCATION}/receive", "receiveAllocation", "/subsidies", _arriving),
    (f"{_TRUST}/new", "openCustodialFund", _LEADS_TRUST, _opening_trust),
    (f"{_ACCOUNT}/receipts", "receiveCustodialFund", _LEADS_TRUST, _into_trust),
    (f"{_ACCOUNT}/payments", "payCustodialFund", _LEADS_TRUST, _out_of_trust),
    (f"{_ACCOUNT}/reverse", "reverseCustodialEntry", _LEADS_TRUST, _undoing_trust),
):
    step(_path, _operation_id, leads=_leads, section=_SECTION, prepare=_prepare, template=_STEP)
