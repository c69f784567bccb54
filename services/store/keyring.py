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


class Keyring:
    """The key store's rows, each union's under its own policy. Every `put` may be repeated."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def put_union_key(self, union_id: UUID, wrapped: bytes, created_at: datetime) -> bytes:
        """Keep a union's key and return the one that counts: the first ever kept."""
        await self._run("put_union_key", union_id, wrapped, created_at)
        kept = await self.union_key(union_id)
        return wrapped if kept is None else kept

    async def union_key(self, union_id: UUID) -> bytes | None:
        rows = await self._run("union_key", union_id)
        return rows[0][0] if rows else None

    async def put_subject_keys(
        self, union_id: UUID, keys: Sequence[NewSubjectKey], created_at: datetime
    ) -> None:
        """Keep keys of people; one that is there already, or was destroyed, stays as it is."""
        in_order = sorted(keys, key=lambda key: (key.subject_id.bytes, key.kind))
        await self._run(
            "put_subject_keys",
            union_id,
            [key.subject_id for key in in_order],
            [key.kind for key in in_order],
            [key.wrapped for key in in_order],
            created_at,
        )

    async def subject_keys(
        self, union_id: UUID, subject_ids: Sequence[UUID]
    ) -> dict[tuple[UUID, Kind], SubjectKey]:
        rows = await self._run("subject_keys", union_id, subject_ids)
        return {(row["subject_id"], row["kind"]): SubjectKey(*row) for row in rows}

    async def destroy_subject_keys(
        self, union_id: UUID, subject_ids: Sequence[UUID], kind: Kind, destroyed_at: datetime
    ) -> None:
        await self._run("destroy_subject_keys", union_id, subject_ids, kind, destroyed_at)

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

    async def _run(self, name: str, tenant: UUID, *values: object) -> list[Record]:
        """One query in a transaction of the tenant; each may be repeated after a lost answer."""

        async def once() -> list[Record]:
            async with self._pool.union_tx(tenant) as connection:
                return await connection.fetch(_QUERIES[name], tenant, *values)

        return await bounded(once)
