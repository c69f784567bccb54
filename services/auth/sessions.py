"""Sessions of people: an opaque token in a cookie, its SHA-256 in the table, nothing remembered in between.

A session that was ended, whose account was reset or closed, or that has lain idle, opens nothing at the next
request. Every change of what a session may do exchanges its token (assurance 11).
"""

import base64
import hashlib
import hmac
import re
import secrets
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import UUID

import msgspec

from domain.ids import AccountId
from services.errors import StoreError
from services.identifiers import new_id
from services.store.access_door_rows import OpenSession, SessionRow, SessionRows

_TOKEN: Final = re.compile(r"[A-Za-z0-9_-]{43}")
_TOKEN_BYTES: Final = 32
_TOUCHED_EVERY: Final = timedelta(minutes=1)
_KEPT_FOR: Final = timedelta(days=30)
"""How long rows of sessions stay that have long ended."""
_FORM_PURPOSE: Final = b"gonghui form token 1"
_FAMILIES: Final = (
    ("MicroMessenger", "WeChat"),
    ("DingTalk", "DingTalk"),
    ("Edg", "Edge"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
_DEVICES: Final = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)


class SessionLimits(msgspec.Struct, frozen=True, kw_only=True):
    """How long a session holds: unused, and at all. Source: assurance 11."""

    idle: timedelta = timedelta(minutes=30)
    absolute: timedelta = timedelta(hours=12)


class Session(msgspec.Struct, frozen=True, kw_only=True):
    """A session that holds now. `token_digest` and `form_key` follow from its token, which is not in here."""

    session_id: UUID
    account_id: AccountId
    generation: int
    agent: str
    created_at: datetime
    seen_at: datetime
    second_factor_at: datetime | None
    must_change_password: bool
    token_digest: bytes
    form_key: bytes
    is_enrolled: bool = False

    @property
    def owes_second_factor(self) -> bool:
        """Whether the account has a second factor that this session has not shown: it is half in."""
        return self.is_enrolled and self.second_factor_at is None


class Begun(msgspec.Struct, frozen=True):
    """A session and its new token, which goes into the cookie and nowhere else."""

    token: str
    session: Session


class SessionGone(Exception):
    """The session was ended, or its token exchanged, by somebody else."""


def _now() -> datetime:
    return datetime.now(UTC)


class Sessions:
    """Begins, recognises, renews and ends sessions."""

    def __init__(
        self,
        rows: SessionRows,
        limits: SessionLimits | None = None,
        *,
        now: Callable[[], datetime] = _now,
    ) -> None:
        self._rows = rows
        self._limits = limits or SessionLimits()
        self._now = now

    async def begin(
        self,
        account_id: AccountId,
        *,
        generation: int,
        agent: str,
        second_factor: bool,
        must_change_password: bool = False,
    ) -> Begun:
        """Begin a session after a login. `agent` is the browser's own name of itself; its family is kept."""
        now, token = self._now(), _new_token()
        row = SessionRow(
            session_id=new_id(),
            account_id=account_id,
            generation=generation,
            agent=family(agent),
            created_at=now,
            seen_at=now,
            second_factor_at=now if second_factor else None,
            must_change=must_change_password,
        )
        await self._rows.begin(row, _digest(token))
        return Begun(token, _session(row, token))

    async def find(self, token: str) -> Session | None:
        """Return the session of a token that holds now; its use is noted at most once a minute."""
        if not _TOKEN.fullmatch(token):
            return None
        row = await self._rows.find(_digest(token))
        now = self._now()
        if row is None or not self._holds(row, now):
            return None
        if now - row.seen_at >= _TOUCHED_EVERY:
            with suppress(StoreError):  # a busy database must not turn anybody away for a note
                await self._rows.touch(row.session_id, now)
        return _session(row, token)

    async def renew(
        self,
        session: Session,
        *,
        second_factor: bool | None = None,
        must_change_password: bool | None = None,
    ) -> Begun:
        """Exchange the token; the old one is dead at once. What is None stays. Raises SessionGone.

        The session keeps its id and its absolute end.
        """
        now, token = self._now(), _new_token()
        proven_at = session.second_factor_at
        if second_factor is not None:
            proven_at = now if second_factor else None
        must_change = session.must_change_password
        row = SessionRow(
            session_id=session.session_id,
            account_id=session.account_id,
            generation=session.generation,
            agent=session.agent,
            created_at=session.created_at,
            seen_at=now,
            second_factor_at=proven_at,
            must_change=must_change if must_change_password is None else must_change_password,
        )
        if not await self._rows.renew(row, session.token_digest, _digest(token)):
            raise SessionGone
        return Begun(token, _session(row, token))

    async def end(self, account_id: AccountId, session_id: UUID) -> bool:
        """End one session of an account; False when it has no such open session."""
        return await self._rows.end(account_id, session_id, self._now())

    async def end_all(self, account_id: AccountId, *, but: UUID | None = None) -> list[UUID]:
        """End the sessions of an account, all or all but one; returns which were ended."""
        return await self._rows.end_all(account_id, but, self._now())

    async def listed(self, account_id: AccountId) -> list[OpenSession]:
        """Return the sessions of an account that hold now, the one used last first."""
        now = self._now()
        return await self._rows.open_sessions(
            account_id,
            seen_after=now - self._limits.idle,
            created_after=now - self._limits.absolute,
        )

    async def tidy(self) -> None:
        """Remove rows of sessions that have long ended."""
        await self._rows.forget(self._now() - self._limits.absolute - _KEPT_FOR)

    def _holds(self, row: SessionRow, now: datetime) -> bool:
        is_used = now - row.seen_at < self._limits.idle
        return is_used and now - row.created_at < self._limits.absolute


def csrf_token(session: Session) -> str:
    """Return what a form of this session carries: it follows from the token and changes with it."""
    return base64.urlsafe_b64encode(session.form_key).decode().rstrip("=")


def is_csrf_token(session: Session, text: str) -> bool:
    """Tell whether a form came from this session."""
    return hmac.compare_digest(csrf_token(session).encode(), text.encode("utf-8", "replace"))


def family(agent: str) -> str:
    """Return which kind of browser on which kind of machine: enough to recognise one's own session."""
    browser = next((name for sign, name in _FAMILIES if sign in agent), "other")
    machine = next((name for sign, name in _DEVICES if sign in agent), None)
    return browser if machine is None else f"{browser} · {machine}"


def _session(row: SessionRow, token: str) -> Session:
    return Session(
        session_id=row.session_id,
        account_id=row.account_id,
        generation=row.generation,
        agent=row.agent,
        created_at=row.created_at,
        seen_at=row.seen_at,
        second_factor_at=row.second_factor_at,
        must_change_password=row.must_change,
        token_digest=_digest(token),
        form_key=hmac.digest(token.encode(), _FORM_PURPOSE, hashlib.sha256),
        is_enrolled=row.is_enrolled,
    )


def _new_token() -> str:
    return secrets.token_urlsafe(_TOKEN_BYTES)


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
