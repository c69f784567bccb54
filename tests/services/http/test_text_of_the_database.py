"""Nothing the database says about a failure reaches an answer: not a key, not a value, not a table's name."""

import io
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from typing import Any

import asyncpg
import httpx
import pytest
import structlog
from litestar import get

from services.auth import may
from services.errors import DutiesNotSeparated
from services.http.app import build
from services.http.metrics import Metrics
from services.http.parts import Parts
from services.log import configure

SECRET = "member:990101198001010018"


def duplicate() -> asyncpg.PostgresError:
    """What PostgreSQL says of a key that is taken: table, constraint and the very value."""
    error = asyncpg.UniqueViolationError(
        'duplicate key value violates unique constraint "claim_pkey"'
    )
    error.detail = f"Key (claim)=({SECRET}) already exists."
    error.table_name = "claim"
    return error


@pytest.fixture
def logged() -> Iterator[io.StringIO]:
    """What a process of ours would write to its log."""
    before, written = structlog.get_config(), io.StringIO()
    configure()
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(written))
    yield written
    structlog.configure(**before)


@asynccontextmanager
async def nothing(_: Metrics) -> AsyncIterator[Parts]:
    """The failing route needs nothing."""
    yield None  # type: ignore[misc] # never looked at


async def answered(error: Exception) -> httpx.Response:
    @get("/failing", opt={"policy": may("log.read")})
    async def failing() -> None:
        raise error

    app: Any = build(nothing, extra=[failing])
    transport = httpx.ASGITransport(app, raise_app_exceptions=True)
    async with httpx.AsyncClient(transport=transport, base_url="http://gonghui.test") as client:
        return await client.get("/failing")


@pytest.mark.parametrize("wrapped", [False, True])
async def test_a_duplicate_key_is_answered_without_its_text(
    logged: io.StringIO, *, wrapped: bool
) -> None:
    error: Exception = duplicate()
    if wrapped:
        error = RuntimeError(str(error))
    answer = await answered(error)
    assert (answer.status_code, answer.json()["code"]) == (500, "service.failed")
    assert "request_failed" in logged.getvalue()
    for text in (answer.text, str(answer.headers), logged.getvalue()):
        assert SECRET not in text
        assert "claim" not in text
        assert "duplicate" not in text


async def test_a_step_one_person_may_not_take_twice_is_a_conflict() -> None:
    answer = await answered(DutiesNotSeparated())
    assert (answer.status_code, answer.json()["code"]) == (409, "store.duties_not_separated")
