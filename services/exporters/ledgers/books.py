"""L7 日记账, L8 明细账, L9 科目余额表 and L10 资产负债表 / 收入支出表."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from domain.accounts import Chart
from domain.period import first_day, month_of
from services.exporters.ledgers.table import (
    PAGE_ROWS,
    Amount,
    Builder,
    Cells,
    Directed,
    LedgerAsked,
    LedgerRows,
    every,
    side_of,
)
from services.policies.charts import kept_account
from services.reads import Ledgers
from services.reads.books import BalanceRow, EntryRow
from services.reads.statements import (
    EarningsRow,
    SheetRow,
    balance_sheet,
    income_statement,
)
from services.words.ledgers.books import (
    BALANCE_SHEET,
    DETAIL_MARK,
    EARNINGS_TOTALS,
    INCOME_STATEMENT,
    OF_MONTH,
    OPENING,
    SHEET_TOTALS,
)


async def _journal(ledgers: Ledgers, asked: LedgerAsked) -> LedgerRows:
    """日记账 of the account asked for, or of every money account, one after the other."""
    chart, balances = await ledgers.standing(asked.scope_of_period, since=asked.since)
    wanted = [row for row in balances.rows if _is_wanted(row, asked, chart, "money")]
    entries = await _entries(ledgers, asked)
    rows: list[Cells] = []
    for balance in wanted:
        rows += _journal_rows(chart, balance, entries.get(balance.account, []))
    totals = _turnover(wanted, width=7, debit=4, with_balance=True)
    return LedgerRows(rows, balances.position, totals)


async def _subsidiary(ledgers: Ledgers, asked: LedgerAsked) -> LedgerRows:
    """明细账 of the account asked for, or of every account of income and expense."""
    chart, balances = await ledgers.standing(asked.scope_of_period, since=asked.since)
    wanted = [row for row in balances.rows if _is_wanted(row, asked, chart, "earning")]
    entries = await _entries(ledgers, asked)
    rows: list[Cells] = []
    for balance in wanted:
        rows += _subsidiary_rows(balance, entries.get(balance.account, []))
    return LedgerRows(rows, balances.position, _turnover(wanted, width=8, debit=4))


async def _trial_balance(ledgers: Ledgers, asked: LedgerAsked) -> LedgerRows:
    page = await ledgers.balances(asked.scope_of_period, since=asked.since)
    moved = [row for row in page.rows if row.before_fen or row.debit_fen or row.credit_fen]
    moved += [row for row in page.rows if row not in moved and row.year_debit_fen]
    moved.sort(key=lambda row: row.account)
    totals: Cells | None = None
    if moved:
        totals = (
            None,
            None,
            Directed(sum(row.before_fen for row in moved)),
            Amount(sum(row.debit_fen for row in moved)),
            Amount(sum(row.credit_fen for row in moved)),
            Amount(sum(row.year_debit_fen for row in moved)),
            Amount(sum(row.year_credit_fen for row in moved)),
            Directed(sum(row.after_fen for row in moved)),
        )
    return LedgerRows([_balance(row) for row in moved], page.position, totals)


async def _statements(ledgers: Ledgers, asked: LedgerAsked) -> LedgerRows:
    """工会01表 and 工会02表; 本月数 is that of the last month asked for."""
    since = first_day(month_of(asked.until))
    chart, page = await ledgers.standing(asked.scope_of_period, since=since)
    sheet = balance_sheet(page.rows, chart)
    earnings = income_statement(page.rows, chart)
    rows: list[Cells] = [
        (BALANCE_SHEET, None, None, None, None),
        *(_sheet(row) for row in sheet),
        _sources(sheet),
        (INCOME_STATEMENT, None, None, None, None),
        *(_earned(row, chart) for row in earnings),
    ]
    return LedgerRows(rows, page.position)


async def _entries(ledgers: Ledgers, asked: LedgerAsked) -> dict[str, list[EntryRow]]:
    """Return the entries by account, day by day, and within a day in the order of the vouchers."""
    found: dict[str, list[EntryRow]] = {}
    async for rows, _ in every(
        lambda after: ledgers.entries(
            asked.scope_of_period,
            since=asked.since,
            limit=PAGE_ROWS,
            after=after,
            account=asked.account,
        )
    ):
        for row in rows:
            found.setdefault(row.account, []).append(row)
    for entries in found.values():
        entries.sort(key=lambda entry: (entry.occurred_on, entry.number))
    return found


def _is_wanted(row: BalanceRow, asked: LedgerAsked, chart: Chart | None, default: str) -> bool:
    if asked.account is not None:
        return row.account.startswith(asked.account)
    if default == "money":
        return kept_account(chart, row.account).money
    return row.kind in ("income", "expense")


def _journal_rows(
    chart: Chart | None, balance: BalanceRow, entries: Sequence[EntryRow]
) -> Iterator[Cells]:
    name = f"{balance.account} {balance.name}"
    yield (None, None, f"{OPENING} {name}", None, None, None, Amount(balance.before_fen))
    running = balance.before_fen
    for month, group in groupby(entries, lambda entry: entry.period):
        debit_fen = credit_fen = 0
        for entry in group:
            running += entry.debit_fen - entry.credit_fen
            debit_fen += entry.debit_fen
            credit_fen += entry.credit_fen
            yield (
                entry.occurred_on,
                entry.voucher_no,
                entry.summary,
                " ".join(kept_account(chart, other).name for other in entry.others),
                Amount(entry.debit_fen),
                Amount(entry.credit_fen),
                Amount(running),
            )
        yield (
            month,
            None,
            OF_MONTH,
            None,
            Amount(debit_fen),
            Amount(credit_fen),
            Amount(running),
        )


def _subsidiary_rows(balance: BalanceRow, entries: Sequence[EntryRow]) -> Iterator[Cells]:
    name = f"{balance.account} {balance.name}"
    running = balance.before_fen
    yield (None, None, name, OPENING, None, None, *_sided(running))
    for month, group in groupby(entries, lambda entry: entry.period):
        debit_fen = credit_fen = 0
        for entry in group:
            running += entry.debit_fen - entry.credit_fen
            debit_fen += entry.debit_fen
            credit_fen += entry.credit_fen
            amounts = (Amount(entry.debit_fen), Amount(entry.credit_fen))
            yield (
                entry.occurred_on,
                entry.voucher_no,
                name,
                entry.summary,
                *amounts,
                *_sided(running),
            )
        sums = (Amount(debit_fen), Amount(credit_fen))
        yield (month, None, name, OF_MONTH, *sums, *_sided(running))


def _turnover(
    balances: Sequence[BalanceRow], *, width: int, debit: int, with_balance: bool = False
) -> Cells | None:
    """Return the totals: what moved on both sides, and where it makes sense what stands in the end."""
    if not balances:
        return None
    cells: list[Amount | None] = [None] * width
    cells[debit] = Amount(sum(row.debit_fen for row in balances))
    cells[debit + 1] = Amount(sum(row.credit_fen for row in balances))
    if with_balance:
        cells[-1] = Amount(sum(row.after_fen for row in balances))
    return cells


def _balance(row: BalanceRow) -> Cells:
    return (
        row.account,
        row.name,
        Directed(row.before_fen),
        Amount(row.debit_fen),
        Amount(row.credit_fen),
        Amount(row.year_debit_fen),
        Amount(row.year_credit_fen),
        Directed(row.after_fen),
    )


def _sheet(row: SheetRow) -> Cells:
    item = SHEET_TOTALS[row.group] if row.account is None else f"{row.account} {row.name}"
    return (item, None, None, Amount(row.year_start_fen), Amount(row.end_fen))


def _sources(sheet: Sequence[SheetRow]) -> Cells:
    """Return the total that must equal that of the assets."""
    others = [row for row in sheet if row.account is None and row.group != "asset"]
    start, end = sum(row.year_start_fen for row in others), sum(row.end_fen for row in others)
    return (SHEET_TOTALS["sources"], None, None, Amount(start), Amount(end))


def _earned(row: EarningsRow, chart: Chart | None) -> Cells:
    item = EARNINGS_TOTALS[row.group]
    if row.account is not None:
        depth = 0 if chart is None else max(0, len(list(chart.lineage(row.account))) - 1)
        item = f"{DETAIL_MARK * depth}{row.account} {row.name}"
    return (item, Amount(row.period_fen), Amount(row.year_fen), None, None)


def _sided(fen: int) -> tuple[str, Amount]:
    return side_of(fen), Amount(abs(fen))


BUILDERS: dict[str, Builder] = {
    "L7": _journal,
    "L8": _subsidiary,
    "L9": _trial_balance,
    "L10": _statements,
}
