"""What was uploaded, as ciphertext under a key of the job's own: destroying the key destroys it in backups too."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Literal
from uuid import UUID

from services.keys import Vault
from services.keys.vault import KINDS
from services.store.keyring import Keyring

Part = Literal["name", "content", "report"]


class JobSafe:
    """Seals and opens the parts of a job."""

    def __init__(
        self,
        vault: Vault,
        keyring: Keyring,
        *,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._vault = vault
        self._keyring = keyring
        self._now = now

    async def make_key(self, union_id: UUID, key_id: UUID) -> None:
        """Make the key of a new job."""
        await self._vault.make_keys(union_id, [key_id])

    async def seal(self, union_id: UUID, key_id: UUID, part: Part, plain: bytes) -> bytes | None:
        """Return a part as ciphertext; None where the key was destroyed."""
        key = await self._vault.file_key(union_id, key_id)
        if key is None:
            return None
        bound = _bound(union_id, key_id, part)
        return await asyncio.to_thread(key.seal_file, plain, bound, self._vault.cipher)

    async def open(
        self, union_id: UUID, key_id: UUID, part: Part, closed: bytes | None
    ) -> bytes | None:
        """Return what is inside; None where there is nothing, or no key opens it any more."""
        key = None if closed is None else await self._vault.file_key(union_id, key_id)
        if key is None or closed is None:
            return None
        return await asyncio.to_thread(key.open_file, closed, _bound(union_id, key_id, part))

    async def destroy(self, union_id: UUID, key_ids: Sequence[UUID]) -> None:
        """Destroy the keys of jobs for ever."""
        for kind in KINDS:
            await self._keyring.destroy_subject_keys(union_id, key_ids, kind, self._now())


def _bound(union_id: UUID, key_id: UUID, part: Part) -> bytes:
    return b"gonghui import job 1|" + union_id.bytes + key_id.bytes + part.encode()
