"""A paper file that came with an import run is taken back with it, while nothing was decided on it."""

from datetime import date

from domain.household.commands import ReverseFileOpening
from domain.household.events import FileOpeningReversed, HouseholdFileClosed
from domain.membership import Timeline
from tests.domain.household.test_file import A_MEMBER, OPEN, OPENED
from tests.domain.values import APPROVER, HOUSEHOLD, MEMBER
from tests.support.given_when_then import given

NOBODY = Timeline()
REVERSE = ReverseFileOpening(
    occurred_on=date(2026, 3, 2), household_id=HOUSEHOLD, reason="导错了文件"
)
REVERSED = FileOpeningReversed(household_id=HOUSEHOLD, householder_id=MEMBER, reason="导错了文件")
CLOSED = HouseholdFileClosed(
    household_id=HOUSEHOLD, reason="transfer", approver_id=APPROVER, decision_no="2026-1"
)


def test_a_file_taken_over_by_mistake_is_taken_back() -> None:
    """Rule 17 of domain.md."""
    state = given(OPENED).when(REVERSE, NOBODY).then(REVERSED).state()
    assert (state.is_open(), state.stage, state.householder_id) == (False, "none", None)


def test_the_file_may_be_opened_again() -> None:
    given(OPENED, REVERSED).when(OPEN, A_MEMBER).then(OPENED)


def test_a_file_that_was_decided_on_is_closed_instead() -> None:
    given(OPENED, CLOSED).when(REVERSE, NOBODY).refused(
        "household.opening_not_reversible", "household_id"
    )


def test_what_is_not_there_is_not_taken_back() -> None:
    given().when(REVERSE, NOBODY).refused("household.no_file", "household_id")
    given(OPENED, REVERSED).when(REVERSE, NOBODY).refused("household.no_file", "household_id")
