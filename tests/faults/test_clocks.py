"""An application whose clock is wrong (assurance F13): order, instants and sessions are as by a right one.

Its clock is set while it runs, as a bad time server would; how long it has been running is not changed by that.
"""

import uuid
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

import asyncpg
import httpx
import pytest

from tests.faults.applications import Application, Applications
from tests.services.http.browsing import Browser
from tests.services.http.calling import Caller, registration

FAKETIME: Final = Path("/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1")
RIGHT, HOUR_BEHIND, DAY_AHEAD = "+0", "-3600", "+86400"
_LATE_SECONDS: Final = 60
_NOW: Final = "select clock_timestamp()"
_AGE: Final = """
update books.account_session
set seen_at = seen_at - $1::interval, created_at = created_at - $1::interval
"""
_SEEN: Final = "select max(seen_at) from books.account_session"

pytestmark = [
    pytest.mark.asyncio(loop_scope="session"),
    pytest.mark.skipif(not FAKETIME.exists(), reason="libfaketime (Debian: faketime) is not here"),
]


class Clock:
    """The clock of one application."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self.set(RIGHT)

    def set(self, ahead: str) -> None:
        """Set it so many seconds ahead of the right time."""
        self._file.write_text(f"{ahead}\n", encoding="ascii")

    def environment(self) -> dict[str, str]:
        return {
            "LD_PRELOAD": str(FAKETIME),
            "FAKETIME_TIMESTAMP_FILE": str(self._file),
            "FAKETIME_NO_CACHE": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            "FAKETIME_DISABLE_SHM": "1",
        }


async def test_a_wrong_clock_changes_neither_order_nor_instants_nor_sessions(
    applications: Applications, tmp_path: Path
) -> None:
    clock = Clock(tmp_path / "clock")
    await applications.begin()
    right = await applications.start()
    wrong = await applications.start_anew(**clock.environment())
    county = await applications.county(right)
    admin = await applications.admin(county)
    administrator = await asyncpg.connect(applications.database.administrator)
    try:
        members, instants = f"{county.union}/members/register", [await now(administrator)]
        clerks = county.unit, wrong.caller(county.unit.key)
        for number, ahead in enumerate((RIGHT, HOUR_BEHIND, DAY_AHEAD, RIGHT, DAY_AHEAD), 1):
            clock.set(ahead)
            await assert_clock(wrong, ahead, await now(administrator))
            instants += [
                await recorded(one, members, 2 * number + n) for n, one in enumerate(clerks)
            ]
        assert instants == sorted(instants)
        assert instants[-1] <= await now(administrator)
        await assert_sessions(admin, wrong, clock, administrator)
    finally:
        await administrator.close()


async def assert_sessions(
    admin: Browser, wrong: Application, clock: Clock, administrator: asyncpg.Connection
) -> None:
    """By the wrong clock a session holds exactly as long as by the right one, and no use of it lies ahead."""
    there = Browser(wrong.client, admin.login)
    there.cookies = admin.cookies
    for ahead in (HOUR_BEHIND, DAY_AHEAD):
        clock.set(ahead)
        await administrator.execute(_AGE, timedelta(minutes=5))
        assert (await there.get("/v1/me")).status_code == httpx.codes.OK
        assert await administrator.fetchval(_SEEN) <= await now(administrator)
    clock.set(HOUR_BEHIND)
    await administrator.execute(_AGE, timedelta(minutes=31))
    for browser in (admin, there):
        assert (await browser.get("/v1/me")).status_code == httpx.codes.UNAUTHORIZED


async def assert_clock(application: Application, ahead: str, now: datetime) -> None:
    """The application does live at another time: its ids of requests (UUID 7, RFC 9562) begin with theirs."""
    answer = await application.client.get("/v1/nowhere")
    milliseconds = int(uuid.UUID(answer.json()["request_id"]).hex[:12], 16)
    told = datetime.fromtimestamp(milliseconds / 1000, UTC)
    assert abs((told - now).total_seconds() - int(ahead)) < _LATE_SECONDS


async def recorded(caller: Caller, path: str, number: int) -> datetime:
    """Write, and return the instant it is recorded under."""
    answer = await caller.post(path, registration(number))
    assert answer.status_code == 201, answer.text
    return datetime.fromisoformat(answer.json()["recorded_at"])


async def now(administrator: asyncpg.Connection) -> datetime:
    """The database's time."""
    told: datetime = await administrator.fetchval(_NOW)
    return told
