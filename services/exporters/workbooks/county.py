"""The county's tables as workbooks: the year of its units, its indicators, and how far the books have come.

A unit without data is drawn as missing, never as zero; what tells of too few people is drawn as left out.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

import msgspec

from services.clock import CHINA
from services.reads.county import RecordedFor, UnitCovered
from services.reads.county_figures import IndicatorSeen, OfUnitSeen, TotalsSeen, YearSeen
from services.reads.rows import UnitRow
from services.words.sheets import (
    CLOSED,
    COUNTY_TOTAL,
    COVERAGE_COLUMNS,
    COVERAGE_NOTE,
    COVERAGE_TITLE,
    IN_YUAN,
    INDICATORS_COLUMNS,
    INDICATORS_TITLE,
    MISSING,
    NOTE,
    PERIOD,
    ROLLUP_COLUMNS,
    ROLLUP_TITLE,
    SMALL_COUNTS_NOTE,
    SUPPRESSED,
    UNION,
)
from services.workbooks.cells import Amount, Cell, Cells
from services.workbooks.sheet import Sheet
from services.workbooks.writing import workbook

_IN_FEN = frozenset(
    {
        "dues_rate",
        "contribution_rate",
        "remittance_rate",
        "budget_rate",
        "subsidies",
        "aid_amount",
        "winter_warmth_amount",
        "scholarship_amount",
        "condolence_amount",
    }
)
"""Indicators made of money."""


class CountyAsked(msgspec.Struct, frozen=True, kw_only=True):
    """Whose table, of which period, and the units in the order they are shown."""

    name: str
    period: str
    units: Sequence[UnitRow]


def rollup_workbook(asked: CountyAsked, year: YearSeen) -> bytes:
    """Return 全县汇总表: a line for each unit, then their sum."""
    fresh = {row.unit_id: row.recorded_at for row in year.freshness}
    rows = [_of_unit(unit, year.units.get(unit.unit_id), fresh, year.year) for unit in asked.units]
    totals: Cells = (None, COUNTY_TOTAL, *_year(year.county, year.year), None)
    sheet = Sheet(
        name=ROLLUP_TITLE,
        title=ROLLUP_TITLE,
        under_title=_heading(asked),
        columns=ROLLUP_COLUMNS,
        rows=rows,
        totals=totals,
        below=_notes(year.least),
    )
    return workbook([sheet])


def indicators_workbook(
    asked: CountyAsked, indicators: Sequence[IndicatorSeen], least: int
) -> bytes:
    """Return 全县指标表: for each indicator its sums, then each unit's numerator and denominator."""
    rows: list[Cells] = []
    for one in indicators:
        rows.append((one.title, None, COUNTY_TOTAL, *_parts(one.indicator, one)))
        of_units = {unit.unit_id: unit for unit in one.units}
        rows += [
            (one.title, unit.code, unit.name, *_parts(one.indicator, of_units[unit.unit_id]))
            for unit in asked.units
            if unit.unit_id in of_units
        ]
    sheet = Sheet(
        name=INDICATORS_TITLE,
        title=INDICATORS_TITLE,
        under_title=_heading(asked),
        columns=INDICATORS_COLUMNS,
        rows=rows,
        below=_notes(least),
    )
    return workbook([sheet])


def coverage_workbook(asked: CountyAsked, covered: Sequence[UnitCovered]) -> bytes:
    """Return 账目进度表: a line for each unit and month."""
    found = {unit.unit_id: unit for unit in covered}
    rows = [
        row
        for unit in asked.units
        if unit.unit_id in found
        for row in _months(unit, found[unit.unit_id])
    ]
    sheet = Sheet(
        name=COVERAGE_TITLE,
        title=COVERAGE_TITLE,
        under_title=_heading(asked),
        columns=COVERAGE_COLUMNS,
        rows=rows,
        below=[(NOTE, COVERAGE_NOTE)],
    )
    return workbook([sheet])


def _heading(asked: CountyAsked) -> Sequence[str]:
    return (UNION.format(union=asked.name), PERIOD.format(period=asked.period), IN_YUAN)


def _notes(least: int) -> Sequence[tuple[str, str]]:
    return [(NOTE, SMALL_COUNTS_NOTE.format(least=least))]


def _of_unit(
    unit: UnitRow, of: TotalsSeen | None, fresh: Mapping[UUID, datetime | None], year: int
) -> Cells:
    recorded_at = fresh.get(unit.unit_id)
    if of is None or recorded_at is None:
        return (unit.code, unit.name, *[MISSING] * (len(ROLLUP_COLUMNS) - 2))
    moment = f"{recorded_at.astimezone(CHINA):%Y-%m-%d %H:%M}"
    return (unit.code, unit.name, *_year(of, year), moment)


def _year(of: TotalsSeen, year: int) -> Cells:
    at_end = of.members[f"{year}-12-31"]
    due, received = sum(of.dues.due_fen_by_month), sum(of.dues.received_fen_by_month)
    return (
        _told(at_end.active),
        _told(at_end.retained),
        _sum(of.joins_by_month),
        _sum(of.leaves_by_month),
        Amount(due),
        Amount(received),
        Amount(due - received),
        _told(of.aid.households),
        _told(of.aid.payments),
        _money(of.aid.amount_fen),
        _told(of.condolence.payments),
        _money(of.condolence.amount_fen),
    )


def _told(count: int | None) -> Cell:
    return SUPPRESSED if count is None else count


def _money(fen: int | None) -> Cell:
    return SUPPRESSED if fen is None else Amount(fen)


def _sum(counts: Sequence[int | None]) -> Cell:
    """A sum is told only where all of its months are: what is left out could be told from it."""
    return SUPPRESSED if None in counts else sum(count or 0 for count in counts)


def _parts(indicator: str, of: IndicatorSeen | OfUnitSeen) -> Cells:
    def shown(value: int | None) -> Cell:
        if value is None:
            return SUPPRESSED if of.suppressed else MISSING
        return Amount(value) if indicator in _IN_FEN else value

    is_rate = indicator.endswith("_rate")
    return (shown(of.numerator), shown(of.denominator) if is_rate else None)


def _months(unit: UnitRow, covered: UnitCovered) -> list[Cells]:
    recorded_at = covered.recorded_at
    last = MISSING if recorded_at is None else f"{recorded_at.astimezone(CHINA):%Y-%m-%d %H:%M}"
    return [
        (
            unit.code,
            unit.name,
            month.month,
            _recorded(month.payroll_declared),
            _recorded(month.contribution_received),
            _recorded(month.dues_received),
            _recorded(month.dues_batch_closed),
            CLOSED[month.is_closed],
            last,
        )
        for month in covered.months
    ]


def _recorded(recorded: RecordedFor | None) -> date | str:
    return MISSING if recorded is None else recorded.recorded_on
