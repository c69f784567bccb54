"""A ledger or an issued statement as a workbook: as the screen shows it, with footer and signature lines."""

from services.exporters.ledgers.printing import footer_values
from services.exporters.ledgers.table import LedgerTable
from services.words.ledgers.words import FOOTER
from services.words.sheets import IN_YUAN, PERIOD, PRINTED_AT, UNION
from services.workbooks.sheet import Sheet
from services.workbooks.writing import workbook


def ledger_workbook(table: LedgerTable) -> bytes:
    """Return a ledger as an .xlsx; the same ledger gives the same bytes, whenever it is asked for."""
    return workbook([ledger_sheet(table)])


def ledger_sheet(table: LedgerTable) -> Sheet:
    """Return a ledger as a sheet. The moment of the export stands in the file's name, not in the file."""
    footer = table.footer
    below = footer_values(table) | {FOOTER["printed_at"]: PRINTED_AT}
    return Sheet(
        name=f"{table.ledger} {table.title}",
        title=table.title,
        under_title=(
            UNION.format(union=footer.union),
            PERIOD.format(period=footer.period),
            IN_YUAN,
        ),
        columns=table.columns,
        rows=table.rows,
        totals=table.totals,
        below=[(heading, value) for heading, value in below.items() if heading != FOOTER["unit"]],
        signatures=table.signatures,
    )
