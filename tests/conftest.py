"""Fixtures for every test: the database of one test, and the log in both keepings."""

from collections.abc import AsyncIterator, Iterator

import pytest

from services.store.addresses import Role
from services.store.log_store import PostgresLogStore
from services.store.memory import MemoryLogStore
from tests.support.database import (
    Database,
    Server,
    create_database,
    drop_database,
    leave_server,
    start_server,
)


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """The PostgreSQL of this run."""
    yield start_server()
    leave_server()


@pytest.fixture
async def database(server: Server) -> AsyncIterator[Database]:
    """A migrated database of its own for one test."""
    made = await create_database(server)
    yield made
    await drop_database(server, made)


@pytest.fixture
async def log_store(database: Database) -> AsyncIterator[PostgresLogStore]:
    """The log in PostgreSQL, as the application's role sees it."""
    async with database.pool(Role.APP) as pool:
        yield PostgresLogStore(pool)


@pytest.fixture
def memory_store() -> MemoryLogStore:
    """The log in memory."""
    return MemoryLogStore()
