"""记账凭证 to look at: in the books, on the way there, and one with everything that belongs to it."""

from collections.abc import Iterable
from typing import Final, NamedTuple

from domain.money import PostingLine
from domain.voucher_kind import BOOKKEEPING
from services.auth import may
from services.http.voucher_lists import VoucherView
from services.pages.accounts import chart_of, named
from services.pages.lists import Column, Filter, by_cursor, table_of
from services.pages.page import Reply, Shown, page
from services.pages.reading_forms import month_of
from services.pages.signers import names_of
from services.pages.visit import Visit
from services.reads.books import VoucherRow
from services.reads.vouchers import VoucherInWorkRow
from services.words.forms import choice_text

VOUCHERS: Final = "/unions/{union_id}/vouchers"
VOUCHER: Final = f"{VOUCHERS}/{{voucher_id}}"
SECTION: Final = "vouchers"
_TITLES: Final = ("制单", "提交", "审核", "审批", "付款记账")
_DONE: Final = {
    "drafted": 1,
    "revised": 1,
    "returned": 1,
    "submitted": 2,
    "reviewed": 3,
    "approved": 4,
}
_OFFERS: Final = {
    "drafted": ("submit", "revise", "discard"),
    "revised": ("submit", "revise", "discard"),
    "returned": ("submit", "revise", "discard"),
    "submitted": ("review", "return", "discard"),
    "reviewed": ("approve", "return", "discard"),
    "approved": ("post", "return", "discard"),
    "posted": ("reverse",),
}


class Side(NamedTuple):
    """A line with its amount on one side."""

    account: str
    name: str
    fund: str
    debit_fen: int | None
    credit_fen: int | None


@page("GET", VOUCHERS, "vouchers", policy=may("books.read"), section=SECTION)
async def vouchers(visit: Visit) -> Reply:
    """What is in the books, by number."""
    month = month_of(visit.query.get("period", ""))
    answer = await visit.ask(
        "listVouchers", period=month, cursor=visit.query.get("cursor"), limit=100, count="exact"
    )
    chart = named(await chart_of(visit))
    columns: list[Column[VoucherRow]] = [
        Column(
            name="voucher_no",
            title="凭证号",
            get=lambda row: row.voucher_no,
            fixed=True,
            href=lambda row: href_of(visit, row),
        ),
        Column(name="occurred_on", title="日期", get=lambda row: row.occurred_on),
        Column(name="summary", title="摘要", get=lambda row: row.summary, mark=_mark),
        Column(name="debit", title="借方科目", get=lambda row: _accounts(row, chart, debit=True)),
        Column(name="credit", title="贷方科目", get=lambda row: _accounts(row, chart, debit=False)),
        Column(
            name="amount_fen",
            title="金额（元）",
            get=lambda row: (
                -row.amount_fen if is_reversal(row) and row.amount_fen > 0 else row.amount_fen
            ),
        ),
        Column(
            name="entries",
            title="合并笔数",
            get=lambda row: row.entries,
            align="number",
            hidden=True,
        ),
        Column(
            name="position",
            title="记录号",
            get=lambda row: row.position,
            align="number",
            hidden=True,
        ),
    ]
    table = table_of(
        visit,
        "已记账的凭证",
        columns,
        answer.body.rows,
        mark=lambda row: "negative" if is_reversal(row) else "",
        filters=[Filter(name="period", title="月份", kind="month")],
        turning=by_cursor(visit, answer),
        empty="这个月还没有记账的凭证。",
        position=answer.body.position,
        as_of=answer.body.as_of,
        export=visit.at("/ledgers/L8/workbook", year=month[:4], month=month) if month else None,
    )
    return Shown(template="books/vouchers.html", values={"table": table, "month": month})


@page("GET", f"{VOUCHERS}/pending", "vouchers_in_work", policy=may("books.read"), section=SECTION)
async def vouchers_in_work(visit: Visit) -> Reply:
    """What is on the way into the books."""
    answer = await visit.ask(
        "listVouchersInWork", cursor=visit.query.get("cursor"), limit=100, count="exact"
    )
    names = await names_of(visit)
    columns: list[Column[VoucherInWorkRow]] = [
        Column(
            name="summary",
            title="摘要",
            get=lambda row: row.details.get("summary"),
            fixed=True,
            href=lambda row: visit.at(f"/vouchers/{row.voucher_id}"),
        ),
        Column(
            name="kind",
            title="种类",
            get=lambda row: choice_text("kind", row.kind, "VoucherInWorkRow"),
        ),
        Column(
            name="amount_fen",
            title="金额（元）",
            get=lambda row: sum(line.fen for line in row.proposed if line.fen > 0),
        ),
        Column(
            name="step",
            title="到了哪一步",
            get=lambda row: choice_text("step", row.step, "VoucherInWorkRow"),
            mark=lambda row: ("amber", "待修改") if row.step == "returned" else None,
        ),
        Column(name="since", title="自", get=lambda row: row.since),
        Column(name="handler", title="经办人", get=lambda row: names.get(str(row.handler_id))),
        Column(name="papers", title="附件", get=lambda row: len(row.attachments), align="number"),
    ]
    table = table_of(
        visit,
        "在办的凭证",
        columns,
        answer.body.rows,
        turning=by_cursor(visit, answer),
        empty="没有在办的凭证，全部已经记账。",
        position=answer.body.position,
        as_of=answer.body.as_of,
    )
    return Shown(template="books/vouchers_in_work.html", values={"table": table})


@page("GET", VOUCHER, "voucher", policy=may("books.read"), section=SECTION)
async def voucher(visit: Visit) -> Reply:
    """One voucher: lines, papers, who signed, where it stands in the books, what comes next."""
    view: VoucherView = await visit.read("readVoucher")
    seen = view.voucher
    chart = named(await chart_of(visit))
    names = await names_of(visit)
    is_reversed = any(is_reversal(row) for row in view.postings)
    path = visit.path.removeprefix(visit.base)
    offers = () if is_reversed else _offers(visit, view)
    history_rows = (await visit.read("readVoucherHistory", limit=100)).rows
    values = {
        "view": view,
        "voucher": seen,
        "lines": sides_of(seen.proposed, chart),
        "total_fen": sum(line.fen for line in seen.proposed if line.fen > 0),
        "bar": _bar(seen, is_reversed=is_reversed),
        "is_reversed": is_reversed,
        "is_posted": bool(view.postings),
        "offers": [(f"{one}Voucher", f"{path}/{one}") for one in offers],
        "next_by": "" if is_reversed else _next_by(seen),
        "can_go_on": any(
            one not in ("return", "discard") and visit.can(f"{one}Voucher") for one in offers
        ),
        "names": names,
        "history_rows": history_rows,
        "kept": {paper.digest for row in history_rows for paper in row.papers if paper.kept},
    }
    return Shown(template="books/voucher.html", values=values)


def _offers(visit: Visit, view: VoucherView) -> list[str]:
    """Return the steps that may come next, without those the visitor may not sign (不相容职务)."""
    seen, own = view.voucher, visit.officer_id
    offers = _OFFERS.get(seen.step, ())
    if seen.kind == "opening" and seen.step == "submitted":
        offers = ("approve", "return", "discard")
    signed = _signed_so_far(view)
    handler = str(seen.handler_id)
    barred = {
        "submit": own != handler,
        "review": own == handler,
        "return": own == handler,
        "approve": own in (handler, signed.get("reviewed")),
        "post": own in (signed.get("reviewed"), signed.get("approved"))
        or (own == handler and seen.kind not in BOOKKEEPING),
    }
    return [one for one in offers if own is None or not barred.get(one, False)]


def _next_by(seen: VoucherInWorkRow) -> str:
    """Return who takes the next step, for whoever may not."""
    match seen.step:
        case "submitted":
            return "审批人" if seen.kind == "opening" else "审核人"
        case "reviewed":
            return "审批人"
        case "approved":
            return "会计" if seen.kind in BOOKKEEPING else "经办人以外的会计或出纳"
        case "drafted" | "revised" | "returned":
            return "经办人"
        case _:
            return ""


def _signed_so_far(view: VoucherView) -> dict[str, str]:
    """Return who signed which step since the voucher was last a draft."""
    signed: dict[str, str] = {}
    for one in view.steps:
        signed = {} if one.step in ("drafted", "revised", "returned") else signed
        signed[one.step] = str(one.officer_id)
    return signed


def is_reversal(row: VoucherRow) -> bool:
    """Whether a voucher takes another one back (红字)."""
    return row.topic.endswith("reversed")


def href_of(visit: Visit, row: VoucherRow) -> str:
    """Return the page of what a voucher comes from: a voucher of its own, or an event."""
    if row.topic.startswith("voucher."):
        return visit.at(f"/vouchers/{row.stream_id}")
    return visit.at(f"/events/{row.position}")


def sides_of(lines: Iterable[PostingLine], chart: dict[str, str]) -> list[Side]:
    """Return proposed lines with amounts left or right."""
    return [
        Side(
            line.account,
            chart.get(line.account, ""),
            line.fund,
            line.fen if line.fen > 0 else None,
            -line.fen if line.fen < 0 else None,
        )
        for line in lines
    ]


def _mark(row: VoucherRow) -> tuple[str, str] | None:
    return ("red", "红字冲销") if is_reversal(row) else None


def _accounts(row: VoucherRow, chart: dict[str, str], *, debit: bool) -> str:
    codes = [line.account for line in row.lines if (line.debit_fen if debit else line.credit_fen)]
    shown = list(dict.fromkeys(f"{code} {chart.get(code, '')}".strip() for code in codes))
    return "、".join(shown)


def _bar(seen: VoucherInWorkRow, *, is_reversed: bool) -> list[tuple[str, str]]:
    """Opening balances are checked by the approver alone: they have no review."""
    steps = [title for title in _TITLES if title != "审核" or seen.kind != "opening"]
    done = len(_TITLES) if seen.step in ("posted", "reversed") else _DONE.get(seen.step, 0)
    if seen.kind == "opening" and done > 2:  # noqa: PLR2004 # after 制单 and 提交
        done -= 1
    states = ["done"] * done + ["now"] + ["later"] * len(steps)
    bar = list(zip(steps, states, strict=False))
    return [*bar, ("已冲销", "now")] if is_reversed else bar
