"""Events with their envelopes, and what a projection makes of them when they come one by one."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import msgspec

from domain.event import Event, Recorded
from projections.projection import Memory, Projection
from projections.write import Write
from tests.domain.values import MEMBER, UNION

COMMAND = UUID(int=500)


def recorded(
    event: Event,
    on: date = date(2026, 3, 8),
    *,
    position: int = 1,
    version: int = 1,
    stream: UUID = MEMBER,
) -> Recorded:
    """An event as the log gives it."""
    return Recorded(
        union_id=UNION,
        position=position,
        stream_id=stream,
        version=version,
        occurred_on=on,
        recorded_at=datetime(2026, 12, 31, tzinfo=UTC),
        actor_id="clerk-1",
        command_id=COMMAND,
        event=event,
    )


def story(*told: tuple[date, Event]) -> list[Recorded]:
    """Events of one stream in order."""
    return [
        recorded(event, on, position=place, version=place)
        for place, (on, event) in enumerate(told, start=1)
    ]


def applied(
    projection: Projection, events: Iterable[Recorded], *, through_bytes: bool = False
) -> tuple[list[Write], dict[UUID, Memory]]:
    """Every write and the memories in the end; with `through_bytes` memories are stored in between."""
    memories: dict[UUID, Memory] = {}
    writes: list[Write] = []
    for event in events:
        key = projection.memory_key(event)
        before = None if key is None else memories.get(key)
        if through_bytes and before is not None:
            before = stored(projection, before)
        after, written = projection.apply(event, before)
        if key is not None and after is not None:
            memories[key] = after
        writes += written
    return writes, memories


def stored(projection: Projection, memory: Memory) -> Memory:
    """A memory written down and read again, as between two stretches."""
    kind: Any = projection.memory
    return msgspec.json.decode(msgspec.json.encode(memory), type=kind)  # type: ignore[no-any-return]
