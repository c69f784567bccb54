"""Ledgers that stand still for one union try again, once whatever stopped them is mended (assurance 3.2)."""

from datetime import datetime
from typing import Final, NamedTuple
from uuid import UUID

import msgspec

from services.projector.builds import Builds
from services.projector.runner import TRIES_BEFORE_PARKING, Runner
from services.store.pool import Pool
from services.store.sql import queries

_WATCHING = queries("services.store", "watching.sql")
_SHOWN_MOST: Final = 200


class ParkedEvent(msgspec.Struct, frozen=True, kw_only=True):
    """Where a ledger of one union stands still: the event it could not digest, and the kind of error."""

    union_id: UUID
    projection: str
    build: int
    position: int
    topic: str
    error_code: str
    attempts: int
    first_at: datetime
    last_at: datetime


async def standing(projector: Pool) -> list[ParkedEvent]:
    """Return every ledger that stands still, the oldest first, at most two hundred."""
    async with projector.all_unions_tx() as connection:
        rows = await connection.fetch(_WATCHING["parked_events"], _SHOWN_MOST)
    return [ParkedEvent(**dict(row)) for row in rows]


class NotLive(LookupError):
    """No live build of a projection has that name, or the union was never in its ledgers."""


class Retried(NamedTuple):
    """How a ledger of a union stands after it tried again: how far it is, and whether it stands still once more."""

    position: int
    is_parked: bool


class ParkedLedgers:
    """Tries again, at once, as often as it takes to know; nothing of the log or of another ledger is touched."""

    def __init__(self, builds: Builds, runner: Runner) -> None:
        self._builds = builds
        self._runner = runner

    async def retry(self, union_id: UUID, name: str) -> Retried:
        """Let one ledger of one union go on from where it stopped; one that does not stand still just goes on.

        Raises NotLive.
        """
        builds = [build for build in await self._builds.live() if build.name == name]
        if not builds or not await self._runner.cursors(union_id, builds):
            raise NotLive(name)
        await self._runner.retry(union_id, builds[0])
        for _ in range(TRIES_BEFORE_PARKING):
            await self._runner.catch_up(union_id, builds)
        (cursor,) = (await self._runner.cursors(union_id, builds)).values()
        position, state = cursor
        return Retried(position, state == "parked")
