"""What may be asked of an import run."""

from domain.command import Command
from domain.ids import ImportRunId
from domain.import_run.events import ControlTotals, RefusedRow


class CommitImport(Command, frozen=True, kw_only=True):
    """`outcome`: the digest of the dry run this follows; None where none was asked for (command line)."""

    import_run_id: ImportRunId
    table_kind: str
    rows_read: int
    rows_accepted: int
    refused: tuple[RefusedRow, ...] = ()
    outcome: str | None = None
    found: ControlTotals | None = None
    control: ControlTotals | None = None
    control_reason: str = ""


class ReverseImport(Command, frozen=True, kw_only=True):
    """The last command of taking a run back: `undone` events were undone before it."""

    import_run_id: ImportRunId
    undone: int
    reason: str


ImportRunCommand = CommitImport | ReverseImport
