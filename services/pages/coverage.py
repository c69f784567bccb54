"""报送进度: units by months. What is missing is drawn as missing, never as zero (domain.md rule 18)."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Final, NamedTuple

from domain.period import MONTHS_PER_YEAR, month_of, months_of_year, previous_month
from services.auth import may
from services.pages.lists import Turning, by_number
from services.pages.page import Fetched, Reply, Shown, page
from services.pages.reading_forms import count_of
from services.pages.unit_names import units_of
from services.pages.visit import Visit
from services.reads.county import MonthCovered, RecordedFor, UnitCovered
from services.reads.rows import UnitRow

_COVERAGE: Final = "/federations/{federation_id}/coverage"
_SIZE: Final = 100
_SOON: Final = 15
"""Days after a month's end up to which its cell is green: a colour, no rule."""
STATES: Final = (
    ("silent", "从未记账"),
    ("behind", "上月未结账"),
    ("missing", "上月没有任何记录"),
)


class Cell(NamedTuple):
    """One month of one unit: a word, the colour's class, and all of it in a sentence."""

    word: str
    colour: str
    says: str


class Line(NamedTuple):
    """One unit: how old its last record is, and its months."""

    unit: UnitRow
    covered: UnitCovered
    age_days: int | None
    cells: list[Cell]


class Sum(NamedTuple):
    """One month of the county: units with anything recorded, and closed."""

    month: str
    recorded: int
    closed: int


def month_before(day: date) -> str:
    """Return the last whole month before a day."""
    return previous_month(month_of(day))


def behind(covered: UnitCovered, month: str) -> bool:
    """Tell whether a unit has not closed a month."""
    return covered.closed_through is None or covered.closed_through < month


@page("GET", _COVERAGE, "coverage", policy=may("county.read"), section="coverage")
async def coverage(visit: Visit) -> Reply:
    """The map, its sums, and who is to be called."""
    today = visit.parts.today()
    year = year_asked(visit)
    units = {row.unit_id: row for row in await units_of(visit) if row.ended_on is None}
    seen = await visit.read("readCoverage", year=year)
    covered = [one for one in seen.units if one.unit_id in units]
    last = last_month(year, today)
    state, typed = visit.query.get("state", ""), visit.query.get("q", "").strip()
    fitting = [
        one
        for one in covered
        if _is_asked(one, state, last) and _is_named(units[one.unit_id], typed)
    ]
    turning, shown = _turned(visit, fitting)
    values = {
        "year": year,
        "months": months_of_year(int(year)),
        "sums": _sums(covered, year, last),
        "lines": [_line(units[one.unit_id], one, today, last) for one in shown],
        "turning": turning,
        "units": len(covered),
        "states": STATES,
        "state": state,
        "q": typed,
        "last": last,
        "export": visit.with_query(page=None, state=None, q=None).replace(
            "/coverage", "/coverage/workbook"
        ),
    }
    return Shown(template="county/coverage.html", values=values)


@page("GET", f"{_COVERAGE}/workbook", "exportCoverage", policy=may("county.read"))
async def export_coverage(visit: Visit) -> Reply:
    """The whole map as a workbook."""
    return Fetched(answer=await visit.ask("exportCoverage", year=year_asked(visit)))


def year_asked(visit: Visit) -> str:
    """Return the year of the address; without one this year."""
    typed = visit.query.get("year", "").strip()
    return typed or str(visit.parts.today().year)


def last_month(year: str, today: date) -> str:
    """Return the last whole month of a year that has gone by; of a year to come none."""
    december = f"{year}-{MONTHS_PER_YEAR:02d}"
    return min(december, month_before(today))


def cells_of(covered: UnitCovered, last: str) -> list[Cell]:
    """Return the cells of a unit's months up to the last one that is over."""
    return [_cell(one, last) for one in covered.months]


def _how_soon(days: int) -> str:
    return f"月末后 {days} 天" if days > 0 else "当月"


def _cell(one: MonthCovered, last: str) -> Cell:
    told = [
        f"{title} {each.recorded_on:%Y-%m-%d}（{_how_soon(each.days_after_month)}）"
        for title, each in _recorded(one)
    ]
    says = "；".join(told)
    if one.is_closed:
        return Cell("已结账", "heat-fresh", says or "已结账")
    if told:
        days = max(each.days_after_month for _, each in _recorded(one))
        word = "有账" if days <= _SOON else f"迟{days}天"
        return Cell(word, "heat-fresh" if days <= _SOON else "heat-old", says + "；还没有结账")
    if one.month > last:
        return Cell("", "", "还没有到时候")
    return Cell("缺", "heat-missing", "没有任何记录")


def _recorded(one: MonthCovered) -> list[tuple[str, RecordedFor]]:
    titles: Mapping[str, RecordedFor | None] = {
        "工资总额申报": one.payroll_declared,
        "拨缴经费": one.contribution_received,
        "会费": one.dues_received,
        "会费批次": one.dues_batch_closed,
    }
    return [(title, each) for title, each in titles.items() if each is not None]


def _line(unit: UnitRow, covered: UnitCovered, today: date, last: str) -> Line:
    at = covered.recorded_at
    age = None if at is None else max((today - at.date()) // timedelta(days=1), 0)
    return Line(unit, covered, age, cells_of(covered, last))


def _is_asked(one: UnitCovered, state: str, last: str) -> bool:
    match state:
        case "silent":
            return one.recorded_at is None
        case "behind":
            return behind(one, last)
        case "missing":
            month = next((each for each in one.months if each.month == last), None)
            return month is None or (not month.is_closed and not _recorded(month))
        case _:
            return True


def _is_named(unit: UnitRow, typed: str) -> bool:
    return typed in unit.name or typed.upper() in unit.code.upper()


def _sums(covered: Sequence[UnitCovered], year: str, last: str) -> list[Sum | None]:
    """None for a month that is not over."""
    months = months_of_year(int(year))
    sums: list[Sum | None] = []
    for place, month in enumerate(months):
        found = [one.months[place] for one in covered]
        recorded = sum(one.is_closed or bool(_recorded(one)) for one in found)
        made = Sum(month, recorded, sum(one.is_closed for one in found))
        sums.append(made if month <= last or recorded else None)
    return sums


def _turned(visit: Visit, fitting: list[UnitCovered]) -> tuple[Turning, list[UnitCovered]]:
    asked = visit.query.get("page", "1")
    pages = max(1, -(-len(fitting) // _SIZE))
    number = min(max(count_of(asked) or 1, 1), pages)
    turning = by_number(visit, page=number, pages=pages, total=len(fitting), size=_SIZE)
    return turning, fitting[(number - 1) * _SIZE : number * _SIZE]
