"""The play: old code under load, new code beside it, the old code gone, back again, and forward for good."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import msgspec

from services.settings import Settings
from tests.upgrade.asking import RoundRobin, round_robin
from tests.upgrade.county import founded, keys, received_fen
from tests.upgrade.load import Desk, Load, Seen
from tests.upgrade.running import Installation, Running, faults_found


class Played(msgspec.Struct, frozen=True, kw_only=True):
    """What came of it: of the load, and of the books afterwards."""

    seen: Seen
    received_fen: dict[str, int]
    faults: list[str]
    dropped: str


class Play:
    """Two versions of the code and the installation they run on."""

    def __init__(
        self, installation: Installation, before: Path, after: Path, *, writes: int, processes: int
    ) -> None:
        self._installation = installation
        self._before = before
        self._after = after
        self._writes = writes
        self._processes = processes
        self._web: list[Running] = []

    async def play(self, *, again: bool) -> Played:
        """Forward and back, and with `again` forward once more; then what only the old code needed is removed."""
        run = self._installation.run
        await run(self._before, "migrate")
        async with round_robin() as (proxy, port):
            await self._exchange(proxy, self._before, "old")
            desks = await founded(port, await keys(self._installation, self._before))
            load = Load(port, desks, clerks=4, readers=2)
            load.begin()
            await self._phase(load, "old code")
            async with self._projecting(self._before, "old"):
                load.seen.enter("migrating")
                await run(self._after, "migrate")
                await run(self._after, "project", "--once")
                await self._phase(load, "old code, new tables")
            async with self._projecting(self._after, "new"):
                await self._exchanged(load, proxy, self._after, "new")
            await self._exchanged(load, proxy, self._before, "back")
            if again:
                await self._exchanged(load, proxy, self._after, "again")
            load.seen.enter("clearing")
            seen = await load.end()
            return await self._looked_at(seen, desks, port)

    async def _phase(self, load: Load, name: str) -> None:
        load.seen.enter(name)
        await load.until_more(self._writes)

    async def _exchanged(self, load: Load, proxy: RoundRobin, tree: Path, name: str) -> None:
        load.seen.enter(f"to {name}")
        await self._exchange(proxy, tree, name)
        await self._phase(load, name)

    async def _exchange(self, proxy: RoundRobin, tree: Path, name: str) -> None:
        """Start web processes of one version, then take out those that were there, one by one."""
        names = [f"web-{name}-{number}" for number in range(self._processes)]
        leaving, self._web = self._web, await self._installation.serve(tree, *names)
        proxy.add(*(made.port for made in self._web))
        for one in leaving:
            await proxy.drain(one.port)
            await one.stop()

    @asynccontextmanager
    async def _projecting(self, tree: Path, name: str) -> AsyncIterator[None]:
        projector = self._installation.start(tree, "project", name=f"project-{name}")
        yield
        await projector.stop()

    async def _looked_at(self, seen: Seen, desks: list[Desk], port: int) -> Played:
        received = await received_fen(port, desks)
        for one in self._web:
            await one.stop()
        dropped = await self._installation.run(self._after, "migrate", "--stage", "post")
        return Played(
            seen=seen,
            received_fen=received,
            faults=await faults_found(self._installation, self._after),
            dropped=dropped,
        )


def installation_at(settings: Settings, logs: Path) -> Installation:
    """Return an installation on which nothing runs yet."""
    return Installation(settings, logs, [])
