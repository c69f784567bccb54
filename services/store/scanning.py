"""Searches both databases, and the files beneath them, for what must be gone; and rewrites the key store's tables.

Only the administrator can: row policies hide rows from every other role. A row that was deleted or emptied stays in
the table's file until the table is rewritten, and in the write-ahead log until its segments are used again.
"""

from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

import asyncpg
import msgspec

from services.store.sql import queries

_QUERIES = queries("services.store", "scanning.sql")
_ADMINISTRATION = queries("services.store", "administration.sql")
_PIECE: Final = 1 << 22


class Found(msgspec.Struct, frozen=True):
    """Something that should be gone is still here: its name, where, and in how many rows or files."""

    name: str
    place: str
    count: int


class Searched(msgspec.Struct, frozen=True):
    """What was found, which places were searched, and which could not be."""

    found: list[Found]
    covered: list[str]
    not_covered: list[str]


async def search_database(address: str, needles: Mapping[str, bytes]) -> Searched:
    """Search every row of every table of a database."""
    found, covered = [], []
    async with _administrator(address) as connection:
        tables = [row[0] for row in await connection.fetch(_QUERIES["tables"])]
        for table in tables:
            statement = _QUERIES["rows_with"].format(table=table)
            for name, needle in needles.items():
                count = await connection.fetchval(statement, _spellings(needle))
                if count:
                    found.append(Found(name, table, count))
            covered.append(table)
    return Searched(found, covered, [])


async def search_files(address: str, needles: Mapping[str, bytes]) -> Searched:
    """Search the files of a database and the write-ahead log, where they can be read from here."""
    async with _administrator(address) as connection:
        await connection.execute(_QUERIES["checkpoint"])
        folder = Path(await connection.fetchval(_QUERIES["data_directory"]))
        number = await connection.fetchval(_QUERIES["database_number"])
    return search_folders([folder / "base" / str(number), folder / "pg_wal"], needles)


def search_folders(folders: Iterable[Path], needles: Mapping[str, bytes]) -> Searched:
    """Search every file below some folders, as bytes."""
    found: list[Found] = []
    covered: list[str] = []
    not_covered: list[str] = []
    for folder in folders:
        try:
            files = sorted(path for path in folder.rglob("*") if path.is_file())
            is_readable = folder.is_dir()
        except OSError:
            files, is_readable = [], False
        (covered if is_readable else not_covered).append(str(folder))
        for name, needle in needles.items():
            count = sum(_holds(path, needle) for path in files)
            if count:
                found.append(Found(name, str(folder), count))
    return Searched(found, covered, not_covered)


async def compact_key_store(address: str) -> None:
    """Rewrite the key store's tables, so that no page of theirs still holds what was destroyed.

    An administrator who is no superuser must be a member of `pg_checkpoint`.
    """
    async with _administrator(address) as connection:
        async with _as_owner(connection):
            for name in ("compact_subject_keys", "compact_blind_index", "compact_county_index"):
                await connection.execute(_QUERIES[name])
        await connection.execute(_QUERIES["checkpoint"])


def joined(parts: Iterable[Searched]) -> Searched:
    """Return several searches as one."""
    every = list(parts)
    return Searched(
        [one for part in every for one in part.found],
        [one for part in every for one in part.covered],
        [one for part in every for one in part.not_covered],
    )


@asynccontextmanager
async def _administrator(address: str) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(address)
    try:
        yield connection
    finally:
        await connection.close()


@asynccontextmanager
async def _as_owner(connection: asyncpg.Connection) -> AsyncIterator[None]:
    """Be the tables' owner without a transaction, in which nothing can be vacuumed, and give the place back."""
    if await connection.fetchval(_ADMINISTRATION["is_superuser"]):
        yield
        return
    await connection.execute(await connection.fetchval(_ADMINISTRATION["statement_enter_owner"]))
    await connection.execute(_QUERIES["become_owner"])
    try:
        yield
    finally:
        await connection.execute(_ADMINISTRATION["become_self"])
        await connection.execute(
            await connection.fetchval(_ADMINISTRATION["statement_leave_owner"])
        )


def _spellings(needle: bytes) -> list[str]:
    """As a column of bytes shows it, and as text where it is one."""
    try:
        return [needle.hex(), needle.decode()]
    except UnicodeDecodeError:
        return [needle.hex()]


def _holds(path: Path, needle: bytes) -> int:
    """Tell whether a file holds something; a file that vanishes meanwhile holds nothing."""
    kept = b""
    try:
        with path.open("rb") as opened:
            while piece := opened.read(_PIECE):
                if needle in kept + piece:
                    return 1
                kept = piece[-len(needle) :]
    except OSError:
        return 0
    return 0
