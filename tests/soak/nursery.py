"""Processes of the product, forked from one that has loaded it already: what takes seconds is done once.

A child runs `gonghui` with its own environment and arguments in a session of its own, as it would from a shell;
it only finds its modules loaded and its routes built. `python -m tests.soak.nursery` reads what to start, one
JSON object on a line, and tells which process it became and how each ended.
"""

import asyncio
import json
import os
import select
import signal
import sys
from collections.abc import Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Final

from tests.soak.spoiling import SPOILED
from tests.support.serving import ROOT, Child

_ENDED: Final = 70
"""Exit status of a child that left by an exception of ours (EX_SOFTWARE)."""


class Nursery:
    """The other end of the nursery's process."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self._asked: list[asyncio.Future[int]] = []
        self._children: dict[int, Child] = {}

    async def start(
        self,
        arguments: Sequence[str],
        environment: Mapping[str, str],
        output: Path,
        *,
        spoil: str | None = None,
    ) -> Child:
        """Start a verb of `gonghui`. `spoil` names what is taken out of the product it loaded."""
        assert self._process.stdin is not None
        told: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        self._asked.append(told)
        asked = {
            "arguments": list(arguments),
            "environment": dict(environment),
            "output": str(output),
            "spoil": spoil,
        }
        self._process.stdin.write(json.dumps(asked).encode() + b"\n")
        child = Child(await told)
        self._children[child.process] = child
        return child

    async def listen(self) -> None:
        """Hear which process each became and how each ended, until the nursery is gone."""
        assert self._process.stdout is not None
        while line := await self._process.stdout.readline():
            told = json.loads(line)
            if "started" in told:
                self._asked.pop(0).set_result(told["started"])
            else:
                asyncio.get_running_loop().call_soon(self._gone, told["gone"], told["status"])

    def _gone(self, process: int, status: int) -> None:
        child = self._children.get(process)
        if child is None:  # it ended before its start was heard of
            asyncio.get_running_loop().call_later(0.001, self._gone, process, status)
            return
        child.ended.set_result(status)

    def kill_all(self) -> None:
        """Leave nothing behind."""
        for child in self._children.values():
            if child.is_running:
                child.kill()


@asynccontextmanager
async def nursery() -> Any:  # noqa: ANN401 # an async iterator of a Nursery
    """Load the product once, for as long as it is needed."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.soak.nursery",
        cwd=ROOT,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    made = Nursery(process)
    listening = asyncio.create_task(made.listen())
    try:
        yield made
    finally:
        made.kill_all()
        assert process.stdin is not None
        process.stdin.close()
        await process.wait()
        await listening


def main() -> int:
    """Fork a child for each line, and say what became of each."""
    _load()
    heard, wake = os.pipe()
    os.set_blocking(wake, False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.set_wakeup_fd(wake)
    waiting = b""
    while True:
        ready, _, _ = select.select([0, heard], [], [])
        if heard in ready:
            os.read(heard, 4096)
            _reap()
        if 0 in ready:
            block = os.read(0, 65536)
            if not block:
                return 0
            *lines, waiting = (waiting + block).split(b"\n")
            for line in lines:
                _tell({"started": _fork(json.loads(line))})


def _load() -> None:
    """Load all of the product, and build the application that every child will open over its own database."""
    import services.asgi  # noqa: PLC0415 # only in the nursery itself
    import services.cli  # noqa: F401, PLC0415
    from services.pages.application import application  # noqa: PLC0415

    application()


def _fork(asked: Mapping[str, Any]) -> int:
    process = os.fork()
    if process:
        return process
    status = _ENDED
    try:
        _become(asked)
        from services.cli import main as gonghui  # noqa: PLC0415

        status = gonghui(asked["arguments"])
    except SystemExit as left:
        status = left.code if isinstance(left.code, int) else 1
    except BaseException:  # noqa: BLE001 # nothing may return into the nursery's loop
        sys.excepthook(*sys.exc_info())
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


def _become(asked: Mapping[str, Any]) -> None:
    os.setsid()
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    written = os.open(asked["output"], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    nothing = os.open(os.devnull, os.O_RDONLY)
    for mine, theirs in ((nothing, 0), (written, 1), (written, 2)):
        os.dup2(mine, theirs)
    os.closerange(3, 256)
    os.environ.clear()
    os.environ.update(asked["environment"])
    if asked["spoil"] is not None:
        SPOILED[asked["spoil"]]()


def _reap() -> None:
    while True:
        try:
            process, status = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return
        if process == 0:
            return
        _tell({"gone": process, "status": os.waitstatus_to_exitcode(status)})


def _tell(what: Mapping[str, int]) -> None:
    os.write(1, json.dumps(what).encode() + b"\n")


if __name__ == "__main__":
    sys.exit(main())
