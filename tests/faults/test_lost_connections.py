"""Connections that break at the worst moment: no event twice, none lost, none half-written."""

import asyncio
import uuid
from collections.abc import AsyncIterator

import asyncpg
import pytest

from services.errors import OutcomeUnknown
from services.store.addresses import Role
from services.store.contract import WriteReceipt
from services.store.group_commit import GroupCommitLogStore
from services.store.log_store import PostgresLogStore
from services.store.pool import Pool
from tests.faults.proxy import Mood, Proxy, proxied
from tests.support.appends import append, event, new_union
from tests.support.database import Database


@pytest.fixture
async def through(database: Database) -> AsyncIterator[tuple[Proxy, Pool]]:
    async with proxied(database.of(Role.APP)) as (proxy, address):
        pool = Pool(address, size=4, command_seconds=1.0)
        try:
            yield proxy, pool
        finally:
            await pool.close()


async def test_a_lost_commit_reply_becomes_a_replay(
    through: tuple[Proxy, Pool], log_store: PostgresLogStore
) -> None:
    proxy, pool = through
    store = PostgresLogStore(pool)
    union_id = await new_union(store)
    for position in range(1, 21):
        asked = append(union_id, claims=[f"member:{position}"])
        swallowed = proxy.swallowed
        proxy.mood = Mood.SWALLOW_THEN_RESET
        sent = asyncio.create_task(store.append(asked))
        while proxy.swallowed == swallowed:  # noqa: ASYNC110 - the proxy only counts
            await asyncio.sleep(0)
        proxy.mood = Mood.CARRY
        answer = await sent
        assert answer.last_position == position
        stored = await log_store.find_command(union_id, asked.command_id)
        assert stored is not None
        assert (stored.hash, stored.recorded_at) == (answer.hash, answer.recorded_at)
    assert (await log_store.head(union_id)).position == 20


async def test_when_every_reply_is_lost_the_outcome_is_unknown_and_a_retry_finds_out(
    through: tuple[Proxy, Pool], log_store: PostgresLogStore
) -> None:
    proxy, pool = through
    store = PostgresLogStore(pool)
    asked = append(await new_union(store))
    proxy.mood = Mood.SWALLOW_THEN_RESET
    with pytest.raises(OutcomeUnknown):
        await store.append(asked)
    proxy.mood = Mood.CARRY
    answer = await store.append(asked)
    assert answer.replayed
    assert (await log_store.head(asked.union_id)).position == 1


async def test_resets_under_load_lose_and_double_nothing(
    through: tuple[Proxy, Pool], log_store: PostgresLogStore
) -> None:
    proxy, pool = through
    store = GroupCommitLogStore(pool)
    unions = [await new_union(store) for _ in range(5)]
    acknowledged: list[WriteReceipt] = []
    unknown = 0

    async def clerk(union_id: uuid.UUID) -> None:
        nonlocal unknown
        for _ in range(30):
            asked = append(union_id)
            while True:
                try:
                    acknowledged.append(await store.append(asked))
                    break
                except OutcomeUnknown:
                    unknown += 1

    async def cutter() -> None:
        for _ in range(15):
            reached = len(acknowledged) + 5
            while len(acknowledged) < min(reached, 150):  # noqa: ASYNC110 - a count
                await asyncio.sleep(0)
            proxy.reset_all()

    await asyncio.gather(cutter(), *(clerk(union_id) for union_id in unions))
    assert len(acknowledged) == 150
    for union_id in unions:
        positions = sorted(a.last_position for a in acknowledged if a.union_id == union_id)
        assert positions == list(range(1, 31))
        assert (await log_store.head(union_id)).position == 30


async def test_a_black_hole_ends_in_bounded_time_and_heals(
    through: tuple[Proxy, Pool], log_store: PostgresLogStore
) -> None:
    proxy, pool = through
    store = PostgresLogStore(pool)
    union_id = await new_union(store)
    asked = append(union_id)
    proxy.mood = Mood.BLACK_HOLE
    with pytest.raises(OutcomeUnknown):
        async with asyncio.timeout(20):
            await store.append(asked)
    proxy.mood = Mood.CARRY
    proxy.reset_all()
    async with asyncio.timeout(2):
        await store.append(asked)
    assert (await log_store.head(union_id)).position == 1


@pytest.mark.parametrize("table", ["event", "command", "claim", "union_head"])
@pytest.mark.parametrize("size", [1, 3])
async def test_a_crash_between_two_statements_leaves_nothing_behind(
    database: Database, log_store: PostgresLogStore, table: str, size: int
) -> None:
    """A lock on one table stops the append before it writes there; the backend is then ended."""
    union_id = await new_union(log_store)
    await log_store.append(append(union_id, claims=["member:old"]))
    asked = append(
        union_id, *(event() for _ in range(size)), claims=["member:new"], releases=["member:old"]
    )
    administrator = await asyncpg.connect(database.administrator)
    before = await everything(administrator)
    gate = await asyncpg.connect(database.administrator)
    try:
        async with gate.transaction():
            await gate.execute(f"lock table books.{table} in share mode")
            sent = asyncio.create_task(log_store.append(asked))
            for _ in range(3):
                await end_the_waiting_backend(administrator)
            with pytest.raises(OutcomeUnknown):
                await sent
            assert await everything(administrator) == before
        answer = await log_store.append(asked)
        assert not answer.replayed
        assert answer.first_position == 2
    finally:
        await gate.close()
        await administrator.close()


async def test_a_backend_that_dies_holding_a_head_frees_it_at_once(
    database: Database, log_store: PostgresLogStore
) -> None:
    union_id = await new_union(log_store)
    administrator = await asyncpg.connect(database.administrator)
    owner = await asyncpg.connect(database.direct(Role.APP))
    try:
        await owner.execute(f"begin; set local app.union_id = '{union_id}'")
        await owner.fetch(
            "select books.append_v1($1, gen_random_uuid(), '', '', array[gen_random_uuid()],"
            " '{1}', '{t}', '{1}', '{2026-01-01}', array['']::bytea[], '{}', '{}', null, '{}',"
            " '{}', '{}', '{}', null)",
            union_id,
        )
        waiting = asyncio.create_task(log_store.append(append(union_id)))
        await administrator.execute("select pg_terminate_backend($1)", owner.get_server_pid())
        async with asyncio.timeout(1):
            answer = await waiting
        assert answer.first_position == 1
    finally:
        owner.terminate()
        await administrator.close()


async def everything(administrator: asyncpg.Connection) -> list[object]:
    tables = ("union_head", "event", "command", "claim")
    return [
        [tuple(row) for row in await administrator.fetch(f"select * from books.{t} order by 1, 2")]
        for t in tables
    ]


async def end_the_waiting_backend(administrator: asyncpg.Connection) -> None:
    ended = False
    async with asyncio.timeout(10):
        while not ended:
            ended = bool(
                await administrator.fetchval(
                    "select count(pg_terminate_backend(pid, 5000)) from pg_stat_activity"
                    " where usename = 'gonghui_app' and wait_event_type = 'Lock'"
                    " and datname = current_database()"
                )
            )
