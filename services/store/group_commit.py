"""Group commit: concurrent appends of many unions share one call, one commit, one round trip.

A lone append goes at once. While a call is under way, what arrives waits for a lane to come free
and then leaves together. No two calls under way touch the same union, so appends of one union
keep their order and never wait for each other's head inside the database.
"""

import asyncio
from collections import deque
from collections.abc import Iterable, Sequence
from itertools import chain
from uuid import UUID

from asyncpg import Record

from services.errors import OutcomeUnknown, PoolExhausted, StoreError
from services.store.answers import bounded, refusal
from services.store.contract import Append, WriteReceipt
from services.store.log_store import PostgresLogStore, receipt
from services.store.pool import Pool

_MOST_COMMANDS = 128
_MOST_EVENTS = 1_000
_LANES = 2

_Waiting = tuple[Append, "asyncio.Future[WriteReceipt]"]


class GroupCommitLogStore(PostgresLogStore):
    """The log in PostgreSQL, appending in groups. For one event loop."""

    def __init__(self, pool: Pool, *, lanes: int = _LANES) -> None:
        super().__init__(pool)
        self._free_lanes = lanes
        self._waiting: deque[_Waiting] = deque()
        self._busy_unions: set[UUID] = set()
        self._under_way: set[asyncio.Task[None]] = set()

    async def append(self, asked: Append) -> WriteReceipt:
        answer: asyncio.Future[WriteReceipt] = asyncio.get_running_loop().create_future()
        self._waiting.append((asked, answer))
        self._depart()
        return await answer

    def _depart(self) -> None:
        while self._free_lanes and (group := self._next_group()):
            self._free_lanes -= 1
            task = asyncio.create_task(self._run(group))
            self._under_way.add(task)
            task.add_done_callback(self._under_way.discard)

    def _next_group(self) -> list[_Waiting]:
        """The longest-waiting commands of unions that have no call under way."""
        group: list[_Waiting] = []
        left: list[_Waiting] = []
        held: set[UUID] = set()
        room = _MOST_EVENTS
        while self._waiting and len(group) < _MOST_COMMANDS:
            asked, answer = self._waiting.popleft()
            if answer.done():  # the caller gave up before anything was sent
                continue
            union_id, size = asked.union_id, len(asked.events)
            if union_id in self._busy_unions or union_id in held or (group and size > room):
                left.append((asked, answer))
                held.add(union_id)
                continue
            group.append((asked, answer))
            room -= size
        self._waiting.extendleft(reversed(left))
        self._busy_unions.update(asked.union_id for asked, _ in group)
        return group

    async def _run(self, group: list[_Waiting]) -> None:
        try:
            if len(group) == 1:
                await self._alone(*group[0])
            else:
                await self._together(group)
        finally:
            self._free_lanes += 1
            self._busy_unions.difference_update(asked.union_id for asked, _ in group)
            for _, answer in group:
                if not answer.done():  # the lane itself was cancelled
                    answer.set_exception(OutcomeUnknown())
            self._depart()

    async def _alone(self, asked: Append, answer: "asyncio.Future[WriteReceipt]") -> None:
        try:
            stored = await super().append(asked)
        except StoreError as error:
            _refuse(answer, error)
        else:
            _accept(answer, stored)

    async def _together(self, group: list[_Waiting]) -> None:
        commands = [asked for asked, _ in group]
        try:
            rows = await bounded(lambda: self._send(commands))
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

    async def _send(self, commands: Sequence[Append]) -> list[Record]:
        return await self._pool.call("append_group", *group_arguments(commands))


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
