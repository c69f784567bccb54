"""What may be drawn from a union's log: every event that posts to the books, told by the stored bytes."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from domain.encoding import decode
from domain.engagement.topics import Topic, topic_of
from domain.money import PostingLines
from domain.sampling import Item
from services.store.contract import LogStore, RecordedEvent

_PAGE = 2_000
_NEAR = 500


async def population(
    log: LogStore,
    union_id: UUID,
    *,
    topics: Collection[Topic],
    first_day: date,
    last_day: date,
    until_position: int,
) -> tuple[Item, ...]:
    """Return the items of these topics and days, as the log stood at a position; with `events`, of every topic.

    An item's amount is the sum of its debits; what has none moved nothing.
    """
    items: list[Item] = []
    reached = 0
    while events := await log.read_after(union_id, reached, _PAGE, until_position):
        reached = events[-1].position
        items += [
            Item(position=event.position, amount_fen=amount, stratum=topic)
            for event in events
            if first_day <= event.occurred_on <= last_day
            and (topic := topic_of(event.topic)) is not None
            and (topic in topics or "events" in topics)
            and (amount := _debits(event))
        ]
    return tuple(items)


async def events_at(
    log: LogStore, union_id: UUID, positions: Collection[int]
) -> dict[int, RecordedEvent]:
    """Return the events at these positions; what lies close together is read together."""
    found: dict[int, RecordedEvent] = {}
    reached = 0
    for position in sorted(positions):
        if position <= reached:
            continue
        events = await log.read_after(union_id, position - 1, _NEAR)
        if not events:
            break
        reached = events[-1].position
        found |= {event.position: event for event in events if event.position in positions}
    return found


def _debits(event: RecordedEvent) -> int:
    body = decode(event.topic, event.schema_version, event.body)
    lines: PostingLines = getattr(body, "lines", ())
    return sum(line.fen for line in lines if line.fen > 0)
