"""What the county looks after: its money and rules for units, how far their books have come, what waits for it."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

import msgspec

from domain.period import last_day, months_of_year
from projections.county.projection import COUNTY
from projections.rollup.projection import ROLLUP
from services.clock import CHINA
from services.reads import presenting as present
from services.reads.engagements import EngagementOfUnit, engagements_of_units
from services.reads.findings import FindingSeen, findings_of_units
from services.reads.ledger_pages import LedgerPages, Raw
from services.reads.people import Opened
from services.reads.rows import Page
from services.reads.scope import Scope, Shows
from services.store.sql import queries

_QUERIES = queries("projections.county")
_ROLLUP = queries("projections.rollup")


class FundRow(msgspec.Struct, frozen=True, kw_only=True):
    """A fund of the county: provided, promised to units, received by them, and what is still to be had."""

    fund: str
    provided_fen: int
    allocated_fen: int
    received_fen: int
    available_fen: int


class ProvisionRow(msgspec.Struct, frozen=True, kw_only=True):
    """Money that was provided; `version` names it when it is reversed."""

    version: int
    fund: str
    amount_fen: int
    document_no: str
    provided_on: date
    reversed_on: date | None


class AllocationRow(msgspec.Struct, frozen=True, kw_only=True):
    """Money given to a unit: under way until it was received or cancelled."""

    allocation_id: UUID
    unit_id: UUID
    kind: str
    fund: str
    amount_fen: int
    document_no: str
    handler_id: UUID
    approver_id: UUID
    allocated_on: date
    cancelled_on: date | None
    received_on: date | None


class AdoptionRow(msgspec.Struct, frozen=True, kw_only=True):
    """A rule for units; `units` empty: for all."""

    adoption_id: UUID
    policy_id: str
    policy_version: int
    valid_from: date
    document_no: str
    policy: msgspec.Raw
    units: list[UUID]
    adopted_on: date


class RecordedFor(msgspec.Struct, frozen=True, kw_only=True):
    """When something was recorded for a month for the last time, and how many days after the month's end."""

    recorded_on: date
    days_after_month: int


class MonthCovered(msgspec.Struct, frozen=True, kw_only=True):
    """What a unit has recorded for a month. None is missing, which is not zero (domain.md rule 18)."""

    month: str
    payroll_declared: RecordedFor | None = None
    contribution_received: RecordedFor | None = None
    dues_received: RecordedFor | None = None
    dues_batch_closed: RecordedFor | None = None
    is_closed: bool = False


class UnitCovered(msgspec.Struct, frozen=True, kw_only=True):
    """How far a unit's books have come; `recorded_at` None: nothing was ever recorded."""

    unit_id: UUID
    recorded_at: datetime | None
    closed_through: str | None
    closed_on: date | None
    months: list[MonthCovered]


class WaitingFileRow(msgspec.Struct, frozen=True, kw_only=True):
    """A hardship file that waits for the county: visited, for its check; noticed, for its approval."""

    unit_id: UUID
    household_id: UUID
    stage: str
    since: date


class WaitingCaseRow(msgspec.Struct, frozen=True, kw_only=True):
    """Aid asked for in a unit, reviewed and not decided; `version` is what If-Match asks for."""

    unit_id: UUID
    aid_case_id: UUID
    version: int
    case_no: str
    category: str
    fund_source: str
    requested_fen: int
    requested_on: date
    since: date


class CountyLedgers(LedgerPages):
    """The county's own decisions; the scope's union is the federation."""

    async def funds(self, scope: Scope) -> Page[FundRow]:
        """What stands ready for units, by fund."""
        return await self._county(scope, "funds", FundRow)

    async def provisions(self, scope: Scope) -> Page[ProvisionRow]:
        """What was provided, reversed provisions included."""
        return await self._county(scope, "provisions", ProvisionRow)

    async def allocations(
        self, scope: Scope, *, unit_id: UUID | None = None
    ) -> Page[AllocationRow]:
        """What was allocated to units, and what became of it."""
        return await self._page(
            scope, "county", "allocations", (scope.as_of, unit_id), None, row=_allocation
        )

    async def adoptions(self, scope: Scope) -> Page[AdoptionRow]:
        """The rules adopted for units."""

        def row(raw: Raw, _: Opened) -> AdoptionRow:
            policy = msgspec.Raw(raw["policy"].encode())
            units = msgspec.json.decode(raw["units"], type=list[UUID])
            return AdoptionRow(**(dict(raw) | {"policy": policy, "units": units}))

        return await self._page(scope, "county", "adoptions", (scope.as_of,), None, row=row)

    async def _county(self, scope: Scope, query: str, kind: type[present.Row]) -> Page[present.Row]:
        return await self._page(
            scope, "county", query, (scope.as_of,), None, row=present.plain(kind)
        )


class County:
    """Questions about all units of a federation, under the county's role; nothing personal is in the answers."""

    def __init__(self, shows: Shows) -> None:
        self._shows = shows

    async def allocations_of_unit(
        self, federation_id: UUID, unit_id: UUID, as_of: date
    ) -> list[AllocationRow]:
        """Return what a federation allocated to one unit: the unit's own view of the county's log."""
        async with self._shows.rollup([COUNTY]) as connection:
            rows = await connection.fetch(_QUERIES["allocations"], federation_id, as_of, unit_id)
        return [_allocation(row, None) for row in rows]

    async def files_waiting(self, units: Sequence[UUID], as_of: date) -> list[WaitingFileRow]:
        """Return the hardship files of some units that wait for the county's decision."""
        async with self._shows.rollup([COUNTY]) as connection:
            rows = await connection.fetch(_QUERIES["files_waiting"], list(units), as_of)
        return [WaitingFileRow(**dict(row)) for row in rows]

    async def files_on_notice(self, units: Sequence[UUID], as_of: date) -> list[WaitingFileRow]:
        """Return the hardship files of some units whose notice hangs or has hung and is not decided."""
        async with self._shows.rollup([COUNTY]) as connection:
            rows = await connection.fetch(_QUERIES["files_on_notice"], list(units), as_of)
        return [WaitingFileRow(**dict(row)) for row in rows]

    async def cases_waiting(self, units: Sequence[UUID], as_of: date) -> list[WaitingCaseRow]:
        """Return the aid cases of some units that wait for a decision, whosever it is."""
        async with self._shows.rollup([COUNTY]) as connection:
            rows = await connection.fetch(_QUERIES["cases_waiting"], list(units), as_of)
        return [WaitingCaseRow(**dict(row)) for row in rows]

    async def findings(
        self, units: Sequence[UUID], as_of: date, stage: str | None
    ) -> list[FindingSeen]:
        """Return the findings of some units; `stage` 'open' leaves out what was struck off or withdrawn."""
        return await findings_of_units(self._shows, units, as_of, stage)

    async def engagements(
        self, units: Sequence[UUID], as_of: date, access_id: str | None
    ) -> list[EngagementOfUnit]:
        """Return the engagements of some units; `access_id`: of whoever asks how long they may read."""
        return await engagements_of_units(self._shows, units, as_of, access_id)

    async def coverage(self, units: Sequence[UUID], year: int) -> list[UnitCovered]:
        """Return how far the books of some units have come in each month of a year."""
        first, *_, last = months_of_year(year)
        async with self._shows.rollup([COUNTY, ROLLUP]) as connection:
            fresh = await connection.fetch(_ROLLUP["freshness"], list(units))
            books = await connection.fetch(_QUERIES["coverage_of_books"], list(units))
            months = await connection.fetch(
                _QUERIES["coverage_of_months"], list(units), first, last
            )
        recorded_at = {row["union_id"]: row["recorded_at"] for row in fresh}
        closed = {row["union_id"]: (row["closed_through"], row["closed_on"]) for row in books}
        covered: dict[tuple[UUID, str], dict[str, RecordedFor]] = {}
        for row in months:
            of_month = covered.setdefault((row["union_id"], row["month"]), {})
            of_month[row["what"]] = _recorded(row["month"], row["recorded_at"])
        return [
            UnitCovered(
                unit_id=unit,
                recorded_at=recorded_at.get(unit),
                closed_through=through,
                closed_on=closed_on,
                months=_months(year, covered, unit, through),
            )
            for unit in units
            for through, closed_on in [closed.get(unit, (None, None))]
        ]


def _months(
    year: int,
    covered: Mapping[tuple[UUID, str], Mapping[str, RecordedFor]],
    unit: UUID,
    closed_through: str | None,
) -> list[MonthCovered]:
    return [
        MonthCovered(
            month=month,
            is_closed=closed_through is not None and month <= closed_through,
            **covered.get((unit, month), {}),
        )
        for month in months_of_year(year)
    ]


def _recorded(month: str, at: datetime) -> RecordedFor:
    day = at.astimezone(CHINA).date()
    return RecordedFor(recorded_on=day, days_after_month=(day - last_day(month)).days)


def _allocation(raw: Raw, _: Opened | None) -> AllocationRow:
    told = dict(raw)
    del told["position"]
    return AllocationRow(**told)
