"""The follower: catches whatever the run after a commit missed. It polls; nothing needs to wake it."""

import asyncio
import random
from uuid import UUID

import structlog

from services.log import round_of
from services.projector.builds import Build, Builds
from services.projector.rebuild import Rebuilder
from services.projector.runner import Runner
from services.store.pool import Pool
from services.store.sql import queries

_LEDGERS = queries("services.store", "ledgers.sql")
_POLL_SECONDS = (0.2, 0.5)
_LONG_SECONDS = 300.0
"""For a statement that looks at every union."""

log = structlog.get_logger()


class Follower:
    """Runs in any number of processes at once."""

    def __init__(self, pool: Pool, builds: Builds, runner: Runner, rebuilder: Rebuilder) -> None:
        self._pool = pool
        self._builds = builds
        self._runner = runner
        self._rebuilder = rebuilder

    async def follow(self, stop: asyncio.Event) -> None:
        """Poll until told to stop. Whatever fails ends one round, not the follower."""
        while not stop.is_set():
            try:
                with round_of("projection", worth="events_projected"):
                    await self.round()
                    await self._rebuilder.finish_begun()
            except Exception as error:  # noqa: BLE001 # a database that is gone now may be back then
                log.warning("follower_round_failed", error=type(error).__name__)
            pause = random.uniform(*_POLL_SECONDS)  # noqa: S311 # jitter, no secret
            try:
                await asyncio.wait_for(stop.wait(), timeout=pause)
            except TimeoutError:
                continue

    async def round(self) -> int:
        """Catch up every union that is behind, once; returns the number of events read."""
        builds = await self._builds.live()
        total = 0
        for union_id in await self.behind(builds):
            total += await self._runner.catch_up(union_id, builds)
        return total

    async def behind(self, builds: tuple[Build, ...]) -> list[UUID]:
        """Return the unions some build of which is behind and not parked."""
        names = [build.name for build in builds]
        numbers = [build.number for build in builds]
        async with self._pool.all_unions_tx() as connection:
            rows = await connection.fetch(
                _LEDGERS["unions_behind"], names, numbers, 0, timeout=_LONG_SECONDS
            )
        return [row[0] for row in rows]
