"""Compares live ledgers with what a replay makes of the log, table by table, without touching either."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import NamedTuple
from uuid import UUID

from services.projector.builds import (
    COUNTY_PROJECTIONS,
    Build,
    Builds,
    all_tables_of,
    tables_of,
)
from services.projector.rebuild import Difference
from services.projector.replay import Replayer, ReplayStumbled
from services.store.pool import Connection, Pool
from services.store.sql import queries

_LEDGERS = queries("services.store", "ledgers.sql")
_COMPARE = queries("services.store", "compare.sql")
_TEMPORARY = "pg_temp"
_TRIES = 5


class LedgersCompared(NamedTuple):
    """How many tables of a union were compared, what differs, and which could not be compared."""

    tables: int
    differences: list[Difference]
    skipped: list[str]


class LedgerComparer:
    """Rebuilt from zero, every ledger equals the live one, bit for bit (design 5): this is the proof."""

    def __init__(self, pool: Pool, county: Pool, builds: Builds, replayer: Replayer) -> None:
        self._pool = pool
        self._county = county
        self._builds = builds
        self._replayer = replayer

    async def compare(self, union_id: UUID) -> LedgersCompared:
        """Compare all ledgers of one union at the positions they show.

        A projection that is parked, or that is written to all the time, is skipped and named.
        """
        waiting = list(await self._builds.live())
        tables, differences = 0, []
        for _ in range(_TRIES):
            moved: list[Build] = []
            for position, builds in (await self._by_position(union_id, waiting)).items():
                found = await self._at(union_id, position, builds)
                if found is None:
                    moved += builds
                    continue
                tables += sum(len(all_tables_of(build.projection)) for build in builds)
                differences += found
            waiting = moved
            if not waiting:
                break
        lost, parked = await self._uncompared(union_id)
        differences += [Difference(union_id, f"{name}.cursor", 1, 0) for name in lost]
        return LedgersCompared(tables, differences, [*parked, *(build.name for build in waiting)])

    async def strangers(self, unions: Collection[UUID]) -> list[str]:
        """Return the tables the county reads that hold rows of other unions than these."""
        builds = [build for build in await self._builds.live() if build.name in COUNTY_PROJECTIONS]
        found = []
        async with self._county.all_unions_tx() as connection:
            for build in builds:
                for table in tables_of(build.projection):
                    statement = _COMPARE["strangers"].format(table=f"{build.schema}.{table}")
                    if await connection.fetchval(statement, list(unions)):
                        found.append(table)
        return found

    async def _at(
        self, union_id: UUID, position: int, builds: Sequence[Build]
    ) -> list[Difference] | None:
        """Compare builds that stand at one position; None when they moved on meanwhile."""
        projections = [build.projection for build in builds]
        try:
            async with self._replayer.known_at({union_id: position}, projections) as connection:
                found = [
                    difference
                    for build in builds
                    for difference in await _differences(connection, union_id, build)
                ]
        except ReplayStumbled as stumbled:
            return [Difference(union_id, f"position {stumbled.position}", 1, 1)]
        still = await self._by_position(union_id, builds)
        return found if list(still) in ([position], []) else None

    async def _by_position(self, union_id: UUID, builds: Sequence[Build]) -> dict[int, list[Build]]:
        rows = await self._cursors(union_id, builds)
        positions = {row[0]: row[2] for row in rows if row[3] == "running"}
        grouped: dict[int, list[Build]] = defaultdict(list)
        for build in builds:
            if build.name in positions:
                grouped[positions[build.name]].append(build)
        return grouped

    async def _uncompared(self, union_id: UUID) -> tuple[list[str], list[str]]:
        """Return the ledgers whose cursor is lost, and those that are parked.

        A union that was founded a moment ago has no cursor at all yet; one that has some has all.
        """
        builds = await self._builds.live()
        rows = await self._cursors(union_id, builds)
        known = {row[0] for row in rows}
        lost = [build.name for build in builds if build.name not in known] if known else []
        waiting = [] if known else [build.name for build in builds]
        return lost, [*waiting, *(row[0] for row in rows if row[3] != "running")]

    async def _cursors(
        self, union_id: UUID, builds: Sequence[Build]
    ) -> list[tuple[str, int, int, str]]:
        names = [build.name for build in builds]
        numbers = [build.number for build in builds]
        async with self._pool.union_tx(union_id) as connection:
            rows = await connection.fetch(_LEDGERS["cursors"], union_id, names, numbers)
        return [(row["name"], row["version"], row["position"], row["state"]) for row in rows]


async def _differences(connection: Connection, union_id: UUID, build: Build) -> list[Difference]:
    found = []
    for table in all_tables_of(build.projection):
        statement = _COMPARE["differences"].format(
            one=f"{build.schema}.{table}", other=f"{_TEMPORARY}.{table}"
        )
        ((only_live, only_replayed),) = await connection.fetch(statement, union_id)
        if only_live or only_replayed:
            found.append(Difference(union_id, table, only_live, only_replayed))
    return found
