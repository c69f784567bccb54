"""Reads those events of a union that a part of fsck can make something of; nine of ten are none of them."""

from collections.abc import AsyncIterator, Collection
from typing import Any, Final
from uuid import UUID

from services.store.pool import Connection
from services.store.sql import queries

_AUDIT = queries("services.store", "audit.sql")
_STRETCH_EVENTS: Final = 5_000


async def claiming_events(
    connection: Connection, union_id: UUID, passed_over: Collection[str]
) -> AsyncIterator[Any]:
    """Yield a union's events in order, but for some topics."""
    async for row in _every(connection, "events_but", union_id, list(passed_over)):
        yield row


async def sealing_events(connection: Connection, union_id: UUID) -> AsyncIterator[Any]:
    """Yield position and body of the events that may hold a sealed value."""
    async for row in _every(connection, "sealing_events", union_id):
        yield row


async def _every(
    connection: Connection, query: str, union_id: UUID, *more: list[str]
) -> AsyncIterator[Any]:
    reached = 0
    while True:
        rows = await connection.fetch(_AUDIT[query], union_id, reached, _STRETCH_EVENTS, *more)
        for row in rows:
            yield row
        if len(rows) < _STRETCH_EVENTS:
            return
        reached = rows[-1]["position"]
