"""A paper's bytes as ciphertext, bound to union, key and hash: it opens nowhere else as anything else."""

import asyncio
from hashlib import sha256
from typing import Protocol
from uuid import UUID

from services.attachments.faults import PaperDestroyed
from services.keys import Vault
from services.keys.ciphers import FieldKey
from services.store.attachments import AttachmentRow


class Described(Protocol):
    """What is known of a paper besides its bytes."""

    @property
    def sha256(self) -> str: ...
    @property
    def key_id(self) -> UUID: ...
    @property
    def byte_count(self) -> int: ...


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
    return await asyncio.to_thread(_opened, key, union_id, row, content)


def is_paper(key: FieldKey, union_id: UUID, row: Described, content: bytes) -> bool:
    """Tell whether a ciphertext opens under a key to what its hash says."""
    return _opened(key, union_id, row, content) is not None


def _opened(key: FieldKey, union_id: UUID, row: Described, content: bytes) -> bytes | None:
    whole = key.open_file(content, _bound(union_id, row))
    if whole is None or sha256(whole).hexdigest() != row.sha256:
        return None
    return whole if len(whole) == row.byte_count else None


def _bound(union_id: UUID, row: Described) -> bytes:
    return b"gonghui attachment 1|" + union_id.bytes + row.key_id.bytes + bytes.fromhex(row.sha256)
