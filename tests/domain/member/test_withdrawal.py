"""Free withdrawal and an application taken back: the person asks, the committee announces (章程 arts. 2 and 6)."""

import pytest

from domain.event import Event
from domain.member.events import ApplicationCancelled, WithdrawalRequestCancelled
from tests.domain.member.cases import (
    APPLIED,
    APRIL,
    DECEASED,
    FEBRUARY,
    JUNE,
    MARCH,
    MAY,
    REGISTERED,
    REQUESTED,
    RETAINED,
    WENT,
    WITHDRAWN,
    apply,
    approve,
    cancel_application,
    request_withdrawal,
    reverse,
    take_request_back,
    withdraw,
)
from tests.support.given_when_then import given, on

HAS_ASKED = [REGISTERED, on(MARCH, REQUESTED)]


def test_an_applicant_takes_the_application_back() -> None:
    """domain.md 2.2, row 3: joining is voluntary."""
    state = given(on(MARCH, APPLIED)).when(cancel_application(APRIL)).then(ApplicationCancelled())
    assert state.state().applied_on is None


def test_a_cancelled_application_is_no_paper_to_approve_and_another_may_follow() -> None:
    cancelled = [on(MARCH, APPLIED), ApplicationCancelled()]
    given(*cancelled).when(approve(MAY)).refused("member.no_application")
    given(*cancelled).when(apply(MAY)).then(APPLIED)


def test_where_nobody_applied_nothing_is_cancelled() -> None:
    given(REGISTERED).when(cancel_application(MAY)).refused("member.no_application", "member_id")


def test_an_application_is_not_cancelled_before_it_was_made() -> None:
    outcome = given(on(MARCH, APPLIED)).when(cancel_application(FEBRUARY))
    outcome.refused("member.cancelled_before_applied", "occurred_on")


def test_a_member_who_asked_stays_a_member_until_it_is_announced() -> None:
    """章程 art. 6: 会员有退会自由; 由工会基层委员会宣布其退会."""
    asked = given(REGISTERED).when(request_withdrawal(MARCH)).then(REQUESTED)
    assert asked.state().timeline.latest() == "active"
    state = asked.and_when(withdraw(MAY, on_paper=False)).then(WITHDRAWN).state()
    assert [state.timeline.on(day) for day in (APRIL, MAY)] == ["active", "withdrawn"]
    assert state.withdrawal_requested_on is None


def test_a_retained_member_may_ask_as_well() -> None:
    given(REGISTERED, on(FEBRUARY, RETAINED)).when(request_withdrawal(MARCH)).then(REQUESTED)


def test_one_request_waits_at_a_time() -> None:
    outcome = given(*HAS_ASKED).when(request_withdrawal(APRIL))
    outcome.refused("member.withdrawal_already_requested", "member_id")


@pytest.mark.parametrize(
    ("left", "code"), [(WITHDRAWN, "member.not_live"), (DECEASED, "member.deceased")]
)
def test_whoever_is_no_member_does_not_ask(left: Event, code: str) -> None:
    outcome = given(REGISTERED, on(MARCH, left)).when(request_withdrawal(MAY))
    outcome.refused(code, "occurred_on")


def test_a_request_is_taken_back() -> None:
    taken = given(*HAS_ASKED).when(take_request_back(APRIL)).then(WithdrawalRequestCancelled())
    taken.and_when(withdraw(MAY, on_paper=False)).refused("member.no_withdrawal_request")


def test_no_request_is_taken_back_where_none_waits() -> None:
    outcome = given(REGISTERED).when(take_request_back(MAY))
    outcome.refused("member.no_withdrawal_request", "member_id")


def test_a_request_is_not_taken_back_before_it_was_made() -> None:
    outcome = given(*HAS_ASKED).when(take_request_back(FEBRUARY))
    outcome.refused("member.cancelled_before_requested", "occurred_on")


def test_without_a_request_on_these_books_nothing_is_announced() -> None:
    outcome = given(REGISTERED).when(withdraw(MAY, on_paper=False))
    outcome.refused("member.no_withdrawal_request", "member_id")


def test_nothing_is_announced_before_it_is_asked_for() -> None:
    outcome = given(*HAS_ASKED).when(withdraw(FEBRUARY, on_paper=False))
    outcome.refused("member.announced_before_requested", "occurred_on")


def test_a_withdrawal_of_the_past_rests_on_paper() -> None:
    """补登: the request is on file, not on these books."""
    given(REGISTERED).when(withdraw(MAY)).then(WITHDRAWN)


def test_a_request_ends_with_the_membership() -> None:
    state = given(*HAS_ASKED, on(APRIL, WENT)).when(reverse(3)).state()
    assert state.timeline.latest() == "active"
    assert state.withdrawal_requested_on is None


def test_a_request_of_june_does_not_hinder_papers_of_may() -> None:
    given(REGISTERED, on(JUNE, REQUESTED)).when(withdraw(MAY)).then(WITHDRAWN)
