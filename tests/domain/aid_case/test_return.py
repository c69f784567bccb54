"""A payment that came back (退汇) no longer counts."""

import msgspec
import pytest

from tests.domain.aid_case.cases import (
    APPROVED,
    CONTEXT,
    DAY,
    PAID,
    PAY,
    RETURN,
    RETURNED,
    THE_DAY_BEFORE,
)
from tests.support.given_when_then import given, on


def test_a_payment_that_came_back_is_booked_back() -> None:
    """退汇: red-letter lines, never an edit (rule 17 of domain.md)."""
    state = given(APPROVED, PAID).when(RETURN, CONTEXT).then(RETURNED).state()
    assert (state.returned_versions, state.paid_fen()) == ({2}, 0)


def test_nothing_comes_back_before_it_was_paid() -> None:
    command = msgspec.structs.replace(RETURN, occurred_on=THE_DAY_BEFORE)
    outcome = given(APPROVED, on(DAY, PAID)).when(command, CONTEXT)
    outcome.refused("aid_case.returned_before_paid", "occurred_on")


def test_a_payment_may_come_back_on_its_day() -> None:
    given(APPROVED, on(DAY, PAID)).when(RETURN, CONTEXT).then(RETURNED)


def test_what_came_back_may_be_paid_again() -> None:
    outcome = given(APPROVED, PAID, RETURNED).when(PAY, CONTEXT).then(PAID)
    assert outcome.state().paid_fen() == 200000


def test_a_payment_comes_back_once() -> None:
    outcome = given(APPROVED, PAID, RETURNED).when(RETURN, CONTEXT)
    outcome.refused("aid_case.payment_already_returned", "returned_version")


@pytest.mark.parametrize("version", [-1, 0, 1, 3])
def test_only_a_payment_comes_back(version: int) -> None:
    """Version 1 is the approval, versions 0 and 3 are not there."""
    command = msgspec.structs.replace(RETURN, returned_version=version)
    outcome = given(APPROVED, PAID).when(command, CONTEXT)
    outcome.refused("aid_case.no_such_payment", "returned_version")
