"""Opens a workbook again, in the sandbox, to give it back with its faults marked."""

from collections.abc import Mapping, Sequence
from typing import get_args

from services.importers.columns import FileKind
from services.importers.jobs.marked import marked
from services.importers.refused import WorkbookRefused
from services.importers.report import FileReport
from services.importers.sandbox import read_workbook
from services.importers.tables import find_tables
from services.importers.vocabulary import Vocabulary
from services.importers.workbook import Workbook


def marked_again(
    content: bytes, report: FileReport, vocabulary: Vocabulary, *, only_refused: bool
) -> bytes:
    """Return an uploaded workbook with red cells and reasons; blocks. Raises WorkbookRefused where none opens."""
    workbook = read_workbook(content)
    headers = _headers(workbook, vocabulary, report)
    return marked(workbook, report, headers, only_refused=only_refused)


def _headers(
    workbook: Workbook, vocabulary: Vocabulary, report: FileReport
) -> Mapping[str, Sequence[int]]:
    """The rows of the headers of the tables that were read, by sheet; none where the whole file was refused."""
    try:
        tables = find_tables(workbook, vocabulary, _kind_of(report)).tables
    except WorkbookRefused:
        return {}
    headers: dict[str, list[int]] = {}
    for table in tables:
        rows = range(table.header.first_row, table.header.last_row + 1)
        headers.setdefault(table.sheet.name, []).extend(rows)
    return headers


def _kind_of(report: FileReport) -> FileKind | None:
    return next((kind for kind in get_args(FileKind) if kind == report.kind), None)
