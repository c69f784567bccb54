"""A running console over a database of its own: a county, a unit, and one person per role at the pages."""

from tests.services.http.conftest import (
    app,
    begun,
    client,
    county,
    founded,
    operator_key,
    parts,
    people,
    settlement,
)

__all__ = [
    "app",
    "begun",
    "client",
    "county",
    "founded",
    "operator_key",
    "parts",
    "people",
    "settlement",
]
