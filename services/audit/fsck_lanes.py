"""Does the work of fsck some at a time: while one waits for the database, another one counts."""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from typing import TypeVar

from services.audit.fsck_parts import left_out
from services.audit.fsck_report import Checked, Fault, Part
from services.errors import StoreError
from services.log import logger
from services.store.failures import kind_of_refusal

_T = TypeVar("_T")
_R = TypeVar("_R")
Work = Callable[[], Awaitable[Checked]]

log = logger("fsck")


async def carried_out(
    parts: Mapping[Part, Work], without: Collection[Part], lanes: int
) -> list[Checked]:
    """Return what each part came to, in their order; raises what says that the database is not there."""

    async def one(part: Part) -> Checked:
        return left_out(part) if part in without else await _tried(part, parts[part])

    return await in_lanes(lanes, list(parts), one)


async def in_lanes(
    lanes: int, things: Sequence[_T], work: Callable[[_T], Awaitable[_R]]
) -> list[_R]:
    """Do the same work for each thing, so many at a time; returns the answers in order.

    After the first error the others are broken off.
    """
    waiting = iter(enumerate(things))
    answers: dict[int, _R] = {}

    async def lane() -> None:
        for number, thing in waiting:
            answers[number] = await work(thing)

    running = [asyncio.ensure_future(lane()) for _ in range(lanes)]
    try:
        await asyncio.gather(*running)
    except BaseException:
        for one in running:
            one.cancel()
        await asyncio.wait(running)
        raise
    return [answers[number] for number in range(len(things))]


async def _tried(part: Part, work: Work) -> Checked:
    """Whatever keeps a part from being checked is a fault, not the end of the run."""
    try:
        return await work()
    except (StoreError, OSError):
        raise  # the database is not there: nothing was found out
    except Exception as error:
        log.exception("fsck_part_failed", checked=part)
        reason = kind_of_refusal(error) or type(error).__name__
        return Checked(part=part, covered=0, faults=[Fault(kind="unreadable", place=reason)])
