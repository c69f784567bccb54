"""发放批次: a pay list drawn up, reviewed, approved, paid with one bank file, and what came back of it (L13)."""

from collections.abc import Sequence
from datetime import date
from hashlib import sha256
from typing import Annotated
from uuid import UUID, uuid5

from msgspec import Meta

from domain.aid import AidCategory, FundSource, PaymentMethod
from domain.aid_case import aggregate as aid_case
from domain.attachment import Sha256
from domain.command import Command
from domain.ids import AidCaseId, OfficerId, PayBatchId
from domain.money import PositiveFen
from domain.pay_batch import aggregate as pay_batch
from domain.pay_batch import commands as ask
from domain.pay_batch.events import PayItem
from services.auth import may
from services.commands.payees import accounts_of, names_of
from services.commands.paying import drafted_list
from services.exporters.bank_file import BankLine, bank_file
from services.http.aid_payments import AccountOf, holders_differ
from services.http.asking import Answer, Asking, strong
from services.http.exporting import record_export
from services.http.fields import Answered, Body, Code, DocumentNo
from services.http.operation import operation
from services.http.paging import ListQuery, ReadQuery, Rows, listed, paged, scope_of
from services.http.people import Payee, Seals, seals
from services.http.problems import Problem
from services.http.steps import command_of, take
from services.http.writing import Written
from services.reads.pay_batches import PayBatchRow, PayItemRow, PayStageRow

_BATCHES = "/v1/unions/{union_id}/pay-batches"
BATCH = f"{_BATCHES}/{{pay_batch_id}}"
_OFFICER = "01959000-0000-7000-8000-000000000009"
_DIGEST = "0" * 63 + "1"
STEP_REFUSALS = (
    "pay_batch.unknown",
    "pay_batch.before_the_last_step",
    "pay_batch.office_not_held",
    "pay_batch.duties_not_separated",
)


class PayBatchWritten(Written, frozen=True, kw_only=True):
    pay_batch_id: UUID


class PayLine(Body, frozen=True, kw_only=True):
    """One case to pay; without an amount what is left of it."""

    aid_case_id: AidCaseId
    amount_fen: PositiveFen | None = None
    payee: AccountOf = AccountOf()
    exception_document_no: DocumentNo | None = None


class PayBatchDraft(Body, frozen=True, kw_only=True):
    """A list of one category and one source (两条线). A list sent back is drawn up again under its number."""

    occurred_on: date
    batch_no: Code
    category: AidCategory
    fund_source: FundSource
    method: PaymentMethod
    items: Annotated[tuple[PayLine, ...], Meta(min_length=1, max_length=500)]
    handler_id: OfficerId


class BankFileWish(Body, frozen=True, kw_only=True):
    """Accounts in clear are given for a reason, never by a link."""

    purpose: Annotated[str, Meta(min_length=1, max_length=200)]


class BankFile(Answered, frozen=True, kw_only=True):
    """The file and the digest by which `pay` names it."""

    sha256: Sha256
    csv: str


class PayBatchView(Answered, frozen=True, kw_only=True):
    """One list, its lines, and who signed; `version` is what If-Match asks for."""

    position: int
    version: int
    pay_batch: PayBatchRow
    items: list[PayItemRow]
    stages: list[PayStageRow]


@operation(
    "POST",
    _BATCHES,
    "draftPayBatch",
    tag="aid",
    policy=may("aid.request"),
    answer=PayBatchWritten,
    writes=True,
    status=201,
    refusals=(
        *STEP_REFUSALS[1:],
        "pay_batch.already_drafted",
        "pay_batch.case_twice",
        "pay_batch.case_not_approved",
        "pay_batch.recipient_not_beneficiary",
        "pay_batch.category_differs",
        "pay_batch.fund_source_differs",
        "pay_batch.amount_out_of_range",
        "pay_batch.over_approved",
        "pay_batch.no_policy_in_force",
        "pay_batch.cash_for_fiscal_funds",
        "pay_batch.fiscal_funds_to_another",
        "aid_case.payee_not_recipient",
        "member.unknown",
    ),
    example={
        "occurred_on": "2026-02-16",
        "batch_no": "FF-2026-001",
        "category": "medical_aid",
        "fund_source": "hardship_earmarked",
        "method": "transfer",
        "items": [
            {
                "aid_case_id": "01959000-0000-7000-8000-000000000004",
                "payee": {"bank_name": "中国工商银行", "bank_account": "6222020000000000000"},
            }
        ],
        "handler_id": _OFFICER,
    },
)
async def draft_pay_batch(asking: Asking, body: PayBatchDraft) -> Answer:
    """Draw up a pay list of approved cases."""
    pay_batch_id = uuid5(asking.tenant_id, f"pay_batch:{body.batch_no}")
    command = await command_of(
        asking,
        ask.DraftPayBatch,
        body,
        pay_batch_id=PayBatchId(pay_batch_id),
        items=await _items(asking, body.items),
    )
    return await carry(asking, [command], body, pay_batch_id, is_new=True)


async def _items(asking: Asking, lines: tuple[PayLine, ...]) -> tuple[PayItem, ...]:
    """Turn lines into items: whom a case pays stands on the case, whose name the account is in is asked here."""
    ids = [line.aid_case_id for line in lines]
    states = await asking.parts.desk.read_states(asking.tenant_id, ids)
    cases = {case_id: states.of(case_id, aid_case.State) for case_id in ids}
    if any(case.approved is None for case in cases.values()):
        raise Problem("pay_batch.case_not_approved")
    recipients = {
        case_id: case.approved.beneficiary_id for case_id, case in cases.items() if case.approved
    }
    to = await seals(asking, *recipients.values())
    for line in lines:
        held_by: dict[UUID, Payee] = {recipients[line.aid_case_id]: line.payee}
        if not line.exception_document_no and await holders_differ(asking, held_by):
            raise Problem("aid_case.payee_not_recipient")
    return tuple(_item(line, cases[line.aid_case_id], to) for line in lines)


def _item(line: PayLine, case: aid_case.State, to: Seals) -> PayItem:
    approved = case.approved
    if approved is None:
        raise Problem("pay_batch.case_not_approved")
    return PayItem(
        aid_case_id=line.aid_case_id,
        household_id=approved.household_id,
        recipient_id=approved.beneficiary_id,
        amount_fen=max(1, case.open_fen()) if line.amount_fen is None else line.amount_fen,
        payee=to.struct(approved.beneficiary_id, "books", "payee", line.payee),
        exception_document_no=line.exception_document_no or None,
    )


async def carry(
    asking: Asking,
    commands: Sequence[Command],
    body: Body,
    pay_batch_id: UUID,
    *,
    is_new: bool = False,
) -> Answer:
    """Carry out a step of a list, with the steps of its cases that belong to it."""
    ids = {"pay_batch_id": pay_batch_id}
    return await take(
        asking, commands, body, pay_batch_id, kind=PayBatchWritten, ids=ids, is_new=is_new
    )


@operation(
    "POST",
    f"{BATCH}/bank-file",
    "exportBankFile",
    tag="aid",
    policy=may("payments.make"),
    answer=BankFile,
    refusals=("pay_batch.unknown", "pay_batch.not_approved"),
    example={"purpose": "交银行代发"},
)
async def export_bank_file(asking: Asking, pay_batch_id: UUID, body: BankFileWish) -> Answer:
    """代发文件: the file for the bank as CSV, accounts in clear."""
    _ = body
    drafted = await drafted_list(asking.parts.log, asking.tenant_id, pay_batch_id)
    states = await asking.parts.desk.read_states(asking.tenant_id, [pay_batch_id])
    if drafted is None:
        raise Problem("pay_batch.unknown")
    if states.of(pay_batch_id, pay_batch.State).stage not in ("approved", "paid"):
        raise Problem("pay_batch.not_approved")
    parts, batch = asking.parts, drafted.event
    accounts = await accounts_of(parts.vault, asking.tenant_id, drafted.payees())
    recipients = [item.recipient_id for item in batch.items]
    names = await names_of(parts.log, parts.vault, asking.tenant_id, recipients)
    text = bank_file(
        batch.batch_no,
        [
            BankLine(
                name=accounts[item.aid_case_id].get("account_name")
                or names.get(item.recipient_id, ""),
                bank_name=accounts[item.aid_case_id].get("bank_name", ""),
                account=accounts[item.aid_case_id].get("bank_account", ""),
                amount_fen=item.amount_fen,
            )
            for item in batch.items
        ],
    )
    await record_export(asking, "bank_file", str(pay_batch_id), people=len(batch.items))
    return Answer(body=BankFile(sha256=sha256(text.encode()).hexdigest(), csv=text))


@operation(
    "GET",
    _BATCHES,
    "listPayBatches",
    tag="aid",
    policy=may("payments.read"),
    answer=Rows[PayBatchRow],
    refusals=("request.cursor_invalid",),
)
async def list_pay_batches(asking: Asking, query: ListQuery) -> Answer:
    """Every pay list, and how far it has come."""
    scope, after = await listed(asking, query)
    page = await asking.parts.ledgers.pay_batches(scope, limit=query.limit, after=after)
    return await paged(asking, query, scope, page)


@operation(
    "GET",
    BATCH,
    "readPayBatch",
    tag="aid",
    policy=may("payments.read"),
    answer=PayBatchView,
    refusals=("pay_batch.unknown",),
)
async def read_pay_batch(asking: Asking, pay_batch_id: UUID, query: ReadQuery) -> Answer:
    """One pay list with its lines, accounts masked."""
    scope = await scope_of(asking, query)
    ledgers = asking.parts.ledgers
    page = await ledgers.pay_batches(scope, limit=1, pay_batch_id=pay_batch_id)
    if not page.rows:
        raise Problem("pay_batch.unknown")
    items = await ledgers.pay_batch_items(scope, pay_batch_id)
    stages = await ledgers.pay_batch_stages(scope, pay_batch_id)
    version = await asking.version_of(pay_batch_id)
    view = PayBatchView(
        position=min(page.position, items.position, stages.position),
        version=version,
        pay_batch=page.rows[0],
        items=items.rows,
        stages=stages.rows,
    )
    return Answer(body=view, headers=strong(version))
