"""The log in memory: the same promises without a database, for tests of everything above."""

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime
from uuid import UUID

import msgspec

from domain.chain import EventFields, digest_of, genesis, link
from services.errors import (
    ClaimTaken,
    CommandReused,
    ConditionFailed,
    DutiesNotSeparated,
    PeriodIsClosed,
    Unbalanced,
    UnionNotFound,
    ValueInvalid,
    VersionConflict,
)
from services.store.contract import (
    Append,
    Head,
    NewEvent,
    RecordedEvent,
    StreamsRead,
    WriteReceipt,
)
from services.store.separation import ACCOUNT, BEFORE, Separation


class _Line(msgspec.Struct):
    fund: str
    fen: int


class _Posting(msgspec.Struct):
    lines: list[_Line] = []


class _Log(msgspec.Struct):
    charter: bytes
    hash: bytes
    recorded_at: datetime
    closed_until: date | None = None
    events: list[RecordedEvent] = []
    versions: dict[UUID, int] = {}
    commands: dict[UUID, tuple[bytes, WriteReceipt]] = {}
    claims: set[str] = set()


class MemoryLogStore:
    """Every union's log of one test. Not for several threads."""

    def __init__(self, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._clock = clock
        self._logs: dict[UUID, _Log] = {}

    async def found(self, union_id: UUID, charter: bytes) -> bool:
        known = self._logs.get(union_id)
        if known is None:
            self._logs[union_id] = _Log(charter, genesis(union_id, charter), self._clock())
            return True
        if known.charter != charter:
            raise CommandReused
        return False

    async def append(self, asked: Append) -> WriteReceipt:
        if not asked.events:
            raise ValueInvalid
        log = self._log(asked.union_id)
        known = log.commands.get(asked.command_id)
        if known is not None:
            return _first_answer(known, asked)
        _check(log, asked)
        return self._record(log, asked)

    async def read_streams(self, union_id: UUID, stream_ids: Sequence[UUID]) -> StreamsRead:
        log, wanted = self._log(union_id), set(stream_ids)
        found = [event for event in log.events if event.stream_id in wanted]
        found.sort(key=lambda event: (event.stream_id.bytes, event.version))
        return StreamsRead(len(log.events), found)

    async def stream_versions(self, union_id: UUID, stream_ids: Sequence[UUID]) -> dict[UUID, int]:
        wanted = set(stream_ids)
        log = self._logs.get(union_id)
        events = [] if log is None else log.events
        return {event.stream_id: event.version for event in events if event.stream_id in wanted}

    async def read_after(
        self, union_id: UUID, position: int, limit: int, until: int | None = None
    ) -> list[RecordedEvent]:
        log = self._logs.get(union_id)
        return [] if log is None else log.events[position:until][:limit]

    async def head(self, union_id: UUID) -> Head:
        log = self._log(union_id)
        return Head(
            union_id, len(log.events), log.hash, log.recorded_at, log.closed_until, log.charter
        )

    async def find_command(
        self, union_id: UUID, command_id: UUID, request_digest: bytes | None = None
    ) -> WriteReceipt | None:
        log = self._logs.get(union_id)
        known = None if log is None else log.commands.get(command_id)
        if known is None:
            return None
        if request_digest not in (None, known[0]):
            raise CommandReused
        return msgspec.structs.replace(known[1], replayed=True)

    async def position_at(self, union_id: UUID, instant: datetime) -> int:
        return sum(event.recorded_at <= instant for event in self._log(union_id).events)

    def _log(self, union_id: UUID) -> _Log:
        log = self._logs.get(union_id)
        if log is None:
            raise UnionNotFound
        return log

    def _record(self, log: _Log, asked: Append) -> WriteReceipt:
        log.recorded_at = max(self._clock(), log.recorded_at)
        first = len(log.events) + 1
        for event in asked.events:
            _chain(log, asked, event)
        log.claims = (log.claims - set(asked.releases)) | set(asked.claims)
        log.closed_until = asked.closed_until or log.closed_until
        answer = WriteReceipt(
            union_id=asked.union_id,
            first_position=first,
            last_position=len(log.events),
            hash=log.hash,
            recorded_at=log.recorded_at,
            replayed=False,
        )
        log.commands[asked.command_id] = (asked.request_digest, answer)
        return answer


def _first_answer(known: tuple[bytes, WriteReceipt], asked: Append) -> WriteReceipt:
    digest, answer = known
    if digest != asked.request_digest:
        raise CommandReused
    return msgspec.structs.replace(answer, replayed=True)


def _chain(log: _Log, asked: Append, event: NewEvent) -> None:
    fields = EventFields(
        union_id=asked.union_id,
        position=len(log.events) + 1,
        stream_id=event.stream_id,
        version=event.version,
        topic=event.topic,
        schema_version=event.schema_version,
        recorded_at=log.recorded_at,
        occurred_on=event.occurred_on,
        actor_id=asked.actor_id,
        command_id=asked.command_id,
        body=event.body,
    )
    digest = digest_of(fields)
    log.hash = link(log.hash, digest)
    log.versions[event.stream_id] = event.version
    log.events.append(
        RecordedEvent(
            fields.union_id,
            fields.position,
            fields.stream_id,
            fields.version,
            fields.topic,
            fields.schema_version,
            fields.occurred_on,
            fields.recorded_at,
            fields.actor_id,
            fields.command_id,
            digest,
            log.hash,
            fields.body,
        )
    )


def _check(log: _Log, asked: Append) -> None:
    """The checks of `books.append_one`, in its order."""
    _check_versions(log, asked)
    _check_condition(log, asked)
    if log.closed_until is not None and any(
        event.occurred_on <= log.closed_until for event in asked.events
    ):
        raise PeriodIsClosed(log.closed_until)
    free = log.claims - set(asked.releases)
    if len(set(asked.claims)) < len(asked.claims) or not free.isdisjoint(asked.claims):
        raise ClaimTaken
    if any(_is_unbalanced(event.body) for event in asked.events):
        raise Unbalanced
    if asked.actor_id.startswith(ACCOUNT) and _is_unseparated(log, asked):
        raise DutiesNotSeparated


def _check_versions(log: _Log, asked: Append) -> None:
    for stream_id, expected in asked.expected.items():
        current = log.versions.get(stream_id)
        if (current or 0) != expected or (expected == 0 and current is not None):
            raise VersionConflict(current or 0)
    added: dict[UUID, int] = {}
    for event in asked.events:
        current = added.get(event.stream_id, log.versions.get(event.stream_id))
        if event.version not in ({0, 1} if current is None else {current + 1}):
            raise VersionConflict(log.versions.get(event.stream_id, 0))
        added[event.stream_id] = event.version


def _check_condition(log: _Log, asked: Append) -> None:
    topics, streams = set(asked.fail_if_topics), set(asked.fail_if_streams)
    if topics or streams:
        newer: Iterable[RecordedEvent] = log.events[asked.after or 0 :]
        if any(event.topic in topics or event.stream_id in streams for event in newer):
            raise ConditionFailed


def _is_unseparated(log: _Log, asked: Append) -> bool:
    """Tell whether the actor has taken, on some stream, a step that another must have taken before."""
    touched = {event.stream_id for event in asked.events}
    taken = [
        (event.stream_id, event.topic, event.actor_id)
        for event in log.events
        if event.stream_id in touched
    ]
    for event in asked.events:
        before = [(topic, actor) for stream, topic, actor in taken if stream == event.stream_id]
        if any(_is_own(before, pair, asked.actor_id) for pair in BEFORE.get(event.topic, ())):
            return True
        taken.append((event.stream_id, event.topic, asked.actor_id))
    return False


def _is_own(before: Iterable[tuple[str, str]], pair: Separation, actor_id: str) -> bool:
    is_own = False
    for topic, actor in before:
        if topic in pair.forgotten_after:
            is_own = False
        is_own = is_own or (topic == pair.before_topic and actor == actor_id)
    return is_own


def _is_unbalanced(body: bytes) -> bool:
    if b'"lines"' not in body and rb"\u" not in body:
        return False
    try:
        lines = msgspec.json.decode(body, type=_Posting).lines
    except msgspec.DecodeError:
        raise ValueInvalid from None
    sums: dict[str, int] = {}
    for line in lines:
        sums[line.fund] = sums.get(line.fund, 0) + line.fen
    return any(sums.values())
