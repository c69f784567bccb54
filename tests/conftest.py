"""Fixtures for every test: the database of one test, and the log in both keepings."""

import asyncio
import logging
import uuid
from collections.abc import AsyncIterator, Generator, Iterator
from pathlib import Path
from typing import cast

import msgspec
import pytest
from xdist.remote import Producer
from xdist.scheduler import WorkStealingScheduling

from services.log import configure
from services.store.addresses import Role
from services.store.log_store import PostgresLogStore
from services.store.memory import MemoryLogStore
from services.store.pooler import Pooler
from services.uncollected import uncollected
from tests.support.beginnings import Begun, FirstLedgers, FirstUnit, once
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

_LONGEST = ("upgrade", "soak", "e2e/test_every_page.py")
"""What takes a minute or more at one go."""
_FOLDER = Path(__file__).parent


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Eleven thousand tests and what they import stay to the end."""
    with uncollected():
        return (yield)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes longest: at the end of a run one process would wait for the other."""
    longest = [_FOLDER / place for place in _LONGEST]
    items.sort(key=lambda item: not any(map(item.path.is_relative_to, longest)))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(
    config: pytest.Config, log: Producer | None
) -> WorkStealingScheduling:
    """Give each process its half of the tests; whoever is ready first takes over some of the other's."""
    return WorkStealingScheduling(config, log)


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


@pytest.fixture(scope="session")
def first_ledgers(server: Server) -> FirstLedgers:
    """The run's empty books; made when the first test asks for them."""
    from tests.support.books import with_first_ledgers  # noqa: PLC0415 # rules need no services

    return asyncio.run(once(server, FirstLedgers, with_first_ledgers))


@pytest.fixture(scope="session")
def first_unit(server: Server) -> FirstUnit:
    """The run's county with one unit; made when the first test asks for it."""
    from tests.support.books import with_first_unit  # noqa: PLC0415

    return asyncio.run(once(server, FirstUnit, with_first_unit))


@pytest.fixture
def begun(server: Server, request: pytest.FixtureRequest) -> Begun:
    """What the test's database is a copy of: as much as the test asks for."""
    for kind in ("first_unit", "first_ledgers"):
        if kind in request.fixturenames:
            return cast("Begun", request.getfixturevalue(kind))
    return Begun(server.template)


@pytest.fixture
async def database(server: Server, begun: Begun) -> AsyncIterator[Database]:
    """A migrated database of its own for one test."""
    made = await create_database(server, begun.template)
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
