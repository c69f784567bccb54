"""Compares live ledgers with what a replay makes of the log, table by table, without touching either."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Final, NamedTuple
from uuid import UUID

from services.projector.builds import (
    COUNTY_PROJECTIONS,
    Build,
    Builds,
    all_tables_of,
    tables_of,
)
from services.projector.differing import Difference, differences, pairs_of
from services.projector.replay import TEMPORARY, Replayer, ReplayStumbled, Scratch
from services.store.pool import Pool
from services.store.sql import queries

_LEDGERS = queries("services.store", "ledgers.sql")
_COMPARE = queries("services.store", "compare.sql")
_RUNNING: Final = "running"
_TRIES: Final = 5
_EVENTS_TOGETHER: Final = 50_000
"""Making all tables costs as much as replaying some thousand events: so many share them, and a transaction."""


class LedgersCompared(NamedTuple):
    """How many tables of a union were compared, what differs, and which could not be compared."""

    tables: int
    differences: list[Difference]
    skipped: list[str]


class _Cursor(NamedTuple):
    position: int
    state: str


class _Look:
    """What was found of one union so far, and which of its ledgers are still to be compared."""

    def __init__(self, union_id: UUID, waiting: Iterable[str]) -> None:
        self.union_id = union_id
        self.waiting = list(waiting)
        self.tables = 0
        self.differences: list[Difference] = []
        self.skipped: list[str] = []

    def done(self) -> LedgersCompared:
        return LedgersCompared(self.tables, self.differences, [*self.skipped, *self.waiting])


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
        return (await self.compare_each([union_id]))[union_id]

    async def compare_each(self, union_ids: Iterable[UUID]) -> dict[UUID, LedgersCompared]:
        """Compare unions one after the other; whoever takes from one iterator with others shares the work."""
        looks = await self._go_round(_Look(union_id, self._builds.names) for union_id in union_ids)
        for _ in range(1, _TRIES):
            await self._go_round(look for look in looks if look.waiting)
        return {look.union_id: look.done() for look in looks}

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

    async def _go_round(self, looks: Iterable[_Look]) -> list[_Look]:
        """Look at each union once."""
        coming, looked_at = iter(looks), list[_Look]()
        for first in coming:
            looked_at += await self._look_at_some(first, coming)
        return looked_at

    async def _look_at_some(self, first: _Look, coming: Iterator[_Look]) -> list[_Look]:
        """Look at union after union in temporary tables made once, until those hold enough."""
        builds, looked_at = await self._builds.live(), list[_Look]()
        projections = [build.projection for build in builds]
        async with self._replayer.scratch(first.union_id, projections) as scratch:
            for look in chain([first], coming):
                await self._look_at(look, builds, scratch)
                looked_at.append(look)
                if scratch.events >= _EVENTS_TOGETHER:
                    break
        return looked_at

    async def _look_at(self, look: _Look, builds: Sequence[Build], scratch: Scratch) -> None:
        """Compare what a union still lacks; what moves on meanwhile is left waiting."""
        await scratch.connection.execute(_COMPARE["enter_union"], str(look.union_id))
        cursors = await self._cursors(look.union_id, builds)
        mine = [build for build in builds if build.name in look.waiting]
        look.waiting = []
        _note_uncompared(look, mine, cursors)
        for position, group in _by_position(mine, cursors).items():
            found = await self._at(look.union_id, position, group, scratch)
            if found is None:
                look.waiting += [build.name for build in group]
                continue
            look.tables += sum(len(all_tables_of(build.projection)) for build in group)
            look.differences += found

    async def _at(
        self, union_id: UUID, position: int, builds: Sequence[Build], scratch: Scratch
    ) -> list[Difference] | None:
        """Compare builds that stand at one position; None when they moved on meanwhile."""
        pairs = [pair for build in builds for pair in pairs_of(build, TEMPORARY)]
        try:
            await scratch.add(union_id, [build.projection for build in builds], position)
            found = await differences(scratch.connection, union_id, pairs)
        except ReplayStumbled as stumbled:
            return [Difference(union_id, f"position {stumbled.position}", 1, 1)]
        still = _by_position(builds, await self._cursors(union_id, builds))
        return found if still == {position: builds} else None

    async def _cursors(self, union_id: UUID, builds: Sequence[Build]) -> dict[str, _Cursor]:
        names = [build.name for build in builds]
        numbers = [build.number for build in builds]
        async with self._pool.union_tx(union_id) as connection:
            rows = await connection.fetch(_LEDGERS["cursors"], union_id, names, numbers)
        return {row["name"]: _Cursor(row["position"], row["state"]) for row in rows}


def _by_position(builds: Sequence[Build], cursors: Mapping[str, _Cursor]) -> dict[int, list[Build]]:
    """Group the builds that run by where they stand."""
    grouped: dict[int, list[Build]] = defaultdict(list)
    for build in builds:
        cursor = cursors.get(build.name)
        if cursor is not None and cursor.state == _RUNNING:
            grouped[cursor.position].append(build)
    return grouped


def _note_uncompared(look: _Look, builds: Sequence[Build], cursors: Mapping[str, _Cursor]) -> None:
    """Note the ledgers whose cursor is lost, and those that are parked.

    A union that was founded a moment ago has no cursor at all yet; one that has some has all.
    """
    without = [build.name for build in builds if build.name not in cursors]
    if cursors:
        look.differences += [Difference(look.union_id, f"{name}.cursor", 1, 0) for name in without]
    else:
        look.skipped += without
    look.skipped += [
        build.name
        for build in builds
        if build.name in cursors and cursors[build.name].state != _RUNNING
    ]
