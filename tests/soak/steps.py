"""Every job of `tests/faults/jobs.py` killed at each of its statements, a few jobs at a time: they mostly wait."""

import asyncio
import tempfile
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Final

from tests.faults.jobs import JOBS
from tests.faults.killing import Killings
from tests.soak.faults import Figure
from tests.soak.nursery import Nursery, nursery
from tests.support.database import (
    Server,
    create_database,
    drop_database,
    leave_server,
    start_server,
)

_LANES: Final = 4
_FAULTS_SHOWN: Final = 12


async def killed_everywhere() -> AsyncIterator[Figure]:
    """Yield what came of each job, as it comes."""
    server = await asyncio.to_thread(start_server)
    try:
        async with nursery() as loaded:
            places = asyncio.Semaphore(_LANES)

            async def one(name: str) -> Figure:
                async with places:
                    return await _killed(name, server, loaded)

            for done in asyncio.as_completed([one(name) for name in JOBS]):
                yield await done
    finally:
        await asyncio.to_thread(leave_server)


async def _killed(name: str, server: Server, loaded: Nursery) -> Figure:
    begun = time.monotonic()
    database = await create_database(server)
    faults: list[str] = []
    with tempfile.TemporaryDirectory(prefix="gonghui-steps-") as folder:
        killings = Killings(server, loaded, database, JOBS[name], Path(folder))
        await killings.prepare()
        every = killings.all()
        for step, moment in every:
            killed = await killings.kill(step, moment)
            faults += [f"{step} {moment}: {fault}" for fault in killed.faults]
    await drop_database(server, database)
    seconds = time.monotonic() - begun
    text = f"{len(every)} kills at {killings.steps} statements in {seconds:.0f} s"
    return Figure(f"killed between steps: {name}", text, not faults, faults[:_FAULTS_SHOWN])
