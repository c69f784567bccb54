"""What has had its time is thrown away while the service runs, and a busy database stops nothing."""

import asyncio

import pytest

from services.accounts.housekeeping import keep_tidy, tidy
from services.auth.sessions import Sessions
from services.errors import PoolExhausted
from tests.services.http.calling import County


async def test_tidying_leaves_what_still_holds(county: County) -> None:
    await tidy(county.parts.accounts.credentials, county.parts.attachments)
    assert (await county.unit.get(county.union)).status_code == 200


async def test_a_busy_database_is_asked_again_later_and_the_end_is_heard(
    county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = asyncio.Event()

    async def busy(_sessions: Sessions) -> None:
        asked.set()
        raise PoolExhausted

    monkeypatch.setattr(Sessions, "tidy", busy)
    stop = asyncio.Event()
    credentials, attachments = county.parts.accounts.credentials, county.parts.attachments
    task = asyncio.create_task(keep_tidy(credentials, attachments, stop))
    await asked.wait()
    stop.set()
    await asyncio.wait_for(task, timeout=5)
