"""**P**: the ledgers equal what a replay of the log makes of nothing; so does a true rebuild beside them."""

import asyncio
import time
from collections.abc import Sequence
from typing import Final
from uuid import UUID

from projections.registry import PROJECTIONS
from services.projector.comparing import LedgerComparer
from services.projector.replay import Replayer
from services.settings import Settings
from services.store.sql import queries
from services.wiring import Wired, wired
from tests.soak.engine import connected

_SQL: Final = queries("tests.soak", "soak.sql")
_CATCH_UP_SECONDS: Final = 120
"""More than the minute after which PostgreSQL ends a follower's transaction that a black hole has cut off."""
_PAUSE: Final = 0.05


class LedgersBehind(Exception):
    """The ledgers do not catch up."""


async def caught_up(
    administrator: str, unions: Sequence[UUID], *, patience: float = _CATCH_UP_SECONDS
) -> float:
    """Wait, bounded, until the ledgers of some unions show all there is; returns how many seconds it took."""
    begun = time.monotonic()
    connection = await connected(administrator)
    try:
        while await connection.fetchval(_SQL["lag"], unions):
            if time.monotonic() - begun > patience:
                raise LedgersBehind
            await asyncio.sleep(_PAUSE)
    finally:
        await connection.close()
    return time.monotonic() - begun


async def look_at_ledgers(
    settings: Settings, unions: Sequence[UUID], *, rebuild: bool = False
) -> list[str]:
    """Return where the ledgers of some unions differ from a replay of their logs."""
    faults = []
    async with wired(settings) as books:
        pools = books.pools
        comparer = LedgerComparer(
            pools.projector, pools.county, books.builds, Replayer(pools.auditor)
        )
        for union_id in unions:
            compared = await comparer.compare(union_id)
            faults += [f"P {union_id}: {one.table} differs" for one in compared.differences]
            faults += [f"P {union_id}: {name} is parked or behind" for name in compared.skipped]
        if rebuild:
            faults += await _rebuilt(books)
    return faults


async def _rebuilt(books: Wired) -> list[str]:
    """Rebuild everything from position 0 beside the live ledgers, compare, and take it away again."""
    live = {build.name: build for build in await books.builds.live()}
    fresh = await books.rebuilder.begin(PROJECTIONS)
    await books.rebuilder.fill(fresh)
    found = [
        difference
        for build in fresh
        for difference in await books.rebuilder.compare(live[build.name], build)
    ]
    for build in fresh:
        await books.builds.drop(build)
    return [f"P {one.union_id}: rebuilt, {one.table} differs" for one in found]
