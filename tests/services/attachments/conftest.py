"""Empty books, the office of one union, and somebody who may do anything behind the store's back."""

from collections.abc import AsyncIterator

import asyncpg
import pytest

from services.wiring import Wired
from tests.support.books import books, office

__all__ = ["books", "office"]


@pytest.fixture
async def superuser(books: Wired) -> AsyncIterator[asyncpg.Connection]:
    """Whoever owns the database."""
    connection = await asyncpg.connect(books.settings.database_url)
    yield connection
    await connection.close()
