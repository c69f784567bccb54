"""The statements of a union: 资产负债表 (工会01表) and 收入支出表 (工会02表), from the balances of its accounts.

Until the year-end transfer, income less expense of the year stands beside the net assets, so that the sheet
always balances: assets = liabilities + net assets + what the year earned.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

import msgspec

from domain.accounts import AccountKind, Chart
from services.reads.books import BalanceRow

Group = Literal["asset", "liability", "net_assets", "surplus", "income", "expense"]
_SIGN: dict[AccountKind, int] = {
    "asset": 1,
    "liability": -1,
    "net_assets": -1,
    "income": -1,
    "expense": 1,
}
"""What turns a debit-positive balance into the amount a statement shows."""


class SheetRow(msgspec.Struct, frozen=True, kw_only=True):
    """A row of the balance sheet, in fen: 年初数 and 期末数. Without `account` it is a total or the surplus."""

    group: Group
    account: str | None
    name: str | None
    year_start_fen: int
    end_fen: int


class EarningsRow(msgspec.Struct, frozen=True, kw_only=True):
    """A row of the statement of income and expenditure: 本月数 and 本年累计数; details below their account."""

    group: Group
    account: str | None
    name: str | None
    parent: str | None
    period_fen: int
    year_fen: int


def balance_sheet(balances: Sequence[BalanceRow], chart: Chart | None) -> list[SheetRow]:
    """Return 资产负债表: for each group its accounts of the first level, then its total."""
    rows: list[SheetRow] = []
    for kind in ("asset", "liability", "net_assets"):
        group = list(_sheet_rows(balances, chart, kind))
        rows += [*group, _sheet_total(kind, group)]
    return [*rows, _surplus(balances)]


def is_balanced(sheet: Iterable[SheetRow]) -> bool:
    """Tell whether assets equal liabilities, net assets and surplus, at both dates."""
    totals = [row for row in sheet if row.account is None]
    sides = [1 if row.group == "asset" else -1 for row in totals]
    return not (
        sum(side * row.end_fen for side, row in zip(sides, totals, strict=True))
        or sum(side * row.year_start_fen for side, row in zip(sides, totals, strict=True))
    )


def income_statement(balances: Sequence[BalanceRow], chart: Chart | None) -> list[EarningsRow]:
    """Return 收入支出表: income, expense, each with its total, then what is left over."""
    rows: list[EarningsRow] = []
    totals: list[EarningsRow] = []
    for kind in ("income", "expense"):
        group = list(_earnings_rows(balances, chart, kind))
        tops = [row for row in group if row.parent is None]
        total = EarningsRow(
            group=kind,
            account=None,
            name=None,
            parent=None,
            period_fen=sum(row.period_fen for row in tops),
            year_fen=sum(row.year_fen for row in tops),
        )
        rows += [*group, total]
        totals.append(total)
    income, expense = totals
    surplus = EarningsRow(
        group="surplus",
        account=None,
        name=None,
        parent=None,
        period_fen=income.period_fen - expense.period_fen,
        year_fen=income.year_fen - expense.year_fen,
    )
    return [*rows, surplus]


def _sheet_rows(
    balances: Sequence[BalanceRow], chart: Chart | None, kind: AccountKind
) -> Iterator[SheetRow]:
    sign = _SIGN[kind]
    tops: dict[str, tuple[int, int]] = {}
    for row in balances:
        if row.kind == kind:
            top = _top(chart, row.account)
            before, after = tops.get(top, (0, 0))
            tops[top] = (before + sign * row.year_start_fen, after + sign * row.after_fen)
    for code, (year_start_fen, end_fen) in sorted(tops.items()):
        if year_start_fen or end_fen:
            yield SheetRow(
                group=_group(kind),
                account=code,
                name=_name(chart, balances, code),
                year_start_fen=year_start_fen,
                end_fen=end_fen,
            )


def _sheet_total(kind: AccountKind, rows: Sequence[SheetRow]) -> SheetRow:
    return SheetRow(
        group=_group(kind),
        account=None,
        name=None,
        year_start_fen=sum(row.year_start_fen for row in rows),
        end_fen=sum(row.end_fen for row in rows),
    )


def _surplus(balances: Iterable[BalanceRow]) -> SheetRow:
    earning = [row for row in balances if row.kind in ("income", "expense")]
    return SheetRow(
        group="surplus",
        account=None,
        name=None,
        year_start_fen=-sum(row.year_start_fen for row in earning),
        end_fen=-sum(row.after_fen for row in earning),
    )


def _earnings_rows(
    balances: Sequence[BalanceRow], chart: Chart | None, kind: AccountKind
) -> Iterator[EarningsRow]:
    """Yield accounts of the kind that earned or spent anything, each account above its details."""
    sign = -_SIGN[kind]  # what was earned is credit positive
    sums: dict[str, tuple[int, int]] = {}
    for row in balances:
        if row.kind != kind:
            continue
        for code in _lineage(chart, row.account):
            period, year = sums.get(code, (0, 0))
            sums[code] = (period + sign * row.earned_fen, year + sign * row.year_earned_fen)
    for code, (period_fen, year_fen) in sorted(sums.items()):
        if period_fen or year_fen:
            yield EarningsRow(
                group=_group(kind),
                account=code,
                name=_name(chart, balances, code),
                parent=_parent(chart, code),
                period_fen=period_fen,
                year_fen=year_fen,
            )


def _lineage(chart: Chart | None, code: str) -> list[str]:
    above = [] if chart is None else list(chart.lineage(code))
    return above or [code]


def _top(chart: Chart | None, code: str) -> str:
    return _lineage(chart, code)[-1]


def _parent(chart: Chart | None, code: str) -> str | None:
    account = None if chart is None else chart.find(code)
    return None if account is None else account.parent


def _name(chart: Chart | None, balances: Iterable[BalanceRow], code: str) -> str:
    account = None if chart is None else chart.find(code)
    if account is not None:
        return account.name
    return next((row.name for row in balances if row.account == code), code)


def _group(kind: AccountKind) -> Group:
    return kind
