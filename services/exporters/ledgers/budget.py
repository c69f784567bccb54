"""L11 工会经费收支预算表 / 决算表: every line of the year, income before expense, each with its total."""

from collections.abc import Sequence

from services.exporters.ledgers.table import Amount, Builder, Cells, LedgerAsked, LedgerRows
from services.reads import Ledgers
from services.reads.budgets import BudgetLineRow
from services.words.ledgers.books import BUDGET_TOTALS, NOT_PLANNED


async def _budget(ledgers: Ledgers, asked: LedgerAsked) -> LedgerRows:
    scope = asked.scope_of_period
    page = await ledgers.budget_lines(scope, asked.year)
    before = {
        row.account: row.actual_fen for row in (await _last_year(ledgers, asked)) if row.actual_fen
    }
    rows: list[Cells] = []
    for kind in ("income", "expense"):
        lines = [row for row in page.rows if row.kind == kind]
        if lines:
            rows += [_line(row, before.get(row.account)) for row in lines]
            rows.append(_total(BUDGET_TOTALS[kind], lines, before))
    return LedgerRows(rows, page.position)


async def _last_year(ledgers: Ledgers, asked: LedgerAsked) -> list[BudgetLineRow]:
    return (await ledgers.budget_lines(asked.scope_of_period, asked.year - 1)).rows


def _line(row: BudgetLineRow, last_year_fen: int | None) -> Cells:
    stated = last_year_fen if row.last_year_fen is None else row.last_year_fen
    return (
        row.account,
        row.name,
        None if stated is None else Amount(stated),
        Amount(row.planned_fen),
        Amount(row.change_fen),
        Amount(row.after_change_fen),
        Amount(row.actual_fen),
        _done(row.actual_fen, row.after_change_fen),
        row.note_code if row.planned else NOT_PLANNED,
    )


def _total(name: str, lines: Sequence[BudgetLineRow], before: dict[str, int]) -> Cells:
    planned = sum(row.after_change_fen for row in lines)
    actual = sum(row.actual_fen for row in lines)
    stated = [
        before.get(row.account, 0) if row.last_year_fen is None else row.last_year_fen
        for row in lines
    ]
    return (
        None,
        name,
        Amount(sum(stated)),
        Amount(sum(row.planned_fen for row in lines)),
        Amount(sum(row.change_fen for row in lines)),
        Amount(planned),
        Amount(actual),
        _done(actual, planned),
        None,
    )


def _done(actual_fen: int, planned_fen: int) -> str | None:
    """Return 完成%, cut to one decimal; nothing where nothing was planned."""
    if planned_fen <= 0:
        return None
    tenths = abs(actual_fen) * 1000 // planned_fen
    sign = "-" if actual_fen < 0 else ""
    return f"{sign}{tenths // 10}.{tenths % 10}%"


BUILDERS: dict[str, Builder] = {"L11": _budget}
