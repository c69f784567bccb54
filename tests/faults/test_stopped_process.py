"""An application that stands still (assurance F11): nobody else waits for it, and it loses and doubles nothing."""

import asyncio
import uuid
from typing import Final

import asyncpg
import pytest

from tests.faults.applications import Application, Applications
from tests.faults.gates import closed
from tests.services.http.calling import Caller, registration, unit

pytestmark = pytest.mark.asyncio(loop_scope="session")

FREE_SECONDS = 5
"""How long a union may be held by somebody who stands still (assurance F11)."""
_TABLE: Final = """
select format('%I.%I', schemaname, tablename) from pg_tables
where schemaname like $1 and tablename = $2
"""


async def two(applications: Applications) -> tuple[Application, Application]:
    await applications.begin()
    return await applications.start(), await applications.start()


async def test_one_that_stops_while_it_holds_a_head_holds_up_nobody(
    applications: Applications,
) -> None:
    stopping, other = await two(applications)
    county = await applications.county(other)
    second = (await county.county.post(f"{county.federation}/units", unit("QZ002"))).json()
    members, key = f"{county.union}/members/register", str(uuid.uuid4())
    clerk = stopping.caller(county.unit.key)
    async with closed(applications.database.administrator, "books.claim", "share") as gate:
        asked = asyncio.create_task(clerk.post(members, registration(1), key=key))
        await gate.waiting()  # the head of the union is locked by now
        stopping.stop()
        elsewhere = await county.county.post(f"{county.federation}/units", unit("QZ003"))
    assert (second["unit_id"] != "", elsewhere.status_code) == (True, 201)
    async with asyncio.timeout(FREE_SECONDS):
        here = await county.unit.post(members, registration(2))
    assert here.status_code == 201, here.text
    stopping.go_on()
    first = await asked
    again = await county.unit.post(members, registration(1), key=key)
    assert first.status_code == 201, first.text
    assert first.content == again.content
    assert {first.json()["position"], here.json()["position"]} == {
        await position(county.unit, county.union) - 1,
        await position(county.unit, county.union),
    }


async def test_one_that_stops_while_it_holds_the_ledgers_stops_no_write(
    applications: Applications,
) -> None:
    stopping, other = await two(applications)
    county = await applications.county(other)
    members = f"{county.union}/members/register"
    clerk = stopping.caller(county.unit.key)
    async with closed(
        applications.database.administrator, await roster(applications), "share"
    ) as gate:
        asked = asyncio.create_task(clerk.post(members, registration(1)))
        await gate.waiting()  # stored, and its ledgers are under way
        stopping.stop()
    async with asyncio.timeout(FREE_SECONDS):
        here = await county.unit.post(members, registration(2))
    assert here.status_code == 201, here.text
    assert here.headers.get("Ledgers-Behind") == "true"
    stopping.go_on()
    assert (await asked).status_code == 201
    shown = await county.unit.get(f"{county.union}/members", min_position=here.json()["position"])
    assert len(shown.json()["rows"]) == 2


async def position(caller: Caller, union: str) -> int:
    """The last position of a union's log."""
    return int((await caller.get(union)).json()["position"])


async def roster(applications: Applications) -> str:
    """The live table of members."""
    connection = await asyncpg.connect(applications.database.administrator)
    try:
        found = await connection.fetchval(_TABLE, "roster%", "member")
    finally:
        await connection.close()
    return str(found)
