"""Empty books, and books that hold the sample county: imported once in a process, copied for each test."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from typing import NamedTuple

import pytest

from services.importers.county_import import CountyReport
from services.wiring import Wired
from tests.support.books import COUNTY, books, copied, import_county, office, open_books
from tests.support.database import Database, Server, create_database, drop_database

__all__ = ["books", "office"]


class Imported(NamedTuple):
    """A database nobody is connected to, and what the import of the sample county reported."""

    database: Database
    report: CountyReport


@pytest.fixture(scope="session")
def imported(server: Server) -> Iterator[Imported]:
    async def make() -> Imported:
        database = await create_database(server)
        async with open_books(database) as opened:
            return Imported(database, await import_county(opened, COUNTY))

    made = asyncio.run(make())
    yield made
    asyncio.run(drop_database(server, made.database))


@pytest.fixture
async def county(server: Server, imported: Imported) -> AsyncIterator[Wired]:
    """Books of its own with the sample county on them."""
    database = await copied(server, imported.database)
    async with open_books(database) as opened:
        yield opened
    await drop_database(server, database)
