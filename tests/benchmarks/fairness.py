"""What a flood of one union does to the others (assurance R7): their 99th percentile, with and without, in turns.

Others' commands come at set times, whether or not those before were answered, as from people who do not know of
each other; so a wait is not hidden by a client that waits as well.
"""

import asyncio
import random
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from http import HTTPStatus
from itertools import count
from pathlib import Path
from typing import Final
from uuid import UUID

from services.errors import PoolExhausted
from services.identifiers import new_id
from services.store.contract import LogStore
from tests.benchmarks.appending import _found
from tests.benchmarks.dues import single
from tests.benchmarks.ground import Ground
from tests.benchmarks.measuring import Row, Turn, in_turns
from tests.services.http.calling import registration
from tests.upgrade.asking import ask
from tests.upgrade.county import founded, keys
from tests.upgrade.load import Desk
from tests.upgrade.running import Installation
from tests.upgrade.trees import ROOT

_UNIONS: Final = 200
_A_SECOND: Final = 500
_FLOODING: Final = 32
"""What the doors of four web processes let through of one union (`services.http.turns`)."""
_REQUESTS_A_SECOND: Final = 20
_FLOODING_CLIENTS: Final = 32
_WANTED: Final = 0.5
"""Not more than twice as long."""

Ask = Callable[[], Awaitable[object]]


async def fairness_rows(ground: Ground) -> list[Row]:
    """The log alone, and the whole way through HTTP."""
    return [await _appends(ground), await _requests(ground)]


async def _appends(ground: Ground) -> Row:
    seconds = ground.sized(6, 2)
    flooding, *others = await _found(ground.books.log, _UNIONS + 1)
    log = ground.books.log
    dice = random.Random(7)  # noqa: S311 # which union is in turn

    def one() -> Awaitable[object]:
        return _append(log, dice.choice(others))

    async def flood() -> object:
        return await _append(log, flooding)

    turns = _turns(one, flood, _FLOODING, a_second=_A_SECOND, seconds=seconds)
    return _row(
        "append_p99_beside_flood", await in_turns(turns, ground.rounds), seconds * _A_SECOND
    )


async def _requests(ground: Ground) -> Row:
    """One web process, as a county has it; the flood is at one union's door, those measured at another's."""
    seconds = ground.sized(8, 3)
    installation = Installation(ground.books.settings, Path(ground.home), [])
    try:
        (web,) = await installation.serve(ROOT, "web")
        calm, *_, flooding = await founded(web.port, await keys(installation, ROOT))
        people = count(100)
        turns = _turns(
            lambda: _register(web.port, calm, next(people)),
            lambda: _register(web.port, flooding, next(people)),
            _FLOODING_CLIENTS,
            a_second=_REQUESTS_A_SECOND,
            seconds=seconds,
        )
        taken = await in_turns(turns, ground.rounds)
    finally:
        installation.end()
    return _row("http_p99_beside_flood", taken, seconds * _REQUESTS_A_SECOND)


def _row(name: str, taken: dict[str, float], asked: int) -> Row:
    calm, flooded = taken["calm"] * 1000, taken["flooded"] * 1000
    return Row(
        name=name,
        baseline="p99 without the flood",
        count=asked,
        baseline_seconds=taken["calm"],
        our_seconds=taken["flooded"],
        wanted=_WANTED,
        note=f"p99 {calm:.1f} ms, beside a flood {flooded:.1f} ms",
    )


def _turns(one: Ask, flood: Ask, clients: int, *, a_second: int, seconds: int) -> dict[str, Turn]:
    async def calm(_: int) -> float:
        return await _p99(one, a_second=a_second, seconds=seconds)

    async def flooded(_: int) -> float:
        async def client() -> None:
            while True:
                with suppress(PoolExhausted, OSError):
                    await flood()

        clients_ = [asyncio.create_task(client()) for _ in range(clients)]
        try:
            return await _p99(one, a_second=a_second, seconds=seconds)
        finally:
            for task in clients_:
                task.cancel()
            await asyncio.gather(*clients_, return_exceptions=True)

    return {"calm": calm, "flooded": flooded}


async def _p99(one: Ask, *, a_second: int, seconds: int) -> float:
    """Ask at set times; return what ninety-nine of a hundred did not exceed, from when each was to be asked."""
    begun = time.perf_counter()
    asked = []

    async def timed(at: float) -> float:
        await one()
        return time.perf_counter() - at

    for number in range(a_second * seconds):
        at = begun + number / a_second
        await asyncio.sleep(max(0.0, at - time.perf_counter()))
        asked.append(asyncio.create_task(timed(at)))
    return _percentile(await asyncio.gather(*asked), 0.99)


def _percentile(taken: Sequence[float], share: float) -> float:
    return sorted(taken)[int(len(taken) * share)]


async def _append(log: LogStore, union_id: UUID) -> object:
    return await log.append(single(union_id, after=0))


async def _register(port: int, desk: Desk, person: int) -> object:
    """Take somebody onto the books: nobody else's stream is touched, so nothing is asked twice."""
    path, command_id = f"{desk.path}/members/register", str(new_id())
    answer = await ask(
        port, "POST", path, key=desk.key, body=registration(person), command_id=command_id
    )
    if answer.status == HTTPStatus.SERVICE_UNAVAILABLE:
        raise PoolExhausted
    return answer
