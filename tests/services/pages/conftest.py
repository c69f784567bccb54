"""A running console over a database of its own: a county, a unit, and one person per role at the pages."""

from collections.abc import AsyncIterator

import httpx
import pytest

from services.http.parts import Parts
from tests.services.http.calling import County
from tests.services.http.conftest import app, client, parts
from tests.services.http.people import People
from tests.services.pages.settled import Settled, settled
from tests.support.database import Database, Server, create_database, drop_database

__all__ = ["app", "client", "parts"]


@pytest.fixture
async def settlement(server: Server) -> Settled:
    """The run's county, to be copied."""
    return await settled(server)


@pytest.fixture
async def database(server: Server, settlement: Settled) -> AsyncIterator[Database]:
    """A copy of the run's county."""
    made = await create_database(server, settlement.template)
    try:
        yield made
    finally:
        await drop_database(server, made)


@pytest.fixture
def operator_key(settlement: Settled) -> str:
    """The first key there is."""
    return settlement.keys["operator"]


@pytest.fixture
def county(client: httpx.AsyncClient, parts: Parts, settlement: Settled) -> County:
    """The county with one unit."""
    return settlement.county(client, parts)


@pytest.fixture
def people(county: County, settlement: Settled) -> People:
    """Everybody of the county, logged in."""
    return settlement.people(county)
