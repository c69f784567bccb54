"""Single-event commands: one by one, in groups, and through the eventsourcing library's own recorder."""

import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack, asynccontextmanager
from typing import NamedTuple
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import asyncpg

from services.identifiers import new_id, new_ids
from services.store.contract import Append, LogStore
from services.store.log_store import PostgresLogStore
from tests.benchmarks.dues import PlainRow, plain_rows, single
from tests.benchmarks.ground import CONNECTIONS, SQL, Ground
from tests.benchmarks.measuring import Clock, Row, Turn, append_all, in_turns

UNIONS = 1_000
CONCURRENT_COMMANDS = 256
THREADS = 16


async def append_rows(ground: Ground) -> list[Row]:
    """Rows 1 and 2 of the design."""
    count = ground.sized(6_000, 2_000)
    unions = await _found(ground.books.log, UNIONS)
    singles = Singles(unions, count)
    async with _connections(ground.administrator) as connections:
        turns: dict[str, Turn] = {
            "insert": lambda _: _insert(connections, singles.rows()),
            "single": lambda _: append_all(
                PostgresLogStore(ground.books.pools.app), singles.commands(), CONNECTIONS
            ),
            "group": lambda _: append_all(
                ground.books.log, singles.commands(), CONCURRENT_COMMANDS
            ),
        }
        async with AsyncExitStack() as stack:
            if has_psycopg():
                turns["library"] = await stack.enter_async_context(_library(ground, count // 4))
            taken = await in_turns(turns, ground.rounds)
    return list(_compared(taken, count))


def _compared(taken: dict[str, float], count: int) -> Iterator[Row]:
    """The library is so slow that it is given a quarter of the work; its time is scaled up."""
    insert = f"bare INSERT, {CONNECTIONS} connections"
    ours = {"append_single": ("single", 0.5), "append_group": ("group", 1.0)}
    for name, (contender, wanted) in ours.items():
        yield Row(
            name=name,
            baseline=insert,
            count=count,
            baseline_seconds=taken["insert"],
            our_seconds=taken[contender],
            wanted=wanted,
        )
    for name, contender in (
        ("append_vs_eventsourcing", "group"),
        ("append_single_vs_eventsourcing", "single"),
    ):
        if "library" in taken:
            yield Row(
                name=name,
                baseline=f"eventsourcing's recorder, {THREADS} threads",
                count=count,
                baseline_seconds=taken["library"] * count / (count // 4),
                our_seconds=taken[contender],
                wanted=10.0,
            )


class Singles:
    """Fresh commands for every turn, spread over the unions; it knows how far each log has come."""

    def __init__(self, unions: Sequence[UUID], count: int) -> None:
        self._unions = unions
        self._count = count
        self._position = 0
        self._baseline_position = 0

    def commands(self) -> list[Append]:
        """Return one turn's commands, as decided on what was stored before the turn."""
        after = self._position
        self._position += self._count // len(self._unions)
        return self._spread(after)

    def rows(self) -> list[PlainRow]:
        """Return the rows of as many commands for the baseline."""
        rows = list(plain_rows(self._spread(0), after=self._baseline_position))
        self._baseline_position += self._count
        return rows

    def _spread(self, after: int) -> list[Append]:
        return [
            single(self._unions[number % len(self._unions)], after=after)
            for number in range(self._count)
        ]


async def _found(log: LogStore, count: int) -> list[UUID]:
    unions = new_ids(count)
    for union_id in unions:
        await log.found(union_id, b"{}")
    return unions


async def _insert(connections: Sequence[asyncpg.Connection], rows: list[PlainRow]) -> float:
    waiting = iter(rows)

    async def work(connection: asyncpg.Connection) -> None:
        for row in waiting:
            await connection.execute(SQL["insert_event"], *row)

    with Clock() as clock:
        await asyncio.gather(*map(work, connections))
    return clock.seconds


@asynccontextmanager
async def _connections(address: str) -> AsyncIterator[list[asyncpg.Connection]]:
    opened = [await asyncpg.connect(address) for _ in range(CONNECTIONS)]
    try:
        yield opened
    finally:
        for connection in opened:
            await connection.close()


def has_psycopg() -> bool:
    """Tell whether the library's recorder can run here: it needs a driver the books do not."""
    try:
        import psycopg  # noqa: F401, PLC0415 # only here to see whether it is there
        import psycopg_pool  # noqa: F401, PLC0415
    except ImportError:
        return False
    return True


@asynccontextmanager
async def _library(ground: Ground, count: int) -> AsyncIterator[Turn]:
    """The library's application recorder in a database of its own, driven by threads."""
    from eventsourcing.persistence import StoredEvent  # noqa: PLC0415 # the driver may be missing
    from eventsourcing.postgres import (  # noqa: PLC0415
        PostgresApplicationRecorder,
        PostgresDatastore,
    )

    place = _place(ground.administrator)
    datastore = PostgresDatastore(
        dbname=place.database,
        host=place.host,
        port=place.port,
        user=place.user,
        password=place.password,
        pool_size=THREADS,
    )
    recorder = PostgresApplicationRecorder(datastore, events_table_name="library_event")
    recorder.create_table()

    def record(stored: StoredEvent) -> None:
        recorder.insert_events([stored])

    async def turn(_: int) -> float:
        commands = [single(new_id(), after=0) for _ in range(count)]
        stored = [
            StoredEvent(event.stream_id, event.version, event.topic, event.body)
            for asked in commands
            for event in asked.events
        ]
        loop = asyncio.get_running_loop()
        with ThreadPoolExecutor(THREADS) as threads, Clock() as clock:
            await asyncio.gather(*(loop.run_in_executor(threads, record, one) for one in stored))
        return clock.seconds

    try:
        yield turn
    finally:
        datastore.close()


class Place(NamedTuple):
    """An address in the parts the library asks for."""

    database: str
    host: str
    port: int
    user: str
    password: str


def _place(address: str) -> Place:
    parts = urlsplit(address)
    hosts = parse_qs(parts.query).get("host", [parts.hostname or ""])
    return Place(
        database=parts.path.removeprefix("/"),
        host=hosts[0],
        port=parts.port or 5432,
        user=parts.username or "",
        password=parts.password or "",
    )
