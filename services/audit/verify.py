"""Verifies logs from the bytes as stored, with the Python chain, which shares nothing with the SQL one.

What it says of a union: how many events it recomputed, the first break, and up to which position a checkpoint
vouches for what it read. It says nothing of events it did not read. Without a checkpoint from outside it proves
nothing against whoever owns the database and rewrites all of it (assurance 8).
"""

from collections.abc import AsyncIterator, Mapping
from typing import Any
from uuid import UUID

import msgspec

from domain.chain import Break, ChainedEvent, EventFields, Sound, first_break, genesis
from domain.checkpoint import Head
from domain.merkle import Frontier
from domain.note import PublicKey
from services.audit.held import CheckpointBroken, Held, first_differing, heads_under, held_of
from services.audit.proofs import CheckpointSpoilt, NoSuchCheckpoint, newest_checkpoint
from services.keys.signing import is_signed
from services.store.pool import Connection, Pool
from services.store.sql import queries

_LOG = queries("services.store")
_AUDIT = queries("services.store", "audit.sql")
_EVIDENCE = queries("services.store", "evidence.sql")
_FOR_EVER = 2**63 - 1
_STRETCH_EVENTS = 5_000

Places = dict[int, tuple[bytes, bytes]]
"""Chain hash and tree root at some positions."""


class UnionVerified(msgspec.Struct, frozen=True, kw_only=True):
    """What verification found in one union: events recomputed, the sound head, the first break.

    `vouched` is the position up to which a checkpoint agrees with what was read; 0 where none was used.
    """

    union_id: UUID
    events: int
    position: int
    hash: str
    broken: Break | None
    vouched: int = 0


class Vouching(msgspec.Struct, frozen=True, kw_only=True):
    """A checkpoint the books are compared with, and every union's head under it."""

    held: Held
    heads: Mapping[UUID, Head]


class BooksVerifier:
    """Reads under the auditor's role, which can change nothing."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def vouching(self, held: Held) -> Vouching:
        """Return what a checkpoint from outside says of the logs; raises CheckpointBroken."""
        async with self._pool.all_unions_tx() as connection:
            return Vouching(held=held, heads=await heads_under(connection, held))

    async def newest_vouching(self, key: PublicKey) -> Vouching | None:
        """Return what the newest checkpoint here says, if the log has signed it; raises CheckpointBroken."""
        async with self._pool.all_unions_tx() as connection:
            try:
                stored = await newest_checkpoint(connection)
            except NoSuchCheckpoint:
                return None
            except CheckpointSpoilt:
                raise CheckpointBroken("checkpoint_spoilt") from None
        if not is_signed(stored.note, key):
            raise CheckpointBroken("signature_missing")
        return await self.vouching(held_of(stored.checkpoint))

    async def every_union(self, vouching: Vouching | None = None) -> AsyncIterator[UnionVerified]:
        """Verify one union after the other; one without a head but with events is a break too.

        A union that a checkpoint names and the books do not know any more is a break at its first event.
        """
        async with self._pool.all_unions_tx() as connection:
            rows = await connection.fetch(_AUDIT["unions_with_events"])
        known = [row["union_id"] for row in rows]
        vouched = () if vouching is None else vouching.heads
        for union_id in (*known, *(one for one in vouched if one not in set(known))):
            yield await self.union(union_id, vouching)

    async def union(self, union_id: UUID, vouching: Vouching | None = None) -> UnionVerified:
        """Recompute the whole log of one union; compare it with its head, its commands, a checkpoint."""
        head_then = None if vouching is None else vouching.heads.get(union_id)
        async with self._pool.union_tx(union_id) as connection:
            heads = await connection.fetch(_LOG["head"], union_id)
            if not heads:
                missing = "union_missing" if head_then else "head_missing"
                return _verified(union_id, Sound(0, b""), Break(1, missing))
            places = await _places(connection, union_id)
            found, sound = await _walk(connection, union_id, heads[0]["charter"], places)
            if found is None:
                commands = await connection.fetch(_AUDIT["command_faults"], union_id)
                found = _at_the_end(heads[0], sound, commands)
            if head_then is None or vouching is None:
                return _verified(union_id, sound, found)
            against = await self._against(union_id, vouching, head_then, sound, places)
        earliest = min((one for one in (found, against) if one), key=_place, default=None)
        vouched = 0 if against else head_then.position
        return _verified(union_id, sound, earliest, vouched)

    async def receipt(self, union_id: UUID, position: int, hash_: bytes) -> Break | None:
        """Compare a receipt somebody holds with what stands there now. The hash may be its beginning."""
        async with self._pool.union_tx(union_id) as connection:
            rows = await connection.fetch(_LOG["read_after"], union_id, position - 1, position, 1)
        if not rows:
            return Break(position, "receipt_missing")
        same = hash_ and rows[0]["hash"].startswith(hash_)
        return None if same else Break(position, "receipt_differs")

    async def _against(
        self, union_id: UUID, vouching: Vouching, head: Head, sound: Sound, places: Places
    ) -> Break | None:
        """Compare what was read with a union's head under a checkpoint, and with its earlier heads."""
        if sound.position < head.position:
            return Break(sound.position + 1, "behind_checkpoint", head.position)
        if places.get(head.position) == (head.hash, head.root):
            return None
        async with self._pool.all_unions_tx() as connection:
            last, first = await first_differing(
                connection,
                union_id,
                vouching.held,
                lambda earlier: places.get(earlier.position) == (earlier.hash, earlier.root),
            )
        return Break(last + 1, "checkpoint_differs", first or head.position)


async def _places(connection: Connection, union_id: UUID) -> Places:
    """The positions at which censuses met the union: what is found there is kept."""
    rows = await connection.fetch(_EVIDENCE["heads_of_union"], union_id)
    return {row["position"]: (b"", b"") for row in rows}


async def _walk(
    connection: Connection, union_id: UUID, charter: bytes, places: Places
) -> tuple[Break | None, Sound]:
    sound = Sound(0, genesis(union_id, charter))
    frontier = Frontier()
    while True:
        rows = await connection.fetch(
            _LOG["read_after"], union_id, sound.position, _FOR_EVER, _STRETCH_EVENTS
        )
        found, sound = first_break(map(_chained, rows), union_id=union_id, after=sound)
        for row in rows if places else ():
            if row["position"] > sound.position:
                break
            frontier.append(row["digest"])
            if row["position"] in places:
                places[row["position"]] = (row["hash"], frontier.root())
        if found is not None or len(rows) < _STRETCH_EVENTS:
            return found, sound


def _chained(row: Any) -> ChainedEvent:  # noqa: ANN401 # a row as the database gives it
    return ChainedEvent(
        EventFields(
            union_id=row["union_id"],
            position=row["position"],
            stream_id=row["stream_id"],
            version=row["version"],
            topic=row["topic"],
            schema_version=row["schema_version"],
            recorded_at=row["recorded_at"],
            occurred_on=row["occurred_on"],
            actor_id=row["actor_id"],
            command_id=row["command_id"],
            body=row["body"],
        ),
        row["digest"],
        row["hash"],
    )


def _at_the_end(head: Any, sound: Sound, commands: list[Any]) -> Break | None:  # noqa: ANN401 # rows
    if head["position"] != sound.position:
        return Break(min(head["position"], sound.position) + 1, "head_position_differs")
    if head["hash"] != sound.hash:
        return Break(sound.position, "head_hash_differs")
    if commands:
        return Break(commands[0]["first_position"], "command_differs")
    return None


def _place(found: Break) -> int:
    return found.position


def _verified(
    union_id: UUID, sound: Sound, broken: Break | None, vouched: int = 0
) -> UnionVerified:
    return UnionVerified(
        union_id=union_id,
        events=sound.position,
        position=sound.position,
        hash=sound.hash.hex(),
        broken=broken,
        vouched=vouched,
    )
