"""Processes of one installation, started from the folder of one version or the other."""

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Container, Mapping
from pathlib import Path
from typing import Final

import msgspec

from services.settings import Settings
from tests.upgrade.asking import ask

_PROGRAM: Final = "import sys; from services.cli import main; sys.exit(main())"
_SECONDS: Final = 300.0


class VerbFailed(Exception):
    """A verb that should end well did not."""


class Running(msgspec.Struct, frozen=True):
    """A process that runs until told to stop."""

    name: str
    process: subprocess.Popen[bytes]
    port: int = 0

    async def stop(self) -> None:
        """Tell it to stop, and see that it ends well."""
        self.process.send_signal(signal.SIGTERM)
        status = await asyncio.to_thread(self.process.wait, _SECONDS)
        assert status == 0, f"{self.name} ended with {status}"

    def kill(self) -> None:
        """End it at once, whatever it is at."""
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()


class Installation(msgspec.Struct, frozen=True):
    """Where books are kept, and what has been started on them."""

    settings: Settings
    logs: Path
    running: list[Running]
    named: Mapping[str, str] = msgspec.field(default_factory=dict)

    async def run(self, tree: Path, *words: str, statuses: Container[int] = (0,)) -> str:
        """Run a verb to its end and return what it printed; raises VerbFailed."""
        return await self.run_program(tree, _PROGRAM, *words, statuses=statuses)

    async def run_program(
        self, tree: Path, program: str, *words: str, statuses: Container[int] = (0,)
    ) -> str:
        """Run a few lines of Python with the packages of a version; raises VerbFailed."""
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-c",
            program,
            *words,
            cwd=tree,
            env=self._environment(tree),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        said, complained = await process.communicate()
        if process.returncode not in statuses:
            raise VerbFailed(f"{words}: {said.decode()[-4000:]}{complained.decode()[-2000:]}")
        return said.decode()

    def start(self, tree: Path, *words: str, name: str, port: int = 0) -> Running:
        """Start a verb that lasts."""
        with (self.logs / f"{name}.log").open("wb") as log:
            process = subprocess.Popen(  # noqa: S603 # our own interpreter and program
                [sys.executable, "-c", _PROGRAM, *words],
                cwd=tree,
                env=self._environment(tree) | ({"GONGHUI_HTTP_PORT": str(port)} if port else {}),
                stdout=log,
                stderr=log,
            )
        made = Running(name, process, port)
        self.running.append(made)
        return made

    async def serve(self, tree: Path, *names: str) -> list[Running]:
        """Start web processes and wait until each says that it is ready."""
        made = [self.start(tree, "serve", name=name, port=_free_port()) for name in names]
        for one in made:
            await self.until_ready(one)
        return made

    async def until_ready(self, made: Running) -> None:
        """Wait until a web process says that it is ready."""
        deadline, said = time.monotonic() + _SECONDS, b""
        while time.monotonic() < deadline:
            assert made.process.poll() is None, (self.logs / f"{made.name}.log").read_text()[-2000:]
            try:
                answer = await ask(made.port, "GET", "/health/ready")
                if answer.status == 200:
                    return
                said = answer.body
            except OSError:
                pass
            await asyncio.sleep(0.05)
        raise TimeoutError(
            f"{made.name}: {said!r} {(self.logs / f'{made.name}.log').read_text()[-2000:]}"
        )

    def end(self) -> None:
        """End whatever still runs."""
        for one in self.running:
            one.kill()

    def _environment(self, tree: Path) -> dict[str, str]:
        return {
            "PATH": os.environ.get("PATH", ""),
            "PYTHONPATH": str(tree),
            "PYTHONWARNINGS": "ignore",
            "DATABASE_URL": str(self.settings.database_url),
            "GONGHUI_HOME": str(self.settings.home),
            "GONGHUI_ROOT_KEY_FILE": str(self.settings.root_key_file),
            "GONGHUI_POOL_SIZE": "6",
            **self.named,
        }


async def faults_found(installation: Installation, tree: Path) -> list[str]:
    """What fsck finds, but that a server of tests does not sync."""
    told = await installation.run(tree, "fsck", "--json", statuses=(0, 1))
    found = [fault for part in json.loads(told)["parts"] for fault in part["faults"]]
    return [str(fault) for fault in found if fault["kind"] != "not_durable"]


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port
