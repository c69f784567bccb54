"""What the ledgers remember of one member: the membership, and the monthly dues since when.

Folded with the very `evolve` the decisions use, so a ledger and a decision cannot disagree about who was
a member when.
"""

from uuid import UUID

import msgspec
from domain.dues.events import DuesWaived, DuesWaiverReversed, WageBaseDeclared, WageBaseReversed
from domain.event import Fact, Recorded
from domain.member.aggregate import State as MemberState
from domain.member.aggregate import evolve
from domain.member.events import MemberEvent
from domain.membership import Span
from domain.period import month_of

MEMBER_TOPICS: frozenset[str] = frozenset(event.TOPIC for event in MemberEvent.__args__)

STANDING_TOPICS: frozenset[str] = MEMBER_TOPICS | {
    WageBaseDeclared.TOPIC,
    WageBaseReversed.TOPIC,
    DuesWaived.TOPIC,
    DuesWaiverReversed.TOPIC,
}
"""The topics that change somebody's standing."""


class Base(msgspec.Struct, frozen=True, order=True):
    """From a month on, what is due each month, and the version of the event that says so."""

    from_month: str
    version: int
    due_fen: int


class DueSpan(msgspec.Struct, frozen=True):
    """An amount due for every month from one (inclusive) until another (exclusive, None: no end)."""

    from_month: str
    until_month: str | None
    due_fen: int


class Standing(msgspec.Struct, frozen=True, omit_defaults=True):
    """`waived` holds what a committee waived of a month's dues, less what was reversed of it."""

    member: MemberState = MemberState()
    bases: tuple[Base, ...] = ()
    waived: dict[str, int] = {}


def member_id_of(recorded: Recorded) -> UUID | None:
    """Return whose standing an event changes; None for events that change nobody's."""
    event = recorded.event
    if isinstance(event, WageBaseDeclared | WageBaseReversed | DuesWaived | DuesWaiverReversed):
        return event.member_id
    return recorded.stream_id if event.TOPIC in MEMBER_TOPICS else None


def after(standing: Standing, recorded: Recorded) -> Standing:
    """Return the standing with one more event of the member or of the dues account."""
    event = recorded.event
    if isinstance(event, WageBaseDeclared):
        base = Base(event.from_month, recorded.version, event.due_fen)
        bases = tuple(sorted((*standing.bases, base)))
        return Standing(standing.member, bases, standing.waived)
    if isinstance(event, WageBaseReversed):
        kept = tuple(base for base in standing.bases if base.version != event.reversed_version)
        return Standing(standing.member, kept, standing.waived)
    if isinstance(event, DuesWaived | DuesWaiverReversed):
        sign = 1 if isinstance(event, DuesWaived) else -1
        waived_fen = standing.waived.get(event.dues_month, 0) + sign * event.amount_fen
        waived = {**standing.waived, event.dues_month: waived_fen}
        return Standing(standing.member, standing.bases, waived)
    fact = Fact(event, recorded.occurred_on, recorded.version)
    return Standing(evolve(standing.member, fact), standing.bases, standing.waived)


def due_spans(standing: Standing) -> list[DueSpan]:
    """Return what is due when: for each month at whose last day the member is active (rule 6)."""
    active = [span for span in standing.member.timeline.spans if span.membership == "active"]
    return [
        due
        for span in active
        for index in range(len(standing.bases))
        if (due := _overlap(span, standing.bases, index)) is not None
    ]


def waived_by_month(standing: Standing) -> dict[str, int]:
    """Return how much of what is due for a month is waived: never more than is due."""
    if not standing.waived:
        return {}
    spans = due_spans(standing)
    waived = {
        month: min(waived_fen, _due_for(spans, month))
        for month, waived_fen in standing.waived.items()
    }
    return {month: waived_fen for month, waived_fen in waived.items() if waived_fen}


def _due_for(spans: list[DueSpan], month: str) -> int:
    return sum(
        span.due_fen
        for span in spans
        if span.from_month <= month and (span.until_month is None or month < span.until_month)
    )


def active_months(span: Span) -> tuple[str, str | None]:
    """Return the first month at whose last day a span holds, and the month it no longer does."""
    return month_of(span.since), None if span.until is None else month_of(span.until)


def _overlap(span: Span, bases: tuple[Base, ...], index: int) -> DueSpan | None:
    base = bases[index]
    following = bases[index + 1].from_month if index + 1 < len(bases) else None
    begin, end = active_months(span)
    begin = max(begin, base.from_month)
    ends = [month for month in (end, following) if month is not None]
    until = min(ends) if ends else None
    if until is not None and until <= begin:
        return None
    return DueSpan(begin, until, base.due_fen)
