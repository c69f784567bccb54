"""慰问: asked for, decided and delivered by three people; taken back where it was entered by mistake."""

from typing import Final

from domain.aid import HANDLING
from domain.officers import APPROVING
from services.pages.asked import signed
from services.pages.steps import Prepared, step
from services.pages.visit import Visit

_REQUESTS: Final = "/unions/{union_id}/condolence-requests"
_REQUEST: Final = f"{_REQUESTS}/{{condolence_id}}"
_LEADS: Final = "/condolence-requests/{condolence_id}"
_SECTION: Final = "condolences"
_STEP: Final = "aid/condolence_step.html"


def _typed(fen: int) -> list[str]:
    return [f"{fen // 100}.{fen % 100:02d}"]


async def _deciding(visit: Visit) -> Prepared:
    row = (await visit.read("readCondolenceRequest")).request
    prepare = signed(
        {"approver_id": sorted(APPROVING)}, texts={"amount_fen": _typed(row.amount_fen)}
    )
    return await prepare(visit)


step(
    f"{_REQUESTS}/new",
    "requestCondolence",
    leads=_LEADS,
    section=_SECTION,
    prepare=signed({"handler_id": sorted(HANDLING)}),
)
step(
    f"{_REQUEST}/approve",
    "approveCondolence",
    about="readCondolenceRequest",
    leads=_LEADS,
    section=_SECTION,
    prepare=_deciding,
    template=_STEP,
)
step(
    f"{_REQUEST}/reject",
    "rejectCondolence",
    about="readCondolenceRequest",
    leads=_LEADS,
    section=_SECTION,
    prepare=signed({"approver_id": sorted(APPROVING)}),
    template=_STEP,
)
step(
    f"{_REQUEST}/deliver",
    "deliverCondolence",
    about="readPayableCondolence",
    leads=_LEADS,
    section=_SECTION,
    prepare=signed({"deliverer_id": ()}),
    template="aid/condolence_delivery.html",
)
step(
    "/unions/{union_id}/condolences/{condolence_id}/reverse",
    "reverseCondolence",
    about="readCondolence",
    leads="/condolences",
    section=_SECTION,
    template="aid/condolence_reversal.html",
)
