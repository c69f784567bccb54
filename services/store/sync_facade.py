"""A synchronous door to one union's log, in the words of the `eventsourcing` library.

Its published test cases, and a stock application that reads, come in here. One thread runs the
event loop; every method waits for it. Not the way our own commands are recorded.
"""

import asyncio
import uuid
from collections import deque
from collections.abc import Coroutine, Sequence
from datetime import UTC, datetime
from threading import Event, Lock, Thread
from typing import Any, TypeVar

from eventsourcing.persistence import (
    AggregateRecorder,
    ApplicationRecorder,
    IntegrityError,
    Notification,
    ProcessRecorder,
    StoredEvent,
    Subscription,
    Tracking,
    TrackingRecorder,
)

from services.errors import ClaimTaken, VersionConflict
from services.store.contract import Append, NewEvent, RecordedEvent
from services.store.log_store import PostgresLogStore
from services.store.pool import Pool
from services.store.sql import queries

_T = TypeVar("_T")
_QUERIES = queries("services.store", "sync_facade.sql")
_BATCH = 10_000
_POLL_SECONDS = 0.1


class LoopThread:
    """An event loop of its own, for callers that have none."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()

    def run(self, work: Coroutine[Any, Any, _T]) -> _T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result()

    def close(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()


class UnionRecorder(AggregateRecorder):
    """The streams of one union. Versions may start at 0 or 1; duplicates are IntegrityError."""

    def __init__(self, loop: LoopThread, store: PostgresLogStore, union_id: uuid.UUID) -> None:
        self._loop = loop
        self._store = store
        self._union_id = union_id

    def insert_events(
        self,
        stored_events: Sequence[StoredEvent],
        **_kwargs: Any,  # noqa: ANN401 - the library's own signature
    ) -> Sequence[int] | None:
        self._append(stored_events)
        return None

    def select_events(
        self,
        originator_id: uuid.UUID | str,
        *,
        gt: int | None = None,
        lte: int | None = None,
        desc: bool = False,
        limit: int | None = None,
    ) -> Sequence[StoredEvent]:
        found = self._loop.run(self._store.read_streams(self._union_id, [_stream(originator_id)]))
        wanted = [
            _as_stored(event)
            for event in found.events
            if (gt is None or event.version > gt) and (lte is None or event.version <= lte)
        ]
        return (wanted[::-1] if desc else wanted)[:limit]

    def _append(self, stored_events: Sequence[StoredEvent], claims: Sequence[str] = ()) -> range:
        if not stored_events:
            return range(0)
        asked = Append(
            union_id=self._union_id,
            command_id=uuid.uuid4(),
            request_digest=b"",
            actor_id="",
            events=[_as_new(event) for event in stored_events],
            claims=claims,
        )
        try:
            answer = self._loop.run(self._store.append(asked))
        except (VersionConflict, ClaimTaken) as error:
            raise IntegrityError from error
        return range(answer.first_position, answer.last_position + 1)


class UnionApplicationRecorder(UnionRecorder, ApplicationRecorder):
    """The log of one union: notification ids are positions."""

    def insert_events(
        self,
        stored_events: Sequence[StoredEvent],
        **_kwargs: Any,  # noqa: ANN401 - the library's own signature
    ) -> Sequence[int]:
        return list(self._append(stored_events))

    def select_notifications(
        self,
        start: int | None,
        limit: int,
        stop: int | None = None,
        topics: Sequence[str] = (),
        *,
        inclusive_of_start: bool = True,
    ) -> Sequence[Notification]:
        after = 0 if start is None else start - inclusive_of_start
        found: list[Notification] = []
        while len(found) < limit:
            size = _BATCH if topics else limit - len(found)
            read = self._loop.run(self._store.read_after(self._union_id, after, size, stop))
            found += [_as_notification(e) for e in read if not topics or e.topic in topics]
            if len(read) < size:
                break
            after = read[-1].position
        return found[:limit]

    def max_notification_id(self) -> int | None:
        return self._loop.run(self._store.head(self._union_id)).position or None

    def subscribe(
        self, gt: int | None = None, topics: Sequence[str] = ()
    ) -> Subscription[ApplicationRecorder]:
        return _PollingSubscription(self, gt, topics)


class UnionTrackingRecorder(TrackingRecorder):
    """How far another application's log was followed: a cursor of the union."""

    def __init__(self, loop: LoopThread, cursors: Pool, union_id: uuid.UUID) -> None:
        self._tracking_loop = loop
        self._cursors = cursors
        self._tracked_union = union_id

    def insert_tracking(self, tracking: Tracking) -> None:
        name, position = _cursor_name(tracking.application_name), tracking.notification_id
        if not self._tracking_loop.run(self._query("advance", name, position)):
            raise IntegrityError

    def max_tracking_id(self, application_name: str) -> int | None:
        rows = self._tracking_loop.run(self._query("reached", _cursor_name(application_name)))
        return rows[0][0] if rows else None

    async def _query(self, name: str, *values: object) -> list[Any]:
        async with self._cursors.union_tx(self._tracked_union) as connection:
            return await connection.fetch(_QUERIES[name], self._tracked_union, *values)


class UnionProcessRecorder(UnionTrackingRecorder, UnionApplicationRecorder, ProcessRecorder):
    """Events and tracking together.

    A claim, taken in the append's own transaction, makes each notification count once; the cursor
    follows. A crash between the two leaves the claim, so nothing is ever processed twice.
    """

    def __init__(
        self, loop: LoopThread, store: PostgresLogStore, cursors: Pool, union_id: uuid.UUID
    ) -> None:
        UnionApplicationRecorder.__init__(self, loop, store, union_id)
        UnionTrackingRecorder.__init__(self, loop, cursors, union_id)
        self._one_at_a_time = Lock()

    def insert_events(
        self,
        stored_events: Sequence[StoredEvent],
        tracking: Tracking | None = None,
        **_kwargs: Any,  # noqa: ANN401 - the library's own signature
    ) -> Sequence[int]:
        if tracking is None:
            return list(self._append(stored_events))
        with self._one_at_a_time:
            if self.has_tracking_id(tracking.application_name, tracking.notification_id):
                raise IntegrityError
            claim = f"{_cursor_name(tracking.application_name)}:{tracking.notification_id}"
            positions = self._append(stored_events, [claim])
            self.insert_tracking(tracking)
            return list(positions)


class _PollingSubscription(Subscription[ApplicationRecorder]):
    """Reads on, and asks again at intervals when there is nothing new."""

    def __init__(
        self, recorder: ApplicationRecorder, gt: int | None, topics: Sequence[str]
    ) -> None:
        super().__init__(recorder, gt, topics)
        self._pulled: deque[Notification] = deque()
        self._stopped = Event()

    def stop(self) -> None:
        self._stopped.set()
        super().stop()

    def __next__(self) -> Notification:
        while not self._stopped.is_set():
            if not self._pulled:
                self._pull()
            if self._pulled:
                found = self._pulled.popleft()
                self._last_notification_id = found.id
                return found
            self._stopped.wait(_POLL_SECONDS)
        raise StopIteration

    def _pull(self) -> None:
        self._pulled.extend(
            self._recorder.select_notifications(
                self._last_notification_id or 0,
                _BATCH,
                topics=self._topics,
                inclusive_of_start=False,
            )
        )


def _cursor_name(application_name: str) -> str:
    return f"tracking:{application_name}"


def _stream(originator_id: uuid.UUID | str) -> uuid.UUID:
    return originator_id if isinstance(originator_id, uuid.UUID) else uuid.UUID(originator_id)


def _as_new(event: StoredEvent) -> NewEvent:
    return NewEvent(
        stream_id=_stream(event.originator_id),
        version=event.originator_version,
        topic=event.topic,
        schema_version=1,
        occurred_on=datetime.now(UTC).date(),
        body=event.state,
    )


def _as_stored(event: RecordedEvent) -> StoredEvent:
    return StoredEvent(event.stream_id, event.version, event.topic, event.body)


def _as_notification(event: RecordedEvent) -> Notification:
    return Notification(event.stream_id, event.version, event.topic, event.body, event.position)
