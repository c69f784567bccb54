"""A paper's bytes as ciphertext, bound to union, key and hash: it opens nowhere else as anything else."""

import asyncio
from hashlib import sha256
from uuid import UUID

from services.attachments.faults import PaperDestroyed
from services.keys import Vault
from services.store.attachments import AttachmentRow


async def sealed(vault: Vault, union_id: UUID, row: AttachmentRow, whole: bytes) -> bytes:
    """Return a paper's bytes, encrypted under its key; raises PaperDestroyed where that is gone already."""
    key = await vault.file_key(union_id, row.key_id)
    if key is None:
        raise PaperDestroyed
    return await asyncio.to_thread(key.seal_file, whole, _bound(union_id, row), vault.cipher)


async def opened(vault: Vault, union_id: UUID, row: AttachmentRow, content: bytes) -> bytes | None:
    """Return what is inside; None where it does not open, or is not what the hash says.

    Raises PaperDestroyed where its key was destroyed.
    """
    key = await vault.file_key(union_id, row.key_id)
    if key is None:
        raise PaperDestroyed
    whole = await asyncio.to_thread(key.open_file, content, _bound(union_id, row))
    if whole is None:
        return None
    digest = await asyncio.to_thread(lambda: sha256(whole).hexdigest())
    return whole if digest == row.sha256 and len(whole) == row.byte_count else None


def _bound(union_id: UUID, row: AttachmentRow) -> bytes:
    return b"gonghui attachment 1|" + union_id.bytes + row.key_id.bytes + bytes.fromhex(row.sha256)
