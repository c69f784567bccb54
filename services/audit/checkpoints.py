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

from domain.chain import link
from domain.checkpoint import Census, Checkpoint, Head, census_leaf, head_leaf
from domain.merkle import root_of
from domain.note import Note
from services.audit.trees import (
    CENSUSES,
    TreeIncomplete,
    append_all,
    frontier_at,
    keep,
)
from services.errors import StoreError
from services.keys.signing import SigningKeys
from services.log import logger
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


class _Counted(msgspec.Struct, frozen=True, kw_only=True):
    """A union's head and its slot, as a census holds it."""

    slot: int
    head: Head


class _Moved(msgspec.Struct, frozen=True, kw_only=True):
    """A head that is not as the last census has it; `before` is None for a union never counted."""

    union_id: UUID
    position: int
    hash: bytes
    before: _Counted | None


class Checkpointer:
    """Takes censuses; every one of `keys` signs each checkpoint."""

    def __init__(self, pool: Pool, keys: SigningKeys, *, origin: str, most_seconds: int) -> None:
        self._pool = pool
        self._keys = keys
        self._origin = origin
        self._patience = timedelta(seconds=most_seconds)

    async def follow(self, stop: asyncio.Event) -> None:
        """Take a census whenever one is due, until told to stop. A failure ends one round only."""
        while not stop.is_set():
            try:
                await self.take_if_due()
            except (StoreError, OSError) as error:
                log.warning("census_failed", error=type(error).__name__)
            try:
                await asyncio.wait_for(stop.wait(), timeout=_POLL_SECONDS)
            except TimeoutError:
                continue

    async def take_if_due(self) -> Taken | None:
        """Take a census if money was approved since the last one, or the last is old and a head moved."""
        return await self.take() if await bounded(self._is_due) else None

    async def _is_due(self) -> bool:
        async with self._pool.all_unions_tx() as connection:
            moved = await _moved(connection)
            if not moved:
                return False
            newest = await connection.fetchrow(_EVIDENCE["newest_checkpoint"])
            now = await connection.fetchval(_EVIDENCE["now"])
            is_old = newest is None or now - newest["taken_at"] >= self._patience
            return is_old or await _approved(connection, moved)

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
        counted = [_counted(row) for row in await connection.fetch(_EVIDENCE["counted_heads"])]
        disowned = [
            Disowned(union_id=row["union_id"], position=row["position"], fault="head_missing")
            for row in await connection.fetch(_EVIDENCE["counted_without_head"])
        ]
        fresh: list[_Counted] = []
        for one in moved:
            slot = one.before.slot if one.before else len(counted) + _new_among(fresh, counted)
            try:
                fresh.append(_Counted(slot=slot, head=await _continued(connection, one)))
            except _DoesNotContinue as fault:
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
        return Taken(checkpoint=checkpoint, is_new=True, disowned=tuple(disowned))

    async def _sign(
        self,
        connection: Connection,
        newest: Any,  # noqa: ANN401 # a row as the database gives it
        counted: Sequence[_Counted],
        fresh: Sequence[_Counted],
    ) -> Checkpoint:
        number = 1 if newest is None else newest["size"] + 1
        heads = {one.slot: head_leaf(one.head) for one in (*counted, *fresh)}
        census = Census(
            number=number,
            taken_at=await _moment_after(connection, newest),
            unions=len(heads),
            heads_root=root_of(heads[slot] for slot in sorted(heads)),
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
    before = moved.before.head if moved.before else None
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
    chained = before.hash if before else None
    while reached < moved.position:
        until = min(moved.position, reached + _STRETCH_EVENTS)
        digests = await _digests(connection, moved.union_id, reached, until)
        if chained is not None:
            chained = _chained(chained, digests)
        await keep(connection, moved.union_id, append_all(frontier, digests))
        reached = until
    if chained not in (None, moved.hash):
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


def _new_among(fresh: Sequence[_Counted], counted: Sequence[_Counted]) -> int:
    return sum(one.slot >= len(counted) for one in fresh)


async def _moved(connection: Connection) -> list[_Moved]:
    return [
        _Moved(
            union_id=row["union_id"],
            position=row["position"],
            hash=row["hash"],
            before=None if row["slot"] is None else _counted_before(row),
        )
        for row in await connection.fetch(_EVIDENCE["heads_moved"])
    ]


async def _approved(connection: Connection, moved: Sequence[_Moved]) -> bool:
    unions = [one.union_id for one in moved]
    after = [one.before.head.position if one.before else 0 for one in moved]
    found: bool = await connection.fetchval(
        _EVIDENCE["approved_since"], unions, after, list(APPROVALS)
    )
    return found


async def _moment_after(connection: Connection, newest: Any) -> datetime:  # noqa: ANN401 # a row
    """The database's clock, never before the last census."""
    now: datetime = await connection.fetchval(_EVIDENCE["now"])
    return now if newest is None else max(now, newest["taken_at"])


def _counted(row: Any) -> _Counted:  # noqa: ANN401 # a row as the database gives it
    head = Head(
        union_id=row["union_id"], position=row["position"], hash=row["hash"], root=row["root"]
    )
    return _Counted(slot=row["slot"], head=head)


def _counted_before(row: Any) -> _Counted:  # noqa: ANN401 # a row as the database gives it
    head = Head(
        union_id=row["union_id"],
        position=row["counted_position"],
        hash=row["counted_hash"],
        root=row["counted_root"],
    )
    return _Counted(slot=row["slot"], head=head)


def _columns(fresh: Sequence[_Counted]) -> tuple[list[Any], ...]:
    heads = [one.head for one in fresh]
    return (
        [head.union_id for head in heads],
        [one.slot for one in fresh],
        [head.position for head in heads],
        [head.hash for head in heads],
        [head.root for head in heads],
    )
