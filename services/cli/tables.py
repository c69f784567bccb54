"""Tables of totals on the terminal."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from rich.console import Console
from rich.table import Table

from domain.money import yuan_text
from services.exporters.totals import LedgerTotals
from services.reads.directory import UnitListed
from services.reads.rollup import Totals, YearOfUnits
from services.words.cli import (
    CLI,
    COUNTY_ROW,
    LEDGER_TOTAL_COLUMNS,
    MISSING,
    ROLLUP_COLUMNS,
)

_TEXT_COLUMNS = 2


def print_rollup(
    screen: Console, year: YearOfUnits, units: Sequence[UnitListed], *, name: str
) -> None:
    """Print a year's roll-up: a line for each unit, then the county. Missing is drawn as missing."""
    table = _table(CLI["rollup_title"].format(name=name, year=year.year), ROLLUP_COLUMNS)
    fresh = {row.unit_id: row for row in year.freshness}
    for unit in units:
        recorded_at = fresh[unit.unit_id].recorded_at
        if recorded_at is None:
            table.add_row(unit.code, unit.name, *[MISSING] * (len(ROLLUP_COLUMNS) - 2))
        else:
            cells = _cells(year.units[unit.unit_id], year.year)
            table.add_row(unit.code, unit.name, *cells, f"{recorded_at:%Y-%m-%d %H:%M}")
    table.add_section()
    table.add_row("", COUNTY_ROW, *_cells(year.county, year.year), "")
    screen.print(table)


def print_ledger_totals(
    screen: Console,
    year: YearOfUnits,
    units: Sequence[UnitListed],
    ledgers: Mapping[UUID, LedgerTotals],
) -> None:
    """Print what the ledgers add up to, and whether the roll-up says the same."""
    table = _table(CLI["ledgers_title"], LEDGER_TOTAL_COLUMNS)
    for unit in units:
        own = ledgers[unit.unit_id]
        agrees = own.agrees_with(year.units[unit.unit_id], year.year)
        table.add_row(
            unit.code,
            f"{own.active} + {own.retained}",
            f"+{own.joins} −{own.leaves}",
            yuan_text(own.due_fen),
            yuan_text(own.received_fen),
            f"{yuan_text(own.aid_fen)} ({own.aid_payments})",
            f"{yuan_text(own.condolence_fen)} ({own.condolence_payments})",
            CLI["agree"] if agrees else CLI["differ"],
        )
    screen.print(table)


def _cells(totals: Totals, year: int) -> list[str]:
    at_end = totals.members[f"{year}-12-31"]
    due, received = sum(totals.dues.due_fen_by_month), sum(totals.dues.received_fen_by_month)
    return [
        str(at_end.active),
        str(at_end.retained),
        str(sum(totals.joins_by_month)),
        str(sum(totals.leaves_by_month)),
        yuan_text(due),
        yuan_text(received),
        f"{received * 1000 // due / 10}%" if due else MISSING,
        str(totals.aid.households),
        str(totals.aid.payments),
        yuan_text(totals.aid.amount_fen),
        str(totals.condolence.payments),
        yuan_text(totals.condolence.amount_fen),
    ]


def _table(title: str, columns: Sequence[str]) -> Table:
    table = Table(title=title)
    for place, column in enumerate(columns):
        table.add_column(column, justify="left" if place < _TEXT_COLUMNS else "right")
    return table
