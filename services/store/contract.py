"""What a log of events is, whoever keeps it: the words, and the protocol both stores fulfil."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Protocol
from uuid import UUID

import msgspec


class NewEvent(msgspec.Struct, frozen=True, kw_only=True):
    """An event as decided, with its exact bytes. Versions of a stream start at 1 (or 0)."""

    stream_id: UUID
    version: int
    topic: str
    schema_version: int
    occurred_on: date
    body: bytes


class Append(msgspec.Struct, frozen=True, kw_only=True):
    """One command's events and the conditions under which they may be recorded.

    `expected` maps a stream to the version it must have, 0 meaning that it must not exist.
    When an event after position `after` has one of `fail_if_topics`, or belongs to one of
    `fail_if_streams`, nothing is recorded. `claims` must be free after `releases` were given up.
    `closed_until` moves the end of the closed period, either way.
    """

    union_id: UUID
    command_id: UUID
    request_digest: bytes
    actor_id: str
    events: Sequence[NewEvent]
    expected: Mapping[UUID, int] = msgspec.field(default_factory=dict)
    after: int | None = None
    fail_if_topics: Sequence[str] = ()
    fail_if_streams: Sequence[UUID] = ()
    claims: Sequence[str] = ()
    releases: Sequence[str] = ()
    closed_until: date | None = None


class RecordedEvent(msgspec.Struct, frozen=True):
    """An event as stored. `recorded_at` is aware UTC and never decreases within a union."""

    union_id: UUID
    position: int
    stream_id: UUID
    version: int
    topic: str
    schema_version: int
    occurred_on: date
    recorded_at: datetime
    actor_id: str
    command_id: UUID
    digest: bytes
    hash: bytes
    body: bytes


class StreamsRead(msgspec.Struct, frozen=True):
    """Events of some streams, by stream and version, and a position the log had reached by then."""

    position: int
    events: list[RecordedEvent]


class WriteReceipt(msgspec.Struct, frozen=True, kw_only=True):
    """What an append answered. A replay equals the first answer but for `replayed`."""

    union_id: UUID
    first_position: int
    last_position: int
    hash: bytes
    recorded_at: datetime
    replayed: bool


class Head(msgspec.Struct, frozen=True):
    """The end of one union's log."""

    union_id: UUID
    position: int
    hash: bytes
    recorded_at: datetime
    closed_until: date | None
    charter: bytes


class LogStore(Protocol):
    """One log per union: append-only, chained, gapless."""

    async def found(self, union_id: UUID, charter: bytes) -> bool:
        """Begin a union's log. False when it was begun before; CommandReused on another charter."""
        ...

    async def append(self, asked: Append) -> WriteReceipt:
        """Record a command's events once; raises a StoreError and records nothing otherwise."""
        ...

    async def read_streams(self, union_id: UUID, stream_ids: Sequence[UUID]) -> StreamsRead:
        """Read whole streams; raises UnionNotFound."""
        ...

    async def stream_versions(self, union_id: UUID, stream_ids: Sequence[UUID]) -> dict[UUID, int]:
        """Return the version of each of these streams that exists."""
        ...

    async def read_after(
        self, union_id: UUID, position: int, limit: int, until: int | None = None
    ) -> list[RecordedEvent]:
        """Read on from a position (exclusive) up to `until` (inclusive), at most `limit` events."""
        ...

    async def head(self, union_id: UUID) -> Head:
        """Return the end of the log; raises UnionNotFound."""
        ...

    async def find_command(
        self, union_id: UUID, command_id: UUID, request_digest: bytes | None = None
    ) -> WriteReceipt | None:
        """Return the first answer to a command, marked replayed, or None.

        With the digest of a request, CommandReused when the command was about another request.
        """
        ...

    async def position_at(self, union_id: UUID, instant: datetime) -> int:
        """Return the last position recorded at or before an instant; 0 before the first."""
        ...
