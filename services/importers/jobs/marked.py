"""The same workbook back: of every row that was refused the cell in red and, in a last column, how to mend it.

Written anew from what was read, so an old .xls comes back as .xlsx and nothing of the file's own macros, links or
formulas with it: a formula is the value it had, as text nobody calculates.
"""

import io
import math
import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import product
from typing import Any, Final, NamedTuple

import msgspec
import xlsxwriter

from services.importers.report import FileReport, Refusal
from services.importers.workbook import Cell, Sheet, Workbook, column_index
from services.words.workbooks import REASON_COLUMN, WHOLE_FILE_SHEET

_EPOCH: Final = datetime(2000, 1, 1)  # noqa: DTZ001 # the same file, the same bytes
_DATE: Final = "yyyy-mm-dd"
_MOST_SHEET_NAME: Final = 31
_NOT_IN_NAMES: Final = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
"""What a spreadsheet takes in no name of a sheet; a file may name its own as it likes."""
_MERGED_MOST: Final = 200_000
"""Cells in merged ranges: two numbers in a file may merge more cells than there is memory."""
_REASON_WIDTH: Final = 48
_TITLE_ROWS: Final = 30
"""Rows above the first refused one that stay when only those are asked for, as far as they are no data."""


class Formats(NamedTuple):
    """How cells look."""

    red: Any
    red_date: Any
    date: Any
    reason: Any


class Part(msgspec.Struct, frozen=True):
    """A sheet to be written: its rows as Excel counts them, and the refusals by row."""

    sheet: Sheet
    rows: Sequence[int]
    refused: Mapping[int, Refusal]
    headers: Sequence[int]


def marked(
    workbook: Workbook,
    report: FileReport,
    headers: Mapping[str, Sequence[int]],
    *,
    only_refused: bool = False,
) -> bytes:
    """Return the workbook as .xlsx. `headers`: by sheet, the rows of headers, which stay with `only_refused`."""
    made = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(made, options) as book:
        book.set_properties({"created": _EPOCH})
        formats = _formats(book)
        taken: set[str] = set()
        of_file = [one for one in report.refused if one.row == 0]
        if of_file:
            _write_faults(book, of_file, formats, taken)
        for sheet in workbook.sheets:
            part = _part(sheet, report, headers.get(sheet.name, ()), only_refused=only_refused)
            if part.rows or not only_refused:
                _write(book, part, formats, taken)
    return made.getvalue()


def _formats(book: Any) -> Formats:  # noqa: ANN401 # xlsxwriter is untyped
    red = {"bg_color": "#FFC7CE", "font_color": "#9C0006"}
    return Formats(
        red=book.add_format(red),
        red_date=book.add_format(red | {"num_format": _DATE}),
        date=book.add_format({"num_format": _DATE}),
        reason=book.add_format({"font_color": "#9C0006", "text_wrap": True}),
    )


def _part(sheet: Sheet, report: FileReport, headers: Sequence[int], *, only_refused: bool) -> Part:
    refused = {one.row: one for one in report.refused if one.sheet == sheet.name and one.row}
    if not only_refused:
        return Part(sheet, range(1, len(sheet.rows) + 1), refused, headers)
    if not refused:
        return Part(sheet, (), refused, headers)
    first = min(headers, default=1)
    titles = range(max(1, first - _TITLE_ROWS), first)
    return Part(sheet, sorted({*titles, *headers, *refused}), refused, headers)


def _name(wanted: str, taken: set[str]) -> str:
    """Return a name a spreadsheet takes, as near as can be to what the sheet is called; no two are the same."""
    plain = _NOT_IN_NAMES.sub("_", wanted).strip("' ")[:_MOST_SHEET_NAME].rstrip("'") or "_"
    name, number = plain, 1
    while name.casefold() in taken:
        number += 1
        mark = f"_{number}"
        name = plain[: _MOST_SHEET_NAME - len(mark)] + mark
    taken.add(name.casefold())
    return name


def _write(book: Any, part: Part, formats: Formats, taken: set[str]) -> None:  # noqa: ANN401
    sheet = book.add_worksheet(_name(part.sheet.name, taken))
    width = max((len(row) for row in part.sheet.rows), default=0)
    if part.refused:
        sheet.set_column(width, width, _REASON_WIDTH)
    for place, number in enumerate(part.rows):
        refusal = part.refused.get(number)
        red = -1 if refusal is None or not refusal.column else column_index(refusal.column)
        for column, cell in enumerate(part.sheet.rows[number - 1]):
            _write_cell(sheet, (place, column), cell, formats, is_red=column == red)
        if refusal is not None:
            sheet.write_string(place, width, refusal.reason, formats.reason)
        elif number in part.headers and part.refused:
            sheet.write_string(place, width, REASON_COLUMN, formats.reason)
    if len(part.rows) == len(part.sheet.rows):
        _merge(sheet, part.sheet)


def _write_cell(
    sheet: Any,  # noqa: ANN401
    at: tuple[int, int],
    cell: Cell,
    formats: Formats,
    *,
    is_red: bool,
) -> None:
    """Text is written as text: an ID number stays whole, and what looks like a formula is none."""
    if isinstance(cell, datetime):
        look = formats.red_date if is_red else formats.date
        sheet.write_datetime(*at, cell.replace(tzinfo=None), look)
    elif isinstance(cell, str):
        if cell:
            sheet.write_string(*at, cell, formats.red if is_red else None)
        elif is_red:
            sheet.write_blank(*at, None, formats.red)
    elif not math.isfinite(cell):
        sheet.write_string(*at, str(cell), formats.red if is_red else None)
    else:
        sheet.write_number(*at, cell, formats.red if is_red else None)


def _merge(sheet: Any, of: Sheet) -> None:  # noqa: ANN401
    """Merge what the file merges, within its rows; ranges that lie upon one another no spreadsheet opens."""
    width, room = max((len(row) for row in of.rows), default=0), _MERGED_MOST
    covered: set[tuple[int, int]] = set()
    for top, left, bottom, right in of.merged:
        is_within = 0 < top <= bottom <= len(of.rows) and 0 <= left <= right < width
        room -= (bottom - top + 1) * (right - left + 1) if is_within else 0
        if not is_within or room < 0:
            continue
        cells = set(product(range(top, bottom + 1), range(left, right + 1)))
        text = of.rows[top - 1][left] if left < len(of.rows[top - 1]) else ""
        if isinstance(text, str) and len(cells) > 1 and covered.isdisjoint(cells):
            covered |= cells
            sheet.merge_range(top - 1, left, bottom - 1, right, "")
            sheet.write_string(top - 1, left, text)


def _write_faults(
    book: Any,  # noqa: ANN401
    faults: Sequence[Refusal],
    formats: Formats,
    taken: set[str],
) -> None:
    sheet = book.add_worksheet(_name(WHOLE_FILE_SHEET, taken))
    sheet.set_column(0, 0, _REASON_WIDTH)
    sheet.write_string(0, 0, REASON_COLUMN, formats.reason)
    for place, fault in enumerate(faults, start=1):
        sheet.write_string(place, 0, fault.reason, formats.reason)
