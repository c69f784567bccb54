"""Every way into the log in turn: what holds for one must hold for all.

With `CITUS_URL`, a superuser's address of a database on a coordinator (deploy/citus/README.md), on a cluster, too:
tests of a log make unions of their own, so they may share it.
"""

import asyncio
import os
from collections.abc import AsyncIterator

import asyncpg
import pytest

from services.store.addresses import Addresses, Role
from services.store.contract import Append, LogStore, WriteReceipt
from services.store.group_commit import GroupCommitLogStore
from services.store.log_store import PostgresLogStore, arguments, receipt
from services.store.memory import MemoryLogStore
from services.store.migrate import migrate
from services.store.pool import Pool
from tests.architecture.repository import ROOT
from tests.support.database import Database, Server, settings_for

CITUS = os.environ.get("CITUS_URL")
DISTRIBUTE = ROOT / "deploy" / "citus" / "distribute.sql"
WAYS = ["memory", "by event", "by arrays", "in groups", *(["on citus"] if CITUS else [])]


class ByArrays(PostgresLogStore):
    """Appends a single event the way many are."""

    async def append(self, asked: Append) -> WriteReceipt:
        rows = await self._rows("append", *arguments(asked))
        return receipt(asked.union_id, rows[0])


class InGroups(GroupCommitLogStore):
    """Sends a lone append as a group of one."""

    async def append(self, asked: Append) -> WriteReceipt:
        answer: asyncio.Future[WriteReceipt] = asyncio.get_running_loop().create_future()
        await self._together([(asked, answer)])
        return await answer


@pytest.fixture
async def app_pool(database: Database) -> AsyncIterator[Pool]:
    """Connections of the application's role."""
    async with database.pool(Role.APP) as pool:
        yield pool


@pytest.fixture(scope="session")
def cluster(server: Server) -> Addresses:
    """The addresses of a cluster whose tables are distributed."""
    settings = settings_for(CITUS or "", server.root_key_file)

    async def distribute() -> None:
        await migrate(settings)
        administrator = await asyncpg.connect(CITUS)
        try:
            async with administrator.transaction():
                await administrator.execute(DISTRIBUTE.read_text(encoding="utf-8"))
        finally:
            await administrator.close()

    asyncio.run(distribute())
    return Addresses(settings)


@pytest.fixture
async def cluster_pool(cluster: Addresses) -> AsyncIterator[Pool]:
    """Connections of the application's role to the cluster."""
    pool = Pool(cluster.of(Role.APP), size=10)
    yield pool
    await pool.close()


@pytest.fixture(params=WAYS)
def any_log_store(request: pytest.FixtureRequest) -> LogStore:
    """Each way into the log."""
    if request.param == "memory":
        return MemoryLogStore()
    if request.param == "on citus":
        return PostgresLogStore(request.getfixturevalue("cluster_pool"))
    pool: Pool = request.getfixturevalue("app_pool")
    match request.param:
        case "by arrays":
            return ByArrays(pool)
        case "in groups":
            return InGroups(pool)
        case _:
            return PostgresLogStore(pool)
