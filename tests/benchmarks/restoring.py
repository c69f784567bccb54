"""`make drill`: a million events backed up, lost, restored and checked again; fails where one is lost.

The events are those of `filling.py`: the logs are whole, but their people have no keys and their papers are not
kept, which fsck then says besides. Nine tenths lie in the base backup, the rest is replayed from the archive.
"""

import argparse
import asyncio
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Final, TypeVar

import msgspec
import uvloop
from rich.console import Console
from rich.table import Table

from projections.registry import PROJECTIONS
from services.audit.fsck_report import Report
from services.backups.restoring import lay_out
from services.backups.shelf import Shelf
from services.backups.standing import Heads, heads_of, standing_of, verdict_of
from services.backups.targets import Target
from services.store.recovery import closed_segment
from tests.benchmarks.filling import Size, fill
from tests.benchmarks.ground import Ground, Server
from tests.benchmarks.measuring import Clock
from tests.services.backups.lost import opened
from tests.services.backups.yard import Yard, yard

EVENTS: Final = 1_000_000
QUICK_EVENTS: Final = 50_000
WANTED_SECONDS: Final = 60
_EVENTS_OF_A_UNION: Final = 5_600
_AFTER: Final = 10
"""One part in so many is recorded after the base backup."""
_NOT_LOADED: Final = {"key_missing", "attachment_missing"}
"""What the events of the load lack on purpose."""
_T = TypeVar("_T")


class Lost(Exception):
    """Something did not come back, or came back as something else."""


class Steps:
    """Seconds of each step, in order."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self.own_seconds: dict[str, float] = {}
        self.figures: dict[str, float] = {}

    def timed(self, name: str, work: Callable[[], _T]) -> _T:
        """Do a step and note how long it took."""
        with Clock() as clock:
            done = work()
        self.note(name, clock)
        return done

    def note(self, name: str, clock: Clock) -> None:
        """Note what a clock showed."""
        self.seconds[name] = clock.seconds
        self.own_seconds[name] = clock.own_seconds


def measure(home: Path, events: int) -> Steps:
    """Fill, back up, lose, restore, check; raises Lost."""
    steps = Steps()
    with yard(home) as place:
        heads = asyncio.run(_filled(place, events, steps))
        steps.figures["events"] = sum(position for position, _ in heads.values())
        steps.figures["database_megabytes"] = _megabytes(place.data)
        steps.figures["backup_megabytes"] = _megabytes(place.backups / "base")
        steps.figures["archive_megabytes"] = _megabytes(place.backups / "wal")
        place.lose()
        shelf = Shelf(place.backups)
        owner = place.programs.user
        steps.timed("unpack and compare", lambda: lay_out(shelf, place.data, Target(), owner=owner))
        steps.timed("replay and start", place.start)
        asyncio.run(_checked(place, heads, steps))
    return steps


async def _filled(place: Yard, events: int, steps: Steps) -> Heads:
    size = Size(unions=max(1, events // _EVENTS_OF_A_UNION), members=110, months=42)
    after = msgspec.structs.replace(size, unions=max(1, size.unions // _AFTER))
    before = msgspec.structs.replace(size, unions=size.unions - after.unions or 1)
    async with opened(place) as books:
        address = place.settings.database_url or ""
        ground = Ground(
            books=books,
            administrator=address,
            server=Server(place.home, address),
            name="drill",
            quick=False,
        )
        await fill(ground, before)
        await books.rebuilder.switch(await _rebuilt(ground))
        await books.checkpointer.take()
        await asyncio.to_thread(steps.timed, "base backup", place.back_up)
        await fill(ground, after)
        await books.follower.round()
        await books.checkpointer.take()
        segment = await closed_segment(address)
        while not (place.backups / "wal" / f"{segment}.gz").exists():  # noqa: ASYNC110 - nothing tells us
            await asyncio.sleep(0.1)
        return await heads_of(books.pools.auditor)


async def _rebuilt(ground: Ground) -> list:  # type: ignore[type-arg] # builds
    builds = await ground.books.rebuilder.begin(PROJECTIONS)
    await ground.books.rebuilder.fill(builds)
    return builds


async def _checked(place: Yard, heads: Heads, steps: Steps) -> None:
    async with opened(place) as books:
        auditor = books.pools.auditor
        with Clock() as clock:
            standing = await standing_of(auditor, heads)
        steps.note("compare heads", clock)
        if not standing.is_whole:
            raise Lost(standing)
        for name, without in (("fsck without ledgers", ("ledgers",)), ("fsck", ())):
            with Clock() as clock:
                verdict = await verdict_of(auditor, books.fsck, None, without=without)
            steps.note(name, clock)
            _refuse_faults(verdict.report)


def _refuse_faults(report: Report) -> None:
    kinds = {fault.kind for part in report.parts for fault in part.faults}
    if kinds - _NOT_LOADED:
        raise Lost(kinds)


def _megabytes(folder: Path) -> float:
    told = subprocess.run(  # noqa: S603 # Debian's own
        ["/usr/bin/du", "-sm", str(folder)], capture_output=True, check=True, text=True
    )
    return float(told.stdout.split()[0])


def table_of(steps: Steps) -> Table:
    """Return the figures for people."""
    table = Table(title=f"restore of {steps.figures['events']:,.0f} events")
    table.add_column("step")
    table.add_column("seconds", justify="right")
    table.add_column("of a processor, ours", justify="right")
    for name, seconds in steps.seconds.items():
        table.add_row(name, f"{seconds:.1f}", f"{steps.own_seconds[name]:.1f}")
    for name in ("fsck without ledgers", "fsck"):
        table.add_row(f"restored, with {name}", f"{_whole(steps, name):.1f}")
    return table


def _whole(steps: Steps, fsck: str) -> float:
    parts = ("unpack and compare", "replay and start", "compare heads", fsck)
    return sum(steps.seconds[part] for part in parts)


def main() -> int:
    """Run and print; 1 where something was lost, never for a time."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.benchmarks.restoring", description=__doc__
    )
    parser.add_argument("--quick", action="store_true", help=f"{QUICK_EVENTS:,} events")
    parser.add_argument("--events", type=int, default=None, metavar="N")
    arguments = parser.parse_args()
    home = Path(tempfile.mkdtemp(prefix="gonghui-drill-"))
    uvloop.install()
    try:
        steps = measure(home, arguments.events or (QUICK_EVENTS if arguments.quick else EVENTS))
    except Lost as lost:
        sys.stdout.write(f"LOST: {lost}\n")
        return 1
    finally:
        shutil.rmtree(home, ignore_errors=True)
    Console(width=None if sys.stdout.isatty() else 120).print(table_of(steps))
    reached = "yes" if _whole(steps, "fsck") <= WANTED_SECONDS else "NO"
    sys.stdout.write(f"wanted: {WANTED_SECONDS} s with fsck; reached: {reached}\n")
    figures = {**steps.figures, **{name: round(taken, 2) for name, taken in steps.seconds.items()}}
    sys.stdout.write(msgspec.json.encode(figures).decode() + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
