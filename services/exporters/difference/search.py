"""Finds where along an axis a ledger changes: event by event of the log, or day by day of the calendar.

A short way is gone step by step. On a long one a part at whose end the ledger stands as at its beginning is
passed over whole: what happened in it undid itself, and the answer names the part instead of its events.
"""

from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, NamedTuple, Protocol, TypeVar

from services.exporters.difference.lines import Key, Lines, changed_keys

STEP_BY_STEP_MAX = 200
"""Up to here every single event or day is looked at."""
LOOKS_MAX = 10_000
"""How often a ledger may be looked at for one question: every event of a year of a small ledger."""
LINES_MAX = 150_000
"""How many lines may be read in all those looks: some twenty seconds of work."""
PLACES_MAX = 100_000
"""How many events or days may lie between two states."""

Place = TypeVar("Place")
Place_contra = TypeVar("Place_contra", contravariant=True)


class DifferenceTooWide(Exception):
    """Too much lies between the two states; a smaller span can be answered."""


class Axis(Protocol[Place_contra]):
    """What is gone along: it stands somewhere, goes on, and returns to where it was marked."""

    async def go(self, place: Place_contra) -> None: ...
    async def look(self) -> Lines: ...
    async def mark(self) -> None: ...
    async def back(self) -> None: ...
    async def keep(self) -> None: ...


class Step(NamedTuple, Generic[Place]):
    """A place at which the ledger changes, and under which keys."""

    place: Place
    keys: frozenset[Key]


class Steps(NamedTuple, Generic[Place]):
    """Every step found, the parts that were passed over (first and last place of each), and the end."""

    steps: list[Step[Place]]
    passed_over: list[tuple[Place, Place]]
    end: Lines


class Looks:
    """Counts what was looked at; raises DifferenceTooWide when it was too much."""

    def __init__(self, look: Callable[[], Awaitable[Lines]]) -> None:
        self._look = look
        self._looks = 0
        self._lines = 0

    async def __call__(self) -> Lines:
        self._looks += 1
        if self._looks > LOOKS_MAX or self._lines > LINES_MAX:
            raise DifferenceTooWide
        shown = await self._look()
        self._lines += sum(map(len, shown.values()))
        return shown


async def steps_along(axis: Axis[Place], places: Sequence[Place], before: Lines) -> Steps[Place]:
    """Go from where the axis stands over all these places; raises DifferenceTooWide.

    From one step to the next the ledger stays what it was; between them nothing but passed over parts is
    left unseen. In the end the axis stands at the last place.
    """
    if len(places) > PLACES_MAX:
        raise DifferenceTooWide
    search = _Search(axis)
    if len(places) <= STEP_BY_STEP_MAX:
        for place in places:
            before = await search.single(before, place, None)
    else:
        before = await search.halved(before, places, None)
    return Steps(search.steps, search.passed_over, before)


class _Search(Generic[Place]):
    def __init__(self, axis: Axis[Place]) -> None:
        self._axis = axis
        self.steps: list[Step[Place]] = []
        self.passed_over: list[tuple[Place, Place]] = []

    async def single(self, before: Lines, place: Place, after: Lines | None) -> Lines:
        """Go one place on; what is shown there may be known already."""
        await self._axis.go(place)
        shown = await self._axis.look() if after is None else after
        keys = changed_keys(before, shown)
        if keys:
            self.steps.append(Step(place, keys))
        return shown

    async def halved(self, before: Lines, places: Sequence[Place], after: Lines | None) -> Lines:
        if len(places) == 1:
            return await self.single(before, places[0], after)
        if after is None:
            await self._axis.mark()
            await self._axis.go(places[-1])
            after = await self._axis.look()
            if not changed_keys(before, after):
                await self._axis.keep()
                self.passed_over.append((places[0], places[-1]))
                return after
            await self._axis.back()
        elif not changed_keys(before, after):
            await self._axis.go(places[-1])
            self.passed_over.append((places[0], places[-1]))
            return after
        middle = len(places) // 2
        between = await self.halved(before, places[:middle], None)
        return await self.halved(between, places[middle:], after)
