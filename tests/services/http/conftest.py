"""A running API over a database of its own, and a county in it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import httpx
import pytest
from litestar import Litestar

from services.asgi import opening_of
from services.auth import ApiKeyRing
from services.http.app import Opening, build
from services.http.metrics import Metrics
from services.http.parts import Parts
from services.pages.answering import tell_browser
from services.pages.routes import handlers
from services.settings import Settings
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


class _Kept:
    """The application of this process: Litestar takes seconds over a thousand routes and keeps no run's things."""

    app: Litestar | None = None
    opening: Opening


def application_over(settings: Settings) -> Litestar:
    """Return the process's application, to be opened over one test's databases."""
    _Kept.opening = opening_of(settings, follow=False)
    if _Kept.app is None:
        _Kept.app = build(_opened, handlers(), tell_browser)
    return _Kept.app


def _opened(metrics: Metrics) -> AbstractAsyncContextManager[Parts]:
    return _Kept.opening(metrics)


@pytest.fixture
async def app(database: Database, operator_key: str) -> AsyncIterator[Litestar]:
    """The application, running."""
    assert operator_key
    async with running(application_over(database.settings)) as made:
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
