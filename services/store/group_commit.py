"""Group commit: concurrent appends of many unions share one call, one commit, one round trip.

A lone append goes at once. While a call is under way, what arrives waits for a lane to come free
and then leaves together. No two calls under way touch the same union, so appends of one union
keep their order and never wait for each other's head inside the database.

No union slows the others by what it asks (assurance R7). Whoever has commands waiting gets one into
each group before anybody gets two. Large commands, and those of a union whose head somebody else
holds, go alone on lanes of their own. A union with too much waiting is told to come back later.
"""

import asyncio
from collections import OrderedDict, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from typing import Final
from uuid import UUID

from asyncpg import Record

from services.errors import OutcomeUnknown, PoolExhausted, StoreError
from services.store.answers import bounded, refusal
from services.store.contract import Append, WriteReceipt
from services.store.failures import Held, unless_held
from services.store.log_store import PostgresLogStore, receipt
from services.store.pool import Pool

_MOST_COMMANDS: Final = 128
_MOST_OF_ONE_UNION: Final = 8
"""In a group that others travel in: they all wait until the last command of it is stored."""
_MOST_EVENTS: Final = 1_000
_LARGE_EVENTS: Final = 200
_MOST_WAITING: Final = 1_000
"""Commands of one union: more than it can be given answers to while anybody waits for them."""
_LANES: Final = 2
_LONG_SECONDS: Final = 0.5
_APART_LANES: Final = 4

_Waiting = tuple[Append, "asyncio.Future[WriteReceipt]"]


class _Lane:
    """Room for one call."""

    def __init__(self, end: Callable[[], None], *, is_apart: bool = False) -> None:
        self.end = end
        self.is_apart = is_apart
        self.timer: asyncio.TimerHandle | None = None


class GroupCommitLogStore(PostgresLogStore):
    """The log in PostgreSQL, appending in groups. For one event loop."""

    def __init__(self, pool: Pool, *, lanes: int = _LANES, apart_lanes: int = _APART_LANES) -> None:
        super().__init__(pool)
        self._free_lanes = lanes
        self._free_apart = apart_lanes
        self._queues: OrderedDict[UUID, deque[_Waiting]] = OrderedDict()
        self._busy_unions: set[UUID] = set()
        self._apart: set[UUID] = set()
        self._large_waiting = 0
        self._under_way: set[asyncio.Task[None]] = set()

    async def append(self, asked: Append) -> WriteReceipt:
        """Append with whatever else is waiting; raises PoolExhausted where too much of this union is."""
        answer: asyncio.Future[WriteReceipt] = asyncio.get_running_loop().create_future()
        queue = self._queues.setdefault(asked.union_id, deque())
        if len(queue) >= _MOST_WAITING:
            raise PoolExhausted
        queue.append((asked, answer))
        self._large_waiting += _is_large(asked)
        self._depart()
        return await answer

    def _depart(self) -> None:
        while self._free_lanes and (group := self._next_group()):
            self._free_lanes -= 1
            self._begin(group, _Lane(self._end_lane))
        while self._free_apart and self._has_some_apart() and (group := self._next_apart()):
            self._free_apart -= 1
            self._begin(group, _Lane(self._end_apart, is_apart=True))

    def _has_some_apart(self) -> bool:
        """Hardly ever; and looking through all that waits takes time."""
        return bool(self._apart or self._large_waiting)

    def _begin(self, group: list[_Waiting], lane: _Lane) -> None:
        self._busy_unions.update(asked.union_id for asked, _ in group)
        if len(group) == 1 and not lane.is_apart:
            loop = asyncio.get_running_loop()
            lane.timer = loop.call_later(
                _LONG_SECONDS, self._move_apart, lane, group[0][0].union_id
            )
        task = asyncio.create_task(self._run(group, lane))
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    def _move_apart(self, lane: _Lane, union_id: UUID) -> None:
        """A lone command that takes long makes room for the others, and so do those that follow it."""
        self._apart.add(union_id)
        if self._free_apart:
            self._free_apart -= 1
            self._free_lanes += 1
            lane.end, lane.is_apart = self._end_apart, True
            self._depart()

    def _end_lane(self) -> None:
        self._free_lanes += 1

    def _end_apart(self) -> None:
        self._free_apart += 1

    def _next_group(self) -> list[_Waiting]:
        """One command of each union in turn, then a second one of each, until the group is full."""
        turns = deque(self._together_now())
        has_company = len(turns) > 1
        most = _MOST_OF_ONE_UNION if has_company else _MOST_COMMANDS
        taken: dict[UUID, int] = {}
        group: list[_Waiting] = []
        room = _MOST_EVENTS
        while turns and len(group) < _MOST_COMMANDS:
            union_id = turns.popleft()
            asked, _ = self._queues[union_id][0]
            if self._goes_apart(asked) or (group and len(asked.events) > room):
                continue
            group.append(self._take(union_id))
            room -= len(asked.events)
            taken[union_id] = taken.get(union_id, 0) + 1
            if taken[union_id] < most and self._first_of(union_id) is not None:
                turns.append(union_id)
        for union_id in taken:
            self._to_the_end(union_id)
        return group

    def _next_apart(self) -> list[_Waiting]:
        """The first command that must go alone."""
        for union_id in self._waiting_unions():
            asked = self._first_of(union_id)
            if asked is not None and self._goes_apart(asked):
                taken = self._take(union_id)
                self._to_the_end(union_id)
                return [taken]
        return []

    def _together_now(self) -> Iterator[UUID]:
        for union_id in self._waiting_unions():
            asked = self._first_of(union_id)
            if asked is not None and not self._goes_apart(asked):
                yield union_id

    def _waiting_unions(self) -> list[UUID]:
        """The unions that have no call under way, the longest-waiting first."""
        return [union_id for union_id in self._queues if union_id not in self._busy_unions]

    def _goes_apart(self, asked: Append) -> bool:
        return asked.union_id in self._apart or _is_large(asked)

    def _first_of(self, union_id: UUID) -> Append | None:
        """The first command that somebody still waits for."""
        queue = self._queues.get(union_id)
        while queue and queue[0][1].done():  # the caller gave up before anything was sent
            self._large_waiting -= _is_large(queue.popleft()[0])
        if not queue:
            self._queues.pop(union_id, None)
            return None
        return queue[0][0]

    def _take(self, union_id: UUID) -> _Waiting:
        queue = self._queues[union_id]
        taken = queue.popleft()
        self._large_waiting -= _is_large(taken[0])
        if not queue:
            del self._queues[union_id]
        return taken

    def _to_the_end(self, union_id: UUID) -> None:
        if union_id in self._queues:
            self._queues.move_to_end(union_id)

    async def _run(self, group: list[_Waiting], lane: _Lane) -> None:
        unions = {asked.union_id for asked, _ in group}
        try:
            if len(group) == 1:
                await self._alone(*group[0])
            else:
                await self._together(group)
        finally:
            if lane.timer is not None:
                lane.timer.cancel()
            lane.end()
            self._busy_unions -= unions
            for _, answer in group:
                if not answer.done():  # the lane itself was cancelled
                    answer.set_exception(OutcomeUnknown())
            self._depart()

    async def _alone(self, asked: Append, answer: "asyncio.Future[WriteReceipt]") -> None:
        try:
            stored = await super().append(asked)
        except StoreError as error:
            if not isinstance(error, OutcomeUnknown):
                self._apart.discard(asked.union_id)
            _refuse(answer, error)
        else:
            self._apart.discard(asked.union_id)
            _accept(answer, stored)

    async def _together(self, group: list[_Waiting]) -> None:
        commands = [asked for asked, _ in group]
        try:
            rows = await bounded(lambda: self._send(commands))
        except Held:  # somebody holds a head for long; nothing was stored
            self._set_apart(group)
        except (OutcomeUnknown, PoolExhausted) as error:
            for _, answer in group:
                _refuse(answer, type(error)())
        except StoreError:  # one of them cannot be stored at all: find out which
            for asked, answer in group:
                await self._alone(asked, answer)
        else:
            for row in rows:
                asked, answer = group[row["ordinal"] - 1]
                _settle(asked, answer, row)

    def _set_apart(self, group: list[_Waiting]) -> None:
        """Put a group's commands back before all others of their unions, each to go alone; it is empty then."""
        while group:
            asked, answer = group.pop()
            self._apart.add(asked.union_id)
            self._queues.setdefault(asked.union_id, deque()).appendleft((asked, answer))

    async def _send(self, commands: Sequence[Append]) -> list[Record]:
        with unless_held():
            return await self._pool.call("append_group", *group_arguments(commands))


def _is_large(asked: Append) -> bool:
    return len(asked.events) > _LARGE_EVENTS


def group_arguments(commands: Sequence[Append]) -> tuple[object, ...]:
    """Lay commands end to end in the order of `books.append_group_v1`."""
    events = [event for asked in commands for event in asked.events]
    return (
        [asked.union_id for asked in commands],
        [asked.command_id for asked in commands],
        [asked.request_digest for asked in commands],
        [asked.actor_id for asked in commands],
        [len(asked.events) for asked in commands],
        [event.stream_id for event in events],
        [event.version for event in events],
        [event.topic for event in events],
        [event.schema_version for event in events],
        [event.occurred_on for event in events],
        [event.body for event in events],
        [len(asked.expected) for asked in commands],
        _joined(asked.expected for asked in commands),
        _joined(asked.expected.values() for asked in commands),
        [asked.after for asked in commands],
        [len(asked.fail_if_topics) for asked in commands],
        _joined(asked.fail_if_topics for asked in commands),
        [len(asked.fail_if_streams) for asked in commands],
        _joined(asked.fail_if_streams for asked in commands),
        [len(asked.claims) for asked in commands],
        _joined(asked.claims for asked in commands),
        [len(asked.releases) for asked in commands],
        _joined(asked.releases for asked in commands),
        [asked.closed_until for asked in commands],
    )


def _joined(parts: Iterable[Iterable[object]]) -> list[object]:
    return list(chain.from_iterable(parts))


def _settle(asked: Append, answer: "asyncio.Future[WriteReceipt]", row: Record) -> None:
    if row["refusal"] is None:
        _accept(answer, receipt(asked.union_id, row))
    else:
        _refuse(answer, refusal(row["refusal"], row["detail"]))


def _accept(answer: "asyncio.Future[WriteReceipt]", stored: WriteReceipt) -> None:
    if not answer.done():
        answer.set_result(stored)


def _refuse(answer: "asyncio.Future[WriteReceipt]", error: StoreError) -> None:
    if not answer.done():
        answer.set_exception(error)
