"""What a proof is made of, as it is sent and stored: hashes in lower-case hexadecimal, moments in µs since 1970.

What a proof claims of sizes and roots counts for nothing until it was compared with the note of a checkpoint.
"""

from uuid import UUID

import msgspec


class CensusProof(msgspec.Struct, frozen=True, kw_only=True):
    """A census, and its path in the tree of censuses: it is the leaf `number - 1`."""

    number: int
    taken_at: int
    unions: int
    heads_root: str
    path: list[str]


class HeadProof(msgspec.Struct, frozen=True, kw_only=True):
    """A union's head in a census, and the siblings of its place in the map of heads, from the root down."""

    position: int
    hash: str
    root: str
    path: list[str]


class StrangerFound(msgspec.Struct, frozen=True, kw_only=True):
    """What stands in the place of a union that is not in the map: another's key and hash."""

    key: str
    entry_hash: str


class AbsenceProof(msgspec.Struct, frozen=True, kw_only=True):
    """That a union was not in a census: its place is empty, or another's leaf stands there."""

    path: list[str]
    stranger: StrangerFound | None


class UnionProof(msgspec.Struct, frozen=True, kw_only=True):
    """From a union's head to a signed checkpoint, by a census under it: the newest, unless said otherwise."""

    format: str = "gonghui.union-proof/2"
    union_id: UUID
    checkpoint: str
    census: CensusProof
    head: HeadProof


class HeldProof(msgspec.Struct, frozen=True, kw_only=True):
    """From an earlier checkpoint that somebody holds to a later one, with the union's head then.

    `head` is None where the union was not counted yet, which `absence` then proves.
    """

    format: str = "gonghui.held-proof/2"
    size: int
    root: str
    consistency: list[str]
    census: CensusProof
    head: HeadProof | None
    absence: AbsenceProof | None


class EventProof(msgspec.Struct, frozen=True, kw_only=True):
    """From an event, and from the receipt (position, hash) of its write, to a signed checkpoint.

    `of` is about the first census that covers the event. The digests that follow, up to the head of that
    census, lead from `hash` to the head's: so the receipt's whole history is what was signed. Where very many
    follow and nobody asked for a receipt they are left out, with the hashes: the event is proven all the same.
    """

    format: str = "gonghui.event-proof/2"
    position: int
    digest: str
    previous_hash: str | None
    hash: str | None
    path: list[str]
    following: list[str] | None
    of: UnionProof


class MovedHead(msgspec.Struct, frozen=True, kw_only=True):
    """A head that moved between two censuses, with the proof that its union's log only grew."""

    union_id: UUID
    position: int
    hash: str
    root: str
    before: int | None
    path: list[str]


class RootProven(msgspec.Struct, frozen=True, kw_only=True):
    """The root of a union's tree at a position, and up to where the newest checkpoint covers the union."""

    root: str
    checkpoint_size: int | None
    checkpoint_position: int | None
