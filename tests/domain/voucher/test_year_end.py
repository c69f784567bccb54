"""年终结转: income and expense of a year go into what is left over, on its last day."""

from datetime import date

import msgspec
import pytest

from domain.voucher.events import VoucherPosted
from tests.domain.books import ACCOUNTANT, entry
from tests.domain.values import APPROVER, HANDLER
from tests.domain.voucher.cases import (
    APPROVED,
    CONTEXT,
    POST,
    REVERSE,
    REVIEWED,
    SUBMITTED,
    drafted,
)
from tests.support.given_when_then import Dated, given, on

LAST_DAY = date(2026, 12, 31)
TRANSFERRED = entry(("401", 900), ("50102", -400), ("331", -500))
DRAFT = drafted("year_end", TRANSFERRED, ACCOUNTANT)
POST_IT = msgspec.structs.replace(POST, posted_by=ACCOUNTANT, method=None, reference=None)
POSTED = VoucherPosted(
    voucher_id=DRAFT.voucher_id,
    kind="year_end",
    posted_by=ACCOUNTANT,
    standard_version="2021",
    chart_version=1,
    lines=TRANSFERRED,
)


def signed(day: date) -> tuple[Dated, ...]:
    return (on(day, DRAFT), on(day, SUBMITTED), on(day, REVIEWED), on(day, APPROVED))


def test_the_year_ends_on_its_last_day() -> None:
    command = msgspec.structs.replace(POST_IT, occurred_on=LAST_DAY)
    given(*signed(LAST_DAY)).when(command, CONTEXT).then(POSTED)


@pytest.mark.parametrize("day", [date(2026, 12, 30), date(2027, 1, 1)])
def test_no_other_day_ends_a_year(day: date) -> None:
    command = msgspec.structs.replace(POST_IT, occurred_on=day)
    outcome = given(*signed(date(2026, 12, 1))).when(command, CONTEXT)
    outcome.refused("voucher.not_at_year_end", "occurred_on")


def test_a_year_end_that_was_undone_is_known_as_one() -> None:
    """Statements leave the transfer out; so they must leave its reversal out."""
    command = msgspec.structs.replace(
        REVERSE,
        occurred_on=LAST_DAY,
        today=LAST_DAY,
        requested_by=HANDLER,
        approved_by=APPROVER,
    )
    (reversed_,) = given(*signed(LAST_DAY), on(LAST_DAY, POSTED)).when(command, CONTEXT).events()
    assert reversed_.kind == "year_end"  # type: ignore[attr-defined] # it is a VoucherReversed
