"""The cabinet of papers: each encrypted under a key of its own, found by the SHA-256 of what it holds.

The bytes stand outside the log and their hash inside, so a paper can be destroyed and the log stays whole. Its key
lies in the key store beside those of people: wrapped, rotated, backed up and destroyed with the same means.
"""

import asyncio
from collections.abc import Callable, Collection, Sequence
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from itertools import groupby
from typing import Final
from uuid import UUID

import msgspec

from services.attachments.cleaning import cleaned
from services.attachments.faults import (
    PaperDestroyed,
    PaperDiffers,
    PaperUnknown,
    TooMuchUnnamed,
)
from services.attachments.sealing import opened, sealed
from services.identifiers import new_id
from services.keys.vault import KINDS, Vault
from services.store.attachments import AttachmentRow, AttachmentRows, Naming
from services.store.keyring import Keyring

MOST_BYTES: Final = 10 << 20
UNNAMED_KEPT: Final = timedelta(days=7)
"""How long a paper waits for an entry that names it."""
MOST_UNNAMED_BYTES: Final = 500 << 20
"""How much of one union's may wait: whoever may upload can fill no disk."""
_DROPPED_AT_ONCE: Final = 200


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """What an entry names a paper by. The digest is that of the bytes as they are kept, which may be cleaned."""

    sha256: str
    media_type: str
    byte_count: int
    cleaned: bool


class Paper(msgspec.Struct, frozen=True, kw_only=True):
    """A paper, opened, and found to have the hash it is named by."""

    content: bytes
    media_type: str


class Attachments:
    """Keeps papers and shows them."""

    def __init__(
        self,
        rows: AttachmentRows,
        vault: Vault,
        keyring: Keyring,
        *,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._rows = rows
        self._vault = vault
        self._keyring = keyring
        self._now = now

    async def keep(self, union_id: UUID, content: bytes, media_type: str, *, by: str) -> Kept:
        """Take a paper in; the same content again is the same paper.

        Raises PaperNotOfItsKind, PaperSpoilt, PaperDestroyed (it was here, and does not come back), TooMuchUnnamed.
        """
        whole = await asyncio.to_thread(cleaned, content, media_type)
        digest = await asyncio.to_thread(lambda: sha256(whole).hexdigest())
        kept = Kept(
            sha256=digest,
            media_type=media_type,
            byte_count=len(whole),
            cleaned=whole != content,
        )
        known = await self._rows.find(union_id, digest)
        if known is None:
            await self._put(union_id, kept, whole, by)
            known = await self._rows.find(union_id, digest)
        if known is not None and known.destroyed_at is not None:
            raise PaperDestroyed
        await self._rows.keep_longer(union_id, digest, self._now())
        return kept

    async def _put(self, union_id: UUID, kept: Kept, whole: bytes, by: str) -> None:
        if await self._rows.unnamed_bytes(union_id) + len(whole) > MOST_UNNAMED_BYTES:
            raise TooMuchUnnamed
        row = AttachmentRow(
            sha256=kept.sha256,
            key_id=new_id(),
            media_type=kept.media_type,
            byte_count=kept.byte_count,
            kept_by=by,
            named_at=None,
            destroyed_at=None,
        )
        await self._vault.make_keys(union_id, [row.key_id])
        closed = await sealed(self._vault, union_id, row, whole)
        await self._rows.put(union_id, row, closed, self._now())

    async def find(self, union_id: UUID, digest: str) -> AttachmentRow:
        """Return what is known of a paper besides its bytes; raises PaperUnknown."""
        row = await self._rows.find(union_id, digest)
        if row is None:
            raise PaperUnknown
        return row

    async def namings(self, union_id: UUID, digest: str) -> list[Naming]:
        """Return which matters name a paper: who may read one of them may read it."""
        return await self._rows.namings(union_id, digest)

    async def read(self, union_id: UUID, digest: str) -> Paper:
        """Return a paper; raises PaperUnknown, PaperDestroyed, PaperDiffers (its hash is another one)."""
        row = await self.find(union_id, digest)
        content = await self._rows.content(union_id, digest)
        if row.destroyed_at is not None or content is None:
            raise PaperDestroyed
        whole = await opened(self._vault, union_id, row, content)
        if whole is None:
            raise PaperDiffers
        return Paper(content=whole, media_type=row.media_type)

    async def kept_of(self, union_id: UUID, digests: Collection[str]) -> frozenset[str]:
        """Return which of these papers are here."""
        return await self._rows.kept_of(union_id, [*digests])

    async def name(
        self, union_id: UUID, naming: Naming, digests: Collection[str]
    ) -> frozenset[str]:
        """Note that a matter names papers, and return those that are kept here: from now on nobody drops them."""
        return await self._rows.name(union_id, naming, [*digests], self._now())

    async def destroy_of(self, union_id: UUID, streams: Sequence[UUID]) -> int:
        """Destroy the papers that only these matters name: their keys first, then the bytes. May be repeated."""
        papers = await self._rows.only_of(union_id, streams)
        if papers:
            keys = sorted(papers.values())
            await self._destroy_keys(union_id, keys)
            await self._rows.destroy(union_id, [*papers], self._now())
        return len(papers)

    async def drop_unnamed(self) -> int:
        """Throw away what no entry has named in time, and the keys; returns how many papers that were."""
        count = 0
        while True:
            dropped = await self._rows.drop_unnamed(self._now() - UNNAMED_KEPT, _DROPPED_AT_ONCE)
            for union_id, of_union in groupby(sorted(dropped), key=lambda one: one[0]):
                await self._destroy_keys(union_id, [key_id for _, key_id in of_union])
            count += len(dropped)
            if len(dropped) < _DROPPED_AT_ONCE:
                return count

    async def _destroy_keys(self, union_id: UUID, key_ids: list[UUID]) -> None:
        for kind in KINDS:
            await self._keyring.destroy_subject_keys(union_id, key_ids, kind, self._now())
