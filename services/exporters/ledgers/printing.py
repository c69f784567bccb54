"""A ledger as JSON, as CSV, and as lines of its footer."""

import csv
import io
from typing import Any

from services.exporters.ledgers.table import Amount, Cells, LedgerTable, cell_text
from services.words.ledgers.words import FOOTER
from services.workbooks.formulas import safe_text

_BYTE_ORDER_MARK = "\ufeff"
"""Excel takes a CSV without it for another encoding and shows no Chinese."""


def json_document(table: LedgerTable) -> dict[str, Any]:
    """Return the ledger as plain values: every cell as printed, amounts of the totals also in fen."""
    return {
        "ledger": table.ledger,
        "title": table.title,
        "columns": list(table.columns),
        "rows": [[cell_text(cell) for cell in row] for row in table.rows],
        "totals": None if table.totals is None else [cell_text(cell) for cell in table.totals],
        "totals_fen": {
            column: cell.fen
            for column, cell in zip(table.columns, table.totals or (), strict=False)
            if isinstance(cell, Amount)
        },
        "signatures": list(table.signatures),
        "footer": footer_values(table),
        "as_of": table.footer.as_of,
        "position": table.footer.position,
    }


def csv_text(table: LedgerTable) -> str:
    """Return the ledger as CSV for a spreadsheet: title, headings, rows, totals, footer."""
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow([safe_text(table.title)])
    writer.writerow([safe_text(column) for column in table.columns])
    for row in (*table.rows, *([table.totals] if table.totals is not None else [])):
        writer.writerow(_safe(row))
    for heading, value in footer_values(table).items():
        writer.writerow([heading, safe_text(value)])
    for signature in table.signatures:
        writer.writerow([safe_text(signature), ""])
    return _BYTE_ORDER_MARK + written.getvalue()


def footer_values(table: LedgerTable) -> dict[str, str]:
    """Return the common footer under its Chinese headings; what is signed by hand is empty."""
    footer = table.footer
    values = {
        "union": footer.union,
        "credit_code": footer.credit_code or "",
        "period": footer.period,
        "printed_at": f"{footer.printed_at:%Y-%m-%d %H:%M}",
        "as_of": str(footer.as_of),
        "known_at": str(footer.position),
        "receipt_code": footer.receipt_code,
    }
    return {heading: values.get(name, "") for name, heading in FOOTER.items()}


def _safe(row: Cells) -> list[str]:
    return [safe_text(cell_text(cell)) for cell in row]
