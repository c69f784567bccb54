"""Asks a server about its archive, as the administrator, and closes a segment so that it is archived now."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from urllib.parse import urlencode, urlsplit, urlunsplit

import asyncpg
import msgspec

from services.store.pool import Connection, Pool
from services.store.sql import queries

_RECOVERY = queries("services.store", "recovery.sql")
_SECONDS = 10.0
_BOOTSTRAP = "postgres"


class Archiver(msgspec.Struct, frozen=True, kw_only=True):
    """What the server says of its archive: whether there is one, the last segment kept, the last that failed."""

    is_on: bool
    last_archived_wal: str | None
    last_archived_time: datetime | None
    last_failed_wal: str | None
    last_failed_time: datetime | None

    @property
    def is_failing(self) -> bool:
        """Whether the last try failed."""
        if self.last_failed_time is None:
            return False
        return self.last_archived_time is None or self.last_failed_time > self.last_archived_time


async def archiver_at(address: str) -> Archiver:
    """Return the state of a server's archive."""
    async with _administrator(address) as connection:
        (row,) = await connection.fetch(_RECOVERY["archiver"])
    return Archiver(**{name: row[name] for name in Archiver.__struct_fields__})


async def closed_segment(address: str) -> str:
    """Close the segment that is being written and return its name.

    An administrator who may not close it gets the name all the same: `archive_timeout` closes it in time.
    """
    try:
        async with _administrator(address) as connection:
            name: str = await connection.fetchval(_RECOVERY["close_segment"])
    except asyncpg.InsufficientPrivilegeError:
        async with _administrator(address) as connection:
            name = await connection.fetchval(_RECOVERY["open_segment"])
    return name


def with_socket(address: str, folder: str) -> str:
    """Return the same user and database behind the socket in a folder, where nobody is asked for a password.

    An address that names nobody means whoever runs the program; the server behind the socket knows `postgres`.
    """
    parts = urlsplit(address)
    query = urlencode({"host": folder, "port": "5432"}, safe="/")
    return urlunsplit(("postgresql", f"{parts.username or _BOOTSTRAP}@", parts.path, query, ""))


@asynccontextmanager
async def _administrator(address: str) -> AsyncIterator[Connection]:
    pool = Pool(address, size=1, command_seconds=_SECONDS, acquire_seconds=_SECONDS)
    try:
        async with pool.all_unions_tx() as connection:
            yield connection
    finally:
        await pool.close()
