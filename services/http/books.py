"""The log itself: its head, and its events as stored, for whoever verifies or follows."""

from datetime import date, datetime
from typing import Annotated, NamedTuple
from uuid import UUID

from msgspec import Meta

from domain.chain import genesis
from services.auth import may
from services.http.asking import Answer, Asking, weak
from services.http.fields import Answered, Limit, Moment, Position, Query
from services.http.operation import operation
from services.http.paging import known_position
from services.store.contract import Head, RecordedEvent

_UNION = "/v1/unions/{union_id}"


class KnownQuery(Query, frozen=True, kw_only=True):
    known_at: Moment | None = None


class EventsQuery(KnownQuery, frozen=True, kw_only=True):
    after: Position = 0
    limit: Limit = 100


class HeadView(Answered, frozen=True, kw_only=True):
    """The end of the log, or where it stood at `known_at`; `hash` covers everything up to it.

    At position 0 it covers the union's charter; `closed_until` is told of the end only. `root` is that of the
    Merkle tree over the events' digests (RFC 9162); the newest checkpoint covers the union up to
    `checkpoint_position`.
    """

    union_id: UUID
    position: int
    hash: str
    root: str
    recorded_at: datetime | None
    closed_until: date | None
    checkpoint_size: int | None
    checkpoint_position: int | None


class EventView(Answered, frozen=True, kw_only=True):
    """An event as stored. `body` is the exact text that was hashed; personal fields in it are sealed."""

    position: int
    stream_id: UUID
    version: int
    topic: str
    schema_version: int
    occurred_on: date
    recorded_at: datetime
    actor_id: str
    command_id: UUID
    digest: Annotated[str, Meta(description="SHA-256, hexadecimal")]
    hash: str
    body: str


class EventsView(Answered, frozen=True, kw_only=True):
    """Events in order of position, without a gap; go on `after` the last until there are none."""

    union_id: UUID
    head_position: int
    events: list[EventView]
    next_after: int | None


@operation(
    "GET",
    f"{_UNION}/head",
    "readHead",
    tag="log",
    policy=may("log.read"),
    answer=HeadView,
    refusals=("evidence.log_broken",),
)
async def read_head(asking: Asking, query: KnownQuery) -> Answer:
    """账首: position, chain hash and tree root of the log's end, and how far a checkpoint covers it."""
    head = await asking.parts.log.head(asking.tenant_id)
    known_at = await known_position(asking, query.known_at)
    if known_at is None or known_at == head.position:
        place = _Place(head.position, head.hash, head.recorded_at, head.closed_until)
    else:
        place = await _place_at(asking, head, known_at)
    proven = await asking.parts.proofs.head(asking.tenant_id, place.position)
    view = HeadView(
        union_id=head.union_id,
        position=place.position,
        hash=place.hash.hex(),
        root=proven.root,
        recorded_at=place.recorded_at,
        closed_until=place.closed_until,
        checkpoint_size=proven.checkpoint_size,
        checkpoint_position=proven.checkpoint_position,
    )
    return Answer(body=view, headers=weak(view.position))


class _Place(NamedTuple):
    """Where a log stood."""

    position: int
    hash: bytes
    recorded_at: datetime | None
    closed_until: date | None


async def _place_at(asking: Asking, head: Head, position: int) -> _Place:
    if position == 0:
        return _Place(0, genesis(head.union_id, head.charter), None, None)
    event = (await asking.parts.log.read_after(head.union_id, position - 1, 1, position))[0]
    return _Place(position, event.hash, event.recorded_at, None)


@operation(
    "GET",
    f"{_UNION}/events",
    "listEvents",
    tag="log",
    policy=may("evidence.read"),
    answer=EventsView,
)
async def list_events(asking: Asking, query: EventsQuery) -> Answer:
    """Events after a position, as stored."""
    log, union_id = asking.parts.log, asking.tenant_id
    until = await known_position(asking, query.known_at)
    head = await log.head(union_id)
    last = head.position if until is None else min(until, head.position)
    events = await log.read_after(union_id, query.after, query.limit, last)
    next_after = events[-1].position if events and events[-1].position < last else None
    view = EventsView(
        union_id=union_id,
        head_position=head.position,
        events=[_shown(event) for event in events],
        next_after=next_after,
    )
    headers = weak(last)
    if next_after is not None:
        known = "" if until is None else f"&known_at={until}"
        place = f"{asking.path}?after={next_after}&limit={query.limit}{known}"
        headers["Link"] = f'<{place}>; rel="next"'
    return Answer(body=view, headers=headers)


def _shown(event: RecordedEvent) -> EventView:
    return EventView(
        position=event.position,
        stream_id=event.stream_id,
        version=event.version,
        topic=event.topic,
        schema_version=event.schema_version,
        occurred_on=event.occurred_on,
        recorded_at=event.recorded_at,
        actor_id=event.actor_id,
        command_id=event.command_id,
        digest=event.digest.hex(),
        hash=event.hash.hex(),
        body=event.body.decode(),
    )
