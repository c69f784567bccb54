"""What may be asked of an import run."""

from domain.command import Command
from domain.ids import ImportRunId
from domain.import_run.events import RefusedRow


class CommitImport(Command, frozen=True, kw_only=True):
    import_run_id: ImportRunId
    table_kind: str
    rows_read: int
    rows_accepted: int
    refused: tuple[RefusedRow, ...] = ()


ImportRunCommand = CommitImport
