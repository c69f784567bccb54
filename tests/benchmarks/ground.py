"""Where the benchmarks run: a fresh durable PostgreSQL, migrated and wired as in production."""

import os
import shutil
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import asyncpg
import msgspec

from services.settings import read_settings
from services.store import embedded
from services.store.addresses import Addresses
from services.store.migrate import migrate
from services.store.sql import queries
from services.wiring import Wired, wired

SQL = queries("tests.benchmarks", "baselines.sql")
CONNECTIONS = 32


class Ground(msgspec.Struct, frozen=True, kw_only=True):
    """The books under test, and an administrator's address for the baselines beside them."""

    books: Wired
    administrator: str
    quick: bool
    rounds: int = 5

    def sized(self, full: int, quick: int) -> int:
        return quick if self.quick else full


@asynccontextmanager
async def fresh_ground(*, quick: bool) -> AsyncIterator[Ground]:
    """Start a server with default durability in a temporary folder; nothing of it is left in the end."""
    home = Path(tempfile.mkdtemp(prefix="gonghui-bench-"))
    settings = read_settings(
        {"GONGHUI_HOME": str(home), "GONGHUI_POOL_SIZE": str(CONNECTIONS), **_server_given()}
    )
    try:
        await migrate(settings)
        administrator = Addresses(settings).administrator
        await _make_baselines(administrator)
        async with wired(settings) as books:
            await books.builds.create_first()
            yield Ground(books=books, administrator=administrator, quick=quick)
    finally:
        embedded.leave((home / "postgres").resolve())
        shutil.rmtree(home, ignore_errors=True)


def _server_given() -> dict[str, str]:
    """Another server can be measured instead; its address is the only thing taken from outside."""
    given = os.environ.get("DATABASE_URL")
    return {"DATABASE_URL": given} if given else {}


async def _make_baselines(administrator: str) -> None:
    connection = await asyncpg.connect(administrator)
    try:
        await connection.execute(SQL["make_tables"])
    finally:
        await connection.close()
