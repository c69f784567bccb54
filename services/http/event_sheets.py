"""凭据页: one event with its course, its papers, its vouchers and its proof; and the bytes that were hashed."""

import base64
from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

from domain.attachment import named_in
from domain.chain import FORMAT, genesis
from services.audit.proof_documents import EventProof
from services.auth import may
from services.http.asking import Answer, Asking
from services.http.fields import INT8_MAX, Answered, Query
from services.http.histories import officer_names, who_acted
from services.http.operation import operation
from services.http.problems import Problem
from services.reads import Scope
from services.reads.histories import HistoryRow, history_rows
from services.store.contract import RecordedEvent
from services.words.events import event_title

_UNION = "/v1/unions/{union_id}"
_VOUCHERS = 100
_Place = Annotated[int, Meta(ge=1, le=INT8_MAX)]


class EventQuery(Query, frozen=True, kw_only=True, rename={"with_": "with"}):
    """`with=proof` adds the proof of the event under the newest checkpoint, or under `checkpoint`."""

    with_: Literal["proof"] | None = None
    checkpoint: _Place | None = None


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

    `body` is the event as stored: personal values in it are ciphertext. `course` tells the matter in words, newest
    first. The log's chain holds `previous_hash` before the event, `next_hash` after the one that follows it.
    `bank_statements` is where the comparisons with the bank since the event are read.
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
    previous_hash: str
    hash: str
    next_hash: str | None
    body: msgspec.Raw
    matter: list[InStream]
    course: list[HistoryRow]
    attachments: list[str]
    vouchers: list[VoucherPlace]
    bank_statements: str | None
    proof: EventProof | None


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
    event = await event_at(asking, position)
    parts = asking.parts
    previous, following = await _beside(asking, position)
    matter = (await parts.log.read_streams(asking.tenant_id, [event.stream_id])).events
    vouchers = await _vouchers(asking, matter)
    course = await _course(asking, matter)
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
        previous_hash=previous,
        hash=event.hash.hex(),
        next_hash=following,
        body=msgspec.Raw(event.body),
        matter=[_in_stream(one) for one in matter],
        course=course,
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
    event = await event_at(asking, position)
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


async def event_at(asking: Asking, position: int) -> RecordedEvent:
    """Return the event at a position; 404 where the log has none."""
    events = await asking.parts.log.read_after(asking.tenant_id, position - 1, 1, position)
    if not events:
        raise Problem("request.path_unknown")
    return events[0]


async def _beside(asking: Asking, position: int) -> tuple[str, str | None]:
    """Return the chain hashes before and after an event; before the first stands the union's charter."""
    log, union_id = asking.parts.log, asking.tenant_id
    before = max(position - 2, 0)
    near = await log.read_after(union_id, before, position + 1 - before, position + 1)
    hashes = {event.position: event.hash.hex() for event in near}
    if position > 1:
        return hashes[position - 1], hashes.get(position + 1)
    head = await log.head(union_id)
    return genesis(union_id, head.charter).hex(), hashes.get(position + 1)


async def _course(asking: Asking, matter: Sequence[RecordedEvent]) -> list[HistoryRow]:
    """The same events in words, whatever day they are of."""
    days = max(event.occurred_on for event in matter)
    names = await officer_names(
        asking, Scope(union_id=asking.tenant_id, as_of=max(days, asking.parts.today()))
    )
    acting = await who_acted(asking, matter, names, is_county=False)
    return history_rows(matter, names, acting, as_of=days, until=None)


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
