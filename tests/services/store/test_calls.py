"""A connection that only carried calls is not reset: it must not need to be."""

import asyncio
import json
import re
import uuid
from collections.abc import AsyncIterator
from typing import Any

import asyncpg
import pytest

from services.errors import OutcomeUnknown, StoreError, UnionNotFound
from services.store.addresses import Role
from services.store.group_commit import GroupCommitLogStore, group_arguments
from services.store.log_store import PostgresLogStore, arguments, event_arguments
from services.store.pool import Pool
from services.store.sql import queries
from tests.support.appends import append, event, new_union
from tests.support.database import Database

DOORS = queries("services.store", "doors.sql")
STATE = """
    select pg_backend_pid() as process, current_user::text, session_user::text,
           coalesce(current_setting('app.union_id', true), '') as union_id,
           (select jsonb_object_agg(s.name, s.setting) from pg_settings s
            where s.name not like 'plpgsql.%') as settings,  -- known once it was used
           (select count(*) from pg_locks l where l.locktype = 'advisory') as advisory_locks,
           (select count(*) from pg_listening_channels()) as channels,
           (select count(*) from pg_cursors where is_holdable) as cursors"""


@pytest.fixture
async def lone(database: Database) -> AsyncIterator[Pool]:
    """A pool of a single connection."""
    async with database.pool(Role.APP, size=1) as pool:
        yield pool


async def state(pool: Pool) -> dict[str, Any]:
    """What the session of the one connection looks like to who borrows it next."""
    async with pool.connection() as connection:
        assert not connection.is_in_transaction()
        (row,) = await connection.fetch(STATE)
    return dict(row) | {"settings": json.loads(row["settings"])}


async def values_for(door: str, store: PostgresLogStore) -> tuple[object, ...]:
    union_id = await new_union(store)
    asked = append(union_id)
    return {
        "found_union": (uuid.uuid4(), b"charter"),
        "append": arguments(asked),
        "append_event": event_arguments(asked),
        "append_group": group_arguments([asked, append(await new_union(store), claims=["m:1"])]),
        "read_streams": (union_id, [asked.events[0].stream_id]),
        "find_command": (union_id, asked.command_id),
    }[door]


@pytest.mark.parametrize("door", DOORS)
async def test_a_call_leaves_nothing_on_its_session(lone: Pool, door: str) -> None:
    before = await state(lone)
    values = await values_for(door, PostgresLogStore(lone))
    await lone.call(door, *values)
    assert lone._resting
    assert await state(lone) == before


async def test_a_refused_call_leaves_nothing_on_its_session(lone: Pool) -> None:
    store = PostgresLogStore(lone)
    before = await state(lone)
    union_id, stream_id = await new_union(store), uuid.uuid4()
    await store.append(append(union_id, event(stream_id), claims=["m:1"]))
    for refused in (
        append(uuid.uuid4()),
        append(union_id, event(stream_id)),
        append(union_id, claims=["m:1"]),
        append(union_id, event(body=b'{"lines":')),
        append(union_id, event(), event(stream_id)),
    ):
        with pytest.raises(StoreError):
            await store.append(refused)
        assert lone._resting
        assert await state(lone) == before


async def test_after_a_call_the_union_is_forgotten(lone: Pool) -> None:
    await PostgresLogStore(lone).append(append(await new_union(PostgresLogStore(lone))))
    async with lone.connection() as connection:
        with pytest.raises(asyncpg.PostgresError):
            await connection.fetch("select * from books.event")


async def test_only_the_named_doors_can_be_called(lone: Pool) -> None:
    for statement in ("set session app.union_id = 'x'", "head", DOORS["append"]):
        with pytest.raises(KeyError):
            await lone.call(statement)


LASTING = re.compile(
    r"(?:;|\bbegin|\bthen|\belse|\bloop)\s+"
    r"(?:set|reset|discard|listen|prepare|lock|execute|perform set_config)\b"
    r"|advisory|with hold"
)


def outlasting(source: str) -> list[str]:
    """What a function's source may leave on its session: settings above all."""
    source = re.sub(r"--.*", "", source.lower())
    settings = re.findall(r"set_config\((?:[^()]|\([^()]*\))*\)?", source)
    return [one for one in settings if not one.endswith(", true)")] + LASTING.findall(source)


async def test_doors_leave_nothing_beyond_their_transaction(database: Database) -> None:
    for query in DOORS.values():
        assert re.fullmatch(r"select [^;]*books\.\w+_v\d+\([^;]*", query)
    connection = await asyncpg.connect(database.administrator)
    try:
        sources = await connection.fetch(
            "select proname, prosrc from pg_proc where pronamespace = 'books'::regnamespace"
        )
    finally:
        await connection.close()
    assert {name: found for name, source in sources if (found := outlasting(source))} == {}


@pytest.mark.parametrize(
    "planted",
    [
        "begin v := set_config('app.union_id', p_union::text, false); end",
        "begin return 1; set search_path = ledgers; end",
        "begin\n  set role gonghui_county;\nend",
        "begin if x then reset all; end if; end",
        "begin v := pg_advisory_lock(1); end",
        "begin execute 'set role x'; end",
        "begin listen news; end",
    ],
)
def test_a_planted_leftover_is_found(planted: str) -> None:
    assert outlasting(planted)


async def test_what_a_borrower_did_never_reaches_a_call(lone: Pool) -> None:
    store = PostgresLogStore(lone)
    union_id, other = await new_union(store), await new_union(store)
    async with lone.connection() as connection:
        await connection.execute("select set_config('app.union_id', $1, false)", str(other))
    await store.append(append(union_id))
    assert (await state(lone))["union_id"] == ""


async def test_a_call_that_was_given_up_does_not_leave_its_connection_resting(
    database: Database, lone: Pool
) -> None:
    store = PostgresLogStore(lone)
    asked = append(await new_union(store))
    holder = await asyncpg.connect(database.administrator)
    try:
        async with holder.transaction():
            await holder.execute("lock table books.union_head in exclusive mode")
            sent = asyncio.create_task(store.append(asked))
            waits = "select count(*) from pg_stat_activity where wait_event_type = 'Lock'"
            while not await holder.fetchval(waits + " and datname = current_database()"):
                pass
            sent.cancel()
            with pytest.raises(asyncio.CancelledError):
                await sent
            assert not lone._resting
    finally:
        await holder.close()
    assert not (await store.append(asked)).replayed


async def test_resting_connections_that_died_are_not_used(database: Database) -> None:
    async with database.pool(Role.APP, size=6) as pool:
        store = GroupCommitLogStore(pool, lanes=6)
        unions = [await new_union(store) for _ in range(6)]
        await asyncio.gather(*(store.append(append(union_id)) for union_id in unions))
        administrator = await asyncpg.connect(database.administrator)
        try:
            await administrator.execute(
                "select pg_terminate_backend(pid, 5000) from pg_stat_activity"
                " where usename = 'gonghui_app' and datname = current_database()"
            )
        finally:
            await administrator.close()
        answers = await asyncio.gather(
            *(store.append(append(union_id)) for union_id in unions), return_exceptions=True
        )
        assert not [one for one in answers if isinstance(one, OutcomeUnknown)]
        assert {(await store.head(union_id)).position for union_id in unions} == {2}


async def test_borrowers_and_calls_share_the_connections(database: Database) -> None:
    async with database.pool(Role.APP, size=3) as pool:
        store = PostgresLogStore(pool)
        pool._acquire_seconds = 10
        unions = [await new_union(store) for _ in range(20)]

        async def work(union_id: uuid.UUID) -> None:
            for _ in range(5):
                await store.append(append(union_id))
                assert len(await store.read_after(union_id, 0, 100)) > 0

        await asyncio.gather(*(work(union_id) for union_id in unions))
        async with pool.connection(), pool.connection(), pool.connection():
            assert not pool._resting


async def test_a_pool_with_resting_connections_closes_at_once(database: Database) -> None:
    pool = Pool(database.of(Role.APP), size=2)
    with pytest.raises(UnionNotFound):
        await PostgresLogStore(pool).append(append(uuid.uuid4()))
    assert pool._resting
    async with asyncio.timeout(2):
        await pool.close()
