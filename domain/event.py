"""What an event is: one recorded fact of a union, immutable, known by a topic and a schema version."""

from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

import msgspec


class Event(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True
):
    """Base of all events. A subclass holds facts only; who and when stand in the envelope.

    `TOPIC` is the public name, `package.past_verb`, and never changes. `SCHEMA_VERSION` is raised
    when the fields change; an upcaster then lifts the older shape on read.
    """

    TOPIC: ClassVar[str]
    SCHEMA_VERSION: ClassVar[int] = 1


class Fact(msgspec.Struct, frozen=True):
    """An event with its business date and its place in the stream: what `evolve` folds."""

    event: Event
    occurred_on: date
    version: int


class Recorded(msgspec.Struct, frozen=True, kw_only=True):
    """An event with its whole envelope: what a projection describes."""

    union_id: UUID
    position: int
    stream_id: UUID
    version: int
    occurred_on: date
    recorded_at: datetime
    actor_id: str
    command_id: UUID
    event: Event
