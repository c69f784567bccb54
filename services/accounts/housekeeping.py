"""What is thrown away in time: sessions long ended, old browsers, counters of tries, papers nobody named."""

import asyncio
from typing import Final

from services.attachments import Attachments
from services.auth.credentials import Credentials
from services.errors import StoreError
from services.log import logger

_EVERY_SECONDS: Final = 3_600.0

log = logger("accounts")


async def tidy(credentials: Credentials, attachments: Attachments) -> None:
    """Throw away what has had its time."""
    await credentials.sessions.tidy()
    await credentials.devices.tidy()
    await credentials.limits.tidy()
    await attachments.drop_unnamed()


async def keep_tidy(
    credentials: Credentials, attachments: Attachments, stop: asyncio.Event
) -> None:
    """Throw away every hour, until told to stop. A busy database is asked again an hour later."""
    while not stop.is_set():
        try:
            await tidy(credentials, attachments)
        except StoreError:
            log.warning("not_tidied")
        try:
            await asyncio.wait_for(stop.wait(), timeout=_EVERY_SECONDS)
        except TimeoutError:
            continue
