"""Where the benchmarks run: a fresh durable PostgreSQL, each group of rows in a database of its own."""

import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

import asyncpg
import msgspec

from services.cli.ready import prepare
from services.settings import read_settings
from services.store import embedded
from services.store.addresses import with_database
from services.store.sql import queries
from services.wiring import Wired, wired

SQL = queries("tests.benchmarks", "baselines.sql")
CONNECTIONS = 32


class Server(msgspec.Struct, frozen=True):
    """The server of this run: its folder and the administrator's address."""

    home: Path
    address: str


class Ground(msgspec.Struct, frozen=True, kw_only=True):
    """The books under test, and an administrator's address for the baselines beside them.

    `figures` gathers what the page of arithmetic is made of (`figures.toml`): bytes, and things a second.
    """

    books: Wired
    administrator: str
    server: Server
    name: str
    quick: bool
    rounds: int = 5
    figures: dict[str, float] = msgspec.field(default_factory=dict)

    @property
    def home(self) -> Path:
        return self.server.home

    def sized(self, full: int, quick: int) -> int:
        """Return how much work to do in this run."""
        return quick if self.quick else full

    def beside(self, name: str) -> AbstractAsyncContextManager["Ground"]:
        """Return another ground on the same server, to take turns with this one."""
        return fresh_ground(self.server, f"{self.name}_{name}", quick=self.quick)

    async def ask(self, query: str, *values: object) -> Sequence[Any]:
        """Ask the database as its administrator, who sees every union."""
        connection = await asyncpg.connect(self.administrator)
        try:
            return list(await connection.fetch(SQL[query], *values))
        finally:
            await connection.close()


@contextmanager
def fresh_server() -> Iterator[Server]:
    """Start a server with default durability in a temporary folder; nothing of it is left in the end."""
    home = Path(tempfile.mkdtemp(prefix="gonghui-bench-"))
    folder = (home / "postgres").resolve()
    try:
        yield Server(home, embedded.start(folder, durable=True))
    finally:
        embedded.leave(folder)
        shutil.rmtree(home, ignore_errors=True)


@asynccontextmanager
async def fresh_ground(server: Server, name: str, *, quick: bool) -> AsyncIterator[Ground]:
    """Make a database, migrate it and wire the books as in production."""
    settings = read_settings(
        {
            "GONGHUI_HOME": str(server.home),
            "GONGHUI_POOL_SIZE": str(CONNECTIONS),
            "DATABASE_URL": with_database(server.address, f"bench_{name}"),
        }
    )
    await prepare(settings)
    administrator = settings.database_url or ""
    await _make_baselines(administrator)
    async with wired(settings) as books:
        await books.builds.create_first()
        yield Ground(
            books=books, administrator=administrator, server=server, name=name, quick=quick
        )


async def _make_baselines(administrator: str) -> None:
    connection = await asyncpg.connect(administrator)
    try:
        await connection.execute(SQL["make_tables"])
    finally:
        await connection.close()
