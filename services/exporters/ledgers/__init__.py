"""The ledgers of domain.md 6.1 as tables, ready for paper, JSON, CSV and workbooks."""

from services.exporters.ledgers.printing import csv_text, json_document
from services.exporters.ledgers.registry import LEDGER_NUMBERS, UnknownLedger, ledger_table
from services.exporters.ledgers.table import Amount, Footer, LedgerAsked, LedgerTable, cell_text

__all__ = [
    "LEDGER_NUMBERS",
    "Amount",
    "Footer",
    "LedgerAsked",
    "LedgerTable",
    "UnknownLedger",
    "cell_text",
    "csv_text",
    "json_document",
    "ledger_table",
]
