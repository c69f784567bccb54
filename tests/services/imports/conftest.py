"""Imports through the running API: the same county as for any other call."""

from tests.services.http.conftest import app, client, county, operator_key, parts

__all__ = ["app", "client", "county", "operator_key", "parts"]
