"""Reads from the log what is about one person, wherever it stands: a question no ledger is kept for."""

from collections.abc import Sequence
from uuid import UUID

from asyncpg import Record

from services.store.answers import bounded
from services.store.contract import RecordedEvent
from services.store.pool import Pool
from services.store.sql import queries

_QUERIES = queries("services.store", "person_log.sql")


class PersonLog:
    """Goes through one union's whole log: for what is rare, erasures and a person's copy of their data."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def about(
        self, union_id: UUID, subject_id: UUID, streams: Sequence[UUID]
    ) -> list[RecordedEvent]:
        """Return the events of some streams and all others that name the person, oldest first."""
        rows = await self._run("events_about", union_id, [*streams], str(subject_id))
        return [RecordedEvent(*row) for row in rows]

    async def of_topics(self, union_id: UUID, topics: Sequence[str]) -> list[RecordedEvent]:
        """Return the events of some kinds in one union, oldest first."""
        rows = await self._run("events_of_topics", union_id, [*topics])
        return [RecordedEvent(*row) for row in rows]

    async def unions_with(self, topics: Sequence[str]) -> list[UUID]:
        """Return the unions in whose logs events of some kinds stand."""

        async def once() -> list[Record]:
            async with self._pool.all_unions_tx() as connection:
                return await connection.fetch(_QUERIES["unions_with_topics"], [*topics])

        return [row[0] for row in await bounded(once)]

    async def position(self, union_id: UUID) -> int:
        """Return the position of a union's head, 0 where there is none."""
        rows = await self._run("head_position", union_id)
        return int(rows[0][0]) if rows else 0

    async def _run(self, name: str, union_id: UUID, *values: object) -> list[Record]:
        async def once() -> list[Record]:
            async with self._pool.union_tx(union_id) as connection:
                return await connection.fetch(_QUERIES[name], union_id, *values)

        return await bounded(once)
