"""Text in a table for a spreadsheet: one that begins like a formula would be computed (assurance S8)."""

import re
from typing import Final

_BEGINNINGS: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""The characters themselves, what is skipped before them, and the full-width forms that are taken for them."""
_NEGATIVE: Final = re.compile(r"-[0-9]+(\.[0-9]+)?")


def safe_text(text: str) -> str:
    """Return the text as a cell: an apostrophe keeps a formula text, a negative number stays a number."""
    is_number = _NEGATIVE.fullmatch(text) is not None
    return f"'{text}" if text.startswith(_BEGINNINGS) and not is_number else text
