"""Replays a union's log into temporary tables up to a position: the same `apply`, the same SELECT.

So a ledger of today and a ledger as it was known in 2019 come out of one piece of code. The tables vanish with
the transaction, which is always rolled back.
"""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from uuid import UUID

from projections.projection import Projection
from services.projector.applying import apply_stretch, read_stretch
from services.projector.builds import Build, create_tables
from services.store.pool import Connection, Pool

_TEMPORARY = "pg_temp"
_STRETCH_EVENTS = 5_000


class ReplayStumbled(Exception):
    """An event cannot be replayed; the position is named."""

    def __init__(self, union_id: UUID, position: int) -> None:
        super().__init__(f"replay of {union_id} stumbled at position {position}")
        self.position = position


class Replayer:
    """Replays on the auditor's pool, which can write nothing but its own temporary tables."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    @asynccontextmanager
    async def known_at(
        self, positions: dict[UUID, int], projections: Sequence[Projection]
    ) -> AsyncIterator[Connection]:
        """A connection whose ledgers show each union as known at its position, and nothing else."""
        first = next(iter(positions))
        async with self._pool.scratch_tx(first, search_path=_TEMPORARY) as connection:
            for projection in projections:
                await create_tables(connection, projection, _TEMPORARY)
            for union_id, position in positions.items():
                await _replay(connection, union_id, position, projections)
            yield connection


async def _replay(
    connection: Connection, union_id: UUID, until: int, projections: Sequence[Projection]
) -> None:
    reached = 0
    while reached < until:
        stretch = await read_stretch(
            connection, union_id, after=reached, until=until, limit=_STRETCH_EVENTS
        )
        if not stretch.events and stretch.poison is None:
            return
        for projection in projections:
            build = Build(projection, 0)
            _, poison = await apply_stretch(
                connection, build, stretch, after=reached, schema=_TEMPORARY
            )
            if poison is not None:
                raise ReplayStumbled(union_id, poison.position)
        reached = stretch.last_position
