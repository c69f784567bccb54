"""A migration waits for no lock for long, and what may run beside the old code is not what may not (F21)."""

import asyncio
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg
import pytest

from services.store import migrate as migrating
from services.store.addresses import with_database
from services.store.history import (
    Migration,
    MigrationChanged,
    Part,
    Stage,
    check_history,
    is_migrated,
    migrations,
)
from services.store.migrate import MigrationBlocked, migrate_database
from tests.support.database import Server

WIDE = Part("books", "wide", "roles.sql", package="tests.upgrade")
WAITING = """
    select xact_start from pg_stat_activity
    where datname = current_database() and wait_event_type = 'Lock' and query like 'alter table%'"""
READ = "set lock_timeout = '2s'; select number from books.wide"


@pytest.fixture
async def address(server: Server) -> str:
    """A database as the version before left it: its first file is applied."""
    made = with_database(server.address, f"w_{uuid.uuid4().hex[:12]}")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(migrating, "migrations", lambda part: migrations(part)[:1])
        assert await migrate_database(made, WIDE) == ["0001_pre_wide.sql"]
    return made


@asynccontextmanager
async def connected(address: str) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(address)
    try:
        yield connection
    finally:
        await connection.close()


@asynccontextmanager
async def auditor_reading(address: str) -> AsyncIterator[None]:
    """A long transaction that has read the table and may read it again."""
    async with connected(address) as connection, connection.transaction():
        await connection.execute("select from books.wide")
        yield


async def test_readers_pass_while_a_migration_waits_for_an_auditor(address: str) -> None:
    async with (
        connected(address) as watching,
        connected(address) as reading,
        asyncio.timeout(60),
    ):
        async with auditor_reading(address):
            migrated = asyncio.create_task(migrate_database(address, WIDE))
            tries = set()
            while len(tries) < 3:
                tries |= {row[0] for row in await watching.fetch(WAITING)}
                await reading.execute(READ)  # fails when it is kept waiting as long as we let it
            assert not migrated.done()
        assert await migrated == ["0003_pre_new_word.sql"]


async def test_a_migration_that_never_gets_its_locks_has_done_nothing(address: str) -> None:
    async with auditor_reading(address), connected(address) as looking:
        with pytest.raises(MigrationBlocked, match="0003_pre_new_word"):
            await migrate_database(address, WIDE, patience_seconds=0)
        assert await looking.fetchval("select count(*) from books.schema_migration") == 1
        assert (
            await looking.fetchval("select array_agg(w)::text from books.wide w") == '{"(1,one)"}'
        )


async def test_what_takes_away_waits_until_it_is_asked_for(address: str) -> None:
    assert await migrate_database(address, WIDE) == ["0003_pre_new_word.sql"]
    assert await migrate_database(address, WIDE, Stage.PRE) == []
    assert await migrate_database(address, WIDE, Stage.POST) == ["0002_post_old_word.sql"]
    assert await migrate_database(address, WIDE, Stage.POST) == []


async def test_an_empty_database_has_no_old_code_to_wait_for(server: Server) -> None:
    made = with_database(server.address, f"w_{uuid.uuid4().hex[:12]}")
    applied = await migrate_database(made, WIDE)
    assert applied == [migration.name for migration in migrations(WIDE)]


def test_a_database_is_migrated_for_old_code_and_for_new() -> None:
    old, new = migrations(WIDE)[:1], migrations(WIDE)
    applied = {migration.number: migration.sha256 for migration in new if migration.number != 2}
    assert is_migrated(applied, old)
    assert is_migrated(applied, new)
    assert not is_migrated({1: new[0].sha256}, new)


def test_a_file_that_waits_may_be_missing_but_not_edited() -> None:
    files = migrations(WIDE)
    applied = {migration.number: migration.sha256 for migration in files}
    check_history(applied, files)
    check_history({1: applied[1], 3: applied[3]}, files)
    with pytest.raises(MigrationChanged):
        check_history({**applied, 2: b"other"}, files)
    with pytest.raises(MigrationChanged):
        check_history({2: applied[2], 3: applied[3]}, files)


def test_a_files_stage_is_the_second_word_of_its_name() -> None:
    assert Migration(9, "0009_pre_the_post_office.sql", "").stage is Stage.PRE
    assert Migration(9, "0009_post_pre_war.sql", "").stage is Stage.POST
