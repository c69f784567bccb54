"""Two checkpoints that say different things of one place: neither is passed over, whichever is the newer."""

import io
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

from domain.chain import microseconds
from domain.checkpoint import Census, Checkpoint, Head, census_leaf, heads_map
from domain.heads_map import key_of
from domain.merkle import root_of
from domain.note import Note
from services.audit.proof_documents import CensusProof, HeadProof, UnionProof
from services.keys.signing import Ed25519Signer, Signer
from services.moving import FileBroken
from services.moving.container import Writer, members, read_signed
from services.wiring import Wired
from tests.services.moving.places import Sent, examine, fill, send
from tests.support.books import Office


async def test_a_cosigned_checkpoint_of_another_history_is_not_passed_over_for_a_newer_one(
    old: Wired, office: Office, tmp_path: Path
) -> None:
    """Whoever has the log's key rewrote the books, and leads the old proof along beside one of today."""
    await fill(office)
    sent = await send(old, office.union_id, tmp_path)
    position = examine(sent).union.position
    witness = Ed25519Signer("witness.example", b"w" * 32)
    trust = sent.trust._replace(witnesses=(witness.public,))
    signed = read_signed(sent.file, sent.trust.log_key)
    found = list(members(sent.file, signed))
    now = next(raw for name, raw in found if name.startswith("proofs/"))
    for said in (other_head(sent, position), other_head(sent, 0)):
        before = msgspec.json.encode(proof_of(said, old.signing.own, witness))
        for proofs in ([before, now], [now, before]):
            numbered = [(f"proofs/{number:06}.json", raw) for number, raw in enumerate(proofs, 1)]
            others = [one for one in found if not one[0].startswith("proofs/")]
            file = io.BytesIO()
            writer = Writer(file, signed.manifest.union_id)
            for name, raw in [others[0], *numbered, *others[1:]]:
                writer.add(name, raw)
            writer.finish(old.signing.own)
            with pytest.raises(FileBroken, match="checkpoint_differs"):
                examine(sent._replace(file=file, trust=trust))


def other_head(sent: Sent, position: int) -> Head:
    """A head these events do not lead to."""
    union_id = read_signed(sent.file, sent.trust.log_key).manifest.union_id
    return Head(union_id=union_id, position=position, hash=b"x" * 32, root=b"y" * 32)


def proof_of(head: Head, log: Signer, witness: Signer) -> UnionProof:
    """A proof under a checkpoint of this head alone, signed by the log and by a witness."""
    heads = heads_map([head])
    moment = datetime(2026, 11, 1, tzinfo=UTC)
    census = Census(number=1, taken_at=moment, unions=1, heads_root=heads.root())
    text = Checkpoint(log.public.name, 1, root_of([census_leaf(census)])).text
    note = Note(text, (log.sign(text.encode()), witness.sign(text.encode())))
    return UnionProof(
        union_id=head.union_id,
        checkpoint=note.raw.decode(),
        census=CensusProof(
            number=1,
            taken_at=microseconds(moment),
            unions=1,
            heads_root=heads.root().hex(),
            path=[],
        ),
        head=HeadProof(
            position=head.position,
            hash=head.hash.hex(),
            root=head.root.hex(),
            path=[one.hex() for one in heads.siblings(key_of(head.union_id))],
        ),
    )
