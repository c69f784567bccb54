"""The steps of a voucher: submitted, reviewed, approved, posted; sent back, given up, reversed in red."""

from datetime import date
from typing import Any, Final

import msgspec

from domain.period import month_of
from domain.reversal import reversal_day
from domain.voucher_kind import BOOKKEEPING, SIGNING, VoucherKind
from services.http.problems import of_error
from services.http.voucher_lists import VoucherView
from services.pages.accounts import chart_of, named
from services.pages.kinds import kinds_of
from services.pages.reading_forms import document_of
from services.pages.reasons import said
from services.pages.signers import own_signature, preferred, signers
from services.pages.steps import Prepare, Prepared, step
from services.pages.visit import Visit, operation_named
from services.pages.vouchers import SECTION, VOUCHER, sides_of

_PREVIEW: Final = "preview"


async def _opened(visit: Visit, **changed: Any) -> Prepared:  # noqa: ANN401 # fields of Prepared
    """Return a step about the voucher, with its lines above the form."""
    view: VoucherView = await visit.read("readVoucher")
    chart = named(await chart_of(visit))
    values = {
        "voucher": view.voucher,
        "lines": sides_of(view.voucher.proposed, chart),
        **changed.pop("values", {}),
    }
    return Prepared(
        about=view, version=view.version, position=view.position, values=values, **changed
    )


def _signed(field: str) -> Prepare:
    """Return what has the visitor sign."""

    async def prepare(visit: Visit) -> Prepared:
        own = await own_signature(visit)
        return await _opened(visit, choices={field: own}, texts={field: preferred(own)})

    return prepare


async def _posting(visit: Visit) -> Prepared:
    """Where no money moves there is no way of paying."""
    view: VoucherView = await visit.read("readVoucher")
    kind: VoucherKind = msgspec.convert(view.voucher.kind, VoucherKind)
    own = await own_signature(visit)
    left_out = frozenset({"method", "reference"} if kind in BOOKKEEPING else ())
    texts = {"posted_by": preferred(own)}
    if not left_out:
        texts["method"] = ["transfer"]
    return await _opened(visit, choices={"posted_by": own}, texts=texts, left_out=left_out)


async def _reversal(visit: Visit) -> Prepared:
    """The day the rules would take is offered, and the effect on both months shown before it is carried out."""
    view: VoucherView = await visit.read("readVoucher")
    posted_on = next((one.occurred_on for one in view.steps if one.step == "posted"), None)
    closed = False if posted_on is None else await _is_closed(visit, posted_on)
    today = visit.parts.today()
    fitting = today if posted_on is None else _fitting(posted_on, today, closed=closed)
    requesters = await signers(visit, SIGNING)
    approvers = await own_signature(visit)
    asker = preferred(requesters, str(view.voucher.handler_id))
    effect: dict[str, Any] = {"preview": None, "preview_fault": ""}
    if visit.posted.text("more") == _PREVIEW:
        effect = await _previewed(visit)
    return await _opened(
        visit,
        choices={"requested_by": requesters, "approved_by": approvers},
        texts={
            "occurred_on": [fitting.isoformat()],
            "requested_by": asker,
            "approved_by": preferred(approvers),
        },
        values={"posted_on": posted_on, "is_closed": closed, "fitting_on": fitting, **effect},
    )


async def _is_closed(visit: Visit, day: date) -> bool:
    rows = (await visit.read("listPeriods", year=day.year)).rows
    return any(row.period == month_of(day) and row.closed for row in rows)


def _fitting(posted_on: date, today: date, *, closed: bool) -> date:
    return reversal_day(posted_on, month_of(posted_on) if closed else "", today)


async def _previewed(visit: Visit) -> dict[str, Any]:
    body = operation_named("reverseVoucher").body
    document = document_of(() if body is None else kinds_of(body), visit.posted)
    try:
        answer = await visit.write("previewReversal", body=msgspec.json.encode(document))
    except Exception as error:
        problem = of_error(error)
        if problem is None or problem.code.startswith("access."):
            raise
        codes = [fault.code for fault in problem.faults] or [problem.code]
        return {"preview": None, "preview_fault": " ".join(said(code) for code in codes)}
    return {"preview": answer.body, "preview_fault": ""}


def _step(
    path: str, operation_id: str, prepare: Prepare, template: str = "books/voucher_step.html"
) -> None:
    step(
        f"{VOUCHER}/{path}",
        operation_id,
        leads="/vouchers/{voucher_id}",
        section=SECTION,
        about="readVoucher",
        prepare=prepare,
        template=template,
    )


_step("submit", "submitVoucher", _signed("handler_id"))
_step("review", "reviewVoucher", _signed("reviewer_id"))
_step("return", "returnVoucher", _signed("returned_by"))
_step("approve", "approveVoucher", _signed("approver_id"))
_step("post", "postVoucher", _posting)
_step("discard", "discardVoucher", _signed("discarded_by"))
_step("reverse", "reverseVoucher", _reversal, "books/voucher_reverse.html")
