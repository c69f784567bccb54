"""The confined process that opens a foreign workbook: limits first, then scan, then parse.

It gets the file on standard input and answers on standard output; it is given no environment,
no open files and no right to write one.
"""

import gc
import io
import os
import resource
import sys
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import msgspec
from python_calamine import (
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from services.importers import biff, package, scan
from services.importers.limits import Limits
from services.importers.refused import WorkbookFault, WorkbookRefused
from services.importers.texts import SharedTexts
from services.importers.workbook import Answer, Cell, Sheet

ZIP_MAGIC = b"PK\x03\x04"
MIDNIGHT = time(0, 0, tzinfo=UTC)
PLAIN = frozenset((str, float, int))


def main(limits_json: str) -> None:
    limits = msgspec.json.decode(limits_json, type=Limits)
    confine(limits)
    gc.disable()  # one file, then the end: collecting only costs
    sys.stdout.buffer.write(answer(sys.stdin.buffer.read(), limits))
    sys.stdout.buffer.flush()
    os._exit(0)


def confine(limits: Limits) -> None:
    confine_memory(limits.memory_bytes)
    resource.setrlimit(resource.RLIMIT_CPU, (limits.cpu_seconds, limits.cpu_seconds + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def confine_memory(most: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (most, most))


def answer(content: bytes, limits: Limits) -> bytes:
    try:
        encoded = msgspec.msgpack.encode(Answer(sheets=read(content, limits)))
    except BaseException as error:  # noqa: BLE001 - a parser's panic is no Exception
        return msgspec.msgpack.encode(Answer(refused=fault_of(error)))
    if len(encoded) > limits.answer_bytes:
        return msgspec.msgpack.encode(Answer(refused="too_large"))
    return encoded


def fault_of(error: BaseException) -> WorkbookFault:
    match error:
        case WorkbookRefused():
            return error.kind
        case MemoryError():
            return "too_many_cells"
        case PasswordError():
            return "encrypted"
        case _:
            return "unreadable"


def read(content: bytes, limits: Limits) -> list[Sheet]:
    if content.startswith(ZIP_MAGIC):
        return read_xlsx(content, limits)
    if content.startswith(biff.MAGIC):
        confine_memory(min(limits.memory_bytes, limits.old_memory_bytes))
        return read_xls(content, limits)
    raise WorkbookRefused("not_a_workbook")


def read_xlsx(content: bytes, limits: Limits) -> list[Sheet]:
    parts = package.unpack(content, limits)
    places = package.sheet_parts(parts)
    packed = package.repack(parts)
    book = CalamineWorkbook.from_filelike(packed)
    texts = SharedTexts(parts, limits)
    found = []
    for index, name in visible(book):
        if name not in places or places[name] not in parts:
            raise WorkbookRefused("unreadable")
        xml = parts.pop(places[name])
        formulas = scan.scan_sheet(xml, limits)
        texts.name(xml)
        found.append(read_sheet(book.get_sheet_by_index(index), formulas, limits))
    refuse_too_many_cells(found, limits)
    return found


def read_xls(content: bytes, limits: Limits) -> list[Sheet]:
    formulas = biff.scan_biff(content, limits)
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    if len(formulas) != len(book.sheets_metadata):
        raise WorkbookRefused("unreadable")
    found = [
        read_sheet(book.get_sheet_by_index(index), formulas[index], limits)
        for index, _ in visible(book)
    ]
    refuse_too_many_cells(found, limits)
    return found


def visible(book: CalamineWorkbook) -> list[tuple[int, str]]:
    return [
        (index, sheet.name)
        for index, sheet in enumerate(book.sheets_metadata)
        if sheet.visible == SheetVisibleEnum.Visible and sheet.typ == SheetTypeEnum.WorkSheet
    ]


def read_sheet(sheet: CalamineSheet, formulas: scan.Positions, limits: Limits) -> Sheet:
    rows, columns = sheet.total_height, sheet.total_width
    if rows > limits.rows or columns > limits.columns or rows * columns > limits.cells:
        raise WorkbookRefused("too_many_cells")
    merged = sheet.merged_cell_ranges or []
    if len(merged) > limits.merged_ranges:
        raise WorkbookRefused("too_many_cells")
    return Sheet(
        name=sheet.name,
        rows=[plain_row(row) for row in sheet.to_python(skip_empty_area=False)],
        formulas=formulas,
        merged=[(top + 1, left, bottom + 1, right) for (top, left), (bottom, right) in merged],
    )


def refuse_too_many_cells(sheets: list[Sheet], limits: Limits) -> None:
    if sum(len(sheet.rows) * len(sheet.rows[0]) for sheet in sheets if sheet.rows) > limits.cells:
        raise WorkbookRefused("too_many_cells")


def plain_row(row: list[Any]) -> list[Cell]:
    return [cell if type(cell) in PLAIN else plain_cell(cell) for cell in row]


def plain_cell(cell: Any) -> Cell:  # noqa: ANN401
    match cell:
        case bool():
            return "TRUE" if cell else "FALSE"
        case datetime():
            return cell.replace(tzinfo=UTC)
        case date():
            return datetime.combine(cell, MIDNIGHT)
        case time() | timedelta():
            return str(cell)
        case _:
            return ""
