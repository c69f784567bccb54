"""A visit (五必访, L17): on the union's occasions, with the days from occurrence to report and to visit."""

from datetime import date

import msgspec
import pytest

from domain.membership import Timeline
from domain.visit.aggregate import Context
from domain.visit.commands import RecordFollowUp, RecordVisit, ReverseVisit
from domain.visit.events import VisitFollowUpRecorded, VisitRecorded, VisitReversed
from tests.domain.aid import A_MEMBER, OFFICERS, STRANGER, VISIT, VISIT_POLICY, who_is
from tests.domain.values import HANDLER, MEMBER, REVIEWER, sealed
from tests.support.given_when_then import given, on

DAY = date(2026, 3, 5)
CONTEXT = Context(member=A_MEMBER, policy=VISIT_POLICY, officers=OFFICERS)
RECORD = RecordVisit(
    occurred_on=DAY,
    visit_id=VISIT,
    member_id=MEMBER,
    occasion="hospitalised",
    happened_on=date(2026, 3, 1),
    reported_on=date(2026, 3, 2),
    visitor_ids=(HANDLER, REVIEWER),
    details=sealed("file"),
)
RECORDED = VisitRecorded(
    visit_id=VISIT,
    member_id=MEMBER,
    occasion="hospitalised",
    happened_on=date(2026, 3, 1),
    reported_on=date(2026, 3, 2),
    days_to_report=1,
    days_to_visit=4,
    visitor_ids=(HANDLER, REVIEWER),
    details=sealed("file"),
    policy_id="visit.college",
    policy_version=1,
    within_term=True,
)
FOLLOW_UP = RecordFollowUp(
    occurred_on=DAY, visit_id=VISIT, result="resolved", officer_id=HANDLER, details=sealed("file")
)
REVERSE = ReverseVisit(occurred_on=DAY, visit_id=VISIT, reason="entered_twice")


def test_a_visit_counts_the_days_from_what_befell() -> None:
    """第一知情人, 第一报告人: days from occurrence to report and to visit (domain.md 5.7)."""
    given().when(RECORD, CONTEXT).then(RECORDED)


@pytest.mark.parametrize(("due", "within"), [(4, True), (3, False), (None, None)])
def test_the_term_is_policy_data(due: int | None, *, within: bool | None) -> None:
    policy = msgspec.structs.replace(VISIT_POLICY, due_within_days=due)
    context = msgspec.structs.replace(CONTEXT, policy=policy)
    given().when(RECORD, context).then(msgspec.structs.replace(RECORDED, within_term=within))


def test_a_visit_is_recorded_once() -> None:
    given(RECORDED).when(RECORD, CONTEXT).refused("visit.already_recorded", "visit_id")


def test_only_members_are_visited() -> None:
    context = msgspec.structs.replace(CONTEXT, member=Timeline())
    given().when(RECORD, context).refused("visit.member_unknown", "member_id")


def test_the_occasions_are_those_of_the_union() -> None:
    command = msgspec.structs.replace(RECORD, occasion="birthday")
    given().when(command, CONTEXT).refused("visit.occasion_unknown", "occasion")
    context = msgspec.structs.replace(CONTEXT, policy=None)
    given().when(RECORD, context).refused("visit.no_policy_in_force", "occurred_on")


@pytest.mark.parametrize(
    "dates",
    [
        {"reported_on": date(2026, 2, 28)},
        {"reported_on": date(2026, 3, 6)},
        {"happened_on": date(2026, 3, 6)},
    ],
)
def test_what_befell_is_reported_and_then_visited(dates: dict[str, date]) -> None:
    command = msgspec.structs.replace(RECORD, **dates)
    given().when(command, CONTEXT).refused("visit.dates_out_of_order", "reported_on")


def test_somebody_in_office_visits_and_nobody_himself() -> None:
    nobody = msgspec.structs.replace(RECORD, visitor_ids=())
    given().when(nobody, CONTEXT).refused("visit.nobody_visited", "visitor_ids")
    stranger = msgspec.structs.replace(RECORD, visitor_ids=(STRANGER,))
    given().when(stranger, CONTEXT).refused("visit.office_not_held", "visitor_ids")
    oneself = msgspec.structs.replace(CONTEXT, officers=who_is(HANDLER, MEMBER))
    given().when(RECORD, oneself).refused("visit.of_oneself", "visitor_ids")


def test_what_was_asked_for_is_followed_up() -> None:
    followed = VisitFollowUpRecorded(
        visit_id=VISIT, result="resolved", officer_id=HANDLER, details=sealed("file")
    )
    assert given(RECORDED).when(FOLLOW_UP, CONTEXT).then(followed).state().followed_up == followed
    stranger = msgspec.structs.replace(FOLLOW_UP, officer_id=STRANGER)
    given(RECORDED).when(stranger, CONTEXT).refused("visit.office_not_held", "officer_id")


def test_a_mistake_is_reversed_once() -> None:
    reversed_visit = VisitReversed(visit_id=VISIT, member_id=MEMBER, reason="entered_twice")
    outcome = given(RECORDED).when(REVERSE, CONTEXT).then(reversed_visit)
    outcome.and_when(REVERSE, CONTEXT).refused("visit.already_reversed", "visit_id")


def test_nothing_follows_a_visit_that_was_not_or_not_yet() -> None:
    given().when(REVERSE, CONTEXT).refused("visit.unknown", "visit_id")
    later = given(on(date(2026, 3, 6), RECORDED))
    later.when(FOLLOW_UP, CONTEXT).refused("visit.before_the_visit", "occurred_on")
