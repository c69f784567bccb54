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


class ControlTotals(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How many people, and how much money (fen) where the kind of file has any."""

    count: int
    total_fen: int | None = None

    def agree_with(self, found: "ControlTotals | None") -> bool:
        """Tell whether what was typed from the paper is what was found; money only where any was typed."""
        if found is None or self.count != found.count:
            return False
        return self.total_fen is None or self.total_fen == found.total_fen


class ImportCommitted(Event, frozen=True, kw_only=True):
    """A workbook was imported. Importing the same bytes again answers with this event.

    `outcome`: the keyed digest of the dry run that was agreed to, as hex. `found`: the totals of what was taken;
    `control`: the totals typed from the paper first, and where they differ `control_reason` says why.
    """

    TOPIC: ClassVar[str] = "import_run.committed"

    table_kind: str
    rows_read: int
    rows_accepted: int
    refused: tuple[RefusedRow, ...] = ()
    outcome: str | None = None
    found: ControlTotals | None = None
    control: ControlTotals | None = None
    control_reason: str = ""


class ImportReversed(Event, frozen=True, kw_only=True):
    """A whole run was taken back in one append; the events that undo it stand before this one.

    `undone`: how many events of the run were undone now. Officers whom the papers name stay recorded.
    """

    TOPIC: ClassVar[str] = "import_run.reversed"

    undone: int
    reason: str


ImportRunEvent = ImportCommitted | ImportReversed
