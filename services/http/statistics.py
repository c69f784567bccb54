"""The county looks at its units: the roll-up, the indicators, how far books have come, and what waits for it."""

from datetime import date
from uuid import UUID

from domain.period import MONTHS_PER_YEAR, month_text
from services.http.asking import Answer, Asking, weak
from services.http.county import county_of
from services.http.fields import Answered, Moment, Month, Query, Year
from services.http.operation import COUNTY_READS, operation
from services.http.paging import ReadQuery, instant_of, scope_of
from services.http.problems import Fault, Problem
from services.reads import Scope
from services.reads.county import UnitCovered, WaitingFileRow
from services.reads.indicators import IndicatorRow, indicators
from services.reads.rollup import YearOfUnits
from services.reads.rows import FreshnessRow
from services.reads.tasks import TaskRow

_FEDERATION = "/v1/federations/{federation_id}"


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
    """Every indicator up to the end of a month, and how fresh each unit's figures are."""

    year: int
    until_month: str
    indicators: list[IndicatorRow]
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
    policy=COUNTY_READS,
    answer=YearOfUnits,
)
async def read_rollup(asking: Asking, query: RollupQuery) -> Answer:
    """The year of all units: each unit's figures, their sum, and how fresh each is."""
    units, position = await _units(asking, query.known_at)
    known_at = None if query.known_at is None else instant_of(query.known_at)
    year = await asking.parts.rollup.year(units, query.year, known_at=known_at)
    return Answer(body=year, headers=weak(position))


@operation(
    "GET",
    f"{_FEDERATION}/indicators",
    "readIndicators",
    tag="county",
    policy=COUNTY_READS,
    answer=IndicatorsView,
)
async def read_indicators(asking: Asking, query: IndicatorsQuery) -> Answer:
    """The county's statistics: numerators and denominators apart, unit by unit, with the way to each unit's lines.

    From the total to the units, from a unit to its ledger (`lines`), from a ledger's line to its event.
    """
    until = query.month or month_text(query.year, MONTHS_PER_YEAR)
    if not until.startswith(f"{query.year:04d}-"):
        raise Problem("request.query_invalid", faults=[Fault("#/month", "request.field_invalid")])
    units, position = await _units(asking, query.known_at)
    known_at = None if query.known_at is None else instant_of(query.known_at)
    values, freshness = await asking.parts.rollup.values(units, query.year, known_at=known_at)
    view = IndicatorsView(
        year=query.year,
        until_month=until,
        indicators=indicators(values, units, query.year, until),
        freshness=freshness,
    )
    return Answer(body=view, headers=weak(position))


@operation(
    "GET",
    f"{_FEDERATION}/coverage",
    "readCoverage",
    tag="county",
    policy=COUNTY_READS,
    answer=CoverageView,
)
async def read_coverage(asking: Asking, query: CoverageQuery) -> Answer:
    """How far each unit's books have come, month by month: what is missing is missing, not zero."""
    units, position = await _units(asking, None)
    covered = await asking.parts.county.coverage(units, query.year)
    return Answer(body=CoverageView(year=query.year, units=covered), headers=weak(position))


@operation(
    "GET",
    f"{_FEDERATION}/tasks",
    "listCountyTasks",
    tag="county",
    policy=COUNTY_READS,
    answer=CountyTasks,
)
async def list_county_tasks(asking: Asking, query: ReadQuery) -> Answer:
    """What waits for the county on the date."""
    scope = await scope_of(asking, query)
    units, position = await _units(asking, None)
    own = await asking.parts.ledgers.tasks(scope)
    files = await asking.parts.county.files_waiting(units, scope.as_of)
    view = CountyTasks(as_of=scope.as_of, tasks=own.rows, files=files)
    return Answer(body=view, headers=weak(position))


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
