"""Answers questions from ledgers: named SELECTs, within one union, as of a date, as known at a position."""

from services.reads.directory import Directory
from services.reads.ledgers import Ledgers
from services.reads.rollup import Rollup
from services.reads.scope import Scope

__all__ = ["Directory", "Ledgers", "Rollup", "Scope"]
