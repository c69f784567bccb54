"""发放批次: the lists, one list with its lines and signatures, its notice, and the file for the bank."""

from base64 import b64encode
from typing import Final

import msgspec

from services.auth import may
from services.http.pay_batches import BankFile
from services.http.problems import Problem
from services.pages.asked import asked, course
from services.pages.lists import Column, by_cursor, table_of
from services.pages.page import Reply, Shown, page
from services.pages.papers import file_page
from services.pages.reasons import said
from services.pages.signers import names_of
from services.pages.visit import Visit
from services.reads.pay_batches import PayBatchRow

_BATCHES: Final = "/unions/{union_id}/pay-batches"
_BATCH: Final = f"{_BATCHES}/{{pay_batch_id}}"
_COURSE: Final = ("编制", "审核", "审批", "发放")
_DONE: Final = {
    "sent_back": 0,
    "drafted": 1,
    "reviewed": 2,
    "approved": 3,
    "paid": 4,
    "discarded": 0,
}
_COLOURS: Final = {"paid": "green", "discarded": "grey", "sent_back": "red"}


@page("GET", _BATCHES, "pay_batches", policy=may("payments.read"), section="pay_batches")
async def pay_batches(visit: Visit) -> Reply:
    """Every list, and what was approved and stands on none."""
    answer = await asked(visit, "listPayBatches", "as_of")
    waiting = await visit.read("listPayableCases", count="exact")
    table = table_of(
        visit,
        "发放批次",
        _columns(visit),
        answer.body.rows,
        turning=by_cursor(visit, answer),
        position=answer.body.position,
        as_of=answer.body.as_of,
        empty="还没有发放批次。已批准的帮扶可以编成一份名单一起发放。",
    )
    return Shown(template="aid/pay_batches.html", values={"table": table, "waiting": waiting})


def _columns(visit: Visit) -> list[Column[PayBatchRow]]:
    return [
        Column(
            name="batch_no",
            title="批次编号",
            get=lambda row: row.batch_no,
            href=lambda row: visit.at(f"/pay-batches/{row.pay_batch_id}"),
            fixed=True,
        ),
        Column(name="category", title="帮扶项目", get=lambda row: row.category),
        Column(name="fund_source", title="资金来源", get=lambda row: row.fund_source),
        Column(name="method", title="发放方式", get=lambda row: row.method),
        Column(
            name="stage", title="办理环节", get=lambda row: row.stage, field="PayBatchRow.stage"
        ),
        Column(name="drafted_on", title="编制日期", get=lambda row: row.drafted_on),
        Column(name="item_count", title="笔数", get=lambda row: row.item_count, align="number"),
        Column(name="total_fen", title="总金额（元）", get=lambda row: row.total_fen),
        Column(name="returned_fen", title="退回（元）", get=lambda row: row.returned_fen),
    ]


@page("GET", _BATCH, "pay_batch", policy=may("payments.read"), section="pay_batches")
async def pay_batch(visit: Visit) -> Reply:
    """One list: lines, signatures, what is next."""
    view = await visit.read("readPayBatch")
    row = view.pay_batch
    values = {
        "view": view,
        "row": row,
        "course": course(_COURSE, _DONE.get(row.stage, 0), ended=row.stage == "discarded"),
        "colour": _COLOURS.get(row.stage, "amber"),
        "offers": _offers(row),
        "names": await names_of(visit),
        "history_rows": (await visit.read("readPayBatchHistory", limit=100)).rows,
    }
    return Shown(template="aid/pay_batch.html", values=values)


def _offers(row: PayBatchRow) -> list[tuple[str, str]]:
    base = f"/pay-batches/{row.pay_batch_id}"
    again = f"/pay-batches/draft?category={row.category}&fund_source={row.fund_source}&batch_no={row.batch_no}"
    discard = ("discardPayBatch", f"{base}/discard")
    match row.stage:
        case "drafted":
            return [
                ("reviewPayBatch", f"{base}/review"),
                ("sendBackPayBatch", f"{base}/send-back"),
                discard,
            ]
        case "sent_back":
            return [("draftPayBatch", again), discard]
        case "reviewed":
            return [("approvePayBatch", f"{base}/approve"), discard]
        case "approved":
            return [
                ("exportBankFile", f"{base}/bank-file"),
                ("executePayBatch", f"{base}/pay"),
                discard,
            ]
        case "paid":
            return [("exportBankFile", f"{base}/bank-file")]
        case _:
            return []


@page(
    "GET", f"{_BATCH}/notice", "payment_notice", policy=may("payments.read"), section="pay_batches"
)
async def payment_notice(visit: Visit) -> Reply:
    """公示 of the list as it may hang on a wall."""
    view = await visit.read("readPayBatch")
    sheet = await visit.read("readPaymentNotice")
    return Shown(template="aid/payment_notice.html", values={"row": view.pay_batch, "sheet": sheet})


@page("GET", f"{_BATCH}/bank-file", "bank_file", policy=may("payments.make"), section="pay_batches")
async def ask_bank_file(visit: Visit) -> Reply:
    """What for the accounts are wanted."""
    return await _bank_file(visit)


@page(
    "POST", f"{_BATCH}/bank-file", "bank_file", policy=may("payments.make"), section="pay_batches"
)
async def make_bank_file(visit: Visit) -> Reply:
    """Make the file once, for a purpose that is put on record; it is on this page only, not at an address."""
    body = msgspec.json.encode({"purpose": visit.posted.text("purpose")})
    try:
        made = (await visit.write("exportBankFile", body=body)).body
    except Problem as problem:
        if problem.code.startswith("access."):
            raise
        return await _bank_file(visit, error=said(problem.code), status=problem.status)
    return await _bank_file(visit, made=made)


async def _bank_file(
    visit: Visit, *, made: BankFile | None = None, error: str = "", status: int = 200
) -> Reply:
    row = (await visit.read("readPayBatch")).pay_batch
    values = {
        "row": row,
        "made": made,
        "content": "" if made is None else b64encode(made.csv.encode()).decode(),
        "error": error,
        "purpose": visit.posted.text("purpose"),
    }
    return Shown(template="aid/bank_file.html", values=values, status=status)


file_page(
    "/prints/pay-batches/{pay_batch_id}/notice",
    "typesetPaymentNotice",
    action="payments.read",
    section="pay_batches",
)
