"""Reads a workbook back as a clerk's program would, through the library that reads imports."""

import io
from datetime import date, datetime, timedelta
from typing import Any

from python_calamine import CalamineWorkbook

Rows = list[list[Any]]


def sheets(content: bytes) -> dict[str, Rows]:
    """Every sheet by its name."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def table(rows: Rows, first_heading: str) -> tuple[list[str], Rows]:
    """The headings, and every row under them up to an empty one."""
    head = next(at for at, row in enumerate(rows) if row[0] == first_heading)
    under = rows[head + 1 :]
    end = next((at for at, row in enumerate(under) if set(row) == {""}), len(under))
    return [str(cell) for cell in rows[head]], under[:end]


def lines(rows: Rows) -> list[str]:
    """What stands in the first column, line by line."""
    return [str(row[0]) for row in rows]


def shown(cell: Any) -> str:  # noqa: ANN401 # whatever a cell holds
    """A cell in one spelling, whoever read it."""
    match cell:
        case datetime():
            return cell.date().isoformat()
        case date():
            return cell.isoformat()
        case timedelta():
            raise AssertionError(cell)
        case float():
            return f"{cell:.2f}"
        case int():
            return f"{cell:.2f}"
        case _:
            return str(cell)
