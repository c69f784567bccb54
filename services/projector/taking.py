"""Takes the next stretch of a union's log for some builds: cursors held, events read, cursors moved.

Whoever holds a cursor works from it until the transaction ends; whoever finds it held goes on elsewhere.
"""

from collections.abc import Sequence
from operator import itemgetter
from typing import NamedTuple
from uuid import UUID

from services.projector.applying import Stretch, opened_stretch, read_stretch
from services.projector.builds import Build
from services.store.pool import Connection
from services.store.sql import queries

_LEDGERS = queries("services.store", "ledgers.sql")
_POSITION, _STREAM = 0, 1
"""Columns of `take_stretch`; asked for by number, since there may be thousands of rows."""


class Taken(NamedTuple):
    """Builds whose cursors are held, where each stood, the events that follow, and where each stands now."""

    builds: list[Build]
    stood: list[int]
    stretch: Stretch
    stand: list[int]


async def take(
    connection: Connection, union_id: UUID, builds: Sequence[Build], limit: int
) -> Taken | None:
    """Take what comes next for these builds, or for those of them that are free; None when none is."""
    rows = await connection.fetch(_LEDGERS["take_stretch"], union_id, *named(builds), limit)
    cursors = {row["topic"]: row["position"] for row in rows if row[_STREAM] is None}
    if len(cursors) < len(builds):
        return await _take_some(connection, union_id, builds, limit)
    events = [row for row in rows if row[_STREAM] is not None]
    events.sort(key=itemgetter(_POSITION))
    stood = [cursors[build.name] for build in builds]
    last = events[-1][_POSITION] if events else 0
    return Taken(
        list(builds),
        stood,
        opened_stretch(union_id, events, start=min(stood)),
        [max(position, last) for position in stood],
    )


async def _take_some(
    connection: Connection, union_id: UUID, builds: Sequence[Build], limit: int
) -> Taken | None:
    """Some are parked, or somebody else's, or new to this union: those get their cursors now."""
    await connection.execute(_LEDGERS["make_cursors"], union_id, *named(builds))
    rows = await connection.fetch(_LEDGERS["lock_cursors"], union_id, *named(builds))
    cursors = {row["name"]: row["position"] for row in rows}
    mine = [build for build in builds if build.name in cursors]
    if not mine:
        return None
    stood = [cursors[build.name] for build in mine]
    stretch = await read_stretch(connection, union_id, after=min(stood), limit=limit)
    return Taken(mine, stood, stretch, stood)


async def settle(
    connection: Connection, union_id: UUID, taken: Taken, reached: Sequence[int]
) -> None:
    """Move those cursors that do not stand yet where their builds have come to."""
    moved = [
        (build, position)
        for build, stands, position in zip(taken.builds, taken.stand, reached, strict=True)
        if stands != position
    ]
    if moved:
        builds = [build for build, _ in moved]
        positions = [position for _, position in moved]
        await connection.execute(_LEDGERS["move_cursors"], union_id, *named(builds), positions)


def named(builds: Sequence[Build]) -> tuple[list[str], list[int]]:
    """Return names and numbers of builds, as the queries ask for them."""
    return [build.name for build in builds], [build.number for build in builds]
