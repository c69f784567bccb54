"""发放批次: a list drawn up of approved cases, reviewed, approved, paid whole, and what came back of it."""

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

import msgspec

from domain.aid import HANDLING, PAYING, REVIEWING
from domain.officers import APPROVING
from services.pages.asked import codes, signed, signing
from services.pages.steps import Prepared, step
from services.pages.visit import Visit

_BATCHES: Final = "/unions/{union_id}/pay-batches"
_BATCH: Final = f"{_BATCHES}/{{pay_batch_id}}"
_LEADS: Final = "/pay-batches/{pay_batch_id}"
_SECTION: Final = "pay_batches"
_STEP: Final = "aid/pay_batch_step.html"
_ORDER: Final = "case_order"
_RUNNING: Final = frozenset({"drafted", "sent_back", "reviewed", "approved"})
_ANYBODY: Final = sorted(HANDLING | REVIEWING | APPROVING)


async def _drafting(visit: Visit) -> Prepared:
    """Every approved case of one category and one source, one per line; whoever is ticked stands on the list."""
    category = visit.posted.text("category") or visit.query.get("category", "")
    source = visit.posted.text("fund_source") or visit.query.get("fund_source", "")
    cases = await _payable(visit)
    fitting = _ordered(
        [one for one in cases if (one.category, one.fund_source) == (category, source)],
        visit.posted.all(_ORDER),
    )
    again = visit.query.get("batch_no", "")
    listed = await _listed(visit, again)
    ticked = {
        f"items.{n}.aid_case_id": [str(one.aid_case_id)]
        for n, one in enumerate(fitting)
        if one.aid_case_id not in listed
    }
    return await signing(
        visit,
        {"handler_id": sorted(HANDLING)},
        texts={"method": ["transfer"], **ticked},
        values={
            "cases": fitting,
            "kinds": _kinds(cases),
            "chosen": (category, source),
            "categories": dict(codes("category")),
            "redrafted": again,
            "listed": listed,
        },
    )


async def _listed(visit: Visit, again: str) -> dict[UUID, str]:
    """Return the cases that stand on a list under way, by the list's number: they are not ticked beforehand."""
    batches = (await visit.read("listPayBatches", limit=200)).rows
    running = [one for one in batches if one.stage in _RUNNING and one.batch_no != again]
    found: dict[UUID, str] = {}
    for one in running:
        view = await visit.read("readPayBatch", {"pay_batch_id": one.pay_batch_id})
        found |= dict.fromkeys((item.aid_case_id for item in view.items), one.batch_no)
    return found


async def _payable(visit: Visit) -> list[Any]:
    found: list[Any] = []
    cursor: str | None = None
    while True:
        page = await visit.read("listPayableCases", limit=200, cursor=cursor)
        found += page.rows
        if (cursor := page.next) is None:
            return found


def _ordered(cases: Sequence[Any], order: Sequence[str]) -> list[Any]:
    """The lines stand as they stood when the form was shown: a case approved since then comes after them."""
    places = {case_id: place for place, case_id in enumerate(order)}
    return sorted(cases, key=lambda one: places.get(str(one.aid_case_id), len(places)))


def _kinds(cases: Sequence[Any]) -> list[tuple[str, str, int, int]]:
    """By category and source: how many cases wait, and for how much."""
    kinds = sorted({(one.category, one.fund_source) for one in cases})
    return [
        (category, source, len(of_kind), sum(one.unpaid_fen for one in of_kind))
        for category, source in kinds
        for of_kind in [
            [one for one in cases if (one.category, one.fund_source) == (category, source)]
        ]
    ]


async def _of_item(visit: Visit) -> Prepared:
    """The line of the list that was not paid, or came back."""
    view = await visit.read("readPayBatch")
    wanted = visit.ids["aid_case_id"]
    item = next((one for one in view.items if one.aid_case_id == _uuid(wanted)), None)
    return Prepared(values={"item": item})


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


async def _paying(visit: Visit) -> Prepared:
    """A transfer asks for the bank's file, cash for the signed list; the other one is not asked for."""
    method = (await visit.read("readPayBatch")).pay_batch.method
    prepared = await signing(visit, {"cashier_id": sorted(PAYING)})
    unasked = "signed_list" if method == "transfer" else "bank_file"
    return msgspec.structs.replace(prepared, left_out=frozenset({unasked}))


step(
    f"{_BATCHES}/draft",
    "draftPayBatch",
    leads=_LEADS,
    section=_SECTION,
    prepare=_drafting,
    template="aid/pay_batch_draft.html",
)
step(
    f"{_BATCH}/review",
    "reviewPayBatch",
    about="readPayBatch",
    leads=_LEADS,
    section=_SECTION,
    prepare=signed({"reviewer_id": sorted(REVIEWING)}),
    template=_STEP,
)
step(
    f"{_BATCH}/send-back",
    "sendBackPayBatch",
    about="readPayBatch",
    leads=_LEADS,
    section=_SECTION,
    prepare=signed({"officer_id": sorted(REVIEWING | APPROVING)}),
    template=_STEP,
)
step(
    f"{_BATCH}/approve",
    "approvePayBatch",
    about="readPayBatch",
    leads=_LEADS,
    section=_SECTION,
    prepare=signed({"approver_id": sorted(APPROVING)}),
    template=_STEP,
)
step(
    f"{_BATCH}/pay",
    "executePayBatch",
    about="readPayBatch",
    leads=_LEADS,
    section=_SECTION,
    prepare=_paying,
    template=_STEP,
)
step(
    f"{_BATCH}/items/{{aid_case_id}}/failed",
    "recordFailedItem",
    about="readPayBatch",
    leads=_LEADS,
    section=_SECTION,
    prepare=_of_item,
    template="aid/pay_item_step.html",
)
step(
    f"{_BATCH}/items/{{aid_case_id}}/returned",
    "recordReturnedItem",
    about="readPayBatch",
    leads=_LEADS,
    section=_SECTION,
    prepare=_of_item,
    template="aid/pay_item_step.html",
)
step(
    f"{_BATCH}/discard",
    "discardPayBatch",
    about="readPayBatch",
    leads=_LEADS,
    section=_SECTION,
    prepare=signed({"officer_id": _ANYBODY}),
    template=_STEP,
)
