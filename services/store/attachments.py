"""Rows of papers (附件): encrypted bytes by the hash of what they hold, outside the log that names them."""

from collections.abc import AsyncIterator, Sequence
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

import msgspec
from asyncpg import Record

from services.store.answers import bounded
from services.store.pool import Pool
from services.store.sql import queries

_QUERIES = queries("services.store", "attachments.sql")
_ROWS_AT_ONCE = 500


class AttachmentRow(msgspec.Struct, frozen=True, kw_only=True):
    """A paper as it is kept, without its bytes. `key_id` names the key in the key store that opens them.

    `named_at`: since when a matter names it; unnamed ones are thrown away in time. `destroyed_at`: the bytes were
    destroyed on purpose, and stay so.
    """

    sha256: str
    key_id: UUID
    media_type: str
    byte_count: int
    kept_by: str
    named_at: datetime | None
    destroyed_at: datetime | None


class Naming(NamedTuple):
    """Which matter names a paper: its stream, the package of its events, the day of the books."""

    stream_id: UUID
    package: str
    occurred_on: date


class AttachmentRows:
    """The table of papers. Every statement may be repeated."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def put(
        self, union_id: UUID, row: AttachmentRow, content: bytes, kept_at: datetime
    ) -> None:
        """Keep a paper; the first of two that are put at once stays."""
        await self._run(
            "put_attachment",
            union_id,
            row.sha256,
            row.key_id,
            row.media_type,
            row.byte_count,
            content,
            kept_at,
            row.kept_by,
        )

    async def keep_longer(self, union_id: UUID, sha256: str, kept_at: datetime) -> None:
        """Count the days of an unnamed paper from now on."""
        await self._run("keep_attachment_longer", union_id, sha256, kept_at)

    async def find(self, union_id: UUID, sha256: str) -> AttachmentRow | None:
        """Return a paper's row; None where there is none."""
        rows = await self._run("attachment", union_id, sha256)
        return AttachmentRow(**dict(rows[0])) if rows else None

    async def content(self, union_id: UUID, sha256: str) -> bytes | None:
        """Return the ciphertext of a paper; None where there is none, or none any more."""
        rows = await self._run("attachment_content", union_id, sha256)
        return rows[0]["content"] if rows else None

    async def unnamed_bytes(self, union_id: UUID) -> int:
        """Return how many bytes of a union's papers nobody has named yet."""
        return int((await self._run("unnamed_bytes", union_id))[0][0])

    async def name(
        self, union_id: UUID, naming: Naming, digests: Sequence[str], named_at: datetime
    ) -> frozenset[str]:
        """Note that a matter names these papers, and return those that are kept: they stay from now on."""
        in_order = sorted(set(digests))
        rows = await self._run("name_attachments", union_id, in_order, *naming, named_at)
        return frozenset(row["sha256"] for row in rows)

    async def kept_of(self, union_id: UUID, digests: Sequence[str]) -> frozenset[str]:
        """Return which of these papers are kept."""
        rows = await self._run("kept_attachments", union_id, [*digests])
        return frozenset(row["sha256"] for row in rows)

    async def namings(self, union_id: UUID, sha256: str) -> list[Naming]:
        """Return which matters name a paper, oldest first."""
        return [Naming(*row) for row in await self._run("attachment_namings", union_id, sha256)]

    async def only_of(self, union_id: UUID, streams: Sequence[UUID]) -> dict[str, UUID]:
        """Return the papers, and their keys, that these matters name and no other."""
        rows = await self._run("attachments_only_of", union_id, [*streams])
        return {row["sha256"]: row["key_id"] for row in rows}

    async def destroy(self, union_id: UUID, digests: Sequence[str], destroyed_at: datetime) -> None:
        """Remove the bytes of papers for ever; their rows say since when."""
        await self._run("destroy_attachments", union_id, [*digests], destroyed_at)

    async def every(self, union_id: UUID) -> AsyncIterator[AttachmentRow]:
        """Yield every paper's row of a union, by hash."""
        reached = ""
        while True:
            rows = await self._run("every_attachment", union_id, reached, _ROWS_AT_ONCE)
            for row in rows:
                yield AttachmentRow(**dict(row))
            if len(rows) < _ROWS_AT_ONCE:
                return
            reached = rows[-1]["sha256"]

    async def events_keeping(self, union_id: UUID) -> list[tuple[int, bytes]]:
        """Return position and body of the events that say of some paper that it is kept here."""
        return [tuple(row) for row in await self._run("events_keeping", union_id)]

    async def drop_unnamed(self, before: datetime, most: int) -> list[tuple[UUID, UUID]]:
        """Throw away papers of any union unnamed since a moment; return union and key of each."""

        async def once() -> list[Record]:
            async with self._pool.all_unions_tx() as connection:
                return await connection.fetch(_QUERIES["drop_unnamed"], before, most)

        return [(row["union_id"], row["key_id"]) for row in await bounded(once)]

    async def _run(self, name: str, union_id: UUID, *values: object) -> list[Record]:
        async def once() -> list[Record]:
            async with self._pool.union_tx(union_id) as connection:
                return await connection.fetch(_QUERIES[name], union_id, *values)

        return await bounded(once)
