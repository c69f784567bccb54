"""A hardship household: one household, one file."""

from datetime import date

import msgspec

from domain.household.commands import OpenHouseholdFile
from domain.household.events import HouseholdFileOpened
from domain.membership import Span, Timeline
from tests.domain.values import HOUSEHOLD, MEMBER, OTHER_MEMBER, sealed
from tests.support.given_when_then import given

A_MEMBER = Timeline((Span(date(2010, 1, 1), None, "active"),))
OPEN = OpenHouseholdFile(
    occurred_on=date(2026, 2, 3),
    household_id=HOUSEHOLD,
    file_no="KN2026-001",
    householder_id=MEMBER,
    hardship_class="deep",
    circumstances=sealed("file"),
)
OPENED = HouseholdFileOpened(
    household_id=HOUSEHOLD,
    file_no="KN2026-001",
    householder_id=MEMBER,
    hardship_class="deep",
    circumstances=sealed("file"),
)


def test_a_file_is_opened_for_the_household_of_a_member() -> None:
    """Rule 13 of domain.md: 先建档、后帮扶."""
    state = given().when(OPEN, A_MEMBER).then(OPENED).state()
    assert (state.householder_id, state.opened_on) == (MEMBER, date(2026, 2, 3))


def test_a_household_has_one_file() -> None:
    """domain.md 5.3, step 7: 一户一档."""
    given(OPENED).when(OPEN, A_MEMBER).refused("household.file_already_open", "file_no")


def test_the_file_of_one_household_is_not_opened_for_another() -> None:
    """domain.md 5.3, step 7: 一户一档."""
    command = msgspec.structs.replace(OPEN, householder_id=OTHER_MEMBER)
    given(OPENED).when(command, A_MEMBER).refused("household.file_of_another", "file_no")


def test_no_file_is_opened_for_somebody_who_never_was_a_member() -> None:
    given().when(OPEN, Timeline()).refused("household.member_unknown", "householder_id")
