"""Who may be at work at once: a few requests of each union, so that a flood of one leaves room for the others (R7).

A process has one event loop and a few connections. Without this whoever sends most gets most of both; with it
the rest of a flood waits here, where it costs nothing, and after a while is told to come back later (503).
"""

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Final
from uuid import UUID

from services.errors import PoolExhausted

_AT_ONCE: Final = 4
_MOST_WAITING: Final = 500
_PATIENCE_SECONDS: Final = 5.0


class _Place:
    """One union's requests: how many are at work, and who waits, the first come first."""

    def __init__(self) -> None:
        self.at_work = 0
        self.waiting: deque[asyncio.Future[None]] = deque()


class Turns:
    """Counts what is at work for each union. Per process and event loop."""

    def __init__(
        self,
        *,
        at_once: int = _AT_ONCE,
        most_waiting: int = _MOST_WAITING,
        patience_seconds: float = _PATIENCE_SECONDS,
    ) -> None:
        self._at_once = at_once
        self._most_waiting = most_waiting
        self._patience_seconds = patience_seconds
        self._places: dict[UUID, _Place] = {}

    @asynccontextmanager
    async def turn(self, union_id: UUID | None) -> AsyncIterator[None]:
        """Wait for a turn of a union, and be at work; raises PoolExhausted. What is of no union has no limit."""
        if union_id is None:
            yield
            return
        place = self._places.setdefault(union_id, _Place())
        if place.at_work < self._at_once:
            place.at_work += 1
        else:
            await self._wait(union_id, place)
        try:
            yield
        finally:
            self._pass_on(union_id, place)

    async def _wait(self, union_id: UUID, place: _Place) -> None:
        """Wait until somebody who has ended hands the turn over."""
        if len(place.waiting) >= self._most_waiting:
            raise PoolExhausted
        handed: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        place.waiting.append(handed)
        try:
            async with asyncio.timeout(self._patience_seconds):
                await handed
        except BaseException as error:
            if handed.done() and not handed.cancelled():  # handed over just as it gave up
                self._pass_on(union_id, place)
            else:
                with suppress(ValueError):  # whoever handed on has passed it over already
                    place.waiting.remove(handed)
            if isinstance(error, TimeoutError):
                raise PoolExhausted from None
            raise

    def _pass_on(self, union_id: UUID, place: _Place) -> None:
        self._hand_over(place)
        if not place.at_work and self._places.get(union_id) is place:
            del self._places[union_id]

    @staticmethod
    def _hand_over(place: _Place) -> None:
        """Give the turn to the first who still waits; nobody does: one less is at work."""
        while place.waiting:
            handed = place.waiting.popleft()
            if not handed.done():
                handed.set_result(None)
                return
        place.at_work -= 1
