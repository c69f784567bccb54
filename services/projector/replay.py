"""Replays a union's log into temporary tables up to a position: the same `apply`, the same SELECT.

So a ledger of today and a ledger as it was known in 2019 come out of one piece of code. The tables vanish with
the transaction, which is always rolled back.
"""

from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from datetime import date
from typing import NamedTuple
from uuid import UUID

from domain.catalogue import CATALOGUE
from projections.projection import Projection
from services.projector.applying import apply_stretch, read_stretch
from services.projector.builds import Build, create_tables
from services.store.pool import Connection, Pool
from services.store.sql import queries

_QUERIES = queries("services.store")
_LEDGERS = queries("services.store", "ledgers.sql")
TEMPORARY = "pg_temp"
_STRETCH_EVENTS = 5_000


class ReplayStumbled(Exception):
    """An event cannot be replayed; the position is named."""

    def __init__(self, union_id: UUID, position: int) -> None:
        super().__init__(f"replay of {union_id} stumbled at position {position}")
        self.position = position


class Shown(NamedTuple):
    """A connection whose search path leads to ledgers, and the position they show."""

    connection: Connection
    position: int


class _Mark(NamedTuple):
    """Where a replay stood: its position, and whose tables there were."""

    position: int
    projections: tuple[Projection, ...]


class Replay:
    """One union's ledgers in temporary tables, which go on with the log and, to a mark, back.

    Tables of a projection are made when it is first asked for, filled up to where the replay stands. So
    whoever asks several questions replays what they need once, and all answers are of one position.
    """

    def __init__(self, connection: Connection, union_id: UUID) -> None:
        self._connection = connection
        self._union_id = union_id
        self._marks: list[_Mark] = []
        self._projections: tuple[Projection, ...] = ()
        self.position = 0
        self.asked_for: set[str] = set()

    @asynccontextmanager
    async def ledgers(
        self,
        union_id: UUID,
        projections: Sequence[Projection],
        *,
        known_at: int | None = None,
        min_position: int = 0,
    ) -> AsyncIterator[Shown]:
        """Show the ledgers where the replay stands; raises ValueError for anywhere else."""
        if union_id != self._union_id or known_at not in (None, self.position):
            raise ValueError(f"this replay shows {self._union_id} at {self.position}")
        if min_position > self.position:
            raise ValueError(f"this replay does not reach {min_position}")
        await self.show(projections)
        yield Shown(self._connection, self.position)

    async def show(self, projections: Sequence[Projection]) -> None:
        """Make and fill the tables of these projections, as far as they are not there yet."""
        self.asked_for |= {projection.name for projection in projections}
        added = [each for each in projections if each not in self._projections]
        if not added:
            return
        await create_tables(self._connection, added, TEMPORARY)
        await _apply(self._connection, self._union_id, added, after=0, until=self.position)
        self._projections += tuple(added)

    async def forward(self, position: int) -> None:
        """Go on to a position; raises ReplayStumbled."""
        await _apply(
            self._connection,
            self._union_id,
            self._projections,
            after=self.position,
            until=position,
        )
        self.position = position

    async def mark(self) -> None:
        """Remember where the replay stands: `back` returns to the last mark, `keep` forgets it."""
        self._marks.append(_Mark(self.position, self._projections))
        await self._connection.execute(_QUERIES["mark"])

    async def back(self) -> None:
        """Return to the last mark and forget it."""
        await self._connection.execute(_QUERIES["back_to_mark"])
        self.position, self._projections = self._marks.pop()

    async def keep(self) -> None:
        """Forget the last mark and stay."""
        await self._connection.execute(_QUERIES["forget_mark"])
        self._marks.pop()

    async def moving(self, *, after: int, until: int) -> list[int]:
        """Return the positions of the events that can change what was asked for so far.

        An event of a topic nobody knows is among them: the replay will stumble over it.
        """
        topics = {topic for each in self._projections for topic in each.topics}
        rows = await self._connection.fetch(
            _LEDGERS["positions_of_topics"],
            self._union_id,
            after,
            until,
            sorted(topics),
            sorted(CATALOGUE),
        )
        return [position for (position,) in rows]

    async def happened(self, days: Iterable[date]) -> dict[date, list[int]]:
        """Return the events of some days, known by now, that can change what was asked for so far."""
        topics = {topic for each in self._projections for topic in each.topics}
        rows = await self._connection.fetch(
            _LEDGERS["positions_of_days"],
            self._union_id,
            self.position,
            sorted(topics),
            sorted(days),
        )
        found: dict[date, list[int]] = {}
        for position, day in rows:
            found.setdefault(day, []).append(position)
        return found


class Scratch:
    """Temporary tables into which union after union is replayed. Each row tells whose it is."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.events = 0

    async def add(self, union_id: UUID, projections: Sequence[Projection], position: int) -> None:
        """Replay a union up to a position into tables that have no row of it yet; raises ReplayStumbled."""
        self.events += position
        await _apply(self.connection, union_id, projections, after=0, until=position)


class Replayer:
    """Replays on the auditor's pool, which can write nothing but its own temporary tables."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    @asynccontextmanager
    async def replay(self, union_id: UUID) -> AsyncIterator[Replay]:
        """A replay of one union that stands before its first event."""
        async with self._pool.scratch_tx(union_id, search_path=TEMPORARY) as connection:
            yield Replay(connection, union_id)

    @asynccontextmanager
    async def known_at(
        self, positions: dict[UUID, int], projections: Sequence[Projection]
    ) -> AsyncIterator[Connection]:
        """A connection whose ledgers show each union as known at its position, and nothing else."""
        async with self.scratch(next(iter(positions)), projections) as scratch:
            for union_id, position in positions.items():
                await scratch.add(union_id, projections, position)
            yield scratch.connection

    @asynccontextmanager
    async def scratch(
        self, union_id: UUID, projections: Sequence[Projection]
    ) -> AsyncIterator[Scratch]:
        """Empty tables of some projections, under the policies of one union."""
        async with self._pool.scratch_tx(union_id, search_path=TEMPORARY) as connection:
            await create_tables(connection, projections, TEMPORARY)
            yield Scratch(connection)


async def _apply(
    connection: Connection,
    union_id: UUID,
    projections: Sequence[Projection],
    *,
    after: int,
    until: int,
) -> None:
    reached = after
    while reached < until and projections:
        stretch = await read_stretch(
            connection, union_id, after=reached, until=until, limit=_STRETCH_EVENTS
        )
        if not stretch.events and stretch.poison is None:
            return
        for projection in projections:
            build = Build(projection, 0)
            _, poison = await apply_stretch(
                connection, build, stretch, after=reached, schema=TEMPORARY
            )
            if poison is not None:
                raise ReplayStumbled(union_id, poison.position)
        reached = stretch.last_position
