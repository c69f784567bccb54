"""Rows of the key store: wrapped keys and blind indexes, in a database of their own.

Nothing here can unwrap a key. A destroyed key keeps its row with no key in it.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec
from asyncpg import Record

from services.store.answers import bounded
from services.store.pool import Pool
from services.store.sql import queries

_QUERIES = queries("services.store", "keyring_queries.sql")

Kind = Literal["books", "file"]


class NewSubjectKey(msgspec.Struct, frozen=True):
    """A fresh key of one person, wrapped by the union's key."""

    subject_id: UUID
    kind: Kind
    wrapped: bytes


class SubjectKey(msgspec.Struct, frozen=True):
    """A person's key as stored; `wrapped` is None once it was destroyed."""

    subject_id: UUID
    kind: Kind
    wrapped: bytes | None
    created_at: datetime
    destroyed_at: datetime | None
    restricted_at: datetime | None = None


class UnionKey(msgspec.Struct, frozen=True):
    """A union's key as stored. `generation` rises with whatever no process may keep in memory any longer.

    `wrapped_index`: what the blind index and the digests of requests follow from, where that is another key.
    """

    wrapped: bytes
    wrapped_index: bytes | None
    generation: int


class Keyring:
    """The key store's rows, each union's under its own policy. Every `put` may be repeated."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def put_union_key(self, union_id: UUID, wrapped: bytes, created_at: datetime) -> bytes:
        """Keep a union's key and return the one that counts: the first ever kept."""
        await self._run("put_union_key", union_id, wrapped, created_at)
        kept = await self.union_key(union_id)
        return wrapped if kept is None else kept.wrapped

    async def union_key(self, union_id: UUID) -> UnionKey | None:
        rows = await self._run("union_key", union_id)
        return UnionKey(*rows[0]) if rows else None

    async def rewrap_union_key(
        self, union_id: UUID, wrapped: bytes, wrapped_index: bytes | None, *, instead_of: bytes
    ) -> bool:
        """Keep a union's key wrapped anew, unless it was meanwhile; every process will know."""
        rows = await self._run("rewrap_union_key", union_id, wrapped, wrapped_index, instead_of)
        return bool(rows)

    async def put_subject_keys(
        self,
        union_id: UUID,
        keys: Sequence[NewSubjectKey],
        created_at: datetime,
        *,
        under: bytes | None = None,
    ) -> None:
        """Keep keys of people; one that is there already, or was destroyed, stays as it is.

        `under`: the union's key, wrapped, as it was when these were wrapped; nothing is kept once it is another.
        """
        in_order = sorted(keys, key=lambda key: (key.subject_id.bytes, key.kind))
        await self._run(
            "put_subject_keys",
            union_id,
            [key.subject_id for key in in_order],
            [key.kind for key in in_order],
            [key.wrapped for key in in_order],
            created_at,
            under,
        )

    async def subject_keys(
        self, union_id: UUID, subject_ids: Sequence[UUID]
    ) -> dict[tuple[UUID, Kind], SubjectKey]:
        rows = await self._run("subject_keys", union_id, subject_ids)
        return {(row["subject_id"], row["kind"]): SubjectKey(*row) for row in rows}

    async def destroy_subject_keys(
        self, union_id: UUID, subject_ids: Sequence[UUID], kind: Kind, destroyed_at: datetime
    ) -> None:
        """Destroy keys for ever, and let every process know."""
        await self._change("destroy_subject_keys", union_id, subject_ids, kind, destroyed_at)

    async def restrict_subject_keys(
        self, union_id: UUID, subject_ids: Sequence[UUID], kind: Kind, restricted_at: datetime
    ) -> None:
        """Restrict keys to storage, and let every process know."""
        await self._change("restrict_subject_keys", union_id, subject_ids, kind, restricted_at)

    async def find_subjects(self, union_id: UUID, blinds: Sequence[bytes]) -> dict[bytes, UUID]:
        rows = await self._run("find_subjects", union_id, blinds)
        return {row["blind"]: row["subject_id"] for row in rows}

    async def put_blinds(
        self, union_id: UUID, subjects: Sequence[tuple[bytes, UUID]]
    ) -> dict[bytes, UUID]:
        """Register blind indexes; the first writer of each wins and is answered."""
        in_order = sorted(dict(reversed(subjects)).items())
        blinds = [blind for blind, _ in in_order]
        await self._run("put_blinds", union_id, blinds, [subject for _, subject in in_order])
        return await self.find_subjects(union_id, blinds)

    async def blinds_of(self, union_id: UUID, subject_ids: Sequence[UUID]) -> dict[UUID, bytes]:
        """Return the blind index of each person that has one."""
        rows = await self._run("blinds_of", union_id, subject_ids)
        return {row["subject_id"]: row["blind"] for row in rows}

    async def remove_blinds(self, union_id: UUID, subject_ids: Sequence[UUID]) -> None:
        await self._run("remove_blinds", union_id, subject_ids)

    async def put_county_index(
        self, federation_id: UUID, subjects: Mapping[bytes, tuple[UUID, UUID]]
    ) -> None:
        """Register, for each blind index, the union that knows the person, and as whom."""
        in_order = sorted(subjects.items())
        await self._run(
            "put_county_index",
            federation_id,
            [blind for blind, _ in in_order],
            [union_id for _, (union_id, _) in in_order],
            [subject_id for _, (_, subject_id) in in_order],
        )

    async def county_unions(self, federation_id: UUID, blind: bytes) -> list[tuple[UUID, UUID]]:
        """Return every (union, subject) registered under a blind index of the county."""
        rows = await self._run("county_unions", federation_id, blind)
        return [(row["union_id"], row["subject_id"]) for row in rows]

    async def remove_county_subjects(
        self, federation_id: UUID, subjects: Sequence[tuple[UUID, UUID]]
    ) -> None:
        """Forget people, given as (union, subject)."""
        await self._run(
            "remove_county_subjects",
            federation_id,
            [union_id for union_id, _ in subjects],
            [subject_id for _, subject_id in subjects],
        )

    async def remove_from_every_county(self, union_id: UUID, subject_ids: Sequence[UUID]) -> None:
        """Forget people of a union in the index of whichever county listed them, then or now."""
        await self._run("remove_from_every_county", union_id, subject_ids)

    async def listed_in_counties(self, union_id: UUID, subject_ids: Sequence[UUID]) -> int:
        """Return how many entries there are about people of a union in all counties' indexes."""
        rows = await self._run("listed_in_counties", union_id, subject_ids)
        return int(rows[0][0])

    async def put_county_key(
        self, federation_id: UUID, wrapped: bytes, created_at: datetime
    ) -> bytes:
        """Keep the key of a county's index and return the one that counts: the first ever kept."""
        await self._run("put_county_key", federation_id, wrapped, created_at)
        return await self.county_key(federation_id) or wrapped

    async def county_key(self, federation_id: UUID) -> bytes | None:
        rows = await self._run("county_key", federation_id)
        return rows[0][0] if rows else None

    async def rewrap_county_key(self, federation_id: UUID, wrapped: bytes) -> None:
        """Keep the key of a county's index wrapped anew."""
        await self._run("rewrap_county_key", federation_id, wrapped)

    async def _change(self, name: str, tenant: UUID, *values: object) -> None:
        """One statement that every process must notice: the generation rises in the same transaction."""

        async def once() -> None:
            async with self._pool.union_tx(tenant) as connection:
                await connection.execute(_QUERIES[name], tenant, *values)
                await connection.execute(_QUERIES["touch_union_key"], tenant)

        await bounded(once)

    async def _run(self, name: str, tenant: UUID, *values: object) -> list[Record]:
        """One query in a transaction of the tenant; each may be repeated after a lost answer."""

        async def once() -> list[Record]:
            async with self._pool.union_tx(tenant) as connection:
                return await connection.fetch(_QUERIES[name], tenant, *values)

        return await bounded(once)
