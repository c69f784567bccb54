"""A hardship file goes through the steps of domain.md 5.3 in their order, and none is skipped."""

import msgspec
import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st

from domain.event import Fact
from domain.household import aggregate
from domain.household.commands import HouseholdCommand
from domain.household.events import (
    Advice,
    EconomicCheckReturned,
    HardshipApplied,
    HardshipApproved,
    HardshipExited,
    HardshipRelapsed,
    HomeVisitRecorded,
    HouseholdFileClosed,
    HouseholdFileOpened,
    HouseholdFileReopened,
    PreliminaryReviewed,
    PublicNoticeClosed,
    PublicNoticePosted,
)
from domain.ids import OfficerId
from domain.membership import Timeline
from domain.refusal import Refused
from tests.domain.aid import A_MEMBER
from tests.domain.household.cases import (
    APPLY,
    APPROVE,
    CHANGE,
    CHECK,
    CLOSE,
    CLOSE_NOTICE,
    CONTEXT,
    DAY,
    EXIT,
    FILE,
    LIFE,
    OBJECT,
    OPEN,
    POST,
    RECLASSIFY,
    REJECT,
    RELAPSE,
    RESOLVE,
    REVIEW,
    REVIEW_APPLICATION,
    THE_DAY_BEFORE,
    VISIT_HOME,
    after,
    before,
    lived,
)
from tests.domain.strategies import THOROUGH
from tests.domain.values import HANDLER, HOUSEHOLD, OTHER_MEMBER
from tests.support.given_when_then import given

EVENTS = (
    HardshipApplied,
    PreliminaryReviewed,
    HomeVisitRecorded,
    EconomicCheckReturned,
    PublicNoticePosted,
    PublicNoticeClosed,
    HardshipApproved,
    HouseholdFileOpened,
    HardshipExited,
    HouseholdFileClosed,
    HardshipRelapsed,
)


def test_a_file_lives_from_application_to_relapse() -> None:
    """domain.md 5.3: 申请, 初审, 入户, 比对, 公示, 审批, 建档, 脱困, 注销, 返困."""
    assert [type(fact.event) for fact in after(RELAPSE).facts] == list(EVENTS)


@pytest.mark.parametrize("step", LIFE, ids=lambda step: type(step).__name__)
@pytest.mark.parametrize("gone", range(len(LIFE)))
def test_no_step_is_taken_out_of_its_order(step: HouseholdCommand, gone: int) -> None:
    """Only two steps are legal in several places: a paper file is opened, a relapse follows 脱困."""
    outcome = lived(*LIFE[:gone]).when(step, A_MEMBER, CONTEXT)
    legal = {LIFE[gone]}
    if gone == 0:
        legal.add(OPEN)
    if LIFE[gone] == CLOSE:
        legal.add(RELAPSE)
    assert isinstance(outcome.decided, Refused) == (step not in legal)


@pytest.mark.parametrize("step", LIFE[1:], ids=lambda step: type(step).__name__)
def test_no_step_is_dated_before_the_one_it_follows(step: HouseholdCommand) -> None:
    command = msgspec.structs.replace(step, occurred_on=THE_DAY_BEFORE)
    outcome = before(step).when(command, A_MEMBER, CONTEXT)
    outcome.refused("household.before_the_last_step", "occurred_on")


def test_each_step_says_which_one_is_missing() -> None:
    fresh = after(APPLY)
    given().when(REVIEW_APPLICATION, A_MEMBER, CONTEXT).refused(
        "household.no_application_to_review"
    )
    fresh.when(VISIT_HOME, A_MEMBER, CONTEXT).refused("household.not_reviewed")
    fresh.when(CHECK, A_MEMBER, CONTEXT).refused("household.not_visited")
    fresh.when(POST, A_MEMBER, CONTEXT).refused("household.not_checked")
    fresh.when(OBJECT, A_MEMBER, CONTEXT).refused("household.no_notice_to_object_to")
    fresh.when(CLOSE_NOTICE, A_MEMBER, CONTEXT).refused("household.no_notice_to_close")
    fresh.when(APPROVE, A_MEMBER, CONTEXT).refused("household.notice_not_closed")
    after(POST).when(APPROVE, A_MEMBER, CONTEXT).refused("household.notice_still_open")
    fresh.when(OPEN, A_MEMBER, CONTEXT).refused("household.not_approved", "household_id")
    for later in (REVIEW, RECLASSIFY, CHANGE, EXIT, CLOSE):
        fresh.when(later, A_MEMBER, CONTEXT).refused("household.no_open_file", "household_id")
    fresh.when(RELAPSE, A_MEMBER, CONTEXT).refused("household.not_exited", "household_id")


def test_a_second_application_waits_for_the_first() -> None:
    after(APPLY).when(APPLY, A_MEMBER, CONTEXT).refused("household.already_applied")


def test_nobody_applies_for_a_household_that_has_its_file() -> None:
    """domain.md 5.3, step 7: 一户一档."""
    after(OPEN).when(APPLY, A_MEMBER, CONTEXT).refused("household.file_already_open")


def test_only_a_member_applies() -> None:
    outcome = given().when(APPLY, Timeline(), CONTEXT)
    outcome.refused("household.not_a_member_then", "householder_id")


@pytest.mark.parametrize("step", [APPLY, VISIT_HOME, POST], ids=lambda step: type(step).__name__)
def test_a_step_on_paper_has_its_paper(step: HouseholdCommand) -> None:
    """domain.md 5.2: the application pack; R10: 公示 without a proof is a finding."""
    command = msgspec.structs.replace(step, evidence=())
    outcome = before(step).when(command, A_MEMBER, CONTEXT)
    outcome.refused("household.evidence_missing", "evidence")


def test_papers_sent_back_are_handed_in_again() -> None:
    sent_back = msgspec.structs.replace(REVIEW_APPLICATION, outcome="sent_back")
    way = lived(APPLY, sent_back)
    way.when(VISIT_HOME, A_MEMBER, CONTEXT).refused("household.not_reviewed")
    assert way.when(APPLY, A_MEMBER, CONTEXT).state().stage == "applied"


def test_the_home_is_visited_by_two_who_are_two_people() -> None:
    """domain.md 5.3, step 3; how many is policy data."""
    alone = msgspec.structs.replace(VISIT_HOME, visitor_ids=(HANDLER,))
    before(VISIT_HOME).when(alone, A_MEMBER, CONTEXT).refused("household.too_few_visitors")
    twice = msgspec.structs.replace(VISIT_HOME, visitor_ids=(HANDLER, HANDLER))
    before(VISIT_HOME).when(twice, A_MEMBER, CONTEXT).refused("household.duties_not_separated")


def test_nothing_is_compared_that_the_person_did_not_authorise() -> None:
    """domain.md 5.2: the 授权委托书 is signed in person."""
    command = msgspec.structs.replace(VISIT_HOME, authorised=False)
    outcome = before(VISIT_HOME).when(command, A_MEMBER, CONTEXT)
    outcome.refused("household.check_not_authorised", "authorised")


@pytest.mark.parametrize("step", [VISIT_HOME, CHECK, CLOSE_NOTICE, EXIT], ids=str)
def test_without_the_rules_of_the_date_nothing_is_decided(step: HouseholdCommand) -> None:
    context = msgspec.structs.replace(CONTEXT, policy=None)
    outcome = before(step).when(step, A_MEMBER, context)
    outcome.refused("household.no_policy_in_force", "occurred_on")


def test_without_a_line_no_class_is_computed() -> None:
    context = msgspec.structs.replace(CONTEXT, line=None)
    before(CHECK).when(CHECK, A_MEMBER, context).refused("household.no_policy_in_force")


def test_the_check_advises_a_class_and_names_the_rules_it_used() -> None:
    """PIPL art. 24: it only advises, and it can be explained."""
    [checked] = before(CHECK).when(CHECK, A_MEMBER, CONTEXT).events()
    assert isinstance(checked, EconomicCheckReturned)
    assert checked.advice == Advice(
        hardship_class="deep",
        reason="below_line",
        policy_id="hardship.national",
        policy_version=1,
        line_id="hardship_line.county",
        line_version=3,
    )


@pytest.mark.parametrize(
    "wrong", [{"income_year_fen": -1}, {"rigid_year_fen": 10**13}, {"family_size": 0}]
)
def test_figures_are_those_of_a_family(wrong: dict[str, int]) -> None:
    command = msgspec.structs.replace(
        CHECK, figures=msgspec.structs.replace(CHECK.figures, **wrong)
    )
    outcome = before(CHECK).when(command, A_MEMBER, CONTEXT)
    outcome.refused("household.figures_out_of_range", "figures")


def test_after_a_relapse_the_same_file_is_opened_again() -> None:
    """domain.md 5.3, step 12: back to step 1; 一户一档."""
    again = lived(*LIFE, *LIFE[: LIFE.index(OPEN)])
    reopened = HouseholdFileReopened(
        household_id=HOUSEHOLD, hardship_class="deep", circumstances=FILE
    )
    state = again.when(OPEN, A_MEMBER, CONTEXT).then(reopened).state()
    assert (state.stage, state.closed_on, state.opened_on) == ("open", None, DAY)
    assert state.is_open()


def test_a_file_that_relapsed_is_not_open_until_it_was_decided_on_again() -> None:
    """依档帮扶: 脱困 left the file there, and no aid is given on it while the new application runs."""
    relapsed = HardshipRelapsed(household_id=HOUSEHOLD, found_by_id=HANDLER, findings=FILE)
    state = after(EXIT).when(RELAPSE, A_MEMBER, CONTEXT).then(relapsed).state()
    assert (state.stage, state.closed_on, state.closed_because) == ("relapsed", DAY, None)
    assert not state.is_open()


def test_a_closed_file_is_not_opened_from_paper() -> None:
    after(CLOSE).when(OPEN, A_MEMBER, CONTEXT).refused("household.file_closed", "file_no")


def test_who_left_hardship_applies_again_only_after_a_relapse() -> None:
    outcome = after(CLOSE).when(APPLY, A_MEMBER, CONTEXT)
    outcome.refused("household.not_relapsed", "household_id")


def test_the_file_of_a_household_stays_with_its_householder() -> None:
    command = msgspec.structs.replace(APPLY, householder_id=OTHER_MEMBER)
    outcome = after(RELAPSE).when(command, A_MEMBER, CONTEXT)
    outcome.refused("household.file_of_another", "householder_id")


def test_the_file_is_opened_for_whom_it_was_approved() -> None:
    command = msgspec.structs.replace(OPEN, householder_id=OTHER_MEMBER)
    outcome = after(APPROVE).when(command, A_MEMBER, CONTEXT)
    outcome.refused("household.file_of_another", "householder_id")


@pytest.mark.parametrize("other", ["relative", None])
def test_the_file_is_opened_in_the_approved_class(other: str | None) -> None:
    command = msgspec.structs.replace(OPEN, hardship_class=other)
    outcome = after(APPROVE).when(command, A_MEMBER, CONTEXT)
    outcome.refused("household.class_not_approved", "hardship_class")


def test_an_application_can_be_rejected_until_it_is_decided() -> None:
    after(APPLY).when(REJECT, A_MEMBER, CONTEXT).events()
    outcome = after(APPROVE).when(REJECT, A_MEMBER, CONTEXT)
    outcome.refused("household.no_application_to_reject", "household_id")


def test_who_was_rejected_may_apply_again() -> None:
    lived(APPLY, REJECT).when(APPLY, A_MEMBER, CONTEXT).events()


OFFICER_STEPS = [
    (APPLY, "handler_id"),
    (REVIEW_APPLICATION, "reviewer_id"),
    (CHECK, "checker_id"),
    (POST, "handler_id"),
    (CLOSE_NOTICE, "handler_id"),
    (APPROVE, "approver_id"),
    (EXIT, "approver_id"),
    (CLOSE, "approver_id"),
    (RELAPSE, "found_by_id"),
]
STRANGER = OfficerId(OTHER_MEMBER)


@pytest.mark.parametrize(("step", "field"), OFFICER_STEPS, ids=str)
def test_each_step_is_taken_by_somebody_who_holds_the_office(
    step: HouseholdCommand, field: str
) -> None:
    command = msgspec.structs.replace(step, **{field: STRANGER})
    before(step).when(command, A_MEMBER, CONTEXT).refused("household.office_not_held", field)


def test_visitors_and_those_who_keep_the_file_hold_an_office() -> None:
    visit = msgspec.structs.replace(VISIT_HOME, visitor_ids=(HANDLER, STRANGER))
    before(VISIT_HOME).when(visit, A_MEMBER, CONTEXT).refused("household.office_not_held")
    review = msgspec.structs.replace(REVIEW, reviewer_id=STRANGER)
    after(OPEN).when(review, A_MEMBER, CONTEXT).refused("household.office_not_held")
    change = msgspec.structs.replace(CHANGE, handler_id=STRANGER)
    after(OPEN).when(change, A_MEMBER, CONTEXT).refused("household.office_not_held")
    resolve = msgspec.structs.replace(RESOLVE, officer_id=STRANGER)
    objected = lived(*LIFE[: LIFE.index(POST) + 1], OBJECT)
    objected.when(resolve, A_MEMBER, CONTEXT).refused("household.office_not_held")


@THOROUGH
@for_all(st.lists(st.sampled_from([*LIFE, REJECT, OBJECT, RESOLVE, REVIEW, CHANGE]), max_size=40))
def test_a_file_is_open_only_after_all_its_steps(commands: list[HouseholdCommand]) -> None:
    """Whatever is asked in whatever order: no approval without visit, check and a closed notice."""
    state = aggregate.State()
    seen: list[type] = []
    for version, command in enumerate(commands, 1):
        decided = aggregate.decide(state, command, A_MEMBER, CONTEXT)
        if isinstance(decided, Refused):
            continue
        for event in decided:
            if isinstance(event, HardshipApplied):
                seen = []
            if isinstance(event, HardshipApproved):
                assert set(EVENTS[:6]) <= set(seen)
                assert not state.open_objections
            if isinstance(event, HouseholdFileReopened):
                assert HardshipApproved in seen
            seen.append(type(event))
            state = aggregate.evolve(state, Fact(event, command.occurred_on, version))
