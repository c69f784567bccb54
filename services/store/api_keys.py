"""Rows of API keys. They are asked for before the union is known, so only narrow functions reach them."""

from datetime import datetime
from uuid import UUID

import msgspec
from asyncpg import Record

from services.store.answers import bounded
from services.store.pool import Pool
from services.store.sql import queries

_QUERIES = queries("services.store", "api_key_queries.sql")


class ApiKeyRow(msgspec.Struct, frozen=True, kw_only=True):
    """A key as stored: the SHA-256 of its secret, and whose it is. `union_id` is zero for nobody's.

    `engagement_id`: the audit engagement it is bound to; its log says what may be read, and until when.
    `scopes`: the actions it is cut down to; None: every action of its role.
    """

    key_id: str
    secret_digest: bytes
    union_id: UUID
    role: str
    label: str
    created_at: datetime
    expires_at: datetime | None = None
    last_used_at: datetime | None = None
    revoked_at: datetime | None = None
    engagement_id: UUID | None = None
    scopes: tuple[str, ...] | None = None


class ApiKeys:
    """The table of API keys, through the pool of the application's role."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def find(self, key_id: str) -> ApiKeyRow | None:
        rows = await self._run("find_key", key_id)
        if not rows:
            return None
        found = dict(rows[0])
        scopes = found.pop("scopes")
        return ApiKeyRow(key_id=key_id, scopes=None if scopes is None else tuple(scopes), **found)

    async def put(self, row: ApiKeyRow) -> bool:
        """Keep a new key; False when its id is taken. A key that is there is never changed."""
        rows = await self._run(
            "put_key",
            row.key_id,
            row.secret_digest,
            row.union_id,
            row.role,
            row.label,
            row.created_at,
            row.expires_at,
            row.engagement_id,
            row.scopes,
        )
        return bool(rows[0][0])

    async def touch(self, key_id: str, used_at: datetime) -> None:
        """Note when a key was used last."""
        await self._run("touch_key", key_id, used_at)

    async def revoke(self, union_id: UUID, key_id: str, revoked_at: datetime) -> bool:
        """Revoke a key of a union for ever; False when the union has no such key."""
        rows = await self._run("revoke_key", union_id, key_id, revoked_at)
        return bool(rows[0][0])

    async def _run(self, name: str, *values: object) -> list[Record]:
        async def once() -> list[Record]:
            async with self._pool.connection() as connection:
                return await connection.fetch(_QUERIES[name], *values)

        return await bounded(once)
