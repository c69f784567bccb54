"""Keeps what witnesses say of checkpoints, and tells how long ago each last said something."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

import msgspec

from domain.note import COSIGNATURE, Note, NoteMalformed, PublicKey, parse_note
from services.audit.proofs import StoredCheckpoint
from services.keys.signing import cosigned_at
from services.store.answers import bounded
from services.store.pool import Pool
from services.store.sql import queries

_EVIDENCE = queries("services.store", "evidence.sql")
_AHEAD_AT_MOST: Final = timedelta(minutes=1)
"""How far a witness's clock may be ahead of ours."""


class CosignatureRefused(ValueError):
    """No good cosignature by a witness this log knows."""


class Cosigned(msgspec.Struct, frozen=True, kw_only=True):
    """The newest thing a witness said: about which checkpoint, and when. Both None: nothing yet."""

    witness: str
    size: int | None
    cosigned_at: datetime | None


class Cosignatures:
    """Knows the witnesses by their keys; nobody else's line is kept."""

    def __init__(self, pool: Pool, witnesses: Sequence[PublicKey]) -> None:
        self._pool = pool
        self.witnesses = tuple(key for key in witnesses if key.type == COSIGNATURE)

    async def keep(self, stored: StoredCheckpoint, line: str, now: datetime) -> Cosigned:
        """Check a witness's line about a checkpoint and keep it; raises CosignatureRefused."""
        note = _note_with(stored, line)
        for witness in self.witnesses:
            moment = cosigned_at(note, witness)
            if moment is not None and moment <= (now + _AHEAD_AT_MOST).timestamp():
                cosigned = datetime.fromtimestamp(moment, UTC)
                await self._add(stored.size, witness.name, cosigned, note.signatures[0].text)
                return Cosigned(witness=witness.name, size=stored.size, cosigned_at=cosigned)
        raise CosignatureRefused

    async def newest(self) -> list[Cosigned]:
        """Return what each known witness said last."""
        async with self._pool.all_unions_tx() as connection:
            rows = await connection.fetch(_EVIDENCE["newest_cosignatures"])
        said = {row["witness"]: row for row in rows}
        return [
            Cosigned(
                witness=key.name,
                size=said[key.name]["size"] if key.name in said else None,
                cosigned_at=said[key.name]["cosigned_at"] if key.name in said else None,
            )
            for key in self.witnesses
        ]

    async def _add(self, size: int, witness: str, moment: datetime, line: str) -> None:
        async def add() -> None:
            async with self._pool.all_unions_tx() as connection:
                await connection.fetchval(_EVIDENCE["add_cosignature"], size, witness, moment, line)

        await bounded(add)


def _note_with(stored: StoredCheckpoint, line: str) -> Note:
    """Read one line as the signature of the stored text itself.

    A line with an empty line inside would move its beginning into the text, and a cosignature of that longer
    text would be kept as one of the checkpoint.
    """
    if "\n" in line:
        raise CosignatureRefused
    try:
        note = parse_note(f"{stored.note.text}\n{line}\n".encode())
    except NoteMalformed:
        raise CosignatureRefused from None
    if note.text != stored.note.text or len(note.signatures) != 1:
        raise CosignatureRefused
    return note
