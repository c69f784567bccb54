"""What can happen to an import run."""

from typing import ClassVar

import msgspec

from domain.event import Event


class RefusedRow(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One row that was not taken: sheet, row as Excel counts, column letter, kind. No cell's text."""

    sheet: str
    row: int
    column: str
    kind: str


class ImportCommitted(Event, frozen=True, kw_only=True):
    """A workbook was imported. Importing the same bytes again answers with this event."""

    TOPIC: ClassVar[str] = "import_run.committed"

    table_kind: str
    rows_read: int
    rows_accepted: int
    refused: tuple[RefusedRow, ...] = ()


ImportRunEvent = ImportCommitted
