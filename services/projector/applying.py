"""Applies a stretch of one union's log to one build: pure answers in, arrays of rows out.

Used alike by the live run, the follower, a rebuild and an auditor's replay.
"""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

import msgspec

from domain.encoding import decode
from domain.event import Recorded
from domain.upcasters import UnknownShape
from projections.projection import Memory, Projection
from projections.write import Write, folded
from services.projector.builds import Build
from services.store.pool import Connection
from services.store.sql import queries

_LEDGERS = queries("services.store", "ledgers.sql")
_FOR_EVER = 2**63 - 1
_encode = msgspec.json.Encoder().encode


Keyed = tuple[Recorded, UUID | None]
"""An event and the key of the memory it is about."""


class Poison(msgspec.Struct, frozen=True):
    """An event a projection cannot digest: where it is, and the kind of error."""

    position: int
    topic: str
    error_code: str


class Stretch(msgspec.Struct, frozen=True):
    """Events of one union in order, and the poison they end with, if any."""

    union_id: UUID
    events: Sequence[Recorded]
    last_position: int
    topics: frozenset[str]
    poison: Poison | None = None


async def read_stretch(
    connection: Connection, union_id: UUID, *, after: int, limit: int, until: int = _FOR_EVER
) -> Stretch:
    """Read on from a position; the stretch ends before the first event that cannot be decoded."""
    rows = await connection.fetch(_LEDGERS["read_stretch"], union_id, after, until, limit)
    return _opened(union_id, rows, start=after)


def _opened(union_id: UUID, rows: Iterable[Any], *, start: int) -> Stretch:
    events: list[Recorded] = []
    topics: set[str] = set()
    reached = start
    for position, stream_id, version, topic, shape, day, moment, actor_id, command_id, body in rows:
        try:
            event = decode(topic, shape, body)
        except (UnknownShape, msgspec.DecodeError) as error:
            poison = Poison(position, topic, type(error).__name__)
            return Stretch(union_id, events, reached, frozenset(topics), poison)
        recorded = Recorded(
            union_id=union_id,
            position=position,
            stream_id=stream_id,
            version=version,
            occurred_on=day,
            recorded_at=moment,
            actor_id=actor_id,
            command_id=command_id,
            event=event,
        )
        events.append(recorded)
        topics.add(topic)
        reached = position
    return Stretch(union_id, events, reached, frozenset(topics))


async def apply_stretch(
    connection: Connection, build: Build, stretch: Stretch, *, after: int, schema: str
) -> tuple[int, Poison | None]:
    """Write what a stretch means for one build; the search path must lead to its tables.

    Returns the position reached and the poison met. Events at or before `after` are left out.
    """
    projection = build.projection
    topics, remembered, key_of = (
        projection.topics,
        projection.memory_topics,
        projection.memory_key,
    )
    if topics.isdisjoint(stretch.topics):
        return stretch.last_position, stretch.poison
    mine = [
        (recorded, key_of(recorded) if recorded.event.TOPIC in remembered else None)
        for recorded in stretch.events
        if recorded.event.TOPIC in topics and recorded.position > after
    ]
    memories = await _memories(connection, build, stretch.union_id, mine, schema)
    before = dict(memories)
    writes, reached, poison = _applied(projection, mine, memories, stretch)
    texts = queries(projection.package)
    for name, columns in folded(writes, projection.writes):
        await connection.execute(texts[name], stretch.union_id, *columns)
    changed = {key: memory for key, memory in memories.items() if memory is not before.get(key)}
    if changed:
        keys = sorted(changed)
        await connection.execute(
            _LEDGERS["put_memory"].format(schema=schema, name=build.name),
            stretch.union_id,
            keys,
            [_encode(changed[key]) for key in keys],
        )
    return reached, poison


def _applied(
    projection: Projection,
    mine: Sequence[Keyed],
    memories: dict[UUID, Memory],
    stretch: Stretch,
) -> tuple[list[Write], int, Poison | None]:
    """Answer a stretch: what can be gathered at once, the rest one by one up to the first poison."""
    many = projection.gathered_topics
    together = [each for each, _ in mine if each.event.TOPIC in many] if many else []
    gathered = _gathered(projection, together)
    if gathered is None:
        gathered, together = [], []
    elif together:
        mine = [keyed for keyed in mine if keyed[0].event.TOPIC not in many]
    apply = projection.apply
    writes: list[Write] = []
    for recorded, key in mine:
        try:
            memory, written = apply(recorded, None if key is None else memories.get(key))
        except Exception as error:  # noqa: BLE001 # whatever it is, this union's projection is parked
            poison = Poison(recorded.position, recorded.event.TOPIC, type(error).__name__)
            before = [each for each in together if each.position < recorded.position]
            return [*(_gathered(projection, before) or ()), *writes], recorded.position - 1, poison
        if key is not None and memory is not None:
            memories[key] = memory
        writes.extend(written)
    return [*gathered, *writes], stretch.last_position, stretch.poison


def _gathered(projection: Projection, events: Sequence[Recorded]) -> list[Write] | None:
    """Gather some events; None when one of them is poison, which is then found one by one."""
    if projection.gather is None or not events:
        return []
    try:
        return projection.gather(events)
    except Exception:  # noqa: BLE001 # see _applied
        return None


async def _memories(
    connection: Connection,
    build: Build,
    union_id: UUID,
    mine: Sequence[Keyed],
    schema: str,
) -> dict[UUID, Memory]:
    kind = build.projection.memory
    if kind is None:
        return {}
    keys = {key for _, key in mine if key is not None}
    if not keys:
        return {}
    rows = await connection.fetch(
        _LEDGERS["read_memory"].format(schema=schema, name=build.name), union_id, list(keys)
    )
    decoder = _decoder_of(kind)
    return {key: decoder.decode(state) for key, state in rows}


_decoders: dict[type[Memory], msgspec.json.Decoder[Memory]] = {}


def _decoder_of(kind: type[Memory]) -> msgspec.json.Decoder[Memory]:
    decoder = _decoders.get(kind)
    if decoder is None:
        decoder = _decoders[kind] = msgspec.json.Decoder(kind)
    return decoder
