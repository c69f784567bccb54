"""银行对账: each money account compared with what the bank says, or with what is in the cash box."""

from typing import Final

from services.auth import may
from services.pages.accounts import account_choices, chart_of, named
from services.pages.lists import Column, Filter, table_of
from services.pages.page import Reply, Shown, page
from services.pages.reading_forms import count_of, day_of
from services.pages.signers import names_of, own_signature, preferred
from services.pages.steps import Prepared, step
from services.pages.visit import Visit
from services.reads.banking import AssertionRow
from services.words.forms import choice_text

_STATEMENTS: Final = "/unions/{union_id}/bank-statements"
_SECTION: Final = "bank"


@page("GET", _STATEMENTS, "bank_statements", policy=may("books.read"), section=_SECTION)
async def bank_statements(visit: Visit) -> Reply:
    """Every comparison, what the books say of its day now, and what was taken back."""
    chart = await chart_of(visit)
    called, names = named(chart), await names_of(visit)
    account = visit.query.get("account", "")
    since = day_of(visit.query.get("since", ""))
    seen = await visit.read("listBankStatements", account=account, since=since)
    columns: list[Column[AssertionRow]] = [
        Column(name="stated_on", title="对账日期", get=lambda row: row.stated_on, fixed=True),
        Column(
            name="account",
            title="账户",
            get=lambda row: f"{row.account} {called.get(row.account, '')}",
        ),
        Column(name="bank_fen", title="对账单余额（元）", get=lambda row: row.bank_fen),
        Column(name="books_fen", title="当时账面（元）", get=lambda row: row.books_fen),
        Column(name="books_now_fen", title="现在账面（元）", get=lambda row: row.books_now_fen),
        Column(
            name="outstanding",
            title="未达账项",
            get=lambda row: "；".join(
                f"{choice_text('kind', one.kind, 'OutstandingItem')} {one.fen // 100}.{one.fen % 100:02d} 元"
                for one in row.outstanding
            ),
        ),
        Column(
            name="difference_fen",
            title="调节后差额（元）",
            get=lambda row: row.difference_fen,
            mark=_mark,
        ),
        Column(
            name="difference_reason",
            title="差额原因",
            get=lambda row: (
                choice_text("difference_reason", row.difference_reason)
                if row.difference_reason
                else None
            ),
            hidden=True,
        ),
        Column(
            name="statement",
            title="对账单",
            get=lambda row: "查看" if row.statement else None,
            href=lambda row: (
                visit.at(f"/attachments/{row.statement.sha256}") if row.statement else None
            ),
        ),
        Column(name="asserted_by", title="对账人", get=lambda row: names.get(str(row.asserted_by))),
        Column(
            name="act",
            title="办理",
            get=lambda row: "撤回" if _may_withdraw(visit, row) else None,
            href=lambda row: (
                visit.at(
                    "/bank-statements/withdraw", account=row.account, withdrawn_version=row.version
                )
                if _may_withdraw(visit, row)
                else None
            ),
        ),
    ]
    table = table_of(
        visit,
        "对账记录",
        columns,
        list(reversed(seen.rows)),
        mark=lambda row: "reversed" if row.withdrawn_on else "",
        filters=[
            Filter(name="account", title="账户", choices=account_choices(chart, money=True)),
            Filter(name="since", title="对账日期自", kind="date"),
        ],
        empty="还没有对过账。每月末按银行对账单登记一次，结账时要查。",
        position=seen.position,
        as_of=seen.as_of,
    )
    return Shown(template="books/bank_statements.html", values={"table": table})


def _may_withdraw(visit: Visit, row: AssertionRow) -> bool:
    return row.withdrawn_on is None and visit.can("withdrawAssertion")


def _mark(row: AssertionRow) -> tuple[str, str] | None:
    if row.withdrawn_on is not None:
        return ("grey", "已撤回")
    if row.books_now_fen != row.books_fen:
        return ("amber", "账面后来变了")
    return ("green", "相符") if not row.difference_fen else ("red", "有差额")


async def _comparing(visit: Visit) -> Prepared:
    """The accountant compares, not the cashier."""
    comparers = await own_signature(visit)
    chart = await chart_of(visit)
    money = account_choices([row for row in chart if row.posts], money=True)
    return Prepared(
        choices={"asserted_by": comparers, "account": money},
        texts={"asserted_by": preferred(comparers)},
    )


async def _withdrawing(visit: Visit) -> Prepared:
    """Which comparison is taken back, the address says; the stream's version is that of its last step."""
    account = visit.query.get("account") or visit.posted.text("account")
    rows: list[AssertionRow] = (await visit.read("listBankStatements", account=account)).rows
    wanted = visit.query.get("withdrawn_version") or visit.posted.text("withdrawn_version")
    about = next((row for row in rows if str(row.version) == wanted), None)
    withdrawn = sum(row.withdrawn_on is not None for row in rows)
    comparers = await own_signature(visit)
    note = (
        "没有找到这一次对账。"
        if about is None
        else f"撤回 {about.stated_on} 对 {account} 的对账；撤回后可以重新登记。"
    )
    return Prepared(
        choices={"withdrawn_by": comparers},
        texts={"withdrawn_by": preferred(comparers)},
        fixed={"account": account, "withdrawn_version": count_of(wanted) or 0},
        version=len(rows) + withdrawn,
        values={"note": note},
    )


step(
    f"{_STATEMENTS}/new",
    "assertBalance",
    leads="/bank-statements",
    section=_SECTION,
    prepare=_comparing,
)
step(
    f"{_STATEMENTS}/withdraw",
    "withdrawAssertion",
    leads="/bank-statements",
    section=_SECTION,
    prepare=_withdrawing,
    template="books/noted_step.html",
)
