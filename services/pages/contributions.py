"""拨缴经费: the employer's contribution by month, and every step of a month."""

from collections.abc import Sequence
from typing import Final

from domain.officers import APPROVING
from services.auth import may
from services.http.contribution_views import MonthView
from services.pages.asked import signing
from services.pages.dues import year_asked
from services.pages.lists import Column, Filter, table_of
from services.pages.page import Reply, Shown, page
from services.pages.reading_forms import yuan_typed
from services.pages.steps import Prepared, step
from services.pages.visit import Visit
from services.reads.funds import ContributionMonthRow

_MONTHS: Final = "/unions/{union_id}/contributions"
_MONTH: Final = f"{_MONTHS}/{{period}}"
_LEADS: Final = "/contributions/{period}"
_SECTION: Final = "contributions"
_STEP: Final = "money/contribution_step.html"
_SUMS: Final = (
    "due_fen",
    "received_fen",
    "retained_fen",
    "upward_fen",
    "remitted_fen",
    "arrears_fen",
)
_OFFERS: Final = (
    ("declarePayroll", "/payroll"),
    ("receiveContribution", "/receipts"),
    ("payUpward", "/remittances"),
    ("dunEmployer", "/dunning"),
    ("chargeLateFee", "/late-fees"),
    ("receiveContributionRefund", "/refunds"),
)


@page("GET", _MONTHS, "contributions", policy=may("books.read"), section=_SECTION)
async def contributions(visit: Visit) -> Reply:
    """The months of a year: what was due, came in, was kept and handed up."""
    year = year_asked(visit)
    answer = await visit.ask("listContributions", year=year, as_of=visit.query.get("as_of"))
    rows: Sequence[ContributionMonthRow] = answer.body.rows
    table = table_of(
        visit,
        f"{year} 年工会经费拨缴",
        _columns(visit),
        rows,
        mark=lambda row: "late" if row.arrears_fen else "",
        filters=[
            Filter(name="year", title="年度", kind="number", value=str(year)),
            Filter(name="as_of", title="截至日期", kind="date"),
        ],
        totals=[("合计", {name: sum(getattr(row, name) or 0 for row in rows) for name in _SUMS})],
        empty="这一年还没有申报过工资总额。",
        position=answer.body.position,
        as_of=answer.body.as_of,
        export=visit.at("/ledgers/L6/workbook", year=year) if visit.can("exportLedger") else None,
    )
    values = {"table": table, "year": year, "months": [f"{year}-{n:02d}" for n in range(1, 13)]}
    return Shown(template="money/contributions.html", values=values)


def _columns(visit: Visit) -> list[Column[ContributionMonthRow]]:
    return [
        Column(
            name="month",
            title="月份",
            get=lambda row: row.month,
            href=lambda row: visit.at(f"/contributions/{row.month}"),
            fixed=True,
        ),
        Column(name="employees", title="职工人数", get=lambda row: row.employees, align="number"),
        Column(name="payroll_fen", title="工资总额（元）", get=lambda row: row.payroll_fen),
        Column(name="due_fen", title="应拨（元）", get=lambda row: row.due_fen),
        Column(name="due_on", title="应拨日期", get=lambda row: row.due_on, hidden=True),
        Column(name="received_fen", title="已收（元）", get=lambda row: row.received_fen),
        Column(name="retained_fen", title="本会留成（元）", get=lambda row: row.retained_fen),
        Column(name="upward_fen", title="应上解（元）", get=lambda row: row.upward_fen),
        Column(name="remitted_fen", title="已上解（元）", get=lambda row: row.remitted_fen),
        Column(
            name="arrears_fen",
            title="欠拨（元）",
            get=lambda row: row.arrears_fen or None,
            mark=lambda row: ("red", "欠拨") if row.arrears_fen else None,
        ),
        Column(name="dunned_on", title="上次催缴", get=lambda row: row.dunned_on, hidden=True),
    ]


@page("GET", _MONTH, "contribution", policy=may("books.read"), section=_SECTION)
async def contribution(visit: Visit) -> Reply:
    """One month: what was declared, what money came and went, what is next."""
    view: MonthView = await visit.read("readContribution")
    values = {
        "view": view,
        "offers": [(one, f"/contributions/{view.month}{path}") for one, path in _OFFERS],
    }
    return Shown(template="money/contribution.html", values=values)


async def _paying(visit: Visit) -> Prepared:
    """What is still to be handed up; approved by one and paid by another."""
    view: MonthView = await visit.read("readContribution")
    standing = view.standing
    left = 0 if standing is None else standing.upward_fen - standing.remitted_fen
    return await signing(
        visit,
        {"approver_id": sorted(APPROVING), "cashier_id": ("cashier",)},
        texts={"amount_fen": [yuan_typed(left)]} if left > 0 else {},
        about=view,
    )


async def _receiving(visit: Visit) -> Prepared:
    """What is still due stands in the form."""
    view: MonthView = await visit.read("readContribution")
    left = 0 if view.standing is None else view.standing.arrears_fen
    return Prepared(about=view, texts={"amount_fen": [yuan_typed(left)]} if left > 0 else {})


async def _reversing(visit: Visit) -> Prepared:
    """Which entry is meant says the address."""
    view: MonthView = await visit.read("readContribution")
    chosen = visit.query.get("version", "")
    entry = next((one for one in view.entries if str(one.version) == chosen), None)
    return Prepared(
        about=view,
        version=view.version,
        position=view.position,
        fixed={"version": 0 if entry is None else entry.version},
        values={"entry": entry},
    )


for _operation_id, _path, _prepare in (
    ("declarePayroll", "payroll", None),
    ("receiveContribution", "receipts", _receiving),
    ("payUpward", "remittances", _paying),
    ("dunEmployer", "dunning", None),
    ("chargeLateFee", "late-fees", None),
    ("receiveContributionRefund", "refunds", None),
    ("reverseContribution", "reverse", _reversing),
):
    step(
        f"{_MONTH}/{_path}",
        _operation_id,
        leads=_LEADS,
        section=_SECTION,
        prepare=_prepare,
        about="readContribution",
        template=_STEP,
    )
