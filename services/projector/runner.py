"""Brings the ledgers of one union up to its head: rows and cursors in one transaction.

Whoever holds a union's cursor works, whoever does not goes on elsewhere (SKIP LOCKED), so any number of
processes may run and every event is applied once. A projection that cannot digest an event is parked for that
union only, with the event named; the others go on.
"""

import asyncio
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from uuid import UUID

import msgspec
import structlog

from services.log import add
from services.projector.applying import Poison, answer_stretch
from services.projector.builds import Build, Builds, search_path
from services.projector.taking import Taken, named, settle, take
from services.projector.writing import Statement, are_small, send
from services.store.failures import DatabaseFailed, kind_of_refusal
from services.store.pool import Connection, Pool
from services.store.sql import queries
from services.tracing import span

_LEDGERS = queries("services.store", "ledgers.sql")
TRIES_BEFORE_PARKING = 3
STRETCH_EVENTS = 5_000
EAGER_SECONDS = 30.0
"""How long a request waits for its own ledgers to be written; a bulk of twenty thousand events takes some of it."""
_WAIT_STEP_SECONDS = 0.01

log = structlog.get_logger()


class Progress(msgspec.Struct, frozen=True):
    """What one run did: how many events it read, how far every build now is, what it stumbled over.

    `reached` is None when some build was not this run's to move.
    """

    events: int
    reached: int | None = None
    poisons: Sequence[tuple[Build, Poison]] = ()


class Runner:
    """Runs builds for one union at a time, on the projector's own pool."""

    def __init__(
        self,
        pool: Pool,
        builds: Builds,
        *,
        stretch_events: int = STRETCH_EVENTS,
        eager_seconds: float = EAGER_SECONDS,
    ) -> None:
        self._pool = pool
        self._builds = builds
        self._stretch_events = stretch_events
        self._eager_seconds = eager_seconds
        self._under_way: set[asyncio.Task[bool]] = set()

    async def catch_up(self, union_id: UUID, builds: Sequence[Build] | None = None) -> int:
        """Run until nothing is left that this process may do; returns the number of events read."""
        chosen = await self._builds.live() if builds is None else builds
        return (await self._run_on(union_id, chosen)).events

    async def _run_on(self, union_id: UUID, chosen: Sequence[Build]) -> Progress:
        total, reached = 0, None
        while chosen:
            progress = await self._run(union_id, chosen)
            total, reached = total + progress.events, progress.reached
            for build, poison in progress.poisons:
                await self._stumbled(union_id, build, poison)
            if progress.poisons or progress.events < self._stretch_events:
                break
        add(events_projected=total)
        return Progress(total, reached)

    async def after_commit(
        self, union_id: UUID, position: int, *, wait_seconds: float = 2.0
    ) -> bool:
        """Run the union's ledgers and wait, bounded, until they show a position.

        What takes longer than that goes on by itself: what is stored is stored, and whoever asked is answered.
        """
        running = asyncio.create_task(self._eagerly(union_id, position, wait_seconds))
        self._under_way.add(running)
        running.add_done_callback(self._under_way.discard)
        done, _ = await asyncio.wait({running}, timeout=self._eager_seconds)
        return bool(done) and running.result()

    async def _eagerly(self, union_id: UUID, position: int, wait_seconds: float) -> bool:
        try:
            builds = await self._builds.live()
            with span("projection", union_id=union_id, projections=len(builds)) as traced:
                progress = await self._run_on(union_id, builds)
                traced.say(events=progress.events)
            if progress.reached is not None and progress.reached >= position:
                return True
            return await self.shows(union_id, position, wait_seconds=wait_seconds)
        except Exception as error:  # noqa: BLE001 # what is stored is stored, whatever the ledgers do
            log.warning("ledgers_not_run", union_id=str(union_id), error=type(error).__name__)
            return False

    async def shows(self, union_id: UUID, position: int, *, wait_seconds: float) -> bool:
        """Tell whether every live ledger shows a position; waits for it until the time is over."""
        deadline = time.monotonic() + wait_seconds
        builds = await self._builds.live()
        while True:
            cursors = await self.cursors(union_id, builds)
            behind = [cursor for cursor, _ in cursors.values() if cursor < position]
            if not behind and len(cursors) == len(builds):
                return True
            parked = any(state == "parked" for _, state in cursors.values())
            if parked or time.monotonic() >= deadline:
                return False
            await asyncio.sleep(_WAIT_STEP_SECONDS)
            await self.catch_up(union_id)

    async def cursors(self, union_id: UUID, builds: Sequence[Build]) -> dict[str, tuple[int, str]]:
        """Return position and state by projection."""
        async with self._pool.union_tx(union_id) as connection:
            rows = await connection.fetch(_LEDGERS["cursors"], union_id, *named(builds))
        return {name: (position, state) for name, _, position, state in rows}

    async def retry(self, union_id: UUID, build: Build) -> None:
        """Let a parked projection try again."""
        async with self._pool.union_tx(union_id) as connection:
            place = (union_id, build.name, build.number)
            await connection.execute(_LEDGERS["forget_failures"], *place)
            await connection.execute(_LEDGERS["unpark"], *place)

    async def _run(self, union_id: UUID, builds: Sequence[Build]) -> Progress:
        """Run all together; when the database refuses a row, each alone, to find whose it is."""
        try:
            return await self._run_together(union_id, builds, self._stretch_events)
        except DatabaseFailed:
            if len(builds) == 1:
                return await self._run_one_by_one(union_id, builds)
        parts = [await self._run(union_id, [build]) for build in builds]
        return Progress(
            max(part.events for part in parts),
            poisons=[poison for part in parts for poison in part.poisons],
        )

    async def _run_one_by_one(self, union_id: UUID, builds: Sequence[Build]) -> Progress:
        """Run event by event up to the one whose row the database refuses, and name it."""
        events = 0
        while True:
            try:
                progress = await self._run_together(union_id, builds, 1)
            except DatabaseFailed as failed:
                poison = Poison(failed.position, failed.topic, failed.kind)
                return Progress(events, poisons=[(builds[0], poison)])
            events += progress.events
            if progress.events == 0 or progress.poisons:
                return Progress(events, poisons=progress.poisons)

    async def _run_together(self, union_id: UUID, builds: Sequence[Build], limit: int) -> Progress:
        path = search_path(builds)
        async with self._pool.union_tx(union_id, search_path=path, derived=True) as connection:
            taken = await take(connection, union_id, builds, limit)
            if taken is None:
                return Progress(0)
            is_everything, stretch = len(taken.builds) == len(builds), taken.stretch
            if not stretch.events and stretch.poison is None:
                return Progress(0, min(taken.stood) if is_everything else None)
            reached, poisons = await _apply_all(connection, taken)
            await settle(connection, union_id, taken, reached)
        return Progress(len(stretch.events), min(reached) if is_everything else None, poisons)

    async def _stumbled(self, union_id: UUID, build: Build, poison: Poison) -> None:
        """Count the failure; park the projection for this union when it failed too often."""
        place = (union_id, build.name, build.number)
        async with self._pool.union_tx(union_id) as connection:
            attempts = await connection.fetchval(
                _LEDGERS["note_failure"],
                *place,
                poison.position,
                poison.topic,
                poison.error_code,
            )
            if attempts >= TRIES_BEFORE_PARKING:
                await connection.execute(_LEDGERS["park"], *place)
        log.error(
            "projection_stumbled",
            union_id=str(union_id),
            projection=build.name,
            position=poison.position,
            topic=poison.topic,
            error=poison.error_code,
            attempts=attempts,
        )


async def _apply_all(
    connection: Connection, taken: Taken
) -> tuple[list[int], list[tuple[Build, Poison]]]:
    """Apply a stretch to every build; returns how far each came and what it stumbled over.

    What builds write has nothing to do with one another: it is gathered while it is little.
    """
    reached: list[int] = []
    poisons: list[tuple[Build, Poison]] = []
    stretch, waiting = taken.stretch, list[Statement]()
    with _named_refusals(taken):
        for build, after in zip(taken.builds, taken.stood, strict=True):
            answered = await answer_stretch(
                connection, build, stretch, after=after, schema=build.schema
            )
            reached.append(max(answered.reached, after))
            if answered.poison is not None:
                poisons.append((build, answered.poison))
            waiting += answered.statements
            if not are_small(waiting):
                await send(connection, stretch.union_id, waiting)
                waiting = []
        await send(connection, stretch.union_id, waiting)
    return reached, poisons


@contextmanager
def _named_refusals(taken: Taken) -> Iterator[None]:
    """What the database refuses is told by the first event it may be; run one by one it is the only one."""
    try:
        yield
    except Exception as error:
        kind = kind_of_refusal(error)
        if kind is None:
            raise
        events = taken.stretch.events
        topic = events[0].event.TOPIC if events else ""
        raise DatabaseFailed(kind, min(taken.stood) + 1, topic) from error
