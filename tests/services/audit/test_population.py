"""What may be drawn from a log, however long it is, and the events at the positions that were drawn."""

from datetime import UTC, date, datetime
from typing import Any, cast
from uuid import UUID

from domain.dues.events import DuesReceived
from domain.encoding import encode
from domain.engagement.topics import Topic
from domain.event import Event
from domain.sampling import Item
from domain.subsidy.events import SubsidyReceived
from services.audit.population import events_at, population
from services.store.contract import LogStore, RecordedEvent
from tests.support.samples_of import samples

UNION = UUID(int=1)
SAMPLES = list(samples().values())
DUES = next(event for event in SAMPLES if isinstance(event, DuesReceived))
SUBSIDY = next(event for event in SAMPLES if isinstance(event, SubsidyReceived))
OTHER = next(event for event in SAMPLES if event.TOPIC == "union.renamed")
FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)


class Log:
    """A log that is only read on, and counts how often."""

    def __init__(self, events: list[tuple[Event, date]]) -> None:
        self.asked = 0
        self._events = [_recorded(n, event, day) for n, (event, day) in enumerate(events, 1)]

    async def read_after(
        self, union_id: UUID, position: int, limit: int, until: int | None = None
    ) -> list[RecordedEvent]:
        assert union_id == UNION
        self.asked += 1
        last = len(self._events) if until is None else min(until, len(self._events))
        return self._events[position : min(position + limit, last)]


def _recorded(position: int, event: Event, day: date) -> RecordedEvent:
    return RecordedEvent(
        union_id=UNION,
        position=position,
        stream_id=UUID(int=position),
        version=1,
        topic=event.TOPIC,
        schema_version=event.SCHEMA_VERSION,
        occurred_on=day,
        recorded_at=datetime(2026, 1, 1, tzinfo=UTC),
        actor_id="clerk-1",
        command_id=UUID(int=position),
        digest=b"",
        hash=b"",
        body=encode(event),
    )


async def drawn_from(log: Log, *topics: Topic, until: int = 10_000) -> tuple[Item, ...]:
    return await population(
        cast("LogStore", log),
        UNION,
        topics=topics,
        first_day=FIRST,
        last_day=LAST,
        until_position=until,
    )


def debits(event: Any) -> int:  # noqa: ANN401 # any event that posts
    return sum(line.fen for line in event.lines if line.fen > 0)


async def test_what_posts_on_the_days_asked_for_is_drawn_under_its_topic() -> None:
    log = Log(
        [
            (OTHER, FIRST),
            (DUES, FIRST),
            (DUES, date(2025, 12, 31)),
            (SUBSIDY, LAST),
            (DUES, date(2027, 1, 1)),
        ]
    )
    dues = Item(position=2, amount_fen=debits(DUES), stratum="dues")
    funds = Item(position=4, amount_fen=debits(SUBSIDY), stratum="funds")
    assert await drawn_from(log, "dues") == (dues,)
    assert await drawn_from(log, "funds", "aid") == (funds,)
    assert await drawn_from(log, "events") == (dues, funds)
    assert await drawn_from(log, "events", until=3) == (dues,)


async def test_a_long_log_is_read_in_pages() -> None:
    log = Log([(DUES, FIRST)] * 4_100)
    assert [item.position for item in await drawn_from(log, "dues")] == list(range(1, 4_101))
    assert log.asked == 4


async def test_events_are_found_wherever_they_stand() -> None:
    log = Log([(DUES, FIRST)] * 2_000)
    found = await events_at(cast("LogStore", log), UNION, {5, 3, 900, 1_600, 2_000, 2_001})
    assert sorted(found) == [3, 5, 900, 1_600, 2_000]
    assert all(found[position].position == position for position in found)
    assert log.asked == 4
