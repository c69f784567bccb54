"""Bring the permanent tables up to date: numbered files, each applied once, never changed.

Projection tables have no migrations; they are rebuilt beside the old ones.
"""

import asyncio
import hashlib
import re
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from importlib import resources
from typing import TypeVar

import asyncpg
import msgspec

from services.settings import Settings
from services.store.addresses import (
    Addresses,
    Role,
    database_of,
    ensure_root_key,
    with_database,
)
from services.store.sql import queries, text

_PACKAGE = "services.store"
_QUERIES = queries(_PACKAGE, "administration.sql")
_FILE_NAME = re.compile(r"(\d{4})_(?:pre|post)_\w+\.sql")
_TRIES = 5
_T = TypeVar("_T")
_BOOKS_ROLES = (Role.APP, Role.PROJECTOR, Role.COUNTY, Role.AUDITOR, Role.CHECKPOINTER)


class MigrationChanged(Exception):
    """A file was edited after it had been applied, or one before the last was added."""


class EncodingUnusable(Exception):
    """The database does not keep texts as UTF-8, so digests could not be computed."""


class Migration(msgspec.Struct, frozen=True):
    """One numbered file."""

    number: int
    name: str
    script: str

    @property
    def sha256(self) -> bytes:
        return hashlib.sha256(self.script.encode()).digest()


class Part(msgspec.Struct, frozen=True):
    """One database's permanent part: its schema, its files and the script of its roles."""

    schema: str
    folder: str
    roles: str


BOOKS = Part("books", "migrations", "roles.sql")
KEYRING = Part("keyring", "keystore_migrations", "keystore_roles.sql")


def migrations(part: Part) -> list[Migration]:
    """Return a part's files in order."""
    folder = resources.files(_PACKAGE).joinpath(part.folder)
    return [
        Migration(int(match[1]), file.name, file.read_text(encoding="utf-8"))
        for file in sorted(folder.iterdir(), key=lambda file: file.name)
        if (match := _FILE_NAME.fullmatch(file.name))
    ]


async def migrate(settings: Settings) -> list[str]:
    """Make or update roles, books and key store; returns the names of the files applied.

    May be repeated, and may run at the same time as another one.
    """
    ensure_root_key(settings.root_key_file)
    addresses = Addresses(settings)
    applied = await migrate_database(addresses.administrator, BOOKS)
    await _let_in(addresses.administrator, addresses, _BOOKS_ROLES)
    keystore = addresses.keystore_administrator
    if keystore is not None:
        applied += await migrate_database(keystore, KEYRING)
        await _let_in(keystore, addresses, (Role.KEYS,))
    return applied


async def renew_passwords(settings: Settings) -> None:
    """Set the roles' passwords anew after the root key they follow from became another one. May be repeated."""
    addresses = Addresses(settings)
    await _let_in(addresses.administrator, addresses, _BOOKS_ROLES)
    keystore = addresses.keystore_administrator
    if keystore is not None:
        await _let_in(keystore, addresses, (Role.KEYS,))


async def migrate_database(address: str, part: Part) -> list[str]:
    """Make one database if need be and apply what it lacks; returns the names applied."""
    await create_database(address)
    return await _patiently(lambda: _apply_all(address, part))


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
    await connection.execute(text(_PACKAGE, part.roles))


async def _apply_all(address: str, part: Part) -> list[str]:
    connection = await asyncpg.connect(address)
    try:
        if await connection.fetchval(_QUERIES["encoding"]) != "UTF8":
            raise EncodingUnusable
        async with connection.transaction():
            await connection.execute(_QUERIES["limit_waiting"])
            await prepare(connection, part)
            await connection.execute(_QUERIES[f"lock_{part.schema}"])
            missing = await _missing(connection, part)
            await connection.execute(_QUERIES["become_owner"])
            for migration in missing:
                await _apply(connection, part, migration)
            await connection.execute(_QUERIES["become_self"])
            await _step_back(connection, part)
        return [migration.name for migration in missing]
    finally:
        await connection.close()


async def _missing(connection: asyncpg.Connection, part: Part) -> list[Migration]:
    rows = await connection.fetch(_QUERIES[f"applied_{part.schema}"])
    applied = {row["number"]: row["sha256"] for row in rows}
    known = migrations(part)
    check_history(applied, known)
    return [migration for migration in known if migration.number not in applied]


def check_history(applied: dict[int, bytes], known: Iterable[Migration]) -> None:
    """Refuse a history that differs from the files: MigrationChanged."""
    last = max(applied, default=0)
    for migration in known:
        if migration.number <= last and applied.get(migration.number) != migration.sha256:
            raise MigrationChanged(migration.name)


async def _apply(connection: asyncpg.Connection, part: Part, migration: Migration) -> None:
    await connection.execute(migration.script)
    await connection.execute(
        _QUERIES[f"record_{part.schema}"], migration.number, migration.name, migration.sha256
    )


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
                    _QUERIES["statement_set_password"], role, addresses.password(role)
                )
                await connection.execute(statement)
        finally:
            await connection.close()

    await _patiently(set_passwords)


async def _patiently(work: Callable[[], Awaitable[_T]]) -> _T:
    """Two migrations of one cluster may touch the same role's row: the loser tries again."""
    for attempt in range(1, _TRIES):
        try:
            return await work()
        except (
            asyncpg.InternalServerError,
            asyncpg.UniqueViolationError,
            asyncpg.DeadlockDetectedError,
        ):
            await asyncio.sleep(0.1 * attempt)
    return await work()
