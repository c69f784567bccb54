"""Two at once: what PostgreSQL's head lock must make come out right."""

import asyncio
import uuid
from datetime import timedelta

import asyncpg
import pytest

from services.errors import ClaimTaken, ConditionFailed, StoreError, VersionConflict
from services.store.addresses import Role
from services.store.contract import Append, WriteReceipt
from services.store.log_store import PostgresLogStore, arguments
from services.store.sql import queries
from tests.support.appends import append, event, new_union
from tests.support.database import Database

APPEND = queries("services.store", "doors.sql")["append"]


async def until_somebody_waits_for(database: Database, process: int) -> None:
    """Return once a backend waits for a lock that another one holds: the interleaving is then certain."""
    watcher = await asyncpg.connect(database.administrator)
    try:
        async with asyncio.timeout(10):
            waits = "select count(*) from pg_stat_activity where $1 = any (pg_blocking_pids(pid))"
            while not await watcher.fetchval(waits, process):
                pass
    finally:
        await watcher.close()


async def first_holds_then_second_asks(
    database: Database, first: Append, second: Append
) -> WriteReceipt | str:
    """Run the first in an open transaction, let the second wait for the head, commit the first."""
    one = await asyncpg.connect(database.direct(Role.APP))
    async with database.pool(Role.APP, size=1) as pool:
        holding = one.transaction()
        await holding.start()
        await one.fetch(APPEND, *arguments(first))
        waiting = asyncio.create_task(PostgresLogStore(pool).append(second))
        await until_somebody_waits_for(database, one.get_server_pid())
        await holding.commit()
        await one.close()
        try:
            return await waiting
        except StoreError as refused:
            return refused.code


async def test_who_waited_sees_the_command_of_the_one_before(
    database: Database, log_store: PostgresLogStore
) -> None:
    asked = append(await new_union(log_store))
    answer = await first_holds_then_second_asks(database, asked, asked)
    assert isinstance(answer, WriteReceipt)
    assert answer.replayed
    assert answer.last_position == 1


async def test_who_waited_sees_the_version_of_the_one_before(
    database: Database, log_store: PostgresLogStore
) -> None:
    union_id, stream_id = await new_union(log_store), uuid.uuid4()
    first, second = (append(union_id, event(stream_id)) for _ in range(2))
    assert await first_holds_then_second_asks(database, first, second) == VersionConflict.code


async def test_who_waited_sees_the_claim_and_the_condition_of_the_one_before(
    database: Database, log_store: PostgresLogStore
) -> None:
    union_id = await new_union(log_store)
    first = append(union_id, claims=["member:a"])
    claiming = append(union_id, claims=["member:a"])
    assert await first_holds_then_second_asks(database, first, claiming) == ClaimTaken.code
    closing = append(union_id, event(topic="period.closed"))
    late = append(union_id, after=1, fail_if_topics=["period.closed"])
    assert await first_holds_then_second_asks(database, closing, late) == ConditionFailed.code


async def test_fifty_at_once_with_one_command_id_store_one(
    database: Database, log_store: PostgresLogStore
) -> None:
    union_id = await new_union(log_store)
    async with database.pool(Role.APP, size=20) as pool:
        patient = PostgresLogStore(pool)
        pool._acquire_seconds = 10
        for round_number in range(1, 6):
            asked = append(union_id, claims=[f"member:{round_number}"])
            answers = await asyncio.gather(*(patient.append(asked) for _ in range(50)))
            assert sorted(answer.replayed for answer in answers) == [False] + [True] * 49
            assert {(a.first_position, a.hash, a.recorded_at) for a in answers} == {
                (round_number, answers[0].hash, answers[0].recorded_at)
            }
    assert (await log_store.head(union_id)).position == 5


async def test_concurrent_edits_of_one_stream_lose_nothing(
    log_store: PostgresLogStore,
) -> None:
    union_id, stream_id = await new_union(log_store), uuid.uuid4()
    conflicts = 0

    async def edit(times: int) -> None:
        nonlocal conflicts
        version = 0
        while times:
            try:
                await log_store.append(
                    append(union_id, event(stream_id, version + 1), expected={stream_id: version})
                )
                times, version = times - 1, version + 1
            except VersionConflict as refused:
                conflicts, version = conflicts + 1, refused.current

    await asyncio.gather(*(edit(20) for _ in range(8)))
    read = await log_store.read_streams(union_id, [stream_id])
    assert [one.version for one in read.events] == list(range(1, 161))
    assert conflicts > 0


async def test_recorded_at_never_decreases_when_the_clock_steps_back(
    database: Database, log_store: PostgresLogStore
) -> None:
    union_id = await new_union(log_store)
    await log_store.append(append(union_id))
    administrator = await asyncpg.connect(database.administrator)
    await administrator.execute(
        "update books.union_head set recorded_at = recorded_at + interval '1 day'"
        " where union_id = $1",
        union_id,
    )
    await administrator.close()
    ahead = (await log_store.head(union_id)).recorded_at
    answer = await log_store.append(append(union_id))
    assert answer.recorded_at == ahead
    assert (await log_store.head(union_id)).recorded_at == ahead
    assert await log_store.position_at(union_id, ahead - timedelta(microseconds=1)) == 1


@pytest.mark.parametrize("other_role", [Role.PROJECTOR, Role.AUDITOR])
async def test_readers_never_see_a_gap(
    database: Database, log_store: PostgresLogStore, other_role: Role
) -> None:
    union_id = await new_union(log_store)
    seen: list[int] = []
    done = asyncio.Event()

    async def write() -> None:
        await asyncio.gather(*(log_store.append(append(union_id)) for _ in range(60)))
        done.set()

    async def read() -> None:
        async with database.pool(other_role) as pool:
            reader = PostgresLogStore(pool)
            while not (done.is_set() and len(seen) == 60):
                last = seen[-1] if seen else 0
                found = await reader.read_after(union_id, last, 100)
                seen.extend(one.position for one in found)

    await asyncio.gather(write(), read())
    assert seen == list(range(1, 61))
