"""Workbooks written on the fly: as a clerk's program writes them, or as an attacker would."""

import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import xlsxwriter
from stdnum.cn.ric import calc_check_digit

from services.importers.columns import FileKind
from services.importers.rows import RowsRead, read_rows
from services.importers.sandbox import read_workbook
from services.importers.vocabulary import load_vocabulary, merge

Grid = Sequence[Any]  # rows of cells

ROSTER: Sequence[Any] = ("姓名", "身份证号", "入会日期", "会籍状态")
MONTHS = tuple(f"{month}月" for month in range(1, 13))
DUES: Sequence[Any] = ("姓名", "身份证号", "工资基数", *MONTHS)
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def person(serial: int) -> str:
    """A valid ID number of nobody; the area code never existed."""
    return checked(f"990101{1950 + serial % 50}0101{serial % 1000:03d}")


def checked(stem: str) -> str:
    """17 digits with their check digit."""
    return stem + str(calc_check_digit(f"{stem}0"))


def member(serial: int, name: str = "张三") -> list[Any]:
    return [name, person(serial), "2019.07.09", "正常"]


def dues(serial: int, paid: float = 10) -> list[Any]:
    return ["张三", person(serial), 2000, *([paid] * 12)]


def book(*sheets: Grid, names: Sequence[str] = (), merged: Iterable[str] = ()) -> bytes:
    """One sheet per grid; dates become Excel dates, text that starts with = a formula."""
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as workbook:
        day = workbook.add_format({"num_format": "yyyy-mm-dd"})
        for place, grid in enumerate(sheets):
            sheet = workbook.add_worksheet(names[place] if names else None)
            for row, cells in enumerate(grid):
                for column, cell in enumerate(cells):
                    if isinstance(cell, date):
                        sheet.write_datetime(row, column, cell, day)
                    elif isinstance(cell, str) and cell.startswith("'"):
                        sheet.write_string(row, column, cell[1:])
                    elif cell not in ("", None):
                        sheet.write(row, column, cell)
            for area in merged:
                sheet.merge_range(area, "财务科")
    return made.getvalue()


def read(content: bytes, kind: FileKind | None = None, words: str = "") -> RowsRead:
    vocabulary = merge([words]) if words else load_vocabulary()
    return read_rows(read_workbook(content), vocabulary, kind)


def faults(found: RowsRead) -> list[tuple[int, str, str]]:
    return [(refusal.row, refusal.column, refusal.kind) for refusal in found.refused]


def sheet_xml(rows: str) -> str:
    return f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'


def raw_book(sheet: str | bytes, extra: Mapping[str, str | bytes] | None = None) -> bytes:
    """A package whose only sheet is exactly this XML."""
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"/>',
        "_rels/.rels": relation("rId1", "officeDocument", "xl/workbook.xml"),
        "xl/_rels/workbook.xml.rels": relation("rId1", "worksheet", "worksheets/sheet1.xml"),
        "xl/workbook.xml": (
            f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
            '<sheet name="表" sheetId="1" r:id="rId1"/></sheets></workbook>'
        ),
        "xl/worksheets/sheet1.xml": sheet,
    }
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in {**parts, **(extra or {})}.items():
            archive.writestr(name, part)
    return made.getvalue()


def relation(key: str, kind: str, target: str) -> str:
    return (
        f'<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="{key}" Type="{OFFICE}/{kind}" Target="{target}"/></Relationships>'
    )
