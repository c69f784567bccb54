"""Checks a file from its first byte to its last before anything of it is written.

In this order: the signature over the hashes of all members; proofs under the old place's checkpoints; keys; every
digest, link and Merkle root; every command's range; claims and the end of the closed books, counted again from the
events; every paper, opened and hashed. Sources: assurance 8 and 10; design 3.
"""

from collections.abc import Iterator
from itertools import groupby
from typing import IO, Any, Final
from uuid import UUID

import msgspec

from domain.chain import Break, ChainedEvent, EventFields, Sound, first_break, genesis
from domain.encoding import decode
from domain.merkle import Frontier
from services.attachments.sealing import is_paper
from services.audit.proof_documents import UnionProof
from services.commands import Recount
from services.keys.carrying import KeysCarried, paper_keys
from services.keys.ciphers import FieldKey
from services.keys.transport import ContentKey, Receiver
from services.keys.wrapping import KeyDamaged
from services.moving.container import FileBroken, Signed, members, read_signed
from services.moving.documents import (
    CLAIMS,
    COMMANDS,
    EVENTS,
    KEYS,
    ORDER,
    PAPERS,
    UNION,
    ClaimLine,
    UnionLeaving,
    member_name,
)
from services.moving.leaving import bound
from services.moving.proving import Trust, Vouched, heads_of, require_outside, vouched
from services.moving.reading import command_lines, decoded, event_lines, paper_row
from services.store.contract import RecordedEvent
from services.store.moving import CommandRow, PaperRow

_REGISTERED: Final = "union.registered"


class Examined(msgspec.Struct, frozen=True, kw_only=True):
    """A file that was found whole: what it holds, and what outsiders say of it.

    `federation_id` is that of the union's registration, None for a federation's own log. `covered` is the position
    up to which a signed checkpoint stands for the events, `cosigned` up to which a witness does.
    """

    signed: Signed
    union: UnionLeaving
    federation_id: UUID | None
    commands: int
    papers: int
    keys: list[KeysCarried]
    content: ContentKey
    claims: list[ClaimLine]
    proofs: list[UnionProof]
    covered: int
    cosigned: int
    checkpoints: list[str]


class Examination:
    """Takes the members in their order."""

    def __init__(self, signed: Signed, receiver: Receiver, trust: Trust) -> None:
        self._signed = signed
        self._receiver = receiver
        self._trust = trust
        self._union_id = signed.manifest.union_id
        self._union: UnionLeaving | None = None
        self._content: ContentKey | None = None
        self._federation_id: UUID | None = None
        self._proofs: list[UnionProof] = []
        self._vouched: list[Vouched] = []
        self._keys: list[KeysCarried] = []
        self._opening: dict[UUID, FieldKey | None] = {}
        self._claims: list[ClaimLine] = []
        self._sound = Sound(0, b"")
        self._frontier = Frontier()
        self._ranges: dict[bytes, tuple[int, int]] = {}
        self._commands = 0
        self._papers = 0
        self._paper: PaperRow | None = None
        self._recount = Recount(self._union_id)

    def run(self, found: Iterator[tuple[str, bytes]]) -> Examined:
        """Check all members; raises FileBroken, NotForUs."""
        for kind, group in groupby(self._in_order(found), key=lambda one: _kind(one[0])):
            for name, raw in group:
                self._take(kind, name, raw)
            self._end_of(kind)
        return self._result()

    def _in_order(self, found: Iterator[tuple[str, bytes]]) -> Iterator[tuple[str, bytes]]:
        """The names are those that are written, none twice, none missing."""
        place, number, half = 0, 0, ""
        for name, raw in found:
            kind = _kind(name)
            if kind not in ORDER or ORDER.index(kind) < place:
                raise FileBroken("member_out_of_order")
            if ORDER.index(kind) > place:
                place, number, half = ORDER.index(kind), 0, ""
            is_second_half = kind == PAPERS and half == "json"
            number += not is_second_half
            half = "" if is_second_half else _suffix(kind)
            suffix = "bin" if is_second_half else _suffix(kind)
            if kind != UNION and name != member_name(kind, number, suffix):
                raise FileBroken("member_out_of_order")
            if kind != UNION and self._union is None:
                raise FileBroken("union_missing")
            yield name, raw

    def _take(self, kind: str, name: str, raw: bytes) -> None:
        match kind:
            case "union.json":
                self._take_union(raw)
            case "proofs":
                self._take_proof(raw)
            case "keys":
                self._keys.append(decoded(self._opened(name, raw), KeysCarried))
            case "claims":
                self._claims += decoded(self._opened(name, raw), list[ClaimLine])
            case "events":
                self._take_events(event_lines(raw))
            case "commands":
                self._take_commands(command_lines(raw))
            case _:
                self._take_paper(raw)

    def _take_union(self, raw: bytes) -> None:
        union = decoded(raw, UnionLeaving)
        is_of_the_signer = union.origin == self._trust.log_key.name
        if union.union_id != self._union_id or not is_of_the_signer or self._union is not None:
            raise FileBroken("union_differs")
        self._union = union
        self._content = self._receiver.open(union.envelope)
        self._sound = Sound(0, genesis(self._union_id, union.charter))

    def _take_proof(self, raw: bytes) -> None:
        proof = decoded(raw, UnionProof)
        self._proofs.append(proof)
        self._vouched.append(vouched(proof, self._union_id, self._trust))

    def _take_events(self, events: Iterator[RecordedEvent]) -> None:
        heads = heads_of(self._vouched)
        for event in events:
            broken, self._sound = first_break(
                [_chained(event, self._union_id)], union_id=self._union_id, after=self._sound
            )
            _refuse_break(broken)
            self._frontier.append(event.digest)
            said = heads.get(event.position)
            if said is not None and said != {(event.hash, self._frontier.root())}:
                raise FileBroken("checkpoint_differs")
            first, last = self._ranges.get(event.command_id.bytes, (event.position, 0))
            if last and last + 1 != event.position:
                raise FileBroken("command_differs")
            self._ranges[event.command_id.bytes] = (first, event.position)
            self._recount.take(event)
            if event.topic == _REGISTERED and self._federation_id is None:
                self._federation_id = _federation_of(event)

    def _take_commands(self, commands: list[CommandRow]) -> None:
        for one in commands:
            promised = self._ranges.pop(one.command_id.bytes, None)
            if promised != (one.first_position, one.last_position):
                raise FileBroken("command_differs")
            self._commands += 1

    def _take_paper(self, raw: bytes) -> None:
        if self._paper is None:
            self._paper = paper_row(raw)
            return
        row, self._paper = self._paper, None
        self._papers += 1
        if row.destroyed_at is not None:
            if raw:
                raise FileBroken("paper_differs")
            return
        key = self._opening.get(row.key_id)
        if key is None or not is_paper(key, self._union_id, row, raw):
            raise FileBroken("paper_differs")

    def _end_of(self, kind: str) -> None:
        if kind == KEYS and self._content is not None:
            try:
                self._opening = dict(paper_keys(self._union_id, self._keys, self._content))
            except KeyDamaged:
                raise FileBroken("key_differs") from None

    def _opened(self, name: str, raw: bytes) -> bytes:
        if self._content is None:
            raise FileBroken("union_missing")
        try:
            return self._content.open(raw, bound(self._union_id, name))
        except KeyDamaged:
            raise FileBroken("key_differs") from None

    def _result(self) -> Examined:
        union, content = self._union, self._content
        if union is None or content is None:
            raise FileBroken("union_missing")
        head = (self._sound.position, self._sound.hash.hex(), self._frontier.root().hex())
        if head != (union.position, union.hash, union.root):
            raise FileBroken("head_differs")
        if self._ranges or self._paper is not None:
            raise FileBroken("command_differs" if self._ranges else "paper_differs")
        if not all(0 < one.head.position <= union.position for one in self._vouched):
            raise FileBroken("checkpoint_differs")
        require_outside(self._vouched, self._trust)
        self._check_claims(union)
        return Examined(
            signed=self._signed,
            union=union,
            federation_id=self._federation_id,
            commands=self._commands,
            papers=self._papers,
            keys=self._keys,
            content=content,
            claims=self._claims,
            proofs=self._proofs,
            covered=max((one.head.position for one in self._vouched), default=0),
            cosigned=max(
                (one.head.position for one in self._vouched if one.cosigned_by), default=0
            ),
            checkpoints=[one.checkpoint.short_code for one in self._vouched],
        )

    def _check_claims(self, union: UnionLeaving) -> None:
        """Count again from the events what hangs on the head besides them. Members are claimed by blind index."""
        if self._recount.unread:
            raise FileBroken("program_older")
        blinds = {one.subject_id: one.blind for part in self._keys for one in part.blinds}
        live = self._recount.live_members()
        members_ = {f"member:{blinds[who].hex()}" for who in live if who in blinds}
        stated = {one.claim for one in self._claims}
        if len(stated) != len(self._claims) or stated != self._recount.claims | members_:
            raise FileBroken("claims_differ")
        if any(not 0 < one.position <= union.position for one in self._claims):
            raise FileBroken("claims_differ")
        if union.closed_until != self._recount.closed_until():
            raise FileBroken("closed_period_differs")


def examined(file: IO[bytes], receiver: Receiver, trust: Trust) -> Examined:
    """Check a whole file; raises FileBroken, NotForUs. Reads it twice and writes nothing."""
    signed = read_signed(file, trust.log_key)
    return Examination(signed, receiver, trust).run(members(file, signed))


def _kind(name: str) -> str:
    return name.partition("/")[0]


def _suffix(kind: str) -> str:
    return {KEYS: "bin", CLAIMS: "bin", EVENTS: "jsonl", COMMANDS: "jsonl"}.get(kind, "json")


def _chained(event: RecordedEvent, union_id: UUID) -> ChainedEvent:
    return ChainedEvent(
        EventFields(
            union_id=union_id,
            position=event.position,
            stream_id=event.stream_id,
            version=event.version,
            topic=event.topic,
            schema_version=event.schema_version,
            recorded_at=event.recorded_at,
            occurred_on=event.occurred_on,
            actor_id=event.actor_id,
            command_id=event.command_id,
            body=event.body,
        ),
        event.digest,
        event.hash,
    )


def _refuse_break(broken: Break | None) -> None:
    if broken is not None:
        raise FileBroken(broken.fault)


def _federation_of(event: RecordedEvent) -> UUID | None:
    registered: Any = decode(event.topic, event.schema_version, event.body)
    found: UUID | None = registered.federation_id
    return found
