"""An approval that came with an import run is taken back with it, unpaid."""

import msgspec

from domain.aid_case.commands import ReverseApproval
from domain.aid_case.events import AidApprovalReversed, AidRequested
from tests.domain.aid_case.cases import (
    APPROVE,
    APPROVED,
    CONTEXT,
    DAY,
    PAID,
    PAY,
    RETURNED,
    THE_DAY_BEFORE,
)
from tests.domain.values import AID_CASE, HANDLER, HOUSEHOLD, MEMBER
from tests.support.given_when_then import given, on

REVERSE = ReverseApproval(occurred_on=DAY, aid_case_id=AID_CASE, reason="导错了文件")
REVERSED = AidApprovalReversed(aid_case_id=AID_CASE, household_id=HOUSEHOLD, reason="导错了文件")
REQUESTED = AidRequested(
    aid_case_id=AID_CASE,
    case_no="BF2026-001",
    household_id=HOUSEHOLD,
    beneficiary_id=MEMBER,
    category="living_aid",
    fund_source="central_fiscal",
    amount_fen=300000,
    handler_id=HANDLER,
)


def test_an_approval_taken_over_by_mistake_is_taken_back() -> None:
    """Rule 17 of domain.md."""
    outcome = given(on(DAY, APPROVED)).when(REVERSE, CONTEXT).then(REVERSED)
    assert outcome.state().open_fen() == 0


def test_nothing_is_paid_on_it_and_it_may_be_approved_again() -> None:
    given(APPROVED, REVERSED).when(PAY, CONTEXT).refused("aid_case.not_approved", "aid_case_id")
    given(APPROVED, REVERSED).when(APPROVE, CONTEXT).then(APPROVED)


def test_what_was_paid_comes_back_first() -> None:
    given(APPROVED, PAID).when(REVERSE, CONTEXT).refused("aid_case.already_paid", "aid_case_id")
    given(APPROVED, PAID, RETURNED).when(REVERSE, CONTEXT).then(REVERSED)


def test_the_approval_of_a_request_is_a_step_of_somebody_and_is_cancelled_instead() -> None:
    given(REQUESTED, APPROVED).when(REVERSE, CONTEXT).refused(
        "aid_case.approval_not_reversible", "aid_case_id"
    )


def test_only_what_was_approved_is_taken_back_and_not_before_its_day() -> None:
    given().when(REVERSE, CONTEXT).refused("aid_case.not_approved", "aid_case_id")
    early = msgspec.structs.replace(REVERSE, occurred_on=THE_DAY_BEFORE)
    given(on(DAY, APPROVED)).when(early, CONTEXT).refused(
        "aid_case.before_the_last_step", "occurred_on"
    )
