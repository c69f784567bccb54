"""Every job of `tests/faults/jobs.py` killed at each of its statements, before and after."""

import asyncio
import tempfile
import time
from collections.abc import AsyncIterator
from pathlib import Path

from tests.faults.jobs import JOBS, Job
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


async def killed_everywhere() -> AsyncIterator[Figure]:
    """Yield what came of each job."""
    server = await asyncio.to_thread(start_server)
    try:
        async with nursery() as loaded:
            for name, job in JOBS.items():
                yield await _killed(name, job, server, loaded)
    finally:
        await asyncio.to_thread(leave_server)


async def _killed(name: str, job: Job, server: Server, loaded: Nursery) -> Figure:
    begun = time.monotonic()
    database = await create_database(server)
    with tempfile.TemporaryDirectory(prefix="gonghui-steps-") as folder:
        killings = Killings(server, loaded, database, job, Path(folder))
        await killings.prepare()
        every = killings.all()
        faults = [
            f"{killed.step} {killed.moment}: {fault}"
            for step, moment in every
            for killed in [await killings.kill(step, moment)]
            for fault in killed.faults
        ]
    await drop_database(server, database)
    seconds = time.monotonic() - begun
    text = f"{len(every)} kills at {killings.steps} statements in {seconds:.0f} s"
    return Figure(f"killed between steps: {name}", text, not faults, faults[:12])
