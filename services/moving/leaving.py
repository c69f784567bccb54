"""Writes the file a union leaves in: events with their exact bytes, commands, claims, papers, keys and proofs.

Streamed, a few thousand events at a time. What an append may add meanwhile is left out: everything is as of the
head that is read in the beginning.
"""

import hashlib
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import IO, NamedTuple
from uuid import UUID

import msgspec

from domain.merkle import Frontier
from services.audit import NoSuchCheckpoint, NotCovered, Proofs, StoredCheckpoint
from services.audit.proof_documents import UnionProof
from services.errors import UnionNotFound
from services.keys.carrying import KeyCarrier
from services.keys.signing import SigningKeys
from services.keys.transport import ContentKey, Envelope
from services.moving.container import Writer
from services.moving.documents import (
    CLAIMS,
    COMMANDS,
    EVENTS,
    KEYS,
    PAPERS,
    PROOFS,
    UNION,
    ClaimLine,
    UnionLeaving,
    line_of,
    member_name,
)
from services.store.moving import Departing, MoveRefused, MovingRows

Cosigned = Callable[[], Awaitable[StoredCheckpoint | None]]
"""Finds the newest checkpoint that a known witness has cosigned."""

_encoder = msgspec.json.Encoder()


class Left(msgspec.Struct, frozen=True, kw_only=True):
    """What was written: up to which position, how much of it stands under checkpoints, and the manifest's hash."""

    position: int
    hash: bytes
    stopped: bool
    covered: int
    cosigned: int
    papers: int
    manifest: bytes


class _Proven(NamedTuple):
    """How checkpoints stand for a union's head; each may be missing."""

    cosigned: UnionProof | None
    newest: UnionProof | None

    @property
    def every(self) -> list[UnionProof]:
        """Both, or one where they are the same."""
        different = [] if self.cosigned == self.newest else [self.cosigned]
        return [one for one in (*different, self.newest) if one is not None]


class Leaving:
    """Makes the files. `rows` are the auditor's: nothing is changed."""

    def __init__(
        self,
        rows: MovingRows,
        keys: KeyCarrier,
        proofs: Proofs,
        signing: SigningKeys,
        cosigned: Cosigned,
    ) -> None:
        self._rows = rows
        self._keys = keys
        self._proofs = proofs
        self._signing = signing
        self._cosigned = cosigned

    async def write(
        self,
        union_id: UUID,
        file: IO[bytes],
        close: Callable[[ContentKey], Envelope],
        reason: str,
    ) -> Left:
        """Write the file; `close` seals its content key. Raises UnionNotFound, MoveRefused (a copy, or empty)."""
        proofs = await self._proven(union_id)  # before the head, which so covers them
        head = await self._departing(union_id)
        content = ContentKey.fresh()
        writer = Writer(file, union_id)
        document = UnionLeaving(
            union_id=union_id,
            origin=self._signing.own.public.name,
            made_at=datetime.now(UTC),
            stopped=head.elsewhere_since is not None,
            reason=reason,
            charter=head.charter,
            position=head.position,
            hash=head.hash.hex(),
            root=(await self._root(union_id, head.position)).hex(),
            closed_until=head.closed_until,
            envelope=close(content),
        )
        writer.add(UNION, _encoder.encode(document))
        for number, proof in enumerate(proofs.every, start=1):
            writer.add(member_name(PROOFS, number, "json"), _encoder.encode(proof))
        await self._write_keys(union_id, content, writer)
        _write_claims(union_id, head, content, writer)
        await self._write_log(union_id, head.position, writer)
        papers = await self._write_papers(union_id, writer)
        return Left(
            position=head.position,
            hash=head.hash,
            stopped=document.stopped,
            covered=_position(proofs.newest),
            cosigned=_position(proofs.cosigned),
            papers=papers,
            manifest=writer.finish(self._signing.own),
        )

    async def _departing(self, union_id: UUID) -> Departing:
        head = await self._rows.departing(union_id)
        if head is None:
            raise UnionNotFound
        if head.position == 0:
            raise MoveRefused("empty")
        if head.elsewhere_since is not None and head.step != "left":
            raise MoveRefused("only_a_copy")
        return head

    async def _root(self, union_id: UUID, position: int) -> bytes:
        frontier = Frontier()
        async for events in self._rows.events(union_id, position):
            for event in events:
                frontier.append(event.digest)
        return frontier.root()

    async def _proven(self, union_id: UUID) -> "_Proven":
        """The proof under the last cosigned checkpoint, and under the newest of all."""
        cosigned = await self._cosigned()
        return _Proven(
            None if cosigned is None else await self._proof(union_id, cosigned.size),
            await self._proof(union_id, None),
        )

    async def _proof(self, union_id: UUID, size: int | None) -> UnionProof | None:
        try:
            return await self._proofs.union(union_id, size)
        except (NotCovered, NoSuchCheckpoint):
            return None

    async def _write_keys(self, union_id: UUID, content: ContentKey, writer: Writer) -> None:
        for number, part in enumerate(await self._keys.taken(union_id, content), start=1):
            name = member_name(KEYS, number, "bin")
            writer.add(name, content.close(_encoder.encode(part), bound(union_id, name)))

    async def _write_log(self, union_id: UUID, position: int, writer: Writer) -> None:
        number = 0
        async for events in self._rows.events(union_id, position):
            number += 1
            lines = b"".join(_encoder.encode(line_of(event)) + b"\n" for event in events)
            writer.add(member_name(EVENTS, number, "jsonl"), lines)
        number = 0
        async for commands in self._rows.commands(union_id, position):
            number += 1
            lines = b"".join(_encoder.encode(one) + b"\n" for one in commands)
            writer.add(member_name(COMMANDS, number, "jsonl"), lines)

    async def _write_papers(self, union_id: UUID, writer: Writer) -> int:
        number = 0
        async for row, content in self._rows.papers(union_id):
            number += 1
            writer.add(member_name(PAPERS, number, "json"), _encoder.encode(row))
            writer.add(member_name(PAPERS, number, "bin"), content)
        return number


def bound(union_id: UUID, name: str) -> bytes:
    """Return what a secret member is bound to: its union and its place."""
    return b"gonghui move 1|" + union_id.bytes + hashlib.sha256(name.encode()).digest()


def _position(proof: UnionProof | None) -> int:
    return 0 if proof is None else proof.head.position


def _write_claims(union_id: UUID, head: Departing, content: ContentKey, writer: Writer) -> None:
    """Claims hold blind indexes, so they are no less secret than the keys."""
    claims = [
        ClaimLine(claim, position)
        for claim, position in zip(head.claims, head.claim_positions, strict=True)
    ]
    name = member_name(CLAIMS, 1, "bin")
    writer.add(name, content.close(_encoder.encode(claims), bound(union_id, name)))
