"""Books that grow, and what an outsider computes from nothing but stored bytes and signed notes."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from domain.chain import link
from domain.checkpoint import Census, Head, census_leaf, entry_hash_of, parse_checkpoint
from domain.dues.commands import ReceiveDues
from domain.heads_map import is_in_map, key_of
from domain.ids import MemberId
from domain.merkle import is_included, root_of
from domain.note import parse_note
from services.audit.proof_documents import CensusProof, EventProof, HeadProof, UnionProof
from services.wiring import Wired
from tests.support.books import Office

_EVERYTHING = 1_000_000


async def receive(office: Office, who: MemberId, *, times: int = 1) -> None:
    """So many receipts in one append."""
    wishes = [
        ReceiveDues(
            occurred_on=date(2026, 12, 1), member_id=who, dues_month="2026-01", amount_fen=100
        )
        for _ in range(times)
    ]
    await office.do(*wishes)


async def digests_of(books: Wired, union_id: UUID) -> list[bytes]:
    """The digests of a union's events, as stored."""
    return [event.digest for event in await books.log.read_after(union_id, 0, _EVERYTHING)]


async def root_at(books: Wired, union_id: UUID, size: int) -> bytes:
    """The root of a union's tree, from its digests and nothing kept."""
    return root_of((await digests_of(books, union_id))[:size])


def holds(proof: UnionProof) -> bool:
    """Whether a head stands under the checkpoint its proof names, by the size and root of the note."""
    checkpoint = parse_checkpoint(parse_note(proof.checkpoint.encode()).text)
    return (
        proof.census.number <= checkpoint.size
        and census_holds(proof.census, checkpoint.size, checkpoint.root)
        and head_holds(proof.head, proof.union_id, proof.census)
    )


def census_holds(census: CensusProof, size: int, root: bytes) -> bool:
    """Whether a census is a leaf of the tree of a size and root."""
    leaf = census_leaf(
        Census(
            number=census.number,
            taken_at=moment(census.taken_at),
            unions=census.unions,
            heads_root=bytes.fromhex(census.heads_root),
        )
    )
    return is_included(leaf, census.number - 1, size, root, unhexed(census.path))


def head_holds(head: HeadProof, union_id: UUID, census: CensusProof) -> bool:
    """Whether a head is the one a census has of its union."""
    entry = entry_hash_of(
        Head(
            union_id=union_id,
            position=head.position,
            hash=bytes.fromhex(head.hash),
            root=bytes.fromhex(head.root),
        )
    )
    root = bytes.fromhex(census.heads_root)
    return is_in_map(root, key_of(union_id), entry, unhexed(head.path))


def event_holds(proof: EventProof) -> bool:
    """Whether an event, and so a receipt of its position and hash, stands under a checkpoint."""
    digest = bytes.fromhex(proof.digest)
    head = proof.of.head
    return (
        holds(proof.of)
        and _leads_to_the_head(proof, digest)
        and is_included(
            digest,
            proof.position - 1,
            head.position,
            bytes.fromhex(head.root),
            unhexed(proof.path),
        )
    )


def _leads_to_the_head(proof: EventProof, digest: bytes) -> bool:
    """Whether the chain goes from the event to the head; only such a proof is one of a receipt."""
    if proof.following is None or proof.previous_hash is None or proof.hash is None:
        return (proof.following, proof.previous_hash, proof.hash) == (None, None, None)
    linked = link(bytes.fromhex(proof.previous_hash), digest)
    is_hash = linked == bytes.fromhex(proof.hash)
    for following in unhexed(proof.following):
        linked = link(linked, following)
    return is_hash and linked == bytes.fromhex(proof.of.head.hash)


def unhexed(hashes: list[str]) -> list[bytes]:
    """Hashes of a proof."""
    return [bytes.fromhex(hash_) for hash_ in hashes]


def moment(microseconds: int) -> datetime:
    """A moment of a proof."""
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=microseconds)
