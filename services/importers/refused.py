"""A workbook that cannot be taken at all, and why."""

from collections.abc import Mapping
from typing import Literal

WorkbookFault = Literal[
    "not_a_workbook",
    "too_large",
    "too_many_cells",
    "macro",
    "dtd",
    "encrypted",
    "timeout",
    "unreadable",
    "table_not_found",
    "column_missing",
    "column_repeated",
    "kind_ambiguous",
    "unit_not_yuan",
]


class WorkbookRefused(Exception):
    """Refusal of the whole file. `columns`: a faulty column's name to the nearest headers seen."""

    def __init__(
        self,
        kind: WorkbookFault,
        *,
        sheet: str = "",
        row: int = 0,
        columns: Mapping[str, tuple[str, ...]] | None = None,
    ) -> None:
        super().__init__(kind)
        self.kind = kind
        self.sheet = sheet
        self.row = row
        self.columns = dict(columns or {})

    @property
    def code(self) -> str:
        return f"importers.{self.kind}"
