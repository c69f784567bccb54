"""API keys: `uk_<id>_<secret>`.

The secret is 256 random bits, shown once. Stored is its SHA-256, enough for so much chance (assurance 11).
"""

import hashlib
import hmac
import re
import secrets
from collections.abc import Callable, Collection
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import get_args
from uuid import UUID

import msgspec

from domain.actor import Role
from domain.ids import AccountId
from services.auth.login import NO_TENANT, OF_NO_UNION, Login
from services.errors import StoreError
from services.log import logger
from services.store.api_keys import ApiKeyRow, ApiKeys

ROLES: frozenset[str] = frozenset(get_args(Role)) - {"import"}
"""An import acts as part of another login, never with a key of its own."""

_KEY = re.compile(r"uk_([0-9a-z]{20})_([A-Za-z0-9_-]{43})")
_KEY_ID = re.compile(r"[0-9a-z]{20}")
_ALPHABET = "0123456789abcdefghijklmnopqrstuvwxyz"
_ID_LENGTH = 20
_SECRET_BYTES = 32
_KNOWN_FOR = timedelta(seconds=1)
_TOUCHED_EVERY = timedelta(minutes=1)
_KEYS_KEPT = 10_000
_NOBODYS_DIGEST = hashlib.sha256(b"nobody").digest()

log = logger("auth")


class Issued(msgspec.Struct, frozen=True):
    """A new key; `text` is never to be seen again."""

    key_id: str
    text: str


class KeyIdTaken(Exception):
    """A key of this id was issued before."""


def _now() -> datetime:
    return datetime.now(UTC)


class ApiKeyRing:
    """Issues, recognises and revokes keys. A key once recognised is asked for again after a second."""

    def __init__(self, rows: ApiKeys, *, now: Callable[[], datetime] = _now) -> None:
        self._rows = rows
        self._now = now
        self._known: dict[str, tuple[ApiKeyRow, datetime]] = {}
        self._touched: dict[str, datetime] = {}

    async def issue_key(
        self,
        *,
        role: Role,
        label: str,
        union_id: UUID = NO_TENANT,
        valid_for: timedelta | None = None,
        key_id: str | None = None,
        engagement_id: UUID | None = None,
        scopes: Collection[str] | None = None,
    ) -> Issued:
        """Make a key for one union or federation (an operator or witness has none); raises KeyIdTaken.

        `scopes`: the actions it is cut down to; None: all of its role.
        """
        if role not in ROLES or (role in OF_NO_UNION) != (union_id == NO_TENANT):
            raise ValueError("an operator's or witness's key belongs to no union, any other to one")
        key_id = key_id or new_key_id()
        secret = secrets.token_urlsafe(_SECRET_BYTES)
        now = self._now()
        row = ApiKeyRow(
            key_id=key_id,
            secret_digest=_digest(secret),
            union_id=union_id,
            role=role,
            label=label,
            created_at=now,
            expires_at=None if valid_for is None else now + valid_for,
            engagement_id=engagement_id,
            scopes=None if scopes is None else tuple(sorted(set(scopes))),
        )
        if not await self._rows.put(row):
            raise KeyIdTaken
        log.info("api_key_issued", key_id=key_id, role=role, union_id=union_id)
        return Issued(key_id, f"uk_{key_id}_{secret}")

    async def authenticate(self, text: str) -> Login | None:
        """Return the login a key stands for; None when it is unknown, false, expired or revoked."""
        match = _KEY.fullmatch(text)
        if match is None:
            return None
        key_id, secret = match.groups()
        row = await self._find(key_id)
        stored = _NOBODYS_DIGEST if row is None else row.secret_digest
        is_same = hmac.compare_digest(stored, _digest(secret))
        if row is None or not is_same or not self._holds(row):
            return None
        await self._touch(row)
        return Login(
            key_id=key_id,
            union_id=row.union_id,
            role=row.role,  # type: ignore[arg-type] # only `issue_key` writes it
            label=row.label,
            expires_at=row.expires_at,
            engagement_id=row.engagement_id,
            scopes=row.scopes,
        )

    async def revoke_key(self, key_id: str, *, of: UUID | None = None) -> bool:
        """Revoke a key for ever; False when there is none of this id, or not of the union named.

        The union named has no say in a key of an audit of it: that ends with the audit's own step.
        """
        row = await self._rows.find(key_id) if _KEY_ID.fullmatch(key_id) else None
        if row is None:
            return False
        if of is not None and (row.union_id != of or row.engagement_id is not None):
            return False
        self._known.pop(key_id, None)
        revoked = await self._rows.revoke(row.union_id, key_id, self._now())
        log.info("api_key_revoked", key_id=key_id, role=row.role, union_id=row.union_id)
        return revoked

    async def _find(self, key_id: str) -> ApiKeyRow | None:
        known = self._known.get(key_id)
        if known is not None and self._now() - known[1] < _KNOWN_FOR:
            return known[0]
        row = await self._rows.find(key_id)
        if row is None:
            self._known.pop(key_id, None)
            return None
        if len(self._known) >= _KEYS_KEPT:
            self._known.clear()
        self._known[key_id] = (row, self._now())
        return row

    def _holds(self, row: ApiKeyRow) -> bool:
        return row.revoked_at is None and (row.expires_at is None or self._now() < row.expires_at)

    async def _touch(self, row: ApiKeyRow) -> None:
        """Note the use, at most once a minute; a busy database must not turn anybody away for this."""
        now = self._now()
        before = self._touched.get(row.key_id)
        if before is not None and now - before < _TOUCHED_EVERY:
            return
        if len(self._touched) >= _KEYS_KEPT:
            self._touched.clear()
        self._touched[row.key_id] = now
        with suppress(StoreError):
            await self._rows.touch(row.key_id, now)


def derived_key_id(seed: bytes) -> str:
    """Return the id that a repeated request for a key comes to again."""
    number = int.from_bytes(hashlib.sha256(seed).digest(), "big")
    letters = []
    for _ in range(_ID_LENGTH):
        number, place = divmod(number, len(_ALPHABET))
        letters.append(_ALPHABET[place])
    return "".join(letters)


def access_id_of(account_id: AccountId) -> str:
    """Return the id under which audit engagements know a person: of the same form as a key's."""
    return derived_key_id(b"account" + account_id.bytes)


def new_key_id() -> str:
    """Return an id for a key that nobody has."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(_ID_LENGTH))


def _digest(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()
