"""慰问 that was approved and waits to be delivered: what whoever pays needs, nothing of what befell the member."""

from datetime import date
from uuid import UUID

from services.auth import may
from services.http.asking import Answer, Asking, strong
from services.http.fields import Answered
from services.http.operation import operation
from services.http.paging import ReadQuery, scope_of
from services.http.problems import Problem
from services.reads.people import Person

_REQUEST = "/v1/unions/{union_id}/condolence-requests/{condolence_id}"


class PayableCondolence(Answered, frozen=True, kw_only=True):
    """An approved condolence without its occasion and its papers."""

    condolence_id: UUID
    member_id: UUID
    person: Person
    form: str | None
    approved_fen: int
    approved_on: date
    approver_id: UUID | None
    decision_no: str | None
    delivered_on: date | None


class PayableCondolenceView(Answered, frozen=True, kw_only=True):
    """`version` is what If-Match asks for."""

    position: int
    version: int
    request: PayableCondolence


@operation(
    "GET",
    f"{_REQUEST}/payable",
    "readPayableCondolence",
    tag="condolences",
    policy=may("payments.read"),
    answer=PayableCondolenceView,
    refusals=("condolence.unknown", "condolence.not_approved"),
)
async def read_payable_condolence(asking: Asking, condolence_id: UUID, query: ReadQuery) -> Answer:
    """One approved condolence as whoever delivers it needs it."""
    scope = await scope_of(asking, query)
    page = await asking.parts.ledgers.condolence_requests(
        scope, limit=1, condolence_id=condolence_id
    )
    if not page.rows:
        raise Problem("condolence.unknown")
    (row,) = page.rows
    if row.approved_fen is None or row.approved_on is None:
        raise Problem("condolence.not_approved")
    version = await asking.version_of(condolence_id)
    request = PayableCondolence(
        condolence_id=row.condolence_id,
        member_id=row.member_id,
        person=row.person,
        form=row.form,
        approved_fen=row.approved_fen,
        approved_on=row.approved_on,
        approver_id=row.approver_id,
        decision_no=row.decision_no,
        delivered_on=row.delivered_on,
    )
    view = PayableCondolenceView(position=page.position, version=version, request=request)
    return Answer(body=view, headers=strong(version))
