"""More requests than connections (assurance F10): who finds none free is told at once to come back, and then may.

"At once" is not timed: it is told while every connection is still held.
"""

import asyncio
from typing import Any

import httpx
import pytest

from tests.faults.applications import Applications
from tests.faults.gates import closed
from tests.services.http.calling import registration

pytestmark = pytest.mark.asyncio(loop_scope="session")

CONNECTIONS = 4
ASKED = 40


async def test_who_finds_no_connection_free_is_sent_away_at_once_and_well_received_later(
    applications: Applications,
) -> None:
    await applications.begin()
    application = await applications.start()
    county = await applications.county(application)
    members = f"{county.union}/members/register"
    async with closed(
        applications.database.administrator, "books.event", "access exclusive"
    ) as gate:
        holding = [ask(county.unit, members, number) for number in range(CONNECTIONS)]
        await gate.waiting(CONNECTIONS)
        sent_away = [ask(county.unit, members, number) for number in range(CONNECTIONS, ASKED)]
        answers = await asyncio.gather(*sent_away)
        assert not any(task.done() for task in holding)
    assert {answer.status_code for answer in answers} == {503}
    assert {answer.json()["code"] for answer in answers} == {"store.busy"}
    assert {answer.headers["Retry-After"] for answer in answers} == {"1"}
    first = await asyncio.gather(*holding)
    assert {answer.status_code for answer in first} == {201}
    later = [await ask(county.unit, members, number) for number in range(CONNECTIONS, ASKED)]
    assert {answer.status_code for answer in later} == {201}


def ask(caller: Any, path: str, number: int) -> "asyncio.Task[httpx.Response]":  # noqa: ANN401 # a caller
    return asyncio.create_task(caller.post(path, registration(number)))
