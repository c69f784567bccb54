"""What may be asked of an export."""

from domain.command import Command
from domain.export.events import ExportKind
from domain.ids import ExportId


class DeliverExport(Command, frozen=True, kw_only=True):
    """`people`: of how many people something stands in it in clear."""

    export_id: ExportId
    kind: ExportKind
    about: str
    people: int = 0


ExportCommand = DeliverExport
