"""Runs a job as a process behind a line that kills it, runs it again, and says what the books then hold."""

import asyncio
import os
import random
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final, NamedTuple
from urllib.parse import parse_qs, urlsplit

import asyncpg

from services.store.addresses import database_of
from services.wiring import wired
from tests.faults.jobs import Job, Ready
from tests.faults.steps import Moment, StepLine
from tests.soak.nursery import Nursery
from tests.support.books import copied
from tests.support.database import Database, Server, drop_database

_MOMENTS: Final[Sequence[Moment]] = ("asked", "answered")
_TABLES: Final = """
select format('%I.%I', schemaname, tablename) from pg_tables where schemaname = any ($1) order by 1
"""
_ROWS: Final = """
select count(*), md5(string_agg(t::text, chr(10) order by t::text)) from {table} t
"""

Held = dict[str, tuple[int, str | None]]
"""How many rows each table has, and a digest of them where they must be the same."""


class Killed(NamedTuple):
    """What came of one kill: where, and what is wrong after the job was done again."""

    step: int
    moment: Moment
    faults: list[str]


class Killings:
    """One job, killed at any of its statements, each time over a fresh copy of its books."""

    def __init__(
        self, server: Server, nursery: Nursery, database: Database, job: Job, folder: Path
    ) -> None:
        self._server = server
        self._nursery = nursery
        self._database = database
        self._job = job
        self._folder = folder
        self._ready = Ready([])
        self._due: Held = {}
        self.steps = 0

    async def prepare(self) -> None:
        """Make the books, and do the job once unharmed."""
        self._ready = await self._job.prepare(self._server, self._database, self._folder)
        async with self._copy() as copy:
            self.steps = await self._unharmed(copy)
            self._due = await self._held(copy)

    async def kill(self, step: int, moment: Moment) -> Killed:
        """Kill the job at a statement, do it again, and compare."""
        async with self._copy() as copy:
            async with self._line(copy) as (line, environment):
                log = self._folder / "killed.log"
                starting = asyncio.create_task(
                    self._nursery.start(self._ready.arguments, environment, log)
                )

                async def kill() -> None:
                    (await starting).kill()

                line.kill_at(step, moment, kill)
                ended = await (await starting).ended
            if ended != 0:  # where it had fewer statements this time, it was done
                await self._unharmed(copy)
            return Killed(step, moment, self._differing(await self._held(copy)))

    def some(self, dice: random.Random, count: int) -> list[tuple[int, Moment]]:
        """Some statements, spread over all, each before or after."""
        chosen = sorted(dice.sample(range(1, self.steps + 1), min(count, self.steps)))
        return [(step, dice.choice(_MOMENTS)) for step in chosen]

    def all(self) -> list[tuple[int, Moment]]:
        """Before the first statement and after every one: before the next is the same for the books."""
        after: Moment = "answered"
        return [(1, "asked"), *((step, after) for step in range(1, self.steps + 1))]

    def _differing(self, held: Held) -> list[str]:
        faults = []
        for table in sorted(held.keys() | self._due.keys()):
            found, due = held.get(table, (0, None)), self._due.get(table, (0, None))
            if table in self._job.varies and found[0] >= due[0]:
                continue
            if found != due:
                faults.append(f"{table}: {found[0]} rows for {due[0]}, or other ones")
        return faults

    async def _unharmed(self, copy: Database) -> int:
        async with self._line(copy) as (line, environment):
            log = self._folder / "unharmed.log"
            log.unlink(missing_ok=True)
            child = await self._nursery.start(self._ready.arguments, environment, log)
            status = await child.ended
            assert status == 0, log.read_text()[-2_000:]
            return line.steps

    async def _held(self, copy: Database) -> Held:
        """What the books, the live ledgers and the key store hold; a ledger by the name of what it projects.

        Ledgers that the job did not get to are the follower's, who is always there.
        """
        async with wired(copy.settings) as books:
            await books.follower.round()
            live = {build.schema: build.name for build in await books.builds.live()}
        held = await self._tables(copy.administrator, ["books"], exact=False)
        ledgers = await self._tables(copy.administrator, list(live), exact=self._job.exact)
        for table, rows in ledgers.items():
            schema, _, name = table.partition(".")
            held[f"{live[schema]}.{name}"] = rows
        keys = copy.addresses.keystore_administrator or ""
        return held | await self._tables(keys, ["keyring"], exact=False)

    async def _tables(self, address: str, schemas: list[str], *, exact: bool) -> Held:
        connection = await asyncpg.connect(address)
        try:
            held: Held = {}
            for row in await connection.fetch(_TABLES, schemas):
                count, digest = await connection.fetchrow(_ROWS.format(table=row[0]))
                held[row[0]] = (count, digest if exact else None)
        finally:
            await connection.close()
        return held

    @asynccontextmanager
    async def _copy(self) -> AsyncIterator[Database]:
        copy = await copied(self._server, self._database)
        try:
            yield copy
        finally:
            await drop_database(self._server, copy)

    @asynccontextmanager
    async def _line(self, copy: Database) -> AsyncIterator[tuple[StepLine, dict[str, str]]]:
        """A line to the server, and the environment of a job that goes through it."""
        parts = urlsplit(copy.administrator)
        folder = parse_qs(parts.query)["host"][0]
        line = StepLine(Path(folder) / ".s.PGSQL.5432")
        await line.open()
        settings = copy.settings
        environment = {
            "PATH": os.environ.get("PATH", ""),
            "DATABASE_URL": f"postgresql://{parts.netloc.rpartition('@')[0]}@127.0.0.1:{line.port}/"
            f"{database_of(copy.administrator)}?sslmode=disable",
            "GONGHUI_HOME": str(settings.home),
            "GONGHUI_ROOT_KEY_FILE": str(settings.root_key_file),
        }
        try:
            yield line, environment | dict(self._ready.environment)
        finally:
            await line.close()
