"""Reads that cost much more than they weigh: replays, comparisons, analytics, bundles. Nobody gets all of them.

Each login has a bucket that fills again with time, and a few of these reads at once; the process runs a few at
once for everybody, so that a flood of one leaves room for the others (assurance S23). Whoever is over is told to
come again later (429 with Retry-After) and costs nothing more. Counted per process: what is bounded is the work of
this process, not a number of guesses, so processes need not agree as they must about logging in.
"""

import asyncio
import math
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager as Turn
from contextlib import AsyncExitStack, asynccontextmanager, nullcontext
from typing import Any, Final

import msgspec

from services.http.operation import Operation
from services.http.problems import Problem

TOO_MANY: Final = "request.too_many_reads"
EXPENSIVE: Final = frozenset(
    {
        "checkSample",
        "checkSampleOfUnit",
        "compareLedger",
        "exportBooks",
        "exportLedger",
        "exportRoster",
        "exportStatement",
        "listIrregularities",
        "makeBundle",
        "readBundle",
        "readCountyIrregularities",
        "readIrregularities",
    }
)
"""Operations that read a whole log or write out a whole ledger.

Any other is expensive where it asks how things were known before.
"""
_REPLAYS: Final = ("known_at", "to_known_at")
_HOLDERS_KEPT: Final = 10_000
_AT_ONCE_AGAIN: Final = 1.0


class ReadLimits(msgspec.Struct, frozen=True, kw_only=True):
    """`burst` reads of a login in a row and `per_second` more; how many run at once; seconds to wait for a turn."""

    burst: int = 120
    per_second: float = 2.0
    each_at_once: int = 4
    at_once: int = 8
    patience: float = 5.0


class _Holder:
    """A login's bucket, and its reads under way."""

    def __init__(self, limits: ReadLimits, now: float) -> None:
        self._limits = limits
        self._left = float(limits.burst)
        self._seen = now
        self.running = 0

    def wait(self, now: float) -> float:
        """Take a read out of the bucket, or return the seconds until there is one."""
        passed = max(0.0, now - self._seen)
        self._left = min(float(self._limits.burst), self._left + passed * self._limits.per_second)
        self._seen = now
        if self._left < 1:
            return (1 - self._left) / self._limits.per_second
        self._left -= 1
        return 0.0

    def is_idle(self, now: float) -> bool:
        full_after = self._limits.burst / self._limits.per_second
        return self.running == 0 and now - self._seen > full_after


class ExpensiveReads:
    """Gives turns to expensive reads."""

    def __init__(
        self, limits: ReadLimits | None = None, *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._limits = limits or ReadLimits()
        self._clock = clock
        self._slots = asyncio.Semaphore(self._limits.at_once)
        self._holders: dict[str, _Holder] = {}

    def turn_of(self, operation: Operation, holder: str, given: Mapping[str, Any]) -> Turn[None]:
        """Return the turn of a request: to be waited for where it is expensive, at once where it is not."""
        return self.turn(holder) if is_expensive(operation, given) else nullcontext()

    @asynccontextmanager
    async def turn(self, holder: str) -> AsyncIterator[None]:
        """Hold a turn; raises the problem that says when to come again."""
        one = self._holder(holder)
        if one.running >= self._limits.each_at_once:
            raise _too_many(_AT_ONCE_AGAIN)
        if wait := one.wait(self._clock()):
            raise _too_many(wait)
        one.running += 1
        try:
            async with AsyncExitStack() as held:
                await self._slot(held)
                yield
        finally:
            one.running -= 1

    async def _slot(self, held: AsyncExitStack) -> None:
        try:
            async with asyncio.timeout(self._limits.patience):
                await held.enter_async_context(self._slots)
        except TimeoutError:
            raise _too_many(self._limits.patience) from None

    def _holder(self, name: str) -> _Holder:
        now = self._clock()
        if name not in self._holders and len(self._holders) >= _HOLDERS_KEPT:
            kept = {key: one for key, one in self._holders.items() if not one.is_idle(now)}
            self._holders = kept
        return self._holders.setdefault(name, _Holder(self._limits, now))


def is_expensive(operation: Operation, given: Mapping[str, Any]) -> bool:
    """Tell whether a request reads a whole log, or replays one."""
    if operation.operation_id in EXPENSIVE:
        return True
    query = given.get("query")
    return any(getattr(query, name, None) is not None for name in _REPLAYS)


def _too_many(seconds: float) -> Problem:
    return Problem(TOO_MANY, headers={"Retry-After": str(math.ceil(seconds))})
