"""Takes censuses and signs checkpoints: soon after every approval of money, and at most a minute after any write.

One transaction under a role that sees positions and hashes but no body. Any number of processes may take
censuses: they meet at the key of `checkpoint`, one wins and the others take its checkpoint for their own.

A log that no longer continues what the last census said of it is not signed again: its old head stays in every
census, and `Taken.disowned` names it. Nothing here mends that; a person finds out why (assurance 8).
"""

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

import msgspec

from domain.chain import genesis, link
from domain.checkpoint import Census, Checkpoint, Head, census_leaf, heads_map
from domain.note import Note
from services.audit.heads import head_of
from services.audit.trees import (
    CENSUSES,
    TreeIncomplete,
    append_all,
    frontier_at,
    keep,
)
from services.keys.signing import SigningKeys
from services.log import logger, note, round_of
from services.store.answers import bounded
from services.store.failures import AlreadyThere, meeting_others
from services.store.pool import Connection, Pool
from services.store.sql import queries

APPROVALS: Final = (
    "aid_case.approved",
    "aid_case.paid",
    "budget.approved",
    "budget.adjusted",
    "budget.final_accounts_approved",
    "condolence.approved",
    "federation.fund_allocated",
    "pay_batch.approved",
    "pay_batch.paid",
    "voucher.approved",
)
"""Events that let money go: what they decided must be beyond change at once (design 7)."""

_EVIDENCE = queries("services.store", "evidence.sql")
_POLL_SECONDS: Final = 1.0
_STRETCH_EVENTS: Final = 50_000

log = logger("checkpoints")


class Disowned(msgspec.Struct, frozen=True, kw_only=True):
    """A union whose log no longer continues its last counted head, and how it differs."""

    union_id: UUID
    position: int
    fault: str


class Taken(msgspec.Struct, frozen=True, kw_only=True):
    """What came of a census: the newest checkpoint, and the unions it could not follow."""

    checkpoint: Checkpoint | None
    is_new: bool
    disowned: Sequence[Disowned] = ()


class _Moved(msgspec.Struct, frozen=True, kw_only=True):
    """A head that is not as the last census has it; `before` is None for a union never counted."""

    union_id: UUID
    position: int
    hash: bytes
    charter: bytes
    before: Head | None


class Checkpointer:
    """Takes censuses; every one of `keys` signs each checkpoint."""

    def __init__(self, pool: Pool, keys: SigningKeys, *, origin: str, most_seconds: int) -> None:
        self._pool = pool
        self._keys = keys
        self._origin = origin
        self._patience = timedelta(seconds=most_seconds)
        self._disowned: dict[UUID, tuple[int, bytes]] = {}

    async def follow(self, stop: asyncio.Event) -> None:
        """Take a census whenever one is due, until told to stop. A failure ends one round only."""
        while not stop.is_set():
            try:
                with round_of("checkpoint", worth="heads"):
                    await self.take_if_due()
            except Exception as error:  # a key that cannot sign today may tomorrow
                log.exception("census_failed", error=type(error).__name__)
            try:
                await asyncio.wait_for(stop.wait(), timeout=_POLL_SECONDS)
            except TimeoutError:
                continue

    async def take_if_due(self) -> Taken | None:
        """Take a census if money was approved since the last one, or the last is old and a head moved."""
        return await self.take() if await bounded(self._is_due) else None

    async def _is_due(self) -> bool:
        async with self._pool.all_unions_tx() as connection:
            moved = [one for one in await _moved(connection) if not self._gave_up(one)]
            if not moved:
                return False
            newest = await connection.fetchrow(_EVIDENCE["newest_checkpoint"])
            now = await connection.fetchval(_EVIDENCE["now"])
            is_fresh = (
                newest is not None and timedelta() <= now - newest["taken_at"] < self._patience
            )
            return not is_fresh or await _approved(connection, moved)

    def _gave_up(self, moved: _Moved) -> bool:
        """A log that did not continue is looked at again when it has changed, or somebody else's head moves."""
        return self._disowned.get(moved.union_id) == (moved.position, moved.hash)

    async def take(self) -> Taken:
        """Take a census now. Where no head moved, the newest checkpoint stands; raises StoreError."""
        return await bounded(self._try)

    async def _try(self) -> Taken:
        try:
            with meeting_others():
                async with self._pool.all_unions_tx() as connection:
                    return await self._take(connection)
        except AlreadyThere:  # another process has taken this very census
            async with self._pool.all_unions_tx() as connection:
                newest = await connection.fetchrow(_EVIDENCE["newest_checkpoint"])
            return Taken(checkpoint=self._checkpoint_of(newest), is_new=False)

    async def _take(self, connection: Connection) -> Taken:
        newest = await connection.fetchrow(_EVIDENCE["newest_checkpoint"])
        moved = await _moved(connection)
        counted = [head_of(row) for row in await connection.fetch(_EVIDENCE["counted_heads"])]
        disowned = [
            Disowned(union_id=row["union_id"], position=row["position"], fault="head_missing")
            for row in await connection.fetch(_EVIDENCE["counted_without_head"])
        ]
        fresh: list[Head] = []
        self._disowned = {}
        for one in moved:
            try:
                fresh.append(await _continued(connection, one))
            except _DoesNotContinue as fault:
                self._disowned[one.union_id] = (one.position, one.hash)
                disowned.append(
                    Disowned(union_id=one.union_id, position=one.position, fault=fault.fault)
                )
        for lost in disowned:
            log.error("log_does_not_continue", union_id=lost.union_id, fault=lost.fault)
        if not fresh:
            return Taken(
                checkpoint=self._checkpoint_of(newest), is_new=False, disowned=tuple(disowned)
            )
        checkpoint = await self._sign(connection, newest, counted, fresh)
        note(heads=len(fresh), size=checkpoint.size)
        return Taken(checkpoint=checkpoint, is_new=True, disowned=tuple(disowned))

    async def _sign(
        self,
        connection: Connection,
        newest: Any,  # noqa: ANN401 # a row as the database gives it
        counted: Sequence[Head],
        fresh: Sequence[Head],
    ) -> Checkpoint:
        number = 1 if newest is None else newest["size"] + 1
        heads = {head.union_id: head for head in (*counted, *fresh)}
        census = Census(
            number=number,
            taken_at=await _moment_after(connection, newest),
            unions=len(heads),
            heads_root=heads_map(heads.values()).root(),
        )
        leaf = census_leaf(census)
        frontier = await frontier_at(connection, CENSUSES, number - 1)
        kept = append_all(frontier, [leaf])
        checkpoint = Checkpoint(self._origin, number, frontier.root())
        text = checkpoint.text.encode()
        note = Note(checkpoint.text, tuple(signer.sign(text) for signer in self._keys.every))
        await connection.execute(
            _EVIDENCE["add_checkpoint"],
            number,
            census.taken_at,
            census.unions,
            census.heads_root,
            leaf,
            checkpoint.root,
            note.raw,
        )
        for query in ("add_heads", "count_heads"):
            await connection.execute(_EVIDENCE[query], number, *_columns(fresh))
        await keep(connection, CENSUSES, kept)
        return checkpoint

    def _checkpoint_of(self, row: Any) -> Checkpoint | None:  # noqa: ANN401 # a row as the database gives it
        return None if row is None else Checkpoint(self._origin, row["size"], row["root"])


class _DoesNotContinue(Exception):
    """A log is not what was counted before, with something added."""

    def __init__(self, fault: str) -> None:
        super().__init__(fault)
        self.fault = fault


async def _continued(connection: Connection, moved: _Moved) -> Head:
    """Extend a union's tree to its head and return it; raises _DoesNotContinue."""
    before = moved.before
    reached = before.position if before else 0
    if before and moved.position <= before.position:
        shrunk = moved.position < before.position
        raise _DoesNotContinue("behind_census" if shrunk else "hash_differs")
    try:
        frontier = await frontier_at(connection, moved.union_id, reached)
    except TreeIncomplete:
        raise _DoesNotContinue("events_missing") from None
    if before and frontier.root() != before.root:
        raise _DoesNotContinue("root_differs")
    chained = before.hash if before else genesis(moved.union_id, moved.charter)
    while reached < moved.position:
        until = min(moved.position, reached + _STRETCH_EVENTS)
        digests = await _digests(connection, moved.union_id, reached, until)
        chained = _chained(chained, digests)
        await keep(connection, moved.union_id, append_all(frontier, digests))
        reached = until
    if chained != moved.hash:
        raise _DoesNotContinue("hash_differs")
    return Head(
        union_id=moved.union_id, position=moved.position, hash=moved.hash, root=frontier.root()
    )


async def _digests(connection: Connection, union_id: UUID, after: int, until: int) -> list[bytes]:
    rows = await connection.fetch(_EVIDENCE["digests_after"], union_id, after, until)
    if len(rows) != until - after:
        raise _DoesNotContinue("events_missing")
    return [row["digest"] for row in rows]


def _chained(hash_: bytes, digests: Sequence[bytes]) -> bytes:
    for digest in digests:
        hash_ = link(hash_, digest)
    return hash_


async def _moved(connection: Connection) -> list[_Moved]:
    return [
        _Moved(
            union_id=row["union_id"],
            position=row["position"],
            hash=row["hash"],
            charter=row["charter"],
            before=None if row["size"] is None else _head_before(row),
        )
        for row in await connection.fetch(_EVIDENCE["heads_moved"])
    ]


async def _approved(connection: Connection, moved: Sequence[_Moved]) -> bool:
    unions = [one.union_id for one in moved]
    after = [one.before.position if one.before else 0 for one in moved]
    found: bool = await connection.fetchval(
        _EVIDENCE["approved_since"], unions, after, list(APPROVALS)
    )
    return found


async def _moment_after(connection: Connection, newest: Any) -> datetime:  # noqa: ANN401 # a row
    """The database's clock, never before the last census nor before what the heads have recorded.

    Recorded moments never decrease within a union, so after a clock has stepped back they are ahead of it.
    """
    now: datetime = await connection.fetchval(_EVIDENCE["now"])
    recorded = await connection.fetchval(_EVIDENCE["newest_recorded"]) or now
    return max(now, recorded) if newest is None else max(now, recorded, newest["taken_at"])


def _head_before(row: Any) -> Head:  # noqa: ANN401 # a row as the database gives it
    return Head(
        union_id=row["union_id"],
        position=row["counted_position"],
        hash=row["counted_hash"],
        root=row["counted_root"],
    )


def _columns(heads: Sequence[Head]) -> tuple[list[Any], ...]:
    return (
        [head.union_id for head in heads],
        [head.position for head in heads],
        [head.hash for head in heads],
        [head.root for head in heads],
    )
