"""Verbs that run things: serve, project, rebuild."""

import argparse
import asyncio
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Sequence
from functools import partial
from types import FrameType
from typing import Final

from granian import Granian
from granian.constants import Interfaces
from granian.http import HTTP1Settings

from projections.registry import PROJECTIONS
from services import notify
from services.cli.figures import watched
from services.cli.ready import ready
from services.projector import Build
from services.projector.differing import Difference
from services.settings import Settings, notify_socket
from services.store.addresses import Addresses
from services.wiring import Wired

_HEADER_MILLISECONDS: Final = 10_000
"""A client that has not sent its headers by then is cut off (assurance S12)."""


def serve(settings: Settings) -> int:
    """Serve the API until told to stop. An embedded database lives as long as this process."""
    _ = Addresses(settings).administrator
    server = Granian(
        "services.asgi:app",
        factory=True,
        interface=Interfaces.ASGI,
        address=settings.http_host,
        port=settings.http_port,
        log_access=False,
        http1_settings=HTTP1Settings(header_read_timeout=_HEADER_MILLISECONDS),
    )
    if settings.drain_seconds:
        server.on_startup(partial(_drain_before_stopping, settings.drain_seconds))
    server.serve()
    return 0


def _drain_before_stopping(seconds: int) -> None:
    """Let a first SIGTERM only say `not ready` for a while; a second one stops at once."""
    stop = signal.getsignal(signal.SIGTERM)

    def later(_number: int, _frame: FrameType | None) -> None:
        for worker in multiprocessing.active_children():
            if worker.pid is not None:
                os.kill(worker.pid, signal.SIGUSR1)
        signal.signal(signal.SIGTERM, stop)
        timer = threading.Timer(seconds, os.kill, (os.getpid(), signal.SIGTERM))
        timer.daemon = True
        timer.start()

    signal.signal(signal.SIGTERM, later)


async def project(settings: Settings, arguments: argparse.Namespace) -> int:
    """Follow the log until told to stop, or once."""
    async with ready(settings) as books:
        if arguments.once:
            await books.rebuilder.finish_begun()
            sys.stdout.write(f"{await books.follower.round()}\n")
            return 0
        with watched(settings, "project", books.pools.uses):
            await books.follower.follow(_told_to_stop())
    return 0


def _told_to_stop() -> asyncio.Event:
    """Return an event that is set when the process is told to stop; its supervisor hears that it runs."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for signal_ in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(signal_, stop.set)
    notify.tell(notify_socket(os.environ), notify.READY)
    return stop


async def checkpoint(settings: Settings, arguments: argparse.Namespace) -> int:
    """Take checkpoints until told to stop, or one now. Says which unions' logs do not continue."""
    async with ready(settings) as books:
        if not arguments.once:
            with watched(settings, "checkpoint", books.pools.uses):
                await books.checkpointer.follow(_told_to_stop())
            return 0
        taken = await books.checkpointer.take()
        for lost in taken.disowned:
            sys.stdout.write(f"{lost.union_id} {lost.position} {lost.fault}\n")
        if taken.checkpoint is not None:
            stored = await books.proofs.checkpoint(taken.checkpoint.size)
            sys.stdout.write(stored.note.raw.decode())
    return 1 if taken.disowned else 0


async def rebuild(settings: Settings, arguments: argparse.Namespace) -> int:
    """Rebuild beside the live ledgers; switch only when they are equal, or comparing was declined."""
    chosen = [
        projection
        for projection in PROJECTIONS
        if not arguments.names or projection.name in arguments.names
    ]
    async with ready(settings) as books:
        await books.follower.round()
        fresh = await books.rebuilder.begin(chosen)
        events = await books.rebuilder.fill(fresh)
        differences = [] if arguments.no_compare else await _differences(books, fresh)
        for one in differences:
            sys.stdout.write(
                f"differs: union {one.union_id} table {one.table} "
                f"only live {one.only_live} only rebuilt {one.only_rebuilt}\n"
            )
        if differences:
            for build in fresh:
                await books.builds.drop(build)
            return 1
        await books.rebuilder.switch(fresh)
        compared = "not compared" if arguments.no_compare else "no difference"
        sys.stdout.write(f"rebuilt {len(fresh)} projections from {events} events, {compared}\n")
    return 0


async def _differences(books: Wired, fresh: Sequence[Build]) -> list[Difference]:
    live = {build.name: build for build in await books.builds.live()}
    return [
        difference
        for build in fresh
        for difference in await books.rebuilder.compare(live[build.name], build)
    ]
