"""The county roll-up: a sum of what each unit contributes, with the freshness of each.

Rates are sums of numerators over sums of denominators, so both are kept and no rate is stored. A unit without
data is listed as missing, never as zero (domain.md rule 18).
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from domain.period import month_text, months_of_year
from projections.rollup.projection import ROLLUP
from services.errors import UnionNotFound
from services.reads.rows import FreshnessRow
from services.reads.scope import Shows
from services.store.contract import LogStore
from services.store.sql import queries

_QUERIES = queries("projections.rollup")
_MONTHS = 12


class PaymentsAndAmount(msgspec.Struct, frozen=True, kw_only=True):
    """人次 and 金额 of one kind."""

    payments: int
    amount_fen: int


class MembersOn(msgspec.Struct, frozen=True, kw_only=True):
    active: int
    retained: int


class Dues(msgspec.Struct, frozen=True, kw_only=True):
    """By month, January first. The rate of a period is received over due."""

    due_fen_by_month: list[int]
    received_fen_by_month: list[int]
    arrears_fen: int


class Aid(msgspec.Struct, frozen=True, kw_only=True):
    """户数, 人次 and 金额 are three measures: households do not add up over units' years."""

    households: int
    payments: int
    amount_fen: int
    by_category: dict[str, PaymentsAndAmount]
    by_fund_source: dict[str, PaymentsAndAmount]


class Condolence(msgspec.Struct, frozen=True, kw_only=True):
    payments: int
    amount_fen: int
    by_kind: dict[str, PaymentsAndAmount]


class Totals(msgspec.Struct, frozen=True, kw_only=True):
    """The year's measures of one unit, or of a county. `members_by_month` is as of each month's end."""

    members: dict[str, MembersOn]
    members_by_month: list[MembersOn]
    joins_by_month: list[int]
    leaves_by_month: list[int]
    dues: Dues
    aid: Aid
    condolence: Condolence


class YearOfUnits(msgspec.Struct, frozen=True, kw_only=True):
    """Each unit's totals, their sum, and how fresh each is."""

    year: int
    county: Totals
    units: dict[UUID, Totals]
    freshness: list[FreshnessRow]


Values = dict[tuple[str, str, str], int]
"""(measure, item, month) → value; the month is empty for what was carried into the year."""


class Rollup:
    """Questions about the units of a federation, under the county's role."""

    def __init__(self, shows: Shows, log: LogStore) -> None:
        self._shows = shows
        self._log = log

    async def year(
        self, units: Sequence[UUID], year: int, *, known_at: datetime | None = None
    ) -> YearOfUnits:
        """Return a year of some units; `known_at` is an instant, since positions belong to one union."""
        values, freshness = await self.values(units, year, known_at=known_at)
        return YearOfUnits(
            year=year,
            county=totals(summed(values), year),
            units={unit: totals(of_unit, year) for unit, of_unit in values.items()},
            freshness=freshness,
        )

    async def values(
        self, units: Sequence[UUID], year: int, *, known_at: datetime | None = None
    ) -> tuple[dict[UUID, Values], list[FreshnessRow]]:
        """Return what each unit contributes to a year, stocks carried into it included, and how fresh it is."""
        if not units:
            return {}, []
        first, last = month_text(year, 1), month_text(year, _MONTHS)
        positions = None if known_at is None else await self._positions(units, known_at)
        async with self._shows.rollup([ROLLUP], positions) as connection:
            rows = await connection.fetch(_QUERIES["rollup"], list(units), first, last)
            fresh = await connection.fetch(_QUERIES["freshness"], list(units))
        values: dict[UUID, Values] = {unit: {} for unit in units}
        for unit, measure, item, month, value in rows:
            values[unit][measure, item, month] = value
        return values, _freshness(units, {row[0]: (row[1], row[2]) for row in fresh})

    async def _positions(self, units: Sequence[UUID], instant: datetime) -> dict[UUID, int]:
        return {unit: await self._position(unit, instant) for unit in units}

    async def _position(self, unit: UUID, instant: datetime) -> int:
        """A unit whose log has not begun shows nothing, like one that was silent until then."""
        try:
            return await self._log.position_at(unit, instant)
        except UnionNotFound:
            return 0


def _freshness(
    units: Sequence[UUID], known: Mapping[UUID, tuple[int, datetime]]
) -> list[FreshnessRow]:
    return [
        FreshnessRow(unit_id=unit, position=position, recorded_at=recorded_at)
        for unit in units
        for position, recorded_at in [known.get(unit, (None, None))]
    ]


def summed(values: Mapping[UUID, Values]) -> Values:
    """Return the sum of what some units contribute."""
    total: Values = {}
    for of_unit in values.values():
        for place, value in of_unit.items():
            total[place] = total.get(place, 0) + value
    return total


def totals(values: Values, year: int) -> Totals:
    """Return the year's measures of what one unit, or all together, contribute."""
    active = _stock(values, "members_active", year)
    retained = _stock(values, "members_retained", year)
    members = [
        MembersOn(active=at_end, retained=kept)
        for at_end, kept in zip(active, retained, strict=True)
    ]
    waived = _flow(values, "dues_waived", year)
    assessed = _stock(values, "dues_due", year)
    due = [owed - less for owed, less in zip(assessed, waived, strict=True)]
    received = _flow(values, "dues_received", year)
    return Totals(
        members={f"{year}-06-30": members[5], f"{year}-12-31": members[11]},
        members_by_month=members,
        joins_by_month=_flow(values, "joins", year),
        leaves_by_month=_flow(values, "leaves", year),
        dues=Dues(
            due_fen_by_month=due,
            received_fen_by_month=received,
            arrears_fen=sum(due) - sum(received),
        ),
        aid=_aid(values, year),
        condolence=_condolence(values),
    )


def _aid(values: Values, year: int) -> Aid:
    by_category = _by_item(values, "aid_payments_by_category", "aid_amount_by_category")
    return Aid(
        households=sum(_flow(values, "aid_households", year)),
        payments=sum(kind.payments for kind in by_category.values()),
        amount_fen=sum(kind.amount_fen for kind in by_category.values()),
        by_category=by_category,
        by_fund_source=_by_item(values, "aid_payments_by_fund_source", "aid_amount_by_fund_source"),
    )


def _condolence(values: Values) -> Condolence:
    by_kind = _by_item(values, "condolence_payments", "condolence_amount")
    return Condolence(
        payments=sum(kind.payments for kind in by_kind.values()),
        amount_fen=sum(kind.amount_fen for kind in by_kind.values()),
        by_kind=by_kind,
    )


def _by_item(values: Values, payments: str, amount: str) -> dict[str, PaymentsAndAmount]:
    """Return 人次 and 金额 of each kind that occurs in the year."""
    items = sorted({item for measure, item, month in values if measure == payments and month})
    return {
        item: counted
        for item in items
        if (counted := _payments_and_amount(values, payments, amount, item))
        != PaymentsAndAmount(payments=0, amount_fen=0)
    }


def _payments_and_amount(
    values: Values, payments: str, amount: str, item: str
) -> PaymentsAndAmount:
    def summed(of: str) -> int:
        return sum(
            value
            for (measure, kind, month), value in values.items()
            if measure == of and kind == item and month
        )

    return PaymentsAndAmount(payments=summed(payments), amount_fen=summed(amount))


def _flow(values: Values, measure: str, year: int) -> list[int]:
    return [values.get((measure, "", month), 0) for month in months_of_year(year)]


def _stock(values: Values, measure: str, year: int) -> list[int]:
    """Return the value at each month's end: what was carried in, and every change since."""
    running = values.get((measure, "", ""), 0)
    ends = []
    for change in _flow(values, measure, year):
        running += change
        ends.append(running)
    return ends
