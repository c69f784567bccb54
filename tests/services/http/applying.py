"""The application of a test's process, opened over one test's databases."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from litestar import Litestar

from services.asgi import opening_of
from services.http.app import Opening, build
from services.http.metrics import Metrics
from services.http.parts import Parts
from services.pages.answering import tell_browser
from services.pages.routes import handlers
from services.settings import Settings


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
