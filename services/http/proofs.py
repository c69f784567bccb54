"""Proofs, and events as they were hashed: what it takes to check a union's books (users.md 9.9)."""

import base64
from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

from domain.attachment import named_in
from domain.chain import FORMAT
from services.audit.proof_documents import EventProof, UnionProof
from services.auth import may
from services.http.asking import Answer, Asking
from services.http.fields import INT8_MAX, Answered, Query
from services.http.operation import operation
from services.http.problems import Problem
from services.reads import Scope
from services.store.contract import RecordedEvent
from services.words.events import event_title

_UNION = "/v1/unions/{union_id}"
_VOUCHERS = 100
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


class EventQuery(Query, frozen=True, kw_only=True, rename={"with_": "with"}):
    """`with=proof` adds the proof of the event under the newest checkpoint, or under `checkpoint`."""

    with_: Literal["proof"] | None = None
    checkpoint: _Place | None = None


class ReceiptQuery(Query, frozen=True, kw_only=True):
    """A receipt as a write answered it or a statement printed it; the hash may be its beginning."""

    position: _Place
    hash: Annotated[str, Meta(pattern=r"\A[0-9a-f]{32,64}\Z")]
    checkpoint: _Place | None = None


class PathDocument(Answered, frozen=True, kw_only=True):
    """A path of RFC 9162: hashes in hexadecimal, from the leaves upwards."""

    path: list[str]


class RawEvent(Answered, frozen=True, kw_only=True):
    """Every input of an event's digest (domain/chain.py), the body as the stored bytes in base64."""

    format: int
    union_id: UUID
    position: int
    stream_id: UUID
    version: int
    topic: str
    schema_version: int
    recorded_at: datetime
    occurred_on: date
    actor_id: str
    command_id: UUID
    body_base64: str
    digest: str
    hash: str


class InStream(Answered, frozen=True, kw_only=True):
    """Another event of the same matter: what came before and after, by whom and when."""

    position: int
    version: int
    topic: str
    title: str
    occurred_on: date
    recorded_at: datetime
    actor_id: str


class VoucherPlace(Answered, frozen=True, kw_only=True):
    """Under which number a matter stands in the books of a month."""

    period: str
    voucher_no: str
    position: int


class EventSheet(Answered, frozen=True, kw_only=True):
    """One event, what else happened in its matter, the papers they name, its vouchers, and its proof.

    `body` is the event as stored: personal values in it are ciphertext. `bank_statements` is where the comparisons
    with the bank since the event are read.
    """

    union_id: UUID
    position: int
    stream_id: UUID
    version: int
    topic: str
    title: str
    schema_version: int
    recorded_at: datetime
    occurred_on: date
    actor_id: str
    command_id: UUID
    digest: str
    hash: str
    body: msgspec.Raw
    matter: list[InStream]
    attachments: list[str]
    vouchers: list[VoucherPlace]
    bank_statements: str | None
    proof: EventProof | None


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
    event = await _event(asking, query.position)
    proof = await asking.parts.proofs.receipt_if_covered(
        asking.tenant_id, query.position, query.checkpoint
    )
    document = ReceiptDocument(
        matches=event.hash.hex().startswith(query.hash),
        recorded_hash=event.hash.hex(),
        proof=proof,
    )
    return Answer(body=document)


@operation(
    "GET",
    f"{_UNION}/events/{{position}}",
    "readEvent",
    tag="evidence",
    policy=may("evidence.read"),
    answer=EventSheet,
    refusals=(
        "request.path_unknown",
        "evidence.no_checkpoint",
        "evidence.not_covered",
        "evidence.log_broken",
    ),
)
async def read_event(asking: Asking, position: int, query: EventQuery) -> Answer:
    """凭据页: an event, the course of its matter, the attachments named in it, and its proof."""
    event = await _event(asking, position)
    parts = asking.parts
    matter = (await parts.log.read_streams(asking.tenant_id, [event.stream_id])).events
    vouchers = await _vouchers(asking, matter)
    proof = None
    if query.with_ == "proof":
        proof = await parts.proofs.event(asking.tenant_id, position, query.checkpoint)
    sheet = EventSheet(
        union_id=event.union_id,
        position=event.position,
        stream_id=event.stream_id,
        version=event.version,
        topic=event.topic,
        title=event_title(event.topic),
        schema_version=event.schema_version,
        recorded_at=event.recorded_at,
        occurred_on=event.occurred_on,
        actor_id=event.actor_id,
        command_id=event.command_id,
        digest=event.digest.hex(),
        hash=event.hash.hex(),
        body=msgspec.Raw(event.body),
        matter=[_in_stream(one) for one in matter],
        attachments=sorted({hash_ for one in matter for hash_ in named_in(one.topic, one.body)}),
        vouchers=vouchers,
        bank_statements=_bank_statements(asking, event) if vouchers else None,
        proof=proof,
    )
    return Answer(body=sheet)


@operation(
    "GET",
    f"{_UNION}/events/{{position}}/raw",
    "readRawEvent",
    tag="evidence",
    policy=may("evidence.read"),
    answer=RawEvent,
    refusals=("request.path_unknown",),
)
async def read_raw_event(asking: Asking, position: int) -> Answer:
    """The stored bytes that were hashed, and the other inputs of the digest."""
    event = await _event(asking, position)
    raw = RawEvent(
        format=FORMAT,
        union_id=event.union_id,
        position=event.position,
        stream_id=event.stream_id,
        version=event.version,
        topic=event.topic,
        schema_version=event.schema_version,
        recorded_at=event.recorded_at,
        occurred_on=event.occurred_on,
        actor_id=event.actor_id,
        command_id=event.command_id,
        body_base64=base64.b64encode(event.body).decode(),
        digest=event.digest.hex(),
        hash=event.hash.hex(),
    )
    return Answer(body=raw)


async def _event(asking: Asking, position: int) -> RecordedEvent:
    events = await asking.parts.log.read_after(asking.tenant_id, position - 1, 1, position)
    if not events:
        raise Problem("request.path_unknown")
    return events[0]


async def _vouchers(asking: Asking, matter: Sequence[RecordedEvent]) -> list[VoucherPlace]:
    """The vouchers of a matter; those of many small receipts stand under the last of them."""
    days = [event.occurred_on for event in matter]
    scope = Scope(union_id=asking.tenant_id, as_of=max(*days, asking.parts.today()))
    page = await asking.parts.ledgers.vouchers(
        scope, since=min(days), limit=_VOUCHERS, stream_id=matter[0].stream_id
    )
    return [
        VoucherPlace(period=row.period, voucher_no=row.voucher_no, position=row.position)
        for row in page.rows
    ]


def _bank_statements(asking: Asking, event: RecordedEvent) -> str:
    return f"/v1/unions/{asking.tenant_id}/bank-statements?since={event.occurred_on}"


async def _refuse_ahead(asking: Asking, size: int) -> None:
    if size > (await asking.parts.log.head(asking.tenant_id)).position:
        raise Problem("evidence.not_covered")


def _in_stream(event: RecordedEvent) -> InStream:
    return InStream(
        position=event.position,
        version=event.version,
        topic=event.topic,
        title=event_title(event.topic),
        occurred_on=event.occurred_on,
        recorded_at=event.recorded_at,
        actor_id=event.actor_id,
    )
