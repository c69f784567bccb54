"""Behind a PgBouncer in transaction mode all holds that holds without: limits, isolation, one answer each."""

import asyncio
import uuid
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path

import asyncpg
import msgspec
import pytest

from domain.member.commands import RetainMembership
from services.errors import OutcomeUnknown, PoolExhausted
from services.reads import Scope
from services.store.addresses import Addresses, Role
from services.store.contract import Append, WriteReceipt
from services.store.group_commit import GroupCommitLogStore
from services.store.log_store import PostgresLogStore
from services.store.pool import SERVING, Pool
from services.store.pooler import Pooler, PoolerUnknown, reached, through
from services.wiring import wired
from tests.support.appends import append, new_union
from tests.support.books import TODAY, new_office
from tests.support.database import Database, Server, run_folder
from tests.support.pooling import (
    KEEPS_STATEMENTS,
    MISSING,
    PROGRAM,
    TOO_OLD,
    Bouncer,
    bouncing,
    can_keep_statements,
)

pytestmark = pytest.mark.skipif(PROGRAM is None, reason=MISSING)
DAY = date(2026, 3, 8)
ONE_SESSION = {"default_pool_size": "1"}
LIMITS = "select name, setting::int from pg_settings where name = any ($1)"


def folder() -> Path:
    return run_folder() / f"b{uuid.uuid4().hex[:8]}"


@pytest.fixture
def bouncer(server: Server) -> Iterator[Bouncer]:
    """A PgBouncer that has one connection to PostgreSQL for each role and database."""
    with bouncing(server, folder(), ONE_SESSION) as started:
        yield started


def behind(database: Database, bouncer: Bouncer) -> Database:
    """The same database, reached through the pooler by every role."""
    settings = msgspec.structs.replace(database.settings, pooler=bouncer.address())
    return Database(settings, Addresses(settings))


@asynccontextmanager
async def two_clients(database: Database, bouncer: Bouncer) -> AsyncIterator[tuple[Pool, Pool]]:
    """Two processes' pools that share one session of PostgreSQL."""
    pooled = behind(database, bouncer)
    async with pooled.pool(Role.APP, size=1) as one, pooled.pool(Role.APP, size=1) as other:
        yield one, other


async def session(pool: Pool) -> int:
    async with pool.connection() as connection:
        return int(await connection.fetchval("select pg_backend_pid()"))


async def test_what_serves_unions_shares_one_session_and_sees_its_own(
    database: Database, bouncer: Bouncer
) -> None:
    async with two_clients(database, bouncer) as pools:
        assert await session(pools[0]) == await session(pools[1])
        stores = [PostgresLogStore(pool) for pool in pools]
        unions = [await new_union(store) for store in stores]
        for _ in range(5):
            await asyncio.gather(
                *(store.append(append(one)) for store, one in zip(stores, unions, strict=True))
            )
            seen = await asyncio.gather(
                *(unions_seen(pool, one) for pool, one in zip(pools, unions, strict=True))
            )
            assert seen == [{one} for one in unions]
        for pool in pools:
            async with pool.connection() as connection:
                with pytest.raises(asyncpg.PostgresError) as refused:
                    await connection.fetch("select * from books.event")
            assert refused.value.sqlstate in {"22P02", "42704"}


async def unions_seen(pool: Pool, union_id: uuid.UUID) -> set[uuid.UUID]:
    async with pool.union_tx(union_id) as connection:
        rows = await connection.fetch("select union_id from books.event")
        return {row["union_id"] for row in rows}


async def set_for_the_session(pool: Pool, union_id: uuid.UUID) -> None:
    """What our own code never does."""
    async with pool.connection() as connection:
        await connection.execute("select set_config('app.union_id', $1, false)", str(union_id))


async def test_a_union_left_on_the_session_does_not_reach_the_next_client(
    database: Database, bouncer: Bouncer
) -> None:
    async with two_clients(database, bouncer) as (one, other):
        union_id = await new_union(PostgresLogStore(one))
        await PostgresLogStore(one).append(append(union_id))
        await set_for_the_session(one, union_id)
        async with other.connection() as connection:
            with pytest.raises(asyncpg.PostgresError):
                await connection.fetch("select * from books.event")


async def test_without_the_shipped_reset_it_would(database: Database, server: Server) -> None:
    careless = {**ONE_SESSION, "server_reset_query_always": "0"}
    with bouncing(server, folder(), careless) as bouncer:
        async with two_clients(database, bouncer) as (one, other):
            union_id = await new_union(PostgresLogStore(one))
            await PostgresLogStore(one).append(append(union_id))
            await set_for_the_session(one, union_id)
            async with other.connection() as connection:
                assert len(await connection.fetch("select * from books.event")) == 1


async def test_limits_hold_inside_transactions_and_for_single_calls(
    database: Database, bouncer: Bouncer
) -> None:
    names = ["statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout"]
    wanted = {name: int(SERVING[name].removesuffix("s")) * 1_000 for name in names}
    pooled = behind(database, bouncer)
    async with pooled.pool(Role.APP, size=1) as pool, pool.connection() as connection:
        assert dict(await connection.fetch(LIMITS, names)) == wanted
    short = Pool(pooled.of(Role.APP), limits={**SERVING, "statement_timeout": "50ms"})
    try:
        with pytest.raises(asyncpg.QueryCanceledError):
            async with short.union_tx(uuid.uuid4()) as connection:
                await connection.fetch("select pg_sleep(3)")
    finally:
        await short.close()


async def test_an_address_that_does_not_say_so_is_refused_by_the_pooler(
    database: Database, bouncer: Bouncer
) -> None:
    """Never half-way: a process that was not told of the pooler does not come up behind it."""
    told, _ = reached(behind(database, bouncer).of(Role.APP))
    pool = Pool(told)
    with pytest.raises(asyncpg.PostgresError, match="startup parameter"):
        async with pool.connection():
            pass
    await pool.close()


async def test_a_pooler_that_is_killed_loses_and_doubles_nothing(
    database: Database, server: Server, log_store: PostgresLogStore
) -> None:
    where = folder()
    with bouncing(server, where) as first:
        pooled = behind(database, first)
        async with pooled.pool(Role.APP, size=4) as pool:
            store = GroupCommitLogStore(pool)
            union_id = await new_union(store)
            asked = [append(union_id, claims=[f"member:{n}"]) for n in range(40)]
            under_way = [asyncio.create_task(store.append(one)) for one in asked]
            await asyncio.wait(under_way, return_when=asyncio.FIRST_COMPLETED)
            first.process.kill()
            first.process.wait()
            answers = await asyncio.gather(*under_way, return_exceptions=True)
            lost = (OutcomeUnknown, PoolExhausted)
            assert all(isinstance(one, lost) for one in answers if isinstance(one, BaseException))
            with bouncing(server, where):
                again = [await repeated(store, one) for one in asked]
    assert {one.first_position for one in again} == set(range(1, 41))
    assert (await log_store.head(union_id)).position == 40
    for before, after in zip(answers, again, strict=True):
        if not isinstance(before, BaseException):
            assert (before.first_position, before.hash) == (after.first_position, after.hash)


async def repeated(store: PostgresLogStore, asked: Append) -> WriteReceipt:
    """Ask again with the same command id until there is an answer, as every client does."""
    async with asyncio.timeout(20):
        while True:
            try:
                return await store.append(asked)
            except (OutcomeUnknown, PoolExhausted):
                continue


async def test_a_projector_follows_through_the_pooler(database: Database, bouncer: Bouncer) -> None:
    async with wired(behind(database, bouncer).settings) as books:
        await books.builds.create_first()
        office = await new_office(books)
        who = await office.member(1)
        await office.do(RetainMembership(occurred_on=DAY, member_id=who, cause="retired"))
        await books.follower.round()
        shown = await books.ledgers.member(Scope(union_id=office.union_id, as_of=TODAY), who)
        assert shown is not None
        assert shown.membership == "retained"


@pytest.mark.skipif(not can_keep_statements(), reason=TOO_OLD)
async def test_statements_are_parsed_once_where_the_pooler_carries_them(
    database: Database, server: Server
) -> None:
    with bouncing(server, folder(), {**ONE_SESSION, **KEEPS_STATEMENTS}) as bouncer:
        settings = msgspec.structs.replace(
            database.settings, pooler=bouncer.address(Pooler.PREPARED)
        )
        pooled = Database(settings, Addresses(settings))
        async with pooled.pool(Role.APP, size=1) as one, pooled.pool(Role.APP, size=1) as other:
            stores = [PostgresLogStore(pool) for pool in (one, other)]
            unions = [await new_union(store) for store in stores]
            for position in range(1, 6):
                for store, union_id in zip(stores, unions, strict=True):
                    answer = await store.append(append(union_id))
                    assert answer.first_position == position
            async with other.connection() as connection:
                kept = await connection.fetchval("select count(*) from pg_prepared_statements")
    assert kept > 0


@pytest.mark.parametrize(
    ("address", "place", "pooler"),
    [
        ("postgresql://a:b@h:1/d", "postgresql://a:b@h:1/d", Pooler.NONE),
        ("postgresql://a:b@h/d?pooler=prepared", "postgresql://a:b@h/d", Pooler.PREPARED),
        (
            "postgresql://a@/d?host=/run/p&pooler=transaction&port=6432",
            "postgresql://a@/d?host=/run/p&port=6432",
            Pooler.TRANSACTION,
        ),
    ],
)
def test_an_address_says_what_it_leads_through(address: str, place: str, pooler: Pooler) -> None:
    assert reached(address) == (place, pooler)


def test_an_address_through_something_unknown_is_refused_without_repeating_it() -> None:
    with pytest.raises(PoolerUnknown) as refused:
        Pool("postgresql://a:secret@h/d?pooler=session")
    assert "secret" not in str(refused.value)


def test_a_database_keeps_its_name_behind_a_pooler() -> None:
    way = through("postgresql://x:y@db:5433/gh_keys?sslmode=require", "postgresql://front:6432")
    assert way == "postgresql://front:6432/gh_keys?pooler=transaction"
