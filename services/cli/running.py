"""Verbs that run things: migrate, serve, project, rebuild."""

import argparse
import asyncio
import signal
import sys
from collections.abc import Sequence
from typing import Final

from granian import Granian
from granian.constants import Interfaces
from granian.http import HTTP1Settings

from projections.registry import PROJECTIONS
from services.cli.ready import prepare, ready
from services.projector import Build
from services.projector.rebuild import Difference
from services.settings import Settings
from services.store.addresses import Addresses
from services.wiring import Wired, wired

_HEADER_MILLISECONDS: Final = 10_000
"""A client that has not sent its headers by then is cut off (assurance S12)."""


async def migrate_books(settings: Settings, _arguments: argparse.Namespace) -> int:
    """Create or update schema, key store and roles, and the tables of new projections."""
    applied = await prepare(settings)
    async with wired(settings) as books:
        created = await books.builds.create_first()
    for name in (*applied, *(build.schema for build in created)):
        sys.stdout.write(f"{name}\n")
    return 0


def serve(settings: Settings) -> int:
    """Serve the API until told to stop. An embedded database lives as long as this process."""
    _ = Addresses(settings).administrator
    Granian(
        "services.asgi:app",
        factory=True,
        interface=Interfaces.ASGI,
        address=settings.http_host,
        port=settings.http_port,
        log_access=False,
        http1_settings=HTTP1Settings(header_read_timeout=_HEADER_MILLISECONDS),
    ).serve()
    return 0


async def project(settings: Settings, arguments: argparse.Namespace) -> int:
    """Follow the log until told to stop, or once."""
    async with ready(settings) as books:
        if arguments.once:
            await books.rebuilder.finish_begun()
            sys.stdout.write(f"{await books.follower.round()}\n")
            return 0
        await books.follower.follow(_told_to_stop())
    return 0


def _told_to_stop() -> asyncio.Event:
    """Return an event that is set when the process is told to stop."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for signal_ in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(signal_, stop.set)
    return stop


async def checkpoint(settings: Settings, arguments: argparse.Namespace) -> int:
    """Take checkpoints until told to stop, or one now. Says which unions' logs do not continue."""
    async with ready(settings) as books:
        if not arguments.once:
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
        sys.stdout.write(f"rebuilt {len(fresh)} projections from {events} events, no difference\n")
    return 0


async def _differences(books: Wired, fresh: Sequence[Build]) -> list[Difference]:
    live = {build.name: build for build in await books.builds.live()}
    return [
        difference
        for build in fresh
        for difference in await books.rebuilder.compare(live[build.name], build)
    ]
