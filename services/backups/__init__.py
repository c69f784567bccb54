"""Base backups and archived write-ahead log of the books: what there is, whether it is whole, and back again."""

from services.backups.segments import SegmentMissing
from services.backups.shelf import BaseBackup, Shelf, ShelfUnusable

__all__ = ["BaseBackup", "SegmentMissing", "Shelf", "ShelfUnusable"]
