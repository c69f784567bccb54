"""What of a person is still needed: the newest voucher that names them, audits under way, findings about them."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID

import msgspec

from domain.engagement.events import EngagementOpened
from domain.finding.events import FindingRaised
from domain.ids import EngagementId, FindingId, MemberId, dues_stream, erasure_stream
from services.store.contract import RecordedEvent
from services.store.person_log import PersonLog

_MONEY = frozenset({"dues", "aid_case", "condolence"})
"""Packages whose whole streams are about one person's money, also where an event does not name the person again."""


class Needed(NamedTuple):
    """`position`: where the log stood when this was counted."""

    position: int
    last_posting_on: date | None
    engagements: tuple[EngagementId, ...]
    findings: tuple[FindingId, ...]


async def needed(log: PersonLog, union_id: UUID, subject_id: UUID) -> Needed:
    """Go through a union's whole log. Every audit of the union counts, of findings those about the person."""
    position = await log.position(union_id)
    about = await events_about(log, union_id, subject_id)
    audits = await log.of_topics(union_id, [EngagementOpened.TOPIC, FindingRaised.TOPIC])
    theirs = {event.position for event in about}
    return Needed(
        position=position,
        last_posting_on=max(_posting_days(about), default=None),
        engagements=tuple(
            EngagementId(event.stream_id)
            for event in audits
            if event.topic == EngagementOpened.TOPIC
        ),
        findings=tuple(
            FindingId(event.stream_id)
            for event in audits
            if event.topic == FindingRaised.TOPIC and _names(event, theirs)
        ),
    )


async def events_about(log: PersonLog, union_id: UUID, subject_id: UUID) -> list[RecordedEvent]:
    """Return what names a person, and the whole of their money's streams."""
    own = [subject_id, dues_stream(MemberId(subject_id)), erasure_stream(subject_id)]
    named = await log.about(union_id, subject_id, own)
    theirs = {event.stream_id for event in named if event.topic.partition(".")[0] in _MONEY}
    return await log.about(union_id, subject_id, [*own, *sorted(theirs)])


def _posting_days(events: Iterable[RecordedEvent]) -> Iterable[date]:
    return (event.occurred_on for event in events if _content(event).get("lines"))


def _names(event: RecordedEvent, positions: set[int]) -> bool:
    named: Sequence[int] = _content(event).get("positions", ())
    return not positions.isdisjoint(named)


def _content(event: RecordedEvent) -> dict[str, list[int]]:
    content: dict[str, list[int]] = msgspec.json.decode(event.body)
    return content
