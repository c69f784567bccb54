"""Signed checkpoints, what witnesses need to check them, and their cosignatures (users.md 9.9)."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from msgspec import Meta

from services.audit import CosignatureRefused, StoredCheckpoint
from services.audit.proof_documents import CensusProof
from services.auth import may
from services.http.asking import Answer, Asking
from services.http.fields import INT8_MAX, Answered, Body, Query
from services.http.operation import operation
from services.http.problems import Problem

_NOTE = "text/plain; charset=utf-8"
_Size = Annotated[int, Meta(ge=1, le=INT8_MAX)]
_HEADS_PAGE = 1_000


class CheckpointQuery(Query, frozen=True, kw_only=True):
    """`note` is the signed note as it is (C2SP tlog-checkpoint); `json` tells the same in fields."""

    format: Literal["note", "json"] = "note"


class ConsistencyQuery(Query, frozen=True, kw_only=True, rename={"old": "from", "new": "to"}):
    """Two sizes, the smaller first."""

    old: _Size
    new: _Size


class HeadsQuery(Query, frozen=True, kw_only=True):
    """Heads that moved after the census `since` (0: all), by union id, from the one after `after` on."""

    since: Annotated[int, Meta(ge=0, le=INT8_MAX)] = 0
    after: UUID | None = None


class CosignatureLine(Body, frozen=True, kw_only=True):
    """A signature line of a note (C2SP tlog-cosignature): `— name base64`."""

    cosignature: Annotated[str, Meta(min_length=1, max_length=1_000)]


class CosignedAt(Answered, frozen=True, kw_only=True):
    """What a witness said last: about which checkpoint, when, and how many seconds ago."""

    witness: str
    size: int | None
    cosigned_at: datetime | None
    age_seconds: int | None


class CheckpointDocument(Answered, frozen=True, kw_only=True):
    """A checkpoint in fields; `short_code` is what to write on paper, `note` what was signed."""

    origin: str
    size: int
    root: str
    short_code: str
    taken_at: datetime
    unions: int
    note: str
    log_key: str
    witnesses: list[CosignedAt]


class ConsistencyDocument(Answered, frozen=True, kw_only=True, rename={"old": "from", "new": "to"}):
    """The proof of RFC 9162 2.1.4 that the tree of one checkpoint begins the other's."""

    old: int
    new: int
    path: list[str]


class PositionBefore(Answered, frozen=True, kw_only=True):
    """Where a head stood in the earlier census."""

    position: int


class HeadSince(Answered, frozen=True, kw_only=True):
    """A head that moved; `path` proves that the union's log only grew since `before`."""

    union_id: UUID
    position: int
    hash: str
    root: str
    before: PositionBefore | None
    path: list[str]


class HeadsDocument(Answered, frozen=True, kw_only=True):
    """The census of a checkpoint and the heads that moved; `next_after` is None on the last page."""

    size: int
    since: int
    census: CensusProof
    heads: list[HeadSince]
    next_after: UUID | None


@operation(
    "GET",
    "/v1/checkpoints/latest",
    "readLatestCheckpoint",
    tag="evidence",
    policy=may("known.checkpoints"),
    answer=CheckpointDocument,
    refusals=("evidence.no_checkpoint",),
)
async def read_latest_checkpoint(asking: Asking, query: CheckpointQuery) -> Answer:
    """检查点: the newest signed checkpoint with its cosignatures; note its short code on paper."""
    return await _answered(asking, query, await asking.parts.proofs.checkpoint())


@operation(
    "GET",
    "/v1/checkpoints/{size}",
    "readCheckpoint",
    tag="evidence",
    policy=may("known.checkpoints"),
    answer=CheckpointDocument,
    refusals=("evidence.no_checkpoint", "request.path_unknown"),
)
async def read_checkpoint(asking: Asking, size: int, query: CheckpointQuery) -> Answer:
    """检查点: a checkpoint of a given size, as it was signed then."""
    return await _answered(asking, query, await asking.parts.proofs.checkpoint(size))


@operation(
    "GET",
    "/v1/checkpoints/consistency",
    "proveConsistency",
    tag="evidence",
    policy=may("known.checkpoints"),
    answer=ConsistencyDocument,
    refusals=("evidence.no_checkpoint",),
)
async def prove_consistency(asking: Asking, query: ConsistencyQuery) -> Answer:
    """一致性证明: that nothing of an earlier checkpoint was taken away or changed in a later one."""
    path = await asking.parts.proofs.consistency(query.old, query.new)
    return Answer(body=ConsistencyDocument(old=query.old, new=query.new, path=path))


@operation(
    "GET",
    "/v1/checkpoints/{size}/heads",
    "listHeads",
    tag="evidence",
    policy=may("log.cosign"),
    answer=HeadsDocument,
    refusals=("evidence.no_checkpoint", "request.path_unknown"),
)
async def list_heads(asking: Asking, size: int, query: HeadsQuery) -> Answer:
    """见证核对: the heads under a checkpoint that moved since an earlier one, with their proofs."""
    proofs = asking.parts.proofs
    moved = await proofs.moved_heads(
        size, since=query.since, after=query.after, limit=_HEADS_PAGE + 1
    )
    heads = [
        HeadSince(
            union_id=one.union_id,
            position=one.position,
            hash=one.hash,
            root=one.root,
            before=None if one.before is None else PositionBefore(position=one.before),
            path=one.path,
        )
        for one in moved[:_HEADS_PAGE]
    ]
    document = HeadsDocument(
        size=size,
        since=query.since,
        census=await proofs.census(size),
        heads=heads,
        next_after=heads[-1].union_id if len(moved) > _HEADS_PAGE else None,
    )
    return Answer(body=document)


@operation(
    "POST",
    "/v1/checkpoints/{size}/cosignatures",
    "addCosignature",
    tag="evidence",
    policy=may("log.cosign"),
    answer=CosignedAt,
    status=201,
    refusals=(
        "evidence.no_checkpoint",
        "evidence.cosignature_refused",
        "request.path_unknown",
    ),
    example={"cosignature": "— witness.county.example jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXc="},
)
async def add_cosignature(asking: Asking, size: int, body: CosignatureLine) -> Answer:
    """见证签名: keep what a witness says of a checkpoint. The same again, later, moves its time only."""
    parts = asking.parts
    try:
        kept = await parts.cosignatures.keep(
            await parts.proofs.checkpoint(size), body.cosignature, parts.now()
        )
    except CosignatureRefused:
        raise Problem("evidence.cosignature_refused") from None
    said = CosignedAt(
        witness=kept.witness, size=kept.size, cosigned_at=kept.cosigned_at, age_seconds=0
    )
    return Answer(body=said)


async def _answered(asking: Asking, query: CheckpointQuery, stored: StoredCheckpoint) -> Answer:
    if query.format == "note":
        return Answer(body=stored.note.raw, media_type=_NOTE)
    now = asking.parts.now()
    document = CheckpointDocument(
        origin=stored.checkpoint.origin,
        size=stored.size,
        root=stored.checkpoint.root.hex(),
        short_code=stored.checkpoint.short_code,
        taken_at=stored.taken_at,
        unions=stored.unions,
        note=stored.note.raw.decode(),
        log_key=asking.parts.log_key,
        witnesses=[
            CosignedAt(
                witness=one.witness,
                size=one.size,
                cosigned_at=one.cosigned_at,
                age_seconds=None
                if one.cosigned_at is None
                else max(0, int((now - one.cosigned_at).total_seconds())),
            )
            for one in await asking.parts.cosignatures.newest()
        ],
    )
    return Answer(body=document)
