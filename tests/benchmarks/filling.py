"""Years of many unions' books, written as COPY: the very rows an append would have stored, chained here.

The first events of every union, and what is sealed, are those of one union that went through the desk. A year of a
union is users.md 2.1: a receipt a member and month, and fifty vouchers of five events with three papers each.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Final, NamedTuple
from uuid import UUID

import asyncpg
import msgspec

from domain.attachment import Attachment
from domain.chain import EventFields, digest_of, genesis, link
from domain.encoding import encode
from domain.event import Event
from domain.ids import MemberId, OfficerId, VoucherId, dues_stream
from domain.money import PostingLine
from domain.period import last_day
from domain.sealed import Sealed, sealed_in
from domain.voucher.events import (
    VoucherApproved,
    VoucherDrafted,
    VoucherPosted,
    VoucherReviewed,
    VoucherSubmitted,
)
from services.identifiers import new_id, new_ids
from services.store.contract import RecordedEvent
from tests.benchmarks.dues import ACTOR, PlainRow, month_number, receipt_event
from tests.benchmarks.ground import Ground
from tests.benchmarks.unions import found_with_members

VOUCHERS_A_YEAR: Final = 50
_NOBODY: Final = UUID(int=0)
_NO_MONTH: Final = "0001-01"
_ROWS_AT_ONCE: Final = 20_000
_MONTHS_A_YEAR: Final = 12
_DIGEST: Final = bytes(32)
_BEGAN: Final = date(2019, 12, 2)
_EVENT: Final = tuple(RecordedEvent.__struct_fields__)
_COMMAND: Final = (
    *("union_id", "command_id", "request_digest"),
    *("first_position", "last_position", "recorded_at"),
)
_HEAD: Final = ("union_id", "position", "hash", "recorded_at", "charter")


class Size(msgspec.Struct, frozen=True, kw_only=True):
    """How many unions, with how many members each, over how many months.

    `founding`: how many of the events a union is founded with; None: all of them.
    """

    unions: int
    members: int
    months: int
    vouchers_a_year: int = VOUCHERS_A_YEAR
    founding: int | None = None


class Filled(msgspec.Struct, frozen=True, kw_only=True):
    """What was written. `other` counts what is no receipt."""

    unions: list[UUID]
    members_of_first: list[MemberId]
    events: int
    receipts: int

    @property
    def other(self) -> int:
        return self.events - self.receipts


class _Said(NamedTuple):
    """An event as one command says it, before it has a place."""

    stream_id: UUID
    version: int
    topic: str
    schema_version: int
    body: bytes


class _Model(msgspec.Struct, frozen=True):
    """A union that went through the desk, with one member: what the others are copied from."""

    union_id: UUID
    member_id: MemberId
    charter: bytes
    events: Sequence[RecordedEvent]
    sealed: Sealed


class _Log:
    """One union's log as it grows: positions, moments and the chain."""

    def __init__(self, union_id: UUID, charter: bytes) -> None:
        self.union_id = union_id
        self.events: list[PlainRow] = []
        self.commands: list[PlainRow] = []
        self._charter = charter
        self._hash = genesis(union_id, charter)
        self._moment = datetime.combine(_BEGAN, time(8), UTC)

    def record(self, said: Sequence[_Said], day: date) -> None:
        """Record the events of one command on a day."""
        command_id, first = new_id(), len(self.events) + 1
        self._moment = max(self._moment + timedelta(seconds=1), datetime.combine(day, time(8), UTC))
        for one in said:
            self._add(one, command_id, day)
        place = (first, len(self.events), self._moment)
        self.commands.append((self.union_id, command_id, _DIGEST, *place))

    def head(self) -> PlainRow:
        """Return the row of its head."""
        return (self.union_id, len(self.events), self._hash, self._moment, self._charter)

    def _add(self, said: _Said, command_id: UUID, day: date) -> None:
        position = len(self.events) + 1
        digest = digest_of(
            EventFields(
                union_id=self.union_id,
                position=position,
                stream_id=said.stream_id,
                version=said.version,
                topic=said.topic,
                schema_version=said.schema_version,
                recorded_at=self._moment,
                occurred_on=day,
                actor_id=ACTOR,
                command_id=command_id,
                body=said.body,
            )
        )
        self._hash = link(self._hash, digest)
        envelope = (*said[:4], day, self._moment, ACTOR, command_id)
        self.events.append((self.union_id, position, *envelope, digest, self._hash, said.body))


async def fill(ground: Ground, size: Size) -> Filled:
    """Write the logs of new unions, with heads and commands; nothing reads them yet."""
    model = await _model(ground)
    unions = new_ids(size.unions)
    connection = await asyncpg.connect(ground.administrator)
    members_of_first: list[MemberId] = []
    events = receipts = 0
    logs: list[_Log] = []
    try:
        for union_id in unions:
            members = [MemberId(one) for one in new_ids(size.members)]
            members_of_first = members_of_first or members
            log = _written(model, union_id, members, size)
            logs.append(log)
            events += len(log.events)
            receipts += size.members * size.months
            if sum(len(one.events) for one in logs) >= _ROWS_AT_ONCE:
                await _copy(connection, logs)
                logs = []
        await _copy(connection, logs)
        await connection.execute("analyze")
    finally:
        await connection.close()
    return Filled(
        unions=unions, members_of_first=members_of_first, events=events, receipts=receipts
    )


async def _model(ground: Ground) -> _Model:
    union_id, (member_id,) = await found_with_members(ground.books, 1)
    log = ground.books.log
    head = await log.head(union_id)
    events = await log.read_after(union_id, 0, head.position)
    sealed = next(value for event in events for value in sealed_in(event.body))
    return _Model(union_id, member_id, head.charter, events, sealed)


async def _copy(connection: asyncpg.Connection, logs: Sequence[_Log]) -> None:
    for table, columns, rows in (
        ("event", _EVENT, [row for log in logs for row in log.events]),
        ("command", _COMMAND, [row for log in logs for row in log.commands]),
        ("union_head", _HEAD, [log.head() for log in logs]),
    ):
        await connection.copy_records_to_table(
            table, schema_name="books", columns=columns, records=rows
        )


def _written(model: _Model, union_id: UUID, members: Sequence[MemberId], size: Size) -> _Log:
    """Return the log of one union from its founding to the end of the last month."""
    log = _Log(union_id, model.charter)
    founding = [_renamed(said, {model.union_id: union_id}) for said in _founding(model)]
    log.record(founding[: size.founding], _BEGAN)
    if members:
        log.record([said for one in members for said in _joining(model, one)], _BEGAN)
    accounts = [(_text(one), dues_stream(one)) for one in members]
    for number in range(size.months):
        month = month_number(number)
        log.record(list(_receipts(accounts, month, number + 2)), last_day(month))
        for _ in range(_vouchers_of(number, size.vouchers_a_year)):
            for step in _voucher(model.sealed):
                log.record([step], last_day(month))
    return log


def _founding(model: _Model) -> Iterator[RecordedEvent]:
    return (event for event in model.events if event.stream_id == model.union_id)


def _joining(model: _Model, member_id: MemberId) -> Iterator[_Said]:
    streams = {model.member_id: member_id, dues_stream(model.member_id): dues_stream(member_id)}
    return (_renamed(event, streams) for event in model.events if event.stream_id in streams)


def _renamed(event: RecordedEvent, ids: dict[UUID, UUID]) -> _Said:
    """Return an event of the model as that of somebody else."""
    body = event.body
    for old, new in ids.items():
        body = body.replace(_text(old), _text(new))
    return _Said(ids[event.stream_id], event.version, event.topic, event.schema_version, body)


def _receipts(accounts: Sequence[tuple[bytes, UUID]], month: str, version: int) -> Iterator[_Said]:
    """Yield a month's receipts; their bodies differ in member and month."""
    model = receipt_event(_NOBODY, _NO_MONTH, stream_id=_NOBODY)
    before, after = model.body.replace(_NO_MONTH.encode(), month.encode()).split(_text(_NOBODY))
    for member_id, account in accounts:
        body = member_id.join((before, after))
        yield _Said(account, version, model.topic, model.schema_version, body)


def _vouchers_of(month: int, a_year: int) -> int:
    """Return how many of a year's vouchers fall into a month."""
    nth = month % _MONTHS_A_YEAR
    return a_year * (nth + 1) // _MONTHS_A_YEAR - a_year * nth // _MONTHS_A_YEAR


def _voucher(sealed: Sealed) -> Iterator[_Said]:
    """Yield a voucher's steps from the draft to the books."""
    voucher_id, handler_id, other_id = VoucherId(new_id()), OfficerId(new_id()), new_id()
    lines = (
        PostingLine(account="501", fund="own_funds", fen=120_000),
        PostingLine(account="102", fund="own_funds", fen=-120_000),
    )
    papers = tuple(
        Attachment(
            sha256=new_id().hex * 2, byte_count=300_000, media_type="application/pdf", kept=True
        )
        for _ in range(3)
    )
    steps: tuple[Event, ...] = (
        VoucherDrafted(
            voucher_id=voucher_id,
            kind="expense",
            proposed=lines,
            details=sealed,
            handler_id=handler_id,
            attachments=papers,
        ),
        VoucherSubmitted(voucher_id=voucher_id, handler_id=handler_id),
        VoucherReviewed(voucher_id=voucher_id, reviewer_id=OfficerId(other_id)),
        VoucherApproved(voucher_id=voucher_id, approver_id=OfficerId(other_id)),
        VoucherPosted(
            voucher_id=voucher_id,
            kind="expense",
            posted_by=handler_id,
            standard_version="2021",
            chart_version=1,
            lines=lines,
            method="transfer",
        ),
    )
    for nth, event in enumerate(steps):
        yield _Said(voucher_id, nth + 1, event.TOPIC, event.SCHEMA_VERSION, encode(event))


def _text(identifier: UUID) -> bytes:
    return str(identifier).encode()
