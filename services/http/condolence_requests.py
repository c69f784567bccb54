"""慰问 asked for, decided and delivered by three people (domain.md 5.4)."""

from datetime import date
from typing import Annotated
from uuid import UUID, uuid5

from msgspec import Meta

from domain.condolence import aggregate as condolence
from domain.condolence.commands import (
    ApproveCondolence,
    RecordCondolence,
    RejectCondolence,
    RequestCondolence,
)
from domain.condolence.events import RejectionReason
from domain.ids import CondolenceId, MemberId, OfficerId
from domain.money import PositiveFen
from domain.policy.benefit import Festival, Form, Occasion, Relation
from services.auth import may
from services.http.asking import Answer, Asking, strong
from services.http.condolences import (
    BENEFIT_REFUSALS,
    POSTING_REFUSALS,
    CondolenceWritten,
    GoodsGiven,
    duplicate_key,
)
from services.http.fields import Answered, Body, DocumentNo
from services.http.operation import operation
from services.http.paging import ListQuery, ReadQuery, Rows, listed, paged, scope_of
from services.http.people import CondolenceDetails, seals
from services.http.problems import Problem
from services.http.steps import FAULTS_OF_CHARGES, command_of, take
from services.reads.condolence import CondolenceRequestRow

_REQUESTS = "/v1/unions/{union_id}/condolence-requests"
_REQUEST = f"{_REQUESTS}/{{condolence_id}}"
_OFFICER = "01959000-0000-7000-8000-000000000009"
_STEP_REFUSALS = (
    "condolence.before_the_last_step",
    "condolence.office_not_held",
    "condolence.duties_not_separated",
)


class CondolenceWish(Body, frozen=True, kw_only=True):
    """What befell the member is sealed; `subject` names a disease or relative, of which a digest is kept."""

    occurred_on: date
    member_id: MemberId
    occasion: Occasion
    amount_fen: PositiveFen
    handler_id: OfficerId
    details: CondolenceDetails = CondolenceDetails()
    form: Form | None = None
    relation: Relation | None = None
    festival: Festival | None = None
    subject: Annotated[str, Meta(min_length=1, max_length=100)] | None = None


class CondolenceDecision(Body, frozen=True, kw_only=True):
    occurred_on: date
    amount_fen: PositiveFen
    approver_id: OfficerId
    decision_no: DocumentNo | None = None


class CondolenceRejectionBody(Body, frozen=True, kw_only=True):
    occurred_on: date
    reason: RejectionReason
    approver_id: OfficerId


class CondolenceDelivery(Body, frozen=True, kw_only=True):
    """Without an amount, what was approved."""

    occurred_on: date
    deliverer_id: OfficerId
    amount_fen: PositiveFen | None = None
    goods: GoodsGiven = ()
    details: CondolenceDetails = CondolenceDetails()


class CondolenceRequestView(Answered, frozen=True, kw_only=True):
    position: int
    version: int
    request: CondolenceRequestRow


@operation(
    "POST",
    _REQUESTS,
    "requestCondolence",
    tag="condolences",
    policy=may("aid.request"),
    answer=CondolenceWritten,
    writes=True,
    status=201,
    refusals=(
        "member.unknown",
        "condolence.member_unknown",
        "condolence.already_requested",
        "condolence.office_not_held",
        "condolence.duties_not_separated",
    ),
    example={
        "occurred_on": "2026-03-06",
        "member_id": "01959000-0000-7000-8000-000000000002",
        "occasion": "illness",
        "amount_fen": 50000,
        "handler_id": _OFFICER,
        "form": "cash",
        "subject": "肺炎",
        "details": {"evidence": "住院证明"},
    },
)
async def request_condolence(asking: Asking, body: CondolenceWish) -> Answer:
    """Ask for a condolence to a member."""
    condolence_id = uuid5(asking.command_id, "condolence")
    command = await command_of(
        asking,
        RequestCondolence,
        body,
        about=body.member_id,
        condolence_id=CondolenceId(condolence_id),
        duplicate_key=await duplicate_key(asking, body.member_id, body.subject),
    )
    ids = {"condolence_id": condolence_id}
    return await take(
        asking, [command], body, condolence_id, kind=CondolenceWritten, ids=ids, is_new=True
    )


@operation(
    "POST",
    f"{_REQUEST}/approve",
    "approveCondolence",
    tag="condolences",
    policy=may("aid.approve"),
    answer=CondolenceWritten,
    writes=True,
    matches=True,
    refusals=(
        *_STEP_REFUSALS,
        *BENEFIT_REFUSALS,
        "condolence.not_requested",
        "condolence.already_decided",
        "condolence.over_requested",
    ),
    example={"occurred_on": "2026-03-07", "amount_fen": 50000, "approver_id": _OFFICER},
)
async def approve_condolence(
    asking: Asking, condolence_id: UUID, body: CondolenceDecision
) -> Answer:
    """审批 within the benefit rules of the date; the amount may be less than asked for."""
    command = await command_of(
        asking, ApproveCondolence, body, condolence_id=CondolenceId(condolence_id)
    )
    ids = {"condolence_id": condolence_id}
    return await take(asking, [command], body, condolence_id, kind=CondolenceWritten, ids=ids)


@operation(
    "POST",
    f"{_REQUEST}/reject",
    "rejectCondolence",
    tag="condolences",
    policy=may("aid.approve"),
    answer=CondolenceWritten,
    writes=True,
    matches=True,
    refusals=(*_STEP_REFUSALS, "condolence.not_requested", "condolence.already_decided"),
    example={"occurred_on": "2026-03-07", "reason": "no_proof", "approver_id": _OFFICER},
)
async def reject_condolence(
    asking: Asking, condolence_id: UUID, body: CondolenceRejectionBody
) -> Answer:
    """不予慰问, with a reason."""
    command = await command_of(
        asking, RejectCondolence, body, condolence_id=CondolenceId(condolence_id)
    )
    ids = {"condolence_id": condolence_id}
    return await take(asking, [command], body, condolence_id, kind=CondolenceWritten, ids=ids)


@operation(
    "POST",
    f"{_REQUEST}/deliver",
    "deliverCondolence",
    tag="condolences",
    policy=may("payments.make"),
    answer=CondolenceWritten,
    writes=True,
    matches=True,
    refusals=(
        *FAULTS_OF_CHARGES,
        *_STEP_REFUSALS,
        *BENEFIT_REFUSALS,
        *POSTING_REFUSALS,
        "condolence.not_requested",
        "condolence.not_approved",
        "condolence.already_recorded",
        "condolence.over_approved",
    ),
    example={"occurred_on": "2026-03-08", "deliverer_id": _OFFICER},
)
async def deliver_condolence(
    asking: Asking, condolence_id: UUID, body: CondolenceDelivery
) -> Answer:
    """Deliver what was approved: who, why and in which form stand on the request."""
    states = await asking.parts.desk.read_states(asking.tenant_id, [condolence_id])
    known = states.of(condolence_id, condolence.State)
    asked = known.requested
    if asked is None:
        raise Problem("condolence.not_requested")
    granted_fen = asked.amount_fen if known.approved is None else known.approved.amount_fen
    to = await seals(asking, asked.member_id)
    command = RecordCondolence(
        occurred_on=body.occurred_on,
        condolence_id=asked.condolence_id,
        member_id=asked.member_id,
        occasion=asked.occasion,
        amount_fen=granted_fen if body.amount_fen is None else body.amount_fen,
        details=to.struct(asked.member_id, "file", "details", body.details),
        form=asked.form,
        relation=asked.relation,
        festival=asked.festival,
        duplicate_key=asked.duplicate_key,
        goods=body.goods,
        deliverer_id=body.deliverer_id,
    )
    ids = {"condolence_id": condolence_id}
    return await take(asking, [command], body, condolence_id, kind=CondolenceWritten, ids=ids)


@operation(
    "GET",
    _REQUESTS,
    "listCondolenceRequests",
    tag="condolences",
    policy=may("aid.read"),
    answer=Rows[CondolenceRequestRow],
    refusals=("request.cursor_invalid",),
)
async def list_condolence_requests(asking: Asking, query: ListQuery) -> Answer:
    """What was asked for, and what became of it."""
    scope, after = await listed(asking, query)
    page = await asking.parts.ledgers.condolence_requests(scope, limit=query.limit, after=after)
    return await paged(asking, query, scope, page)


@operation(
    "GET",
    _REQUEST,
    "readCondolenceRequest",
    tag="condolences",
    policy=may("aid.read"),
    answer=CondolenceRequestView,
    refusals=("condolence.unknown",),
)
async def read_condolence_request(asking: Asking, condolence_id: UUID, query: ReadQuery) -> Answer:
    """One request."""
    scope = await scope_of(asking, query)
    page = await asking.parts.ledgers.condolence_requests(
        scope, limit=1, condolence_id=condolence_id
    )
    if not page.rows:
        raise Problem("condolence.unknown")
    version = await asking.version_of(condolence_id)
    view = CondolenceRequestView(position=page.position, version=version, request=page.rows[0])
    return Answer(body=view, headers=strong(version))
