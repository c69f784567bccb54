"""The holes of assurance 6.3 that no rule of the log closes: roles, views, statistics, rights, unique keys."""

import asyncpg
import pytest

from services.errors import ClaimTaken, CommandReused
from services.store.addresses import Role
from services.store.log_store import PostgresLogStore
from services.wiring import Wired
from tests.support.appends import append, new_union
from tests.support.books import open_books
from tests.support.database import Database

OF_NO_UNION = {
    "api_key": "looked up by its own random id before the union is known; nobody may read the table",
    "checkpoint": "of all unions together: two processes that take the same census meet here",
    "cosignature": "of a checkpoint, which is of all unions together",
    "check_run": "of all books together",
    "projection": "the same tables for every union",
    "schema_migration": "of the database",
    "separation": "a rule for every union",
}
"""Tables whose unique keys do not begin with a union, and why they answer no question about another one."""

STATISTICS = "select count(*) from pg_stats where schemaname = 'books' and tablename = 'event'"


async def test_a_grant_to_the_application_would_not_be_inherited(
    database: Database, log_store: PostgresLogStore
) -> None:
    """The observed hole: a policy for everybody, and a role that inherits it. Rolled back in the end."""
    mine, other = await new_union(log_store), await new_union(log_store)
    for union_id in (mine, other):
        await log_store.append(append(union_id))
    administrator = await asyncpg.connect(database.administrator)
    try:
        transaction = administrator.transaction()
        await transaction.start()
        await administrator.execute(
            "create policy wide on books.event to gonghui_county using (true)"
        )
        await administrator.execute("grant gonghui_county to gonghui_app")
        await administrator.execute("select set_config('app.union_id', $1, true)", str(mine))
        await administrator.execute("set local role gonghui_app")
        rows = await administrator.fetch("select union_id from books.event")
        await transaction.rollback()
    finally:
        await administrator.close()
    assert [row["union_id"] for row in rows] == [mine]


async def test_a_view_of_its_owner_would_show_every_union_and_there_is_none(
    database: Database, log_store: PostgresLogStore
) -> None:
    mine, other = await new_union(log_store), await new_union(log_store)
    for union_id in (mine, other):
        await log_store.append(append(union_id))
    counted = "select count(*) from books.planted"
    administrator = await asyncpg.connect(database.administrator)
    try:
        seen = {}
        for option in ("false", "true"):
            transaction = administrator.transaction()
            await transaction.start()
            await administrator.execute(
                f"create view books.planted with (security_invoker = {option}) as"
                " select union_id from books.event"
            )
            await administrator.execute("grant select on books.planted to gonghui_app")
            await administrator.execute("select set_config('app.union_id', $1, true)", str(mine))
            await administrator.execute("set local role gonghui_app")
            seen[option] = await administrator.fetchval(counted)
            await transaction.rollback()
    finally:
        await administrator.close()
    assert seen == {"false": 2, "true": 1}


async def test_every_view_asks_as_its_reader_and_nothing_is_materialized(
    database: Database,
) -> None:
    async with open_books(database):
        connection = await asyncpg.connect(database.administrator)
        try:
            views = await connection.fetch(
                "select n.nspname, c.relname, c.relkind::text, c.reloptions::text as options"
                " from pg_class c join pg_namespace n on n.oid = c.relnamespace"
                " where c.relkind in ('v', 'm') and n.nspname !~ '^(pg_|information_schema)'"
            )
        finally:
            await connection.close()
    assert views
    for view in views:
        assert view["relkind"] == "v", view["relname"]
        assert "security_invoker=true" in (view["options"] or ""), view["relname"]


async def test_rights_that_no_policy_bounds_are_given_to_nobody(database: Database) -> None:
    """TRUNCATE, REFERENCES and TRIGGER go past row policies."""
    async with open_books(database):
        for address in (database.administrator, database.addresses.keystore_administrator or ""):
            connection = await asyncpg.connect(address)
            try:
                given = await connection.fetch(
                    "select c.relname, a.privilege_type from pg_class c"
                    " join pg_namespace n on n.oid = c.relnamespace"
                    " cross join lateral aclexplode(c.relacl) a"
                    " where n.nspname !~ '^(pg_|information_schema)' and a.grantee <> c.relowner"
                    " and a.privilege_type not in ('SELECT', 'INSERT', 'UPDATE', 'DELETE')"
                )
            finally:
                await connection.close()
            assert given == []


async def test_statistics_of_other_unions_are_hidden(
    database: Database, log_store: PostgresLogStore
) -> None:
    mine, other = await new_union(log_store), await new_union(log_store)
    for union_id in (mine, other):
        await log_store.append(append(union_id))
    administrator = await asyncpg.connect(database.administrator)
    try:
        await administrator.execute("analyze books.event, books.union_head")
        known = await administrator.fetchval(STATISTICS)
    finally:
        await administrator.close()
    assert known > 0
    async with database.pool(Role.APP) as pool, pool.union_tx(mine) as connection:
        assert not await connection.fetchval(STATISTICS)
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await connection.fetch("select stanullfrac from pg_statistic")


async def test_no_unique_key_answers_a_question_about_another_union(database: Database) -> None:
    async with open_books(database):
        for address in (database.administrator, database.addresses.keystore_administrator or ""):
            connection = await asyncpg.connect(address)
            try:
                keys = await connection.fetch(
                    "select n.nspname, r.relname, a.attname from pg_index i"
                    " join pg_class r on r.oid = i.indrelid"
                    " join pg_namespace n on n.oid = r.relnamespace"
                    " join pg_attribute a on a.attrelid = r.oid and a.attnum = i.indkey[0]"
                    " where i.indisunique and n.nspname !~ '^(pg_|information_schema)'"
                )
            finally:
                await connection.close()
            assert keys
            wide = {
                key["relname"]
                for key in keys
                if key["attname"] not in ("union_id", "federation_id")
            }
            assert wide <= OF_NO_UNION.keys()


async def test_injected_words_stay_values(log_store: PostgresLogStore, database: Database) -> None:
    """Whoever runs SQL of their own is past the policies, so nothing typed may ever be SQL."""
    mine, other = await new_union(log_store), await new_union(log_store)
    await log_store.append(append(other))
    planted = f"x'); select set_config('app.union_id', '{other}', true); --"
    await log_store.append(append(mine, claims=[planted], actor_id=planted))
    async with database.pool(Role.APP) as pool, pool.union_tx(mine) as connection:
        assert await connection.fetchval("select count(*) from books.event") == 1
        own = await connection.fetchval("select current_setting('app.union_id')")
    assert own == str(mine)


async def test_the_text_of_a_duplicate_key_never_leaves_the_store(
    log_store: PostgresLogStore, database: Database
) -> None:
    union_id = await new_union(log_store)
    with pytest.raises(CommandReused) as refused:
        await log_store.found(union_id, b"another charter")
    assert str(union_id) not in str(refused.value)
    async with open_books(database) as books:
        await _meets_a_duplicate(books, log_store)


async def _meets_a_duplicate(books: Wired, log_store: PostgresLogStore) -> None:
    mine = await new_union(log_store)
    await books.log.append(append(mine, claims=["member:secret"]))
    with pytest.raises(ClaimTaken) as refused:
        await books.log.append(append(mine, claims=["member:secret"]))
    assert "secret" not in str(refused.value)
    assert refused.value.__cause__ is None
