"""How much text the cells of an .xlsx come to: one long shared text may be named by a million cells.

The parser writes a shared text out at every cell that names it, so this is judged before it does. What would not
fit into the answer is refused; nothing is that could.
"""

import re
from collections import Counter
from collections.abc import Mapping
from itertools import pairwise
from typing import Final

from services.importers.limits import Limits
from services.importers.refused import WorkbookRefused

SHARED: Final = "xl/sharedstrings.xml"
ITEM_ENDS: Final = re.compile(rb"</(?:[^\s<>:/]+:)?si\s*>")
NAMED: Final = re.compile(rb'<c r="[A-Z]+[0-9]+"[^<>]*\bt="s"[^<>]*><v>([0-9]{1,8})</v>')
VALUE: Final = re.compile(rb"<(?:[^\s<>:/]+:)?v(?:\s[^<>]*)?>\s*([0-9.eE+-]{1,30})\s*<")
ANY_TYPE: Final = re.compile(rb"\bt\s*=")
KNOWN_TYPE: Final = re.compile(rb' t="(?:s|str|n|b|e|d|inlineStr|shared|array|dataTable|normal)"')
IS_NAMED: Final = b' t="s"'
DIGITS: Final = 20


class SharedTexts:
    """The shared texts of one workbook, and how much its sheets have named of them so far."""

    def __init__(self, parts: Mapping[str, bytes], limits: Limits) -> None:
        self._xml = parts.get(SHARED, b"")
        self._limits = limits
        self._left = limits.answer_bytes
        self._lengths: list[int] | None = None

    def name(self, sheet: bytes) -> None:
        """Count what a sheet names; raises WorkbookRefused when all sheets together name too much."""
        values = sheet.count(b"<v") + sheet.count(b":v")
        if values * len(self._xml) <= self._left:
            self._left -= values * len(self._xml)
            return
        lengths = self._items()
        if values * max(lengths, default=0) <= self._left:
            self._left -= values * max(lengths, default=0)
            return
        self._left -= _named(sheet, values, lengths)
        if self._left < 0:
            raise WorkbookRefused("too_large")

    def _items(self) -> list[int]:
        """Bytes from the end of one text to the end of the next: markup counts as text."""
        if self._lengths is None:
            if self._xml.count(b"si>") > self._limits.cells:
                raise WorkbookRefused("too_many_cells")
            ends = [0, *(match.end() for match in ITEM_ENDS.finditer(self._xml))]
            self._lengths = [end - begin for begin, end in pairwise(ends)]
        return self._lengths


def _named(sheet: bytes, values: int, lengths: list[int]) -> int:
    """Return how much text a sheet names.

    In an oddly written sheet every number counts as a name, and what is not even a number as the longest text.
    """
    named = NAMED.findall(sheet)
    types = len(ANY_TYPE.findall(sheet))
    if types == len(KNOWN_TYPE.findall(sheet)) and len(named) == sheet.count(IS_NAMED):
        return sum(_length(text, lengths) * times for text, times in Counter(named).items())
    numbers = VALUE.findall(sheet)
    unread = max(0, values - len(numbers)) * max(lengths)
    return unread + sum(_length(text, lengths) * times for text, times in Counter(numbers).items())


def _length(written: bytes, lengths: list[int]) -> int:
    if not written.isdigit() or len(written) > DIGITS:
        return 0 if len(written) <= DIGITS else max(lengths)
    place = int(written)
    return lengths[place] if place < len(lengths) else 0
