"""Papers behind entries (附件): taken in, cleaned, encrypted, shown again, thrown away, destroyed, checked."""

from services.attachments.cabinet import Attachments, Kept, Paper
from services.attachments.checking import PaperCheck
from services.attachments.faults import (
    PaperDestroyed,
    PaperDiffers,
    PaperNotOfItsKind,
    PaperSpoilt,
    PaperUnknown,
    TooMuchUnnamed,
)

__all__ = [
    "Attachments",
    "Kept",
    "Paper",
    "PaperCheck",
    "PaperDestroyed",
    "PaperDiffers",
    "PaperNotOfItsKind",
    "PaperSpoilt",
    "PaperUnknown",
    "TooMuchUnnamed",
]
