"""A thousand names that a spreadsheet might take for more than a name, and what it would make of a cell."""

import csv
import io
import random
from typing import Final

TRIGGERS: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What begins a formula: the characters, what a spreadsheet skips before them, their full-width forms."""
_PAYLOADS: Final = (
    "1+1",
    "cmd|' /C calc'!A0",
    'HYPERLINK("http://a.invalid","x")',
    "SUM(A1:A9)",
    "王小明",
    "-1",
    "'",
    '"',
    '","=1+1',
    "\r\n=1+1",
    "\n",
    "",
    " ",
    "1",
    "\u202e=1",
    "{=1}",
)
_ODD: Final = (
    "王,小明",
    '"王"',
    "王;小明",
    "王\t小明",
    "王\n=小明",
    "王\r\n小明",
    "'=1+1",
    " =1+1",
    "\ufeff=1+1",
    "\u3000=1+1",
    "http://a.invalid",
    "00123",
    "1E5",
    "TRUE",
    "#REF!",
    "{=1}",
    "买买提·吐尔逊",
    "𠮷田",
)
BYTE_ORDER_MARK: Final = "\ufeff"


def hostile_names(count: int = 1_000, seed: int = 5) -> list[str]:
    """Return names, the same for the same seed."""
    dice = random.Random(seed)  # noqa: S311 # repeatable
    names = [f"{trigger}{payload}" for trigger in TRIGGERS for payload in _PAYLOADS]
    names += [f"{first}{second}1" for first in TRIGGERS for second in TRIGGERS]
    names += _ODD
    while len(names) < count:
        pieces = [dice.choice(("", *TRIGGERS)), dice.choice(_PAYLOADS), dice.choice(_ODD)]
        names.append("".join(pieces)[:60])
    return names[:count]


def cells_of(text: str) -> list[list[str]]:
    """Read a CSV as its strictest reader would."""
    return list(
        csv.reader(io.StringIO(text.removeprefix(BYTE_ORDER_MARK), newline=""), strict=True)
    )


def is_run(cell: str) -> bool:
    """Whether a spreadsheet would compute the cell; a plain number is none."""
    return cell.startswith(TRIGGERS) and not _is_number(cell)


def _is_number(cell: str) -> bool:
    whole, _, part = cell.removeprefix("-").partition(".")
    return all(text.isascii() and text.isdigit() for text in (whole, part or "0"))


def is_kept(name: str, cell: str) -> bool:
    """Whether a cell holds the name: as it is, or behind the one apostrophe that keeps it text."""
    return cell in (name, f"'{name}")
