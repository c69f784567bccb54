"""帮扶 asked for, reviewed, and decided by the union or by the county (domain.md 5.4)."""

from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID, uuid5

from msgspec import Meta

from domain.aid import AidCategory, ApprovalTier, FundSource
from domain.aid_case import aggregate as aid_case
from domain.aid_case.commands import ApproveAid, CancelAid, RejectAid, RequestAid, ReviewAid
from domain.aid_case.events import CancelReason, RejectionReason
from domain.ids import AidCaseId, HouseholdId, MemberId, OfficerId
from domain.money import PositiveFen
from services.auth import may
from services.http.aid import (
    AID_CASE,
    APPROVAL_REFUSALS,
    FILE_REFUSALS,
    NUMBER,
    AidCaseWritten,
    new_case,
)
from services.http.asking import Answer, Asking
from services.http.county import UNIT_OF_COUNTY, in_unit
from services.http.fields import Body, DocumentNo, Text, Title
from services.http.households import PAPER, Evidence
from services.http.operation import operation
from services.http.people import texts_of
from services.http.problems import Problem
from services.http.steps import command_of, take

_UNION = "/v1/unions/{union_id}"
_COUNTY_CASE = f"{UNIT_OF_COUNTY}/aid-cases/{{aid_case_id}}"
_OFFICER = "01959000-0000-7000-8000-000000000009"
_BENEFICIARY = "01959000-0000-7000-8000-000000000002"
_HOUSEHOLD = "01959000-0000-7000-8000-000000000003"
_DECISION = {"occurred_on": "2026-02-15", "approver_id": _OFFICER, "decision_no": "会议纪要3号"}
_REJECTION_REFUSALS = (
    "aid_case.not_requested",
    "aid_case.already_approved",
    "aid_case.before_the_last_step",
    "aid_case.ended",
    "aid_case.office_not_held",
    "aid_case.duties_not_separated",
)
_REJECTION = {"occurred_on": "2026-02-15", "reason": "over_limit", "approver_id": _OFFICER}


class AidDetails(Body, frozen=True, kw_only=True):
    """What the aid is for; the student's part is that of 金秋助学 (L14)."""

    purpose: Text | None = None
    student_name: Title | None = None
    school: Title | None = None
    school_level: Annotated[str, Meta(max_length=50)] | None = None
    admitted_year: Annotated[str, Meta(max_length=10)] | None = None


class AidRequestBody(Body, frozen=True, kw_only=True):
    """Aid asked for a registered household; `handler_id` brings the case forward (经办人)."""

    occurred_on: date
    case_no: NUMBER
    household_id: HouseholdId
    beneficiary_id: MemberId
    category: AidCategory
    fund_source: FundSource
    amount_fen: PositiveFen
    handler_id: OfficerId
    evidence: Evidence = ()
    details: AidDetails = AidDetails()


class AidReview(Body, frozen=True, kw_only=True):
    occurred_on: date
    outcome: Literal["supported", "not_supported"]
    reviewer_id: OfficerId


class AidDecision(Body, frozen=True, kw_only=True):
    """Approves what was asked for; `amount_fen` may be less than that, never more."""

    occurred_on: date
    approver_id: OfficerId
    amount_fen: PositiveFen | None = None
    decision_no: DocumentNo | None = None


class AidRejection(Body, frozen=True, kw_only=True):
    occurred_on: date
    reason: RejectionReason
    approver_id: OfficerId
    decision_no: DocumentNo | None = None


class AidCancellation(Body, frozen=True, kw_only=True):
    occurred_on: date
    reason: CancelReason
    handler_id: OfficerId


@operation(
    "POST",
    f"{_UNION}/aid-requests",
    "requestAid",
    tag="aid",
    policy=may("aid.request"),
    answer=AidCaseWritten,
    writes=True,
    status=201,
    refusals=(
        *FILE_REFUSALS,
        "aid_case.already_requested",
        "aid_case.already_approved",
        "aid_case.office_not_held",
        "member.unknown",
    ),
    example={
        "occurred_on": "2026-02-10",
        "case_no": "BF-2026-001",
        "household_id": _HOUSEHOLD,
        "beneficiary_id": _BENEFICIARY,
        "category": "medical_aid",
        "fund_source": "hardship_earmarked",
        "amount_fen": 300000,
        "handler_id": _OFFICER,
        "evidence": [PAPER],
        "details": {"purpose": "住院自付费用"},
    },
)
async def request_aid(asking: Asking, body: AidRequestBody) -> Answer:
    """Ask for aid for a registered household (先建档、后帮扶)."""
    aid_case_id = uuid5(asking.tenant_id, f"aid_case:{body.case_no}")
    named = AidCaseId(aid_case_id)
    if texts_of(body.details):
        command = await command_of(
            asking, RequestAid, body, about=body.beneficiary_id, aid_case_id=named
        )
    else:
        command = await command_of(asking, RequestAid, body, aid_case_id=named, details=None)
    return await new_case(asking, command, body, aid_case_id)


async def _step(
    asking: Asking,
    kind: type[ReviewAid | RejectAid | CancelAid],
    body: Body,
    aid_case_id: UUID,
    **given: Any,  # noqa: ANN401 # the rest of the command's fields
) -> Answer:
    command = await command_of(asking, kind, body, aid_case_id=AidCaseId(aid_case_id), **given)
    ids = {"aid_case_id": aid_case_id}
    return await take(asking, [command], body, aid_case_id, kind=AidCaseWritten, ids=ids)


@operation(
    "POST",
    f"{AID_CASE}/review",
    "reviewAid",
    tag="aid",
    policy=may("aid.review"),
    answer=AidCaseWritten,
    writes=True,
    matches=True,
    refusals=(
        "aid_case.not_requested",
        "aid_case.already_reviewed",
        "aid_case.before_the_last_step",
        "aid_case.ended",
        "aid_case.office_not_held",
        "aid_case.duties_not_separated",
    ),
    example={"occurred_on": "2026-02-12", "outcome": "supported", "reviewer_id": _OFFICER},
)
async def review_aid(asking: Asking, aid_case_id: UUID, body: AidReview) -> Answer:
    """审核: whether the request is supported."""
    return await _step(asking, ReviewAid, body, aid_case_id)


async def _approve(
    asking: Asking, aid_case_id: UUID, body: AidDecision, tier: ApprovalTier
) -> Answer:
    """What is approved is what was asked for: the request itself says whom, for what, from which fund."""
    states = await asking.parts.desk.read_states(asking.tenant_id, [aid_case_id])
    asked = states.of(aid_case_id, aid_case.State).requested
    if asked is None:
        raise Problem("aid_case.not_requested")
    command = ApproveAid(
        occurred_on=body.occurred_on,
        aid_case_id=asked.aid_case_id,
        case_no=asked.case_no,
        household_id=asked.household_id,
        beneficiary_id=asked.beneficiary_id,
        category=asked.category,
        fund_source=asked.fund_source,
        amount_fen=asked.amount_fen if body.amount_fen is None else body.amount_fen,
        approver_id=body.approver_id,
        tier=tier,
        decision_no=body.decision_no,
    )
    ids = {"aid_case_id": aid_case_id}
    return await take(asking, [command], body, aid_case_id, kind=AidCaseWritten, ids=ids)


@operation(
    "POST",
    f"{AID_CASE}/approve",
    "approveAidRequest",
    tag="aid",
    policy=may("aid.approve"),
    answer=AidCaseWritten,
    writes=True,
    matches=True,
    refusals=(*APPROVAL_REFUSALS, "aid_case.not_requested"),
    example=_DECISION,
)
async def approve_aid_request(asking: Asking, aid_case_id: UUID, body: AidDecision) -> Answer:
    """审批 by the union's own officers, within the limits and tiers of its policy."""
    return await _approve(asking, aid_case_id, body, "unit")


@operation(
    "POST",
    f"{_COUNTY_CASE}/approve",
    "approveAidByCounty",
    tag="county",
    policy=may("county.decide"),
    answer=AidCaseWritten,
    writes=True,
    matches=True,
    refusals=(*APPROVAL_REFUSALS, "aid_case.not_requested", "federation.unit_unknown"),
    example=_DECISION,
)
async def approve_aid_by_county(
    asking: Asking, unit_id: UUID, aid_case_id: UUID, body: AidDecision
) -> Answer:
    """审批 by the county's officers, in the unit's log."""
    return await _approve(await in_unit(asking, unit_id), aid_case_id, body, "county")


@operation(
    "POST",
    f"{AID_CASE}/reject",
    "rejectAid",
    tag="aid",
    policy=may("aid.approve"),
    answer=AidCaseWritten,
    writes=True,
    matches=True,
    refusals=_REJECTION_REFUSALS,
    example=_REJECTION,
)
async def reject_aid(asking: Asking, aid_case_id: UUID, body: AidRejection) -> Answer:
    """不予批准, with a reason."""
    return await _step(asking, RejectAid, body, aid_case_id)


@operation(
    "POST",
    f"{_COUNTY_CASE}/reject",
    "rejectAidByCounty",
    tag="county",
    policy=may("county.decide"),
    answer=AidCaseWritten,
    writes=True,
    matches=True,
    refusals=(*_REJECTION_REFUSALS, "federation.unit_unknown"),
    example=_REJECTION,
)
async def reject_aid_by_county(
    asking: Asking, unit_id: UUID, aid_case_id: UUID, body: AidRejection
) -> Answer:
    """不予批准 by the county's officers, in the unit's log."""
    there = await in_unit(asking, unit_id)
    return await _step(there, RejectAid, body, aid_case_id, tier="county")


@operation(
    "POST",
    f"{AID_CASE}/cancel",
    "cancelAid",
    tag="aid",
    policy=may("aid.request"),
    answer=AidCaseWritten,
    writes=True,
    matches=True,
    refusals=(
        "aid_case.not_requested",
        "aid_case.already_paid",
        "aid_case.before_the_last_step",
        "aid_case.ended",
        "aid_case.office_not_held",
    ),
    example={"occurred_on": "2026-02-18", "reason": "withdrawn", "handler_id": _OFFICER},
)
async def cancel_aid(asking: Asking, aid_case_id: UUID, body: AidCancellation) -> Answer:
    """撤销 a request, or an approval of which nothing is paid."""
    return await _step(asking, CancelAid, body, aid_case_id)
