"""The order of a soak: two lanes side by side, each with installations of its own; then jobs, killed everywhere."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from typing import Final

import msgspec

from tests.soak.controls import CONTROLS, notice
from tests.soak.faults import FAULTS, Figure, filling, suffer, supervised
from tests.soak.founding import Prepared, prepared
from tests.soak.installation import installed
from tests.soak.small_disk import NoSmallDisk, small_disk
from tests.soak.steps import killed_everywhere
from tests.soak.syncs import synced_before_answers


class Amounts(msgspec.Struct, frozen=True, kw_only=True):
    """How often each fault is done. `clerks`: processes, and threads in each.

    `thorough`: ledgers are rebuilt beside the live ones as well, jobs are killed at every statement, and syncs are
    watched.
    """

    first_lane: Mapping[str, int]
    second_lane: Mapping[str, int]
    full_disks: int
    unions: int
    clerks: tuple[int, int]
    in_memory: bool
    thorough: bool


QUICK: Final = Amounts(
    first_lane={
        "application killed": 19,
        "application killed, started anew": 1,
        "connections reset": 50,
        "answers lost": 20,
    },
    second_lane={"PostgreSQL killed": 10, "backend killed": 10, "black holes": 2},
    full_disks=1,
    unions=3,
    clerks=(1, 4),
    in_memory=True,
    thorough=False,
)
LONG: Final = Amounts(
    first_lane={
        "application killed": 160,
        "application killed, started anew": 40,
        "connections reset": 500,
    },
    second_lane={
        "PostgreSQL killed": 100,
        "backend killed": 50,
        "answers lost": 100,
        "black holes": 20,
    },
    full_disks=5,
    unions=6,
    clerks=(2, 4),
    in_memory=False,
    thorough=True,
)


async def soak(seed: int, amounts: Amounts) -> AsyncIterator[Figure]:
    """Yield the figures as they come."""
    run = _Run(seed, amounts)
    running = asyncio.create_task(run.everything())
    while (figure := await run.found.get()) is not None:
        yield figure
    await running


class _Run:
    """One soak; `found` gets its figures, and None when it is over."""

    def __init__(self, seed: int, amounts: Amounts) -> None:
        self._seed = seed
        self._amounts = amounts
        self.found: asyncio.Queue[Figure | None] = asyncio.Queue()

    async def everything(self) -> None:
        amounts = self._amounts
        try:
            async with (
                prepared(unions=amounts.unions, in_memory=amounts.in_memory) as books,
                asyncio.TaskGroup() as lanes,
            ):
                lanes.create_task(self._first(books))
                lanes.create_task(self._second(books))
            if amounts.thorough:
                async for figure in killed_everywhere():
                    self.found.put_nowait(figure)
        finally:
            self.found.put_nowait(None)

    async def _first(self, books: Prepared) -> None:
        """Faults around the applications, and the controls."""
        await self._lane(books, "first", self._amounts.first_lane)
        for number, (name, control) in enumerate(CONTROLS.items()):
            home = books.root / f"control-{number}"
            async with installed(home, books.engine, books.nursery, books.unions) as made:
                self.found.put_nowait(await notice(made, name, control, self._seed))

    async def _second(self, books: Prepared) -> None:
        """Faults of PostgreSQL and of its disk."""
        await self._lane(books, "second", self._amounts.second_lane)
        self.found.put_nowait(await self._full_disks(books))
        if self._amounts.thorough:
            home = books.root / "syncs"
            async with installed(home, books.engine, books.nursery, books.unions) as made:
                self.found.put_nowait(await synced_before_answers(made))

    async def _lane(self, books: Prepared, name: str, faults: Mapping[str, int]) -> None:
        """One installation that suffers one kind of fault after another."""
        amounts, home = self._amounts, books.root / name
        async with installed(home, books.engine, books.nursery, books.unions) as made:
            await made.open()
            await made.checker.begin()
            for kind, times in faults.items():
                figure = await suffer(
                    made,
                    kind,
                    FAULTS[kind],
                    times=times,
                    seed=self._seed,
                    clerks=amounts.clerks,
                    rebuild=amounts.thorough,
                )
                self.found.put_nowait(figure)

    async def _full_disks(self, books: Prepared) -> Figure:
        kind, home = "disk full", books.root / "third"
        try:
            with small_disk(books.root / "small", books.engine.folder) as disk:
                async with installed(
                    home, books.engine, books.nursery, books.unions, folder=disk.folder / "pg"
                ) as made:
                    await made.open()
                    await made.checker.begin()
                    async with supervised(made):
                        return await suffer(
                            made,
                            kind,
                            filling(disk),
                            times=self._amounts.full_disks,
                            seed=self._seed,
                            clerks=self._amounts.clerks,
                        )
        except NoSmallDisk as refused:
            return Figure(kind, f"NOT RUN: nothing can be mounted here ({refused})", holds=True)
