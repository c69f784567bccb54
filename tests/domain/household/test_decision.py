"""Public notice, objections and the county's decision: who may, who may not, and on what."""

import msgspec
import pytest

from domain.household.commands import HouseholdCommand
from domain.household.events import HardshipApproved, HouseholdFileClosed, PublicNoticeClosed
from domain.ids import OfficerId
from domain.officers import Officers
from tests.domain.aid import A_MEMBER, COUNTY, COUNTY_APPROVER, OFFICERS, who_is
from tests.domain.household.cases import (
    APPLY,
    APPROVE,
    CHECK,
    CLOSE,
    CLOSE_NOTICE,
    CONTEXT,
    EXIT,
    FILE,
    LIFE,
    OBJECT,
    OPEN,
    POST,
    RECLASSIFY,
    REJECT,
    RESOLVE,
    REVIEW,
    REVIEW_APPLICATION,
    VISIT_HOME,
    after,
    before,
    lived,
)
from tests.domain.values import HANDLER, HOUSEHOLD, MEMBER, OTHER_MEMBER, REVIEWER
from tests.support.given_when_then import Given

OBJECTED = (*LIFE[: LIFE.index(POST) + 1], OBJECT)


def as_person(officer_id: OfficerId, known: Officers = OFFICERS) -> dict[str, Officers]:
    """Say that an officer is the householder."""
    return {"officers" if known is OFFICERS else "county": who_is(officer_id, MEMBER, known)}


@pytest.mark.parametrize("days", [0, 4])
def test_a_notice_stands_five_working_days(days: int) -> None:
    """Rule 13 and R10 of domain.md: 公示天数不足. Five is policy data."""
    context = msgspec.structs.replace(CONTEXT, working_days=days)
    outcome = before(CLOSE_NOTICE).when(CLOSE_NOTICE, A_MEMBER, context)
    outcome.refused("household.notice_too_short", "occurred_on")


def test_the_days_that_counted_are_kept_with_the_rule() -> None:
    closed = PublicNoticeClosed(
        household_id=HOUSEHOLD,
        working_days=5,
        handler_id=HANDLER,
        policy_id="hardship.national",
        policy_version=1,
    )
    before(CLOSE_NOTICE).when(CLOSE_NOTICE, A_MEMBER, CONTEXT).then(closed)


def test_an_open_objection_keeps_the_notice_open() -> None:
    objected = lived(*OBJECTED)
    objected.when(CLOSE_NOTICE, A_MEMBER, CONTEXT).refused("household.objection_open")
    lived(*OBJECTED, RESOLVE).when(CLOSE_NOTICE, A_MEMBER, CONTEXT).events()


def test_an_objection_after_the_notice_still_stops_the_approval() -> None:
    late = lived(*LIFE[: LIFE.index(APPROVE)], OBJECT)
    late.when(APPROVE, A_MEMBER, CONTEXT).refused("household.objection_open", "household_id")


def test_after_an_upheld_objection_only_the_rejection_is_left() -> None:
    upheld = msgspec.structs.replace(RESOLVE, outcome="upheld")
    way = lived(*OBJECTED, upheld, CLOSE_NOTICE)
    way.when(APPROVE, A_MEMBER, CONTEXT).refused("household.objection_upheld", "household_id")
    way.when(REJECT, A_MEMBER, CONTEXT).events()


def test_an_objection_is_raised_and_resolved_once() -> None:
    lived(*OBJECTED).when(OBJECT, A_MEMBER, CONTEXT).refused(
        "household.objection_already_raised", "objection_id"
    )
    lived(*OBJECTED, RESOLVE).when(RESOLVE, A_MEMBER, CONTEXT).refused(
        "household.no_such_objection", "objection_id"
    )


def test_whoever_brought_the_case_does_not_judge_the_objection() -> None:
    command = msgspec.structs.replace(RESOLVE, officer_id=HANDLER)
    outcome = lived(*OBJECTED).when(command, A_MEMBER, CONTEXT)
    outcome.refused("household.duties_not_separated", "officer_id")


def test_the_county_approves_the_class_that_was_posted() -> None:
    approved = HardshipApproved(
        household_id=HOUSEHOLD,
        hardship_class="deep",
        approver_id=COUNTY_APPROVER,
        decision_no="县工〔2026〕8号",
    )
    before(APPROVE).when(APPROVE, A_MEMBER, CONTEXT).then(approved)
    other = msgspec.structs.replace(APPROVE, hardship_class="relative")
    outcome = before(APPROVE).when(other, A_MEMBER, CONTEXT)
    outcome.refused("household.class_not_noticed", "hardship_class")


def posted_as_relative() -> Given:
    posted = msgspec.structs.replace(POST, hardship_class="relative")
    return lived(APPLY, REVIEW_APPLICATION, VISIT_HOME, CHECK, posted, CLOSE_NOTICE)


def test_a_class_other_than_the_advised_one_has_its_reason() -> None:
    """The computed class only advises (PIPL art. 24); whoever decides otherwise says why."""
    silent = msgspec.structs.replace(APPROVE, hardship_class="relative")
    posted_as_relative().when(silent, A_MEMBER, CONTEXT).refused(
        "household.class_differs_without_reason", "differs_because"
    )
    told = msgspec.structs.replace(silent, differs_because=FILE)
    posted_as_relative().when(told, A_MEMBER, CONTEXT).events()


COUNTY_STEPS = [APPROVE, EXIT, CLOSE]


@pytest.mark.parametrize("step", COUNTY_STEPS, ids=lambda step: type(step).__name__)
def test_the_county_decides_on_a_document(step: HouseholdCommand) -> None:
    command = msgspec.structs.replace(step, decision_no="")
    before(step).when(command, A_MEMBER, CONTEXT).refused(
        "household.decision_missing", "decision_no"
    )


@pytest.mark.parametrize("worked", [HANDLER, REVIEWER])
def test_whoever_worked_on_the_case_does_not_approve_it(worked: OfficerId) -> None:
    """会计法 art. 25, domain.md 5.4: also where the union's officer is one of the county's."""
    county = Officers({(worked, "approver"): None})
    context = msgspec.structs.replace(CONTEXT, county=county)
    command = msgspec.structs.replace(APPROVE, approver_id=worked)
    outcome = before(APPROVE).when(command, A_MEMBER, context)
    outcome.refused("household.duties_not_separated", "approver_id")


@pytest.mark.parametrize(
    ("step", "field", "people"),
    [
        (APPLY, "handler_id", as_person(HANDLER)),
        (REVIEW_APPLICATION, "reviewer_id", as_person(REVIEWER)),
        (CHECK, "checker_id", as_person(CHECK.checker_id, COUNTY)),
        (APPROVE, "approver_id", as_person(COUNTY_APPROVER, COUNTY)),
    ],
    ids=["handler", "reviewer", "checker", "approver"],
)
def test_nobody_works_on_the_own_application(
    step: HouseholdCommand, field: str, people: dict[str, Officers]
) -> None:
    """Rule 15 of domain.md."""
    context = msgspec.structs.replace(CONTEXT, **people)
    before(step).when(step, A_MEMBER, context).refused("household.duties_not_separated", field)


def test_nobody_reviews_what_he_handled() -> None:
    officers = Officers({**OFFICERS.held, (HANDLER, "reviewer"): None})
    context = msgspec.structs.replace(CONTEXT, officers=officers)
    command = msgspec.structs.replace(REVIEW_APPLICATION, reviewer_id=HANDLER)
    outcome = before(REVIEW_APPLICATION).when(command, A_MEMBER, context)
    outcome.refused("household.duties_not_separated", "reviewer_id")


def test_nobody_reviews_the_own_file() -> None:
    context = msgspec.structs.replace(CONTEXT, officers=who_is(REVIEWER, MEMBER))
    outcome = after(OPEN).when(REVIEW, A_MEMBER, context)
    outcome.refused("household.duties_not_separated", "reviewer_id")


def test_a_review_may_compute_the_class_anew() -> None:
    richer = msgspec.structs.replace(CHECK.figures, income_year_fen=6000000)
    command = msgspec.structs.replace(REVIEW, figures=richer)
    state = after(OPEN).when(command, A_MEMBER, CONTEXT).state()
    assert state.advice is not None
    assert state.advice.hardship_class == "relative"
    bad = msgspec.structs.replace(REVIEW, figures=msgspec.structs.replace(richer, family_size=0))
    after(OPEN).when(bad, A_MEMBER, CONTEXT).refused("household.figures_out_of_range")


def test_a_class_is_changed_by_the_county_with_a_reason() -> None:
    opened = after(OPEN)
    assert opened.when(RECLASSIFY, A_MEMBER, CONTEXT).state().hardship_class == "relative"
    silent = msgspec.structs.replace(RECLASSIFY, differs_because=None)
    opened.when(silent, A_MEMBER, CONTEXT).refused("household.class_differs_without_reason")
    same = msgspec.structs.replace(RECLASSIFY, hardship_class="deep")
    opened.when(same, A_MEMBER, CONTEXT).refused("household.class_unchanged", "hardship_class")
    nobody = msgspec.structs.replace(RECLASSIFY, approver_id=OfficerId(OTHER_MEMBER))
    opened.when(nobody, A_MEMBER, CONTEXT).refused("household.office_not_held", "approver_id")


@pytest.mark.parametrize("months", [0, 5])
def test_lifted_is_who_was_above_the_line_six_months_in_a_row(months: int) -> None:
    """domain.md 5.3, step 10 (江苏): 连续6个月. Six is policy data."""
    command = msgspec.structs.replace(EXIT, months_above=months)
    outcome = before(EXIT).when(command, A_MEMBER, CONTEXT)
    outcome.refused("household.lifted_too_early", "months_above")


def test_safety_netted_needs_no_months() -> None:
    command = msgspec.structs.replace(EXIT, kind="safety_netted", months_above=0)
    before(EXIT).when(command, A_MEMBER, CONTEXT).events()


@pytest.mark.parametrize("months", [-1, 10**6])
def test_months_are_months_of_a_life(months: int) -> None:
    command = msgspec.structs.replace(EXIT, months_above=months)
    outcome = before(EXIT).when(command, A_MEMBER, CONTEXT)
    outcome.refused("household.months_out_of_range", "months_above")


@pytest.mark.parametrize(
    "reason", ["death", "retirement", "transfer", "misidentified", "ineligible"]
)
def test_a_file_is_closed_for_other_reasons_without_an_exit(reason: str) -> None:
    """domain.md 5.3, step 11."""
    command = msgspec.structs.replace(CLOSE, reason=reason)
    [closed] = after(OPEN).when(command, A_MEMBER, CONTEXT).events()
    assert isinstance(closed, HouseholdFileClosed)
    assert closed.reason == reason


def test_closing_for_an_exit_needs_the_exit() -> None:
    outcome = after(OPEN).when(CLOSE, A_MEMBER, CONTEXT)
    outcome.refused("household.not_exited", "reason")
