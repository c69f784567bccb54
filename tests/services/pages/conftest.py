"""A running console over a database of its own: a county, a unit, and one person per role at the pages."""

import pytest

from tests.services.http.calling import County
from tests.services.http.conftest import app, client, county, operator_key, parts
from tests.services.http.people import People, everybody

__all__ = ["app", "client", "county", "operator_key", "parts", "people"]


@pytest.fixture
async def people(county: County) -> People:
    """Everybody of the county, logged in."""
    return await everybody(county)
