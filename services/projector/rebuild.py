"""Rebuilds ledgers from position 0 beside the live ones, then switches. Readers notice nothing.

Rebuilt from zero every ledger equals the live one, bit for bit (design 5): `compare` proves it.
"""

import asyncio
import time
from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

import structlog

from projections.projection import Projection
from services.projector.builds import KNOWN_FOR_SECONDS, Build, Builds
from services.projector.differing import Difference, differences, pairs_of
from services.projector.runner import Runner
from services.store.pool import Connection, Pool
from services.store.sql import queries

_LEDGERS = queries("services.store", "ledgers.sql")
_LANES = 2
_LONG_SECONDS = 300.0
"""For a statement that reads a row of every union."""
_PAUSE_SECONDS = 0.2
_PASSES = 100
"""A union that is written to while it is rebuilt needs another pass; after this many something is wrong."""
_STRICT_PASSES = 10
_NEARLY_EVENTS = 100
"""Where writing never pauses there is no moment at which nothing is missing: so little may be, after that."""
_DROP_TRIES = 50


log = structlog.get_logger()


class Rebuilder:
    """Builds anew, in any number of unions, while they are written to."""

    def __init__(
        self,
        pool: Pool,
        builds: Builds,
        runner: Runner,
        *,
        grace_seconds: float = 2 * KNOWN_FOR_SECONDS,
    ) -> None:
        self._pool = pool
        self._builds = builds
        self._runner = runner
        self._grace_seconds = grace_seconds

    async def begin(self, projections: Sequence[Projection]) -> list[Build]:
        """Create an empty build beside the live one of each projection, or find one that was cut short."""
        begun = {build.name: build for build in await self._begun()}
        fresh = [
            begun.get(projection.name) or await self._builds.next_of(projection)
            for projection in projections
        ]
        waiting = (build for build in fresh if build.name not in begun)

        async def lane() -> None:
            for build in waiting:
                await self._builds.create(build, live=False)

        await asyncio.gather(*(lane() for _ in range(_LANES)))
        return fresh

    async def fill(
        self, builds: Sequence[Build], told: Callable[[UUID, int], None] | None = None
    ) -> int:
        """Run the log of every union through new builds; returns the number of events read.

        Where writing goes on all the time it ends with a few events missing in some union: they are caught up
        by the next write, the next round or `switch`, whichever is first.
        """
        total = 0
        for number in range(_PASSES):
            behind = await self._behind(builds, 0 if number < _STRICT_PASSES else _NEARLY_EVENTS)
            if not behind:
                return total
            total += await self._fill_unions(behind, builds, told)
        raise RuntimeError("the rebuild does not catch up with what is written meanwhile")

    async def _fill_unions(
        self,
        union_ids: Sequence[UUID],
        builds: Sequence[Build],
        told: Callable[[UUID, int], None] | None,
    ) -> int:
        """Fill some unions at once, so that one is decoded while another is written."""
        waiting = iter(union_ids)

        async def lane() -> int:
            total = 0
            for union_id in waiting:
                events = await self._runner.catch_up(union_id, builds)
                total += events
                if told is not None:
                    told(union_id, events)
            return total

        filled = await asyncio.gather(*(lane() for _ in range(_LANES)), return_exceptions=True)
        for one in filled:
            if isinstance(one, BaseException):
                raise one
        return sum(events for events in filled if isinstance(events, int))

    async def compare(self, live: Build, rebuilt: Build) -> list[Difference]:
        """Return every table of every union in which two builds of one projection differ.

        Each union is compared at one position, while both its cursors are held: what is written
        meanwhile waits. A build that cannot be brought there, because it is parked, differs too.
        """
        async with self._pool.all_unions_tx() as connection:
            unions = [
                row[0] for row in await connection.fetch(_LEDGERS["unions"], timeout=_LONG_SECONDS)
            ]
        return [
            found
            for union_id in unions
            for found in await self._compare_union(union_id, live, rebuilt)
        ]

    async def switch(self, builds: Sequence[Build]) -> None:
        """Make new builds live, and drop the ones they replace once every process knows of it.

        Until then some processes still keep the old ones current only, so this keeps the new ones.
        """
        replaced = [build for build, live in await self._builds.listed() if live]
        names = {build.name for build in builds}
        await self._builds.switch(builds)
        over = time.monotonic() + self._grace_seconds
        while (left := over - time.monotonic()) > 0:
            for union_id in await self._behind(builds, 0):
                await self._runner.catch_up(union_id, builds)
            await asyncio.sleep(min(left, _PAUSE_SECONDS))
        for build in replaced:
            if build.name in names and build not in builds:
                await self._drop(build)

    async def finish_begun(self) -> None:
        """Fill the builds of an upgrade, and make them live. What `rebuild` has begun is compared first, by it."""
        live = {build.name for build in await self._builds.live()}
        begun = [build for build in await self._begun() if build.name not in live]
        if begun:
            await self.fill(begun)
            await self.switch(begun)

    async def _begun(self) -> list[Build]:
        """Return the builds that were begun and are not live yet, the newest of each projection."""
        listed = await self._builds.listed()
        newest = {build.name: build for build, _ in listed}
        return [build for build, live in listed if not live and newest[build.name] == build]

    async def _drop(self, build: Build) -> None:
        """Drop a build as soon as nobody reads it; where somebody always does, the next upgrade drops it."""
        for _ in range(_DROP_TRIES):
            if await self._builds.drop(build):
                return
            await asyncio.sleep(_PAUSE_SECONDS)
        log.warning("build_left_behind", schema=build.schema)

    async def _behind(self, builds: Sequence[Build], most: int) -> list[UUID]:
        """Return the unions that lack more than so many events in some build that is not parked."""
        names = [build.name for build in builds]
        numbers = [build.number for build in builds]
        async with self._pool.all_unions_tx() as connection:
            rows = await connection.fetch(
                _LEDGERS["unions_behind"], names, numbers, most, timeout=_LONG_SECONDS
            )
        return [row[0] for row in rows]

    async def _compare_union(self, union_id: UUID, live: Build, rebuilt: Build) -> list[Difference]:
        both = ([live.name, rebuilt.name], [live.number, rebuilt.number])
        for _ in range(_PASSES):
            for build in (live, rebuilt):
                await self._runner.catch_up(union_id, [build])
            async with self._pool.union_tx(union_id) as connection:
                rows = await connection.fetch(_LEDGERS["lock_cursors"], union_id, *both)
                positions = {row["position"] for row in rows}
                if len(rows) == len(both[0]) and len(positions) == 1:
                    return await differences(connection, union_id, pairs_of(live, rebuilt.schema))
                if any(
                    row["state"] == "parked" for row in await _cursors(connection, union_id, both)
                ):
                    break
        return [Difference(union_id, "cursor", 1, 1)]


async def _cursors(
    connection: Connection, union_id: UUID, both: tuple[list[str], list[int]]
) -> list[Any]:
    return list(await connection.fetch(_LEDGERS["cursors"], union_id, *both))
