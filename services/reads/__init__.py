"""Answers questions from ledgers: named SELECTs, within one union, as of a date, as known at a position."""

from services.reads.county import County
from services.reads.directory import Directory
from services.reads.ledger_pages import Notes
from services.reads.ledgers import Ledgers
from services.reads.related import RelatedStreams
from services.reads.rollup import Rollup
from services.reads.scope import Scope
from services.reads.transfers import TransferBoard

__all__ = [
    "County",
    "Directory",
    "Ledgers",
    "Notes",
    "RelatedStreams",
    "Rollup",
    "Scope",
    "TransferBoard",
]
