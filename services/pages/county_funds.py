"""资金下达: the county's funds, what was provided, what went to which unit and whether it arrived there."""

from typing import Final, get_args

from domain.aid import FundSource
from domain.funds import SubsidyKind, fund_of
from services.auth import may
from services.pages.asked import signing
from services.pages.lists import Column, Filter, table_of
from services.pages.page import Reply, Shown, page
from services.pages.signers import own_signature, preferred
from services.pages.steps import Prepared, step
from services.pages.unit_names import unit_choices, unit_names
from services.pages.visit import Visit
from services.reads.county import AllocationRow, FundRow
from services.words.forms import choice_text

_FEDERATION: Final = "/federations/{federation_id}"
_ALLOCATIONS: Final = f"{_FEDERATION}/allocations"
_PROVISIONS: Final = f"{_FEDERATION}/fund-provisions"
_SECTION: Final = "funds"
_EVERY_FUND: Final = [
    (fund, choice_text("fund", fund))
    for fund in dict.fromkeys((*get_args(FundSource), *map(fund_of, get_args(SubsidyKind))))
]


@page("GET", _ALLOCATIONS, "allocations", policy=may("county.read"), section=_SECTION)
async def allocations(visit: Visit) -> Reply:
    """The funds above, what was given out below: under way until a unit has it."""
    funds: list[FundRow] = (await visit.read("listFunds")).rows
    seen = await visit.read("listAllocations", unit_id=visit.query.get("unit_id"))
    state = visit.query.get("state", "")
    rows = [row for row in seen.rows if not state or _state_of(row) == state]
    names = await unit_names(visit)
    columns: list[Column[AllocationRow]] = [
        Column(name="allocated_on", title="下达日期", get=lambda row: row.allocated_on),
        Column(
            name="unit",
            title="单位",
            get=lambda row: names.get(str(row.unit_id)),
            href=lambda row: visit.at(f"/units/{row.unit_id}"),
            fixed=True,
        ),
        Column(
            name="kind", title="用途", get=lambda row: choice_text("kind", row.kind, "Allocation")
        ),
        Column(name="fund", title="资金", get=lambda row: choice_text("fund", row.fund)),
        Column(name="document_no", title="文号", get=lambda row: row.document_no),
        Column(name="amount_fen", title="金额（元）", get=lambda row: row.amount_fen),
        Column(
            name="state",
            title="到账",
            get=lambda row: row.received_on or row.cancelled_on,
            mark=_mark,
        ),
        Column(
            name="cancel",
            title="办理",
            get=lambda row: "撤销" if _offers_cancel(visit, row) else "",
            href=lambda row: (
                visit.at(f"/allocations/{row.allocation_id}/cancel")
                if _offers_cancel(visit, row)
                else None
            ),
        ),
    ]
    counted = [row for row in rows if row.cancelled_on is None]
    table = table_of(
        visit,
        "资金下达",
        columns,
        rows[::-1],
        mark=lambda row: "reversed" if row.cancelled_on else "",
        filters=(
            Filter(name="unit_id", title="单位", choices=await unit_choices(visit)),
            Filter(
                name="state",
                title="到账情况",
                choices=[("underway", "在途"), ("received", "已到账"), ("cancelled", "已撤销")],
            ),
        ),
        totals=[
            ("合计（不含撤销）", {"amount_fen": sum(row.amount_fen for row in counted)}),
        ],
        position=seen.position,
        as_of=seen.as_of,
        empty="还没有下达过资金。",
    )
    return Shown(template="county/allocations.html", values={"funds": funds, "table": table})


def _state_of(row: AllocationRow) -> str:
    if row.cancelled_on is not None:
        return "cancelled"
    return "underway" if row.received_on is None else "received"


def _mark(row: AllocationRow) -> tuple[str, str]:
    return {
        "cancelled": ("grey", "已撤销"),
        "underway": ("amber", "在途"),
        "received": ("green", "已到账"),
    }[_state_of(row)]


def _offers_cancel(visit: Visit, row: AllocationRow) -> bool:
    return _state_of(row) == "underway" and visit.can("cancelAllocation")


@page("GET", _PROVISIONS, "provisions", policy=may("county.read"), section=_SECTION)
async def provisions(visit: Visit) -> Reply:
    """Money that was provided; what was taken back is red and stays."""
    seen = await visit.read("listProvisions")
    return Shown(template="county/provisions.html", values={"seen": seen})


async def _allocating(visit: Visit) -> Prepared:
    """Whoever handles does not approve: two different people sign."""
    own = await own_signature(visit)
    return await signing(
        visit,
        {"handler_id": ("handler", "accountant")},
        texts={"approver_id": preferred(own, visit.officer_id)},
        choices={
            "unit_id": await unit_choices(visit),
            "fund": await _funds(visit),
            "approver_id": own,
        },
        values={"note": "经办人和审批人须是不同的人。不选资金的，用这一用途对应的资金。"},
    )


async def _funds(visit: Visit) -> list[tuple[str, str]]:
    rows = (await visit.read("listFunds")).rows
    return [(row.fund, f"{choice_text('fund', row.fund)}") for row in rows]


async def _providing(visit: Visit) -> Prepared:  # noqa: ARG001 # every step is prepared for a visit
    return Prepared(choices={"fund": _EVERY_FUND}, values={"note": ""})


async def _plain(visit: Visit) -> Prepared:  # noqa: ARG001 # every step is prepared for a visit
    return Prepared(values={"note": ""})


for path, operation_id, prepare, leads in (
    (f"{_ALLOCATIONS}/new", "allocateFund", _allocating, "/allocations"),
    (
        f"{_ALLOCATIONS}/{{allocation_id}}/cancel",
        "cancelAllocation",
        _plain,
        "/allocations?state=cancelled",
    ),
    (f"{_PROVISIONS}/new", "provideFund", _providing, "/allocations"),
    (f"{_PROVISIONS}/reverse", "reverseProvision", _plain, "/fund-provisions"),
):
    step(
        path,
        operation_id,
        leads=leads,
        section=_SECTION,
        prepare=prepare,
        template="books/noted_step.html",
    )
step(
    f"{_ALLOCATIONS}/follow",
    "followAllocations",
    leads="/allocations",
    section=_SECTION,
    prepare=_plain,
    template="books/noted_step.html",
    shows="county/followed.html",
)
