"""Rebuilds ledgers from position 0 beside the live ones, then switches. Readers notice nothing.

Rebuilt from zero every ledger equals the live one, bit for bit (design 5): `compare` proves it.
"""

import asyncio
from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

import msgspec

from projections.projection import Projection
from services.projector.builds import KNOWN_FOR_SECONDS, Build, Builds, all_tables_of
from services.projector.runner import Runner
from services.store.pool import Connection, Pool
from services.store.sql import queries

_LEDGERS = queries("services.store", "ledgers.sql")
_COMPARE = queries("services.store", "compare.sql")
_LANES = 2
_PASSES = 100
"""A union that is written to while it is rebuilt needs another pass; after this many something is wrong."""


class Difference(msgspec.Struct, frozen=True):
    """A table of one union that differs between two builds: rows only in the one and only in the other."""

    union_id: UUID
    table: str
    only_live: int
    only_rebuilt: int


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
        """Create an empty build beside the live one of each projection."""
        fresh = [await self._builds.next_of(projection) for projection in projections]
        waiting = iter(fresh)

        async def lane() -> None:
            for build in waiting:
                await self._builds.create(build, live=False)

        await asyncio.gather(*(lane() for _ in range(_LANES)))
        return fresh

    async def fill(
        self, builds: Sequence[Build], told: Callable[[UUID, int], None] | None = None
    ) -> int:
        """Run the log of every union through new builds; returns the number of events read."""
        total = 0
        for _ in range(_PASSES):
            behind = await self._behind(builds)
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
            unions = [row[0] for row in await connection.fetch(_LEDGERS["unions"])]
        return [
            found
            for union_id in unions
            for found in await self._compare_union(union_id, live, rebuilt)
        ]

    async def switch(self, builds: Sequence[Build]) -> None:
        """Make new builds live, and drop the ones they replace once every process knows of it."""
        replaced = [build for build, live in await self._builds.listed() if live]
        names = {build.name for build in builds}
        for build in builds:
            await self._builds.switch(build)
        await asyncio.sleep(self._grace_seconds)
        for build in replaced:
            if build.name in names and build not in builds:
                await self._builds.drop(build)

    async def finish_begun(self) -> None:
        """Carry on builds that were begun, by an upgrade or a rebuild that was cut short."""
        listed = await self._builds.listed()
        newest = {build.name: build for build, _ in listed}
        begun = [build for build, live in listed if not live and newest[build.name] == build]
        if begun:
            await self.fill(begun)
            await self.switch(begun)

    async def _behind(self, builds: Sequence[Build]) -> list[UUID]:
        names = [build.name for build in builds]
        numbers = [build.number for build in builds]
        async with self._pool.all_unions_tx() as connection:
            rows = await connection.fetch(_LEDGERS["unions_behind"], names, numbers)
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
                    return await _differences(connection, union_id, live, rebuilt)
                if any(
                    row["state"] == "parked" for row in await _cursors(connection, union_id, both)
                ):
                    break
        return [Difference(union_id, "cursor", 1, 1)]


async def _differences(
    connection: Connection, union_id: UUID, live: Build, rebuilt: Build
) -> list[Difference]:
    found = []
    for table in all_tables_of(live.projection):
        statement = _COMPARE["differences"].format(
            one=f"{live.schema}.{table}", other=f"{rebuilt.schema}.{table}"
        )
        ((only_live, only_rebuilt),) = await connection.fetch(statement, union_id)
        if only_live or only_rebuilt:
            found.append(Difference(union_id, table, only_live, only_rebuilt))
    return found


async def _cursors(
    connection: Connection, union_id: UUID, both: tuple[list[str], list[int]]
) -> list[Any]:
    return list(await connection.fetch(_LEDGERS["cursors"], union_id, *both))
