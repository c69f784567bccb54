"""Shows ledgers: the live ones, or as they were known at an earlier position. The same SELECT reads either."""

import asyncio
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from uuid import UUID

from projections.projection import Projection
from services.projector.builds import Build, Builds, search_path
from services.projector.replay import Replay, Replayer, Shown
from services.store.pool import Connection, Pool
from services.store.sql import queries

_LEDGERS = queries("services.store", "ledgers.sql")
_WAIT_STEP_SECONDS = 0.02


class NotYetShown(Exception):
    """The ledgers have not reached the position asked for, or are not there yet."""


class Showing:
    """Chooses between live tables and a replay."""

    def __init__(self, *, app: Pool, county: Pool, builds: Builds, replayer: Replayer) -> None:
        self._app = app
        self._county = county
        self._builds = builds
        self._replayer = replayer

    @asynccontextmanager
    async def ledgers(
        self,
        union_id: UUID,
        projections: Sequence[Projection],
        *,
        known_at: int | None = None,
        min_position: int = 0,
        wait_seconds: float = 1.0,
    ) -> AsyncIterator[Shown]:
        """Show a union's ledgers; raises NotYetShown when the wait for `min_position` was in vain."""
        if known_at is not None:
            positions = {union_id: known_at}
            async with self._replayer.known_at(positions, projections) as connection:
                yield Shown(connection, known_at)
            return
        builds = await self._chosen(projections)
        await self._wait(union_id, builds, min_position, wait_seconds)
        path = search_path(builds)
        async with self._app.union_tx(union_id, search_path=path) as connection:
            yield Shown(connection, await _position(connection, union_id, builds))

    @asynccontextmanager
    async def replay(self, union_id: UUID) -> AsyncIterator[Replay]:
        """A replay of one union, for whoever asks several questions of one position, or of several."""
        async with self._replayer.replay(union_id) as replay:
            yield replay

    @asynccontextmanager
    async def rollup(
        self, projections: Sequence[Projection], known_at: Mapping[UUID, int] | None = None
    ) -> AsyncIterator[Connection]:
        """Show what all units contribute, under the county's role; or each as known at its position."""
        if known_at is not None:
            async with self._replayer.known_at(dict(known_at), projections) as connection:
                yield connection
            return
        path = search_path(await self._chosen(projections))
        async with self._county.all_unions_tx(search_path=path) as connection:
            yield connection

    async def _chosen(self, projections: Sequence[Projection]) -> list[Build]:
        names = {projection.name for projection in projections}
        chosen = [build for build in await self._builds.live() if build.name in names]
        if len(chosen) < len(names):  # an upgrade is still filling one of them
            raise NotYetShown
        return chosen

    async def _wait(
        self, union_id: UUID, builds: Sequence[Build], position: int, seconds: float
    ) -> None:
        deadline = time.monotonic() + seconds
        while position > 0:
            async with self._app.union_tx(union_id) as connection:
                if await _position(connection, union_id, builds) >= position:
                    return
            if time.monotonic() >= deadline:
                raise NotYetShown
            await asyncio.sleep(_WAIT_STEP_SECONDS)


async def _position(connection: Connection, union_id: UUID, builds: Sequence[Build]) -> int:
    names = [build.name for build in builds]
    numbers = [build.number for build in builds]
    rows = await connection.fetch(_LEDGERS["cursors"], union_id, names, numbers)
    if len(rows) < len(builds):
        return 0
    return min((row["position"] for row in rows), default=0)
