"""全县汇总: from the county's figure to each unit's, and on to the unit's own lines for whoever may read them."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final, NamedTuple

from services.auth import may
from services.pages.coverage import year_asked
from services.pages.page import Fetched, Reply, Shown, page
from services.pages.unit_names import units_of
from services.pages.visit import Visit
from services.reads.county_figures import IndicatorSeen
from services.reads.rows import UnitRow

_FEDERATION: Final = "/federations/{federation_id}"
_SECTION: Final = "rollup"
_OF_MONEY: Final = frozenset(
    {
        "dues_rate", "contribution_rate", "remittance_rate", "budget_rate", "subsidies", "aid_amount",
        "winter_warmth_amount", "scholarship_amount", "condolence_amount",
    }
)  # fmt: skip
"""Indicators whose numerator and denominator are amounts in fen."""
_PARTS_OF_100: Final = 10_000


class OfUnit(NamedTuple):
    """One unit's row below an indicator."""

    unit: UnitRow
    numerator: int | None
    denominator: int | None
    rate: str
    suppressed: bool
    missing: bool
    recorded_at: Any
    below: int


def rate(numerator: int | None, denominator: int | None) -> str:
    """Return a share in per cent with two places; nothing where it is none."""
    if numerator is None or not denominator:
        return ""
    parts = numerator * _PARTS_OF_100 // denominator
    return f"{parts // 100}.{parts % 100:02d}%"


@page("GET", f"{_FEDERATION}/rollup", "rollup", policy=may("county.read"), section=_SECTION)
async def rollup(visit: Visit) -> Reply:
    """Every indicator of the year up to a month: sums of all units, and how many are missing from them."""
    year = year_asked(visit)
    seen = await _indicators(visit, year)
    values = {
        "year": year,
        "month": visit.query.get("month", ""),
        "known_at": visit.query.get("known_at", ""),
        "seen": seen,
        "rows": [(one, rate(one.numerator, one.denominator)) for one in seen.indicators],
        "of_money": _OF_MONEY,
        "silent": sum(one.recorded_at is None for one in seen.freshness),
        "asked": _asked(visit, year),
    }
    return Shown(template="county/rollup.html", values=values)


@page(
    "GET",
    f"{_FEDERATION}/rollup/indicators/{{indicator}}",
    "rollup_indicator",
    policy=may("county.read"),
    section=_SECTION,
)
async def rollup_indicator(visit: Visit) -> Reply:
    """One indicator unit by unit; units below a unit are one step further down."""
    year = year_asked(visit)
    seen = await _indicators(visit, year)
    one = next(
        (each for each in seen.indicators if each.indicator == visit.ids["indicator"]),
        seen.indicators[0],
    )
    units = await units_of(visit)
    under = visit.query.get("under", "")
    fresh = {each.unit_id: each.recorded_at for each in seen.freshness}
    values = {
        "year": year,
        "one": one,
        "rate": rate(one.numerator, one.denominator),
        "is_fen": one.indicator in _OF_MONEY,
        "rows": _rows(one, units, under, fresh),
        "trail": _trail(units, under),
        "asked": _asked(visit, year),
        "under": under,
        "seen": seen,
    }
    return Shown(template="county/indicator.html", values=values)


@page("GET", f"{_FEDERATION}/rollup/workbook", "exportRollup", policy=may("county.read"))
async def export_rollup(visit: Visit) -> Reply:
    """全县汇总表 as a workbook."""
    return Fetched(answer=await visit.ask("exportRollup", year=year_asked(visit)))


@page("GET", f"{_FEDERATION}/indicators/workbook", "exportIndicators", policy=may("county.read"))
async def export_indicators(visit: Visit) -> Reply:
    """全县指标表 as a workbook."""
    answer = await visit.ask(
        "exportIndicators", year=year_asked(visit), month=visit.query.get("month")
    )
    return Fetched(answer=answer)


async def _indicators(visit: Visit, year: str) -> Any:  # noqa: ANN401 # IndicatorsView
    known = visit.query.get("known_at", "").strip()
    return await visit.read(
        "readIndicators",
        year=year,
        month=visit.query.get("month"),
        known_at=f"{known}T23:59:59+08:00" if _is_day(known) else known,
    )


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _asked(visit: Visit, year: str) -> str:
    """What was asked for, as a query that every link on the way down carries."""
    kept = {name: visit.query.get(name, "") for name in ("month", "known_at")}
    return visit.at("", year=year, **kept).partition("?")[2]


def _rows(
    one: IndicatorSeen, units: Sequence[UnitRow], under: str, fresh: dict[Any, Any]
) -> list[OfUnit]:
    """Return the units that hang under one, or under none of the units."""
    ids = {str(row.unit_id) for row in units}
    by_id = {each.unit_id: each for each in one.units}
    missing = set(one.missing)
    rows = []
    for unit in units:
        parent = str(unit.parent_id)
        is_here = parent == under if under else parent not in ids
        if is_here and unit.unit_id in by_id:
            own = by_id[unit.unit_id]
            rows.append(
                OfUnit(
                    unit,
                    own.numerator,
                    own.denominator,
                    rate(own.numerator, own.denominator),
                    own.suppressed,
                    unit.unit_id in missing,
                    fresh.get(unit.unit_id),
                    sum(each.parent_id == unit.unit_id for each in units),
                )
            )
    return rows


def _trail(units: Sequence[UnitRow], under: str) -> list[UnitRow]:
    """Return the units from the county down to the one the rows hang under."""
    by_id = {str(row.unit_id): row for row in units}
    trail: list[UnitRow] = []
    while under in by_id and by_id[under] not in trail:
        trail.append(by_id[under])
        under = str(by_id[under].parent_id)
    return trail[::-1]
