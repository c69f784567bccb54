"""Carries out the parts of fsck, two at a time: while one waits for the database, the other one counts."""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Mapping
from typing import Final

from services.audit.fsck_parts import left_out
from services.audit.fsck_report import Checked, Fault, Part
from services.errors import StoreError
from services.log import logger
from services.store.failures import kind_of_refusal

_LANES: Final = 2
"""A check beside people at work takes few of the auditor's connections."""

Work = Callable[[], Awaitable[Checked]]

log = logger("fsck")


async def carried_out(parts: Mapping[Part, Work], without: Collection[Part]) -> list[Checked]:
    """Return what each part came to, in their order; raises what says that the database is not there."""
    waiting = iter(parts.items())
    done: dict[Part, Checked] = {}

    async def lane() -> None:
        for part, work in waiting:
            done[part] = left_out(part) if part in without else await _tried(part, work)

    lanes = [asyncio.ensure_future(lane()) for _ in range(_LANES)]
    try:
        await asyncio.gather(*lanes)
    except BaseException:
        for one in lanes:
            one.cancel()
        await asyncio.wait(lanes)
        raise
    return [done[part] for part in parts]


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
