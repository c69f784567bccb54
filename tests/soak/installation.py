"""A whole installation to be soaked: PostgreSQL, applications as `gonghui serve` runs them, lines, and clerks.

```
clerks → web line → application → line → PostgreSQL
```
"""

import asyncio
import json
import os
import shutil
import signal
import sys
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from functools import cached_property
from pathlib import Path
from typing import Any, Final
from uuid import UUID

import msgspec

from services.settings import Settings, read_settings
from services.store.addresses import Addresses, Role
from tests.soak import clerk
from tests.soak.checker import Checker
from tests.soak.engine import Engine
from tests.soak.journals import Journals
from tests.soak.ledgers import LedgersBehind, caught_up, look_at_ledgers
from tests.soak.network import Line, Mood, WebLine
from tests.soak.nursery import Nursery
from tests.support.serving import Child, NotServing, free_port, serve_anew, until_it_serves

_SECONDS: Final = 60
_APPLICATIONS: Final = 2
_PAUSE: Final = 0.01


class Union(msgspec.Struct, frozen=True):
    """A union that clerks write for: who is in it, a key to it, the version of its own stream."""

    union_id: UUID
    key: str
    version: int
    members: list[str]


class Stuck(Exception):
    """The installation did not go on in time: no command came through, or no application served."""


class Installation:
    """One installation and everything that can be done to it."""

    def __init__(
        self, home: Path, engine: Engine, nursery: Nursery, unions: Sequence[Union]
    ) -> None:
        self.home = home
        self.engine = engine
        self.unions = list(unions)
        self._nursery = nursery
        self.line = Line(engine.socket)
        self.web_lines: list[WebLine] = []
        self.applications: list[Child] = []
        self._ports: list[int] = []
        self._clerks: list[asyncio.subprocess.Process] = []
        self._employed = 0
        self.journals = Journals(home / "journals")

    @cached_property
    def checker(self) -> Checker:
        """The checker of these unions; it wants the root key, for the passwords."""
        return Checker(
            self.direct_settings.database_url or "",
            Addresses(self.direct_settings).of(Role.APP),
            self._union_ids,
            self.journals,
        )

    @property
    def direct_settings(self) -> Settings:
        """Settings of a process that reaches PostgreSQL without the line."""
        return read_settings(self._environment(self.engine.address))

    def environment(self, port: int) -> dict[str, str]:
        """Return the environment of an application behind the line."""
        through = f"postgresql://postgres@127.0.0.1:{self.line.port}/gonghui?sslmode=disable"
        return self._environment(through) | {
            "GONGHUI_HTTP_PORT": str(port),
            "GONGHUI_POOL_SIZE": "6",
        }

    def _environment(self, address: str) -> dict[str, str]:
        return {
            "PATH": os.environ.get("PATH", ""),
            "DATABASE_URL": address,
            "GONGHUI_HOME": str(self.home.parent / "keys"),
        }

    async def open(self, *, applications: int = _APPLICATIONS, spoil: str | None = None) -> None:
        """Open the lines and start the applications; the server is up."""
        (self.home / "journals").mkdir()
        await self.line.open()
        for _ in range(applications):
            self._ports.append(free_port())
            line = WebLine(("127.0.0.1", self._ports[-1]))
            await line.open()
            self.web_lines.append(line)
            self.applications.append(await self.serve(len(self._ports) - 1, spoil=spoil))
        for number in range(applications):
            await self.serving(number)

    async def serve(self, number: int, *, spoil: str | None = None) -> Child:
        """Start an application on its port, from the nursery."""
        environment = self.environment(self._ports[number])
        return await self._nursery.start(["serve"], environment, self._log_of(number), spoil=spoil)

    async def serve_anew(self, number: int) -> Child:
        """Start an application on its port the way an operator does, with nothing loaded beforehand."""
        return await serve_anew(self.environment(self._ports[number]), self._log_of(number))

    async def serving(self, number: int) -> float:
        """Wait until an application answers; returns the moment. Raises Stuck."""
        child, port = self.applications[number], self._ports[number]
        try:
            return await until_it_serves(child, port, self._log_of(number))
        except NotServing as silent:
            raise Stuck(*silent.args) from None

    def _log_of(self, number: int) -> Path:
        return self.home / f"application-{number}.log"

    async def employ(self, seed: int, *, processes: int, each: int) -> None:
        """Let clerks begin."""
        for _ in range(processes):
            numbers = range(self._employed, self._employed + each)
            self._employed += each
            specification = {
                "seed": seed,
                "folder": str(self.home / "journals"),
                "numbers": list(numbers),
                "ports": [line.port for line in self.web_lines],
                "unions": [msgspec.to_builtins(union) for union in self.unions],
            }
            file = self.home / f"clerks-{numbers[0]}.json"
            file.write_text(json.dumps(specification), encoding="utf-8")
            self._clerks.append(
                await asyncio.create_subprocess_exec(
                    sys.executable, "-I", clerk.__file__, str(file), start_new_session=True
                )
            )

    async def dismiss(self) -> None:
        """Let the clerks finish what they are at; whatever is unknown to them becomes known."""
        for process in self._clerks:
            with suppress(ProcessLookupError):
                process.send_signal(signal.SIGTERM)
        patience = clerk.GIVE_UP_SECONDS + clerk.ANSWER_SECONDS
        ended = [await asyncio.wait_for(process.wait(), patience) for process in self._clerks]
        self._clerks.clear()
        if any(ended):
            raise Stuck("a clerk fell")

    async def progress(self, commands: int, *, since: float = 0.0) -> float:
        """Wait until so many more commands were acknowledged; returns when the first after `since` was."""
        self.journals_read()
        wanted, first = self.journals.stored + commands, None
        deadline = time.monotonic() + _SECONDS
        while time.monotonic() < deadline:
            fresh = [one.at for one in self.journals_read() if one.is_stored and one.at > since]
            first = first or min(fresh, default=None)
            if self.journals.stored >= wanted:
                return first or time.monotonic()
            await asyncio.sleep(_PAUSE)
        raise Stuck(f"no {commands} commands came through; unknown so far {self.journals.unknown}")

    def journals_read(self) -> list[Any]:
        """Read on in the journals; the checker hears of everything that is read here."""
        return self.checker.hear()

    def lost_answers(self) -> list[Mapping[str, Any]]:
        """Return the answers that web lines lost since the last time, as the application gave them."""
        lost = []
        for line in self.web_lines:
            for block in line.lost:
                found = line.answer.search(block)
                assert found is not None
                lost.append(json.loads(found["body"]))
            line.lost.clear()
        return lost

    async def check(self) -> list[str]:
        """L, D, C and I of everything up to now."""
        return await self.checker.look(self.lost_answers())

    async def check_ledgers(self, *, rebuild: bool = False) -> list[str]:
        """P of everything up to now; no clerk is at work."""
        try:
            await caught_up(self.engine.address, self._union_ids)
        except LedgersBehind:
            return ["P the ledgers do not catch up"]
        return await look_at_ledgers(self.direct_settings, self._union_ids, rebuild=rebuild)

    async def compare_ledgers(self, *, patience: float) -> list[str]:
        """P of what the ledgers show after a while, whether they caught up or not."""
        with suppress(LedgersBehind):
            await caught_up(self.engine.address, self._union_ids, patience=patience)
        return await look_at_ledgers(self.direct_settings, self._union_ids)

    @property
    def _union_ids(self) -> list[UUID]:
        return [union.union_id for union in self.unions]

    async def close(self) -> None:
        """End everything that still runs; what matters was checked before."""
        for process in self._clerks:
            with suppress(ProcessLookupError):
                process.kill()
        for process in self._clerks:
            await process.wait()
        for application in self.applications:
            application.kill()
        for line in (*self.web_lines, self.line):
            await line.close()
        await self.engine.stop(signal.SIGQUIT)


@asynccontextmanager
async def installed(
    home: Path,
    prepared: Engine,
    nursery: Nursery,
    unions: Sequence[Union],
    folder: Path | None = None,
) -> AsyncIterator[Installation]:
    """An installation over a copy of prepared books, started and closed in the end; its files are removed."""
    await asyncio.to_thread(home.mkdir)
    log = home / "postgresql.log"
    engine = await asyncio.to_thread(prepared.copy_to, folder or home / "pg", log)
    made = Installation(home, engine, nursery, unions)
    try:
        await engine.start()
        yield made
    finally:
        await made.close()
        shutil.rmtree(home, ignore_errors=True)


__all__ = ["Installation", "Mood", "Stuck", "Union", "installed"]
