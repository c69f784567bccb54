"""Proofs: what it takes to check a union's books (users.md 9.9)."""

from typing import Annotated

from msgspec import Meta

from services.audit.proof_documents import EventProof, UnionProof
from services.auth import may
from services.http.asking import Answer, Asking
from services.http.event_sheets import event_at
from services.http.fields import INT8_MAX, Answered, Query
from services.http.operation import operation
from services.http.problems import Problem

_UNION = "/v1/unions/{union_id}"
_Place = Annotated[int, Meta(ge=1, le=INT8_MAX)]


class AtCheckpoint(Query, frozen=True, kw_only=True):
    """The size of the checkpoint a proof shall lead to; the newest by default."""

    checkpoint: _Place | None = None


class InclusionQuery(Query, frozen=True, kw_only=True):
    """An event's position, and the size of the tree it stands in."""

    position: _Place
    size: _Place


class GrowthQuery(Query, frozen=True, kw_only=True, rename={"old": "from", "new": "to"}):
    """Two sizes of the union's tree, the smaller first."""

    old: _Place
    new: _Place


class ReceiptQuery(Query, frozen=True, kw_only=True):
    """A receipt as a write answered it or a statement printed it; the hash may be its beginning."""

    position: _Place
    hash: Annotated[str, Meta(pattern=r"\A[0-9a-f]{32,64}\Z")]
    checkpoint: _Place | None = None


class PathDocument(Answered, frozen=True, kw_only=True):
    """A path of RFC 9162: hashes in hexadecimal, from the leaves upwards."""

    path: list[str]


class ReceiptDocument(Answered, frozen=True, kw_only=True):
    """Whether a receipt is of these books, and the proof that it is under a signed checkpoint."""

    matches: bool
    recorded_hash: str
    proof: EventProof | None


@operation(
    "GET",
    f"{_UNION}/proofs/head",
    "proveHead",
    tag="evidence",
    policy=may("evidence.read"),
    answer=UnionProof,
    refusals=("evidence.no_checkpoint", "evidence.not_covered", "evidence.log_broken"),
)
async def prove_head(asking: Asking, query: AtCheckpoint) -> Answer:
    """The proof that the union's head stands under a signed checkpoint."""
    return Answer(body=await asking.parts.proofs.union(asking.tenant_id, query.checkpoint))


@operation(
    "GET",
    f"{_UNION}/proofs/inclusion",
    "proveInclusion",
    tag="evidence",
    policy=may("evidence.read"),
    answer=PathDocument,
    refusals=("evidence.not_covered", "evidence.log_broken"),
)
async def prove_inclusion(asking: Asking, query: InclusionQuery) -> Answer:
    """The path from an event's digest to the root of the union's tree of a size."""
    await _refuse_ahead(asking, query.size)
    path = await asking.parts.proofs.inclusion(asking.tenant_id, query.position, query.size)
    return Answer(body=PathDocument(path=path))


@operation(
    "GET",
    f"{_UNION}/proofs/consistency",
    "proveGrowth",
    tag="evidence",
    policy=may("evidence.read"),
    answer=PathDocument,
    refusals=("evidence.not_covered", "evidence.log_broken"),
)
async def prove_growth(asking: Asking, query: GrowthQuery) -> Answer:
    """The proof that the union's tree of one size begins that of another."""
    await _refuse_ahead(asking, query.new)
    path = await asking.parts.proofs.growth(asking.tenant_id, query.old, query.new)
    return Answer(body=PathDocument(path=path))


@operation(
    "GET",
    f"{_UNION}/receipts",
    "proveReceipt",
    tag="evidence",
    policy=may("log.read"),
    answer=ReceiptDocument,
    refusals=("evidence.no_checkpoint", "evidence.log_broken", "request.path_unknown"),
)
async def prove_receipt(asking: Asking, query: ReceiptQuery) -> Answer:
    """回执: whether a receipt (position, hash) is of these books; with its proof once a checkpoint covers it."""
    event = await event_at(asking, query.position)
    proof = await asking.parts.proofs.receipt_if_covered(
        asking.tenant_id, query.position, query.checkpoint
    )
    document = ReceiptDocument(
        matches=event.hash.hex().startswith(query.hash),
        recorded_hash=event.hash.hex(),
        proof=proof,
    )
    return Answer(body=document)


async def _refuse_ahead(asking: Asking, size: int) -> None:
    if size > (await asking.parts.log.head(asking.tenant_id)).position:
        raise Problem("evidence.not_covered")
