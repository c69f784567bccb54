"""Rows at the door: sessions, invitations, known devices and how often somebody has tried."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

import msgspec

from domain.ids import AccountId
from services.store.access_rows import AccessQueries
from services.store.pool import Pool


class SessionRow(msgspec.Struct, frozen=True, kw_only=True):
    """A session that was not ended, of an account that is open and was not reset since, however old.

    `is_enrolled`: the account has a second factor.
    """

    session_id: UUID
    account_id: AccountId
    generation: int
    agent: str
    created_at: datetime
    seen_at: datetime
    second_factor_at: datetime | None
    must_change: bool
    is_enrolled: bool = False


class OpenSession(msgspec.Struct, frozen=True, kw_only=True):
    """A session as its owner sees it in the list of theirs."""

    session_id: UUID
    agent: str
    created_at: datetime
    seen_at: datetime
    second_factor_at: datetime | None


class SessionRows:
    """The table of sessions; tokens as SHA-256 only."""

    def __init__(self, pool: Pool) -> None:
        self._queries = AccessQueries(pool)

    async def begin(self, row: SessionRow, token_digest: bytes) -> None:
        await self._queries.run(
            "begin_session",
            row.session_id,
            token_digest,
            row.account_id,
            row.generation,
            row.agent,
            row.created_at,
            row.second_factor_at,
            row.must_change,
        )

    async def find(self, token_digest: bytes) -> SessionRow | None:
        rows = await self._queries.run("find_session", token_digest)
        return SessionRow(**dict(rows[0])) if rows else None

    async def touch(self, session_id: UUID, seen_at: datetime) -> None:
        """Note that a session was used."""
        await self._queries.run("touch_session", session_id, seen_at)

    async def renew(self, row: SessionRow, old_digest: bytes, new_digest: bytes) -> bool:
        """Exchange a session's token, and keep what else has changed; False when the old one is dead."""
        return bool(
            await self._queries.run(
                "renew_session",
                row.session_id,
                old_digest,
                new_digest,
                row.seen_at,
                row.second_factor_at,
                row.must_change,
            )
        )

    async def end(self, account_id: AccountId, session_id: UUID, ended_at: datetime) -> bool:
        """End a session of an account; False when it has none of this id that is open."""
        return bool(await self._queries.run("end_session", account_id, session_id, ended_at))

    async def end_all(
        self, account_id: AccountId, but: UUID | None, ended_at: datetime
    ) -> list[UUID]:
        """End an account's sessions but one, and return which."""
        rows = await self._queries.run("end_sessions", account_id, but, ended_at)
        return [row[0] for row in rows]

    async def open_sessions(
        self, account_id: AccountId, *, seen_after: datetime, created_after: datetime
    ) -> list[OpenSession]:
        """Return an account's sessions that still hold, the one used last first."""
        rows = await self._queries.run("open_sessions", account_id, seen_after, created_after)
        return [OpenSession(**dict(row)) for row in rows]

    async def forget(self, created_before: datetime) -> None:
        """Remove sessions that began long ago."""
        await self._queries.run("forget_sessions", created_before)


class InvitationRows:
    """The table of one-time codes by which a person takes up roles at a place."""

    def __init__(self, pool: Pool) -> None:
        self._queries = AccessQueries(pool)

    async def put(
        self,
        account_id: AccountId,
        place_id: UUID,
        code_digest: bytes,
        *,
        issued_at: datetime,
        expires_at: datetime,
    ) -> None:
        """Keep a code in place of any other for the same account and place."""
        await self._queries.run(
            "put_invitation", account_id, place_id, code_digest, issued_at, expires_at
        )

    async def redeem(
        self, account_id: AccountId, code_digest: bytes, redeemed_at: datetime
    ) -> UUID | None:
        """Use a code, once, and return its place."""
        rows = await self._queries.run("redeem_invitation", account_id, code_digest, redeemed_at)
        return rows[0][0] if rows else None

    async def match(self, account_id: AccountId, code_digest: bytes, now: datetime) -> UUID | None:
        """Return the place of a code that could be used now."""
        rows = await self._queries.run("match_invitation", account_id, code_digest, now)
        return rows[0][0] if rows else None

    async def has_open(self, account_id: AccountId, now: datetime) -> bool:
        rows = await self._queries.run("has_invitation", account_id, now)
        return bool(rows[0][0])

    async def withdraw(self, account_id: AccountId, place_id: UUID) -> bool:
        """Remove a code that was not used; False when there is none."""
        return bool(await self._queries.run("withdraw_invitation", account_id, place_id))


class DeviceRows:
    """The table of browsers people have logged in with; tokens as SHA-256 only."""

    def __init__(self, pool: Pool) -> None:
        self._queries = AccessQueries(pool)

    async def put(
        self,
        device_digest: bytes,
        account_id: AccountId,
        account_blind: bytes,
        created_at: datetime,
    ) -> None:
        await self._queries.run("put_device", device_digest, account_id, account_blind, created_at)

    async def is_known(
        self, device_digest: bytes, account_id: AccountId, created_after: datetime
    ) -> bool:
        """Tell whether a device is an account's, and not too old to count."""
        rows = await self._queries.run("find_device", device_digest, account_id, created_after)
        return bool(rows)

    async def forget(self, account_id: AccountId) -> None:
        """Remove all devices of an account."""
        await self._queries.run("forget_devices", account_id)

    async def forget_old(self, created_before: datetime) -> None:
        """Remove devices of any account that are too old to count."""
        await self._queries.run("forget_old_devices", created_before)


class Pace(msgspec.Struct, frozen=True, kw_only=True):
    """How fast one account or device may try: `free` times at once, then with a pause that doubles."""

    free: int
    pause: timedelta
    longest: timedelta
    forgotten_after: timedelta


class SharedLimit(msgspec.Struct, frozen=True, kw_only=True):
    """A counter that many share: so many at once, then one in each stretch of time."""

    counter: bytes
    every: timedelta
    at_once: int


class Knock(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody about to try: the counters of the account and, if a device was shown, of the device."""

    account: bytes
    account_blind: bytes
    device: bytes | None
    device_digest: bytes | None
    device_since: datetime


class LoginLimitRows:
    """The table of tries."""

    def __init__(self, pool: Pool) -> None:
        self._queries = AccessQueries(pool)

    async def reserve(
        self, knock: Knock, pace: Pace, shared: Sequence[SharedLimit], now: datetime
    ) -> timedelta | None:
        """Count one try and return None, or count nothing and return how long to wait."""
        rows = await self._queries.run(
            "reserve_login",
            now,
            knock.account,
            knock.account_blind,
            knock.device,
            knock.device_digest,
            knock.device_since,
            pace.free,
            pace.pause,
            pace.longest,
            pace.forgotten_after,
            [limit.counter for limit in shared],
            [limit.every for limit in shared],
            [limit.at_once for limit in shared],
        )
        wait: timedelta | None = rows[0][0]
        return wait

    async def reset(self, counters: Sequence[bytes]) -> None:
        """Forget the tries under these counters."""
        await self._queries.run("reset_limits", counters)

    async def forget(self, last_before: datetime, last_after: datetime) -> None:
        """Remove counters last used before one moment, or after another one that has not come."""
        await self._queries.run("forget_limits", last_before, last_after)
