"""`gonghui serve` as a process of its own, on a port of its own, for tests that kill it, stop it or wait for it."""

import asyncio
import os
import signal
import socket
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[2]
_SERVE: Final = "import sys; from services.start import main; sys.exit(main(['serve']))"
_ASK: Final = b"GET /health/live HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
_SECONDS: Final = 60
_PAUSE: Final = 0.01
_TOLD_LAST: Final = 2_000


class NotServing(Exception):
    """It ended, or said nothing in time; holds the end of what it wrote."""


class Child:
    """A started process: its id, and what its end was. Its process group is its own."""

    def __init__(self, process: int) -> None:
        self.process = process
        self.ended: asyncio.Future[int] = asyncio.get_running_loop().create_future()

    @property
    def is_running(self) -> bool:
        return not self.ended.done()

    def kill(self) -> None:
        """Kill it and everything it started, without warning."""
        self.signal(signal.SIGKILL)

    def signal(self, number: int) -> None:
        """Send a signal to it and everything it started."""
        with suppress(ProcessLookupError):
            os.killpg(self.process, number)

    def watch(self, ending: asyncio.Task[int]) -> None:
        """Learn of its end from whoever waits for it."""
        ending.add_done_callback(lambda done: self.ended.set_result(done.result()))

    async def stop(self) -> None:
        """Ask it to end, and wait."""
        if self.is_running:
            with suppress(ProcessLookupError):
                os.kill(self.process, signal.SIGTERM)
            await self.ended


async def serve_anew(environment: Mapping[str, str], output: Path) -> Child:
    """Start a server the way an operator does: with nothing loaded beforehand."""
    with output.open("ab") as written:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-c",
            _SERVE,
            cwd=ROOT,
            env=dict(environment),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=written,
            stderr=written,
            start_new_session=True,
        )
    child = Child(process.pid)
    child.watch(asyncio.create_task(process.wait()))
    return child


async def until_it_serves(child: Child, port: int, output: Path) -> float:
    """Wait until a server answers on its port; returns the moment. Raises NotServing."""
    deadline = time.monotonic() + _SECONDS
    while time.monotonic() < deadline and child.is_running:
        with suppress(OSError, asyncio.IncompleteReadError):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(_ASK)
            await reader.readuntil(b" 200 ")
            writer.close()
            return time.monotonic()
        await asyncio.sleep(_PAUSE)
    raise NotServing(_end_of(output))


def _end_of(output: Path) -> str:
    return output.read_text(encoding="utf-8", errors="replace")[-_TOLD_LAST:]


def free_port() -> int:
    """Return a port that nothing listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])
