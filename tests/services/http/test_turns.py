"""A flood of one union waits for its own turns: the others find theirs free (R7)."""

import asyncio
import uuid
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from services.errors import PoolExhausted
from services.http import performing
from services.http.expensive_reads import ExpensiveReads, ReadLimits
from services.http.turns import Turns

FLOODED, OTHER = uuid.uuid4(), uuid.uuid4()


async def at_work(turns: Turns, union_id: uuid.UUID | None, until: asyncio.Event) -> None:
    async with turns.turn(union_id):
        await until.wait()


async def until(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not true():  # noqa: ASYNC110 # nothing tells us
            await asyncio.sleep(0)


async def test_a_flood_waits_and_another_union_does_not() -> None:
    turns, done = Turns(at_once=2), asyncio.Event()
    flood = [asyncio.create_task(at_work(turns, FLOODED, done)) for _ in range(50)]
    await asyncio.sleep(0)
    async with asyncio.timeout(10), turns.turn(OTHER), turns.turn(None):
        assert not any(task.done() for task in flood)
    done.set()
    await asyncio.gather(*flood)


async def test_who_waits_for_a_turn_of_the_union_keeps_no_expensive_one_from_others() -> None:
    expensive = ExpensiveReads(ReadLimits(each_at_once=4, at_once=4, patience=0.05))
    parts: Any = SimpleNamespace(turns=Turns(at_once=2), expensive=expensive)
    operation: Any = SimpleNamespace(operation_id="makeBundle")
    done = asyncio.Event()

    async def ask(who: str, union_id: uuid.UUID, done: asyncio.Event) -> None:
        async with performing.at_work(operation, who, union_id, {}, parts):
            await done.wait()

    flood = [asyncio.create_task(ask(f"a{n}", FLOODED, done)) for n in range(8)]
    await asyncio.sleep(0)
    at_once = asyncio.Event()
    at_once.set()
    await ask("b", OTHER, at_once)
    done.set()
    await asyncio.gather(*flood)


async def test_never_more_than_the_turns_are_at_work_and_the_first_come_goes_first() -> None:
    turns, most, now, order = Turns(at_once=3), 0, 0, []

    async def work(number: int) -> None:
        nonlocal most, now
        async with turns.turn(FLOODED):
            now += 1
            most = max(most, now)
            order.append(number)
            await asyncio.sleep(0)
            now -= 1

    await asyncio.gather(*(work(number) for number in range(40)))
    assert most == 3
    assert order == list(range(40))


async def test_who_waits_too_long_or_behind_too_many_comes_back_later() -> None:
    turns, done = Turns(at_once=1, most_waiting=1, patience_seconds=0.01), asyncio.Event()
    first = asyncio.create_task(at_work(turns, FLOODED, done))
    await asyncio.sleep(0)
    second = asyncio.create_task(at_work(turns, FLOODED, done))
    await asyncio.sleep(0)
    with pytest.raises(PoolExhausted):
        await at_work(turns, FLOODED, done)
    with pytest.raises(PoolExhausted):
        await second
    done.set()
    await first


async def test_a_turn_handed_to_who_has_gone_is_handed_on() -> None:
    turns, done = Turns(at_once=1), asyncio.Event()
    first = asyncio.create_task(at_work(turns, FLOODED, done))
    await asyncio.sleep(0)
    waiting = [asyncio.create_task(at_work(turns, FLOODED, done)) for _ in range(3)]
    await asyncio.sleep(0)
    done.set()
    await first
    for gone in waiting[:2]:
        gone.cancel()
    await asyncio.wait_for(waiting[2], timeout=10)
    await asyncio.gather(*waiting[:2], return_exceptions=True)
    assert turns._places == {}


async def test_a_failure_at_work_frees_its_turn() -> None:
    turns = Turns(at_once=1)
    for _ in range(3):
        with pytest.raises(KeyError):
            async with turns.turn(FLOODED):
                raise KeyError
    assert turns._places == {}
