"""What happens to a projector: it crashes, is cancelled, or finds somebody else at its cursors."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any
from uuid import UUID

import pytest

from services.projector import runner
from services.projector.writing import send
from services.store.sql import queries
from services.wiring import Wired

_LEDGERS = queries("services.store", "ledgers.sql")


class Crashed(Exception):
    """The process ended here, as far as the transaction can tell."""


@contextmanager
def in_the_middle(patch: pytest.MonkeyPatch, happens: Callable[[], None]) -> Iterator[None]:
    """Let something happen when rows were written and nothing was committed yet."""

    async def disturbed(*arguments: Any) -> None:  # noqa: ANN401 # as `send`
        await send(*arguments)
        happens()
        await asyncio.sleep(0)  # a cancellation arrives at the next wait

    with patch.context() as patched:
        patched.setattr(runner, "send", disturbed)
        yield


def crash() -> None:
    raise Crashed


def cancel() -> None:
    current = asyncio.current_task()
    assert current is not None
    current.cancel()


@asynccontextmanager
async def cursors_held(books: Wired, union_id: UUID) -> AsyncIterator[None]:
    """Somebody else is at work on the union's ledgers."""
    live = await books.builds.live()
    names, numbers = [build.name for build in live], [build.number for build in live]
    async with books.pools.projector.union_tx(union_id) as connection:
        await connection.fetch(_LEDGERS["lock_cursors"], union_id, names, numbers)
        yield
