"""A posting is undone once, in its own month while that is open, by two people."""

from datetime import date

import msgspec
import pytest
from hypothesis import given as given_any
from hypothesis import strategies as st

from domain.money import is_balanced
from domain.period import month_of
from domain.reversal import is_reversal_day, reversal_day
from domain.voucher.commands import DraftVoucher
from tests.domain.books import ACCOUNTANT, OPENING, entry
from tests.domain.strategies import THOROUGH, days, months
from tests.domain.values import APPROVER, HANDLER
from tests.domain.voucher.cases import (
    CONTEXT,
    DAY,
    DETAILS,
    NEXT_DAY,
    POSTED,
    REVERSE,
    REVERSED,
    SPENT,
    THE_DAY_BEFORE,
    TO_APPROVED,
    TO_POSTED,
    approved_by_all,
    drafted,
)
from tests.support.given_when_then import given, on

IN_MAY = date(2026, 5, 4)
MARCH_IS_CLOSED = msgspec.structs.replace(CONTEXT, closed_through="2026-03")


def test_a_posting_is_undone_in_its_month_while_that_is_open() -> None:
    state = given(*TO_POSTED).when(REVERSE, CONTEXT).then(REVERSED).state()
    assert (state.stage, state.lines) == ("reversed", ())
    assert is_balanced((*SPENT, *REVERSED.lines))


def test_after_the_month_is_closed_it_is_undone_today() -> None:
    command = msgspec.structs.replace(REVERSE, occurred_on=IN_MAY, today=IN_MAY)
    given(*TO_POSTED).when(command, MARCH_IS_CLOSED).then(REVERSED)


@pytest.mark.parametrize(
    ("day", "closed"),
    [
        (THE_DAY_BEFORE, ""),
        (date(2026, 2, 27), ""),
        (IN_MAY, ""),
        (DAY, "2026-03"),
        (date(2026, 4, 2), "2026-03"),
    ],
)
def test_no_other_month_takes_the_reversal(day: date, closed: str) -> None:
    """Neither before the posting, nor in another month while its own is open, nor in a closed one."""
    context = msgspec.structs.replace(CONTEXT, closed_through=closed)
    command = msgspec.structs.replace(REVERSE, occurred_on=day, today=IN_MAY)
    outcome = given(*TO_POSTED).when(command, context)
    outcome.refused("voucher.reversed_in_wrong_period", "occurred_on")


def test_only_a_posting_is_undone() -> None:
    given(*TO_APPROVED).when(REVERSE, CONTEXT).refused("voucher.not_posted", "voucher_id")


def test_a_posting_is_undone_once() -> None:
    outcome = given(*TO_POSTED, on(DAY, REVERSED)).when(REVERSE, CONTEXT)
    outcome.refused("voucher.already_reversed", "voucher_id")


def test_nobody_consents_to_the_own_reversal() -> None:
    command = msgspec.structs.replace(REVERSE, requested_by=APPROVER)
    outcome = given(*TO_POSTED).when(command, CONTEXT)
    outcome.refused("voucher.duties_not_separated", "approved_by")


def test_a_handler_does_not_consent() -> None:
    command = msgspec.structs.replace(REVERSE, requested_by=APPROVER, approved_by=HANDLER)
    outcome = given(*TO_POSTED).when(command, CONTEXT)
    outcome.refused("voucher.office_not_held", "approved_by")


def test_worked_reversal_days() -> None:
    assert reversal_day(DAY, "", NEXT_DAY) == DAY
    assert reversal_day(DAY, "2026-02", IN_MAY) == DAY
    assert reversal_day(DAY, "2026-03", IN_MAY) == IN_MAY
    assert reversal_day(DAY, "2026-03", THE_DAY_BEFORE) == DAY


@THOROUGH
@given_any(days, st.just("") | months, days)
def test_the_reversal_day_is_never_before_the_posting(
    original_on: date, closed_through: str, today: date
) -> None:
    day = reversal_day(original_on, closed_through, today)
    assert day >= original_on
    assert day in (original_on, today)
    assert is_reversal_day(day, original_on, closed_through, today)
    if today >= original_on and month_of(today) > closed_through:
        assert month_of(day) > closed_through


def test_reversed_opening_balances_are_drafted_again_and_reversed_again() -> None:
    """The union has one voucher of them; a mistake in it is undone before the right one is drawn up."""
    lines = entry(("102", 900000), ("331", -900000))
    opened = drafted("opening", lines, ACCOUNTANT, OPENING)
    again = DraftVoucher(
        occurred_on=NEXT_DAY,
        voucher_id=OPENING,
        kind="opening",
        proposed=lines,
        details=DETAILS,
        handler_id=ACCOUNTANT,
    )
    first = (*approved_by_all(opened), on(DAY, POSTED), on(DAY, REVERSED))
    state = given(*first).when(again, CONTEXT).then(opened).state()
    assert (state.stage, state.posted_version, state.lines) == ("draft", 0, ())
