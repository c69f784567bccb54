"""What leaves in one piece is put on record before it leaves."""

from domain.export.commands import DeliverExport
from domain.export.events import ExportKind
from domain.ids import ExportId
from services.commands import Asked
from services.errors import StoreError
from services.http.asking import Asking
from services.http.problems import Problem
from services.identifiers import new_id


async def record_export(asking: Asking, kind: ExportKind, about: str, *, people: int = 0) -> None:
    """Tell the log who takes what; if that fails nothing leaves. A read of an engagement is on record already.

    `people`: of how many people something stands in it in clear.
    """
    if asking.login.engagement_id is not None:
        return
    export_id = ExportId(new_id())
    command = DeliverExport(
        occurred_on=asking.parts.today(),
        export_id=export_id,
        kind=kind,
        about=about,
        people=people,
    )
    asked = Asked(
        union_id=asking.tenant_id,
        command_id=export_id,
        actor=asking.login.actor,
        request=asking.fingerprint,
        groups=[[command]],
    )
    try:
        outcome = await asking.parts.desk.carry_out(asked)
    except StoreError:
        raise Problem("access.read_not_recorded") from None
    if outcome.receipt is None:
        raise Problem(outcome.refused[0].refused.code)
