"""困难职工档案: steps 1 and 7 of a household known already: named by its id, not by a number typed again."""

from datetime import date
from typing import Literal
from uuid import UUID, uuid5

from domain.household import aggregate as household
from domain.household import commands as ask
from domain.ids import OfficerId
from services.auth import may
from services.http.asking import Answer, Asking
from services.http.fields import Body
from services.http.hardship_form import HardshipForm
from services.http.households import (
    FILE_NO,
    PAPER,
    STEP_REFUSALS,
    Evidence,
    HouseholdWritten,
    step,
)
from services.http.operation import operation
from services.http.problems import Problem

_HOUSEHOLD = "/v1/unions/{union_id}/households/{household_id}"
_OFFICER = "01959000-0000-7000-8000-000000000009"


class ApplicationAgain(Body, frozen=True, kw_only=True):
    """What is applied with anew: after papers were missing, after a rejection, or after a relapse."""

    occurred_on: date
    applied_by: Literal["person", "union"]
    handler_id: OfficerId
    evidence: Evidence
    circumstances: HardshipForm = HardshipForm()


class ApprovedFile(Body, frozen=True, kw_only=True):
    """Whose file it is and of which class is what the county approved."""

    occurred_on: date
    file_no: FILE_NO
    circumstances: HardshipForm = HardshipForm()


@operation(
    "POST",
    f"{_HOUSEHOLD}/apply",
    "applyAgainForHardship",
    tag="aid",
    policy=may("aid.request"),
    answer=HouseholdWritten,
    writes=True,
    matches=True,
    refusals=(
        *STEP_REFUSALS,
        "household.already_applied",
        "household.evidence_missing",
        "household.file_already_open",
        "household.not_a_member_then",
        "household.not_relapsed",
        "request.path_unknown",
    ),
    example={
        "occurred_on": "2026-01-20",
        "applied_by": "person",
        "handler_id": _OFFICER,
        "evidence": [PAPER],
        "circumstances": {"cause": "本人大病", "family_size": 3},
    },
)
async def apply_again_for_hardship(
    asking: Asking, household_id: UUID, body: ApplicationAgain
) -> Answer:
    """Step 1 (申请) once more, by a household that has applied before or has relapsed (返困)."""
    states = await asking.parts.desk.read_states(asking.tenant_id, [household_id])
    known = states.of(household_id, household.State)
    householder_id = known.householder_id or known.applicant_id
    return await step(
        asking, ask.ApplyForHardship, body, household_id, householder_id=householder_id
    )


@operation(
    "POST",
    f"{_HOUSEHOLD}/open",
    "openApprovedFile",
    tag="aid",
    policy=may("aid.request"),
    answer=HouseholdWritten,
    writes=True,
    matches=True,
    refusals=(
        "household.file_already_open",
        "household.file_closed",
        "household.file_of_another",
        "household.not_approved",
        "household.class_not_approved",
        "household.before_the_last_step",
        "household.member_unknown",
        "request.path_unknown",
        "store.claim_taken",
    ),
    example={
        "occurred_on": "2026-02-26",
        "file_no": "KN-2026-002",
        "circumstances": {"cause": "本人大病", "family_size": 3, "monthly_income_fen": 80000},
    },
)
async def open_approved_file(asking: Asking, household_id: UUID, body: ApprovedFile) -> Answer:
    """Step 7 (建档) of a household that the county has approved; a number names one household only."""
    named = uuid5(asking.tenant_id, f"household:{body.file_no}")
    states = await asking.parts.desk.read_states(asking.tenant_id, [household_id, named])
    known = states.of(household_id, household.State)
    other = states.of(named, household.State)
    is_approved = known.stage == "approved" and known.applicant_id is not None
    if known.stage != "none" and not is_approved:
        raise Problem("household.not_approved")
    if named != household_id and other.stage != "none":
        raise Problem("household.file_of_another")
    return await step(
        asking,
        ask.OpenHouseholdFile,
        body,
        household_id,
        householder_id=known.applicant_id,
        hardship_class=known.hardship_class,
    )
