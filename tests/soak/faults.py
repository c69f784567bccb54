"""What is done to an installation while clerks are at work; after each, everything is checked (assurance 7, R1)."""

import asyncio
import os
import random
import signal
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from typing import Final, NamedTuple

import asyncpg

from services.store.sql import queries
from tests.soak.engine import EngineGone, is_alive
from tests.soak.installation import Installation, Stuck
from tests.soak.ledgers import LedgersBehind, caught_up
from tests.soak.network import Line, Mood
from tests.soak.small_disk import SmallDisk

_SQL: Final = queries("tests.soak", "soak.sql")
_HOLE_SECONDS: Final = 6.0
"""As long as the application waits for one statement (assurance F8)."""
_FULL_UNKNOWN: Final = 20
_PAUSE: Final = 0.01
_LONGEST_SECONDS: Final = 60
_FAULTS_SHOWN: Final = 12


class Figure(NamedTuple):
    """A line of the answer: what was done, what came of it, whether nothing is lost, and what is."""

    name: str
    text: str
    holds: bool
    faults: Sequence[str] = ()


class Tally:
    """What one kind of fault has done so far."""

    def __init__(self) -> None:
        self.count = 0
        self.faults: list[str] = []
        self.seconds: dict[str, list[float]] = {}
        self.notes: dict[str, int] = {}
        self._begun = time.monotonic()

    def took(self, what: str, seconds: float) -> None:
        self.seconds.setdefault(what, []).append(seconds)

    def figure(self, name: str, installation: Installation) -> Figure:
        """Return the line of this kind."""
        journals = installation.journals
        unknown = sum(journals.unknown.values())
        parts = [
            f"{self.count} times in {time.monotonic() - self._begun:.0f} s",
            f"{journals.stored} acknowledged so far, {unknown} answers unknown at first",
        ]
        for what, seconds in self.seconds.items():
            median = sorted(seconds)[len(seconds) // 2]
            parts.append(f"{what} median {median:.2f} s, longest {max(seconds):.2f} s")
        parts += [f"{what}: {count}" for what, count in self.notes.items()]
        return Figure(name, "; ".join(parts), not self.faults, self.faults[:_FAULTS_SHOWN])


Fault = Callable[[Installation, random.Random, Tally], Awaitable[None]]


async def suffer(
    installation: Installation,
    name: str,
    fault: Fault,
    *,
    times: int,
    seed: int,
    clerks: tuple[int, int],
    rebuild: bool = False,
) -> Figure:
    """Let clerks work, do the same to them again and again, look each time, and in the end at the ledgers."""
    dice = random.Random(f"{seed}/{name}")  # noqa: S311 # repeatable
    tally = Tally()
    unions = [union.union_id for union in installation.unions]
    await installation.employ(seed, processes=clerks[0], each=clerks[1])
    try:
        for _ in range(times):
            await installation.progress(dice.randint(1, 10))
            await asyncio.sleep(dice.random() * 0.05)  # anywhere within a command
            await fault(installation, dice, tally)
            tally.count += 1
            tally.faults += await installation.check()
            if tally.faults:
                break
        await installation.dismiss()
        tally.faults += await installation.check()
        tally.took("ledgers current after", await caught_up(installation.engine.address, unions))
        tally.faults += await installation.check_ledgers(rebuild=rebuild)
        tally.faults += [f"L command {one} is open" for one in installation.journals.open_intents()]
    except (Stuck, EngineGone, LedgersBehind) as stuck:
        tally.faults.append(f"{type(stuck).__name__}: {stuck}")
    return tally.figure(name, installation)


async def kill_application(installation: Installation, dice: random.Random, tally: Tally) -> None:
    """An application and its worker are gone; it is started again, most times from the nursery."""
    await _kill_application(installation, dice, tally, anew=False)


async def kill_application_started_anew(
    installation: Installation, dice: random.Random, tally: Tally
) -> None:
    """The same, and the next one starts as an operator starts it, with nothing loaded beforehand."""
    await _kill_application(installation, dice, tally, anew=True)


async def _kill_application(
    installation: Installation, dice: random.Random, tally: Tally, *, anew: bool
) -> None:
    number = dice.randrange(len(installation.applications))
    killed = installation.applications[number]
    killed.kill()
    await killed.ended
    begun = time.monotonic()
    start = installation.serve_anew if anew else installation.serve
    installation.applications[number] = await start(number)
    name = "started anew in" if anew else "started from the nursery in"
    tally.took(name, await installation.serving(number) - begun)
    await installation.progress(1, since=begun)


async def kill_postgresql(installation: Installation, _dice: random.Random, tally: Tally) -> None:
    """The postmaster and every backend are gone at once; a supervisor starts it again."""
    begun = time.monotonic()
    await installation.engine.kill()
    await installation.engine.start()
    first = await installation.progress(1, since=time.monotonic())
    tally.took("first write after the kill", first - begun)


async def kill_backend(installation: Installation, dice: random.Random, tally: Tally) -> None:
    """One backend is gone; PostgreSQL ends all the others and recovers by itself."""
    serving = installation.engine.serving()
    begun = time.monotonic()
    with suppress(ProcessLookupError):
        os.kill(dice.choice(serving), signal.SIGKILL)
    while any(map(is_alive, serving)):  # noqa: ASYNC110 # nobody tells
        await asyncio.sleep(_PAUSE)
    first = await installation.progress(1, since=time.monotonic())
    tally.took("first write after the kill", first - begun)


async def reset(installation: Installation, dice: random.Random, _tally: Tally) -> None:
    """Every connection is cut, as a firewall would: to PostgreSQL, or to an application."""
    begun = time.monotonic()
    dice.choice(_lines(installation)).reset_all()
    await installation.progress(1, since=begun)


async def lose_answer(installation: Installation, dice: random.Random, _tally: Tally) -> None:
    """PostgreSQL, or an application, has done what was asked; its answer is lost and the connection cut."""
    lines: list[Line] = dice.choice([[installation.line], installation.web_lines])
    swallowed = sum(line.swallowed for line in lines)
    for line in lines:
        line.mood = Mood.SWALLOW_THEN_RESET
    deadline = time.monotonic() + _LONGEST_SECONDS
    while sum(line.swallowed for line in lines) == swallowed:
        if time.monotonic() > deadline:
            raise Stuck("no answer came by that could be lost")
        await asyncio.sleep(_PAUSE)
    for line in lines:
        line.mood = Mood.CARRY
    await installation.progress(1, since=time.monotonic())


async def carry_nothing(installation: Installation, dice: random.Random, tally: Tally) -> None:
    """Nothing gets through to PostgreSQL for a while; what was on its way then is gone for good."""
    installation.line.mood = Mood.BLACK_HOLE
    await asyncio.sleep(_HOLE_SECONDS)
    installation.line.mood = Mood.CARRY
    is_cut = dice.random() < 0.5
    if is_cut:
        installation.line.reset_all()
    healed = time.monotonic()
    first = await installation.progress(1, since=healed)
    name = "first write after healing and a cut" if is_cut else "first write after healing alone"
    tally.took(name, first - healed)


def filling(disk: SmallDisk) -> Fault:
    """Return what fills the disk the data directory is on, and makes room again; the server is supervised."""

    async def fill(installation: Installation, _dice: random.Random, tally: Tally) -> None:
        disk.fill()
        await _refused(installation, _FULL_UNKNOWN)
        with suppress(asyncpg.PostgresError, asyncpg.InterfaceError, OSError):
            await _switch_wal(installation)
        await _refused(installation, _FULL_UNKNOWN)
        disk.make_room()
        begun = time.monotonic()
        first = await installation.progress(1, since=begun)
        tally.took("first write after room", first - begun)
        tally.notes["panics of PostgreSQL"] = installation.engine.panics()
        tally.notes["tries to start it"] = installation.engine.starts - 1

    return fill


async def _refused(installation: Installation, times: int) -> None:
    """Wait until so many answers were 503, or did not come."""
    journals = installation.journals
    wanted = sum(journals.unknown.values()) + times
    deadline = time.monotonic() + _LONGEST_SECONDS
    while sum(journals.unknown.values()) < wanted:
        if time.monotonic() > deadline:
            raise Stuck("a full disk does not show")
        installation.journals_read()
        await asyncio.sleep(_PAUSE)


async def _switch_wal(installation: Installation) -> None:
    """Ask for another segment of WAL, for which there is no room: this is where PostgreSQL gives up."""
    connection = await asyncpg.connect(installation.engine.address, timeout=5, command_timeout=5)
    try:
        await connection.execute(_SQL["switch_wal"])
    finally:
        await connection.close(timeout=1)


@asynccontextmanager
async def supervised(installation: Installation) -> AsyncIterator[None]:
    """Start the server whenever it is down, as systemd would."""

    async def supervise() -> None:
        while True:
            if not installation.engine.is_up:
                with suppress(EngineGone):
                    await installation.engine.start()
            await asyncio.sleep(_PAUSE)

    supervisor = asyncio.create_task(supervise())
    try:
        yield
    finally:
        supervisor.cancel()
        await asyncio.gather(supervisor, return_exceptions=True)


def _lines(installation: Installation) -> list[Line]:
    """PostgreSQL's line as often as those of the applications together."""
    web = installation.web_lines
    return [*([installation.line] * len(web)), *web]


FAULTS: Final[Mapping[str, Fault]] = {
    "application killed": kill_application,
    "application killed, started anew": kill_application_started_anew,
    "PostgreSQL killed": kill_postgresql,
    "backend killed": kill_backend,
    "connections reset": reset,
    "answers lost": lose_answer,
    "black holes": carry_nothing,
}
