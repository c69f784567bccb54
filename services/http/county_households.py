"""困难职工档案, decided by the county: facts of the unit's own log under the county's key (domain.md 5.3).

Steps 4, 6, 9, 10 and 11: the officers of the county sign, and none of those who worked on the case.
"""

from datetime import date
from uuid import UUID

from domain.aid import HardshipClass
from domain.household import commands as ask
from domain.household.events import ClosingReason, ExitKind, RejectionReason
from domain.ids import OfficerId
from domain.policy.hardship import Figures
from services.auth import may
from services.http.asking import Answer, Asking
from services.http.county import UNIT_OF_COUNTY, in_unit
from services.http.fields import Body, DocumentNoNeeded
from services.http.hardship_form import Findings
from services.http.households import STEP_REFUSALS, HouseholdWritten, step
from services.http.operation import operation

_HOUSEHOLD = f"{UNIT_OF_COUNTY}/households/{{household_id}}"
_OFFICER = "01959000-0000-7000-8000-000000000007"
_REFUSALS = (
    *STEP_REFUSALS,
    "federation.unit_unknown",
    "household.decision_missing",
    "request.path_unknown",
)


class EconomicCheck(Body, frozen=True, kw_only=True):
    """`figures` are compared with the local line and forgotten; only the class they advise is kept."""

    occurred_on: date
    checker_id: OfficerId
    document_no: DocumentNoNeeded
    findings: Findings
    figures: Figures


class Approval(Body, frozen=True, kw_only=True):
    """`differs_because`: why the class is not the one that was advised."""

    occurred_on: date
    hardship_class: HardshipClass
    approver_id: OfficerId
    decision_no: DocumentNoNeeded
    differs_because: Findings | None = None


class Rejection(Body, frozen=True, kw_only=True):
    occurred_on: date
    reason: RejectionReason
    details: Findings
    approver_id: OfficerId
    decision_no: DocumentNoNeeded


class Exit(Body, frozen=True, kw_only=True):
    """`months_above`: months in a row with a per-capita income above the line."""

    occurred_on: date
    kind: ExitKind
    months_above: int
    approver_id: OfficerId
    decision_no: DocumentNoNeeded


class FileClosing(Body, frozen=True, kw_only=True):
    occurred_on: date
    reason: ClosingReason
    approver_id: OfficerId
    decision_no: DocumentNoNeeded


_APPROVAL = {
    "occurred_on": "2026-02-02",
    "hardship_class": "deep",
    "approver_id": _OFFICER,
    "decision_no": "青工帮〔2026〕3号",
}


@operation(
    "POST",
    f"{_HOUSEHOLD}/economic-check",
    "returnEconomicCheck",
    tag="county",
    policy=may("county.decide"),
    answer=HouseholdWritten,
    writes=True,
    matches=True,
    refusals=(
        *_REFUSALS,
        "household.not_visited",
        "household.no_policy_in_force",
        "household.figures_out_of_range",
    ),
    example={
        "occurred_on": "2026-01-18",
        "checker_id": _OFFICER,
        "document_no": "核对〔2026〕15号",
        "findings": {"summary": "无车辆、无经商登记"},
        "figures": {"income_year_fen": 3600000, "rigid_year_fen": 2400000, "family_size": 3},
    },
)
async def return_economic_check(
    asking: Asking, unit_id: UUID, household_id: UUID, body: EconomicCheck
) -> Answer:
    """Step 4 (信息比对): what 民政 found; the class that the figures advise is computed here."""
    return await step(await in_unit(asking, unit_id), ask.ReturnEconomicCheck, body, household_id)


@operation(
    "POST",
    f"{_HOUSEHOLD}/approve",
    "approveHardship",
    tag="county",
    policy=may("county.decide"),
    answer=HouseholdWritten,
    writes=True,
    matches=True,
    refusals=(
        *_REFUSALS,
        "household.notice_still_open",
        "household.notice_not_closed",
        "household.objection_open",
        "household.objection_upheld",
        "household.class_not_noticed",
        "household.class_differs_without_reason",
    ),
    example=_APPROVAL,
)
async def approve_hardship(
    asking: Asking, unit_id: UUID, household_id: UUID, body: Approval
) -> Answer:
    """Step 6 (审批): the class that was put on notice, on a document of the chair's meeting."""
    return await step(await in_unit(asking, unit_id), ask.ApproveHardship, body, household_id)


@operation(
    "POST",
    f"{_HOUSEHOLD}/reject",
    "rejectHardship",
    tag="county",
    policy=may("county.decide"),
    answer=HouseholdWritten,
    writes=True,
    matches=True,
    refusals=(*_REFUSALS, "household.no_application_to_reject"),
    example={
        "occurred_on": "2026-02-02",
        "reason": "income_above_lines",
        "details": {"summary": "家庭人均收入高于标准"},
        "approver_id": _OFFICER,
        "decision_no": "青工帮〔2026〕4号",
    },
)
async def reject_hardship(
    asking: Asking, unit_id: UUID, household_id: UUID, body: Rejection
) -> Answer:
    """Step 6 (不予认定), with a written reason."""
    return await step(await in_unit(asking, unit_id), ask.RejectHardship, body, household_id)


@operation(
    "POST",
    f"{_HOUSEHOLD}/reclassify",
    "reclassifyHardship",
    tag="county",
    policy=may("county.decide"),
    answer=HouseholdWritten,
    writes=True,
    matches=True,
    refusals=(
        *_REFUSALS,
        "household.no_open_file",
        "household.class_unchanged",
        "household.class_differs_without_reason",
    ),
    example=_APPROVAL | {"occurred_on": "2026-11-20", "hardship_class": "relative"},
)
async def reclassify_hardship(
    asking: Asking, unit_id: UUID, household_id: UUID, body: Approval
) -> Answer:
    """Step 9: another class for a file that is open."""
    return await step(await in_unit(asking, unit_id), ask.ReclassifyHardship, body, household_id)


@operation(
    "POST",
    f"{_HOUSEHOLD}/exit",
    "exitHardship",
    tag="county",
    policy=may("county.decide"),
    answer=HouseholdWritten,
    writes=True,
    matches=True,
    refusals=(
        *_REFUSALS,
        "household.no_open_file",
        "household.lifted_too_early",
        "household.months_out_of_range",
        "household.no_policy_in_force",
    ),
    example={
        "occurred_on": "2026-12-01",
        "kind": "lifted",
        "months_above": 6,
        "approver_id": _OFFICER,
        "decision_no": "青工帮〔2026〕21号",
    },
)
async def exit_hardship(asking: Asking, unit_id: UUID, household_id: UUID, body: Exit) -> Answer:
    """Step 10: 脱困 after enough months above the line, or 解困 by the state's safety net."""
    return await step(await in_unit(asking, unit_id), ask.ExitHardship, body, household_id)


@operation(
    "POST",
    f"{_HOUSEHOLD}/close",
    "closeHouseholdFile",
    tag="county",
    policy=may("county.decide"),
    answer=HouseholdWritten,
    writes=True,
    matches=True,
    refusals=(*_REFUSALS, "household.no_open_file", "household.not_exited"),
    example={
        "occurred_on": "2026-12-20",
        "reason": "exited",
        "approver_id": _OFFICER,
        "decision_no": "青工帮〔2026〕25号",
    },
)
async def close_household_file(
    asking: Asking, unit_id: UUID, household_id: UUID, body: FileClosing
) -> Answer:
    """Step 11 (注销, 退档): the file is kept, and the household may have another one later."""
    return await step(await in_unit(asking, unit_id), ask.CloseHouseholdFile, body, household_id)
