"""Unions cannot reach each other: every hole that was ever reproduced stays closed."""

import uuid
from collections.abc import AsyncIterator

import asyncpg
import pytest

from services.errors import UnionNotFound
from services.store.addresses import Role
from services.store.log_store import PostgresLogStore, arguments
from services.store.pool import Pool
from services.store.sql import queries
from tests.support.appends import append, event, new_union
from tests.support.database import Database

QUERIES = queries("services.store")
LEDGERS = queries("services.store", "ledgers.sql")
DOORS = queries("services.store", "doors.sql")


@pytest.fixture
async def app(database: Database) -> AsyncIterator[Pool]:
    async with database.pool(Role.APP, size=1) as pool:
        yield pool


async def test_without_a_union_a_read_fails_loudly(app: Pool) -> None:
    async with app.connection() as connection:
        with pytest.raises(asyncpg.UndefinedObjectError):
            await connection.fetch("select * from books.event")


async def test_after_a_transaction_the_union_is_forgotten(
    app: Pool, log_store: PostgresLogStore
) -> None:
    union_id = await new_union(log_store)
    await log_store.append(append(union_id))
    async with app.union_tx(union_id) as connection:
        assert await connection.fetchval("select count(*) from books.event") == 1
    async with app.connection() as connection:
        with pytest.raises(asyncpg.PostgresError) as refused:
            await connection.fetch("select * from books.event")
    assert refused.value.sqlstate in {"22P02", "42704"}


async def test_a_transaction_sees_its_own_union_only(
    app: Pool, log_store: PostgresLogStore
) -> None:
    mine, other = await new_union(log_store), await new_union(log_store)
    await log_store.append(append(mine))
    await log_store.append(append(other, event(), event()))
    async with app.union_tx(mine) as connection:
        for table in ("event", "event_readable", "union_head"):
            rows = await connection.fetch(f"select union_id from books.{table}")
            assert [row["union_id"] for row in rows] == [mine], table
        assert await connection.fetch(QUERIES["read_after"], other, 0, 10, 10) == []
        assert await connection.fetch(QUERIES["head"], other) == []


@pytest.mark.parametrize(
    "call",
    [
        (
            "select books.append_v1($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15,"
            " $16, $17, $18)"
        ),
        "select * from books.read_streams_v1($1, '{}')",
        "select * from books.find_command_v1($1, gen_random_uuid())",
        "select books.found_union_v1($1, '')",
        "select books.revoke_api_key_v1($1, 'k', now())",
    ],
)
async def test_no_function_leaves_the_union_of_its_transaction(
    app: Pool, log_store: PostgresLogStore, call: str
) -> None:
    mine, other = await new_union(log_store), await new_union(log_store)
    values = arguments(append(other)) if "append" in call else (other,)
    with pytest.raises(asyncpg.PostgresError) as refused:
        async with app.union_tx(mine) as connection:
            await connection.fetch(call, *values)
    assert refused.value.sqlstate == "ES404"
    assert (await log_store.head(other)).position == 0


@pytest.mark.parametrize(
    "statement",
    [
        "insert into books.event select * from books.event",
        "update books.event set body = ''",
        "delete from books.event",
        "truncate books.event",
        "update books.union_head set position = 9",
        "insert into books.command select * from books.command",
        "delete from books.claim",
        "select * from books.api_key",
        "select * from books.claim",
        "insert into books.cursor values (gen_random_uuid(), 'n', 1, 1, 'running')",
        "select books.unbalanced('{}')",
        "select books.enter_union($1)",
        "set role gonghui_county",
        "set role gonghui_owner",
        "set session authorization gonghui_projector",
        "create table books.mine (a int)",
        "create table ledgers.mine (a int)",
        "create table public.mine (a int)",
        "create temporary table mine (a int)",
        "alter table books.event disable row level security",
    ],
)
async def test_the_application_cannot_go_around_the_append(
    app: Pool, log_store: PostgresLogStore, statement: str
) -> None:
    union_id = await new_union(log_store)
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with app.union_tx(union_id) as connection:
            await connection.fetch(statement, *([union_id] if "$1" in statement else []))


async def test_a_failed_set_role_does_not_stay_on_the_connection(app: Pool) -> None:
    async with app.connection() as connection:
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await connection.execute("set role gonghui_county")
    async with app.connection() as connection:
        assert await connection.fetchval("select current_user::text") == Role.APP


async def test_a_setting_of_the_session_does_not_reach_the_next_borrower(
    app: Pool, log_store: PostgresLogStore
) -> None:
    union_id = await new_union(log_store)
    async with app.connection() as connection:
        await connection.execute("select set_config('app.union_id', $1, false)", str(union_id))
    async with app.connection() as connection:
        with pytest.raises(asyncpg.PostgresError):
            await connection.fetch("select * from books.event")


async def test_a_union_that_is_no_uuid_never_reaches_the_server(app: Pool) -> None:
    with pytest.raises(AttributeError):
        async with app.union_tx("x'; set role postgres; --"):  # type: ignore[arg-type]
            pass


async def test_the_projector_reads_all_and_writes_one(
    database: Database, log_store: PostgresLogStore
) -> None:
    one, other = await new_union(log_store), await new_union(log_store)
    for union_id in (one, other):
        await log_store.append(append(union_id))
    write = "insert into books.cursor (union_id, name, version, position) values ($1, 'n', 1, 1)"
    async with database.pool(Role.PROJECTOR) as pool:
        async with pool.all_unions_tx() as connection:
            behind = await connection.fetch(LEDGERS["unions_behind"], ["n"], [1], 0)
            assert {row["union_id"] for row in behind} == {one, other}
            assert await connection.fetchval("select count(*) from books.event") == 2
        async with pool.union_tx(one) as connection:
            await connection.execute(write, one)
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            async with pool.union_tx(one) as connection:
                await connection.execute(write, other)
        async with pool.all_unions_tx() as connection:
            behind = await connection.fetch(LEDGERS["unions_behind"], ["n"], [1], 0)
            assert [row["union_id"] for row in behind] == [other]
            assert tuple(await connection.fetchrow(LEDGERS["lag"], ["n"], [1])) == ("n", 1, 1, 0)


async def test_ledgers_of_the_projector_are_readable_and_no_more(
    database: Database, log_store: PostgresLogStore
) -> None:
    union_id = await new_union(log_store)
    async with database.pool(Role.PROJECTOR) as pool, pool.all_unions_tx() as connection:
        await connection.execute("create table ledgers.roster (union_id uuid)")
        await connection.execute("create temporary table replayed (a int)")
    for role in (Role.APP, Role.AUDITOR):
        async with database.pool(role) as pool:
            async with pool.union_tx(union_id) as connection:
                assert await connection.fetch("select * from ledgers.roster") == []
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                async with pool.union_tx(union_id) as connection:
                    await connection.execute("insert into ledgers.roster values ($1)", union_id)


async def test_the_county_sees_how_far_unions_are_and_nothing_else(
    database: Database, log_store: PostgresLogStore
) -> None:
    union_id = await new_union(log_store)
    async with database.pool(Role.COUNTY) as pool:
        async with pool.all_unions_tx() as connection:
            heads = await connection.fetch(
                "select union_id, position, recorded_at from books.union_head"
            )
            assert [row["union_id"] for row in heads] == [union_id]
            await connection.fetch("select * from books.cursor")
        for refused in (
            "select hash from books.union_head",
            "select charter from books.union_head",
            "select * from books.event",
            "select * from books.event_readable",
            "select * from books.dead_letter",
            "select books.found_union_v1(gen_random_uuid(), '')",
        ):
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                async with pool.all_unions_tx() as connection:
                    await connection.fetch(refused)


async def test_the_auditor_reads_everything_and_writes_nothing(
    database: Database, log_store: PostgresLogStore
) -> None:
    union_id = await new_union(log_store)
    await log_store.append(append(union_id, claims=["member:a"]))
    async with database.pool(Role.AUDITOR) as pool:
        async with pool.all_unions_tx() as connection:
            for table in ("event", "union_head", "command", "claim"):
                assert await connection.fetchval(f"select count(*) from books.{table}") == 1
            await connection.execute("create temporary table replayed (a int)")
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            async with pool.union_tx(union_id) as connection:
                await connection.execute("select books.found_union_v1($1, '')", union_id)


async def test_each_named_query_names_its_union_even_without_policies(
    database: Database, log_store: PostgresLogStore
) -> None:
    mine, other = await new_union(log_store), await new_union(log_store)
    for union_id in (mine, other):
        await log_store.append(append(union_id))
    superuser = await asyncpg.connect(database.administrator)
    try:
        for name, values in (("read_after", (0, 10, 10)), ("head", ())):
            rows = await superuser.fetch(QUERIES[name], mine, *values)
            assert [row["union_id"] for row in rows] == [mine], name
    finally:
        await superuser.close()


async def test_copying_into_the_log_is_refused(app: Pool, log_store: PostgresLogStore) -> None:
    union_id = await new_union(log_store)
    with pytest.raises(asyncpg.PostgresError):
        async with app.union_tx(union_id) as connection:
            await connection.copy_records_to_table(
                "claim", schema_name="books", records=[(union_id, "member:a", 1)]
            )


async def test_a_group_call_is_refused_inside_a_union(
    app: Pool, log_store: PostgresLogStore
) -> None:
    union_id = await new_union(log_store)
    nothing: list[list[object]] = [[] for _ in range(24)]
    with pytest.raises(asyncpg.PostgresError) as refused:
        async with app.union_tx(union_id) as connection:
            await connection.fetch(DOORS["append_group"], *nothing)
    assert refused.value.sqlstate == "ES404"


async def test_api_keys_are_found_before_the_union_is_known(app: Pool) -> None:
    union_id, other = uuid.uuid4(), uuid.uuid4()
    put = "select books.put_api_key_v1('k1', $2, $1, 'clerk', 'laptop', now(), null)"
    async with app.connection() as connection:
        assert await connection.fetchval(put, union_id, b"digest")
        assert not await connection.fetchval(put, other, b"stolen")
        await connection.execute("select books.touch_api_key_v1('k1', now())")
        assert not await connection.fetchval(
            "select books.revoke_api_key_v1($1, 'k1', now())", other
        )
        assert await connection.fetchval(
            "select books.revoke_api_key_v1($1, 'k1', now())", union_id
        )
        found = await connection.fetchrow("select * from books.find_api_key_v1('k1')")
        assert (found["union_id"], found["secret_digest"]) == (union_id, b"digest")
        assert found["revoked_at"] is not None
        assert found["last_used_at"] is not None
        assert await connection.fetch("select * from books.find_api_key_v1('k2')") == []


async def test_a_lost_union_is_not_told_from_one_that_never_was(
    log_store: PostgresLogStore,
) -> None:
    with pytest.raises(UnionNotFound) as refused:
        await log_store.append(append(uuid.uuid4()))
    assert str(refused.value) == "store.union_unknown"
