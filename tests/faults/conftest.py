"""Applications for tests of faults: processes of their own, forked from one that has loaded the product."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.faults.applications import Applications
from tests.soak.nursery import Nursery, nursery
from tests.support.database import Database


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def loaded() -> AsyncIterator[Nursery]:
    """The product, loaded once in a run."""
    async with nursery() as made:
        yield made


@pytest_asyncio.fixture(loop_scope="session")
async def applications(
    loaded: Nursery, database: Database, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Applications]:
    """Where applications over this test's database are started."""
    made = Applications(loaded, database, tmp_path_factory.mktemp("applications"))
    yield made
    await made.close()
