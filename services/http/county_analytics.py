"""违规线索 over all units of a county: which rules hit where, and what only shows between units.

A clue is counted, however few there are; what few people were paid is theirs, and left out (domain.md 8.1).
"""

from datetime import date
from typing import Final
from uuid import UUID

from domain.irregularity.across import AcrossHit
from domain.irregularity.rules import RULES
from services.audit.irregularities import Asked
from services.auth import may
from services.http.analytics import DaysQuery, RuleView, days_of, rule_view
from services.http.asking import Answer, Asking, weak
from services.http.county import county_of
from services.http.fields import Answered
from services.http.operation import operation
from services.http.paging import instant_of
from services.http.statistics import least_told
from services.reads import Scope
from services.words.irregularities import KINDS
from services.words.irregularities import RULES as WORDS

_FEDERATION = "/v1/federations/{federation_id}"
_OF_PEOPLE: Final = frozenset(
    {"aid_case", "condolence", "dues", "household", "member", "pay_batch"}
)
"""What a rule about people looks at: what it found in few of them is theirs (domain.md 8.1)."""


class GapSeen(Answered, frozen=True, kw_only=True):
    """A gap as the county sees it; `count` None: of too few people."""

    reason: str
    what: str
    count: int | None


class RuleSeen(Answered, frozen=True, kw_only=True):
    """What a rule found in a unit, as the county sees it: clues are counted, what few people got is left out.

    `suppressed`: something is, and None where it is.
    """

    rule: str
    title: str
    severity: str
    severity_text: str
    state: str
    state_text: str
    hits: int
    amount_fen: int | None
    examined: int | None
    gaps: list[GapSeen]
    suppressed: bool
    href: str


class UnitRow(Answered, frozen=True, kw_only=True):
    """One unit of the federation under a rule; `found` is missing where it keeps no books here."""

    unit_id: UUID
    found: RuleSeen | None


class PlaceView(Answered, frozen=True, kw_only=True):
    """An event of a unit: where it is, never what it says."""

    unit_id: UUID
    position: int


class AcrossView(Answered, frozen=True, kw_only=True):
    """One clue between units."""

    kind: str
    what: str
    on: date
    amount_fen: int
    measures: dict[str, int]
    places: list[PlaceView]


class CountyAnalyticsView(Answered, frozen=True, kw_only=True):
    """One rule over all units: `compared` payments were held against each other, `unread` were nobody's.

    Both are None where they are few, or would tell of the few payments of a unit.
    """

    rule: str
    title: str
    first: date
    until: date
    units: list[UnitRow]
    compared: int | None
    unread: int | None
    across: list[AcrossView]


@operation(
    "GET",
    f"{_FEDERATION}/analytics/{{rule}}",
    "readCountyIrregularities",
    tag="analytics",
    policy=may("county.read"),
    answer=CountyAnalyticsView,
    refusals=("request.path_unknown",),
)
async def read_county_irregularities(asking: Asking, rule: str, query: DaysQuery) -> Answer:
    """One rule over all units by number, and for R01 and R19 what only shows between units.

    Between units people are compared by tokens; answered are units and positions only. `known_at` is an instant.
    """
    least = least_told(await county_of(asking), asking.parts.today())
    first, until = days_of(asking, query)
    instant = None if query.known_at is None else instant_of(query.known_at)
    scope = Scope(union_id=asking.tenant_id, as_of=date.max, known_at=None)
    page = await asking.parts.ledgers.units(scope)
    found = await asking.parts.irregularities.in_units(
        asking.tenant_id,
        [row.unit_id for row in page.rows],
        rule,
        Asked(first=first, until=until),
        instant,
    )
    units = [
        UnitRow(
            unit_id=unit.unit_id,
            found=None if unit.found is None else _seen(rule_view(unit.found, unit.unit_id), least),
        )
        for unit in found.units
    ]
    is_few = any(row.found is not None and row.found.suppressed for row in units)
    compared, unread = found.receipts - found.unread, found.unread
    view = CountyAnalyticsView(
        rule=rule,
        title=WORDS[rule].title,
        first=first,
        until=until,
        units=units,
        compared=None if is_few or 0 < compared < least else compared,
        unread=None if is_few or 0 < unread < least else unread,
        across=[_across(hit) for hit in found.across],
    )
    return Answer(body=view, headers=weak(page.position))


def _seen(of: RuleView, least: int) -> RuleSeen:
    """Leave out what would tell of fewer people than a county is told of; a rule about none is told exactly."""
    is_of_people = not _OF_PEOPLE.isdisjoint(RULES[of.rule].topics)

    def told(value: int, count: int) -> int | None:
        return None if is_of_people and 0 < count < least else value

    gaps = [
        GapSeen(reason=gap.reason, what=gap.what, count=told(gap.count, gap.count))
        for gap in of.gaps
    ]
    counts = (of.hits, of.examined, *(gap.count for gap in of.gaps))
    kept = {name: getattr(of, name) for name in RuleView.__struct_fields__}
    return RuleSeen(
        **kept
        | {
            "amount_fen": told(of.amount_fen, of.hits),
            "examined": told(of.examined, of.examined),
            "gaps": gaps,
            "suppressed": any(told(count, count) is None for count in counts),
        }
    )


def _across(hit: AcrossHit) -> AcrossView:
    return AcrossView(
        kind=hit.kind,
        what=KINDS[hit.kind],
        on=hit.on,
        amount_fen=hit.amount_fen,
        measures=hit.measures,
        places=[PlaceView(unit_id=each.union_id, position=each.position) for each in hit.places],
    )
