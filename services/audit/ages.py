"""How old the evidence is: the oldest write no checkpoint covers, and the last word of a witness."""

from datetime import datetime
from typing import Final, NamedTuple

from services.store.pool import Pool
from services.store.sql import queries

_EVIDENCE = queries("services.store", "evidence.sql")
_OLD_SECONDS: Final = 300
"""Past five minutes somebody should look (assurance 13)."""


class Ages(NamedTuple):
    """Seconds since the newest checkpoint and the newest cosignature (None: none yet), and known witnesses."""

    checkpoint: int | None
    cosignature: int | None
    witnesses: int

    def warnings(self) -> list[str]:
        """Return codes of what should be looked at; none of them keeps anybody from working."""
        found = []
        if self.checkpoint is not None and self.checkpoint > _OLD_SECONDS:
            found.append("checkpoint_old")
        if not self.witnesses:
            found.append("no_witness")
        elif self.cosignature is None or self.cosignature > _OLD_SECONDS:
            found.append("cosignature_old")
        return found


class LastCheck(NamedTuple):
    """When fsck last ended, and whether it found everything sound. Both None: it never ran."""

    finished_at: datetime | None
    sound: bool | None


class Attested:
    """Asks the books how old their evidence is. Without news no checkpoint is due, and none is old."""

    def __init__(self, pool: Pool, witnesses: int) -> None:
        self._pool = pool
        self._witnesses = witnesses

    async def ages(self) -> Ages:
        """Return the ages at this moment, by the database's clock."""
        async with self._pool.all_unions_tx() as connection:
            [row] = await connection.fetch(_EVIDENCE["ages"])
        said = row["cosignature"]  # a witness's clock may be a little ahead of ours
        return Ages(row["checkpoint"], None if said is None else max(0, said), self._witnesses)

    async def last_check(self) -> LastCheck:
        """Return what the newest run of fsck came to."""
        async with self._pool.all_unions_tx() as connection:
            rows = await connection.fetch(_EVIDENCE["newest_check_run"], "fsck")
        return (
            LastCheck(rows[0]["finished_at"], rows[0]["sound"]) if rows else LastCheck(None, None)
        )
