"""Invitations: one-time codes by which the person an account belongs to takes up roles at a place.

A code is for one account at one place, holds seven days, opens once; a newer one for both voids the older. It
is handed over on paper or by word, so it is short enough to type and too long to guess.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import UUID

from domain.ids import AccountId
from services.auth.one_time_codes import code_digest, new_codes
from services.store.access_door_rows import InvitationRows

VALID_FOR: Final = timedelta(days=7)


def _now() -> datetime:
    return datetime.now(UTC)


class Invitations:
    """Issues and redeems codes. How often somebody may try is for `LoginLimits`."""

    def __init__(self, rows: InvitationRows, *, now: Callable[[], datetime] = _now) -> None:
        self._rows = rows
        self._now = now

    async def issue(self, account_id: AccountId, place_id: UUID) -> str:
        """Return a new code, to be shown once."""
        now = self._now()
        (code,), (digest,) = new_codes(1)
        await self._rows.put(
            account_id, place_id, digest, issued_at=now, expires_at=now + VALID_FOR
        )
        return code

    async def redeem(self, account_id: AccountId, code: str) -> UUID | None:
        """Use a code of an account and return its place; None when it is none, used, expired or void."""
        digest = code_digest(code)
        if digest is None:
            return None
        return await self._rows.redeem(account_id, digest, self._now())

    async def match(self, account_id: AccountId, code: str) -> UUID | None:
        """Return what `redeem` would, without using the code: for a login that goes on to it."""
        digest = code_digest(code)
        if digest is None:
            return None
        return await self._rows.match(account_id, digest, self._now())

    async def has_open(self, account_id: AccountId) -> bool:
        """Tell whether some code of an account could be used now."""
        return await self._rows.has_open(account_id, self._now())

    async def withdraw(self, account_id: AccountId, place_id: UUID) -> bool:
        """Void the code of an account at a place; False when there is none to be used."""
        return await self._rows.withdraw(account_id, place_id)
