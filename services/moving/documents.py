"""What stands in the members of the file."""

from datetime import UTC, date, datetime, timedelta
from typing import Final
from uuid import UUID

import msgspec

from domain.chain import microseconds
from services.keys.transport import Envelope
from services.store.contract import RecordedEvent

UNION: Final = "union.json"
PROOFS: Final = "proofs"
KEYS: Final = "keys"
CLAIMS: Final = "claims"
EVENTS: Final = "events"
COMMANDS: Final = "commands"
PAPERS: Final = "papers"
ORDER: Final = (UNION, PROOFS, KEYS, CLAIMS, EVENTS, COMMANDS, PAPERS)
"""What comes before what: with the keys known, each paper can be opened as it passes."""

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


class UnionLeaving(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The union and its head. `stopped`: the old place writes no more, so the new one may.

    `root` is that of the Merkle tree over all events; `reason` says why it moves, by which document.
    """

    format: str = "gonghui.union-leaving/1"
    union_id: UUID
    origin: str
    made_at: datetime
    stopped: bool
    reason: str
    charter: bytes
    position: int
    hash: str
    root: str
    closed_until: date | None
    envelope: Envelope


class EventLine(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An event with every input of its digest; `recorded_at` in µs since 1970. One of the two bodies is set."""

    position: int
    stream: UUID
    version: int
    topic: str
    schema_version: int
    recorded_at: int
    occurred_on: date
    actor: str
    command: UUID
    digest: str
    hash: str
    body: str | None = None
    body_base64: bytes | None = None


class ClaimLine(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """Something that must be unique in the union, and the event that took it."""

    claim: str
    position: int


def member_name(kind: str, number: int, suffix: str) -> str:
    """Return the name of the nth member of a kind."""
    return f"{kind}/{number:06}.{suffix}"


def line_of(event: RecordedEvent) -> EventLine:
    """Return an event as it is written."""
    try:
        body, raw = event.body.decode(), None
    except UnicodeDecodeError:
        body, raw = None, event.body
    return EventLine(
        position=event.position,
        stream=event.stream_id,
        version=event.version,
        topic=event.topic,
        schema_version=event.schema_version,
        recorded_at=microseconds(event.recorded_at),
        occurred_on=event.occurred_on,
        actor=event.actor_id,
        command=event.command_id,
        digest=event.digest.hex(),
        hash=event.hash.hex(),
        body=body,
        body_base64=raw,
    )


def event_of(union_id: UUID, line: EventLine) -> RecordedEvent:
    """Return an event as it was recorded."""
    raw = b"" if line.body_base64 is None else line.body_base64
    return RecordedEvent(
        union_id,
        line.position,
        line.stream,
        line.version,
        line.topic,
        line.schema_version,
        line.occurred_on,
        _EPOCH + timedelta(microseconds=line.recorded_at),
        line.actor,
        line.command,
        bytes.fromhex(line.digest),
        bytes.fromhex(line.hash),
        raw if line.body is None else line.body.encode(),
    )
