"""The zip of an export: the same files give the same bytes, on any machine."""

import csv
import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from services.exporters.audit_data.cells import Table
from services.words.audit_data.readme import DICTIONARY_COLUMNS, KINDS
from services.workbooks.formulas import safe_text

_BYTE_ORDER_MARK: Final = "\ufeff"
_BEFORE_TIME: Final = (1980, 1, 1, 0, 0, 0)
_PLAIN_FILE: Final = 0o100644 << 16
_UNIX: Final = 3


def zip_of(files: Mapping[str, str]) -> bytes:
    """Return a zip of texts in UTF-8. Nothing is compressed: compressors differ from machine to machine."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_STORED) as archive:
        for name, text in files.items():
            entry = zipfile.ZipInfo(name, _BEFORE_TIME)
            entry.create_system = _UNIX
            entry.external_attr = _PLAIN_FILE
            archive.writestr(entry, text.encode())
    return written.getvalue()


def csv_of(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table as CSV that no spreadsheet runs."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([safe_text(text) for text in row] for row in rows)
    return _BYTE_ORDER_MARK + written.getvalue()


def table_csv(table: Table) -> str:
    """Return an exported table as CSV."""
    return csv_of([column.name for column in table.words.columns], table.rows)


def dictionary_csv(files: Iterable[tuple[str, Table]]) -> str:
    """Return what every column of every file means, in Chinese and English."""
    rows = [
        (
            file,
            table.words.name,
            table.words.chinese,
            table.words.english,
            column.name,
            column.chinese,
            column.english,
            KINDS[column.kind],
        )
        for file, table in files
        for column in table.words.columns
    ]
    return csv_of(DICTIONARY_COLUMNS, rows)
