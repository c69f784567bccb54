"""保留会籍: for which causes, from which month dues stop, and what comes after (章程 art. 8, domain.md 2.1)."""

from typing import get_args

import msgspec
import pytest

from domain.member.events import MembershipRetained, RetentionCause
from tests.domain.member.cases import (
    CAME,
    MARCH,
    MAY,
    REGISTERED,
    REINSTATED,
    RETAINED,
    WENT,
    go,
    reinstate,
    retain,
)
from tests.domain.strategies import NO_MONTHS
from tests.support.given_when_then import given, on


@pytest.mark.parametrize("cause", get_args(RetentionCause))
def test_a_membership_is_retained_for_a_cause(cause: RetentionCause) -> None:
    """domain.md 2.1: retired, out of work, the employer closed, military service …"""
    command = msgspec.structs.replace(retain(MAY), cause=cause)
    state = given(REGISTERED).when(command).then(MembershipRetained(cause=cause)).state()
    assert state.timeline.on(MAY) == "retained"


def test_whoever_is_re_employed_is_reinstated_or_goes_to_the_new_union() -> None:
    """domain.md 2.1: re-employed → transfer to the new union; 2.2, row 9."""
    retained = given(REGISTERED, on(MARCH, RETAINED))
    retained.when(reinstate(MAY)).then(REINSTATED)
    retained.when(go(MAY)).then(WENT)


def test_whoever_is_seconded_for_long_comes_back_with_the_first_day() -> None:
    """domain.md 2.1: 借调 of six months and more may move to the host's union and back at the end."""
    state = given(REGISTERED, on(MARCH, WENT), on(MAY, CAME)).when(retain(MAY)).state()
    assert state.joined_on == REGISTERED.joined_on


def test_the_month_from_which_dues_stop_is_recorded() -> None:
    """domain.md 3.3: dues stop from the month the group announces."""
    command = msgspec.structs.replace(retain(MAY), from_month="2026-05")
    event = MembershipRetained(cause="retired", from_month="2026-05")
    given(REGISTERED).when(command).then(event)


@pytest.mark.parametrize("month", NO_MONTHS)
def test_dues_stop_from_a_month(month: str) -> None:
    command = msgspec.structs.replace(retain(MAY), from_month=month)
    given(REGISTERED).when(command).refused("member.month_malformed", "from_month")


@pytest.mark.parametrize("month", ["2026-04", "2026-06"])
def test_dues_stop_in_the_month_of_the_retention(month: str) -> None:
    """The state at the end of a month decides, so another month would contradict the ledger."""
    command = msgspec.structs.replace(retain(MAY), from_month=month)
    outcome = given(REGISTERED).when(command)
    outcome.refused("member.dues_stop_in_another_month", "from_month")
