"""What whoever runs the service sees: health, figures, the description of the API."""

import json
from collections.abc import AsyncIterator

import httpx
import pytest
from litestar import Litestar

from services.asgi import create_app
from services.http.health import Health
from services.http.operation import OPERATIONS
from services.http.reading import read_body
from tests.services.http.applying import running
from tests.services.http.calling import County
from tests.support.database import Database


@pytest.fixture
async def app(database: Database, operator_key: str) -> AsyncIterator[Litestar]:
    """An application of its own: figures count from the start of one."""
    assert operator_key
    async with running(create_app(database.settings, follow=False)) as made:
        yield made


async def test_health_needs_no_key(client: httpx.AsyncClient) -> None:
    assert (await client.get("/health/live")).json() == {"live": True}
    ready = await client.get("/health/ready")
    assert ready.status_code == 200
    assert ready.json()["lag_events"]["roster"] == 0


async def test_a_process_that_cannot_look_is_not_ready(
    client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(_: Health) -> None:
        raise OSError

    monkeypatch.setattr(Health, "_migrated", fail)
    monkeypatch.setattr(Health, "_followed", fail)
    ready = await client.get("/health/ready")
    assert ready.status_code == 503
    assert ready.json()["books_reachable"] is False
    assert (await client.get("/metrics")).status_code == 200


async def test_figures_count_by_template_and_status(county: County) -> None:
    await county.unit.get(f"{county.union}/nowhere")
    await county.unit.get(county.union)
    await county.member()
    text = (await county.client.get("/metrics")).text
    route = 'http_requests_total{method="GET",route="/v1/unions/{union_id}",status="200"} 1.0'
    assert route in text
    assert 'append_seconds_count{result="stored"}' in text
    assert 'projection_lag_events{name="roster"} 0.0' in text
    assert "parked_unions 0.0" in text
    assert county.union_id not in text


async def test_every_operation_is_described(client: httpx.AsyncClient) -> None:
    described = (await client.get("/v1/openapi.json")).json()
    for operation in OPERATIONS:
        told = described["paths"][operation.path][operation.method.lower()]
        assert told["operationId"] == operation.operation_id
        assert told["summary"]
        assert "401" in told["responses"]
        if operation.body is not None:
            content = told["requestBody"]["content"]["application/json"]
            assert content["example"], operation.operation_id
        names = {one["name"] for one in told["parameters"]}
        assert ("Idempotency-Key" in names) == operation.writes
        assert ("If-Match" in names) == operation.matches
    text = json.dumps(described)
    assert "\\\\A" not in text


def test_every_example_is_taken_by_the_struct_it_is_an_example_of() -> None:
    for operation in OPERATIONS:
        if operation.body is not None:
            read_body(json.dumps(operation.example).encode(), operation.body)
