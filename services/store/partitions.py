"""Hash partitions of events and commands by union, for installations whose log outgrows one table.

The new tables are filled beside the old ones while these are written to: events are never changed, so what is
copied stays right. Then appends wait for a moment, what came in between follows, and the names change places, all
in one transaction. Killed at any time, the old tables are what they were; asked again, it goes on where it stopped.
One rearrangement is at work at a time, and no table loses its name before every row of it was counted in the other.
"""

from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import asynccontextmanager
from itertools import islice
from typing import Final
from uuid import UUID

import asyncpg
import msgspec
from asyncpg import Record

from services.settings import Settings
from services.store.addresses import Addresses, Role
from services.store.history import PACKAGE
from services.store.migrate import PATIENCE_SECONDS, MigrationBlocked, as_owner, patiently
from services.store.pool import READING_LONG, Pool
from services.store.sql import queries

MOST: Final = 1_024
TABLES: Final = ("event", "command")
_QUERIES = queries(PACKAGE, "partitions.sql")
_ADMINISTRATION = queries(PACKAGE, "administration.sql")
_AUDIT = queries(PACKAGE, "audit.sql")
_NAME: Final = "repartition"
_EVENTS_AT_ONCE = 20_000
_UNIONS_AT_ONCE = 200
_NEARLY = 2_000
"""Events that may be left for the moment in which appends wait: a tenth of a second's copying."""
_ROUNDS = 10


class NotEmpty(Exception):
    """There are events already: arranging them anew takes its time and is asked for by name."""


class NotWhole(Exception):
    """The new tables lack rows of the old ones, or a migration has come since: asked again, others are made."""


class Repartitioned(msgspec.Struct, frozen=True):
    """What was done: how many events were copied, of them while appends waited."""

    partitions: int
    events: int
    events_under_lock: int


async def partition_empty(settings: Settings, partitions: int) -> bool:
    """Arrange an installation without events; False when it is so already.

    Raises NotEmpty, NotWhole, MigrationBlocked.
    """
    async with _at_work(settings, partitions) as work:
        if await work.is_done():
            return False
        if not await work.is_empty():
            raise NotEmpty
        await work.carry_out(PATIENCE_SECONDS)
        return True


async def repartition(
    settings: Settings, partitions: int, *, patience_seconds: float = PATIENCE_SECONDS
) -> Repartitioned:
    """Lay events and commands out in so many partitions, 0 for plain tables; raises MigrationBlocked, NotWhole."""
    async with _at_work(settings, partitions) as work:
        if await work.is_done():
            return Repartitioned(partitions, 0, 0)
        return await work.carry_out(patience_seconds)


@asynccontextmanager
async def _at_work(settings: Settings, partitions: int) -> AsyncIterator["_Work"]:
    addresses = Addresses(settings)
    auditor = Pool(addresses.of(Role.AUDITOR), size=1, limits=READING_LONG, command_seconds=70.0)
    administrator = await asyncpg.connect(addresses.administrator)
    try:
        if not await administrator.fetchval(_QUERIES["alone"]):
            raise MigrationBlocked(_NAME)
        yield _Work(administrator, auditor, partitions)
    finally:
        await administrator.close()
        await auditor.close()


class _Work:
    """One rearrangement. The administrator acts as the tables' owner; the auditor sees which unions there are."""

    def __init__(self, administrator: asyncpg.Connection, auditor: Pool, partitions: int) -> None:
        self._connection = administrator
        self._auditor = auditor
        self._partitions = partitions
        self._reached: dict[UUID, int] = {}

    async def is_done(self) -> bool:
        shapes = [await self._shape(table) for table in TABLES]
        return all(shape == self._partitions for shape in shapes)

    async def is_empty(self) -> bool:
        (row,) = await self._seen(_QUERIES["is_empty"])
        return bool(row[0])

    async def carry_out(self, patience_seconds: float) -> Repartitioned:
        await self._make_room()
        events = await self._copy(await self._every_union())
        for _ in range(_ROUNDS):
            behind = await self._behind()
            if sum(behind.values()) <= _NEARLY:
                break
            events += await self._copy(behind)
        await self._refuse_less()
        last = await patiently(self._change_places, _NAME, patience_seconds)
        async with self._as_owner():
            for table in TABLES:
                await self._run("statement_analyze", table)
        return Repartitioned(self._partitions, events + last, last)

    async def _make_room(self) -> None:
        """Make the new tables, unless an earlier run left ones of this shape and no migration has come since."""
        shapes = [await self._shape(_beside(table)) for table in TABLES]
        if all(shape == self._partitions for shape in shapes) and await self._is_of_today():
            return
        async with self._as_owner():
            for table in TABLES:
                beside = _beside(table)
                await self._run("statement_drop", beside)
                await self._run("statement_make", table, beside, self._partitions)
                await self._run("statement_partition", table, beside, self._partitions)
                await self._run("statement_storage", table, beside)
                await self._run("statement_fence", beside)
                await self._run("statement_policy", table, beside)
                await self._run("statement_grant", table, beside)
                await self._run("statement_note", beside)

    async def _is_of_today(self) -> bool:
        async with self._as_owner():
            return bool(await self._connection.fetchval(_QUERIES["is_of_today"]))

    async def _every_union(self) -> list[UUID]:
        return [row[0] for row in await self._seen(_AUDIT["unions_with_events"])]

    async def _behind(self) -> dict[UUID, int]:
        """Return the unions that were written to since they were copied, with how many events are missing."""
        return {
            row["union_id"]: row["position"] - self._reached.get(row["union_id"], 0)
            for row in await self._seen(_QUERIES["heads"])
            if row["position"] > self._reached.get(row["union_id"], 0)
        }

    async def _copy(self, unions: Iterable[UUID]) -> int:
        """Copy what these unions have more than their copies; a few unions to a transaction."""
        events = 0
        for some in _batched(unions, _UNIONS_AT_ONCE):
            async with self._as_owner():
                for union_id in some:
                    events += await self._copy_union(union_id)
        return events

    async def _copy_union(self, union_id: UUID) -> int:
        await self._enter(union_id)
        if union_id not in self._reached:
            self._reached[union_id] = await self._reached_before(union_id)
        events = 0
        while copied := await self._copy_some(union_id):
            events += copied
        await self._connection.execute(_QUERIES["copy_commands"], union_id)
        return events

    async def _enter(self, union_id: UUID) -> None:
        await self._connection.execute(
            _QUERIES["enter"].format(union_id=UUID(bytes=union_id.bytes))
        )

    async def _copy_some(self, union_id: UUID) -> int:
        values = (union_id, self._reached[union_id], _EVENTS_AT_ONCE)
        status = await self._connection.execute(_QUERIES["copy_events"], *values)
        self._reached[union_id] = await self._reached_before(union_id)
        return int(status.split()[-1])

    async def _reached_before(self, union_id: UUID) -> int:
        return int(await self._connection.fetchval(_QUERIES["reached"], union_id))

    async def _refuse_less(self) -> None:
        """Count in the new tables what was copied of every union, also by an earlier run."""
        for some in _batched(self._reached, _UNIONS_AT_ONCE):
            async with self._as_owner():
                is_whole = [await self._is_whole(union_id) for union_id in some]
            if not all(is_whole):
                await self._remove_beside()
                raise NotWhole

    async def _is_whole(self, union_id: UUID) -> bool:
        await self._enter(union_id)
        reached = self._reached[union_id]
        return bool(await self._connection.fetchval(_QUERIES["is_whole"], union_id, reached))

    async def _remove_beside(self) -> None:
        async with self._as_owner():
            for table in TABLES:
                await self._run("statement_drop", _beside(table))

    async def _change_places(self) -> int:
        """While nobody appends: copy what came since, then give the new tables the old ones' names."""
        before = dict(self._reached)
        try:
            return await self._changed_places()
        except BaseException:
            self._reached = before  # what was copied here is gone again
            raise

    async def _changed_places(self) -> int:
        async with self._connection.transaction():
            await self._connection.execute(_ADMINISTRATION["limit_waiting"])
            async with as_owner(self._connection):
                await self._connection.execute(_ADMINISTRATION["lock_books"])
                await self._connection.execute(_QUERIES["lock"])
                if not await self._connection.fetchval(_QUERIES["is_of_today"]):
                    raise NotWhole
                events = 0
                for union_id in await self._behind():
                    events += await self._copy_union(union_id)
                for table in TABLES:
                    await self._take_the_name(table)
            return events

    async def _take_the_name(self, table: str) -> None:
        beside = _beside(table)
        views = await self._connection.fetch(_QUERIES["views"], table)
        renamed = await self._statements("statement_rename_index", table, beside)
        for view in views:
            await self._connection.execute(view["remove"])
        await self._run("statement_drop", table)
        await self._run("statement_rename", table, beside)
        await self._run("statement_note_change", table)
        for statement in renamed:
            await self._connection.execute(statement)
        for view in views:
            for statement in (view["make"], *view["grants"]):
                await self._connection.execute(statement)

    async def _shape(self, table: str) -> int | None:
        """Return how many partitions a table has, 0 for a plain one; None where there is none."""
        row = await self._connection.fetchrow(_QUERIES["shape"], table)
        return None if row is None else int(row["partitions"])

    async def _seen(self, query: str) -> list[Record]:
        async with self._auditor.all_unions_tx() as connection:
            return await connection.fetch(query)

    @asynccontextmanager
    async def _as_owner(self) -> AsyncIterator[None]:
        async with self._connection.transaction(), as_owner(self._connection):
            yield

    async def _run(self, name: str, *values: object) -> None:
        for statement in await self._statements(name, *values):
            await self._connection.execute(statement)

    async def _statements(self, name: str, *values: object) -> list[str]:
        return [row[0] for row in await self._connection.fetch(_QUERIES[name], *values)]


def _beside(table: str) -> str:
    return f"{table}_beside"


def _batched(unions: Iterable[UUID], size: int) -> Iterator[list[UUID]]:
    left = iter(unions)
    while some := list(islice(left, size)):
        yield some
