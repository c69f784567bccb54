"""The baseline of the HTTP row: a Litestar handler that reads one receipt and does one bare INSERT."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime
from typing import Final
from uuid import UUID

import asyncpg
import msgspec
from granian import Granian
from granian.constants import Interfaces
from litestar import Litestar, get, post
from litestar.datastructures import State

from services.identifiers import new_id
from tests.benchmarks.dues import ACTOR
from tests.benchmarks.ground import CONNECTIONS, SQL

ADDRESS: Final = "BENCH_DATABASE_URL"
"""The variable that names the database."""
PORT: Final = "GONGHUI_HTTP_PORT"
"""The variable that names the port, the same as ours."""
_DIGEST: Final = bytes(32)


class Receipt(msgspec.Struct):
    member_id: UUID
    dues_month: str
    amount_fen: int


class Receipts(msgspec.Struct):
    occurred_on: date
    receipts: list[Receipt]


@get("/login", sync_to_thread=False)
def _ready() -> str:
    return ""


@post("/v1/unions/{union_id:uuid}/dues/receipts")
async def _receive(union_id: UUID, data: Receipts, state: State) -> Receipts:
    """Store what came as one row."""
    await state.pool.execute(
        SQL["insert_event"],
        *(union_id, next(state.positions), new_id(), 1, "dues.received", 1),
        *(data.occurred_on, datetime.now(UTC), ACTOR, new_id(), _DIGEST, _DIGEST),
        msgspec.json.encode(data),
    )
    return data


@asynccontextmanager
async def _opened(app: Litestar) -> AsyncIterator[None]:
    async with asyncpg.create_pool(os.environ[ADDRESS], max_size=CONNECTIONS) as pool:
        app.state.pool = pool
        app.state.positions = iter(range(1, 2**62))
        yield


def app() -> Litestar:
    """Return the application of this process."""
    return Litestar([_ready, _receive], lifespan=[_opened], openapi_config=None)


if __name__ == "__main__":
    Granian(
        "tests.benchmarks.bare:app",
        factory=True,
        interface=Interfaces.ASGI,
        address="127.0.0.1",
        port=int(os.environ[PORT]),
        log_access=False,
    ).serve()
