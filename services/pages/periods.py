"""月末结账: the months of a year, the checklist of one of them, and the steps that close, open and lock."""

from collections.abc import Mapping
from typing import Any, Final

from domain.officers import Office
from domain.period import last_day, month_of
from services.auth import may
from services.http.closing import CheckedItem
from services.pages.accounts import account_choices, chart_of
from services.pages.page import Reply, Shown, Went, page
from services.pages.reading_forms import count_of
from services.pages.signers import names_of, own_signature, preferred, signers
from services.pages.steps import Prepared, step
from services.pages.visit import Visit
from services.reads.periods import PeriodRow

_PERIODS: Final = "/unions/{union_id}/periods"
_PERIOD: Final = f"{_PERIODS}/{{period}}"
_YEAR: Final = "/unions/{union_id}/years/{year}"
_SECTION: Final = "close"
_KEEPERS: Final[tuple[Office, ...]] = ("accountant", "cashier", "chairperson", "vice_chairperson")
_WHERE: Final[Mapping[str, str]] = {
    "vouchers_posted": "/vouchers/pending",
    "trial_balance_zero": "/trial-balance?period={period}",
    "bank_reconciled": "/bank-statements/new?occurred_on={end}",
    "cash_counted": "/bank-statements/new?occurred_on={end}",
    "dues_batches_closed": "/dues/months/{period}",
    "payroll_declared": "/contributions",
    "contribution_shared": "/contributions",
    "year_end_transferred": "/years/{year}/transfer",
}
"""Where what is open is put right."""
_PUT_RIGHT_BY: Final[Mapping[str, str]] = {
    "bank_reconciled": "assertBalance",
    "cash_counted": "assertBalance",
    "year_end_transferred": "draftYearEndTransfer",
}
"""What one must be allowed to do there, where it is a step."""


@page("GET", _PERIODS, "periods", policy=may("books.read"), section=_SECTION)
async def periods(visit: Visit) -> Reply:
    """The months of a year, and which of them is to be closed next."""
    today = visit.parts.today()
    year = count_of(visit.query.get("year", "")) or today.year
    seen = await visit.read("listPeriods", year=year)
    rows: list[PeriodRow] = seen.rows
    ended = [row for row in rows if last_day(row.period) < today]
    values = {
        "year": year,
        "this_year": today.year,
        "rows": rows,
        "next_open": next((row.period for row in ended if not row.closed), None),
        "today": month_of(today),
        "all_closed": bool(rows) and all(row.closed for row in rows),
        "locked": any(row.locked for row in rows),
        "names": await names_of(visit),
    }
    return Shown(template="books/periods.html", values=values)


@page("GET", f"{_PERIOD}/checklist", "checklist", policy=may("books.read"), section=_SECTION)
async def checklist(visit: Visit) -> Reply:
    """What the books say to each item, for whoever looks; whoever closes does it on the page of the step."""
    row = await _month(visit)
    values = {
        "row": row,
        "period": visit.ids["period"],
        "items": await _items(visit),
        "names": await names_of(visit),
        "next_month_begun": visit.parts.today() > last_day(visit.ids["period"]),
    }
    return Shown(template="books/checklist.html", values=values)


@page("GET", _PERIOD, "period", policy=may("books.read"), section=_SECTION)
async def period(visit: Visit) -> Reply:
    """A month's own address is its checklist."""
    return Went(location=visit.at(f"/periods/{visit.ids['period']}/checklist"))


async def _month(visit: Visit) -> PeriodRow | None:
    month = visit.ids["period"]
    rows = (await visit.read("listPeriods", year=month[:4])).rows
    return next((row for row in rows if row.period == month), None)


async def _items(visit: Visit) -> list[tuple[CheckedItem, str]]:
    """Return the items, each with where it is put right."""
    month = visit.ids["period"]
    named = {"period": month, "year": month[:4]}
    found = (await visit.read("readChecklist")).items
    end = last_day(month).isoformat()
    open_to = [item for item in _WHERE if _may_put_right(visit, item)]
    return [
        (item, visit.at(_WHERE[item.item].format(**named, end=end)) if item.item in open_to else "")
        for item in found
    ]


def _may_put_right(visit: Visit, item: str) -> bool:
    return item not in _PUT_RIGHT_BY or visit.can(_PUT_RIGHT_BY[item])


async def _closing(visit: Visit) -> Prepared:
    """Reasons and confirmations stand beside the items, not in fields of their own."""
    items = await _items(visit)
    reasons = {one.item: visit.posted.text(f"reasons.{one.item}") for one, _ in items}
    confirmed = visit.posted.all("confirmed")
    closers = await own_signature(visit)
    fixed: dict[str, Any] = {
        "reasons": {item: text for item, text in reasons.items() if text},
        "confirmed": confirmed,
    }
    return Prepared(
        fixed=fixed,
        choices={"closed_by": closers},
        texts={"closed_by": preferred(closers)},
        values={
            "items": items,
            "reasons": reasons,
            "confirmed": confirmed,
            "period": visit.ids["period"],
            "row": await _month(visit),
        },
    )


async def _reopening(visit: Visit) -> Prepared:
    requesters = await signers(visit, _KEEPERS)
    approvers = await own_signature(visit)
    own = visit.officer_id
    others = [choice for choice in requesters if choice[0] != own]
    return Prepared(
        choices={"requested_by": requesters, "approved_by": approvers},
        texts={
            "requested_by": preferred(others),
            "approved_by": preferred(approvers),
        },
        values={"note": f"从 {visit.ids['period']} 起的月份全部重新打开；改完后要重新结账。"},
    )


async def _locking(visit: Visit) -> Prepared:
    own = await own_signature(visit)
    note = f"{visit.ids['year']} 年锁定后不能再反结账。"
    return Prepared(
        choices={"locked_by": own}, texts={"locked_by": preferred(own)}, values={"note": note}
    )


async def _transfer(visit: Visit) -> Prepared:
    """Income and expense of the year go into an account of net assets."""
    year = visit.ids["year"]
    chart = await chart_of(visit)
    handlers = await own_signature(visit)
    return Prepared(
        choices={
            "handler_id": handlers,
            "surplus_account": account_choices([row for row in chart if row.posts], "net_assets"),
        },
        texts={
            "handler_id": preferred(handlers),
            "details.summary": [f"{year}年收支结转"],
        },
        values={
            "note": f"按账面收入、支出各科目余额编制 {year}-12-31 的结转凭证，再按凭证流程审核、审批、记账。"
        },
    )


step(
    f"{_PERIOD}/close",
    "closePeriod",
    about="readUnion",
    leads="/periods/{period}/checklist",
    section=_SECTION,
    prepare=_closing,
    template="books/close.html",
)
step(
    f"{_PERIOD}/reopen",
    "reopenPeriod",
    about="readUnion",
    leads="/periods",
    section=_SECTION,
    prepare=_reopening,
    template="books/noted_step.html",
)
step(
    f"{_YEAR}/lock",
    "lockYear",
    about="readUnion",
    leads="/periods?year={year}",
    section=_SECTION,
    prepare=_locking,
    template="books/noted_step.html",
)
step(
    f"{_YEAR}/transfer",
    "draftYearEndTransfer",
    leads="/vouchers/{voucher_id}",
    back="/periods?year={year}",
    section=_SECTION,
    prepare=_transfer,
    template="books/noted_step.html",
)
