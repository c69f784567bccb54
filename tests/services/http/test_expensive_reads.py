"""Expensive reads: so many of a login, so many at once, and a time to come again for the rest."""

import asyncio
from contextlib import AsyncExitStack

import pytest

from services.http.expensive_reads import EXPENSIVE, ExpensiveReads, ReadLimits, is_expensive
from services.http.operation import OPERATIONS
from services.http.paging import ReadQuery
from services.http.problems import Problem

LIMITS = ReadLimits(burst=3, per_second=0.5, each_at_once=2, at_once=3, patience=0.05)


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


async def refused(reads: ExpensiveReads, holder: str) -> Problem | None:
    """Take a turn and give it back; return why there was none."""
    try:
        async with reads.turn(holder):
            return None
    except Problem as problem:
        return problem


async def test_a_login_reads_a_while_and_then_with_time() -> None:
    clock = Clock()
    reads = ExpensiveReads(LIMITS, clock=clock)
    assert [await refused(reads, "a") for _ in range(3)] == [None] * 3
    over = await refused(reads, "a")
    assert over is not None
    assert (over.status, over.code) == (429, "request.too_many_reads")
    assert over.headers["Retry-After"] == "2"
    assert await refused(reads, "b") is None
    clock.now += 2
    assert await refused(reads, "a") is None
    assert await refused(reads, "a") is not None


async def test_a_clock_that_steps_back_locks_nobody_out() -> None:
    clock = Clock()
    reads = ExpensiveReads(LIMITS, clock=clock)
    await refused(reads, "a")
    clock.now -= 1_000
    assert await refused(reads, "a") is None


async def test_one_login_does_not_take_every_turn() -> None:
    reads = ExpensiveReads(LIMITS)
    async with AsyncExitStack() as held:
        await held.enter_async_context(reads.turn("a"))
        await held.enter_async_context(reads.turn("a"))
        assert await refused(reads, "a") is not None
        assert await refused(reads, "b") is None
        await held.enter_async_context(reads.turn("b"))
        waited = await refused(reads, "c")
        assert waited is not None
        assert waited.headers["Retry-After"] == "1"
    assert await refused(reads, "c") is None


async def test_a_turn_is_given_back_by_a_read_that_fails_or_is_given_up() -> None:
    reads = ExpensiveReads(ReadLimits(at_once=1, patience=0.05))
    with pytest.raises(ZeroDivisionError):
        async with reads.turn("a"):
            raise ZeroDivisionError

    async def long() -> None:
        async with reads.turn("a"):
            await asyncio.sleep(60)

    given_up = asyncio.create_task(long())
    await asyncio.sleep(0)
    given_up.cancel()
    await asyncio.gather(given_up, return_exceptions=True)
    assert await refused(reads, "a") is None


def test_replays_and_what_reads_a_whole_log_are_expensive() -> None:
    by_name = {one.operation_id: one for one in OPERATIONS}
    assert by_name.keys() >= EXPENSIVE
    members = by_name["listMembers"]
    assert not is_expensive(members, {"query": ReadQuery()})
    assert is_expensive(members, {"query": ReadQuery(known_at="12")})
    assert is_expensive(by_name["makeBundle"], {})


async def test_what_is_cheap_takes_no_turn() -> None:
    reads = ExpensiveReads(LIMITS)
    members = next(one for one in OPERATIONS if one.operation_id == "listMembers")
    for _ in range(LIMITS.burst + 1):
        async with reads.turn_of(members, "a", {"query": ReadQuery()}):
            pass
