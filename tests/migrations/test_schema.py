"""schema.sql is the sum of the migrations; applying them twice, or at once, changes nothing."""

import asyncio
import re
import uuid

import asyncpg
import pytest

from services.store.addresses import Addresses, Role, ensure_root_key, read_root_key, with_database
from services.store.history import (
    BOOKS,
    KEYRING,
    Migration,
    MigrationChanged,
    Part,
    check_history,
    migrations,
)
from services.store.migrate import create_database, migrate, migrate_database, prepare
from services.store.sql import queries, text
from tests.support.database import Database, Server, settings_for

CATALOGUES = {
    "columns": """
        select c.table_name, c.column_name, c.ordinal_position, c.data_type, c.is_nullable,
               c.column_default
        from information_schema.columns c where c.table_schema = $1""",
    "constraints": """
        select r.relname, k.conname, pg_get_constraintdef(k.oid)
        from pg_constraint k join pg_class r on r.oid = k.conrelid
        join pg_namespace n on n.oid = r.relnamespace where n.nspname = $1""",
    "indexes": "select indexname, indexdef from pg_indexes where schemaname = $1",
    "functions": """
        select p.oid::regprocedure::text, pg_get_functiondef(p.oid), p.proacl::text,
               p.proowner::regrole::text
        from pg_proc p join pg_namespace n on n.oid = p.pronamespace where n.nspname = $1""",
    "policies": """
        select tablename, policyname, roles::text, cmd, qual, with_check
        from pg_policies where schemaname = $1""",
    "tables": """
        select r.relname, r.relkind, r.relrowsecurity, r.relforcerowsecurity, r.relacl::text,
               r.relowner::regrole::text, r.reloptions::text
        from pg_class r join pg_namespace n on n.oid = r.relnamespace where n.nspname = $1""",
    "column grants": """
        select r.relname, a.attname, a.attacl::text from pg_attribute a
        join pg_class r on r.oid = a.attrelid join pg_namespace n on n.oid = r.relnamespace
        where n.nspname = $1 and a.attacl is not null""",
}


async def catalogue(address: str, schema: str) -> dict[str, set[tuple[object, ...]]]:
    connection = await asyncpg.connect(address)
    try:
        return {
            name: {tuple(row) for row in await connection.fetch(query, schema)}
            for name, query in CATALOGUES.items()
        }
    finally:
        await connection.close()


async def build_from_schema(address: str, part: Part, name: str) -> None:
    await create_database(address)
    connection = await asyncpg.connect(address)
    try:
        async with connection.transaction():
            await prepare(connection, part)
            await connection.execute(
                queries("services.store", "administration.sql")["become_owner"]
            )
            await connection.execute(text("services.store", name))
    finally:
        await connection.close()


@pytest.mark.parametrize(
    ("part", "name"), [(BOOKS, "schema.sql"), (KEYRING, "keystore_schema.sql")], ids=str
)
async def test_the_schema_is_the_sum_of_the_migrations(
    server: Server, part: Part, name: str
) -> None:
    migrated = with_database(server.address, f"m_{uuid.uuid4().hex[:12]}")
    built = with_database(server.address, f"s_{uuid.uuid4().hex[:12]}")
    await migrate_database(migrated, part)
    await build_from_schema(built, part, name)
    assert await catalogue(migrated, part.schema) == await catalogue(built, part.schema)


async def test_migrating_again_applies_nothing(database: Database) -> None:
    assert await migrate(database.settings) == []


async def test_two_migrations_at_once_apply_each_file_once(server: Server) -> None:
    address = with_database(server.address, f"m_{uuid.uuid4().hex[:12]}")
    applied = await asyncio.gather(*(migrate_database(address, BOOKS) for _ in range(4)))
    assert sorted(name for names in applied for name in names) == [
        migration.name for migration in migrations(BOOKS)
    ]


@pytest.mark.parametrize("part", [BOOKS, KEYRING], ids=str)
def test_files_are_numbered_without_a_gap(part: Part) -> None:
    assert [one.number for one in migrations(part)] == list(range(1, len(migrations(part)) + 1))


def test_an_edited_file_is_refused() -> None:
    known = [Migration(1, "0001_pre_a.sql", "select 1"), Migration(2, "0002_pre_b.sql", "select 2")]
    check_history({1: known[0].sha256}, known)
    with pytest.raises(MigrationChanged):
        check_history({1: known[1].sha256}, known)
    with pytest.raises(MigrationChanged):
        check_history({2: known[1].sha256}, known)


async def test_no_role_is_a_member_of_another_or_above_the_policies(database: Database) -> None:
    connection = await asyncpg.connect(database.administrator)
    try:
        memberships = await connection.fetchval(
            "select count(*) from pg_auth_members m join pg_roles r on r.oid = m.member"
            " where r.rolname like 'gonghui%'"
        )
        roles = await connection.fetch(
            "select rolname, rolsuper, rolbypassrls, rolinherit, rolcanlogin, rolcreaterole,"
            " rolcreatedb from pg_roles where rolname like 'gonghui%'"
        )
    finally:
        await connection.close()
    assert memberships == 0
    assert {tuple(role) for role in roles} == {
        (role, False, False, False, role != "gonghui_owner", False, False)
        for role in ("gonghui_owner", *Role)
    }


async def test_every_table_of_a_union_forces_its_policies(database: Database) -> None:
    for address, schema in (
        (database.administrator, "books"),
        (database.addresses.keystore_administrator or "", "keyring"),
    ):
        connection = await asyncpg.connect(address)
        try:
            tables = await connection.fetch(
                "select c.table_name, r.relkind::text, r.relrowsecurity and r.relforcerowsecurity,"
                " exists (select from pg_policies p where p.schemaname = $1"
                "         and p.tablename = c.table_name),"
                " coalesce(r.reloptions::text like '%security_invoker=true%', false)"
                " from information_schema.columns c"
                " join pg_class r on r.oid = format('%I.%I', $1::text, c.table_name)::regclass"
                " where c.table_schema = $1 and c.column_name = 'union_id'",
                schema,
            )
        finally:
            await connection.close()
        assert tables
        for name, kind, is_forced, has_policy, is_invoker in tables:
            assert (is_forced and has_policy) if kind == "r" else is_invoker, name


async def test_nobody_may_change_or_remove_events(database: Database) -> None:
    connection = await asyncpg.connect(database.administrator)
    try:
        granted = await connection.fetch(
            "select grantee, privilege_type from information_schema.role_table_grants"
            " where table_schema = 'books' and table_name in ('event', 'union_head', 'command',"
            " 'claim', 'api_key') and grantee <> 'gonghui_owner'"
        )
    finally:
        await connection.close()
    assert {row["privilege_type"] for row in granted} == {"SELECT"}
    assert "PUBLIC" not in {row["grantee"] for row in granted}


async def test_functions_of_the_owner_name_everything_in_full(database: Database) -> None:
    connection = await asyncpg.connect(database.administrator)
    try:
        doors = await connection.fetch(
            "select p.proname, p.proconfig, p.proacl::text, p.proowner::regrole::text as owner"
            " from pg_proc p where p.pronamespace = 'books'::regnamespace and p.prosecdef"
        )
        inner = await connection.fetch(
            "select p.proname from pg_proc p where p.pronamespace = 'books'::regnamespace"
            " and not p.prosecdef and has_function_privilege('gonghui_app', p.oid, 'execute')"
        )
    finally:
        await connection.close()
    assert inner == []
    for door in doors:
        assert "search_path=pg_catalog" in door["proconfig"], door["proname"]
        assert door["owner"] == "gonghui_owner"
        assert not re.search(r"(^\{|,)=", door["proacl"]), door["proname"]


async def test_a_root_key_is_made_once_and_closed_to_others(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    file = tmp_path_factory.mktemp("home") / "deep" / "root.key"
    ensure_root_key(file)
    key = read_root_key(file)
    ensure_root_key(file)
    assert read_root_key(file) == key
    assert len(key) == 32
    assert file.stat().st_mode & 0o777 == 0o600


async def test_a_migrated_installation_lets_each_role_in(server: Server) -> None:
    name = f"i_{uuid.uuid4().hex[:12]}"
    settings = settings_for(with_database(server.address, name), server.root_key_file)
    await migrate(settings)
    database = Database(settings, Addresses(settings))
    for role in Role:
        async with database.pool(role) as pool, pool.connection() as connection:
            assert await connection.fetchval("select current_user::text") == role
