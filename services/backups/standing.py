"""How restored books stand to what is known of them elsewhere: what they lack, and where they are others."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple
from uuid import UUID

import msgspec

from services.audit.fsck import Fsck
from services.audit.fsck_report import Part, Report
from services.audit.held import Held
from services.backups.witnessed import Witnessed
from services.store.pool import Pool
from services.store.sql import queries

_RECOVERY = queries("services.store", "recovery.sql")
_EVIDENCE = queries("services.store", "evidence.sql")

Heads = Mapping[UUID, tuple[int, bytes]]
"""Position and chain hash of each union's newest event."""


class Lacking(msgspec.Struct, frozen=True, kw_only=True):
    """A union whose restored log is shorter: how far it goes, and how far it was known to go."""

    union_id: UUID
    position: int
    known: int

    @property
    def events(self) -> int:
        """How many events are missing."""
        return self.known - self.position


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """What a comparison found: unions that lack events, unions whose history is another one."""

    unions: int
    lacking: Sequence[Lacking] = ()
    differing: Sequence[UUID] = ()

    @property
    def is_whole(self) -> bool:
        """Whether nothing lacks and nothing differs."""
        return not self.lacking and not self.differing

    @property
    def events_lacking(self) -> int:
        """How many events are missing in all unions."""
        return sum(one.events for one in self.lacking)


class Verdict(NamedTuple):
    """What is to be said of restored books.

    `is_behind` tells that they do not reach the checkpoint from outside; `standing` is None where that named no
    heads.
    """

    report: Report
    is_behind: bool
    newest_size: int
    standing: Standing | None

    @property
    def is_fork(self) -> bool:
        """Whether they hold another history than the witnessed one."""
        is_other = {"checkpoint_differs", "census_differs", "behind_checkpoint"}
        logs = [
            fault.kind for part in self.report.parts if part.part == "logs" for fault in part.faults
        ]
        differs = self.standing is not None and bool(self.standing.differing)
        return differs or any(kind in is_other for kind in logs)

    @property
    def is_lacking(self) -> bool:
        """Whether something witnessed is missing."""
        return self.is_behind or (self.standing is not None and bool(self.standing.lacking))


async def heads_of(auditor: Pool) -> Heads:
    """Return every union's head."""
    async with auditor.all_unions_tx() as connection:
        rows = await connection.fetch(_RECOVERY["all_heads"])
    return {row["union_id"]: (row["position"], row["hash"]) for row in rows}


async def standing_of(auditor: Pool, known: Heads) -> Standing:
    """Compare books with heads known from elsewhere."""
    unions = list(known)
    positions = [known[union_id][0] for union_id in unions]
    async with auditor.all_unions_tx() as connection:
        rows = await connection.fetch(_RECOVERY["hashes_at"], unions, positions)
    lacking, differing = [], []
    for row in rows:
        position, hash_ = known[row["union_id"]]
        reached = row["reached"] or 0
        if reached < position:
            lacking.append(Lacking(union_id=row["union_id"], position=reached, known=position))
        elif row["hash"] != hash_:
            differing.append(row["union_id"])
    return Standing(unions=len(unions), lacking=lacking, differing=differing)


async def verdict_of(
    auditor: Pool, fsck: Fsck, witnessed: Witnessed | None, *, without: Sequence[Part] = ()
) -> Verdict:
    """Check restored books by themselves, and against a checkpoint from outside.

    Books that do not reach the checkpoint are checked against the last one that they have themselves.
    """
    newest, is_there = await _checkpoints(auditor, None if witnessed is None else witnessed.held)
    held = witnessed.held if witnessed is not None and is_there else None
    report = await fsck.run(held, without=without)
    standing = None
    if witnessed is not None and witnessed.heads is not None:
        heads = {union_id: (one.position, one.hash) for union_id, one in witnessed.heads.items()}
        standing = await standing_of(auditor, heads)
    is_behind = witnessed is not None and not is_there
    return Verdict(report, is_behind, newest, standing)


async def _checkpoints(auditor: Pool, held: Held | None) -> tuple[int, bool]:
    async with auditor.all_unions_tx() as connection:
        newest: int = await connection.fetchval(_RECOVERY["newest_size"])
        row = (
            None if held is None else await connection.fetchrow(_EVIDENCE["checkpoint"], held.size)
        )
    return newest, row is not None
