"""Verifies logs from the bytes as stored, with the Python chain, which shares nothing with the SQL one.

What it says of a union: how many events it recomputed, and the first break. It says nothing of events it did
not read. A chain alone proves nothing against whoever owns the database and rewrites all of it; for that the
head must have been noted elsewhere before (assurance 8), so the head is part of the answer.
"""

from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import msgspec

from domain.chain import Break, ChainedEvent, EventFields, Sound, first_break, genesis
from services.store.pool import Pool
from services.store.sql import queries

_LEDGERS = queries("services.store", "ledgers.sql")
_LOG = queries("services.store")
_AUDIT = queries("services.store", "audit.sql")
_FOR_EVER = 2**63 - 1
_STRETCH_EVENTS = 5_000


class UnionVerified(msgspec.Struct, frozen=True, kw_only=True):
    """What verification found in one union: events recomputed, the sound head, the first break."""

    union_id: UUID
    events: int
    position: int
    hash: str
    broken: Break | None


class BooksVerifier:
    """Reads under the auditor's role, which can change nothing."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def every_union(self) -> AsyncIterator[UnionVerified]:
        """Verify one union after the other; a union without a head but with events is a break too."""
        async with self._pool.all_unions_tx() as connection:
            rows = await connection.fetch(_AUDIT["unions_with_events"])
        for (union_id,) in rows:
            yield await self.union(union_id)

    async def union(self, union_id: UUID) -> UnionVerified:
        """Recompute the whole log of one union and compare it with its head and its commands."""
        async with self._pool.union_tx(union_id) as connection:
            heads = await connection.fetch(_LOG["head"], union_id)
            if not heads:
                return _verified(union_id, Sound(0, b""), Break(1, "head_missing"))
            head = heads[0]
            sound = Sound(0, genesis(union_id, head["charter"]))
            while True:
                rows = await connection.fetch(
                    _LOG["read_after"], union_id, sound.position, _FOR_EVER, _STRETCH_EVENTS
                )
                found, sound = first_break(map(_chained, rows), union_id=union_id, after=sound)
                if found is not None:
                    return _verified(union_id, sound, found)
                if len(rows) < _STRETCH_EVENTS:
                    break
            commands = await connection.fetch(_AUDIT["command_faults"], union_id)
        return _verified(union_id, sound, _at_the_end(head, sound, commands))


def _chained(row: Any) -> ChainedEvent:  # noqa: ANN401 # a row as the database gives it
    return ChainedEvent(
        EventFields(
            union_id=row["union_id"],
            position=row["position"],
            stream_id=row["stream_id"],
            version=row["version"],
            topic=row["topic"],
            schema_version=row["schema_version"],
            recorded_at=row["recorded_at"],
            occurred_on=row["occurred_on"],
            actor_id=row["actor_id"],
            command_id=row["command_id"],
            body=row["body"],
        ),
        row["digest"],
        row["hash"],
    )


def _at_the_end(head: Any, sound: Sound, commands: list[Any]) -> Break | None:  # noqa: ANN401 # rows
    if head["position"] != sound.position:
        return Break(min(head["position"], sound.position) + 1, "head_position_differs")
    if head["hash"] != sound.hash:
        return Break(sound.position, "head_hash_differs")
    if commands:
        return Break(commands[0]["first_position"], "command_differs")
    return None


def _verified(union_id: UUID, sound: Sound, broken: Break | None) -> UnionVerified:
    return UnionVerified(
        union_id=union_id,
        events=sound.position,
        position=sound.position,
        hash=sound.hash.hex(),
        broken=broken,
    )
