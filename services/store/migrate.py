"""Bring the permanent tables up to date: numbered files, each applied once, never changed.

Each file is a transaction of its own that waits for no lock longer than a tenth of a second: what reads and writes
behind it is let through, and the file tries again (assurance F21). Projection tables have no migrations; they
are rebuilt beside the old ones.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager, suppress
from typing import TypeVar

import asyncpg

from services.settings import Settings
from services.store.addresses import (
    Addresses,
    Role,
    database_of,
    ensure_root_key,
    with_database,
)
from services.store.history import (
    BOOKS,
    KEYRING,
    PACKAGE,
    Migration,
    Part,
    Stage,
    check_history,
    lacking,
    migrations,
)
from services.store.sql import queries, text

_QUERIES = queries(PACKAGE, "administration.sql")
_TRIES = 5
_PAUSE_SECONDS = 0.2
PATIENCE_SECONDS = 60.0
"""How long a file tries to get its locks: longer than any reader is let to run."""
_T = TypeVar("_T")
_BOOKS_ROLES = (Role.APP, Role.PROJECTOR, Role.COUNTY, Role.AUDITOR, Role.CHECKPOINTER)


class EncodingUnusable(Exception):
    """The database does not keep texts as UTF-8, so digests could not be computed."""


class MigrationBlocked(Exception):
    """Somebody holds what a file needs, all the time it was willing to try. Nothing of the file was done."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


async def migrate(
    settings: Settings, stage: Stage | None = None, *, patience_seconds: float = PATIENCE_SECONDS
) -> list[str]:
    """Make or update roles, books and key store; returns the names of the files applied.

    Without a stage an empty database gets every file, any other what may run beside the code before. May be
    repeated, and may run at the same time as another one. Raises MigrationChanged, MigrationBlocked.
    """
    ensure_root_key(settings.root_key_file)
    addresses = Addresses(settings)
    patience = {"patience_seconds": patience_seconds}
    applied = await migrate_database(addresses.administrator, BOOKS, stage, **patience)
    await _let_in(addresses.administrator, addresses, _BOOKS_ROLES)
    keystore = addresses.keystore_administrator
    if keystore is not None:
        applied += await migrate_database(keystore, KEYRING, stage, **patience)
        await _let_in(keystore, addresses, (Role.KEYS,))
    return applied


async def awaited(settings: Settings) -> list[Migration]:
    """Return the files that some database still needs; changes nothing."""
    addresses = Addresses(settings)
    found = await _lacked_at(addresses.administrator, BOOKS)
    if addresses.keystore_administrator is not None:
        found += await _lacked_at(addresses.keystore_administrator, KEYRING)
    return found


async def renew_passwords(settings: Settings) -> None:
    """Set the roles' passwords anew after the root key they follow from became another one. May be repeated."""
    addresses = Addresses(settings)
    await _let_in(addresses.administrator, addresses, _BOOKS_ROLES)
    keystore = addresses.keystore_administrator
    if keystore is not None:
        await _let_in(keystore, addresses, (Role.KEYS,))


async def migrate_database(
    address: str,
    part: Part,
    stage: Stage | None = None,
    *,
    patience_seconds: float = PATIENCE_SECONDS,
) -> list[str]:
    """Make one database if need be and apply what it lacks; returns the names applied."""
    await create_database(address)
    connection = await asyncpg.connect(address)
    try:
        if await connection.fetchval(_QUERIES["encoding"]) != "UTF8":
            raise EncodingUnusable
        await patiently(lambda: _prepare_alone(connection, part), part.roles, patience_seconds)
        due = await _due(connection, part, stage)
        return [
            migration.name
            for migration in due
            if await patiently(
                lambda one=migration: _apply(connection, part, one),  # type: ignore[misc]
                migration.name,
                patience_seconds,
            )
        ]
    finally:
        await connection.close()


async def create_database(address: str) -> None:
    """Make the database of an address, unless it is there."""
    name = database_of(address)
    try:
        connection = await asyncpg.connect(address)
    except asyncpg.InvalidCatalogNameError:
        connection = await asyncpg.connect(with_database(address, "postgres"))
        statement = await connection.fetchval(_QUERIES["statement_create_database"], name)
        with suppress(asyncpg.DuplicateDatabaseError, asyncpg.UniqueViolationError):
            await connection.execute(statement)  # another one may be faster
    await connection.close()


async def prepare(connection: asyncpg.Connection, part: Part) -> None:
    """Make roles, schemas and rights; the rights on a database do not travel with a copy of it."""
    await connection.execute(text(PACKAGE, part.roles))


async def _due(connection: asyncpg.Connection, part: Part, stage: Stage | None) -> list[Migration]:
    """Return the files that are to run now; `post` is about all that is missing, for it is the end."""
    applied, known = await _applied(connection, part), migrations(part)
    check_history(applied, known)
    is_new = not applied
    return lacking(applied, known, None if is_new or stage is Stage.POST else Stage.PRE)


async def _lacked_at(address: str, part: Part) -> list[Migration]:
    try:
        connection = await asyncpg.connect(address)
    except asyncpg.InvalidCatalogNameError:
        return migrations(part)
    try:
        return lacking(await _applied(connection, part), migrations(part))
    except (
        asyncpg.UndefinedTableError,
        asyncpg.InvalidSchemaNameError,
        asyncpg.UndefinedObjectError,  # the owner itself, by whichever of the two ways
        asyncpg.InvalidParameterValueError,
    ):
        return migrations(part)
    finally:
        await connection.close()


async def _applied(connection: asyncpg.Connection, part: Part) -> dict[int, bytes]:
    """Only the owner, and those who serve, may look: an administrator who is no superuser is neither."""
    async with connection.transaction(), as_owner(connection):
        rows = await connection.fetch(_QUERIES[f"applied_{part.schema}"])
    return {row["number"]: row["sha256"] for row in rows}


async def _prepare_alone(connection: asyncpg.Connection, part: Part) -> None:
    async with connection.transaction():
        await connection.execute(_QUERIES["limit_waiting"])
        await prepare(connection, part)
        await _step_back(connection, part)


async def _apply(connection: asyncpg.Connection, part: Part, migration: Migration) -> bool:
    """Apply a file and note it, together; False when another migration was faster."""
    async with connection.transaction():
        await connection.execute(_QUERIES["limit_waiting"])
        async with as_owner(connection):
            await connection.execute(_QUERIES[f"lock_{part.schema}"])
        if migration.number in await _applied(connection, part):
            return False
        async with as_owner(connection):
            await connection.execute(migration.script)
            note = (migration.number, migration.name, migration.sha256)
            await connection.execute(_QUERIES[f"record_{part.schema}"], *note)
    return True


@asynccontextmanager
async def as_owner(connection: asyncpg.Connection) -> AsyncIterator[None]:
    """Be the tables' owner within a transaction; an administrator who is no superuser must become it first."""
    is_superuser = await connection.fetchval(_QUERIES["is_superuser"])
    if not is_superuser:
        await connection.execute(await connection.fetchval(_QUERIES["statement_enter_owner"]))
    await connection.execute(_QUERIES["become_owner"])
    yield
    await connection.execute(_QUERIES["become_self"])
    if not is_superuser:
        await connection.execute(await connection.fetchval(_QUERIES["statement_leave_owner"]))


async def _step_back(connection: asyncpg.Connection, part: Part) -> None:
    """An administrator who is no superuser gives the owner's place back at once."""
    if await connection.fetchval(_QUERIES["is_superuser"]):
        return
    left = ["statement_leave_owner"]
    if part is BOOKS:
        left.append("statement_leave_projector")
    for name in left:
        await connection.execute(await connection.fetchval(_QUERIES[name]))


async def _let_in(address: str, addresses: Addresses, roles: Iterable[Role]) -> None:
    """Allow the roles to log in with their derived passwords, where these are used."""

    async def set_passwords() -> None:
        connection = await asyncpg.connect(address)
        try:
            for role in roles:
                statement = await connection.fetchval(
                    _QUERIES["statement_set_password"], role, addresses.verifier(role)
                )
                await connection.execute(statement)
        finally:
            await connection.close()

    await patiently(set_passwords, "passwords", PATIENCE_SECONDS)


async def patiently(work: Callable[[], Awaitable[_T]], name: str, seconds: float) -> _T:
    """Do what may be repeated until it gets its locks; raises MigrationBlocked when it never does.

    Two migrations of one cluster may also touch the same role's row: the loser tries again, a few times.
    """
    deadline, lost = time.monotonic() + seconds, 0
    while True:
        try:
            return await work()
        except asyncpg.LockNotAvailableError:
            if time.monotonic() >= deadline:
                raise MigrationBlocked(name) from None
        except (
            asyncpg.InternalServerError,
            asyncpg.UniqueViolationError,
            asyncpg.DeadlockDetectedError,
        ):
            lost += 1
            if lost == _TRIES:
                raise
        await asyncio.sleep(_PAUSE_SECONDS)
