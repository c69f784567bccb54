"""Checks what the old place's checkpoints say of the union that comes; pure, and raises FileBroken."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from domain.checkpoint import Census, Checkpoint, Head, census_leaf, entry_hash_of, parse_checkpoint
from domain.heads_map import is_in_map, key_of
from domain.merkle import is_included
from domain.note import NoteMalformed, PublicKey, parse_note
from services.audit.held import Held
from services.audit.proof_documents import CensusProof, UnionProof
from services.keys.signing import is_signed
from services.moving.container import FileBroken

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Trust(NamedTuple):
    """What is known from outside the file: the old log's key, witnesses of it, a checkpoint somebody holds."""

    log_key: PublicKey
    witnesses: tuple[PublicKey, ...] = ()
    held: Held | None = None


class Vouched(NamedTuple):
    """A head a signed checkpoint stands for, and which of the witnesses cosigned that."""

    checkpoint: Checkpoint
    head: Head
    cosigned_by: tuple[str, ...]


def vouched(proof: UnionProof, union_id: UUID, trust: Trust) -> Vouched:
    """Return what a proof proves."""
    try:
        note = parse_note(proof.checkpoint.encode())
        checkpoint = parse_checkpoint(note.text)
        head = Head(
            union_id=union_id,
            position=proof.head.position,
            hash=bytes.fromhex(proof.head.hash),
            root=bytes.fromhex(proof.head.root),
        )
        holds = (
            proof.union_id == union_id
            and checkpoint.origin == trust.log_key.name
            and is_signed(note, trust.log_key)
            and _is_census_of(proof.census, checkpoint)
            and is_in_map(
                bytes.fromhex(proof.census.heads_root),
                key_of(union_id),
                entry_hash_of(head),
                _hashes(proof.head.path),
            )
        )
    except (NoteMalformed, ValueError, OverflowError):
        raise FileBroken("proof_malformed") from None
    if not holds:
        raise FileBroken("proof_bad")
    by = tuple(one.name for one in trust.witnesses if is_signed(note, one))
    return Vouched(checkpoint, head, by)


def heads_of(found: Sequence[Vouched]) -> dict[int, set[tuple[bytes, bytes]]]:
    """Return every chain hash and Merkle root that checkpoints state of a position; true is one at the most."""
    stated: dict[int, set[tuple[bytes, bytes]]] = {}
    for one in found:
        stated.setdefault(one.head.position, set()).add((one.head.hash, one.head.root))
    return stated


def require_outside(found: Sequence[Vouched], trust: Trust) -> None:
    """Every witness named must have cosigned, and the checkpoint somebody holds must be among those proven."""
    cosigned = {name for one in found for name in one.cosigned_by}
    if any(witness.name not in cosigned for witness in trust.witnesses):
        raise FileBroken("cosignature_missing")
    held = trust.held
    if held is not None and not any(
        one.checkpoint.size == held.size and held.matches(one.checkpoint.root) for one in found
    ):
        raise FileBroken("held_differs")


def _is_census_of(census: CensusProof, checkpoint: Checkpoint) -> bool:
    """The newest census of the checkpoint, and no earlier one."""
    leaf = census_leaf(
        Census(
            number=census.number,
            taken_at=_EPOCH + timedelta(microseconds=census.taken_at),
            unions=census.unions,
            heads_root=bytes.fromhex(census.heads_root),
        )
    )
    path = _hashes(census.path)
    return census.number == checkpoint.size and is_included(
        leaf, census.number - 1, checkpoint.size, checkpoint.root, path
    )


def _hashes(texts: Sequence[str]) -> list[bytes]:
    return [bytes.fromhex(text) for text in texts]
