"""Imports through the running API: the same county as for any other call."""

from tests.services.http.conftest import (
    app,
    begun,
    client,
    county,
    founded,
    operator_key,
    parts,
)

__all__ = ["app", "begun", "client", "county", "founded", "operator_key", "parts"]
