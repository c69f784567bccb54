"""The same command again is answered with what came of it the first time, whatever would come of it now."""

import asyncio
from datetime import date

import pytest

from domain.dues.commands import ReceiveDues
from domain.member.commands import AnnounceWithdrawal
from domain.union.commands import RenameUnion
from services.commands.desk import VersionMoved
from services.errors import CommandReused
from services.identifiers import new_id
from tests.support.books import Office, new_office

DAY = date(2026, 3, 8)


async def test_the_first_answer_comes_again_although_the_decision_would_now_refuse(
    office: Office,
) -> None:
    who = await office.member(1)
    command_id = new_id()
    leave = AnnounceWithdrawal(occurred_on=DAY, member_id=who)
    first = await office.do(leave, command_id=command_id, request=b"leave")
    head = await office.head()
    assert await office.refused(leave) == "member.not_live"
    again = await office.ask([leave], command_id=command_id, request=b"leave")
    assert again.receipt is not None
    assert first.receipt is not None
    assert again.receipt.replayed
    assert again.streams == first.streams == {who: 2}
    assert again.receipt.hash == first.receipt.hash
    assert again.receipt.recorded_at == first.receipt.recorded_at
    assert (again.receipt.first_position, again.receipt.last_position) == (
        first.receipt.first_position,
        first.receipt.last_position,
    )
    assert again.refused == ()
    assert await office.head() == head


async def test_the_first_answer_comes_again_after_its_version_has_moved_on(office: Office) -> None:
    states = await office.desk.read_states(office.union_id, [office.union_id])
    seen = {office.union_id: states.version(office.union_id)}
    asked = office.asked([RenameUnion(occurred_on=DAY, name="新名")], expected=seen)
    first = await office.desk.carry_out(asked)
    again = await office.desk.carry_out(asked)
    assert again.receipt is not None
    assert (again.receipt.replayed, again.streams) == (True, first.streams)


async def test_another_request_under_the_same_id_is_refused(office: Office) -> None:
    who = await office.member(1)
    command_id = new_id()
    due = ReceiveDues(occurred_on=DAY, member_id=who, dues_month="2026-03", amount_fen=500)
    await office.do(due, command_id=command_id, request=b"one")
    head = await office.head()
    with pytest.raises(CommandReused):
        await office.ask([due], command_id=command_id, request=b"other")
    assert await office.head() == head


async def test_another_request_under_the_same_id_is_refused_even_if_it_would_be_refused_anyway(
    office: Office,
) -> None:
    """The id is taken: it must not be answered with somebody else's receipt."""
    who = await office.member(1)
    command_id = new_id()
    leave = AnnounceWithdrawal(occurred_on=DAY, member_id=who)
    await office.do(leave, command_id=command_id, request=b"one")
    with pytest.raises(CommandReused):
        await office.ask([leave], command_id=command_id, request=b"other")


async def test_another_request_under_the_same_id_is_refused_whatever_version_it_expects(
    office: Office,
) -> None:
    command_id = new_id()
    rename = RenameUnion(occurred_on=DAY, name="新名")
    await office.do(rename, command_id=command_id, request=b"one")
    with pytest.raises((CommandReused, VersionMoved)):
        await office.ask(
            [RenameUnion(occurred_on=DAY, name="又一名")],
            command_id=command_id,
            request=b"other",
            expected={office.union_id: 1},
        )


async def test_ids_of_different_unions_do_not_meet(office: Office) -> None:
    other = await new_office(office.books, code="U002")
    command_id = new_id()
    rename = RenameUnion(occurred_on=DAY, name="新名")
    first = await office.do(rename, command_id=command_id, request=b"one")
    second = await other.do(rename, command_id=command_id, request=b"two")
    assert first.receipt != second.receipt


async def test_fifty_at_once_store_one(office: Office) -> None:
    who = await office.member(1)
    due = ReceiveDues(occurred_on=DAY, member_id=who, dues_month="2026-03", amount_fen=500)
    asked = office.asked([due])
    before = (await office.head()).position
    outcomes = await asyncio.gather(*(office.desk.carry_out(asked) for _ in range(50)))
    assert (await office.head()).position == before + 1
    receipts = [outcome.receipt for outcome in outcomes if outcome.receipt is not None]
    assert len(receipts) == 50
    assert len({(r.first_position, r.hash, r.recorded_at) for r in receipts}) == 1
    assert sum(not receipt.replayed for receipt in receipts) == 1
    assert len({tuple(outcome.streams.items()) for outcome in outcomes}) == 1


async def test_a_repeated_command_is_found_without_carrying_it_out(office: Office) -> None:
    who = await office.member(1)
    asked = office.asked([AnnounceWithdrawal(occurred_on=DAY, member_id=who)])
    assert await office.desk.repeated(asked) is None
    first = await office.desk.carry_out(asked)
    again = await office.desk.repeated(asked)
    assert again is not None
    assert again.streams == first.streams
