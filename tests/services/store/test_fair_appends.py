"""No union keeps the others waiting: not by asking often, not by asking much, not by a head that is held (R7)."""

import asyncio
import uuid
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import asyncpg
import pytest
from asyncpg import Record

from services.errors import OutcomeUnknown, PoolExhausted
from services.store.addresses import Role
from services.store.contract import Append
from services.store.group_commit import GroupCommitLogStore
from tests.support.appends import append, event, new_union
from tests.support.database import Database

HOLD = "select from books.union_head where union_id = $1 for update"


class ToldStore(GroupCommitLogStore):
    """Remembers whose commands left together."""

    groups: list[list[uuid.UUID]]

    async def _send(self, commands: Sequence[Append]) -> list[Record]:
        self.groups.append([asked.union_id for asked in commands])
        return await super()._send(commands)


@pytest.fixture
async def fair(database: Database) -> AsyncIterator[ToldStore]:
    async with database.pool(Role.APP, size=10) as pool:
        store = ToldStore(pool, lanes=1)
        store.groups = []
        yield store


@asynccontextmanager
async def head_held(database: Database, *unions: uuid.UUID) -> AsyncIterator[None]:
    """Somebody holds the heads, as a stuck process would."""
    connection = await asyncpg.connect(database.administrator)
    try:
        async with connection.transaction():
            for union_id in unions:
                await connection.execute(HOLD, union_id)
            yield
    finally:
        await connection.close()


async def unions_of(store: GroupCommitLogStore, count: int) -> list[uuid.UUID]:
    return [await new_union(store) for _ in range(count)]


async def test_a_held_head_stops_its_union_only(database: Database, fair: ToldStore) -> None:
    held, *others = await unions_of(fair, 12)
    async with head_held(database, held):
        stuck = [asyncio.create_task(fair.append(append(held))) for _ in range(20)]
        for _ in range(3):
            answers = await asyncio.gather(*(fair.append(append(one)) for one in others))
            assert {answer.union_id for answer in answers} == set(others)
        assert not any(one.done() and not one.exception() for one in stuck)
    for one in stuck:  # free again: what gave up may be asked again, the rest is stored
        try:
            await one
        except OutcomeUnknown:
            continue
    assert (await fair.append(append(held))).last_position <= 21


async def test_who_travels_with_a_held_union_is_stored_without_it(
    database: Database, fair: ToldStore
) -> None:
    held, *others = await unions_of(fair, 6)
    async with head_held(database, held):
        first = asyncio.create_task(fair.append(append(others[0])))
        stuck = asyncio.create_task(fair.append(append(held)))
        rest = [asyncio.create_task(fair.append(append(one))) for one in others]
        answers = await asyncio.gather(first, *rest)
        assert held in fair.groups[0]
        assert [answer.replayed for answer in answers] == [False] * len(answers)
        assert not stuck.done()
    assert (await stuck).last_position == 1


async def test_held_heads_of_three_unions_leave_a_way_for_the_others(
    database: Database, fair: ToldStore
) -> None:
    *held, one, other = await unions_of(fair, 5)
    async with head_held(database, *held):
        stuck = [asyncio.create_task(fair.append(append(union_id))) for union_id in held]
        for _ in range(5):
            await asyncio.gather(fair.append(append(one)), fair.append(append(other)))
        assert not any(task.done() for task in stuck)
    await asyncio.gather(*stuck, return_exceptions=True)


async def test_a_flooding_union_gets_one_turn_before_the_others_get_theirs(fair: ToldStore) -> None:
    flooding, *others = await unions_of(fair, 5)
    first = asyncio.create_task(fair.append(append(others[0])))
    flood = [asyncio.create_task(fair.append(append(flooding))) for _ in range(200)]
    rest = [asyncio.create_task(fair.append(append(union_id))) for union_id in others]
    await asyncio.gather(first, *flood, *rest)
    assert fair.groups[0][:5] == [flooding, *others]
    together = next(group for group in fair.groups if len(set(group)) > 1)
    assert together.count(flooding) <= 8


async def test_commands_of_one_union_keep_their_order(fair: ToldStore) -> None:
    unions = await unions_of(fair, 4)
    tasks = [
        asyncio.create_task(
            fair.append(append(unions[number % 4], *[event() for _ in range(1 + number % 3)]))
        )
        for number in range(120)
    ]
    answers = await asyncio.gather(*tasks)
    for union_id in unions:
        firsts = [one.first_position for one in answers if one.union_id == union_id]
        assert firsts == sorted(firsts)


async def test_a_large_command_travels_alone(fair: ToldStore) -> None:
    large, *others = await unions_of(fair, 4)
    asked = append(large, *[event() for _ in range(300)])
    tasks = [fair.append(asked), *(fair.append(append(union_id)) for union_id in others * 3)]
    await asyncio.gather(*tasks)
    assert all(large not in group for group in fair.groups)


async def test_a_union_with_too_much_waiting_is_told_to_come_back(
    database: Database, fair: ToldStore
) -> None:
    held, other = await unions_of(fair, 2)
    async with head_held(database, held):
        flood = [asyncio.create_task(fair.append(append(held))) for _ in range(1_200)]
        await fair.append(append(other))
        refused = [
            one for one in flood if one.done() and isinstance(one.exception(), PoolExhausted)
        ]
        assert len(refused) > 100
        for one in flood:
            one.cancel()
    await asyncio.gather(*flood, return_exceptions=True)
    assert (await fair.append(append(other))).last_position == 2
