"""帮扶 that was approved and waits for the cashier: what a payment needs to know, and nothing of the hardship."""

from datetime import date
from typing import Final
from uuid import UUID

from services.auth import may
from services.http.aid import AID_CASE, SinceQuery
from services.http.asking import Answer, Asking, strong
from services.http.fields import Answered
from services.http.operation import operation
from services.http.paging import ListQuery, ReadQuery, Rows, listed, paged, scope_of
from services.http.problems import Problem
from services.reads.aid import AidCaseRow, PaymentRow
from services.reads.people import Person
from services.reads.rows import Page

_PAYMENTS_SHOWN: Final = 200


class PayableCase(Answered, frozen=True, kw_only=True):
    """An approved case as whoever pays sees it: class, illness and income of the household stay out."""

    aid_case_id: UUID
    version: int
    case_no: str
    beneficiary_id: UUID
    person: Person
    category: str
    fund_source: str
    approved_fen: int
    approved_on: date
    approver_id: UUID | None
    tier: str | None
    decision_no: str | None
    paid_fen: int
    unpaid_fen: int
    stage: str


class PaidOut(Answered, frozen=True, kw_only=True):
    """A payment of the case that stands; `version` names it."""

    version: int
    person: Person
    amount_fen: int
    method: str
    pay_batch_id: UUID | None
    paid_on: date


class PayableCaseView(Answered, frozen=True, kw_only=True):
    """One approved case and what was paid of it; `version` is what If-Match asks for."""

    position: int
    version: int
    aid_case: PayableCase
    payments: list[PaidOut]


@operation(
    "GET",
    "/v1/unions/{union_id}/payable-cases",
    "listPayableCases",
    tag="aid",
    policy=may("payments.read"),
    answer=Rows[PayableCase],
    refusals=("request.cursor_invalid",),
)
async def list_payable_cases(asking: Asking, query: ListQuery) -> Answer:
    """待发放的帮扶: approved and not paid whole."""
    scope, after = await listed(asking, query)
    page = await asking.parts.ledgers.aid_cases(
        scope, since=SinceQuery().since, limit=query.limit, after=after, stage="approved"
    )
    rows = [_payable(row) for row in page.rows]
    return await paged(asking, query, scope, Page(rows, page.position, page.next_after, page.total))


@operation(
    "GET",
    f"{AID_CASE}/payable",
    "readPayableCase",
    tag="aid",
    policy=may("payments.read"),
    answer=PayableCaseView,
    refusals=("aid_case.not_approved",),
)
async def read_payable_case(asking: Asking, aid_case_id: UUID, query: ReadQuery) -> Answer:
    """One approved case as the cashier needs it to pay."""
    scope = await scope_of(asking, query)
    ledgers, since = asking.parts.ledgers, SinceQuery().since
    page = await ledgers.aid_cases(scope, since=since, limit=1, aid_case_id=aid_case_id)
    if not page.rows or page.rows[0].approved_fen is None:
        raise Problem("aid_case.not_approved")
    payments = await ledgers.payments(
        scope, since=since, limit=_PAYMENTS_SHOWN, aid_case_id=aid_case_id
    )
    version = await asking.version_of(aid_case_id)
    view = PayableCaseView(
        position=min(page.position, payments.position),
        version=version,
        aid_case=_payable(page.rows[0]),
        payments=[_paid(row) for row in payments.rows],
    )
    return Answer(body=view, headers=strong(version))


def _payable(row: AidCaseRow) -> PayableCase:
    approved_fen, approved_on = row.approved_fen, row.approved_on
    if approved_fen is None or approved_on is None:
        raise Problem("aid_case.not_approved")
    return PayableCase(
        aid_case_id=row.aid_case_id,
        version=row.version,
        case_no=row.case_no,
        beneficiary_id=row.beneficiary_id,
        person=row.person,
        category=row.category,
        fund_source=row.fund_source,
        approved_fen=approved_fen,
        approved_on=approved_on,
        approver_id=row.approver_id,
        tier=row.tier,
        decision_no=row.decision_no,
        paid_fen=row.paid_fen,
        unpaid_fen=approved_fen - row.paid_fen,
        stage=row.stage,
    )


def _paid(row: PaymentRow) -> PaidOut:
    return PaidOut(
        version=row.version,
        person=row.person,
        amount_fen=row.amount_fen,
        method=row.method,
        pay_batch_id=row.pay_batch_id,
        paid_on=row.paid_on,
    )
