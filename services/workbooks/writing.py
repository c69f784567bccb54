"""Writes sheets as an .xlsx in memory: nothing of anybody's books ever lies in a temporary file.

Amounts and dates are numbers in the form of paper, every other text is a text whatever it looks like, and nothing
is a formula. The same sheets give the same bytes: a workbook says of itself that it was made on a fixed day.
"""

import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

import msgspec
import xlsxwriter

from services.words.ledgers.books import CREDIT, DEBIT, EVEN
from services.words.sheets import COLON, PAGES, SIGNATURE
from services.workbooks.cells import Amount, Cell, Cells, Directed, cell_text
from services.workbooks.formulas import safe_text
from services.workbooks.sheet import Sheet

MADE_ON: Final = datetime(2000, 1, 1)  # noqa: DTZ001 # a workbook knows no time zone
MEDIA_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TEXT: Final = 49
"""The number every spreadsheet knows the form of texts by."""
YUAN: Final = "#,##0.00"
DAY: Final = "yyyy-mm-dd"
_DIRECTED: Final = f'"{DEBIT}" {YUAN};"{CREDIT}" {YUAN};"{EVEN}" {YUAN}'
_A4: Final = 9
_PORTRAIT_COLUMNS: Final = 8
"""A table of more columns lies across the page."""
_FIRST_YEAR: Final = 1900
"""A spreadsheet knows no day before."""
_TEXT_MOST: Final = 32_767
_EXACT_DIGITS: Final = 15
"""What a spreadsheet keeps of a number; a longer one is written as text, for it must not be rounded."""
_NAME_MOST: Final = 31
_NARROW, _WIDE = 6, 40
_WIDTHS_LOOKED_AT: Final = 2_000
_OUTSIDE_NAMES: Final = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))


class Looks(msgspec.Struct, frozen=True):
    """The formats of one workbook."""

    title: Any
    under_title: Any
    header: Any
    required: Any
    text: Any
    number: Any
    yuan: Any
    directed: Any
    day: Any
    locked: Any
    plain: Any
    bold: "dict[str, Any]"


def workbook(sheets: Sequence[Sheet]) -> bytes:
    """Return an .xlsx of these sheets, in their order."""
    made = io.BytesIO()
    with opened(made) as book:
        looks = looks_of(book)
        for sheet in sheets:
            _write(book.add_worksheet(sheet_name(sheet.name)), sheet, looks)
    return made.getvalue()


def opened(made: io.BytesIO) -> Any:  # noqa: ANN401 # the library has no types
    """Return an empty workbook that is written whole in memory when it is closed."""
    book = xlsxwriter.Workbook(
        made,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    )
    book.set_properties({"created": MADE_ON})
    return book


def looks_of(book: Any) -> Looks:  # noqa: ANN401 # the library has no types
    """Return the formats of a workbook; each is made once."""

    def look(**given: Any) -> Any:  # noqa: ANN401 # a format, as the library gives it
        return book.add_format({"font_size": 10, "valign": "vcenter"} | given)

    cell = {"border": 1, "border_color": "#A6A6A6"}
    strong = cell | {"bold": True, "bg_color": "#F2F2F2"}
    head = {"align": "center", "text_wrap": True, "num_format": TEXT}
    return Looks(
        title=look(bold=True, font_size=16, align="center"),
        under_title=look(align="left"),
        header=look(**strong, **head),
        required=look(**strong, **head, font_color="#C00000"),
        text=look(**cell, num_format=TEXT),
        number=look(**cell, num_format="0"),
        yuan=look(**cell, num_format=YUAN, align="right"),
        directed=look(**cell, num_format=_DIRECTED, align="right"),
        day=look(**cell, num_format=DAY, align="center"),
        locked=look(**cell, num_format=TEXT, font_color="#7F7F7F", bg_color="#EDEDED"),
        plain=look(align="left"),
        bold={
            "text": look(**strong, num_format=TEXT),
            "number": look(**strong, num_format="0"),
            "yuan": look(**strong, num_format=YUAN, align="right"),
            "directed": look(**strong, num_format=_DIRECTED, align="right"),
            "day": look(**strong, num_format=DAY, align="center"),
        },
    )


def sheet_name(name: str) -> str:
    """Return a name a spreadsheet allows."""
    return " ".join(name.translate(_OUTSIDE_NAMES).split())[:_NAME_MOST]


def _write(page: Any, sheet: Sheet, looks: Looks) -> None:  # noqa: ANN401 # the library has no types
    head = _write_above(page, sheet, looks)
    _lay_out(page, sheet, head)
    row = head + 1
    for cells in sheet.rows:
        write_row(page, row, cells, looks, locked=sheet.locked)
        row += 1
    if sheet.totals is not None:
        write_row(page, row, sheet.totals, looks, is_total=True)
        row += 1
    _write_below(page, sheet, row + 1, looks)


def _write_above(page: Any, sheet: Sheet, looks: Looks) -> int:  # noqa: ANN401 # the library has no types
    """Write title, what stands under it and the headings; return the row of the headings."""
    last = max(len(sheet.columns) - 1, 1)
    page.merge_range(0, 0, 0, last, "", looks.title)
    page.write_string(0, 0, _text(sheet.title), looks.title)
    page.write_string(1, 0, _text("　　".join(sheet.under_title)), looks.under_title)
    for number, line in enumerate(sheet.guide, start=2):
        page.write_string(number, 0, _text(line), looks.plain)
    head = 2 + len(sheet.guide)
    for column, heading in enumerate(sheet.columns):
        page.write_string(head, column, _text(heading), looks.header)
    return head


def _write_below(page: Any, sheet: Sheet, row: int, looks: Looks) -> None:  # noqa: ANN401 # the library has no types
    for heading, value in sheet.below:
        page.write_string(row, 0, _text(f"{heading}{COLON}{value}"), looks.plain)
        row += 1
    if sheet.signatures:
        line = "　　".join(SIGNATURE.format(who=who) for who in sheet.signatures)
        page.write_string(row + 1, 0, _text(line), looks.plain)


def _lay_out(page: Any, sheet: Sheet, head: int) -> None:  # noqa: ANN401 # the library has no types
    """A4, headings on every page and always in sight, as wide as the paper, pages counted."""
    page.freeze_panes(head + 1, sheet.locked)
    page.set_paper(_A4)
    if len(sheet.columns) > _PORTRAIT_COLUMNS:
        page.set_landscape()
    page.repeat_rows(head)
    page.fit_to_pages(1, 0)
    page.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
    page.set_footer(f"&C{PAGES}")
    sampled = [sheet.columns, *sheet.rows[:_WIDTHS_LOOKED_AT]]
    if sheet.totals is not None:
        sampled.append(sheet.totals)
    for column, width in enumerate(_widths(sampled, len(sheet.columns))):
        page.set_column(column, column, width)


def _widths(rows: Iterable[Cells], count: int) -> list[int]:
    widths = [_NARROW] * count
    for row in rows:
        for column, cell in enumerate(row):
            widths[column] = max(widths[column], _width(cell))
    return [min(width, _WIDE) for width in widths]


def _width(cell: Cell) -> int:
    """Return how many narrow characters a cell takes; a Chinese one counts as two."""
    commas = len(str(abs(cell.fen))) // 3 if isinstance(cell, Amount | Directed) else 0
    return len(cell_text(cell).encode("gb18030", "replace")) + commas + 2


def write_row(
    page: Any,  # noqa: ANN401 # the library has no types
    row: int,
    cells: Cells,
    looks: Looks,
    *,
    is_total: bool = False,
    locked: int = 0,
) -> None:
    """Write cells as what they are."""
    for column, cell in enumerate(cells):
        kind = _kind(cell)
        look = looks.bold[kind] if is_total else getattr(looks, kind)
        if column < locked:
            page.write_string(row, column, _text(cell_text(cell)), looks.locked)
        elif kind == "text":
            page.write_string(row, column, _text(cell_text(cell)), look)
        elif isinstance(cell, date):
            page.write_datetime(row, column, datetime(cell.year, cell.month, cell.day), look)  # noqa: DTZ001
        elif isinstance(cell, Amount | Directed):
            page.write_number(row, column, Decimal(cell.fen).scaleb(-2), look)
        else:
            page.write_number(row, column, cell, look)


def _kind(cell: Cell) -> str:
    """Return what a cell is written as: the name of its format."""
    match cell:
        case date() if cell.year >= _FIRST_YEAR:
            return "day"
        case Amount() if _is_exact(cell.fen):
            return "yuan"
        case Directed() if _is_exact(cell.fen):
            return "directed"
        case int() if _is_exact(cell):
            return "number"
        case _:
            return "text"


def _is_exact(number: int) -> bool:
    return len(str(abs(number))) <= _EXACT_DIGITS


def _text(text: str) -> str:
    return safe_text(text)[:_TEXT_MOST]
