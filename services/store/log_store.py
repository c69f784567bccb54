"""The log in PostgreSQL. An append is one statement; reads run under the union's policies."""

from collections.abc import Sequence
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from asyncpg import Record

from services.errors import CommandReused, UnionNotFound
from services.store.answers import bounded
from services.store.contract import Append, Head, RecordedEvent, StreamsRead, WriteReceipt
from services.store.pool import Pool
from services.store.sql import queries

_QUERIES = queries("services.store")
_FOR_EVER = 2**63 - 1
_T = TypeVar("_T")


class PostgresLogStore:
    """Every union's log, through the pool of the application's role."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def found(self, union_id: UUID, charter: bytes) -> bool:
        rows = await self._rows("found_union", union_id, charter)
        return bool(rows[0][0])

    async def append(self, asked: Append) -> WriteReceipt:
        """Append; a try whose answer was lost is repeated with the same command id."""
        if is_plain(asked):
            rows = await self._rows("append_event", *event_arguments(asked))
        else:
            rows = await self._rows("append", *arguments(asked))
        return receipt(asked.union_id, rows[0])

    async def read_streams(self, union_id: UUID, stream_ids: Sequence[UUID]) -> StreamsRead:
        rows = await self._rows("read_streams", union_id, stream_ids)
        if rows[0][2] is None:  # no events: one row with the head's position only
            return StreamsRead(rows[0][0], [])
        return StreamsRead(rows[0][0], [RecordedEvent(*row[1:]) for row in map(tuple, rows)])

    async def stream_versions(self, union_id: UUID, stream_ids: Sequence[UUID]) -> dict[UUID, int]:
        rows = await self._scoped("stream_versions", union_id, stream_ids)
        return {row[0]: row[1] for row in rows}

    async def read_after(
        self, union_id: UUID, position: int, limit: int, until: int | None = None
    ) -> list[RecordedEvent]:
        last = _FOR_EVER if until is None else until
        rows = await self._scoped("read_after", union_id, position, last, limit)
        return [RecordedEvent(*row) for row in rows]

    async def head(self, union_id: UUID) -> Head:
        rows = await self._scoped("head", union_id)
        if not rows:
            raise UnionNotFound
        return Head(*rows[0])

    async def find_command(
        self, union_id: UUID, command_id: UUID, request_digest: bytes | None = None
    ) -> WriteReceipt | None:
        rows = await self._rows("find_command", union_id, command_id)
        if not rows:
            return None
        if request_digest is not None and rows[0]["request_digest"] != request_digest:
            raise CommandReused
        return receipt(union_id, rows[0], replayed=True)

    async def position_at(self, union_id: UUID, instant: datetime) -> int:
        rows = await self._scoped("position_at", union_id, instant)
        if not rows:
            raise UnionNotFound
        return int(rows[0][0])

    async def _rows(self, name: str, *values: object) -> list[Record]:
        """Knock at a door whose function enters the union by itself."""
        return await bounded(lambda: self._pool.call(name, *values))

    async def _scoped(self, name: str, union_id: UUID, *values: object) -> list[Record]:
        async def once() -> list[Record]:
            async with self._pool.union_tx(union_id) as connection:
                return await connection.fetch(_QUERIES[name], union_id, *values)

        return await bounded(once)


def is_plain(asked: Append) -> bool:
    """Whether a command is one event that claims, releases and closes nothing."""
    return (
        len(asked.events) == 1
        and not asked.claims
        and not asked.releases
        and asked.closed_until is None
        and (not asked.expected or asked.expected.keys() == {asked.events[0].stream_id})
    )


def event_arguments(asked: Append) -> tuple[object, ...]:
    """Lay a plain command out in the order of `books.append_event_v1`."""
    (event,) = asked.events
    return (
        asked.union_id,
        asked.command_id,
        asked.request_digest,
        asked.actor_id,
        event.stream_id,
        event.version,
        event.topic,
        event.schema_version,
        event.occurred_on,
        event.body,
        asked.expected.get(event.stream_id),
        asked.after,
        asked.fail_if_topics,
        asked.fail_if_streams,
    )


def arguments(asked: Append) -> tuple[object, ...]:
    """Lay a command out in the order of `books.append_v1`."""
    events = asked.events
    return (
        asked.union_id,
        asked.command_id,
        asked.request_digest,
        asked.actor_id,
        [event.stream_id for event in events],
        [event.version for event in events],
        _once([event.topic for event in events]),
        _once([event.schema_version for event in events]),
        _once([event.occurred_on for event in events]),
        [event.body for event in events],
        list(asked.expected),
        list(asked.expected.values()),
        asked.after,
        asked.fail_if_topics,
        asked.fail_if_streams,
        asked.claims,
        asked.releases,
        asked.closed_until,
    )


def _once(values: list[_T]) -> list[_T]:
    """What is the same for all events travels once."""
    return values[:1] if values and values.count(values[0]) == len(values) else values


def receipt(union_id: UUID, row: Record, *, replayed: bool | None = None) -> WriteReceipt:
    """Read an answer to an append."""
    return WriteReceipt(
        union_id=union_id,
        first_position=row["first_position"],
        last_position=row["last_position"],
        hash=row["hash"],
        recorded_at=row["recorded_at"],
        replayed=row["replayed"] if replayed is None else replayed,
    )
