"""Hash partitions: laid out beside a log that is written to, with the keys, policies and rights of plain tables."""

import asyncio
import uuid
from collections.abc import AsyncIterator

import asyncpg
import pytest

from services.errors import OutcomeUnknown, PoolExhausted
from services.store import partitions
from services.store.addresses import Role
from services.store.group_commit import GroupCommitLogStore
from services.store.inspection import database_at
from services.store.log_store import PostgresLogStore
from services.store.migrate import MigrationBlocked
from services.store.partitions import NotEmpty, NotWhole, partition_empty, repartition
from services.store.sql import queries
from tests.support.appends import append, event, new_union
from tests.support.books import new_office, open_books
from tests.support.database import Database

RIGHTS = queries("services.store", "rights.sql")["rights"]
LEDGERS = ("select * from books.event order by union_id, position",
           "select * from books.command order by union_id, command_id")  # fmt: skip


@pytest.fixture
async def administrator(database: Database) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(database.administrator)
    yield connection
    await connection.close()


@pytest.fixture(autouse=True)
async def plain_tables(database: Database) -> None:
    """Where the run's databases are laid out already (TEST_PARTITIONS), these tests begin without."""
    await repartition(database.settings, 0)


async def stored(administrator: asyncpg.Connection) -> list[list[tuple[object, ...]]]:
    return [[tuple(row) for row in await administrator.fetch(query)] for query in LEDGERS]


async def parts_of(administrator: asyncpg.Connection, table: str) -> list[str]:
    rows = await administrator.fetch(
        "select inhrelid::regclass::text from pg_inherits where inhparent = to_regclass($1)"
        " order by 1",
        f"books.{table}",
    )
    return [row[0] for row in rows]


async def indexes(administrator: asyncpg.Connection) -> set[str]:
    rows = await administrator.fetch(
        "select indexname from pg_indexes where schemaname = 'books'"
        " and tablename in ('event', 'command')"
    )
    return {row[0] for row in rows}


async def rights(administrator: asyncpg.Connection) -> set[str]:
    return {row["line"] for row in await administrator.fetch(RIGHTS)}


async def test_an_empty_installation_is_laid_out_at_once(
    database: Database, administrator: asyncpg.Connection
) -> None:
    names = await indexes(administrator)
    assert await partition_empty(database.settings, 4)
    assert not await partition_empty(database.settings, 4)
    for table in ("event", "command"):
        assert await parts_of(administrator, table) == [f"books.{table}_4_{n}" for n in range(4)]
    assert await indexes(administrator) == names


async def test_one_with_events_is_not_laid_out_by_the_way(
    database: Database, log_store: PostgresLogStore
) -> None:
    await log_store.append(append(await new_union(log_store)))
    with pytest.raises(NotEmpty):
        await partition_empty(database.settings, 4)


async def test_laid_out_there_and_back_every_row_is_the_same(
    database: Database, log_store: PostgresLogStore, administrator: asyncpg.Connection
) -> None:
    unions = [await new_union(log_store) for _ in range(9)]
    asked = [append(union_id, event(), event()) for union_id in unions]
    answers = [await log_store.append(one) for one in asked]
    before = await stored(administrator)
    for count in (4, 3, 0):
        done = await repartition(database.settings, count)
        assert (done.events, done.events_under_lock) == (18, 0)
        assert len(await parts_of(administrator, "event")) == count
        assert await stored(administrator) == before
        again = [await log_store.append(one) for one in asked]
        assert [one.replayed for one in again] == [True] * 9
        assert [one.hash for one in again] == [one.hash for one in answers]
    assert (await log_store.append(append(unions[0]))).first_position == 3
    assert await administrator.fetchval("select to_regclass('books.event_beside')") is None


async def test_rights_are_those_of_the_plain_tables(
    database: Database, administrator: asyncpg.Connection
) -> None:
    expected = await rights(administrator)
    await repartition(database.settings, 4)
    assert await rights(administrator) == expected
    seen = await database_at(database.direct(Role.AUDITOR))
    assert seen is not None
    assert (seen.unfenced_tables, seen.rights_to_change, seen.views_of_their_owner) == ((), (), ())
    await repartition(database.settings, 0)
    assert await rights(administrator) == expected


@pytest.mark.parametrize(
    "loosened",
    [
        "alter table books.event_4_1 no force row level security",
        "alter table books.command_4_0 disable row level security",
        "grant select on books.event_4_2 to gonghui_app",
        "create policy everybody on books.event_4_3 using (true)",
        "alter table books.event_4_0 owner to gonghui_app",
    ],
)
async def test_a_partition_that_lets_somebody_in_is_noticed(
    database: Database, administrator: asyncpg.Connection, loosened: str
) -> None:
    await repartition(database.settings, 4)
    before = await rights(administrator)
    await administrator.execute(loosened)
    assert await rights(administrator) != before


async def test_nobody_reaches_a_partition_by_its_own_name(
    database: Database, log_store: PostgresLogStore, administrator: asyncpg.Connection
) -> None:
    await repartition(database.settings, 2)
    union_id = await new_union(log_store)
    await log_store.append(append(union_id))
    parts = [await parts_of(administrator, table) for table in ("event", "command")]
    for role in (Role.APP, Role.PROJECTOR, Role.COUNTY, Role.AUDITOR, Role.CHECKPOINTER):
        async with database.pool(role) as pool:
            for part in (*parts[0], *parts[1]):
                with pytest.raises(asyncpg.InsufficientPrivilegeError):
                    async with pool.union_tx(union_id) as connection:
                        await connection.fetch(f"select * from {part}")
    async with administrator.transaction():
        await administrator.execute(
            f"set local role gonghui_owner; set local app.union_id = '{union_id}'"
        )
        assert await administrator.fetchval("select count(*) from books.event") == 1
        for part in parts[0]:
            assert await administrator.fetchval(f"select count(*) from {part}") == 0


async def test_appends_go_on_while_events_are_laid_out_anew(
    database: Database, administrator: asyncpg.Connection
) -> None:
    stop = asyncio.Event()
    async with database.pool(Role.APP, size=6) as pool:
        store = GroupCommitLogStore(pool)
        unions = [await new_union(store) for _ in range(6)]
        for union_id in unions:
            await store.append(append(union_id, *(event() for _ in range(500))))

        async def write(union_id: uuid.UUID) -> int:
            acknowledged = 0
            while not stop.is_set():
                await kept_asking(store, union_id)
                acknowledged += 1
            return acknowledged

        writing = [asyncio.create_task(write(union_id)) for union_id in unions]
        done = await repartition(database.settings, 5)
        stop.set()
        acknowledged = await asyncio.gather(*writing)
        heads = [(await store.head(union_id)).position for union_id in unions]
    assert heads == [500 + count for count in acknowledged]
    assert done.events >= 3_000
    assert await administrator.fetchval("select count(*) from books.event") == sum(heads)
    assert await administrator.fetchval("select count(*) from books.command") == 6 + sum(
        acknowledged
    )
    assert len(await parts_of(administrator, "event")) == 5


async def kept_asking(store: PostgresLogStore, union_id: uuid.UUID) -> None:
    asked = append(union_id)
    while True:
        try:
            await store.append(asked)
        except (OutcomeUnknown, PoolExhausted):
            continue
        return


async def test_killed_on_the_way_it_goes_on_where_it_stopped(
    database: Database,
    log_store: PostgresLogStore,
    administrator: asyncpg.Connection,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    unions = [await new_union(log_store) for _ in range(5)]
    for union_id in unions:
        await log_store.append(append(union_id, event(), event()))
    before = await stored(administrator)

    async def killed(_work: object) -> int:
        raise ConnectionResetError

    with monkeypatch.context() as patched:
        patched.setattr(partitions._Work, "_change_places", killed)
        with pytest.raises(ConnectionResetError):
            await repartition(database.settings, 4)
    assert await stored(administrator) == before
    await log_store.append(append(unions[0]))
    before = await stored(administrator)
    done = await repartition(database.settings, 4)
    assert (done.events, done.events_under_lock) == (1, 0)
    assert await stored(administrator) == before


async def test_of_two_at_once_one_is_told_so_and_nothing_is_lost(
    database: Database,
    log_store: PostgresLogStore,
    administrator: asyncpg.Connection,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    await log_store.append(append(await new_union(log_store), event(), event()))
    before, change_places = await stored(administrator), partitions._Work._change_places

    async def another_comes(work: partitions._Work) -> int:
        with pytest.raises(MigrationBlocked):
            await repartition(database.settings, 3)
        return await change_places(work)

    monkeypatch.setattr(partitions._Work, "_change_places", another_comes)
    await repartition(database.settings, 4)
    assert await stored(administrator) == before


@pytest.mark.parametrize(
    "lost",
    [
        "delete from books.event_beside where position = 1",
        "delete from books.command_beside",
        "truncate books.event_beside, books.command_beside",
    ],
)
async def test_tables_that_lack_a_row_take_no_name(
    database: Database,
    log_store: PostgresLogStore,
    administrator: asyncpg.Connection,
    monkeypatch: pytest.MonkeyPatch,
    lost: str,
) -> None:
    await log_store.append(append(await new_union(log_store), event(), event()))
    before, refuse_less = await stored(administrator), partitions._Work._refuse_less

    async def after_a_loss(work: partitions._Work) -> None:
        await administrator.execute(lost)
        await refuse_less(work)

    with monkeypatch.context() as patched:
        patched.setattr(partitions._Work, "_refuse_less", after_a_loss)
        with pytest.raises(NotWhole):
            await repartition(database.settings, 4)
    assert await stored(administrator) == before
    await repartition(database.settings, 4)
    assert await stored(administrator) == before


@pytest.mark.parametrize("how", ["between two runs", "before the names change"])
async def test_a_migration_on_the_way_is_not_undone(
    database: Database,
    log_store: PostgresLogStore,
    administrator: asyncpg.Connection,
    monkeypatch: pytest.MonkeyPatch,
    how: str,
) -> None:
    await log_store.append(append(await new_union(log_store)))
    change_places = partitions._Work._change_places

    async def migrated(work: partitions._Work) -> int:
        await administrator.execute(
            "create index on books.event (occurred_on);"
            "insert into books.schema_migration values (9999, 'later', '', now())"
        )
        if how == "between two runs":
            raise ConnectionResetError
        return await change_places(work)

    with monkeypatch.context() as patched:
        patched.setattr(partitions._Work, "_change_places", migrated)
        with pytest.raises((ConnectionResetError, NotWhole)):
            await repartition(database.settings, 4)
    expected = await indexes(administrator)
    await repartition(database.settings, 4)
    assert await indexes(administrator) == expected
    assert len(await parts_of(administrator, "event")) == 4


async def test_what_waits_behind_a_long_reader_is_let_through(
    database: Database, log_store: PostgresLogStore, administrator: asyncpg.Connection
) -> None:
    union_id = await new_union(log_store)
    await log_store.append(append(union_id))
    before, parts = await stored(administrator), await parts_of(administrator, "event")
    async with database.pool(Role.AUDITOR) as pool, pool.all_unions_tx() as reader:
        await reader.fetch("select count(*) from books.event")
        with pytest.raises(MigrationBlocked):
            await repartition(database.settings, 4, patience_seconds=0.3)
        async with asyncio.timeout(2):
            await log_store.append(append(union_id))
    assert await parts_of(administrator, "event") == parts
    assert (await stored(administrator))[0][:1] == before[0]
    assert (await repartition(database.settings, 4)).events == 1


async def test_books_laid_out_so_are_sound(database: Database) -> None:
    await partition_empty(database.settings, 4)
    async with open_books(database) as books:
        office = await new_office(books)
        await office.member(1)
        await office.books.checkpointer.take()
        report = await office.books.fsck.run()
        found = {fault.kind for part in report.parts for fault in part.faults}
        assert found <= {"not_durable"}
