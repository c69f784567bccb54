"""What leaves in one piece is put on record before it leaves."""

from domain.export.commands import DeliverExport
from domain.export.events import ExportKind
from domain.ids import ExportId
from services.http.asking import Asking
from services.http.recording import put_on_record
from services.identifiers import new_id


async def record_export(asking: Asking, kind: ExportKind, about: str, *, people: int = 0) -> None:
    """Tell the log who takes what; if that fails nothing leaves. A read of an engagement is on record already.

    `people`: of how many people something stands in it in clear.
    """
    if asking.login.engagement_id is not None:
        return
    command = DeliverExport(
        occurred_on=asking.parts.today(),
        export_id=ExportId(new_id()),
        kind=kind,
        about=about,
        people=people,
    )
    await put_on_record(asking, command)
