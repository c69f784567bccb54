"""What a workbook holds once it is read: visible sheets, their cells and where formulas stand.

A cell is text, a number, or for an Excel date a datetime (wall clock, written as UTC because
only instants travel natively in msgpack). An empty cell is "". Truth values are "TRUE"/"FALSE".
"""

from datetime import datetime
from typing import Any

import msgspec

Cell = str | float | int | datetime


class Sheet(msgspec.Struct, frozen=True):
    """`rows[0]` is Excel's row 1.

    Formulas are (Excel row, column index), merged ranges (first row, first column, last row,
    last column): rows as Excel counts, column indexes from 0.
    """

    name: str
    rows: list[list[Any]]
    formulas: set[tuple[int, int]] = msgspec.field(default_factory=set)
    merged: list[tuple[int, int, int, int]] = msgspec.field(default_factory=list)


class Workbook(msgspec.Struct, frozen=True):
    sheets: list[Sheet]

    def cell(self, sheet: str, row: int, letter: str) -> Cell:
        """The cell as it was found, "" where there is none."""
        rows = next((s.rows for s in self.sheets if s.name == sheet), [])
        cells = rows[row - 1] if 0 < row <= len(rows) else []
        index = column_index(letter)
        return cells[index] if index < len(cells) else ""


class Answer(msgspec.Struct, frozen=True):
    """What the child process says: a refusal's kind, or the sheets."""

    refused: str = ""
    sheets: list[Sheet] = msgspec.field(default_factory=list)


def column_letter(index: int) -> str:
    """Excel's letter of a column, counted from 0."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_index(letters: str) -> int:
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - 64
    return index - 1
