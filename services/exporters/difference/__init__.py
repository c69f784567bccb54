"""The difference between two states of a ledger, down to the events that moved each line."""

from services.exporters.difference.ledger_difference import (
    LedgerDifference,
    Moment,
    ledger_difference,
)
from services.exporters.difference.search import DifferenceTooWide

__all__ = ["DifferenceTooWide", "LedgerDifference", "Moment", "ledger_difference"]
