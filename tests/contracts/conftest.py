"""Every way into the log in turn: what holds for one must hold for all."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from services.store.addresses import Role
from services.store.contract import Append, LogStore, WriteReceipt
from services.store.group_commit import GroupCommitLogStore
from services.store.log_store import PostgresLogStore, arguments, receipt
from services.store.memory import MemoryLogStore
from services.store.pool import Pool
from tests.support.database import Database


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


@pytest.fixture(params=["memory", "by event", "by arrays", "in groups"])
def any_log_store(request: pytest.FixtureRequest) -> LogStore:
    """Each way into the log."""
    if request.param == "memory":
        return MemoryLogStore()
    pool: Pool = request.getfixturevalue("app_pool")
    match request.param:
        case "by arrays":
            return ByArrays(pool)
        case "in groups":
            return InGroups(pool)
        case _:
            return PostgresLogStore(pool)
