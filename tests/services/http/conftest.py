"""A running API over a database of its own, and a county in it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import pytest
from litestar import Litestar

from services.asgi import create_app
from services.auth import ApiKeyRing
from services.http.parts import Parts
from services.store.api_keys import ApiKeys
from services.wiring import wired
from tests.services.http.calling import County, found_county
from tests.support.database import Database


@pytest.fixture
async def operator_key(database: Database) -> str:
    """The ledgers' first tables, and the first key there is."""
    async with wired(database.settings) as made:
        await made.builds.create_first()
        ring = ApiKeyRing(ApiKeys(made.pools.app))
        return (await ring.issue_key(role="operator", label="first")).text


@asynccontextmanager
async def running(app: Litestar) -> AsyncIterator[Litestar]:
    """Run an application's lifespan in a task of its own: it must end in the task it began in."""
    begun, stop = asyncio.Event(), asyncio.Event()

    async def live() -> None:
        async with app.lifespan():
            begun.set()
            await stop.wait()

    task = asyncio.create_task(live())
    started = asyncio.create_task(begun.wait())
    await asyncio.wait({task, started}, return_when=asyncio.FIRST_COMPLETED)
    try:
        if task.done():
            started.cancel()
            await task
        yield app
    finally:
        stop.set()
        await task


@pytest.fixture
async def app(database: Database, operator_key: str) -> AsyncIterator[Litestar]:
    """The application, running."""
    assert operator_key
    async with running(create_app(database.settings, follow=False)) as made:
        yield made


@pytest.fixture
def parts(app: Litestar) -> Parts:
    """What the application works with."""
    given: Parts = app.state["parts"]
    return given


@pytest.fixture
async def client(app: Litestar) -> AsyncIterator[httpx.AsyncClient]:
    """Somebody on the network."""
    transport = httpx.ASGITransport(app)  # type: ignore[arg-type] # Litestar's own ASGI types
    async with httpx.AsyncClient(transport=transport, base_url="http://gonghui.test") as made:
        yield made


@pytest.fixture
async def county(client: httpx.AsyncClient, parts: Parts, operator_key: str) -> County:
    """A county with one unit."""
    return await found_county(client, parts, operator_key)
