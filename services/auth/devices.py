"""Known devices: browsers a person has fully logged in with. They prove nothing; they spare their owner a flood.

Whoever shows the token of a device of an account types that account's password under a counter of its own, so
guesses from elsewhere cannot keep the owner out.
"""

import hashlib
import re
import secrets
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Final

from domain.ids import AccountId
from services.store.access_door_rows import DeviceRows

KNOWN_FOR: Final = timedelta(days=180)
"""After this a device is a stranger again, and its row may go."""
_TOKEN: Final = re.compile(r"[A-Za-z0-9_-]{43}")
_TOKEN_BYTES: Final = 32


def _now() -> datetime:
    return datetime.now(UTC)


class Devices:
    """Remembers and forgets devices; `LoginLimits` recognises them."""

    def __init__(self, rows: DeviceRows, *, now: Callable[[], datetime] = _now) -> None:
        self._rows = rows
        self._now = now

    async def remember(self, account_id: AccountId, account_blind: bytes) -> str:
        """Return the token of a new device of an account; to be called after a full login only.

        `account_blind`: of the login name, as `LoginLimits.account_blind` makes it.
        """
        token = secrets.token_urlsafe(_TOKEN_BYTES)
        digest = hashlib.sha256(token.encode()).digest()
        await self._rows.put(digest, account_id, account_blind, self._now())
        return token

    async def is_known(self, account_id: AccountId, token: str | None) -> bool:
        """Tell whether a browser is one the account has fully logged in with."""
        digest = device_digest(token)
        if digest is None:
            return False
        return await self._rows.is_known(digest, account_id, self._now() - KNOWN_FOR)

    async def forget_all(self, account_id: AccountId) -> None:
        """Make strangers of all devices of an account: after a reset, or when it is closed."""
        await self._rows.forget(account_id)

    async def tidy(self) -> None:
        """Remove devices that are too old to count."""
        await self._rows.forget_old(self._now() - KNOWN_FOR)


def device_digest(token: str | None) -> bytes | None:
    """Return what is stored of a device's token; None when it cannot be one."""
    if token is None or not _TOKEN.fullmatch(token):
        return None
    return hashlib.sha256(token.encode()).digest()
