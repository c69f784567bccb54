"""Applies a stretch of one union's log to one build: pure answers in, arrays of rows out.

Used alike by the live run, the follower, a rebuild and an auditor's replay.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import Any, NamedTuple
from uuid import UUID

import msgspec

from domain.encoding import decode
from domain.event import Recorded
from domain.upcasters import UnknownShape
from projections.projection import Memory, Projection
from projections.write import Gathered, Write, folded
from services.projector.builds import Build
from services.projector.writing import Statement, send, statement_of
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
    """Events of one union in order, also topic by topic, and the poison they end with, if any."""

    union_id: UUID
    events: Sequence[Recorded]
    by_topic: Mapping[str, list[Recorded]]
    last_position: int
    poison: Poison | None = None

    def of(self, topics: frozenset[str], *, after: int) -> Sequence[Recorded]:
        """Return the events of some topics after a position, in order."""
        found = [self.by_topic[topic] for topic in self.by_topic.keys() & topics]
        if len(found) == 1:
            (chosen,) = found
        else:
            chosen = sorted(chain.from_iterable(found), key=_position)
        if chosen and chosen[0].position <= after:
            return [recorded for recorded in chosen if recorded.position > after]
        return chosen


def _position(recorded: Recorded) -> int:
    return recorded.position


async def read_stretch(
    connection: Connection, union_id: UUID, *, after: int, limit: int, until: int = _FOR_EVER
) -> Stretch:
    """Read on from a position; the stretch ends before the first event that cannot be decoded."""
    rows = await connection.fetch(_LEDGERS["read_stretch"], union_id, after, until, limit)
    return opened_stretch(union_id, rows, start=after)


def opened_stretch(union_id: UUID, rows: Iterable[Any], *, start: int) -> Stretch:
    """Return a stretch of the rows that were read of it, in order; see `read_stretch`."""
    events: list[Recorded] = []
    by_topic: dict[str, list[Recorded]] = {}
    reached = start
    for position, stream_id, version, topic, shape, day, moment, actor_id, command_id, body in rows:
        try:
            event = decode(topic, shape, body)
        except (UnknownShape, msgspec.DecodeError) as error:
            poison = Poison(position, topic, type(error).__name__)
            return Stretch(union_id, events, by_topic, reached, poison)
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
        alike = by_topic.get(event.TOPIC)
        if alike is None:
            by_topic[event.TOPIC] = [recorded]
        else:
            alike.append(recorded)
        reached = position
    return Stretch(union_id, events, by_topic, reached)


class Answered(NamedTuple):
    """What a stretch means for one build: writes, the position reached and the poison met."""

    statements: list[Statement]
    reached: int
    poison: Poison | None


async def apply_stretch(
    connection: Connection, build: Build, stretch: Stretch, *, after: int, schema: str
) -> tuple[int, Poison | None]:
    """Write what a stretch means for one build; the search path must lead to its tables.

    Returns the position reached and the poison met. Events at or before `after` are left out.
    """
    answered = await answer_stretch(connection, build, stretch, after=after, schema=schema)
    await send(connection, stretch.union_id, answered.statements)
    return answered.reached, answered.poison


async def answer_stretch(
    connection: Connection, build: Build, stretch: Stretch, *, after: int, schema: str
) -> Answered:
    """Return what a stretch means for one build, and write nothing; the memories of it are read."""
    projection = build.projection
    if projection.topics.isdisjoint(stretch.by_topic):
        return Answered([], stretch.last_position, stretch.poison)
    mine = _mine(projection, stretch, after)
    memories = await _memories(connection, build, stretch.union_id, mine.one_by_one, schema)
    before = dict(memories)
    answered, reached, poison = _applied(projection, mine, memories, stretch)
    statements = [
        statement_of(projection, name, columns)
        for name, columns in folded(answered.writes, projection.writes, answered.columns)
    ]
    changed = {key: memory for key, memory in memories.items() if memory is not before.get(key)}
    if changed:
        statements.append(_remembered(build, changed, schema))
    return Answered(statements, reached, poison)


def _remembered(build: Build, changed: Mapping[UUID, Memory], schema: str) -> Statement:
    keys = sorted(changed)
    return Statement(
        _LEDGERS["put_memory"].format(schema=schema, name=build.name),
        frozenset({f"{build.name}_memory"}),
        (keys, [_encode(changed[key]) for key in keys]),
    )


class _Mine(NamedTuple):
    """What of a stretch a projection is told: many at once, and each of the others by itself."""

    together: Sequence[Recorded]
    one_by_one: Sequence[Keyed]


def _mine(projection: Projection, stretch: Stretch, after: int) -> _Mine:
    together = stretch.of(projection.gathered_topics, after=after)
    rest = stretch.of(projection.topics - projection.gathered_topics, after=after)
    remembered, key_of = projection.memory_topics, projection.memory_key
    return _Mine(
        together,
        [
            (recorded, key_of(recorded) if recorded.event.TOPIC in remembered else None)
            for recorded in rest
        ],
    )


def _applied(
    projection: Projection,
    mine: _Mine,
    memories: dict[UUID, Memory],
    stretch: Stretch,
) -> tuple[Gathered, int, Poison | None]:
    """Answer a stretch: what can be gathered at once, the rest one by one up to the first poison."""
    together, one_by_one = mine
    gathered = _gathered(projection, together)
    if gathered is None:
        gathered, together, one_by_one = Gathered([]), [], _one_by_one(mine)
    apply = projection.apply
    writes: list[Write] = []
    for recorded, key in one_by_one:
        try:
            memory, written = apply(recorded, None if key is None else memories.get(key))
        except Exception as error:  # noqa: BLE001 # whatever it is, this union's projection is parked
            poison = Poison(recorded.position, recorded.event.TOPIC, type(error).__name__)
            before = [each for each in together if each.position < recorded.position]
            gathered = _gathered(projection, before) or Gathered([])
            return _followed(gathered, writes), recorded.position - 1, poison
        if key is not None and memory is not None:
            memories[key] = memory
        writes.extend(written)
    return _followed(gathered, writes), stretch.last_position, stretch.poison


def _followed(gathered: Gathered, writes: Sequence[Write]) -> Gathered:
    return Gathered([*gathered.writes, *writes], gathered.columns)


def _one_by_one(mine: _Mine) -> list[Keyed]:
    """What was to be gathered is told one by one as well; nobody keeps a memory of it."""
    together: list[Keyed] = [(recorded, None) for recorded in mine.together]
    return sorted([*together, *mine.one_by_one], key=lambda keyed: keyed[0].position)


def _gathered(projection: Projection, events: Sequence[Recorded]) -> Gathered | None:
    """Gather some events; None when one of them is poison, which is then found one by one."""
    if projection.gather is None or not events:
        return Gathered([])
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
