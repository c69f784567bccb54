"""The county looks at its units: the roll-up, the indicators, how far books have come, and what waits for it."""

import asyncio
from datetime import date
from typing import Generic, NamedTuple, TypeVar
from uuid import UUID

from domain.federation import aggregate as federation
from domain.period import MONTHS_PER_YEAR, month_text, months_of_year
from domain.policy.in_force import Adopted, policy_in_force
from domain.policy.small_counts import SmallCounts
from services.auth import may, refusal_of
from services.http.asking import Answer, Asking, weak
from services.http.county import county_of
from services.http.fields import Answered, Moment, Month, Query, Year
from services.http.operation import operation
from services.http.paging import ReadQuery, instant_of, scope_of
from services.http.problems import Fault, Problem
from services.policies import county_presets
from services.reads import Scope
from services.reads.county import UnitCovered, WaitingFileRow
from services.reads.county_figures import IndicatorSeen, YearSeen, indicators_seen, year_seen
from services.reads.indicators import indicators
from services.reads.rows import FreshnessRow
from services.reads.tasks import TaskRow

_FEDERATION = "/v1/federations/{federation_id}"

Told = TypeVar("Told")


class Seen(NamedTuple, Generic[Told]):
    """What is told, and the position of the federation's log it shows."""

    told: Told
    position: int


class RollupQuery(Query, frozen=True, kw_only=True):
    """`known_at` is an instant: positions belong to one union."""

    year: Year
    known_at: Moment | None = None


class IndicatorsQuery(RollupQuery, frozen=True, kw_only=True):
    """`month`: the last month of the year that counts (default: December)."""

    month: Month | None = None


class CoverageQuery(Query, frozen=True, kw_only=True):
    year: Year


class IndicatorsView(Answered, frozen=True, kw_only=True):
    """Every indicator up to the end of a month, and how fresh each unit's figures are.

    `least`: the smallest count of people that is told; what would tell of fewer is left out.
    """

    year: int
    until_month: str
    least: int
    indicators: list[IndicatorSeen]
    freshness: list[FreshnessRow]


class CoverageView(Answered, frozen=True, kw_only=True):
    year: int
    units: list[UnitCovered]


class CountyTasks(Answered, frozen=True, kw_only=True):
    """What waits for the county: its own affairs, and files of units whose turn at the county it is."""

    as_of: date
    tasks: list[TaskRow]
    files: list[WaitingFileRow]


@operation(
    "GET",
    f"{_FEDERATION}/rollup",
    "readRollup",
    tag="federations",
    policy=may("county.read"),
    answer=YearSeen,
)
async def read_rollup(asking: Asking, query: RollupQuery) -> Answer:
    """The year of all units: each unit's figures, their sum, and how fresh each is. Small counts are left out."""
    seen = await rollup_seen(asking, query)
    return Answer(body=seen.told, headers=weak(seen.position))


@operation(
    "GET",
    f"{_FEDERATION}/indicators",
    "readIndicators",
    tag="county",
    policy=may("county.read"),
    answer=IndicatorsView,
)
async def read_indicators(asking: Asking, query: IndicatorsQuery) -> Answer:
    """The county's statistics: numerators and denominators apart, unit by unit, with the way to each unit's lines.

    From the total to the units; whoever may read a unit's books goes on to its ledger (`lines`) and its events.
    Small counts are left out.
    """
    seen = await indicators_of(asking, query)
    return Answer(body=seen.told, headers=weak(seen.position))


async def rollup_seen(asking: Asking, query: RollupQuery) -> Seen[YearSeen]:
    """Return the year of all units as the county may see it."""
    least = least_told(await county_of(asking), asking.parts.today())
    units, position = await _units(asking, query.known_at)
    known_at = None if query.known_at is None else instant_of(query.known_at)
    values, freshness = await asking.parts.rollup.values(units, query.year, known_at=known_at)
    year = await asyncio.to_thread(year_seen, values, freshness, query.year, least)
    return Seen(year, position)


async def indicators_of(asking: Asking, query: IndicatorsQuery) -> Seen[IndicatorsView]:
    """Return every indicator as the county may see it."""
    least = least_told(await county_of(asking), asking.parts.today())
    until = query.month or month_text(query.year, MONTHS_PER_YEAR)
    if not until.startswith(f"{query.year:04d}-"):
        raise Problem("request.query_invalid", faults=[Fault("#/month", "request.field_invalid")])
    units, position = await _units(asking, query.known_at)
    known_at = None if query.known_at is None else instant_of(query.known_at)
    values, freshness = await asking.parts.rollup.values(units, query.year, known_at=known_at)
    months = [month for month in months_of_year(query.year) if month <= until]
    rows = indicators(values, units, query.year, until)
    view = IndicatorsView(
        year=query.year,
        until_month=until,
        least=least,
        indicators=await asyncio.to_thread(indicators_seen, rows, values, months, least),
        freshness=freshness,
    )
    return Seen(view, position)


@operation(
    "GET",
    f"{_FEDERATION}/coverage",
    "readCoverage",
    tag="county",
    policy=may("county.read"),
    answer=CoverageView,
)
async def read_coverage(asking: Asking, query: CoverageQuery) -> Answer:
    """How far each unit's books have come, month by month: what is missing is missing, not zero."""
    seen = await coverage_of(asking, query)
    return Answer(body=seen.told, headers=weak(seen.position))


async def coverage_of(asking: Asking, query: CoverageQuery) -> Seen[CoverageView]:
    """Return how far each unit's books have come."""
    units, position = await _units(asking, None)
    covered = await asking.parts.county.coverage(units, query.year)
    return Seen(CoverageView(year=query.year, units=covered), position)


@operation(
    "GET",
    f"{_FEDERATION}/tasks",
    "listCountyTasks",
    tag="county",
    policy=may("county.read"),
    answer=CountyTasks,
)
async def list_county_tasks(asking: Asking, query: ReadQuery) -> Answer:
    """What waits for the county on the date; files of units for whoever takes their cases only."""
    scope = await scope_of(asking, query)
    units, position = await _units(asking, None)
    own = await asking.parts.ledgers.tasks(scope)
    takes_cases = refusal_of(may("county.cases"), asking.login, asking.tenant_id) is None
    files = await asking.parts.county.files_waiting(units if takes_cases else [], scope.as_of)
    view = CountyTasks(as_of=scope.as_of, tasks=own.rows, files=files)
    return Answer(body=view, headers=weak(position))


def least_told(state: federation.State, day: date) -> int:
    """Return the smallest count of people a county is told: its own line, where it is higher than everybody's."""
    presets = [preset.policy for preset in county_presets().values()]
    everybodys = max(one.least for one in presets if isinstance(one, SmallCounts))
    adopted = tuple(
        Adopted(one.valid_from, one.policy) for one in state.adoptions.values() if not one.units
    )
    own = policy_in_force(adopted, SmallCounts, day)
    return everybodys if own is None else max(everybodys, own.least)


async def _units(asking: Asking, known_at: str | None) -> tuple[list[UUID], int]:
    """Return the units of the federation, as known at an instant, and the position that tells of them."""
    await county_of(asking)
    position = None
    if known_at is not None:
        instant = instant_of(known_at)
        position = await asking.parts.log.position_at(asking.tenant_id, instant)
    scope = Scope(union_id=asking.tenant_id, as_of=date.max, known_at=position)
    page = await asking.parts.ledgers.units(scope)
    return [row.unit_id for row in page.rows], page.position
