"""Fixtures for every test: the database of one test, and the log in both keepings."""

import logging
import uuid
from collections.abc import AsyncIterator, Iterator

import msgspec
import pytest

from services.log import configure
from services.store.addresses import Role
from services.store.log_store import PostgresLogStore
from services.store.memory import MemoryLogStore
from services.store.pooler import Pooler
from tests.support.database import (
    Database,
    Server,
    create_database,
    drop_database,
    given_pooler,
    leave_server,
    run_folder,
    start_server,
)
from tests.support.pooling import bouncing, settings_of
from tests.support.sentinels import pytest_runtest_makereport  # noqa: F401 # a hook of pytest's


@pytest.fixture(scope="session", autouse=True)
def logging_as_served() -> None:
    """Log as the product does: what a test's lines hold is what an operator's would."""
    configure()
    logging.getLogger("httpx").setLevel(
        logging.WARNING
    )  # the tests' own client, which tells addresses


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """The PostgreSQL of this run, behind a PgBouncer where that is asked for."""
    started = start_server()
    if (kind := given_pooler()) is None:
        yield started
    else:
        pooler, place = Pooler(kind), run_folder() / f"b{uuid.uuid4().hex[:8]}"
        with bouncing(started, place, changed=settings_of(pooler)) as bouncer:
            yield msgspec.structs.replace(started, pooler=bouncer.address(pooler))
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
