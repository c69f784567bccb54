"""What the books say: the chart, the balances, journals and ledgers, the two statements."""

from datetime import date

from msgspec import structs

from domain.period import first_day, last_day, month_of, month_text
from services.auth import may
from services.http.asking import Answer, Asking, weak
from services.http.fields import AccountCode, Answered, Code, Month
from services.http.operation import operation
from services.http.paging import ListQuery, ReadQuery, Rows, listed, paged, scope_of, whole
from services.reads import Scope
from services.reads.books import AccountRow, BalanceRow, EntryRow, FundBalanceRow
from services.reads.rows import Page
from services.reads.statements import (
    EarningsRow,
    SheetRow,
    balance_sheet,
    income_statement,
    is_balanced,
)

_UNION = "/v1/unions/{union_id}"


class SpanQuery(ReadQuery, frozen=True, kw_only=True):
    """A month (`period`), or from `since` to `as_of`; without either, the year of `as_of`."""

    period: Month | None = None
    since: date | None = None


class BalancesQuery(SpanQuery, frozen=True, kw_only=True):
    fund: Code | None = None


class EntriesQuery(ListQuery, frozen=True, kw_only=True):
    """The journal of an account with its sub-accounts; without one, ledger after ledger."""

    period: Month | None = None
    since: date | None = None
    account: AccountCode | None = None


class MonthQuery(ReadQuery, frozen=True, kw_only=True):
    """A month; without one, that of `as_of`."""

    period: Month | None = None


class BalanceSheet(Answered, frozen=True, kw_only=True):
    """资产负债表 (工会01表) at the end of a month, or at `as_of` within it."""

    position: int
    as_of: date
    period: str
    balanced: bool
    rows: list[SheetRow]


class IncomeStatement(Answered, frozen=True, kw_only=True):
    """收入支出表 (工会02表) of a month; year-end transfers are left out."""

    position: int
    as_of: date
    period: str
    rows: list[EarningsRow]


@operation(
    "GET",
    f"{_UNION}/accounts",
    "listAccounts",
    tag="books",
    policy=may("books.read"),
    answer=Rows[AccountRow],
)
async def list_accounts(asking: Asking, query: ReadQuery) -> Answer:
    """科目表: the chart of accounts in force on the date, with the details the union adopted."""
    scope = await scope_of(asking, query)
    chart = await asking.parts.ledgers.chart(scope)
    accounts = [] if chart is None else list(chart.accounts.values())
    rows = [
        AccountRow(
            code=one.code,
            name=one.name,
            kind=one.kind,
            side=one.side,
            parent=one.parent,
            posts=one.posts,
            money=one.money,
        )
        for one in accounts
    ]
    position = (await asking.parts.ledgers.policies(scope)).position
    return whole(scope, Page(rows, position, None))


@operation(
    "GET",
    f"{_UNION}/trial-balance",
    "readTrialBalance",
    tag="books",
    policy=may("books.read"),
    answer=Rows[BalanceRow],
)
async def read_trial_balance(asking: Asking, query: BalancesQuery) -> Answer:
    """科目余额表 of a month or of a span of days, of all funds or of one."""
    since, scope = _span(await scope_of(asking, query), query.period, query.since)
    page = await asking.parts.ledgers.balances(scope, since=since, fund=query.fund)
    return whole(scope, page)


@operation(
    "GET",
    f"{_UNION}/fund-balances",
    "listFundBalances",
    tag="books",
    policy=may("books.read"),
    answer=Rows[FundBalanceRow],
)
async def list_fund_balances(asking: Asking, query: ReadQuery) -> Answer:
    """What stands on every account in every fund at the end of the date (专款专用)."""
    scope = await scope_of(asking, query)
    return whole(scope, await asking.parts.ledgers.fund_balances(scope))


@operation(
    "GET",
    f"{_UNION}/entries",
    "listEntries",
    tag="books",
    policy=may("books.read"),
    answer=Rows[EntryRow],
    refusals=("request.cursor_invalid",),
)
async def list_entries(asking: Asking, query: EntriesQuery) -> Answer:
    """日记账 and 明细账: entries with voucher number, summary and the accounts on the other side."""
    scope, after = await listed(asking, query)
    since, scope = _span(scope, query.period, query.since)
    page = await asking.parts.ledgers.entries(
        scope, since=since, limit=query.limit, after=after, account=query.account
    )
    return await paged(asking, query, scope, page)


@operation(
    "GET",
    f"{_UNION}/balance-sheet",
    "readBalanceSheet",
    tag="books",
    policy=may("books.read"),
    answer=BalanceSheet,
)
async def read_balance_sheet(asking: Asking, query: MonthQuery) -> Answer:
    """资产负债表 (工会01表)."""
    since, scope = _month(await scope_of(asking, query), query.period)
    chart, page = await asking.parts.ledgers.standing(scope, since=since)
    rows = balance_sheet(page.rows, chart)
    sheet = BalanceSheet(
        position=page.position,
        as_of=scope.as_of,
        period=month_of(since),
        balanced=is_balanced(rows),
        rows=rows,
    )
    return Answer(body=sheet, headers=weak(page.position))


@operation(
    "GET",
    f"{_UNION}/income-statement",
    "readIncomeStatement",
    tag="books",
    policy=may("books.read"),
    answer=IncomeStatement,
)
async def read_income_statement(asking: Asking, query: MonthQuery) -> Answer:
    """收入支出表 (工会02表)."""
    since, scope = _month(await scope_of(asking, query), query.period)
    chart, page = await asking.parts.ledgers.standing(scope, since=since)
    statement = IncomeStatement(
        position=page.position,
        as_of=scope.as_of,
        period=month_of(since),
        rows=income_statement(page.rows, chart),
    )
    return Answer(body=statement, headers=weak(page.position))


def _month(scope: Scope, period: str | None) -> tuple[date, Scope]:
    """Return a month's first day, and the scope as of its end; within the month asked at, as of the date."""
    month = period or month_of(scope.as_of)
    return first_day(month), _until(scope, last_day(month))


def _span(scope: Scope, period: str | None, since: date | None) -> tuple[date, Scope]:
    if period is not None:
        return first_day(period), _until(scope, last_day(period))
    return since or first_day(month_text(scope.as_of.year, 1)), scope


def _until(scope: Scope, day: date) -> Scope:
    return structs.replace(scope, as_of=min(scope.as_of, day))
