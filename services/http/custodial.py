"""代管经费: money held in trust for somebody else, by account; a liability, never income."""

from datetime import date
from typing import Annotated
from uuid import UUID, uuid5

from msgspec import Meta

from domain.custodial.commands import (
    CustodialCommand,
    PayCustodialFund,
    ReceiveCustodialFund,
    ReverseCustodialEntry,
)
from domain.ids import CustodialId, OfficerId
from domain.money import PositiveFen
from domain.sealed import Sealed
from services.auth import may
from services.http.asking import Answer, Asking, strong
from services.http.fields import Body, CardNumber, DocumentNo, Reason, Text, Title, Version
from services.http.operation import operation
from services.http.paging import ReadQuery, Rows, scope_of, whole
from services.http.people import seals, texts_of
from services.http.problems import Problem
from services.http.writing import Written, carry_out
from services.reads.funds import CustodialAccountRow, CustodialEntryRow

_CUSTODIAL = "/v1/unions/{union_id}/custodial-funds"
_STOPPED = ("union.frozen", "union.dissolved")


class CustodialWritten(Written, frozen=True, kw_only=True):
    custodial_id: UUID


class Whose(Body, frozen=True, kw_only=True):
    """Whose money it is and what for; sealed."""

    owner: Title | None = None
    remark: Text | None = None


class To(Body, frozen=True, kw_only=True):
    """Whom it went to; sealed."""

    name: Title | None = None
    bank_name: Title | None = None
    bank_account: CardNumber | None = None


class CustodialReceipt(Body, frozen=True, kw_only=True):
    """`purpose` is a code of the union's own list and names nobody."""

    occurred_on: date
    purpose: Annotated[str, Meta(pattern=r"\A[a-z0-9_]{1,50}\Z")]
    amount_fen: PositiveFen
    whose: Whose = Whose()
    document_no: DocumentNo | None = None


class CustodialPayment(Body, frozen=True, kw_only=True):
    """Money that goes out is signed by two people (rule 15 of domain.md)."""

    occurred_on: date
    amount_fen: PositiveFen
    to: To = To()
    document_no: DocumentNo | None = None
    approver_id: OfficerId
    cashier_id: OfficerId


class CustodialReversal(Body, frozen=True, kw_only=True):
    occurred_on: date
    version: Version
    reason: Reason


@operation(
    "GET",
    _CUSTODIAL,
    "listCustodialFunds",
    tag="funds",
    policy=may("books.read"),
    answer=Rows[CustodialAccountRow],
)
async def list_custodial_funds(asking: Asking, query: ReadQuery) -> Answer:
    """What is held in trust on the date, by account."""
    scope = await scope_of(asking, query)
    return whole(scope, await asking.parts.ledgers.custodial_accounts(scope))


@operation(
    "POST",
    _CUSTODIAL,
    "openCustodialFund",
    tag="funds",
    policy=may("books.write"),
    answer=CustodialWritten,
    writes=True,
    status=201,
    refusals=(
        "custodial.no_posting_map_in_force",
        "custodial.operation_not_posted",
        *_STOPPED,
    ),
    example={"occurred_on": "2026-03-01", "purpose": "donation_drive", "amount_fen": 500_000},
)
async def open_custodial_fund(asking: Asking, body: CustodialReceipt) -> Answer:
    """Book somebody else's money that came in, on an account of its own: a liability, never income."""
    return await _received(asking, uuid5(asking.command_id, "custodial"), body)


@operation(
    "GET",
    f"{_CUSTODIAL}/{{custodial_id}}/entries",
    "listCustodialEntries",
    tag="funds",
    policy=may("books.read"),
    answer=Rows[CustodialEntryRow],
)
async def list_custodial_entries(asking: Asking, custodial_id: UUID, query: ReadQuery) -> Answer:
    """What came in and went out of one account, each with its event. The last version is the ETag."""
    scope = await scope_of(asking, query)
    page = await asking.parts.ledgers.custodial_entries(scope, custodial_id)
    if not page.rows:
        raise Problem("custodial.no_such_entry")
    answer = whole(scope, page)
    version = await asking.version_of(custodial_id)
    return Answer(body=answer.body, headers=strong(version))


@operation(
    "POST",
    f"{_CUSTODIAL}/{{custodial_id}}/receipts",
    "receiveCustodialFund",
    tag="funds",
    policy=may("books.write"),
    answer=CustodialWritten,
    writes=True,
    status=201,
    refusals=(
        "custodial.no_posting_map_in_force",
        "custodial.operation_not_posted",
        *_STOPPED,
    ),
    example={"occurred_on": "2026-03-02", "purpose": "donation_drive", "amount_fen": 20_000},
)
async def receive_custodial_fund(
    asking: Asking, custodial_id: UUID, body: CustodialReceipt
) -> Answer:
    """Book more money that came in on an account."""
    return await _received(asking, custodial_id, body)


async def _received(asking: Asking, custodial_id: UUID, body: CustodialReceipt) -> Answer:
    command = ReceiveCustodialFund(
        occurred_on=body.occurred_on,
        custodial_id=CustodialId(custodial_id),
        purpose=body.purpose,
        amount_fen=body.amount_fen,
        details=await _sealed(asking, custodial_id, "details", body.whose),
        document_no=body.document_no,
    )
    return await _entered(asking, custodial_id, command, body)


@operation(
    "POST",
    f"{_CUSTODIAL}/{{custodial_id}}/payments",
    "payCustodialFund",
    tag="funds",
    policy=may("payments.approve"),
    answer=CustodialWritten,
    writes=True,
    status=201,
    refusals=(
        "custodial.more_than_held",
        "custodial.duties_not_separated",
        "custodial.office_not_held",
        "custodial.no_posting_map_in_force",
        "custodial.operation_not_posted",
        *_STOPPED,
    ),
    example={
        "occurred_on": "2026-03-15",
        "amount_fen": 500_000,
        "approver_id": "01959000-0000-7000-8000-000000000012",
        "cashier_id": "01959000-0000-7000-8000-000000000013",
    },
)
async def pay_custodial_fund(asking: Asking, custodial_id: UUID, body: CustodialPayment) -> Answer:
    """Pay money held in trust to whom it is for; never more than was held on any day."""
    command = PayCustodialFund(
        occurred_on=body.occurred_on,
        custodial_id=CustodialId(custodial_id),
        amount_fen=body.amount_fen,
        payee=await _sealed(asking, custodial_id, "payee", body.to),
        document_no=body.document_no,
        approver_id=body.approver_id,
        cashier_id=body.cashier_id,
    )
    return await _entered(asking, custodial_id, command, body)


@operation(
    "POST",
    f"{_CUSTODIAL}/{{custodial_id}}/reverse",
    "reverseCustodialEntry",
    tag="funds",
    policy=may("books.write"),
    answer=CustodialWritten,
    writes=True,
    matches=True,
    refusals=(
        "custodial.no_such_entry",
        "custodial.entry_already_reversed",
        "custodial.reversed_before_entered",
        "custodial.more_than_held",
        *_STOPPED,
    ),
    example={"occurred_on": "2026-03-16", "version": 2, "reason": "重复登记"},
)
async def reverse_custodial_entry(
    asking: Asking, custodial_id: UUID, body: CustodialReversal
) -> Answer:
    """Take back an entry made by mistake (冲销); both stay on record."""
    command = ReverseCustodialEntry(
        occurred_on=body.occurred_on,
        custodial_id=CustodialId(custodial_id),
        reversed_version=body.version,
        reason=body.reason,
    )
    return await carry_out(
        asking,
        [command],
        custodial_id,
        expected=asking.matching(custodial_id),
        fields=frozenset(body.__struct_fields__),
        ids={"custodial_id": custodial_id},
        kind=CustodialWritten,
    )


async def _entered(
    asking: Asking, custodial_id: UUID, command: CustodialCommand, body: Body
) -> Answer:
    return await carry_out(
        asking,
        [command],
        custodial_id,
        expected=asking.if_named(custodial_id),
        fields=frozenset(body.__struct_fields__),
        ids={"custodial_id": custodial_id},
        kind=CustodialWritten,
    )


async def _sealed(asking: Asking, custodial_id: UUID, field: str, told: Body) -> Sealed | None:
    """Seal whose money it is, or whom it went to, under keys of the account; nothing told, nothing sealed."""
    if not texts_of(told):
        return None
    vault, union_id = asking.parts.vault, asking.tenant_id
    name = f"custodial:{custodial_id}"
    holder_id = (await vault.enrol(union_id, "custodial", [name]))[name]
    to = await seals(asking, holder_id)
    return to.struct(holder_id, "books", field, told)
