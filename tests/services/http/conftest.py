"""A running API over a database of its own, and a county in it."""

from collections.abc import AsyncIterator

import httpx
import pytest
from litestar import Litestar

from services.http.parts import Parts
from tests.services.http import settled
from tests.services.http.applying import application_over, running
from tests.services.http.calling import County
from tests.services.http.people import People
from tests.support.database import Database, Server


@pytest.fixture
async def begun(server: Server, request: pytest.FixtureRequest) -> settled.Opened:
    """What the test's database is a copy of: as much as the test asks for."""
    if "settlement" in request.fixturenames:
        return await settled.settled(server)
    if "founded" in request.fixturenames:
        return await settled.founded(server)
    return await settled.opened(server)


@pytest.fixture
def founded(begun: settled.Opened) -> settled.Founded:
    """The run's county."""
    assert isinstance(begun, settled.Founded)
    return begun


@pytest.fixture
def settlement(begun: settled.Opened) -> settled.Settled:
    """The run's county with its people."""
    assert isinstance(begun, settled.Settled)
    return begun


@pytest.fixture
def operator_key(begun: settled.Opened) -> str:
    """The first key there is."""
    return begun.operator_key


@pytest.fixture
async def app(database: Database, operator_key: str) -> AsyncIterator[Litestar]:
    """The application, running."""
    assert operator_key
    async with running(application_over(database.settings)) as made:
        yield made


@pytest.fixture
def parts(app: Litestar) -> Parts:
    """What the application works with."""
    given: Parts = app.state["parts"]
    return given


@pytest.fixture
async def client(app: Litestar) -> AsyncIterator[httpx.AsyncClient]:
    """Somebody on the network."""
    transport = httpx.ASGITransport(app)  # type: ignore[arg-type] # Litestar's own ASGI types
    async with httpx.AsyncClient(transport=transport, base_url="http://gonghui.test") as made:
        yield made


@pytest.fixture
def county(client: httpx.AsyncClient, parts: Parts, founded: settled.Founded) -> County:
    """A county with one unit."""
    return founded.county(client, parts)


@pytest.fixture
def people(county: County, settlement: settled.Settled) -> People:
    """Everybody of the county, logged in."""
    return settlement.people(county)
