"""Dues receipts as the log stores them, as commands, and as plain rows for the baselines."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from uuid import UUID

from domain.dues.events import DuesReceived
from domain.encoding import encode
from domain.ids import MemberId, dues_stream
from domain.money import PostingLine
from domain.period import last_day
from services.identifiers import new_id, new_ids
from services.store.contract import Append, NewEvent

ACTOR = "bench"
DUE_FEN = 2615
_DIGEST = bytes(32)

PlainRow = tuple[object, ...]


def receipt_event(
    member_id: UUID, month: str, *, stream_id: UUID | None = None, version: int = 1
) -> NewEvent:
    """Return one month's receipt of one member, with balanced posting lines."""
    lines = (
        PostingLine(account="102", fund="own_funds", fen=DUE_FEN),
        PostingLine(account="401", fund="own_funds", fen=-DUE_FEN),
    )
    received = DuesReceived(
        member_id=MemberId(member_id),
        dues_month=month,
        amount_fen=DUE_FEN,
        posting_map="posting.2021",
        lines=lines,
    )
    return NewEvent(
        stream_id=dues_stream(MemberId(member_id)) if stream_id is None else stream_id,
        version=version,
        topic=received.TOPIC,
        schema_version=received.SCHEMA_VERSION,
        occurred_on=last_day(month),
        body=encode(received),
    )


def single(union_id: UUID, *, after: int) -> Append:
    """Return what the desk would append for one receipt: an expected version and a condition."""
    event = receipt_event(new_id(), "2026-01", stream_id=new_id())
    return Append(
        union_id=union_id,
        command_id=new_id(),
        request_digest=_DIGEST,
        actor_id=ACTOR,
        events=[event],
        expected={event.stream_id: 0},
        after=after,
        fail_if_streams=[event.stream_id, union_id],
    )


def many(union_id: UUID, events: Sequence[NewEvent], *, after: int | None = None) -> Append:
    """Return many events as one append."""
    return Append(
        union_id=union_id,
        command_id=new_id(),
        request_digest=_DIGEST,
        actor_id=ACTOR,
        events=events,
        after=after,
    )


def receipts(count: int, month: str = "2026-01") -> list[NewEvent]:
    """Return the first receipts of as many people."""
    return [receipt_event(person, month) for person in new_ids(count)]


def plain_rows(asked: Iterable[Append], *, after: int) -> Iterator[PlainRow]:
    """Yield the rows an append would store, with positions of their own and digests of no meaning."""
    position = after
    recorded_at = datetime.now(UTC)
    for one in asked:
        for event in one.events:
            position += 1
            yield (
                one.union_id,
                position,
                event.stream_id,
                event.version,
                event.topic,
                event.schema_version,
                event.occurred_on,
                recorded_at,
                one.actor_id,
                one.command_id,
                _DIGEST,
                _DIGEST,
                event.body,
            )


def month_number(number: int) -> str:
    """Return the month that lies so many months after January 2020."""
    return f"{2020 + number // 12:04d}-{number % 12 + 1:02d}"


JOINED = date(2010, 5, 1)
"""Long before the first month that anybody pays for."""
