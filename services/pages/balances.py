"""Balances, entries and the two statements on the screen: every sum leads to the entries it is made of."""

from typing import Any, Final

from services.auth import may
from services.pages.accounts import account_choices, chart_of, fund_choices, named
from services.pages.ledgers import SECTION
from services.pages.lists import Column, Filter, by_cursor, table_of
from services.pages.page import Reply, Shown, page
from services.pages.reading_forms import day_of, month_of
from services.pages.rendering import yuan
from services.pages.visit import Visit
from services.reads.books import AccountRow, BalanceRow, EntryRow
from services.words.forms import choice_text
from services.words.ledgers.books import EARNINGS_TOTALS, SHEET_TOTALS

_UNION: Final = "/unions/{union_id}"
_DATES: Final = (
    Filter(name="as_of", title="业务日期截至", kind="date"),
    Filter(name="known_at", title="按当时所知（记录号）", placeholder="不填为现在"),
)


@page("GET", f"{_UNION}/trial-balance", "trial_balance", policy=may("books.read"), section=SECTION)
async def trial_balance(visit: Visit) -> Reply:
    """科目余额 of a month or of this year, of all funds or one."""
    month, fund = month_of(visit.query.get("period", "")), visit.query.get("fund", "")
    seen = await visit.read("readTrialBalance", period=month, fund=fund, **_when(visit))
    columns: list[Column[BalanceRow]] = [
        Column(
            name="account",
            title="科目编码",
            get=lambda row: row.account,
            fixed=True,
            href=lambda row: visit.at(
                "/entries", account=row.account, period=month, **_when(visit)
            ),
        ),
        Column(name="name", title="科目名称", get=lambda row: row.name, fixed=True),
        Column(
            name="kind",
            title="类别",
            get=lambda row: choice_text("kind", row.kind, "AccountRow"),
            hidden=True,
        ),
        Column(name="before_side", title="方向", get=lambda row: _side(row.before_fen)),
        Column(name="before_fen", title="期初余额（元）", get=lambda row: abs(row.before_fen)),
        Column(name="debit_fen", title="本期借方（元）", get=lambda row: row.debit_fen),
        Column(name="credit_fen", title="本期贷方（元）", get=lambda row: row.credit_fen),
        Column(name="after_side", title="方向", get=lambda row: _side(row.after_fen)),
        Column(name="after_fen", title="期末余额（元）", get=lambda row: abs(row.after_fen)),
        Column(
            name="year_debit_fen",
            title="本年累计借方",
            get=lambda row: row.year_debit_fen,
            hidden=True,
        ),
        Column(
            name="year_credit_fen",
            title="本年累计贷方",
            get=lambda row: row.year_credit_fen,
            hidden=True,
        ),
    ]
    year = month[:4] or str(seen.as_of.year)
    table = table_of(
        visit,
        "科目余额",
        columns,
        seen.rows,
        filters=[
            Filter(name="period", title="月份", kind="month"),
            Filter(name="fund", title="资金", choices=await fund_choices(visit)),
            *_DATES,
        ],
        export=visit.at("/ledgers/L9/workbook", year=year, month=month, **_when(visit)),
        position=seen.position,
        as_of=seen.as_of,
    )
    title = f"科目余额 {month or seen.as_of.year}"
    return Shown(
        template="books/balances.html", values={"table": table, "title": title, "note": ""}
    )


@page("GET", f"{_UNION}/entries", "entries", policy=may("books.read"), section=SECTION)
async def entries(visit: Visit) -> Reply:
    """日记账 and 明细账: entries of an account, each leading to its voucher."""
    month, account = month_of(visit.query.get("period", "")), visit.query.get("account", "")
    chart = await chart_of(visit)
    answer = await visit.ask(
        "listEntries",
        period=month,
        account=account,
        cursor=visit.query.get("cursor"),
        limit=100,
        count="exact",
        **_when(visit),
    )
    before = await _before(visit, month)
    called = named(chart)
    columns: list[Column[EntryRow]] = [
        Column(name="occurred_on", title="日期", get=lambda row: row.occurred_on),
        Column(
            name="voucher_no",
            title="凭证号",
            get=lambda row: row.voucher_no,
            fixed=True,
            href=lambda row: (
                visit.at(f"/vouchers/{row.stream_id}")
                if row.topic.startswith("voucher.")
                else visit.at(f"/events/{row.position}")
            ),
        ),
        Column(
            name="account",
            title="科目",
            get=lambda row: f"{row.account} {called.get(row.account, '')}",
        ),
        Column(
            name="summary",
            title="摘要",
            get=lambda row: row.summary,
            mark=lambda row: ("red", "红字") if row.topic.endswith("reversed") else None,
        ),
        Column(
            name="others",
            title="对方科目",
            get=lambda row: "、".join(called.get(one, one) for one in row.others),
        ),
        Column(
            name="fund", title="资金", get=lambda row: choice_text("fund", row.fund), hidden=True
        ),
        Column(name="debit_fen", title="借方（元）", get=lambda row: row.debit_fen),
        Column(name="credit_fen", title="贷方（元）", get=lambda row: row.credit_fen),
        Column(
            name="running_side",
            title="方向",
            get=lambda row: _side(before.get(row.account, 0) + row.running_fen),
        ),
        Column(
            name="running_fen",
            title="余额（元）",
            get=lambda row: abs(before.get(row.account, 0) + row.running_fen),
        ),
    ]
    table = table_of(
        visit,
        "明细账",
        columns,
        answer.body.rows,
        mark=lambda row: "negative" if row.topic.endswith("reversed") else "",
        filters=[
            Filter(name="account", title="科目", choices=account_choices(chart)),
            Filter(name="period", title="月份", kind="month"),
            *_DATES,
        ],
        turning=by_cursor(visit, answer),
        export=visit.at(
            "/ledgers/L8/workbook",
            year=month[:4] or answer.body.as_of.year,
            month=month,
            account=account,
        ),
        position=answer.body.position,
        as_of=answer.body.as_of,
    )
    carried = sum(fen for code, fen in before.items() if account and code.startswith(account))
    note = f"期初余额：{_side(carried)} {yuan(abs(carried))} 元。" if account else ""
    values = {"table": table, "title": "明细账", "note": note}
    return Shown(template="books/balances.html", values=values)


@page("GET", f"{_UNION}/accounts", "accounts", policy=may("books.read"), section=SECTION)
async def accounts(visit: Visit) -> Reply:
    """科目表: what may be booked, and where."""
    chart = await chart_of(visit)
    columns: list[Column[AccountRow]] = [
        Column(
            name="code",
            title="编码",
            get=lambda row: row.code,
            fixed=True,
            href=lambda row: visit.at("/entries", account=row.code),
        ),
        Column(name="name", title="名称", get=lambda row: row.name),
        Column(
            name="kind", title="类别", get=lambda row: choice_text("kind", row.kind, "AccountRow")
        ),
        Column(name="side", title="余额方向", get=lambda row: choice_text("side", row.side)),
        Column(name="parent", title="上级科目", get=lambda row: row.parent),
        Column(name="posts", title="可以记账", get=lambda row: row.posts),
        Column(name="money", title="货币资金", get=lambda row: row.money),
    ]
    table = table_of(visit, "科目表", columns, chart, empty="还没有采用会计科目。")
    note = "科目由采用的会计制度规定，明细科目由本单位增设。"
    values = {"table": table, "title": "科目表", "note": note}
    return Shown(template="books/balances.html", values=values)


@page("GET", f"{_UNION}/balance-sheet", "balance_sheet", policy=may("books.read"), section=SECTION)
async def balance_sheet(visit: Visit) -> Reply:
    """资产负债表 (工会01表)."""
    month = month_of(visit.query.get("period", ""))
    seen = await visit.read("readBalanceSheet", period=month, **_when(visit))
    values = {
        "seen": seen,
        "title": "资产负债表（工会01表）",
        "heads": ("年初数（元）", "期末数（元）"),
        "rows": [(row, row.year_start_fen, row.end_fen) for row in seen.rows],
        "totals": SHEET_TOTALS,
        "note": "资产与负债、净资产平衡。"
        if seen.balanced
        else "资产与负债、净资产不平衡，请先查清。",
        "month": seen.period,
    }
    return Shown(template="books/statement_of_books.html", values=values)


@page(
    "GET",
    f"{_UNION}/income-statement",
    "income_statement",
    policy=may("books.read"),
    section=SECTION,
)
async def income_statement(visit: Visit) -> Reply:
    """收入支出表 (工会02表)."""
    month = month_of(visit.query.get("period", ""))
    seen = await visit.read("readIncomeStatement", period=month, **_when(visit))
    values = {
        "seen": seen,
        "title": "收入支出表（工会02表）",
        "heads": ("本月数（元）", "本年累计数（元）"),
        "rows": [(row, row.period_fen, row.year_fen) for row in seen.rows],
        "totals": EARNINGS_TOTALS,
        "note": "",
        "month": seen.period,
    }
    return Shown(template="books/statement_of_books.html", values=values)


def _when(visit: Visit) -> dict[str, Any]:
    """Return the two dates of the address: up to which business date, and as known where in the log."""
    given = {
        "as_of": day_of(visit.query.get("as_of", "")),
        "known_at": visit.query.get("known_at", ""),
    }
    return {name: text for name, text in given.items() if text}


async def _before(visit: Visit, month: str) -> dict[str, int]:
    """Return what stood on every account before the entries begin: their running sums count from there."""
    seen = await visit.read("readTrialBalance", period=month, **_when(visit))
    return {row.account: row.before_fen for row in seen.rows}


def _side(fen: int) -> str:
    return "平" if not fen else "借" if fen > 0 else "贷"
