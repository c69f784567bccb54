"""More requests than connections (assurance F10): who finds none free is told at once to come back, and then may.

"At once" is not timed: it is told while every connection is still held.
"""

import asyncio

import httpx
import pytest

from tests.faults.applications import Applications
from tests.faults.gates import closed
from tests.services.http.calling import Caller, County, Json, registration, unit

pytestmark = pytest.mark.asyncio(loop_scope="session")

CONNECTIONS = 4
OTHERS = 4


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
        holding = [ask(county.unit, members, registration(n)) for n in range(CONNECTIONS)]
        await gate.waiting(CONNECTIONS)
        answers = await asyncio.gather(*asked_above(county))
        assert not any(task.done() for task in holding)
    assert {answer.status_code for answer in answers} == {503}
    assert {answer.json()["code"] for answer in answers} == {"store.busy"}
    assert {answer.headers["Retry-After"] for answer in answers} == {"1"}
    first = await asyncio.gather(*holding)
    assert {answer.status_code for answer in first} == {201}
    later = [await one for one in asked_above(county)]
    assert {answer.status_code for answer in later} == {201}


def asked_above(county: County) -> "list[asyncio.Task[httpx.Response]]":
    """Requests at another place: those of one union wait for each other before they look for a connection."""
    units = f"{county.federation}/units"
    return [ask(county.county, units, unit(f"QZ1{number:02d}")) for number in range(OTHERS)]


def ask(caller: Caller, path: str, body: Json) -> "asyncio.Task[httpx.Response]":
    return asyncio.create_task(caller.post(path, body))
