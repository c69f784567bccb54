"""Whether the papers that the log says are kept here are here, and are what their hashes say."""

from typing import NamedTuple
from uuid import UUID

import msgspec

from domain.attachment import kept_in
from services.attachments.faults import PaperDestroyed
from services.attachments.sealing import opened
from services.keys import Vault
from services.keys.wrapping import KeyDamaged
from services.store.attachments import AttachmentRow, AttachmentRows


class PapersFound(NamedTuple):
    """`checked`: how many papers were opened. `missing`: positions of events whose paper is not here any more.

    `differing`: hashes of which what is kept has another, or opens with no key although none was destroyed.
    """

    checked: int
    missing: list[int]
    differing: list[str]


class PaperCheck:
    """Goes through a union's papers, one after the other. `rows` may read every union's."""

    def __init__(self, rows: AttachmentRows, vault: Vault) -> None:
        self._rows = rows
        self._vault = vault

    async def check(self, union_id: UUID) -> PapersFound:
        """Check the papers of one union."""
        named: dict[str, int] = {}
        for position, body in await self._rows.events_keeping(union_id):
            for digest in kept_in(msgspec.json.decode(body)):
                named.setdefault(digest, position)
        checked, differing = 0, []
        async for row in self._rows.every(union_id):
            named.pop(row.sha256, None)
            if row.destroyed_at is not None:
                continue
            checked += 1
            if not await self._is_whole(union_id, row):
                differing.append(row.sha256)
        return PapersFound(checked, sorted(named.values()), differing)

    async def _is_whole(self, union_id: UUID, row: AttachmentRow) -> bool:
        content = await self._rows.content(union_id, row.sha256)
        if content is None:
            return False
        try:
            return await opened(self._vault, union_id, row, content) is not None
        except (PaperDestroyed, KeyDamaged):
            return False
