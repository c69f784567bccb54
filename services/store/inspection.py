"""What a database says about how it is set up: roles, policies, rights, settings, clock. No row of a union."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from datetime import UTC, datetime, timedelta
from typing import TypeVar

import asyncpg
import msgspec

from services.errors import PoolExhausted
from services.store.history import BOOKS, is_migrated, migrations
from services.store.pool import Connection, Pool
from services.store.separation import SEPARATION, Separation
from services.store.sql import queries

_QUERIES = queries("services.store", "inspection.sql")
_ADMINISTRATION = queries("services.store", "administration.sql")
_SILENT = (asyncpg.PostgresError, asyncpg.InterfaceError, OSError, TimeoutError, PoolExhausted)
_SECONDS = 10.0
_T = TypeVar("_T")


class LoginSeen(msgspec.Struct, frozen=True, kw_only=True):
    """Who a process is at one address, and whether that is more than it should be."""

    role: str
    is_above_policies: bool
    owns_tables: bool
    memberships: int


class ServerSeen(msgspec.Struct, frozen=True, kw_only=True):
    """One cluster. `ahead` is how far its clock stands before ours; `identifier` is None where it is hidden."""

    version: int
    started_at: datetime
    identifier: int | None
    ahead: timedelta

    def is_same(self, other: "ServerSeen") -> bool:
        """Tell whether two addresses lead to one cluster."""
        if self.identifier is not None and self.identifier == other.identifier:
            return True
        return self.started_at == other.started_at


class DatabaseSeen(msgspec.Struct, frozen=True, kw_only=True):
    """One database's catalogue. Every tuple names what is not as it should be."""

    server: ServerSeen
    strong_roles: tuple[str, ...] = ()
    member_roles: tuple[str, ...] = ()
    unfenced_tables: tuple[str, ...] = ()
    views_of_their_owner: tuple[str, ...] = ()
    functions_of_the_mighty: tuple[str, ...] = ()
    rights_to_change: tuple[str, ...] = ()
    careless_settings: tuple[str, ...] = ()
    talkative_settings: tuple[str, ...] = ()


async def login_at(address: str) -> LoginSeen | None:
    """Return who connects at an address; None when nobody can."""
    return await _asked(address, _login)


async def database_at(
    address: str, now: Callable[[], datetime] = lambda: datetime.now(UTC)
) -> DatabaseSeen | None:
    """Return how a database is set up; None when it cannot be reached."""

    async def seen(connection: Connection) -> DatabaseSeen:
        found = {name: await _names(connection, name) for name in _lists()}
        return DatabaseSeen(server=await _server(connection, now), **found)

    return await _asked(address, seen)


async def is_separation_whole(address: str) -> bool | None:
    """Tell whether the table of separate duties is the one of this code; None when it cannot be read."""

    async def whole(connection: Connection) -> bool:
        rows = await connection.fetch(_QUERIES["separation"])
        return {Separation(row[0], row[1], tuple(row[2])) for row in rows} == SEPARATION

    return await _asked(address, whole)


async def is_migrated_at(address: str) -> bool | None:
    """Tell whether the books' tables are those of this code; None when they cannot be read."""

    async def migrated(connection: Connection) -> bool:
        rows = await connection.fetch(_ADMINISTRATION["applied_books"])
        return is_migrated({row["number"]: row["sha256"] for row in rows}, migrations(BOOKS))

    return await _asked(address, migrated)


def _lists() -> Iterable[str]:
    return (name for name in DatabaseSeen.__struct_fields__ if name != "server")


async def _asked(address: str, ask: Callable[[Connection], Awaitable[_T]]) -> _T | None:
    pool = Pool(address, size=1, command_seconds=_SECONDS, acquire_seconds=_SECONDS)
    try:
        async with asyncio.timeout(_SECONDS), pool.all_unions_tx() as connection:
            return await ask(connection)
    except _SILENT:
        return None
    finally:
        await pool.close()


async def _login(connection: Connection) -> LoginSeen:
    (row,) = await connection.fetch(_QUERIES["who_am_i"])
    return LoginSeen(
        role=row["rolname"],
        is_above_policies=row["rolsuper"] or row["rolbypassrls"],
        owns_tables=row["owns"],
        memberships=row["memberships"],
    )


async def _names(connection: Connection, query: str) -> tuple[str, ...]:
    return tuple(str(row[0]) for row in await connection.fetch(_QUERIES[query]))


async def _server(connection: Connection, now: Callable[[], datetime]) -> ServerSeen:
    """The clock is read between two readings of ours: half the way there and back is not counted."""
    before = now()
    (row,) = await connection.fetch(_QUERIES["server"])
    middle = before + (now() - before) / 2
    return ServerSeen(
        version=row["version"],
        started_at=row["started_at"],
        identifier=row["identifier"],
        ahead=row["clock"] - middle,
    )
