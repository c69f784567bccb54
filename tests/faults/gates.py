"""Holding back what an application does in PostgreSQL: a lock on a table, and waiting for who waits for it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

import asyncpg

_SECONDS: Final = 30
_PAUSE: Final = 0.01
_WAITING: Final = "select count(*) from pg_locks where relation = $1::regclass and not granted"


class Gate:
    """A closed gate before a table."""

    def __init__(self, watching: asyncpg.Connection, table: str) -> None:
        self._watching = watching
        self._table = table

    async def waiting(self, count: int = 1) -> None:
        """Return when so many wait at the gate."""
        async with asyncio.timeout(_SECONDS):
            while await self._watching.fetchval(_WAITING, self._table) < count:  # noqa: ASYNC110 # nobody tells
                await asyncio.sleep(_PAUSE)


@asynccontextmanager
async def closed(administrator: str, table: str, mode: str) -> AsyncIterator[Gate]:
    """Close a gate before a table for as long as this is entered."""
    holding = await asyncpg.connect(administrator)
    watching = await asyncpg.connect(administrator)
    try:
        async with holding.transaction():
            await holding.execute(f"lock table {table} in {mode} mode")
            yield Gate(watching, table)
    finally:
        await holding.close()
        await watching.close()
