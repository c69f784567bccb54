"""Destroys, at the place a union has left, what would still open its people's data: keys, indexes, papers.

The books stay as they are, as evidence: amounts, dates and a chain that verifies. Until this is done an erasure at
the new place is not complete, since the old one could still open what was erased there.
"""

from datetime import UTC, datetime
from typing import NamedTuple
from uuid import UUID

from services.store.attachments import AttachmentRows
from services.store.keyring_whole import WholeKeyring


class Released(NamedTuple):
    """How many keys, and how many papers, are gone."""

    keys: int
    papers: int


async def release(union_id: UUID, rows: WholeKeyring, papers: AttachmentRows) -> Released:
    """Destroy keys first, then what they open. May be repeated; the union must be written elsewhere."""
    now = datetime.now(UTC)
    kept = await rows.whole(union_id)
    subjects = sorted({one.subject_id for one in kept.people if one.wrapped is not None})
    for kind in ("books", "file"):
        await rows.destroy_subject_keys(union_id, subjects, kind, now)
    await rows.remove_blinds(union_id, sorted({one.subject_id for one in kept.blinds}))
    await rows.remove_from_every_county(
        union_id, sorted({one.subject_id for one in await rows.listings(union_id)})
    )
    digests = [row.sha256 async for row in papers.every(union_id) if row.destroyed_at is None]
    await papers.destroy(union_id, digests, now)
    return Released(sum(one.wrapped is not None for one in kept.people), len(digests))
