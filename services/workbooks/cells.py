"""What a cell of a table is, on paper and in a workbook. Money is integer fen until it is shown."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from domain.money import yuan_text
from services.words.ledgers.books import CREDIT, DEBIT, EVEN


class Amount(NamedTuple):
    """An amount of money in fen; paper shows yuan with two decimals, a workbook a number."""

    fen: int


class Directed(NamedTuple):
    """A balance with its side: paper shows 借 1200.00, a workbook a number that looks the same."""

    fen: int


Cell = str | int | date | Amount | Directed | None
Cells = Sequence[Cell]


def cell_text(cell: Cell) -> str:
    """Return a cell as it is printed."""
    match cell:
        case None:
            return ""
        case Amount():
            return yuan_text(cell.fen)
        case Directed():
            return f"{side_of(cell.fen)} {yuan_text(abs(cell.fen))}"
        case _:
            return str(cell)


def side_of(fen: int) -> str:
    """Return the side a balance stands on."""
    return DEBIT if fen > 0 else CREDIT if fen < 0 else EVEN
