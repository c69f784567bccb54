"""How old the evidence is: the oldest write no checkpoint covers, and the last word of each witness."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final, NamedTuple

from services.store.pool import Pool
from services.store.sql import queries

_EVIDENCE = queries("services.store", "evidence.sql")
_OLD_SECONDS: Final = 300
"""Past five minutes somebody should look (assurance 13)."""
_AHEAD_SECONDS: Final = -60


class Ages(NamedTuple):
    """Seconds since the newest checkpoint, and since each known witness said something (None: never).

    Without news no checkpoint is due, and its age is 0; below zero a clock was ahead.
    """

    checkpoint: int | None
    witnesses: Sequence[int | None]

    @property
    def cosignature(self) -> int | None:
        """Seconds since the last word of any witness."""
        return min((age for age in self.witnesses if age is not None), default=None)

    def warnings(self) -> list[str]:
        """Return codes of what should be looked at; none of them keeps anybody from working."""
        found = []
        if self.checkpoint is not None and self.checkpoint > _OLD_SECONDS:
            found.append("checkpoint_old")
        if self.checkpoint is not None and self.checkpoint < _AHEAD_SECONDS:
            found.append("clock_differs")
        if not self.witnesses:
            found.append("no_witness")
        elif any(age is None or age > _OLD_SECONDS for age in self.witnesses):
            found.append("cosignature_old")
        return found


class LastCheck(NamedTuple):
    """When fsck last ended, and whether it found everything sound. Both None: it never ran."""

    finished_at: datetime | None
    sound: bool | None


class Attested:
    """Asks the books how old their evidence is. `witnesses` are the names of those the log knows."""

    def __init__(self, pool: Pool, witnesses: Sequence[str]) -> None:
        self._pool = pool
        self._witnesses = witnesses

    @property
    def witnesses(self) -> Sequence[str]:
        """The names of the witnesses the log knows, in the order of their ages."""
        return self._witnesses

    async def ages(self) -> Ages:
        """Return the ages at this moment, by the database's clock."""
        async with self._pool.all_unions_tx() as connection:
            checkpoint = await connection.fetchval(_EVIDENCE["checkpoint_age"])
            rows = await connection.fetch(_EVIDENCE["cosignature_ages"])
        said = {row["witness"]: max(0, row["age"]) for row in rows}  # their clock may be ahead
        return Ages(checkpoint, [said.get(name) for name in self._witnesses])

    async def sound_ages(self, kinds: Sequence[str]) -> dict[str, float]:
        """Return seconds since each kind of check last came out sound; a kind that never did is left out."""
        async with self._pool.all_unions_tx() as connection:
            rows = await connection.fetch(_EVIDENCE["sound_run_ages"], list(kinds))
        return {row["kind"]: row["age"] for row in rows}

    async def last_check(self) -> LastCheck:
        """Return what the newest run of fsck came to."""
        async with self._pool.all_unions_tx() as connection:
            rows = await connection.fetch(_EVIDENCE["newest_check_run"], "fsck")
        return (
            LastCheck(rows[0]["finished_at"], rows[0]["sound"]) if rows else LastCheck(None, None)
        )
