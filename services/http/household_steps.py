"""困难职工档案: the steps of a hardship file that the union takes after the application (domain.md 5.3)."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID, uuid5

from msgspec import Meta

from domain.aid import HardshipClass
from domain.household import commands as ask
from domain.household.events import ChangeKind, ReviewKind, ReviewOutcome
from domain.ids import ObjectionId, OfficerId
from domain.policy.hardship import Figures
from services.auth import may
from services.http.asking import Answer, Asking
from services.http.fields import Body
from services.http.hardship_form import Findings, HardshipForm
from services.http.households import PAPER, STEP_REFUSALS, Evidence, HouseholdWritten, step
from services.http.operation import operation

_UNION = "/v1/unions/{union_id}"
_HOUSEHOLD = f"{_UNION}/households/{{household_id}}"
_OFFICER = "01959000-0000-7000-8000-000000000009"


class ApplicationReview(Body, frozen=True, kw_only=True):
    occurred_on: date
    outcome: Literal["passed", "sent_back"]
    reviewer_id: OfficerId


class HomeVisit(Body, frozen=True, kw_only=True):
    """`authorised`: 申请书 and 家庭经济状况核对授权委托书 were signed in person."""

    occurred_on: date
    visitor_ids: Annotated[tuple[OfficerId, ...], Meta(max_length=20)]
    authorised: bool
    evidence: Evidence
    findings: Findings


class Notice(Body, frozen=True, kw_only=True):
    occurred_on: date
    place: Literal["unit", "residents_committee"]
    hardship_class: HardshipClass
    handler_id: OfficerId
    evidence: Evidence


class NoticeEnd(Body, frozen=True, kw_only=True):
    occurred_on: date
    handler_id: OfficerId


class Objection(Body, frozen=True, kw_only=True):
    occurred_on: date
    details: Findings


class ObjectionAnswer(Body, frozen=True, kw_only=True):
    occurred_on: date
    outcome: Literal["unfounded", "upheld"]
    officer_id: OfficerId
    details: Findings


class FileReview(Body, frozen=True, kw_only=True):
    """动态管理: the yearly review, a spot check or a return visit; `figures` give the class they advise."""

    occurred_on: date
    kind: ReviewKind
    outcome: ReviewOutcome
    reviewer_id: OfficerId
    findings: Findings
    figures: Figures | None = None


class Change(Body, frozen=True, kw_only=True):
    occurred_on: date
    kind: ChangeKind
    circumstances: HardshipForm
    handler_id: OfficerId


class Relapse(Body, frozen=True, kw_only=True):
    occurred_on: date
    found_by_id: OfficerId
    findings: Findings


@operation(
    "POST",
    f"{_HOUSEHOLD}/review-application",
    "reviewHardshipApplication",
    tag="aid",
    policy=may("aid.review"),
    answer=HouseholdWritten,
    writes=True,
    matches=True,
    refusals=(*STEP_REFUSALS, "household.no_application_to_review", "request.path_unknown"),
    example={"occurred_on": "2026-01-12", "outcome": "passed", "reviewer_id": _OFFICER},
)
async def review_application(asking: Asking, household_id: UUID, body: ApplicationReview) -> Answer:
    """Step 2 (初审): passed, or sent back for missing papers."""
    return await step(asking, ask.ReviewApplication, body, household_id)


@operation(
    "POST",
    f"{_HOUSEHOLD}/home-visit",
    "recordHomeVisit",
    tag="aid",
    policy=may("aid.request"),
    answer=HouseholdWritten,
    writes=True,
    matches=True,
    refusals=(
        *STEP_REFUSALS,
        "household.not_reviewed",
        "household.no_policy_in_force",
        "household.check_not_authorised",
        "household.evidence_missing",
        "household.too_few_visitors",
        "request.path_unknown",
    ),
    example={
        "occurred_on": "2026-01-15",
        "visitor_ids": [_OFFICER, "01959000-0000-7000-8000-000000000008"],
        "authorised": True,
        "evidence": [PAPER],
        "findings": {"summary": "情况属实"},
    },
)
async def record_home_visit(asking: Asking, household_id: UUID, body: HomeVisit) -> Answer:
    """Step 3 (入户核实) by several people, with the signed authorisation to check."""
    return await step(asking, ask.RecordHomeVisit, body, household_id)


@operation(
    "POST",
    f"{_HOUSEHOLD}/notice",
    "postPublicNotice",
    tag="aid",
    policy=may("aid.request"),
    answer=HouseholdWritten,
    writes=True,
    matches=True,
    refusals=(
        *STEP_REFUSALS,
        "household.not_checked",
        "household.evidence_missing",
        "request.path_unknown",
    ),
    example={
        "occurred_on": "2026-01-20",
        "place": "unit",
        "hardship_class": "deep",
        "handler_id": _OFFICER,
        "evidence": [PAPER],
    },
)
async def post_public_notice(asking: Asking, household_id: UUID, body: Notice) -> Answer:
    """Step 5 (公示) begins; `GET …/notice` gives the sheet to hang out."""
    return await step(asking, ask.PostPublicNotice, body, household_id)


@operation(
    "POST",
    f"{_HOUSEHOLD}/notice/close",
    "closePublicNotice",
    tag="aid",
    policy=may("aid.request"),
    answer=HouseholdWritten,
    writes=True,
    matches=True,
    refusals=(
        *STEP_REFUSALS,
        "household.no_notice_to_close",
        "household.notice_too_short",
        "household.objection_open",
        "household.no_policy_in_force",
        "request.path_unknown",
    ),
    example={"occurred_on": "2026-01-28", "handler_id": _OFFICER},
)
async def close_public_notice(asking: Asking, household_id: UUID, body: NoticeEnd) -> Answer:
    """Step 5 ends after the working days that the policy asks for, statutory holidays left out."""
    return await step(asking, ask.ClosePublicNotice, body, household_id)


@operation(
    "POST",
    f"{_HOUSEHOLD}/objections",
    "raiseObjection",
    tag="aid",
    policy=may("aid.request"),
    answer=HouseholdWritten,
    writes=True,
    matches=True,
    status=201,
    refusals=(
        "household.before_the_last_step",
        "household.no_notice_to_object_to",
        "household.objection_already_raised",
        "request.path_unknown",
    ),
    example={"occurred_on": "2026-01-22", "details": {"summary": "名下有经营门面"}},
)
async def raise_objection(asking: Asking, household_id: UUID, body: Objection) -> Answer:
    """异议: somebody objects; the id of the objection is that of its step."""
    objection_id = ObjectionId(uuid5(asking.command_id, "objection"))
    return await step(asking, ask.RaiseObjection, body, household_id, objection_id=objection_id)


@operation(
    "POST",
    f"{_HOUSEHOLD}/objections/{{objection_id}}/resolve",
    "resolveObjection",
    tag="aid",
    policy=may("aid.review"),
    answer=HouseholdWritten,
    writes=True,
    matches=True,
    refusals=(*STEP_REFUSALS, "household.no_such_objection", "request.path_unknown"),
    example={
        "occurred_on": "2026-01-25",
        "outcome": "unfounded",
        "officer_id": _OFFICER,
        "details": {"summary": "门面已转让，有合同"},
    },
)
async def resolve_objection(
    asking: Asking, household_id: UUID, objection_id: UUID, body: ObjectionAnswer
) -> Answer:
    """Answer an objection; one that is upheld leaves only the rejection."""
    return await step(asking, ask.ResolveObjection, body, household_id, objection_id=objection_id)


@operation(
    "POST",
    f"{_HOUSEHOLD}/reviews",
    "reviewHardship",
    tag="aid",
    policy=may("aid.review"),
    answer=HouseholdWritten,
    writes=True,
    matches=True,
    refusals=(
        *STEP_REFUSALS,
        "household.no_open_file",
        "household.figures_out_of_range",
        "household.no_policy_in_force",
        "request.path_unknown",
    ),
    example={
        "occurred_on": "2026-11-10",
        "kind": "yearly",
        "outcome": "unchanged",
        "reviewer_id": _OFFICER,
        "findings": {"summary": "仍在治疗"},
    },
)
async def review_hardship(asking: Asking, household_id: UUID, body: FileReview) -> Answer:
    """Step 9 (动态管理): what a review found; whether anything follows is decided by the county."""
    return await step(asking, ask.ReviewHardship, body, household_id)


@operation(
    "POST",
    f"{_HOUSEHOLD}/changes",
    "changeHousehold",
    tag="aid",
    policy=may("aid.request"),
    answer=HouseholdWritten,
    writes=True,
    matches=True,
    refusals=(*STEP_REFUSALS, "household.no_open_file", "request.path_unknown"),
    example={
        "occurred_on": "2026-06-01",
        "kind": "income",
        "circumstances": {"cause": "本人大病", "family_size": 3, "monthly_income_fen": 95000},
        "handler_id": _OFFICER,
    },
)
async def change_household(asking: Asking, household_id: UUID, body: Change) -> Answer:
    """Step 9: something about the family changed; the whole form is told anew."""
    return await step(asking, ask.ChangeHousehold, body, household_id)


@operation(
    "POST",
    f"{_HOUSEHOLD}/relapse",
    "recordRelapse",
    tag="aid",
    policy=may("aid.request"),
    answer=HouseholdWritten,
    writes=True,
    matches=True,
    refusals=(*STEP_REFUSALS, "household.not_exited", "request.path_unknown"),
    example={
        "occurred_on": "2027-03-01",
        "found_by_id": _OFFICER,
        "findings": {"summary": "病情复发"},
    },
)
async def record_relapse(asking: Asking, household_id: UUID, body: Relapse) -> Answer:
    """Step 12 (返困), found on a return visit: the way leads back to the application."""
    return await step(asking, ask.RecordRelapse, body, household_id)
