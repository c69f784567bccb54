"""A sync lies before every acknowledgement (assurance F5); kills cannot tell, for the system keeps its cache.

The system calls of PostgreSQL are watched while one clerk writes one command after another.
"""

import asyncio
import re
import shutil
import signal
import time
from bisect import bisect_left
from pathlib import Path
from typing import Final

from tests.soak.faults import Figure
from tests.soak.installation import Installation

_COMMANDS: Final = 30
_SYNC: Final = re.compile(r"\d+ +(\d+\.\d+) .*\b(?:fdatasync|fsync)\b.*= 0$")


async def synced_before_answers(installation: Installation) -> Figure:
    """Count the syncs that end between two acknowledgements of one clerk."""
    name = "sync before each acknowledgement"
    strace = shutil.which("strace")
    if strace is None:
        return Figure(name, "NOT RUN: strace is not here", holds=True)
    await installation.open(applications=1)
    await installation.checker.begin()
    traced = installation.home / "syncs.log"
    watching = await asyncio.create_subprocess_exec(
        strace,
        *("-f", "-ttt", "-e", "trace=fdatasync,fsync", "-o", str(traced)),
        *(f"--attach={one}" for one in installation.engine.processes()),
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        await installation.employ(1, processes=1, each=1)
        await installation.progress(_COMMANDS)
        await installation.dismiss()
    finally:
        watching.send_signal(signal.SIGINT)
        await watching.wait()
    faults = await installation.check()
    moments = _moments(traced)
    stored = [one for one in installation.journals.answers.values() if one.is_stored]
    faults += [
        f"command {one.command_id}: no sync between intent and acknowledgement"
        for one in stored
        if bisect_left(moments, one.asked_at) == bisect_left(moments, one.at)
    ]
    text = f"{len(moments)} syncs, one or more for each of {len(stored)} commands"
    return Figure(name, text, not faults, faults)


def _moments(traced: Path) -> list[float]:
    """When syncs ended well, by the clock that journals are kept by."""
    since_start = time.time() - time.monotonic()
    found = (_SYNC.match(line) for line in traced.read_text().splitlines())
    return sorted(float(one[1]) - since_start for one in found if one is not None)
