"""Proofs for whoever trusts nobody here: that a head, an event or a receipt stands under a signed checkpoint.

What they are made of is in `proof_documents.py`.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import msgspec

from domain.chain import microseconds
from domain.checkpoint import Checkpoint, Head, heads_map, parse_checkpoint
from domain.heads_map import HeadsMap, key_of
from domain.merkle import consistency_ranges, inclusion_ranges
from domain.note import Note, NoteMalformed, SignatureLine, parse_note
from services.audit.heads import heads_at
from services.audit.proof_documents import (
    AbsenceProof,
    CensusProof,
    EventProof,
    HeadProof,
    HeldProof,
    MovedHead,
    RootProven,
    StrangerFound,
    UnionProof,
)
from services.audit.trees import CENSUSES, TreeIncomplete, frontier_at, prove_ranges
from services.store.pool import Connection, Pool
from services.store.sql import queries

_EVIDENCE = queries("services.store", "evidence.sql")
_FOLLOWING_MOST: Final = 1_000


class NoSuchCheckpoint(LookupError):
    """No checkpoint has this size, or there is none yet."""


class NotCovered(LookupError):
    """The checkpoint was taken before what was asked for."""


class CheckpointSpoilt(Exception):
    """What is stored as a checkpoint or cosignature is no signed note any more: somebody has changed it."""


class StoredCheckpoint(msgspec.Struct, frozen=True, kw_only=True):
    """A checkpoint as it was signed, its census, and the cosignatures it has so far."""

    checkpoint: Checkpoint
    taken_at: datetime
    unions: int
    heads_root: bytes
    note: Note

    @property
    def size(self) -> int:
        """The number of censuses it is over."""
        return self.checkpoint.size


class Proofs:
    """Makes proofs under the auditor's role, which can change nothing."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def checkpoint(self, size: int | None = None) -> StoredCheckpoint:
        """Return a checkpoint with its cosignatures, the newest by default; raises NoSuchCheckpoint."""
        async with self._pool.all_unions_tx() as connection:
            return await _checkpoint(connection, size)

    async def consistency(self, old: int, new: int) -> list[str]:
        """Return the proof that one checkpoint's tree begins another's; raises NoSuchCheckpoint."""
        async with self._pool.all_unions_tx() as connection:
            await _checkpoint(connection, new)
            return await _consistency(connection, old, new)

    async def union(self, union_id: UUID, size: int | None = None) -> UnionProof:
        """Return the proof of a union's head; raises NoSuchCheckpoint, NotCovered."""
        async with self._pool.all_unions_tx() as connection:
            stored = await _checkpoint(connection, size)
            return await _union_proof(connection, union_id, stored, stored)

    async def held(self, union_id: UUID, size: int, checkpoint_size: int) -> HeldProof:
        """Return the proof from a checkpoint somebody holds to a later one; raises NoSuchCheckpoint."""
        async with self._pool.all_unions_tx() as connection:
            await _checkpoint(connection, checkpoint_size)
            stored = await _checkpoint(connection, size)
            heads = await heads_at(connection, size)
            head = _head_proof(union_id, heads)
            return HeldProof(
                size=size,
                root=stored.checkpoint.root.hex(),
                consistency=await _consistency(connection, size, checkpoint_size),
                census=await _census_proof(connection, stored, size),
                head=head,
                absence=_absence(union_id, heads_map(heads.values())) if head is None else None,
            )

    async def event(
        self, union_id: UUID, position: int, size: int | None = None, *, is_receipt: bool = False
    ) -> EventProof:
        """Return the proof of an event; raises NoSuchCheckpoint, NotCovered, TreeIncomplete.

        For a receipt all digests that follow are in it, however many; else no more than a thousand.
        """
        async with self._pool.all_unions_tx() as connection:
            stored = await _checkpoint(connection, size)
            row = await connection.fetchrow(
                _EVIDENCE["first_covering"], union_id, position, stored.size
            )
            if row is None or position < 1:
                raise NotCovered
            first = await _checkpoint(connection, row["size"])
            of = await _union_proof(connection, union_id, stored, first)
        async with self._pool.union_tx(union_id) as connection:
            place = await connection.fetchrow(_EVIDENCE["event_place"], union_id, position)
            ranges = inclusion_ranges(position - 1, of.head.position)
            path = await prove_ranges(connection, union_id, ranges)
            is_whole = is_receipt or of.head.position - position <= _FOLLOWING_MOST
            following = await connection.fetch(
                _EVIDENCE["digests_after"],
                union_id,
                position,
                of.head.position if is_whole else position,
            )
        if place is None:
            raise TreeIncomplete
        return EventProof(
            position=position,
            digest=place["digest"].hex(),
            previous_hash=place["previous_hash"].hex() if is_whole else None,
            hash=place["hash"].hex() if is_whole else None,
            path=_hex(path),
            following=[row["digest"].hex() for row in following] if is_whole else None,
            of=of,
        )

    async def receipt_if_covered(
        self, union_id: UUID, position: int, size: int | None = None
    ) -> EventProof | None:
        """Return the proof of a receipt, None while no checkpoint covers it; raises NoSuchCheckpoint."""
        try:
            return await self.event(union_id, position, size, is_receipt=True)
        except NotCovered:
            return None

    async def inclusion(self, union_id: UUID, position: int, size: int) -> list[str]:
        """Return an event's path in its union's tree of a size; raises NotCovered, TreeIncomplete."""
        if not 0 < position <= size:
            raise NotCovered
        async with self._pool.union_tx(union_id) as connection:
            ranges = inclusion_ranges(position - 1, size)
            return _hex(await prove_ranges(connection, union_id, ranges))

    async def growth(self, union_id: UUID, old: int, new: int) -> list[str]:
        """Return the proof that a union's tree only grew; raises NotCovered, TreeIncomplete."""
        if not 0 < old <= new:
            raise NotCovered
        async with self._pool.union_tx(union_id) as connection:
            return _hex(await prove_ranges(connection, union_id, consistency_ranges(old, new)))

    async def head(self, union_id: UUID, position: int) -> RootProven:
        """Return the root of a union's tree at a position; raises TreeIncomplete."""
        async with self._pool.union_tx(union_id) as connection:
            root = (await frontier_at(connection, union_id, position)).root()
            rows = await connection.fetch(_EVIDENCE["heads_of_union"], union_id)
        newest = rows[-1] if rows else None
        return RootProven(
            root=root.hex(),
            checkpoint_size=None if newest is None else newest["size"],
            checkpoint_position=None if newest is None else newest["position"],
        )

    async def census(self, size: int) -> CensusProof:
        """Return a checkpoint's newest census with its path; raises NoSuchCheckpoint."""
        async with self._pool.all_unions_tx() as connection:
            stored = await _checkpoint(connection, size)
            return await _census_proof(connection, stored, size)

    async def moved_heads(
        self, size: int, *, since: int, after: UUID | None, limit: int
    ) -> list[MovedHead]:
        """Return heads that moved between two censuses, by union id, each with the proof of its growth."""
        async with self._pool.all_unions_tx() as connection:
            await _checkpoint(connection, size)
            rows = await connection.fetch(_EVIDENCE["heads_at"], size)
            before = await heads_at(connection, since) if since else {}
            moved = [
                row
                for row in rows
                if row["size"] > since and (after is None or row["union_id"] > after)
            ]
            return [
                await _moved_head(connection, row, before.get(row["union_id"]))
                for row in moved[:limit]
            ]


async def _moved_head(
    connection: Connection,
    row: Any,  # noqa: ANN401 # a row as the database gives it
    before: Head | None,
) -> MovedHead:
    path: list[bytes] = []
    if before is not None and before.position:
        ranges = consistency_ranges(before.position, row["position"])
        path = await prove_ranges(connection, row["union_id"], ranges)
    return MovedHead(
        union_id=row["union_id"],
        position=row["position"],
        hash=row["hash"].hex(),
        root=row["root"].hex(),
        before=None if before is None else before.position,
        path=_hex(path),
    )


async def stored_checkpoint(connection: Connection, size: int) -> StoredCheckpoint:
    """Return a checkpoint with its cosignatures; raises NoSuchCheckpoint."""
    return await _checkpoint(connection, size)


async def newest_checkpoint(connection: Connection) -> StoredCheckpoint:
    """Return the newest checkpoint with its cosignatures; raises NoSuchCheckpoint."""
    return await _checkpoint(connection, None)


async def _checkpoint(connection: Connection, size: int | None) -> StoredCheckpoint:
    if size is None:
        row = await connection.fetchrow(_EVIDENCE["newest_checkpoint"])
    else:
        row = await connection.fetchrow(_EVIDENCE["checkpoint"], size)
    if row is None:
        raise NoSuchCheckpoint
    cosigned = await connection.fetch(_EVIDENCE["cosignatures"], row["size"])
    try:
        note = parse_note(row["note"])
        checkpoint = parse_checkpoint(note.text)
        lines = [_signature_of(note.text, line["line"]) for line in cosigned]
    except NoteMalformed:
        raise CheckpointSpoilt from None
    return StoredCheckpoint(
        checkpoint=checkpoint,
        taken_at=row["taken_at"],
        unions=row["unions"],
        heads_root=row["heads_root"],
        note=Note(note.text, (*note.signatures, *lines)),
    )


def _signature_of(text: str, line: str) -> SignatureLine:
    return parse_note(f"{text}\n{line}\n".encode()).signatures[0]


async def _census_proof(connection: Connection, stored: StoredCheckpoint, size: int) -> CensusProof:
    path = await prove_ranges(connection, CENSUSES, inclusion_ranges(stored.size - 1, size))
    return CensusProof(
        number=stored.size,
        taken_at=microseconds(stored.taken_at),
        unions=stored.unions,
        heads_root=stored.heads_root.hex(),
        path=_hex(path),
    )


async def _union_proof(
    connection: Connection, union_id: UUID, stored: StoredCheckpoint, census: StoredCheckpoint
) -> UnionProof:
    """From a union's head in a census to a checkpoint, that census' own or a later one."""
    head = _head_proof(union_id, await heads_at(connection, census.size))
    if head is None:
        raise NotCovered
    return UnionProof(
        union_id=union_id,
        checkpoint=stored.note.raw.decode(),
        census=await _census_proof(connection, census, stored.size),
        head=head,
    )


def _head_proof(union_id: UUID, heads: Mapping[UUID, Head]) -> HeadProof | None:
    own = heads.get(union_id)
    if own is None:
        return None
    return HeadProof(
        position=own.position,
        hash=own.hash.hex(),
        root=own.root.hex(),
        path=_hex(heads_map(heads.values()).siblings(key_of(union_id))),
    )


def _absence(union_id: UUID, counted: HeadsMap) -> AbsenceProof:
    key = key_of(union_id)
    stranger = counted.stranger(key)
    return AbsenceProof(
        path=_hex(counted.siblings(key)),
        stranger=None
        if stranger is None
        else StrangerFound(key=stranger.key.hex(), entry_hash=stranger.entry_hash.hex()),
    )


async def _consistency(connection: Connection, old: int, new: int) -> list[str]:
    if not 0 < old <= new:
        raise NoSuchCheckpoint
    return _hex(await prove_ranges(connection, CENSUSES, consistency_ranges(old, new)))


def _hex(hashes: list[bytes]) -> list[str]:
    return [hash_.hex() for hash_ in hashes]
