"""How old the papers of a union's books are: counted in the log by year, never kept anywhere."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

import msgspec
from asyncpg import Record

from services.store.answers import bounded
from services.store.pool import Pool
from services.store.sql import queries

_QUERIES = queries("services.store", "retention.sql")


class OfYear(msgspec.Struct, frozen=True):
    """So many events of a year, from the first day to the last one there is something of."""

    year: int
    events: int
    first_day: date
    last_day: date


class Unfinished(msgspec.Struct, frozen=True):
    """Something that was begun and did not end."""

    package: str
    stream_id: UUID
    since: date


class PaperKept(msgspec.Struct, frozen=True):
    """A paper, its key, the newest day of a matter that names it, and what kinds of matters these are."""

    sha256: str
    key_id: UUID
    last_day: date
    packages: Sequence[str]


class RetentionRows:
    """Reads as the auditor."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def entries(self, union_id: UUID) -> list[OfYear]:
        """Return the entries of each year: events with posting lines."""
        return [OfYear(*row) for row in await self._run("entries_by_year", union_id)]

    async def events(
        self, union_id: UUID, topics: Mapping[str, Sequence[str]]
    ) -> dict[str, list[OfYear]]:
        """Return how many events of some topics each year has, by the kind the topics are of."""
        pairs = [(kind, topic) for kind, named in topics.items() for topic in named]
        kinds, names = [kind for kind, _ in pairs], [topic for _, topic in pairs]
        found: dict[str, list[OfYear]] = {kind: [] for kind in topics}
        for row in await self._run("events_by_year", union_id, kinds, names):
            found[row["kind"]].append(OfYear(*[*row][1:]))
        return found

    async def ended(self, union_id: UUID, package: str, endings: Sequence[str]) -> list[OfYear]:
        """Return how many streams of a package ended in each year, and went on no more."""
        rows = await self._run("ended_by_year", union_id, package, [*endings])
        return [OfYear(*row) for row in rows]

    async def unfinished(
        self, union_id: UUID, beginnings: Sequence[str], endings: Sequence[str]
    ) -> list[Unfinished]:
        """Return what was begun and did not end, oldest first."""
        rows = await self._run("unfinished", union_id, [*beginnings], [*endings])
        return [Unfinished(*row) for row in rows]

    async def papers(self, union_id: UUID) -> list[PaperKept]:
        """Return the papers that are kept, oldest first."""
        return [PaperKept(*row) for row in await self._run("papers", union_id)]

    async def _run(self, name: str, union_id: UUID, *values: object) -> list[Record]:
        async def once() -> list[Record]:
            async with self._pool.union_tx(union_id) as connection:
                return await connection.fetch(_QUERIES[name], union_id, *values)

        return await bounded(once)
