"""An office whose books leave, and a place they go to."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from domain.ids import MemberId
from services.wiring import Wired
from tests.services.moving.places import another_place, fill
from tests.support.books import Office, new_office
from tests.support.database import Database, Server, create_database, drop_database


@pytest.fixture
async def old(database: Database, tmp_path: Path) -> AsyncIterator[Wired]:
    """Where the books are."""
    async with another_place(database, tmp_path, "old.example") as books:
        yield books


@pytest.fixture
async def new(server: Server, tmp_path: Path) -> AsyncIterator[Wired]:
    """Where the books go."""
    made = await create_database(server)
    async with another_place(made, tmp_path, "new.example") as books:
        yield books
    await drop_database(server, made)


@pytest.fixture
async def office(old: Wired) -> Office:
    """The office of the union that moves."""
    return await new_office(old)


@pytest.fixture
async def member(office: Office) -> MemberId:
    """Somebody in books with money and papers in them."""
    return await fill(office)
