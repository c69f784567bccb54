"""The chain of one union's log: digest of an event, link to the one before, and how to check both.

Format 1 (design 3, invariant 5). All integers are big-endian, all lengths are in bytes:

    digest  = SHA256(0x00 ‖ int2(1) ‖ union 16 ‖ int8 position ‖ stream 16 ‖ int4 version
                     ‖ int4 n ‖ topic ‖ int2 schema_version ‖ int8 recorded_at (µs since 1970 UTC)
                     ‖ int4 occurred_on (days since 1970) ‖ int4 n ‖ actor_id ‖ command 16
                     ‖ int4 n ‖ body)
    hash    = SHA256(0x01 ‖ previous hash ‖ digest)
    genesis = SHA256(0x02 ‖ union 16 ‖ int4 n ‖ charter)

The prefix 0x00 makes a digest an RFC 6962 leaf; a hash has the form of an inner node, so whoever
publishes one says which it is. PostgreSQL computes both; this is the second, independent computation.
"""

import hashlib
import struct
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import msgspec

FORMAT = 1

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_EPOCH_DAY = date(1970, 1, 1).toordinal()
_MICROSECOND = timedelta(microseconds=1)
_PLACE = struct.Struct(">q16si")
_MOMENT = struct.Struct(">hqi")
_LENGTH = struct.Struct(">i")
_FORMAT_BYTES = b"\x00" + struct.pack(">h", FORMAT)


class EventFields(msgspec.Struct, frozen=True, kw_only=True):
    """Every column of an event that carries meaning, and nothing else."""

    union_id: UUID
    position: int
    stream_id: UUID
    version: int
    topic: str
    schema_version: int
    recorded_at: datetime
    occurred_on: date
    actor_id: str
    command_id: UUID
    body: bytes


class Break(msgspec.Struct, frozen=True):
    """The first place where a log does not hold: the position and what is wrong there.

    With `until` the place is only known to lie between the two.
    """

    position: int
    fault: str
    until: int | None = None


class ChainedEvent(msgspec.Struct, frozen=True):
    """An event as stored, with the digest and hash that stand beside it."""

    fields: EventFields
    digest: bytes
    hash: bytes


def genesis(union_id: UUID, charter: bytes) -> bytes:
    """Return the hash that stands before a union's first event."""
    return hashlib.sha256(b"\x02" + union_id.bytes + _sized(charter)).digest()


def digest_of(fields: EventFields) -> bytes:
    """Return the digest of one event, from its stored bytes."""
    return hashlib.sha256(
        b"".join(
            (
                _FORMAT_BYTES,
                fields.union_id.bytes,
                _PLACE.pack(fields.position, fields.stream_id.bytes, fields.version),
                _sized(fields.topic.encode()),
                _MOMENT.pack(
                    fields.schema_version,
                    microseconds(fields.recorded_at),
                    fields.occurred_on.toordinal() - _EPOCH_DAY,
                ),
                _sized(fields.actor_id.encode()),
                fields.command_id.bytes,
                _sized(fields.body),
            )
        )
    ).digest()


def microseconds(moment: datetime) -> int:
    """Return a moment as every hashed format writes it: µs since 1970 UTC."""
    return (moment - _EPOCH) // _MICROSECOND


def link(previous: bytes, digest: bytes) -> bytes:
    """Return the hash of the log up to and including the event with this digest."""
    return hashlib.sha256(b"\x01" + previous + digest).digest()


class Sound(msgspec.Struct, frozen=True):
    """How far a log was found sound: position, hash, and when that was recorded."""

    position: int
    hash: bytes
    recorded_at: datetime | None = None


def first_break(
    events: Iterable[ChainedEvent], *, union_id: UUID, after: Sound
) -> tuple[Break | None, Sound]:
    """Recompute a stretch of one union's log from its stored bytes.

    `after` is what was found sound before; at the beginning `Sound(0, genesis(…))`. Returns the
    first break, or None, with how far the log is sound.
    """
    for event in events:
        fault = _fault(event, union_id, after)
        if fault is not None:
            return Break(after.position + 1, fault), after
        after = Sound(event.fields.position, event.hash, event.fields.recorded_at)
    return None, after


def _fault(event: ChainedEvent, union_id: UUID, after: Sound) -> str | None:
    if event.fields.union_id != union_id:
        return "other_union"
    if event.fields.position != after.position + 1:
        return "position_gap"
    try:
        digest = digest_of(event.fields)
    except (struct.error, TypeError, ValueError, OverflowError):
        return "not_representable"
    if digest != event.digest:
        return "digest_differs"
    if link(after.hash, event.digest) != event.hash:
        return "hash_differs"
    if after.recorded_at is not None and event.fields.recorded_at < after.recorded_at:
        return "time_goes_back"
    return None


def _sized(raw: bytes) -> bytes:
    return _LENGTH.pack(len(raw)) + raw
