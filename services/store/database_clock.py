"""One clock for all processes: the database's.

Sessions, limits, invitations, codes and leases are written by one process and judged by another. By each
process's own clock, one that is a day ahead would open sessions that live a day too long (assurance F13).
"""

import asyncio
import time
from datetime import UTC, datetime, timedelta
from typing import Final

from services.log import logger
from services.store.pool import Pool
from services.store.sql import queries

_QUERIES: Final = queries("services.store", "evidence.sql")
_EVERY_SECONDS: Final = 60.0

log = logger("clock")


class DatabaseClock:
    """Tells the database's time, carried on between two looks by what cannot be set: this machine's uptime.

    Before the first look it tells this machine's own time.
    """

    def __init__(self) -> None:
        self._ahead = datetime.now(UTC) - _since_start()

    def __call__(self) -> datetime:
        """Return the time now, aware, in UTC."""
        return self._ahead + _since_start()

    async def look(self, pool: Pool) -> None:
        """Take over the database's time; where it cannot be asked, what was known goes on."""
        try:
            async with pool.connection() as connection:
                told: datetime = await connection.fetchval(_QUERIES["now"])
        except Exception as error:  # noqa: BLE001 # a database that is away does not stop time
            log.warning("clock_not_read", error=type(error).__name__)
        else:
            self._ahead = told.astimezone(UTC) - _since_start()

    async def follow(self, pool: Pool, stop: asyncio.Event) -> None:
        """Look every minute, until told to stop."""
        while not stop.is_set():
            try:
                await asyncio.wait_for(stop.wait(), timeout=_EVERY_SECONDS)
            except TimeoutError:
                await self.look(pool)


def _since_start() -> timedelta:
    return timedelta(seconds=time.monotonic())
