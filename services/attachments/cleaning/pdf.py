"""PDF (ISO 32000): looked at where it begins and where it ends, and left as it is."""

import re
from typing import Final

from services.attachments.faults import PaperNotOfItsKind, PaperSpoilt

_BEGINNING: Final = re.compile(rb"%PDF-[12]\.[0-9]")
_END_WITHIN: Final = 1024


def checked_pdf(content: bytes) -> bytes:
    """Return the file; raises where it is none, or breaks off."""
    if not _BEGINNING.match(content):
        raise PaperNotOfItsKind
    if b"%%EOF" not in content[-_END_WITHIN:]:
        raise PaperSpoilt
    return content
