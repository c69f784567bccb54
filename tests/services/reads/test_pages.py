"""Pages follow on one another, dates are honoured, people are masked, and nobody sees another union."""

import asyncio
from datetime import date, timedelta

import pytest

from domain.dues.commands import ReceiveDues
from domain.member.commands import AnnounceWithdrawal, RetainMembership
from domain.union.commands import RenameUnion
from services.projector.showing import NotYetShown
from services.reads import Scope
from services.wiring import Wired
from tests.support.books import TODAY, Office, id_number, new_office

DAY = date(2026, 3, 8)


def scope(office: Office, as_of: date = TODAY, **changed: int) -> Scope:
    return Scope(union_id=office.union_id, as_of=as_of, **changed)


async def test_pages_of_any_size_hold_every_row_once(office: Office) -> None:
    people = {await office.member(serial) for serial in range(1, 8)}
    for limit in (1, 3, 7, 50):
        found, after, pages = [], None, 0
        while pages == 0 or after is not None:
            page = await office.books.ledgers.members(scope(office), limit=limit, after=after)
            assert len(page.rows) <= limit
            found += [row.member_id for row in page.rows]
            after, pages = page.next_after, pages + 1
        assert sorted(found) == sorted(people)
        assert len(found) == len(people)


async def test_dated_pages_hold_every_row_once(office: Office) -> None:
    people = [await office.member(serial) for serial in range(1, 4)]
    for who in people:
        await office.do(RetainMembership(occurred_on=DAY, member_id=who, cause="retired"))
        await office.do(AnnounceWithdrawal(occurred_on=DAY + timedelta(1), member_id=who))
    found, after = [], None
    while True:
        page = await office.books.ledgers.changes(
            scope(office), since=date(2026, 1, 1), limit=2, after=after
        )
        found += [(row.changed_on, row.member_id, row.change) for row in page.rows]
        after = page.next_after
        if after is None:
            break
    assert len(found) == len(set(found)) == 6
    assert found == sorted(found)


async def test_a_ledger_is_as_of_its_date(office: Office) -> None:
    who = await office.member(1, joined_on=date(2026, 2, 1))
    await office.do(RetainMembership(occurred_on=DAY, member_id=who, cause="retired"))
    states = []
    for day in (date(2026, 1, 31), date(2026, 2, 1), DAY - timedelta(1), DAY):
        page = await office.books.ledgers.members(scope(office, day), limit=9)
        states.append([row.membership for row in page.rows])
    assert states == [[], ["active"], ["active"], ["retained"]]


async def test_people_are_masked(office: Office) -> None:
    who = await office.member(1, name="司马阳明")
    row = await office.books.ledgers.member(scope(office), who)
    assert row is not None
    assert row.person.name == "司**明"
    assert row.person.id_number == f"990101{'*' * 8}{id_number(1)[-4:]}"
    assert id_number(1) not in repr(row)


async def test_a_read_waits_for_a_position_and_gives_up(office: Office) -> None:
    position = (await office.head()).position
    await office.books.ledgers.union(scope(office, min_position=position))
    with pytest.raises(NotYetShown):
        await office.books.ledgers.union(scope(office, min_position=position + 1))


async def test_a_read_waits_until_the_write_is_shown(office: Office) -> None:
    position = (await office.head()).position
    reading = asyncio.create_task(
        office.books.ledgers.union(scope(office, min_position=position + 1))
    )
    await office.do(RenameUnion(occurred_on=DAY, name="新名"))
    found = await reading
    assert found is not None
    assert found.name == "新名"


async def test_unions_do_not_see_each_other(books: Wired) -> None:
    one, other = await new_office(books, code="U1"), await new_office(books, code="U2")
    who = await one.member(1)
    await one.do(ReceiveDues(occurred_on=DAY, member_id=who, dues_month="2026-03", amount_fen=5))
    assert (await books.ledgers.members(scope(other), limit=9)).rows == []
    assert await books.ledgers.member(scope(other), who) is None
    assert (await books.ledgers.receipts(scope(other), who)).rows == []
    assert not await books.ledgers.is_live_member(other.union_id, who)
    assert await books.ledgers.is_live_member(one.union_id, who)


async def test_units_are_found_by_code(books: Wired) -> None:
    one = await new_office(books, code="U1", county="C1")
    other = await new_office(books, code="U1", county="C2")
    assert {unit.unit_id for unit in await books.directory.find("U1")} == {
        one.union_id,
        other.union_id,
    }
    (found,) = await books.directory.find("C2/U1")
    assert (found.unit_id, found.code) == (other.union_id, "U1")
    assert await books.directory.find("U9") == []
    assert {federation.code for federation in await books.directory.federations()} == {"C1", "C2"}
