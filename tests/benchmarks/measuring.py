"""Contenders take turns, round after round, so that whatever else the machine does slows all of them."""

import asyncio
import gc
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from statistics import median
from typing import Self

import msgspec

from services.store.contract import Append, LogStore

Turn = Callable[[int], Awaitable[float]]
"""Does the work of one round, given its number, and returns the seconds it took. Round 0 warms up."""


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One comparison. `count` is how many things one turn does; `ratio` is the speed over the baseline's."""

    name: str
    baseline: str
    count: int
    baseline_seconds: float
    our_seconds: float
    wanted: float
    note: str = ""

    @property
    def ratio(self) -> float:
        return self.baseline_seconds / self.our_seconds

    @property
    def reached(self) -> bool:
        return self.ratio >= self.wanted


class Clock:
    """Seconds spent inside `with`; garbage of the turn before is collected first.

    `own_seconds` is the time of a processor this process took: what it would take alone on a machine, were the
    database no slower.
    """

    def __enter__(self) -> Self:
        gc.collect()
        self._begun = time.perf_counter()
        self._own_begun = time.process_time()
        return self

    def __exit__(self, *_: object) -> None:
        self.seconds = time.perf_counter() - self._begun
        self.own_seconds = time.process_time() - self._own_begun


async def in_turns(contenders: Mapping[str, Turn], rounds: int) -> dict[str, float]:
    """Return each contender's median of at least five rounds, after one that does not count."""
    taken: dict[str, list[float]] = {name: [] for name in contenders}
    for number in range(rounds + 1):
        for name, turn in contenders.items():
            seconds = await turn(number)
            if number:
                taken[name].append(seconds)
    return {name: median(seconds) for name, seconds in taken.items()}


async def append_all(log: LogStore, commands: Sequence[Append], concurrent: int) -> float:
    """Append commands, so many under way at once; returns the seconds it took."""
    waiting = iter(commands)

    async def work() -> None:
        for asked in waiting:
            await log.append(asked)

    with Clock() as clock:
        await asyncio.gather(*(work() for _ in range(concurrent)))
    return clock.seconds
