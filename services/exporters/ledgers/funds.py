"""L6 工会经费拨缴台账."""

from domain.period import MONTHS_PER_YEAR, month_text
from services.exporters.ledgers.table import (
    Amount,
    Builder,
    Cells,
    LedgerAsked,
    LedgerRows,
    summed,
)
from services.reads import Ledgers
from services.reads.funds import ContributionMonthRow


async def _contributions(ledgers: Ledgers, asked: LedgerAsked) -> LedgerRows:
    """A contribution counts for the month its payroll is of, whenever it was paid."""
    first = asked.month or month_text(asked.year, 1)
    last = asked.month or month_text(asked.year, MONTHS_PER_YEAR)
    page = await ledgers.contribution_months(asked.scope, first=first, last=last)
    rows = [_month(row) for row in page.rows]
    return LedgerRows(rows, page.position, summed(rows))


def _month(row: ContributionMonthRow) -> Cells:
    return (
        row.month,
        row.employees,
        None if row.payroll_fen is None else Amount(row.payroll_fen),
        None if row.due_fen is None else Amount(row.due_fen),
        Amount(row.received_fen),
        Amount(row.arrears_fen),
        row.received_on,
        row.receipt_nos,
        Amount(row.retained_fen),
        Amount(row.upward_fen),
        Amount(row.remitted_fen),
        Amount(row.refunded_fen),
        Amount(row.late_fee_fen),
    )


BUILDERS: dict[str, Builder] = {"L6": _contributions}
