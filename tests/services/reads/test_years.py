"""Money of one year that is touched in another: roll-up and ledger sums agree in both."""

from datetime import date
from uuid import uuid4

import pytest

from domain.condolence.commands import RecordCondolence, ReverseCondolence
from domain.dues.commands import ReceiveDues
from domain.ids import CondolenceId, MemberId
from services.exporters.totals import ledger_totals
from tests.support.books import Office


async def _give(office: Office, who: MemberId, on: date) -> CondolenceId:
    given = CondolenceId(uuid4())
    command = RecordCondolence(
        occurred_on=on,
        condolence_id=given,
        member_id=who,
        occasion="illness",
        amount_fen=100,
        details=await office.seal(who, "details", {"form": "现金"}),
    )
    await office.do(command)
    return given


async def _agree(office: Office, year: int) -> bool:
    rolled = await office.books.rollup.year([office.union_id], year)
    own = await ledger_totals(office.books.ledgers, office.union_id, year)
    return own.agrees_with(rolled.units[office.union_id], year)


@pytest.mark.parametrize("year", [2025, 2026])
async def test_dues_of_december_paid_in_january_are_dues_of_the_old_year(
    office: Office, year: int
) -> None:
    who = await office.member(1)
    receipt = ReceiveDues(
        occurred_on=date(2026, 1, 5), member_id=who, dues_month="2025-12", amount_fen=100
    )
    await office.do(receipt)
    assert await _agree(office, year)


@pytest.mark.parametrize("year", [2025, 2026])
async def test_what_is_reversed_next_year_is_taken_off_next_year(office: Office, year: int) -> None:
    who = await office.member(1)
    given = await _give(office, who, date(2025, 7, 1))
    await office.do(
        ReverseCondolence(occurred_on=date(2026, 1, 5), condolence_id=given, reason="重复登记")
    )
    assert await _agree(office, year)


async def test_nothing_is_reversed_before_it_was_given(office: Office) -> None:
    who = await office.member(1)
    given = await _give(office, who, date(2026, 7, 1))
    reversal = ReverseCondolence(occurred_on=date(2025, 3, 1), condolence_id=given, reason="误登")
    assert await office.refused(reversal) == "condolence.reversed_before_given"
