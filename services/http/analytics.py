"""违规线索: what the rules R01 to R21 of domain.md 7.4, and our own, find in a union or between units.

A hit is a question with its events, never a person. What a rule could not see stands beside what it found.
"""

from datetime import date
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta

from domain.irregularity.hit import Found, Hit
from domain.irregularity.rules import RULES
from services.audit.irregularities import Asked
from services.auth import may
from services.http.asking import Answer, Asking, weak
from services.http.fields import Answered, Moment, Query
from services.http.operation import operation
from services.http.paging import known_position
from services.http.problems import Fault, Problem
from services.words.irregularities import GAPS, KINDS, SEVERITIES, STATES
from services.words.irregularities import RULES as WORDS

_UNION = "/v1/unions/{union_id}"
_EVENT = "/v1/unions/{union_id}/events/{position}"
_EVENTS_LINKED = 50
"""Most links of one hit; its positions are all told."""

Offset = Annotated[int, Meta(ge=0, le=10_000_000)]
Most = Annotated[int, Meta(ge=1, le=1_000)]


class DaysQuery(Query, frozen=True, kw_only=True):
    """The business days asked about, both included. Default: from 1 January of the last day's year until today."""

    first: date | None = msgspec.field(default=None, name="from")
    until: date | None = None
    known_at: Moment | None = None


class HitsQuery(DaysQuery, frozen=True, kw_only=True):
    """`skip` hits were seen before; at most `limit` are answered."""

    skip: Offset = 0
    limit: Most = 200


class GapView(Answered, frozen=True, kw_only=True):
    """How many items a rule could not judge, and why."""

    reason: str
    what: str
    count: int


class RuleView(Answered, frozen=True, kw_only=True):
    """What a rule found: `not_checkable` is not "nothing found", `examined` counts what it judged."""

    rule: str
    title: str
    severity: str
    severity_text: str
    state: str
    state_text: str
    hits: int
    amount_fen: int
    examined: int
    gaps: list[GapView]
    href: str


class AnalyticsView(Answered, frozen=True, kw_only=True):
    """Every rule about one union, from a day until another, by the log up to `position`."""

    first: date
    until: date
    position: int
    rules: list[RuleView]


class HitView(Answered, frozen=True, kw_only=True):
    """One clue: what, when, how much, whom by id, what it was measured by, and the events it rests on."""

    kind: str
    what: str
    on: date
    amount_fen: int
    member_id: UUID | None
    household_id: UUID | None
    voucher_id: UUID | None
    measures: dict[str, int]
    positions: list[int]
    events: list[str]


class HitsView(Answered, frozen=True, kw_only=True):
    """One rule about one union: what it means, what to look at, and its hits, oldest first."""

    first: date
    until: date
    position: int
    found: RuleView
    means: str
    look_at: str
    hits: list[HitView]


@operation(
    "GET",
    f"{_UNION}/analytics",
    "listIrregularities",
    tag="analytics",
    policy=may("evidence.read"),
    answer=AnalyticsView,
)
async def list_irregularities(asking: Asking, query: DaysQuery) -> Answer:
    """Every rule with how often it hits, and what it could not look at."""
    asked, position = await _asked(asking, query)
    found = await asking.parts.irregularities.in_union(asking.tenant_id, asked)
    view = AnalyticsView(
        first=asked.first,
        until=asked.until,
        position=position,
        rules=[rule_view(each, asking.tenant_id) for each in found],
    )
    return Answer(body=view, headers=weak(position))


@operation(
    "GET",
    f"{_UNION}/analytics/{{rule}}",
    "readIrregularities",
    tag="analytics",
    policy=may("evidence.read"),
    answer=HitsView,
    refusals=("request.path_unknown",),
)
async def read_irregularities(asking: Asking, rule: str, query: HitsQuery) -> Answer:
    """The hits of one rule, each with its events."""
    asked, position = await _asked(asking, query)
    (found,) = await asking.parts.irregularities.in_union(asking.tenant_id, asked, (rule,))
    view = HitsView(
        first=asked.first,
        until=asked.until,
        position=position,
        found=rule_view(found, asking.tenant_id),
        means=WORDS[rule].means,
        look_at=WORDS[rule].look_at,
        hits=[
            _hit(hit, asking.tenant_id) for hit in found.hits[query.skip : query.skip + query.limit]
        ],
    )
    return Answer(body=view, headers=weak(position))


def rule_of(text: str) -> str:
    """Return a rule named in a path; 404 for what is none."""
    if text not in RULES:
        raise Problem("request.path_unknown")
    return text


async def _asked(asking: Asking, query: DaysQuery) -> tuple[Asked, int]:
    first, until = days_of(asking, query)
    position = await known_position(asking, query.known_at)
    if position is None:
        position = (await asking.parts.log.head(asking.tenant_id)).position
    return Asked(first=first, until=until, known_at=position), position


def days_of(asking: Asking, query: DaysQuery) -> tuple[date, date]:
    """Return the days asked about: from 1 January of the last day's year until today where none are named."""
    until = query.until or asking.parts.today()
    first = query.first or date(until.year, 1, 1)
    if first > until:
        raise Problem("request.query_invalid", faults=[Fault("#/from", "request.field_invalid")])
    return first, until


def rule_view(found: Found, union_id: UUID) -> RuleView:
    """Return what a rule found in a union, in words."""
    return RuleView(
        rule=found.rule_id,
        title=WORDS[found.rule_id].title,
        severity=found.severity,
        severity_text=SEVERITIES[found.severity],
        state=found.state,
        state_text=STATES[found.state],
        hits=len(found.hits),
        amount_fen=sum(hit.amount_fen for hit in found.hits),
        examined=found.examined,
        gaps=[
            GapView(reason=reason, what=GAPS[reason], count=count)
            for reason, count in found.gaps.items()
        ],
        href=f"/v1/unions/{union_id}/analytics/{found.rule_id}",
    )


def _hit(hit: Hit, union_id: UUID) -> HitView:
    return HitView(
        kind=hit.kind,
        what=KINDS[hit.kind],
        on=hit.on,
        amount_fen=hit.amount_fen,
        member_id=hit.member_id,
        household_id=hit.household_id,
        voucher_id=hit.voucher_id,
        measures=hit.measures,
        positions=list(hit.positions),
        events=[
            _EVENT.format(union_id=union_id, position=position)
            for position in hit.positions[:_EVENTS_LINKED]
        ],
    )
