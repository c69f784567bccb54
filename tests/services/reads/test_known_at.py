"""What was known at a position is shown for ever as it was shown then, whatever is recorded later."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from services.exporters.ledgers import LEDGER_NUMBERS, LedgerAsked, ledger_table
from services.projector.replay import ReplayStumbled
from services.reads import Scope
from services.reads.rollup import YearOfUnits
from services.wiring import Wired
from tests.services.projector.histories import YEAR, Teller, Wish, histories
from tests.services.projector.test_poison import append_unknown
from tests.support.beginnings import FirstUnit
from tests.support.books import Office, fresh_office, new_office
from tests.support.database import Server

FEW = settings(
    max_examples=3,
    deadline=None,
    print_blob=True,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
FAR = date(2099, 12, 31)
NOW = datetime(2026, 12, 31, tzinfo=UTC)
FOUNDED_ONLY = UUID(int=99)


async def shown(office: Office, *, known_at: int | None, as_of: date = FAR) -> dict[str, Any]:
    """Every ledger of a union, and what stands behind single rows."""
    scope = Scope(union_id=office.union_id, as_of=as_of, known_at=known_at)
    ledgers = office.books.ledgers
    found: dict[str, Any] = {}
    asked = LedgerAsked(scope=scope, year=YEAR)
    for number in LEDGER_NUMBERS:
        table = await ledger_table(ledgers, office.books.log, asked, number, printed_at=NOW)
        found[number] = (table.rows, table.totals)
    found["union"] = await ledgers.union(scope)
    found["officers"] = (await ledgers.officers(scope)).rows
    policies = (await ledgers.policies(scope)).rows
    found["policies"] = [(row.policy_id, row.valid_from, bytes(row.policy)) for row in policies]
    found["terms"] = (await ledgers.terms(scope)).rows
    found["bank accounts"] = (await ledgers.bank_accounts(scope)).rows
    found["subsidies"] = (await ledgers.subsidies(scope, since=date.min, limit=100)).rows
    found["trust"] = (await ledgers.custodial_accounts(scope)).rows
    found["households"] = (await ledgers.households(scope, limit=100)).rows
    found["members"] = (await ledgers.members(scope, limit=100)).rows
    for row in found["members"]:
        found[f"receipts {row.member_id}"] = (await ledgers.receipts(scope, row.member_id)).rows
        found[f"wages {row.member_id}"] = (await ledgers.wage_bases(scope, row.member_id)).rows
    return found


@FEW
@given(history=histories)
async def test_replay_shows_what_was_shown_then(
    server: Server, first_unit: FirstUnit, history: list[Wish]
) -> None:
    async with fresh_office(server, first_unit) as office:
        teller = await Teller.of(office)
        then: dict[int, dict[str, Any]] = {}
        for wish in history[:14]:
            await teller.tell(wish)
            position = (await office.head()).position
            then[position] = await shown(office, known_at=None)
        for position, snapshot in then.items():
            assert await shown(office, known_at=position) == snapshot, position


async def test_a_position_in_the_middle_of_a_command_can_be_shown(office: Office) -> None:
    who = await office.member(1)
    position = (await office.head()).position
    assert (await shown(office, known_at=position))["members"] != []
    assert (await shown(office, known_at=position - 1))["members"] == []
    assert (await shown(office, known_at=0))["union"] is None
    assert who is not None


async def test_an_instant_is_the_last_position_recorded_by_then(office: Office) -> None:
    await office.member(1)
    head = await office.head()
    log, union_id = office.books.log, office.union_id
    assert await log.position_at(union_id, head.recorded_at) == head.position
    assert await log.position_at(union_id, datetime(2000, 1, 1, tzinfo=UTC)) == 0
    just_before = head.recorded_at - timedelta(microseconds=1)
    assert await log.position_at(union_id, just_before) == head.position - 1


async def test_the_roll_up_of_an_instant_stays_what_it_was(books: Wired) -> None:
    offices = [await new_office(books, code=code) for code in ("U1", "U2")]
    ids = [office.union_id for office in offices]
    for office in offices:
        await office.member(1)
    then = max([(await office.head()).recorded_at for office in offices])
    before = await books.rollup.year(ids, YEAR)
    for office in offices:
        await office.member(2)
    now = await books.rollup.year(ids, YEAR)
    known = await books.rollup.year(ids, YEAR, known_at=then)
    assert known == before
    assert _active(now) == 4
    assert _active(known) == 2


async def test_a_unit_without_events_is_missing_and_not_zero(books: Wired) -> None:
    office = await new_office(books)
    empty = await new_office(books, code="U2")
    await books.log.found(FOUNDED_ONLY, b"{}")
    year = await books.rollup.year([office.union_id, FOUNDED_ONLY], YEAR)
    fresh = {row.unit_id: row.position for row in year.freshness}
    assert fresh[office.union_id] == (await office.head()).position
    assert fresh[FOUNDED_ONLY] is None
    assert empty.union_id not in fresh


async def test_a_replay_that_meets_what_it_cannot_read_says_where(office: Office) -> None:
    position = (await office.head()).position
    await append_unknown(office.books, office.union_id)
    assert await shown(office, known_at=position)
    with pytest.raises(ReplayStumbled) as stumbled:
        await shown(office, known_at=position + 1)
    assert stumbled.value.position == position + 1


def _active(year: YearOfUnits) -> int:
    return year.county.members[f"{YEAR}-12-31"].active
