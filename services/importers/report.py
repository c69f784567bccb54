"""What an import answers: rows read, accepted and refused, and what was not understood."""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from services.importers.records import RowRefusal
from services.importers.refused import WorkbookRefused
from services.importers.tables import Note
from services.importers.workbook import Workbook
from services.words.reason import Reason
from services.words.workbooks import NOTE_REASONS, ROW_REASONS, WORKBOOK_REASONS

_UNKNOWN = Reason("不能受理", "请与管理员联系。")


class Refusal(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One row, or with row 0 a whole file, that was not taken, and what the clerk can do about it."""

    file: str
    sheet: str
    row: int
    column: str
    kind: str
    reason: str = ""
    nearest: tuple[str, ...] = ()
    text: str = ""


class Remark(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Something in the file that was not read, and what it may have meant."""

    file: str
    sheet: str
    kind: str
    row: int = 0
    column: str = ""
    text: str = ""
    reason: str = ""
    nearest: tuple[str, ...] = ()


class FileReport(msgspec.Struct, frozen=True, kw_only=True):
    """What came of one file. `committed` is false after a dry run or when the file was not taken."""

    file: str
    kind: str
    committed: bool
    repeated: bool
    rows_read: int
    rows_accepted: int
    refused: list[Refusal]
    notes: list[Remark] = msgspec.field(default_factory=list)


def refusal_of(file: str, row: RowRefusal) -> Refusal:
    """Return a row's refusal with its reason in Chinese."""
    return Refusal(
        file=file,
        sheet=row.sheet,
        row=row.row,
        column=row.column,
        kind=row.kind,
        reason=reason_text(row.kind),
        nearest=row.nearest,
        text=row.text,
    )


def refusals_of_file(file: str, fault: WorkbookRefused) -> list[Refusal]:
    """Return the refusals of a whole file: one for each column at fault, or one for the file."""
    reason = _sentence(WORKBOOK_REASONS.get(fault.kind, _UNKNOWN))
    if not fault.columns:
        return [_of_file(file, fault, "", reason, ())]
    return [
        _of_file(file, fault, name, f"{reason}（{name}）", nearest)
        for name, nearest in fault.columns.items()
    ]


def whole_file_refusal(file: str, kind: str) -> Refusal:
    """Return the refusal of a file by a rule that names no row."""
    return Refusal(file=file, sheet="", row=0, column="", kind=kind, reason=reason_text(kind))


def remarks_of(file: str, notes: Sequence[Note]) -> list[Remark]:
    """Return what was not read, with its reason in Chinese."""
    return [
        Remark(
            file=file,
            sheet=note.sheet,
            kind=note.kind,
            row=note.row,
            column=note.column,
            text=note.text,
            reason=NOTE_REASONS.get(note.kind, ""),
            nearest=note.nearest,
        )
        for note in notes
    ]


def reason_text(kind: str) -> str:
    """Return what is wrong and how to mend it, in Chinese."""
    return _sentence(ROW_REASONS.get(kind, _UNKNOWN))


def value_at(workbook: Workbook, refusal: Refusal) -> str:
    """Return what stands in the cell at fault, as a clerk sees it; empty where no cell is named."""
    if not refusal.row or not refusal.column:
        return ""
    cell = workbook.cell(refusal.sheet, refusal.row, refusal.column)
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)


def _sentence(reason: Reason) -> str:
    return f"{reason.what}。{reason.mend}"


def _of_file(
    file: str, fault: WorkbookRefused, column: str, reason: str, nearest: tuple[str, ...]
) -> Refusal:
    return Refusal(
        file=file,
        sheet=fault.sheet,
        row=fault.row,
        column=column,
        kind=fault.kind,
        reason=reason,
        nearest=nearest,
    )
